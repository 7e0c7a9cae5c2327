"""Who may do what: one table, from which pages, API and docs/roles.md all take their answer.

A role has a scope (what it sees) and deeds (what it does to what it sees). Both the lists and the single pages ask
`app.access` with the same role, so that a list can never show what its page refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from yuheng.errors import Misuse

RoleName = Literal["administrator", "clerk", "analyst", "organiser", "department", "firm", "visitor"]
Scope = Literal["all", "own", "named", "published"]
Deed = Literal[
    "read",
    "upload",
    "decide",
    "merge",
    "assess",
    "mend",
    "publish",
    "collect",
    "answer",
    "convene",
    "enter",
    "export",
    "token",
    "manage",
]

DEED_WORDS: Final[Mapping[Deed, str]] = {
    "read": "查阅",
    "upload": "上传文档",
    "decide": "裁定断言",
    "merge": "归并主体",
    "assess": "确认或驳回审计结论",
    "mend": "处理问题",
    "publish": "公开文档",
    "collect": "收发报表",
    "answer": "填报本单位的表",
    "convene": "办对接活动",
    "enter": "登记本单位的供需",
    "export": "导出",
    "token": "申请程序令牌",
    "manage": "管理账号",
}
"""Every deed, in the order of the table."""

SCOPE_WORDS: Final[Mapping[Scope, str]] = {
    "all": "全部",
    "own": "已公开的，和自己上传的文档、自己办的活动",
    "named": "已公开的，和指名本单位的断言、对接",
    "published": "已公开的",
}


@dataclass(frozen=True, slots=True)
class Role:
    """What people of one kind see and do.

    Attributes:
        name: the key under which it is stored.
        word: what people call it.
        scope: which documents and claims it sees.
        deeds: what it may do; `read` is among them for every role.
    """

    name: RoleName
    word: str
    scope: Scope
    deeds: frozenset[Deed]


_READ: Final[frozenset[Deed]] = frozenset({"read"})
_OFFICE: Final[frozenset[Deed]] = frozenset(DEED_WORDS) - {"manage", "answer", "enter"}

ROLES: Final[Mapping[str, Role]] = {
    role.name: role
    for role in (
        Role("administrator", "管理员", "all", _OFFICE | {"manage"}),
        Role("clerk", "台账员", "all", _OFFICE),
        Role("analyst", "分析", "all", _READ | {"export", "token"}),
        Role("organiser", "活动组织", "own", _READ | {"upload", "decide", "mend", "convene", "export", "token"}),
        Role("department", "填报单位", "named", _READ | {"answer", "export"}),
        Role("firm", "企业", "named", _READ | {"enter"}),
        Role("visitor", "访客", "published", _READ),
    )
}
"""Every role, the widest first."""


def role_of(name: str) -> Role:
    """The role stored under a name.

    Raises:
        Misuse: there is none; an unknown role must not fall back to any other.
    """
    if name not in ROLES:
        raise Misuse(f"no role is called {name!r}; known are {', '.join(ROLES)}.")
    return ROLES[name]


def may(role: Role, deed: Deed) -> bool:
    """Whether a role does a deed at all; on which things, its scope says.

    >>> may(role_of("clerk"), "decide"), may(role_of("firm"), "decide")
    (True, False)
    """
    return deed in role.deeds


def roles_table() -> str:
    """The table of docs/roles.md: each role with what it sees and what it may do."""
    head = ["角色", "role", "看得到", *DEED_WORDS.values()]
    rows = [
        [
            role.word,
            f"`{role.name}`",
            SCOPE_WORDS[role.scope],
            *("●" if deed in role.deeds else "" for deed in DEED_WORDS),
        ]
        for role in ROLES.values()
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
