"""A 通报 tells the main items in full and has every one in its annex, each owner's in a table of its own."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
from tests.unit.office.town import DOC, claims, owner

from yuheng.office.bulletin import Bulletin, bulletin_bytes
from yuheng.office.bulletin_tables import EVIDENCE
from yuheng.office.duties import duties_in, reporting_period
from yuheng.office.merging import Late
from yuheng.office.official_document import RedHead
from yuheng.office.verdicts import Explanation, PeriodVerdict, Told, verdicts_of
from yuheng.vocab.calendar import working_days

DAY = date(2026, 1, 20)


def verdicts(owners: int, explanations: dict[str, Explanation] | None = None) -> tuple[PeriodVerdict, ...]:
    said = [(DOC, claim) for claim in claims(owners)]
    period = reporting_period("2025-12")
    return verdicts_of(duties_in(said), said, (), period=period, on=DAY, explanations=explanations)


def document(found: tuple[PeriodVerdict, ...]) -> docx.document.Document:
    bulletin = Bulletin(reporting_period("2025-12"), "规划", "岚江市联席会议办公室", "各有关单位", DAY, found)
    return docx.Document(io.BytesIO(bulletin_bytes(bulletin, "通报")))


def test_what_is_too_much_for_the_body_stands_in_the_annex_owner_by_owner() -> None:
    made = document(verdicts(13))

    words = [paragraph.text for paragraph in made.paragraphs]
    annex = made.tables[-13:]
    assert sum(line.endswith("未附说明。") for line in words) == 60
    assert words.count("其余5项见附件3。") == 1
    assert [line for line in words if line.endswith("（5项）")] == [f"{owner(number)}（5项）" for number in range(13)]
    assert [len(table.rows) for table in annex] == [6] * 13
    assert annex[0].rows[1].cells[7].text == "未附说明。"
    assert next(line for line in words if line.startswith("5  ")).startswith("5  《岚江市大健康产业“十四五”规划")


def test_the_offices_note_stands_with_its_name_and_day_where_the_owner_said_nothing() -> None:
    first = verdicts(1)[0].duty.id
    found = verdicts(1, {first: Explanation(first, "用地未落实，6月开工。", "张三", DAY)})

    made = document(found)

    words = [paragraph.text for paragraph in made.paragraphs]
    assert words.count("张三2026-01-20注：用地未落实，6月开工。") == 1
    assert words.count("未附说明。") == 4
    assert [each.lacks_note for each in found] == [False, True, True, True, True]


def test_before_the_day_on_which_the_sheets_are_due_nobody_is_called_late() -> None:
    since = working_days(DAY, DAY)
    bulletin = Bulletin(
        reporting_period("2025-12"),
        "规划",
        "办公室",
        "各有关单位",
        DAY,
        verdicts(1),
        late=(Late("市民政局", 2, 2, since),),
        due=date(2026, 1, 26),
    )

    words = [each.text for each in docx.Document(io.BytesIO(bulletin_bytes(bulletin, "通报"))).paragraphs]

    assert "截至2026年1月20日，下列单位未报齐（应于2026年1月26日前返回，尚未到期）：" in words
    assert [line for line in words if "逾期0" in line] == []


def test_a_target_whose_offices_disagree_is_told_side_by_side_and_no_number_of_it_is_used() -> None:
    first, *rest = verdicts(1)
    told = (Told(owner(0), "150", "甲.xlsx·填报!I5"), Told("市民政局", "约160张", "乙.xlsx·填报!I5"))
    both = [replace(each, waiting=told) for each in (first, replace(first, duty=replace(first.duty, owner="市民政局")))]

    words = [paragraph.text for paragraph in document((*both, *rest)).paragraphs]

    at = next(number for number, line in enumerate(words) if line.endswith("、共同牵头而报数不一致的目标"))
    assert words[at + 2].startswith(f"1. {first.duty.what}（2025年底前）目标200张")
    assert words[at + 2].endswith(f"：{owner(0)}报150张，市民政局报约160张。")
    assert [line for line in words if "150" in line and "尚未选定" not in line] == [words[at + 2]]
    assert any("其中目标5项、任务1项（其中1项由多个单位共同牵头，按单位分别计项）" in line for line in words)
    assert any(f"{owner(0)}、市民政局：共同牵头的目标请会商后按同一口径重报。" in line for line in words)


def test_each_annex_has_its_page_its_number_and_its_title_and_the_text_lists_them_a_line_each() -> None:
    made = document(verdicts(2))

    words = [paragraph.text for paragraph in made.paragraphs]
    listed = words.index("附件：1. 分单位情况")
    titles = [(words[at], words[at + 1]) for at, line in enumerate(words) if line in ("附件1", "附件2", "附件3")]
    assert words[listed + 1 : listed + 3] == ["　　　2. 分章节情况", "　　　3. 逐项裁定表"]
    assert titles == [("附件1", "分单位情况"), ("附件2", "分章节情况"), ("附件3", "逐项裁定表")]
    assert len(made.sections) == 4


def test_the_head_of_counts_says_once_what_is_judged_by_numbers_and_what_by_the_owner() -> None:
    first = document(verdicts(2)).tables[0]

    head = [[cell.text for cell in first.rows[line].cells] for line in (0, 1)]
    assert head[0] == ["范围", "项数", *["按数裁定"] * 5, *["自评"] * 2, "已到期"]
    assert head[1] == ["范围", "项数", *EVIDENCE, "滞后", "未报", "已到期"]


def test_a_task_has_no_number_and_its_sentence_does_not_judge_one() -> None:
    words = [paragraph.text for paragraph in document(verdicts(1)).paragraphs]

    tasks = [line for line in words if line.startswith("5. ") and owner(0) in line]
    assert [line.partition("（")[2] for line in tasks] == ["2025年底前）；自评未报，已到期。"]


def test_a_word_that_was_reported_and_waits_is_not_called_unreported() -> None:
    first, *rest = verdicts(1)

    words = [line.text for line in document((replace(first, remarks=("自评待核，未采用",)), *rest)).paragraphs]

    assert any(f"{first.duty.what}（2025年底前）" in line and "自评待核" in line for line in words)
    assert first.own_word == "未报"


def test_a_chapter_of_an_assessment_has_no_red_head_and_points_at_no_annex() -> None:
    bulletin = Bulletin(
        reporting_period("2025-12"), "规划", "办公室", "", DAY, verdicts(1), red_head=RedHead("岚江市文件", "1号")
    )

    data = bulletin_bytes(bulletin, "中期评估")

    words = [line.text for line in docx.Document(io.BytesIO(data)).paragraphs]
    notes = zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml").decode("utf-8")
    assert words[0] == "规划中期评估"
    assert ("按逐项裁定计数；" in notes, "附件" in "".join(words) + notes) == (True, False)
