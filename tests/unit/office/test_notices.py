"""督办单: every step is signed, follows the one before it, and comes back from its file."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from tests.unit.office.plans import claims, duties

from yuheng.errors import Misuse
from yuheng.office.duties import reporting_period
from yuheng.office.notices import Notice, event_line, issued, notice_bytes, notices_from, overdue, with_step
from yuheng.office.verdicts import verdicts_of

ON = date(2027, 1, 11)
VERDICTS = verdicts_of(duties(), claims(), (), period=reporting_period("2026-12"), on=ON)


def notice() -> Notice:
    return issued(overdue(VERDICTS)[0], period="2026-12", by="张三", on=ON)


def test_what_is_due_and_not_shown_to_be_met_calls_for_a_notice_and_nothing_does_before_its_date() -> None:
    early = verdicts_of(duties(), claims(), (), period=reporting_period("2026-10"), on=date(2026, 11, 2))

    assert [verdict.duty.what for verdict in overdue(VERDICTS)] == [duty.what for duty in duties()]
    assert overdue(early) == ()


def test_a_notice_goes_from_issue_over_reply_and_rejection_to_closure_and_back_from_its_lines() -> None:
    steps = [notice()]
    for step, by, day, words in (
        ("replied", "市卫生健康局", 13, "6月底完成"),
        ("rejected", "张三", 14, "没有写明措施"),
        ("replied", "市卫生健康局", 15, "已落实资金，6月底完成"),
        ("closed", "张三", 18, "现场核实"),
    ):
        steps.append(with_step(steps[-1], step, by=by, on=date(2027, 1, day), words=words))  # type: ignore[arg-type]

    assert [each.is_open for each in steps] == [True, True, True, True, False]
    assert notices_from([event_line(each) for each in steps], name="x") == (steps[-1],)


def test_a_notice_issued_by_mistake_is_withdrawn_with_its_reason_and_may_be_issued_again() -> None:
    first = issued(overdue(VERDICTS)[0], period="2026-12", by="张三", on=ON, issuer="联席会议办公室")
    withdrawn = with_step(first, "withdrawn", by="张三", on=ON, words="已另案督办")
    again = issued(
        overdue(VERDICTS)[0],
        period="2026-12",
        by="李四",
        on=date(2027, 2, 1),
        issuer="督查室",
        before={first.id: withdrawn},
    )
    lines = [event_line(each) for each in (first, withdrawn, again)]

    assert [(each.is_open, each.issuer) for each in (first, withdrawn, again)] == [
        (True, "联席会议办公室"), (False, "联席会议办公室"), (True, "督查室")]  # fmt: skip
    assert [event.step for event in again.events] == ["issued", "withdrawn", "issued"]
    assert notices_from(lines, name="x") == (again,)
    assert again.reply_due() == date(2027, 2, 8)
    with pytest.raises(Misuse, match="已交办，不能交办"):
        issued(overdue(VERDICTS)[0], period="2026-12", by="张三", on=ON, before={first.id: first})


def test_a_reply_is_late_after_five_working_days() -> None:
    assert notice().reply_due() == date(2027, 1, 18)
    assert notice().is_late(on=date(2027, 1, 19))
    assert not with_step(notice(), "replied", by="a", on=ON, words="b").is_late(on=date(2027, 3, 1))


@pytest.mark.parametrize(
    ("step", "by", "words", "said"),
    [
        ("closed", "张三", "好", "已交办，不能销号"),
        ("replied", " ", "好", "要署名"),
        ("replied", "张三", " ", "要写明内容"),
    ],
)
def test_nobody_closes_what_nobody_answered_and_nothing_is_done_without_name_and_words(
    step: str, by: str, words: str, said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        with_step(notice(), step, by=by, on=ON, words=words)  # type: ignore[arg-type]


def test_the_paper_holds_the_matter_its_words_and_the_chain() -> None:
    made = with_step(notice(), "replied", by="市卫生健康局", on=date(2027, 1, 13), words="6月底完成")

    read = docx.Document(io.BytesIO(notice_bytes(made, VERDICTS, issuer="联席会议办公室")))

    assert any("护理床位数应于2026年底前完成" in paragraph.text for paragraph in read.paragraphs)
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows][1:] == [
        ["交办", "2027-01-11", "张三", "应于2026年底前完成，不可判定：本期没有可用的报数"],
        ["回复", "2027-01-13", "市卫生健康局", "6月底完成"],
    ]
