"""How a finding is made from statements: its id, the claims it used, and its parts in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from yuheng.audit.statements import Statement
from yuheng.model import Metadata, id_of
from yuheng.model.finding import Finding

KINDS: Final = {
    "continued": "延续",
    "postponed": "顺延",
    "raised": "上调",
    "lowered": "下调",
    "met-not-continued": "已达成后未延续",
    "not-continued": "未见量化延续",
    "not-comparable": "口径不同不可比",
    "conflict": "数据冲突",
    "agreement": "数据印证",
    "verdict": "进度裁定",
    "share-identity": "占比核算",
    "part-of-whole": "部分与整体",
    "growth-identity": "增速核算",
    "sum-identity": "分区合计",
    "added-up-targets": "层层加码",
    "target-without-base": "缺基数",
    "target-without-owner": "缺责任主体",
    "target-without-date": "缺期限",
    "task-without-owner": "缺责任主体",
    "task-without-date": "缺期限",
    "task-without-number": "缺量化指标",
    "premise-changed": "前提变更",
    "linked": "前后呼应",
    "jump": "数列突变",
    "repeated-digits": "尾数集中",
    "impossible-revision": "修订异常",
    "broken-identity": "勾稽不符",
    "reversed-total": "累计数回落",
}
"""Every kind of finding, by its key, and the word that people read."""


def conclude(
    kind: str,
    rule: str,
    statements: Sequence[Statement],
    *,
    parts: Iterable[tuple[str, str]],
    message: str,
    proposed: bool = False,
) -> Finding:
    """Make a finding of statements, the one it is about first.

    Its id hashes what was said and by whom, never a file's name or an offset: renaming a file or splitting a document
    must not turn a finding that people have judged into a new one.
    """
    said = [part for each in statements for part in _said(each)]
    assumed = sorted({note for each in statements for note in each.assumed})
    rows = [(name, value) for name, value in parts if value]
    rows += [("读法", note) for note in assumed]
    claims = tuple(dict.fromkeys(each.figure.id for each in statements))
    name, version = rule.split("/")
    return Finding(id_of(kind, rule, *said), kind, claims, name, version, tuple(rows), message, proposed)


def cited(statement: Statement) -> str:
    """Where a statement stands, for people: 渝府办发〔2021〕155号（2021-12-29）."""
    return cited_as(statement.meta, statement.doc)


def cited_as(meta: Metadata, doc: str) -> str:
    """A document as people cite it; by its file's name only where it says nothing of itself."""
    name = meta.number or meta.title or doc
    return f"{name}（{meta.issued.isoformat()}）" if meta.issued is not None else name


def _said(statement: Statement) -> tuple[str, ...]:
    meta = statement.meta
    issued = "" if meta.issued is None else meta.issued.isoformat()
    return (issued, meta.number or meta.title, statement.figure.indicator, statement.figure.anchor.quote)
