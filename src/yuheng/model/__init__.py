"""The nouns: frozen dataclasses that need nothing but the standard library. `docs/vocabulary.md` defines each."""

from yuheng.model.claim import (
    Actual,
    Advice,
    Agreement,
    Claim,
    Figure,
    Measure,
    Need,
    Offer,
    Owner,
    Siting,
    Target,
    Task,
    Trade,
)
from yuheng.model.document import (
    Anchor,
    Block,
    CharMap,
    Document,
    Mark,
    Metadata,
    Place,
    Reading,
    Run,
    Snapshot,
    anchor_at,
    check_anchor,
)
from yuheng.model.identity import id_of, opened
from yuheng.model.issue import Issue
from yuheng.model.period import Period
from yuheng.model.quantity import Quantity

__all__ = [
    "Actual",
    "Advice",
    "Agreement",
    "Anchor",
    "Block",
    "CharMap",
    "Claim",
    "Document",
    "Figure",
    "Issue",
    "Mark",
    "Measure",
    "Metadata",
    "Need",
    "Offer",
    "Owner",
    "Period",
    "Place",
    "Quantity",
    "Reading",
    "Run",
    "Siting",
    "Snapshot",
    "Target",
    "Task",
    "Trade",
    "anchor_at",
    "check_anchor",
    "id_of",
    "opened",
]
