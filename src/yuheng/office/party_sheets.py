"""主体表 and 归并建议: who is named in which role, and which names may be one party.

One row per party and role. Names are put together by rule only (an official abbreviation, a short name that the text
declares, one code), and the row says by which; what merely looks alike is a proposal on a sheet of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from yuheng.model import Advice, Agreement, Claim, Task
from yuheng.model.compiled import Compiled
from yuheng.model.judgement import Judgement
from yuheng.model.party import MentionKey, Party
from yuheng.office.entries import Entry, link_to
from yuheng.office.sheets import Column

KINDS: Final = {
    "department": "部门",
    "district-government": "政府",
    "firm": "企业",
    "hospital": "医院",
    "university": "高校",
    "institute": "科研机构",
    "association": "社会组织",
    "park": "园区",
    "fund": "基金",
    "platform": "平台",
    "team": "团队",
    "person": "个人",
    "generic": "泛称",
}
_SAMENESS: Final = {"same": "可能是同一主体", "different": "可能不是同一主体", "unsure": "不能确定"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a party does in the claims of one sort: owes tasks, signs, advises."""

    party: Party | None
    name: str
    role: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names that may be one party, with the documents that use them."""

    left: str
    right: str
    sameness: str
    reason: str
    documents: str


def roles_of(entries: Iterable[Entry], parties: Sequence[Party]) -> list[Role]:
    """Each party in each role that claims give it; a name that is no known party stays a row as written."""
    known = {key: party for party in parties for key in party.mentions}
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    by_name: dict[str, Party | None] = {}
    for entry in entries:
        for written, role in _named(entry.claim):
            if not written:
                continue
            party = known.get(MentionKey(entry.document.id, written))
            name = party.name if party else written
            by_name[name] = by_name.get(name) or party
            found[name, role].append(entry)
    return [Role(by_name[name], name, role, tuple(rows)) for (name, role), rows in sorted(found.items())]


def _named(claim: Claim) -> list[tuple[str, str]]:
    match claim:
        case Task():
            return [(owner.name, f"任务{owner.role or '责任'}") for owner in claim.owners]
        case Agreement():
            parties = [(name, "协议方") for name in claim.parties]
            return parties + [(name, "见证") for name in claim.witnesses]
        case Advice():
            return [(claim.adviser, "建议人"), (claim.addressee, "建议对象")]
        case _:
            return []


def proposals_of(proposed: Iterable[Judgement], documents: Iterable[Compiled]) -> list[Proposal]:
    """The proposals, with documents by name."""
    names = {each.id: each.doc for each in documents}
    return [
        Proposal(
            judgement.left.name,
            judgement.right.name,
            _SAMENESS[judgement.verdict],
            judgement.reason,
            "、".join(dict.fromkeys(names[key.document] for key in (judgement.left, judgement.right))),
        )
        for judgement in proposed
    ]


PARTIES: Final = (
    Column[Role]("主体", 34, lambda row: row.name),
    Column[Role]("类别", 10, lambda row: KINDS[row.party.kind] if row.party else ""),
    Column[Role]("角色", 12, lambda row: row.role),
    Column[Role]("次数", 7, lambda row: len(row.entries), right=True),
    Column[Role]("原文写法", 30, lambda row: "、".join(row.party.names) if row.party else row.name),
    Column[Role]("归并依据", 36, lambda row: "\n".join(row.party.reasons) if row.party else ""),
    Column[Role]("统一社会信用代码", 20, lambda row: row.party.code if row.party else ""),
    Column[Role]("序号", 26, lambda row: "、".join(str(entry.number) for entry in row.entries)),
    Column[Role]("文档", 20, lambda row: "、".join(dict.fromkeys(entry.document.doc for entry in row.entries))),
    Column[Role]("原文链接", 8, lambda row: link_to(row.entries[0])),
)
PROPOSALS: Final = (
    Column[Proposal]("名称甲", 30, lambda row: row.left),
    Column[Proposal]("名称乙", 30, lambda row: row.right),
    Column[Proposal]("建议", 16, lambda row: row.sameness),
    Column[Proposal]("理由", 50, lambda row: row.reason),
    Column[Proposal]("文档", 30, lambda row: row.documents),
)
