"""Compiling many documents: each on its own, all in one order."""

from __future__ import annotations

from pathlib import Path

import pytest

from yuheng.app import compiling
from yuheng.app.compiling import OUTPUTS, compile_file, compile_paths, write_ledger
from yuheng.errors import Misuse
from yuheng.model import Actual, check_anchor
from yuheng.read import read_file
from yuheng.text.documents import document_from

PLAN = "一、目标\n到2025年，护理床位不低于500张，新增企业12家。\n"


DAMAGED = b"PK\x03\x04" + bytes(64)


def _write(folder: Path, **files: bytes | str) -> list[Path]:
    made = []
    for name, content in files.items():
        path = folder / f"{name}.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        made.append(path)
    return made


def test_what_is_compiled_points_at_the_document_it_came_from(tmp_path: Path) -> None:
    [path] = _write(tmp_path, 规划=PLAN)

    made = compile_file(path, "规划.txt")
    snapshot, reading, _ = read_file(path)
    document = document_from(snapshot, reading)

    assert (made.doc, made.id, made.text, made.characters) == ("规划.txt", document.id, document.text, len(PLAN))
    assert made.claims
    for claim in made.claims:
        check_anchor(document, claim.anchor)


def test_one_process_and_two_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    paths = _write(tmp_path, 丙=PLAN, 甲=PLAN + "又建诊所3家。\n", 乙=PLAN + "又建药店4家。\n", 坏=DAMAGED)

    alone = compile_paths(paths, jobs=1)
    together = compile_paths(paths[::-1], jobs=2)

    assert alone == together
    assert [each.doc for each in alone.documents] == ["丙.txt", "乙.txt", "甲.txt"]
    assert [(issue.code, issue.document) for issue in alone.issues] == [("file-unreadable", "坏.txt")]


def test_progress_counts_every_file_read_or_not(tmp_path: Path) -> None:
    paths = _write(tmp_path, 甲=PLAN, 坏=DAMAGED)
    begun: list[int] = []
    done: list[str] = []

    compile_paths(paths, begin=begun.append, done=done.append)

    assert (begun, done) == ([2], ["坏.txt", "甲.txt"])


def test_processes_are_started_only_for_enough_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = _write(tmp_path, 甲=PLAN, 乙=PLAN + "。")

    def refuse(workers: int) -> None:
        raise AssertionError(f"{workers} processes for two small files")

    monkeypatch.setattr(compiling, "_pool", refuse)

    assert len(compile_paths(paths).documents) == 2


def test_nothing_readable_is_misuse_and_says_why(tmp_path: Path) -> None:
    paths = _write(tmp_path, 坏=DAMAGED)

    with pytest.raises(Misuse, match=r"坏\.txt"):
        compile_paths(paths)


def test_files_are_written_whole_and_the_same_again(tmp_path: Path) -> None:
    compilation = compile_paths(_write(tmp_path, 甲=PLAN))
    out = tmp_path / "台账"

    first = [path.read_bytes() for path in write_ledger(compilation, out)]
    again = [path.read_bytes() for path in write_ledger(compilation, out)]

    assert first == again
    assert sorted(path.name for path in out.iterdir()) == sorted(OUTPUTS)


def test_a_folder_that_cannot_be_written_is_misuse(tmp_path: Path) -> None:
    compilation = compile_paths(_write(tmp_path, 甲=PLAN))

    with pytest.raises(Misuse, match="不能写"):
        write_ledger(compilation, tmp_path / "甲.txt")


def test_a_table_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("指标,2020年\n床位,500\n诊所,3\n", encoding="utf-8")

    made = compile_file(path, "表.csv")
    rows = [(row, column, made.text[made.blocks[n].start : made.blocks[n].end]) for n, row, column, *_ in made.cells]

    assert [(column, words.split("\t")) for _, column, words in rows] == [
        (0, ["指标", "2020年"]),
        (0, ["床位", "500"]),
        (0, ["诊所", "3"]),
    ]
    assert len({row for row, _, _ in rows}) == 3


def test_a_cell_stays_in_its_column_where_the_one_before_it_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("单位,集团,需求\n甲医院,,口罩\n乙医院,乙集团,手套\n", encoding="utf-8")

    made = compile_file(path, "表.csv")

    assert [columns for _, _, *columns in made.cells] == [[0, 1, 2], [0, 2], [0, 1, 2]]


def test_whoever_a_list_names_is_a_party_by_the_whole_cell(tmp_path: Path) -> None:
    path = tmp_path / "供给清单.csv"
    path.write_text("企业名称,电话,产品名称\n云津康护辅具有限公司,139,护理床\n", encoding="utf-8")

    made = compile_file(path, "供给清单.csv")

    assert made.named is not None
    assert [each.name for each in made.named.mentions] == ["云津康护辅具有限公司"]
    assert [getattr(claim, "party", "") for claim in made.claims] == ["云津康护辅具有限公司"]


def test_what_people_say_of_a_document_goes_before_what_it_says(tmp_path: Path) -> None:
    news = "护理型床位增加\n\n截至目前，全市护理型床位达4100张。\n"
    paths = _write(tmp_path, 甲=news, 乙=PLAN)
    [doc] = [path.name for path in paths if path.stem == "甲"]

    bare = {each.doc: each for each in compile_paths(paths).documents}[doc]
    said = {each.doc: each for each in compile_paths(paths, given={doc: {"issued": "2024-03-01"}}).documents}[doc]

    assert [claim.period.label for claim in said.claims if isinstance(claim, Actual) and claim.period] == ["2024"]
    assert [claim.period for claim in bare.claims if isinstance(claim, Actual)] == [None]
    assert ([issue.code for issue in bare.issues], said.issues) == (["date-unread"], ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2023年，全市护理型床位达4100张，康养企业96家。\n", []),
        ("加快建设岚江康养小镇，由市民政局牵头。\n", []),
        ("岚江制药有限公司与云津医药有限公司签订合作协议。\n", []),
        ("截至目前，全市护理型床位达4100张。\n", ["没有读出发文日期，1 条断言的时间无从推算。"]),
        ("年底前建成岚江康养小镇，由市民政局牵头。\n", ["没有读出发文日期，1 条断言的时间无从推算。"]),
        ("12月7日，岚江制药有限公司与云津医药有限公司签订合作协议。\n", ["没有读出发文日期，1 条断言的时间无从推算。"]),
        ("到2025年，康养企业达到120家。\n", ["没有读出发文日期，1 条目标与别的规划排不出先后。"]),
        (
            "截至目前，全市护理型床位达4100张。到2025年，康养企业达到120家。\n",
            ["没有读出发文日期，1 条断言的时间无从推算，1 条目标与别的规划排不出先后。"],
        ),
    ],
)
def test_a_day_is_asked_for_only_where_something_leans_on_it(tmp_path: Path, text: str, told: list[str]) -> None:
    path = tmp_path / "消息.txt"
    path.write_text(f"岚江康养消息\n\n{text}", encoding="utf-8")

    made = compile_file(path, "消息.txt")

    assert made.claims
    said = [issue.message for issue in made.issues if issue.code == "date-unread"]
    assert said == [f"{each}请补上成文或发布的那一天；确实没有，就注明没有。" for each in told]


def test_something_said_of_no_document_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="没有名为“丙\\.txt”的文档"):
        compile_paths(_write(tmp_path, 甲=PLAN), given={"丙.txt": {"issued": "2024-03-01"}})
