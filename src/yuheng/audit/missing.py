"""What a plan leaves out: targets and tasks without a date, an owner, a base or a number.

Each absence is a finding that says what was looked for, because "no base" means "none in the documents compiled", not
"none exists". Nothing is filled in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from yuheng.model import Actual, Anchor, Claim, Period, Target, Task, id_of
from yuheng.model.finding import Finding

RULE = "missing"
VERSION = "1"

KINDS = {
    "target-without-date": "缺期限",
    "target-without-owner": "缺责任主体",
    "target-without-base": "缺基数",
    "task-without-owner": "缺责任主体",
    "task-without-date": "缺期限",
    "task-without-number": "缺量化指标",
}
"""Every kind of finding this module makes, and the word for what is absent."""


def missing_in(claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """What the targets and tasks among the claims do not say, in the order of the claims.

    Pass the claims of all documents together: a base may stand in another document than its target.
    """
    actuals: dict[str, list[Actual]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim, Actual):
            actuals[_words(claim.indicator)].append(claim)
    owned = _Spans(claim.sentence for claim in claims if isinstance(claim, Task) and claim.owners)
    findings: list[Finding] = []
    for claim in claims:
        if isinstance(claim, Target):
            findings += _of_target(claim, owned, actuals.get(_words(claim.indicator), []))
        elif isinstance(claim, Task):
            findings += _of_task(claim)
    return tuple(findings)


def _of_target(target: Target, owned: _Spans, actuals: Sequence[Actual]) -> list[Finding]:
    findings = []
    if _is_open(target.period):
        stated = target.period.stated if target.period else ""
        looked = f"原文只说“{stated}”，定不出截止日期" if stated else "本句及所在段落没有说明期限"
        findings.append(_finding("target-without-date", target, (("期间原文", stated),), f"缺期限：{looked}。"))
    if not owned.touch(target.sentence):
        findings.append(
            _finding(
                "target-without-owner",
                target,
                (("查找范围", "同一句中写明牵头、负责或配合单位的任务"),),
                "缺责任主体：同一句中没有写明由谁负责。",
            )
        )
    if not any(_is_base(actual, target) for actual in actuals):
        findings.append(_without_base(target, len(actuals)))
    return findings


def _without_base(target: Target, near: int) -> Finding:
    unit = "（增速，不限单位）" if target.measure == "growth" else target.quantity.unit
    looked = (("指标", target.indicator), ("单位", unit), ("主体", target.subject), ("同名实绩", str(near)))
    words = f"指标“{target.indicator}”、单位“{unit}”、主体“{target.subject or '未说明'}”"
    also = f"；同名指标的实绩有 {near} 条，但单位、主体或时间不合" if near else ""
    return _finding("target-without-base", target, looked, f"缺基数：所给文档中没有找到{words}的实绩{also}。")


def _of_task(task: Task) -> list[Finding]:
    findings = []
    if not task.owners:
        findings.append(_finding("task-without-owner", task, (), "缺责任主体：没有写明牵头、负责或配合单位。"))
    if _is_open(task.due):
        stated = task.due.stated if task.due else ""
        findings.append(_finding("task-without-date", task, (("期限原文", stated),), "缺期限：没有写明何时完成。"))
    if not task.figures:
        findings.append(_finding("task-without-number", task, (), "缺量化指标：没有可以核对的数字。"))
    return findings


def _finding(kind: str, claim: Claim, parts: tuple[tuple[str, str], ...], message: str) -> Finding:
    return Finding(id_of(kind, VERSION, claim.id), kind, (claim.id,), RULE, VERSION, parts, message)


def _is_open(period: Period | None) -> bool:
    return period is None or period.end is None


def _is_base(actual: Actual, target: Target) -> bool:
    """Whether an actual of the same indicator words can be what the target starts from.

    A growth rate starts from an amount, in whatever unit. A subject that one side leaves out is no contradiction, and
    an actual of a time after the target's is no base.
    """
    if target.measure != "growth" and actual.quantity.unit != target.quantity.unit:
        return False
    if target.measure != "growth" and actual.measure == "growth":
        return False
    if actual.subject and target.subject and actual.subject != target.subject:
        return False
    due = target.period.end if target.period else None
    seen = actual.period.end if actual.period else None
    return due is None or seen is None or seen <= due


def _words(indicator: str) -> str:
    return "".join(letter for letter in indicator if letter.isalnum()).casefold()


class _Spans:
    """Stretches of documents, asked whether one touches another; logarithmic per question."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for anchor in anchors:
            spans[anchor.document].append((anchor.start, anchor.end))
        self._merged = {document: _merged(sorted(found)) for document, found in spans.items()}

    def touch(self, anchor: Anchor) -> bool:
        spans = self._merged.get(anchor.document, [])
        last = bisect_right(spans, anchor.end - 1, key=lambda span: span[0]) - 1
        return last >= 0 and spans[last][1] > anchor.start


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
