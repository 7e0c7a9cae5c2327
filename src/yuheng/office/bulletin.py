"""通报, 专报 and the chapter of a 中期评估: a period's verdicts as an official document.

Every number that comes from a document or a sheet carries a footnote with its words; every count is one of verdicts,
by word. Nothing is said that no row says: the reasons are the owners' own, and where one is missing that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

from yuheng.audit.path import RULE
from yuheng.model import Period
from yuheng.office.bulletin_notes import by_when, goal_words, in_unit, noted, value_words, what_words
from yuheng.office.bulletin_tables import EVIDENCE, chart_of, tally_table, verdict_table
from yuheng.office.charts import is_drawable, png_of
from yuheng.office.merging import Late
from yuheng.office.official_document import Note, OfficialDocument, RedHead, Words
from yuheng.office.verdicts import NO_WORD, PeriodVerdict, tallies
from yuheng.office.workbook.book import plain
from yuheng.vocab.calendar import unannounced_words

Kind = Literal["通报", "专报", "中期评估"]
KINDS: Final[tuple[Kind, ...]] = ("通报", "专报", "中期评估")
_OFFICIAL: Final = (*EVIDENCE, NO_WORD)
_SCHEDULES: Final = ("未到期", "已到期", "无期限")
_ORDINALS: Final = "一二三四五六七八九十"
_ANNEXES: Final = ("分单位情况", "分章节情况", "逐项裁定表")
_MOST_ITEMS: Final = 60
"""Items told in full in a section of a 通报; the annex has them all."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything a document of one period is made from.

    Attributes:
        period: which.
        subject: what the plan is called in the title: 大健康产业规划.
        issuer: who signs.
        address: 主送机关.
        day: 成文日期.
        verdicts: one for each duty.
        late: who has rows left.
        due: by when the sheets were to be back; None where nobody says.
        open_cells: cells that wait for a person: disagreeing, held, unread.
        red_head: 发文机关标志 and 发文字号; None leaves the red head out.
    """

    period: Period
    subject: str
    issuer: str
    address: str
    day: date
    verdicts: Sequence[PeriodVerdict]
    late: Sequence[Late] = ()
    open_cells: int = 0
    red_head: RedHead | None = None
    due: date | None = None


def bulletin_bytes(bulletin: Bulletin, kind: Kind) -> bytes:
    """The document as Word."""
    match kind:
        case "通报":
            return _circular(bulletin)
        case "专报":
            return _special(bulletin)
        case "中期评估":
            return _assessment(bulletin)


def period_name(period: Period) -> str:
    """A period as documents write it.

    >>> from yuheng.office.duties import reporting_period
    >>> period_name(reporting_period("2026-10")), period_name(reporting_period("2026H1"))
    ('2026年10月', '2026年上半年')
    """
    label = period.label
    year, rest = label[:4], label[4:].lstrip("-")
    named = {
        "": "",
        "Q1": "第一季度",
        "Q2": "第二季度",
        "Q3": "第三季度",
        "Q4": "第四季度",
        "H1": "上半年",
        "H2": "下半年",
    }
    return f"{year}年{named[rest] if rest in named else f'{int(rest)}月'}"


def in_lines(words: str) -> str:
    """A long title in lines of about one length, cut before a bracket or behind a mark where one is near.

    >>> in_lines("关于2026年10月岚江市大健康产业高质量发展行动计划（2024—2026年）")
    '关于2026年10月岚江市大健康产业\\n高质量发展行动计划（2024—2026年）'
    """
    count = -(-len(words) // _TITLE)
    lines, left = [], words
    for rest in range(count, 1, -1):
        even = len(left) / rest
        cuts = [at for at in range(1, len(left)) if abs(at - even) <= even / 2 and _may_break(left, at)]
        at = min(cuts, key=lambda at: (abs(at - even) - 2 * bool(_GOOD_BREAK.match(left[at - 1 : at + 1])), at))
        lines.append(left[:at])
        left = left[at:]
    return "\n".join((*lines, left))


_TITLE: Final = 20
"""Characters of a title that fit a line."""
_GOOD_BREAK: Final = re.compile("月.|、.|.（|业.|的.")


def _may_break(words: str, at: int) -> bool:
    """Whether a line may end before a character: inside a number, a date or a bracket it may not."""
    before, after = words[at - 1], words[at]
    opened = words[:at].count("（") > words[:at].count("）")
    return not (opened or before in "（《“" or after in "）》”、，年月" or (before.isascii() and after.isascii()))


def _circular(bulletin: Bulletin) -> bytes:
    when = period_name(bulletin.period)
    title = f"{in_lines(f'关于{when}{bulletin.subject}')}\n目标任务进展情况的通报"
    document = OfficialDocument(title, red_head=bulletin.red_head)
    document.address(f"{bulletin.address}：")
    document.paragraph(f"现将{when}{bulletin.subject}目标任务的进展情况通报如下。")
    verdicts = bulletin.verdicts
    sections: list[tuple[str, Callable[[], None]]] = [
        ("总体情况", lambda: _overall(document, bulletin, annex="，见附件3"))
    ]
    good = [each for each in verdicts if each.evidence.word in ("提前实现", "快于预期")]
    red = [each for each in verdicts if each.is_red]
    apart = [each for each in verdicts if any("自评“" in remark for remark in each.remarks)]
    if good:
        sections.append(("进展较快的事项", lambda: _items(document, good, most=_MOST_ITEMS)))
    if red:
        sections.append(("滞后和逾期的事项", lambda: _items(document, red, notes=True, most=_MOST_ITEMS)))
    if apart:
        sections.append(("自评与数据不一致的事项", lambda: _items(document, apart, remarks=True, most=_MOST_ITEMS)))
    if any(each.is_apart for each in verdicts):
        sections.append(("共同牵头而报数不一致的目标", lambda: _joint(document, verdicts)))
    sections.append(("不可判定的事项", lambda: _undecided(document, verdicts)))
    if bulletin.late:
        sections.append(("未报送的单位", lambda: _late(document, bulletin)))
    sections.append(("有关要求", lambda: _asked(document, bulletin)))
    _sections(document, sections)
    document.attachments(_ANNEXES)
    document.sign(bulletin.issuer, bulletin.day)
    _attachments(document, bulletin)
    return document.close()


def _special(bulletin: Bulletin) -> bytes:
    when = period_name(bulletin.period)
    title = f"{in_lines(f'关于{when}{bulletin.subject}')}\n滞后事项的专报"
    document = OfficialDocument(title, red_head=bulletin.red_head)
    document.address(f"{bulletin.address}：")
    red = [each for each in bulletin.verdicts if each.is_red]
    document.paragraph(
        f"{when}，{bulletin.subject}纳入跟踪的目标任务{len(bulletin.verdicts)}项，"
        f"其中滞后或逾期{len(red)}项。现将有关情况报告如下。"
    )
    sections: list[tuple[str, Callable[[], None]]] = []
    for owner in dict.fromkeys(each.duty.owner for each in red):
        sections.append((owner or "未明确责任单位", partial(_items, document, _of(red, owner), notes=True)))
    sections.append(("需要说明的情况", lambda: _undecided(document, bulletin.verdicts)))
    _sections(document, sections)
    document.sign(bulletin.issuer, bulletin.day)
    return document.close()


def _assessment(bulletin: Bulletin) -> bytes:
    """One chapter for each of the plan's, each target with its arithmetic; a part of a report has no red head."""
    when = period_name(bulletin.period)
    document = OfficialDocument(f"{in_lines(f'{bulletin.subject}中期评估')}\n目标任务完成情况")
    document.paragraph(
        f"本章按{when}末各单位的报数，逐项对照规划目标，把已走的路程与已过的时间相比（规则{RULE}），算式随文列出。"
    )
    sections: list[tuple[str, Callable[[], None]]] = [("总体情况", lambda: _overall(document, bulletin))]
    for chapter in dict.fromkeys(each.duty.chapter for each in bulletin.verdicts):
        group = [each for each in bulletin.verdicts if each.duty.chapter == chapter]
        sections.append((_bare(chapter), partial(_chapter, document, group)))
    sections.append(("缺什么", lambda: _undecided(document, bulletin.verdicts)))
    _sections(document, sections)
    return document.close()


def _sections(document: OfficialDocument, sections: Iterable[tuple[str, Callable[[], None]]]) -> None:
    for number, (title, write) in enumerate(sections):
        document.heading(1, f"{_ordinal(number + 1)}、{title}")
        write()


def _ordinal(number: int) -> str:
    if number <= 10:
        return _ORDINALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" + (_ORDINALS[ones - 1] if ones else "")


def _bare(chapter: str) -> str:
    """A plan's heading without its own number: 二、发展目标 is 发展目标."""
    head, mark, rest = chapter.partition("、")
    return rest if mark and head and all(char in _ORDINALS for char in head) else chapter


def _of(verdicts: Sequence[PeriodVerdict], owner: str) -> list[PeriodVerdict]:
    return [each for each in verdicts if each.duty.owner == owner]


def _overall(document: OfficialDocument, bulletin: Bulletin, *, annex: str = "") -> None:
    verdicts = bulletin.verdicts
    goals = sum(each.duty.kind == "目标" for each in verdicts)
    evidence: Counter[str] = Counter(each.evidence.word for each in verdicts)
    official = Counter(each.official for each in verdicts)
    note = Note(
        f"按逐项裁定计数{annex}；按数裁定是把报数已走的路程与已过的时间相比（规则{RULE}），"
        f"自评为各单位所报，时序以{bulletin.day.isoformat()}计。"
    )
    led = Counter(each.duty.claim.id for each in verdicts)
    together = sum(count > 1 for count in led.values())
    said = f"（其中{together}项由多个单位共同牵头，按单位分别计项）" if together else ""
    document.paragraph(f"纳入跟踪{len(verdicts)}项，其中目标{goals}项、任务{len(verdicts) - goals}项{said}", note, "。")
    document.paragraph(f"按数裁定：{_counted(evidence, EVIDENCE)}。各单位自评：{_counted(official, _OFFICIAL)}。")
    document.paragraph("三栏各自计数，互不折算；不同目标的完成程度不作平均。")
    total = tallies(verdicts, by=lambda each: "合计")
    tally_table(document, "范围", (*tallies(verdicts, by=lambda each: each.duty.kind), *total))
    spec = chart_of(tallies(verdicts, by=lambda each: each.duty.owner or "未明确责任单位"))
    if is_drawable():
        document.picture(png_of(spec), "图1  各单位按数裁定的项数")


def _counted(counts: Counter[str], words: Sequence[str]) -> str:
    return "、".join(f"{word}{counts[word]}项" for word in words if counts[word]) or "无"


def _items(
    document: OfficialDocument,
    verdicts: Sequence[PeriodVerdict],
    *,
    notes: bool = False,
    remarks: bool = False,
    most: int | None = None,
) -> None:
    for number, each in enumerate(verdicts[:most], start=1):
        document.paragraph(f"{number}. ", *_item(each))
        if notes:
            document.paragraph(noted(each))
        if remarks:
            document.paragraph("；".join(each.remarks) + "。")
    if most is not None and len(verdicts) > most:
        document.paragraph(f"其余{len(verdicts) - most}项见附件3。")


def _item(each: PeriodVerdict) -> list[Words]:
    """One duty in a sentence: promised, reported, judged, with the arithmetic that the verdict rests on."""
    duty = each.duty
    due = f"（{by_when(duty.period)}）" if duty.period is not None else "（未注明时限）"
    words: list[Words] = [f"{duty.owner or '未明确责任单位'}：", *what_words(duty)]
    if duty.kind == "目标":
        words += [f"{due}目标", *goal_words(duty), "，本期", *value_words(each)]
        words += [f"；自评{each.own_word}，按数{each.evidence.word}（{each.evidence.reason}），{each.schedule}。"]
    else:
        words += [f"{due}；自评{each.own_word}，{each.schedule}。"]
    return words


def _joint(document: OfficialDocument, verdicts: Sequence[PeriodVerdict]) -> None:
    """What each office said for a target that several lead, side by side; none of the numbers is used."""
    document.paragraph("下列目标由多个单位共同牵头，各单位报数不一致，尚未选定，本文不采用其中任何一个：")
    apart: dict[str, PeriodVerdict] = {}
    for each in verdicts:
        if each.is_apart:
            apart.setdefault(each.duty.claim.id, each)
    for number, each in enumerate(apart.values(), start=1):
        duty = each.duty
        words: list[Words] = [
            f"{number}. {duty.what}（{by_when(duty.period) if duty.period else '未注明时限'}）目标",
            *goal_words(duty),
            "：",
        ]
        for at, owner in enumerate(dict.fromkeys(said.owner for said in each.waiting)):
            own = [said for said in each.waiting if said.owner == owner]
            numbers = "、".join(dict.fromkeys(in_unit(said.words, duty.unit) for said in own))
            words += [f"{'，' if at else ''}{owner}报{numbers}", Note(f"{'；'.join(said.place for said in own)}。")]
        document.paragraph(*words, "。")


def _undecided(document: OfficialDocument, verdicts: Sequence[PeriodVerdict]) -> None:
    reasons = Counter(each.evidence.reason for each in verdicts if each.evidence.word == "不可判定")
    if not reasons:
        document.paragraph("本期没有不可判定的事项。")
        return
    document.paragraph(f"按数不可判定的{sum(reasons.values())}项，原因如下：")
    for number, (reason, count) in enumerate(reasons.most_common(), start=1):
        document.paragraph(f"{number}. {reason}：{count}项。")


def _late(document: OfficialDocument, bulletin: Bulletin) -> None:
    document.paragraph(
        f"截至{bulletin.day.year}年{bulletin.day.month}月{bulletin.day.day}日，下列单位未报齐{_how_late(bulletin)}："
    )
    for number, each in enumerate(bulletin.late, start=1):
        said = "未返回" if not each.has_replied else f"缺{each.missing}项"
        document.paragraph(f"{number}. {each.owner}：应报{each.asked}项，{said}。")


def _how_late(bulletin: Bulletin) -> str:
    """How late they are; before the day on which the sheets are due nobody is."""
    due, since = bulletin.due, bulletin.late[0].since
    if due is not None and bulletin.day <= due:
        return f"（应于{due.year}年{due.month}月{due.day}日前返回，尚未到期）"
    passed = f"，已逾期{since.count}个工作日" if since.count else "，已过返回日期"
    return f"{passed}{unannounced_words(since.unannounced)}"


def _asked(document: OfficialDocument, bulletin: Bulletin) -> None:
    silent = [each for each in bulletin.verdicts if each.lacks_note]
    asked = []
    if bulletin.late:
        asked.append("未报齐的单位请尽快返回填报表；没有数据的写“无”并说明原因。")
    if silent:
        owners = "、".join(dict.fromkeys(each.duty.owner or "未明确责任单位" for each in silent))
        asked.append(f"{owners}：{len(silent)}项滞后或逾期而未附说明，请补报原因和完成时间。")
    if bulletin.open_cells:
        asked.append(f"填报不一致、被改动或读不出的{bulletin.open_cells}格尚未采用，请有关单位核实后重报。")
    if any(each.is_apart for each in bulletin.verdicts):
        owners = "、".join(dict.fromkeys(each.duty.owner for each in bulletin.verdicts if each.is_apart))
        asked.append(f"{owners}：共同牵头的目标请会商后按同一口径重报。")
    undated = sum(each.schedule == "无期限" for each in bulletin.verdicts)
    if undated:
        asked.append(f"{undated}项没有时限，请牵头单位提出完成时间。")
    for number, words in enumerate(asked or ["各单位按时限推进，如期报送下一期进展。"], start=1):
        document.paragraph(f"{number}. {words}")


def _attachments(document: OfficialDocument, bulletin: Bulletin) -> None:
    verdicts = bulletin.verdicts
    by_owner = tallies(verdicts, by=lambda each: each.duty.owner or "未明确责任单位")
    document.attachment(1, _ANNEXES[0])
    tally_table(document, "责任单位", by_owner)
    document.attachment(2, _ANNEXES[1])
    tally_table(document, "章节", tallies(verdicts, by=lambda each: each.duty.chapter))
    document.attachment(3, _ANNEXES[2])
    for owner in dict.fromkeys(each.duty.owner for each in verdicts):
        group = _of(verdicts, owner)
        document.heading(2, f"{owner or '未明确责任单位'}（{len(group)}项）")
        verdict_table(document, group)


def _chapter(document: OfficialDocument, verdicts: Sequence[PeriodVerdict]) -> None:
    tally_table(document, "类型", tallies(verdicts, by=lambda each: each.duty.kind))
    for number, each in enumerate(verdicts, start=1):
        document.paragraph(f"{number}. ", *_item(each))
        if each.evidence.expected is not None and each.evidence.progress is not None:
            document.paragraph(_arithmetic(each))


def _arithmetic(each: PeriodVerdict) -> str:
    """The parts of a verdict on a path: how much of the way, how much of the time."""
    progress, elapsed = each.evidence.progress, each.evidence.elapsed
    assert progress is not None  # noqa: S101  # the caller has looked
    ends = [f"{plain((bound * 100).quantize(1))}%" for bound in (progress.low, progress.high) if bound is not None]
    passed = f"，已过时间{plain((elapsed * 100).quantize(1))}%" if elapsed is not None else ""
    return f"算式：自基数起已走路程{'—'.join(dict.fromkeys(ends))}{passed}。"
