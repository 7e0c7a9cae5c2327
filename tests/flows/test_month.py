"""The clerk's whole month, as it is typed: forty sheets out, returns with every kind of error back, and the papers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from tests.unit.office.filling import FIRST, HEAD, Filled
from tests.unit.office.town import indicator, ledger, own_workbook, owner

from yuheng.app.collecting import collect
from yuheng.app.dispatching import dispatch
from yuheng.app.periods import period_folder
from yuheng.cli import main
from yuheng.office.workbook import Edit, open_workbook, patch

PERIOD = "2025-12"
SENT, LATE, REPORTED = "2026-01-05", "2026-01-19", "2026-01-20"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(each) for each in arguments])
    said = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, said.out, said.err


def fill_in(data: bytes, number: int) -> Filled:
    """What office `number` writes: most are done, every fifth is behind, one of those without a word on why."""
    sheet = Filled(data)
    columns = {field: sheet.column(field) for field in ("kind", "value", "status", "progress", "source")}
    for row in range(FIRST, sheet.sheet.max_row + 1):
        behind = number % 5 == 0
        if sheet.sheet.cell(row, columns["kind"]).value == "目标":
            sheet.sheet.cell(row, columns["value"]).value = 150 if behind else 200 + number
        sheet.sheet.cell(row, columns["status"]).value = "滞后" if behind else "基本符合预期"
        if number != 5:
            sheet.sheet.cell(row, columns["progress"]).value = "土地未落实，6月开工" if behind else "已建成"
    return sheet


def spoil(sheet: Filled, number: int) -> list[Filled]:
    """What goes wrong on the way back, by office."""
    first = indicator(number, 0)
    match number:
        case 30:
            sheet.put(first, "goal", 100)
        case 31:
            sheet.sheet.cell(HEAD, 4).value = "任务（指标）"
            sheet.move_column(sheet.column("progress"), 2)
        case 32:
            sheet.sort(lambda row: str(row[3]), without=(1,))
        case 33:
            other = Filled(sheet.data())
            other.put(first, "value", 260)
            return [sheet, other]
        case 34:
            sheet.put(first, "value", "春节后报")
        case 36:
            sheet.put(first, "value", "２３６　张")
        case 38 | 39:
            return []
        case _:
            pass
    return [sheet]


def test_a_month_from_the_sheets_sent_out_to_the_notice_closed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books, sheets, back, out = (tmp_path / name for name in ("ledger", "sheets", "back", "out"))
    ledger(books)
    at = ("--ledger", books, "--period", PERIOD)

    status, said, _ = run(capsys, "dispatch", *at, "--out", sheets, "--on", SENT)
    assert (status, said.splitlines()[0]) == (0, "下发 40 个单位 200 行，2026-01-12 前返回")
    assert run(capsys, "dispatch", *at, "--take-back")[:2] == (0, f"{PERIOD} 已撤回\n")
    assert run(capsys, "dispatch", *at, "--out", sheets, "--on", SENT)[1] == said
    back.mkdir()
    for number in range(40):
        name = f"{PERIOD}_{owner(number)}.xlsx"
        for copy, sheet in enumerate(spoil(fill_in((sheets / name).read_bytes(), number), number)):
            (back / (f"更正_{name}" if copy else name)).write_bytes(sheet.data())

    status, said, err = run(capsys, "collect", back, *at, "--out", out, "--on", LATE)
    lines = said.splitlines()
    assert (status, lines[0]) == (1, "收进 39 个文件")
    # 38 offices × (4 numbers, 5 words, 5 notes), less the notes of one: 527, of which five wait for a person
    assert lines[1] == "已采用 522 格　不一致 1　待核 3　读不出 1　拒绝的改动 1"
    assert lines[2] == "未报齐 2 个单位，催报文字 2 份"
    assert "本期值“春节后报”读不出一个数" in err
    assert "已逾期5个工作日" in (out / "催报" / f"{owner(38)}.txt").read_text("utf-8")
    assert run(capsys, "collect", back, *at, "--out", out, "--on", LATE)[1].splitlines()[:2] == [
        "收进 0 个文件",
        lines[1],
    ]

    name = f"更正_{PERIOD}_{owner(33)}.xlsx"
    assert run(capsys, "collect", *at, "--out", out, "--accept", name, "--on", LATE)[2].startswith("错误：选定要署名")
    status, said, _ = run(capsys, "collect", *at, "--out", out, "--accept", name, "--by", "张三", "--on", LATE)
    assert "不一致 0" in said

    again = f"{PERIOD}_{owner(36)}.xlsx"
    wrong = ("--by", "张三", "--reason", "送错", "--on", LATE)
    assert "已采用 509 格" in run(capsys, "collect", *at, "--out", out, "--void", again, *wrong)[1]
    assert run(capsys, "collect", *at, "--out", out, "--void", again, *wrong)[2].startswith(f"错误：{again} 已经作废。")
    assert "已采用 523 格" in run(capsys, "collect", *at, "--out", out, "--restore", again, *wrong)[1]

    own = tmp_path / "台账.xlsx"
    own.write_bytes(own_workbook())
    status, said, _ = run(capsys, "patch", own, *at, "--on", REPORTED)
    assert (status, "value (12月)" in said) == (1, True)
    filled = tmp_path / "台账_12月.xlsx"
    status, said, err = run(capsys, "patch", own, *at, "--on", REPORTED, "--confirm", "--out", filled)
    assert said.splitlines()[0] == "写入 448 格，认出 160/160 行"
    done = open_workbook("x", filled.read_bytes()).sheet("任务台账")
    assert done is not None
    row = 3 + 33 * 4
    assert [done.held(row, column).words for column in (3, 6, 8, 9)] == [
        indicator(33, 0), "260", "已建成", "快于预期"]  # fmt: skip

    status, said, _ = run(capsys, "explain", *at, "--on", REPORTED)
    listed = said.splitlines()
    assert (status, listed[-1], len(listed)) == (1, "16 项滞后或逾期而未附说明", 17)
    key = next(line.split()[0] for line in listed if owner(5) in line)
    assert run(capsys, "explain", key, *at, "--words", "租约未落实", "--on", REPORTED)[2].startswith(
        "错误：说明要署名。"
    )
    status, said, _ = run(capsys, "explain", key, *at, "--words", "租约未落实", "--by", "张三", "--on", REPORTED)
    assert said.splitlines()[0] == "已记下（张三）：租约未落实"

    paper = tmp_path / "通报.docx"
    status, said, err = run(
        capsys, "report", *at, "--out", paper, "--on", REPORTED, "--subject", "大健康产业规划",
        "--issuer", "岚江市联席会议办公室", "--mark", "岚江市联席会议办公室", "--number", "岚健办〔2026〕1号",
    )  # fmt: skip
    assert (status, err) == (1, "15 项滞后或逾期而未附说明\n")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(paper)).paragraphs)
    assert "纳入跟踪200项，其中目标160项、任务40项" in text
    assert "张三2026-01-20注：租约未落实。" in text
    with zipfile.ZipFile(io.BytesIO(paper.read_bytes())) as archive:
        notes = archive.read("word/footnotes.xml").decode("utf-8") + text
    assert f"“{indicator(33, 0)}由2020年的100张增加到2025年的200张，由{owner(33)}负责。”" in notes
    assert re.search(f"{owner(33)}报送（期末数），更正_{PERIOD}_{owner(33)}.xlsx·填报!I\\d：“260”", notes)

    assert run(
        capsys, "report", *at, "--kind", "专报", "--out", paper, "--subject", "规划", "--issuer", "办公室"
    )[2].startswith("错误：专报是报给上级的，要写明主送谁。")  # fmt: skip

    status, said, _ = run(capsys, "notice", *at, "--on", REPORTED)
    due = said.splitlines()
    assert (status, due[-1].startswith(f"到期未完成、还没有交办的 {len(due) - 1} 项")) == (1, True)
    chosen = due[0].split()[0]
    signed = ("--by", "张三", "--on", REPORTED)
    status, said, _ = run(capsys, "notice", *at, *signed, "--only", chosen, "--out", tmp_path / "one")
    assert [line.split("  ")[1:3] for line in said.splitlines() if "交办 2026-01-20 张三" in line] == [
        due[0].split("  ")[1:3]
    ]
    assert run(capsys, "notice", *at, "--by", "张三", "--on", REPORTED, "--only", chosen)[2].startswith(
        f"错误：“{chosen}”不是到期未完成、还没有交办的事项的编号。"
    )
    status, said, _ = run(capsys, "notice", *at, "--by", "张三", "--on", REPORTED, "--out", tmp_path / "notices")
    issued = [line for line in said.splitlines() if "  交办 2026-01-20 张三" in line]
    key = issued[0].split()[0]
    assert len(issued) == len(due) - 1
    assert len(list((tmp_path / "notices").glob("督办单_*.docx"))) == len(issued) - 1
    assert run(
        capsys, "notice", "--ledger", books, "--close", key, "--by", "张三", "--words", "好", "--on", "2026-01-22"
    )[2].startswith(f"错误：督办单 {key} 已交办，不能销号。")
    for step, words in (("--reply", "6月底完成"), ("--close", "现场核实")):
        status, said, _ = run(
            capsys, "notice", "--ledger", books, step, key, "--by", "李四", "--words", words, "--on", "2026-01-26"
        )
    assert f"{key}" in said
    assert f"未办结 {len(issued) - 1} 份" in said


def test_forty_returns_of_two_hundred_rows_are_merged_without_a_row_lost(tmp_path: Path) -> None:
    books = ledger(tmp_path / "ledger", owners=40, rows=199)
    done = dispatch(books, tmp_path / "sheets", period=PERIOD, on=date(2026, 1, 5))
    back = tmp_path / "back"
    back.mkdir()
    for each in done.sheets:
        book = open_workbook(each.file, each.data)
        edits = [Edit("填报", 5 + at, 11, f"进展{at}") for at in range(len(each.rows))]
        (back / each.file).write_bytes(patch(book, edits).data)

    collected = collect(books, [back], period=PERIOD, on=date(2026, 1, 10))

    rows = sum(len(each.rows) for each in done.sheets)
    assert (len(done.sheets), rows, collected.count("taken")) == (40, 40 * 200, 40 * 200)
    assert len(period_folder(books, PERIOD).returns()) == 40
