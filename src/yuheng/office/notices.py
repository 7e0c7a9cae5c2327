"""督办单: from an overdue duty to notice, reply and closure (销号), with who did what and when.

A notice is a chain of events and has no state of its own: whether it is open follows from them. Nobody closes what
nobody answered, and nothing is done without a name. One issued by mistake is withdrawn (撤回) with the reason;
the chain keeps it, and the duty may be given out again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from yuheng.errors import Misuse
from yuheng.model import id_of
from yuheng.office.bulletin_notes import by_when, goal_words, value_words, what_words
from yuheng.office.official_document import OfficialDocument, RedHead, Words
from yuheng.office.verdicts import NO_WORD, WAITS, PeriodVerdict
from yuheng.vocab.calendar import unannounced_words, working_day

Step = Literal["issued", "replied", "rejected", "closed", "withdrawn"]
STEP_WORDS: Final[Mapping[Step, str]] = {
    "issued": "交办",
    "replied": "回复",
    "rejected": "退回",
    "closed": "销号",
    "withdrawn": "撤回",
}
_MAY_FOLLOW: Final[Mapping[Step, tuple[Step, ...]]] = {
    "issued": ("replied", "withdrawn"),
    "replied": ("rejected", "closed", "replied"),
    "rejected": ("replied", "withdrawn"),
    "closed": (),
    "withdrawn": ("issued",),
}
REPLY_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class Event:
    """One step: which, by whom, when, and in which words."""

    step: Step
    by: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One 督办单.

    Attributes:
        id: names the duty and the period in which it was found overdue.
        duty: the duty's id.
        period: the period's label.
        owner, what: whom and what it is about, for people.
        events: in their order; the first is the issue.
        issuer: the office that signs the paper; empty where the line does not say.
    """

    id: str
    duty: str
    period: str
    owner: str
    what: str
    events: tuple[Event, ...]
    issuer: str = ""

    @property
    def step(self) -> Step:
        """The last step taken."""
        return self.events[-1].step

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.step not in ("closed", "withdrawn")

    def reply_due(self) -> date:
        """The day by which an answer is due: five working days after it was issued or sent back."""
        last = next(event for event in reversed(self.events) if event.step in ("issued", "rejected"))
        return working_day(last.on, REPLY_DAYS).day

    def is_late(self, *, on: date) -> bool:
        """Whether the answer is overdue."""
        return self.step in ("issued", "rejected") and on > self.reply_due()


def overdue(verdicts: Iterable[PeriodVerdict]) -> tuple[PeriodVerdict, ...]:
    """The duties that call for a notice: their date has passed and neither number nor word says they are met."""
    return tuple(each for each in verdicts if each.schedule == "已到期" and each.is_red)


def issued(
    verdict: PeriodVerdict,
    *,
    period: str,
    by: str,
    on: date,
    issuer: str = "",
    before: Mapping[str, Notice] | None = None,
) -> Notice:
    """Issue a notice on one duty; one of `before` that was withdrawn goes on, with what was said of it.

    Raises:
        Misuse: nobody signs it, nobody owes the duty, or it was issued already.
    """
    duty = verdict.duty
    if not duty.owner:
        raise Misuse(f"“{duty.what}”没有责任单位，不能交办。", hint="先在“未明确责任单位”表里填好单位。")
    words = f"应于{by_when(duty.period)}完成，{verdict.evidence.word}：{verdict.evidence.reason}"
    key = id_of("notice", duty.id, period)[:8]
    if before is not None and key in before:
        return replace(with_step(before[key], "issued", by=by, on=on, words=words), issuer=issuer)
    event = Event("issued", _signed(by), on, words)
    return Notice(key, duty.id, period, duty.owner, duty.what, (event,), issuer)


def with_step(notice: Notice, step: Step, *, by: str, on: date, words: str) -> Notice:
    """Add a step to a notice.

    Raises:
        Misuse: the step cannot follow the last one, nobody signs it, it says nothing, or it lies before the last one.
    """
    last = notice.events[-1]
    if step not in _MAY_FOLLOW[last.step]:
        allowed = "、".join(STEP_WORDS[each] for each in _MAY_FOLLOW[last.step]) or "（已办结）"
        raise Misuse(
            f"督办单 {notice.id} 已{STEP_WORDS[last.step]}，不能{STEP_WORDS[step]}。", hint=f"接下来可以：{allowed}。"
        )
    if not words.strip():
        raise Misuse(f"{STEP_WORDS[step]}要写明内容。", hint="加 --words 文字。")
    if on < last.on:
        raise Misuse(f"{on.isoformat()} 早于上一步的 {last.on.isoformat()}。")
    event = Event(step, _signed(by), on, words.strip())
    return replace(notice, events=(*notice.events, event))


def _signed(by: str) -> str:
    if not by.strip():
        raise Misuse("督办要署名。", hint="加 --by 姓名。")
    return by.strip()


def event_line(notice: Notice) -> str:
    """The last step of a notice as one line of notices.jsonl."""
    event = notice.events[-1]
    row: dict[str, Any] = {"id": notice.id, "step": event.step, "by": event.by, "on": event.on.isoformat()}
    row["words"] = event.words
    if event.step == "issued":
        about = {"duty": notice.duty, "period": notice.period, "owner": notice.owner, "what": notice.what}
        row |= about | ({"issuer": notice.issuer} if notice.issuer else {})
    return json.dumps(row, ensure_ascii=False)


def notices_from(lines: Iterable[str], *, name: str) -> tuple[Notice, ...]:
    """Put the notices together from their lines, in the order they were issued.

    Raises:
        Misuse: a line is no step, or a step cannot follow the one before it.
    """
    found: dict[str, Notice] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            step, key = row["step"], row["id"]
            event = Event(step, row["by"], date.fromisoformat(row["on"]), row["words"])
            if step == "issued" and key not in found:
                about = (row["duty"], row["period"], row["owner"], row["what"])
                found[key] = Notice(key, *about, (event,), row.get("issuer", ""))
            else:
                after = with_step(found[key], step, by=event.by, on=event.on, words=event.words)
                found[key] = replace(after, issuer=row.get("issuer", after.issuer))
        except (KeyError, TypeError, ValueError, Misuse) as error:
            raise Misuse(f"{name} 第 {number} 行读不出：{error}。", hint="文件被改动过；从备份恢复。") from error
    return tuple(found.values())


def _stands(verdict: PeriodVerdict) -> list[Words]:
    """What was promised and reported: of a target its numbers, of a task the owner's own word; then its note."""
    words: list[Words] = []
    if verdict.duty.kind == "目标":
        words += ["目标", *goal_words(verdict.duty), "，本期", *value_words(verdict), f"，{verdict.evidence.reason}。"]
    own = verdict.own_word
    words += [{NO_WORD: "未报自评。", WAITS: "自评待核。"}.get(own, f"自评“{own}”。")]
    return [*words, f"说明：{verdict.note.rstrip('。')}。"] if verdict.note else words


def notice_bytes(
    notice: Notice, verdicts: Sequence[PeriodVerdict], *, issuer: str, red_head: RedHead | None = None
) -> bytes:
    """The notice as Word: the matter with its words, what was reported, when to answer, and the chain so far.

    Raises:
        Misuse: the duty is not among the verdicts.
    """
    verdict = next((each for each in verdicts if each.duty.id == notice.duty), None)
    if verdict is None:
        raise Misuse(f"督办单 {notice.id} 的事项不在 {notice.period} 的裁定里。")
    first = next(event for event in reversed(notice.events) if event.step == "issued")
    due = working_day(first.on, REPLY_DAYS)
    document = OfficialDocument("督办单", red_head=red_head)
    document.centred(f"编号：{notice.period}—{notice.id}")
    document.address(f"{notice.owner}：")
    duty = verdict.duty
    document.paragraph(*what_words(duty), f"应于{by_when(duty.period)}完成。", *_stands(verdict))
    note = unannounced_words(due.unannounced)
    document.paragraph(
        f"请于{due.day.year}年{due.day.month}月{due.day.day}日前书面回复：未完成的原因、采取的措施、完成的时间{note}。"
    )
    document.heading(1, "办理经过")
    rows = [
        ((STEP_WORDS[event.step],), (event.on.isoformat(),), (event.by,), (event.words,)) for event in notice.events
    ]
    document.table(("步骤", "日期", "经办", "内容"), rows, (1, 1.6, 1.6, 5))
    document.sign(issuer, first.on)
    return document.close()
