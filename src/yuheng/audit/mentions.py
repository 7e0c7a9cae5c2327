"""Targets that a later document keeps in words and no longer in numbers: 培育一批“独角兽”企业, after 独角兽企业3家.

Whoever asks what was dropped must see it: a promise that lost its number is not one that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from yuheng.audit.conclusions import cited_as
from yuheng.audit.statements import Statement
from yuheng.model import Task
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding

SHORTEST: Final = 5
"""Characters of a name that a task must share: 独角兽企业."""
SHARE: Final = 2 / 3
"""How much of the target's name they must be: 应用示范中心 is none of 细胞治疗技术应用示范中心."""
_INNER: Final = str.maketrans("“”", "‘’")
_AND: Final = ("、", "，", ",", "和", "与", "及", "以及", "等")
"""What may stand behind a name that ends there; 独角兽企业服务平台 is another thing."""
_MARKS: Final = re.compile(r"[\s“”‘’\"'「」《》]")


def with_mentions(
    findings: Iterable[Finding], statements: Sequence[Statement], documents: Sequence[Compiled]
) -> tuple[Finding, ...]:
    """The findings; to a target not seen again the first task of a later document that names it without a number."""
    targets = {each.figure.id: each for each in statements}
    return tuple(
        _with_task(each, targets[each.claims[0]], documents) if each.kind == "not-continued" else each
        for each in findings
    )


def _with_task(finding: Finding, target: Statement, documents: Sequence[Compiled]) -> Finding:
    looked = dict(finding.parts)["查过"]
    for document in documents:
        where = cited_as(document.meta, document.doc)
        if where not in looked.split("；"):
            continue
        for task in document.claims:
            if isinstance(task, Task) and not task.figures and _names(task, target):
                words = task.object.translate(_INNER)
                return replace(
                    finding,
                    claims=(*finding.claims, task.id),
                    parts=(*finding.parts, ("后文提及", f"{where}：{task.sentence.quote}")),
                    message=f"未见量化延续：{target.said()}，{looked}中没有同一指标的目标，只有不带数字的“{words}”。",
                )
    return finding


def _names(task: Task, target: Statement) -> bool:
    """Whether a task's object holds the end of the target's name, which is what is counted."""
    name, words = (_MARKS.sub("", text) for text in (target.measured.phrase, task.object))
    best = SequenceMatcher(None, name, words, autojunk=False).find_longest_match()
    is_long = best.size >= max(SHORTEST, len(name) * SHARE)
    after = words[best.b + best.size :]
    return is_long and best.a + best.size == len(name) and (not after or after.startswith(_AND))
