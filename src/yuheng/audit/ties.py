"""What ties documents together beside numbers: one thing named in two, an agreement and the task that answers it,
and tasks whose premise a later document takes away.

All of it is proposed: a shared name is a reason to look, and only a person knows whether it is the same thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from yuheng.audit.statements import Publication, publication_of
from yuheng.model import Agreement, Claim, Metadata, Siting, Task, id_of
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding
from yuheng.vocab.indicators import wording

RULE: Final = "ties"
VERSION: Final = "1"
SHORTEST_NAME: Final = 7
"""Characters of a name that two documents may share by more than chance: 西部大健康产业基地 has nine."""
SHORTEST_PREMISE: Final = 6
_CANCELLED = re.compile(
    r"[^。；!?！？\n]*(?:取消|放弃|停办|终止|不再(?:举办|承办|实施|建设)|撤销|叫停|退出)[^。；!?！？\n]*"
)
_HEADS: Final = ("智库", "联盟", "平台", "基地", "中心", "园区", "集聚区", "示范区", "产业集群")
_PAIRED: Final = ("智库", "联盟")
"""Bodies that are founded, so that an agreement and a task that both name one are likely about the same."""
_REGIONS: Final = ("成渝", "川渝", "京津冀", "长三角", "粤港澳", "两地")
_BREAKS = re.compile(r"[，,。；;、：:（）()“”‘’《》\s]|以及|和|与|及|等")
_VERBS = re.compile(
    r"^(?:加快|积极|推动|推进|支持|共同|共建|建设|打造|建立|构建|创建|建成|培育|联合|新建|规划|布局|做强|提升|一批|若干|的)+"
)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    claim: Claim
    meta: Metadata
    doc: str

    @property
    def publication(self) -> Publication:
        return publication_of(self.meta, self.doc)


def ties_in(documents: Sequence[Compiled]) -> tuple[Finding, ...]:
    """Every tie between the documents, in an order that no file name changes."""
    return (*_same_names(documents), *_answered(documents), *_premises(documents))


def names_in(words: str) -> tuple[str, ...]:
    """The named bodies and sites in a few words.

    >>> names_in("共建西部大健康产业基地、加快建立成渝医药产业智库")
    ('西部大健康产业基地', '成渝医药产业智库')
    """
    found = []
    for piece in _BREAKS.split(words):
        name = _VERBS.sub("", piece)
        head = next((head for head in _HEADS if head in name), "")
        if head:
            name = name[: name.rindex(head) + len(head)]
            if len(name) >= SHORTEST_NAME:
                found.append(name)
    return tuple(found)


def _words(claim: Claim) -> str:
    if isinstance(claim, Task):
        return claim.object
    if isinstance(claim, Agreement):
        return claim.subject
    return claim.site if isinstance(claim, Siting) else ""


def _same_names(documents: Sequence[Compiled]) -> list[Finding]:
    named: dict[str, dict[Publication, _Named]] = defaultdict(dict)
    for document in documents:
        for claim in document.claims:
            for name in names_in(_words(claim)):
                each = _Named(name, claim, document.meta, document.doc)
                named[name].setdefault(each.publication, each)
    findings = []
    for name, places in sorted(named.items()):
        if len(places) < 2:
            continue
        rows = sorted(places.values(), key=_order)
        message = f"前后呼应：“{name}”在{len(rows)}份文件中出现。"
        findings.append(_finding("linked", rows, message=message, why=f"名称相同：{name}"))
    return findings


def _answered(documents: Sequence[Compiled]) -> list[Finding]:
    """A task of a later document that founds what an agreement speaks of, in the same sector and region."""
    agreements = [(each, document) for document in documents for each in document.claims if isinstance(each, Agreement)]
    tasks = [(each, document) for document in documents for each in document.claims if isinstance(each, Task)]
    findings: list[Finding] = []
    for agreement, first in agreements:
        spoken = agreement.subject + agreement.sentence.quote
        for task, second in tasks:
            shared = _shared(spoken, task.object)
            if not shared or not _is_earlier(first.meta, second.meta):
                continue
            rows = [
                _Named(shared[0], agreement, first.meta, first.doc),
                _Named(shared[0], task, second.meta, second.doc),
            ]
            message = f"前后呼应：协议“{agreement.subject}”与任务“{task.object}”都涉及{'、'.join(shared)}。"
            findings.append(_finding("linked", rows, message=message, why=f"同提{'、'.join(shared)}"))
    return findings


def _shared(spoken: str, task: str) -> tuple[str, ...]:
    heads = [head for head in _PAIRED if head in spoken and head in task]
    regions = [region for region in _REGIONS if region in spoken and region in task]
    sectors = [sector for sector in wording().sectors if sector in spoken and sector in task]
    if not heads or not regions or not sectors:
        return ()
    return (regions[0], max(sectors, key=len), *heads)


def _is_earlier(first: Metadata, second: Metadata) -> bool:
    return first.issued is not None and second.issued is not None and first.issued < second.issued


def _premises(documents: Sequence[Compiled]) -> list[Finding]:
    """A later document says that something a task builds on is called off."""
    findings: list[Finding] = []
    for later in documents:
        for match in _CANCELLED.finditer(later.text):
            for earlier in documents:
                if _is_earlier(earlier.meta, later.meta):
                    findings += _fallen(match.group().strip(), earlier, later)
    return findings


def _fallen(sentence: str, earlier: Compiled, later: Compiled) -> Iterable[Finding]:
    matcher: SequenceMatcher[str] = SequenceMatcher(None, "", sentence, autojunk=False)
    for task in earlier.claims:
        if not isinstance(task, Task):
            continue
        matcher.set_seq1(task.object)
        best = matcher.find_longest_match()
        name = task.object[best.a : best.a + best.size]
        if best.size < SHORTEST_PREMISE or _BREAKS.search(name):
            continue
        rows = [_Named(name, task, earlier.meta, earlier.doc)]
        where = later.meta.number or later.meta.title or later.doc
        message = f"前提变更：任务“{task.object}”所依的“{name}”，{where}称“{sentence}”。宜以文件调整或终止。"
        yield _finding("premise-changed", rows, message=message, why=f"{where}：{sentence}")


def _order(named: _Named) -> tuple[str, str, int]:
    issued = "9999" if named.meta.issued is None else named.meta.issued.isoformat()
    return (issued, named.claim.anchor.quote, named.claim.anchor.start)


def _finding(kind: str, rows: Sequence[_Named], *, message: str, why: str) -> Finding:
    parts = [("依据", why)]
    parts += [(_cited(row), row.claim.sentence.quote) for row in rows]
    raw = [f"{row.meta.number or row.meta.title}|{row.claim.anchor.quote}" for row in rows]
    claims = tuple(dict.fromkeys(row.claim.id for row in rows))
    return Finding(
        id_of(kind, RULE, VERSION, why, *raw), kind, claims, RULE, VERSION, tuple(parts), message, proposed=True
    )


def _cited(row: _Named) -> str:
    issued = f"（{row.meta.issued.isoformat()}）" if row.meta.issued is not None else ""
    return f"{row.meta.number or row.meta.title or row.doc}{issued}"
