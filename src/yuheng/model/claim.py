"""What documents say, one thing at a time.

A claim is immutable and has an anchor; every kind is one dataclass. Empty strings and empty tuples mean "the document
does not say": nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yuheng.model.document import Anchor
from yuheng.model.period import Period
from yuheng.model.quantity import Quantity

FigureMeasure = Literal["level", "growth", "share", "flow"]
Stage = Literal["接触", "意向", "协议", "合同", "到款"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that one document says.

    Attributes:
        id: hash of the snapshot and the raw span (`identity.id_of`).
        anchor: the exact words that make the claim.
        sentence: the sentence around them, for people and for the verdict's slot.
        heading: the headings above, outermost first.
    """

    id: str
    anchor: Anchor
    sentence: Anchor
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Claim):
    """A quantified statement (`Target` or `Actual`).

    Attributes:
        number: the number with its unit; `anchor` also covers the comparator.
        indicator: the thing measured, as a short noun phrase in the document's words, simplified characters.
        subject: the region or organisation measured; empty where neither stated nor plain from the document.
        quantity: how much.
        period: when, or None where nothing says so.
        measure: "level" an amount at a time, "growth" a change, "share" a part of a whole, "flow" a count over time.
    """

    number: Anchor
    indicator: str
    subject: str
    quantity: Quantity
    period: Period | None
    measure: FigureMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Figure):
    """A number to be reached: a plan's aim or a service standard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual(Figure):
    """A number reported as already true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who owes a task: the name as written, and in which role (牵头, 配合, 负责); role empty where not said."""

    name: str
    role: str
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Claim):
    """A commitment to act.

    Attributes:
        action: the verb, with what strengthens it left out: 建设, 支持, 引导.
        object: what is acted on, in the document's words.
        owners: who owes it.
        sector: the part of the industry that the heading or object names; empty where none.
        due: the deadline stated, or None.
        figures: ids of the figures in the same sentence part.
        parent: the id that tasks of one sentence share.
        conditional: 支持/鼓励/引导/探索: the actor is somebody else.
    """

    action: str
    object: str
    owners: tuple[Owner, ...] = ()
    sector: str = ""
    due: Period | None = None
    figures: tuple[str, ...] = ()
    parent: str = ""
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Claim):
    """Who agreed on what with whom.

    Attributes:
        parties: names as written, in order.
        subject: what about.
        signed: day or period of the signing, or None.
        place: where; empty where not said.
        amount: money named, or None.
        stage: 接触 意向 协议 合同 到款.
        planned: True where it is still to be made.
        witnesses: who presided or witnessed.
    """

    parties: tuple[str, ...]
    subject: str
    signed: Period | None = None
    place: str = ""
    amount: Quantity | None = None
    stage: Stage
    planned: bool = False
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Siting(Claim):
    """Which site is to grow which industry.

    Attributes:
        site: its name as written.
        tier: the plan's tier over it (一核, 一环, 两带) or its rank in the text; empty where none.
        district: the district or county it lies in; empty where not said.
        industries: what is assigned to it.
        status: 已建 在建 规划 创建 …, as the verb over it says; empty where none.
    """

    site: str
    tier: str = ""
    district: str = ""
    industries: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Claim):
    """Who advises what to whom."""

    adviser: str
    addressee: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade(Claim):
    """What somebody offers to others or looks for (`Offer` or `Need`); whom to ring is never part of it.

    Attributes:
        party: who, as written; empty where not said.
        thing: the product or service, as written.
        segment: key of `vocab.chain`; empty where its words name none, or several.
        specification: norms, grades, models, as written.
        amount: how much, or None where no amount is stated.
        place: where it is offered or wanted, as written.
        stage: one of `vocab.chain.stages`; empty where not said.
        until: the last day or year on which it stands, or None.
    """

    party: str
    thing: str
    segment: str = ""
    specification: str = ""
    amount: Quantity | None = None
    place: str = ""
    stage: str = ""
    until: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Trade):
    """A product, service, technology or capacity that others may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Trade):
    """A product, service, technology or capacity that somebody looks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Claim):
    """Support that a policy grants: what (奖励, 补助, 绿色通道, 基金 …), to whom, on which condition, how much."""

    form: str
    beneficiary: str
    condition: str
    content: str
    amount: Quantity | None = None
