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
from yuheng.vocab.gazetteer import division_named
from yuheng.vocab.indicators import wording

RULE: Final = "ties"
VERSION: Final = "1"
SHORTEST_NAME: Final = 7
"""Characters of a name that two documents may share by more than chance: 西部大健康产业基地 has nine."""
SHORTEST_PREMISE: Final = 6
_CANCELLED = re.compile(r"取消|放弃|停办|终止|不再(?:举办|承办|实施|建设)|撤销|叫停|退出")
_CLAUSES = re.compile(r"[，,。；;!?！？\n]")
_PREMISES: Final = (
    "赛",
    "会",
    "展",
    "节",
    "中心",
    "基地",
    "园",
    "工程",
    "项目",
    "平台",
    "试点",
    "机场",
    "铁路",
    "学院",
    "医院",
)
"""What can be called off: an event, a site, a work. Without one of them two shared words are only a turn of phrase."""
_HEADS: Final = ("智库", "联盟", "平台", "基地", "中心", "园区", "集聚区", "示范区", "产业集群")
_REGIONS: Final = ("成渝", "川渝", "京津冀", "长三角", "粤港澳")
_QUARTERS: Final = ("西部", "东部", "中部", "西南", "西北", "东北", "华东", "华南", "华北", "长江", *_REGIONS)
_PAIRED: Final = ("智库", "联盟")
"""Bodies that are founded, so that an agreement and a task that both name one are likely about the same."""
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
            if len(name) >= SHORTEST_NAME and _is_placed(name):
                found.append(name)
    return tuple(found)


def _is_placed(name: str) -> bool:
    """Whether a name says where: without that, two documents may well mean two things (规范化种植基地)."""
    if name.startswith(_QUARTERS):
        return True
    return any(division_named(name[:end]) is not None for end in range(min(8, len(name)), 1, -1))


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
    tasks = [
        (task, document)
        for document in documents
        for task in document.claims
        if isinstance(task, Task) and any(head in task.object for head in _PAIRED)
    ]
    findings: list[Finding] = []
    for first in documents:
        for agreement in first.claims:
            if not isinstance(agreement, Agreement):
                continue
            spoken = agreement.subject + agreement.sentence.quote
            for task, second in tasks:
                shared = _shared(spoken, task.object) if _is_earlier(first.meta, second.meta) else ()
                if shared:
                    findings.append(_answer(_Named("", agreement, first.meta, first.doc), task, second, shared))
    return findings


def _answer(agreement: _Named, task: Task, document: Compiled, shared: Sequence[str]) -> Finding:
    rows = [agreement, _Named("", task, document.meta, document.doc)]
    words = "、".join(shared)
    message = f"前后呼应：协议“{_words(agreement.claim)}”与任务“{task.object}”都涉及{words}。"
    return _finding("linked", rows, message=message, why=f"同提{words}")


def _shared(spoken: str, task: str) -> tuple[str, ...]:
    heads = [head for head in _PAIRED if head in spoken and head in task]
    regions = [region for region in _REGIONS if region in spoken and region in task]
    if not heads or not regions:
        return ()
    sectors = [sector for sector in wording().sectors if sector in spoken and sector in task]
    return (regions[0], max(sectors, key=len), *heads) if sectors else ()


def _is_earlier(first: Metadata, second: Metadata) -> bool:
    return first.issued is not None and second.issued is not None and first.issued < second.issued


def _premises(documents: Sequence[Compiled]) -> list[Finding]:
    """A later document says that something a task builds on is called off."""
    tasks: dict[str, list[tuple[Task, Compiled]]] = defaultdict(list)
    for document in documents:
        for task in document.claims:
            if isinstance(task, Task):
                for gram in _grams(task.object):
                    tasks[gram].append((task, document))
    findings: dict[tuple[str, str], Finding] = {}
    for later in documents:
        for clause in _called_off(later.text):
            for gram in _grams(clause):
                for task, earlier in tasks.get(gram, ()):
                    if _is_earlier(earlier.meta, later.meta) and (task.id, clause) not in findings:
                        found = _fallen(clause, task, earlier, later)
                        if found is not None:
                            findings[task.id, clause] = found
    return list(findings.values())


def _called_off(text: str) -> Iterable[str]:
    """The clauses that call something off."""
    if _CANCELLED.search(text):
        yield from (clause.strip() for clause in _CLAUSES.split(text) if _CANCELLED.search(clause))


def _grams(words: str) -> set[str]:
    return {words[start : start + SHORTEST_PREMISE] for start in range(len(words) - SHORTEST_PREMISE + 1)}


def _fallen(clause: str, task: Task, earlier: Compiled, later: Compiled) -> Finding | None:
    best = SequenceMatcher(None, task.object, clause, autojunk=False).find_longest_match()
    name = task.object[best.a : best.a + best.size]
    if best.size < SHORTEST_PREMISE or _BREAKS.search(name) or not any(word in name for word in _PREMISES):
        return None
    where = later.meta.number or later.meta.title or later.doc
    message = f"前提变更：任务“{task.object}”所依的“{name}”，{where}称“{clause}”。宜以文件调整或终止。"
    rows = [_Named(name, task, earlier.meta, earlier.doc)]
    return _finding("premise-changed", rows, message=message, why=f"{where}：{clause}")


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
