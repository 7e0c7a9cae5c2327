"""Something met and not understood: a row that people work off."""

from __future__ import annotations

from dataclasses import dataclass

from yuheng.model.document import Anchor


@dataclass(frozen=True, slots=True)
class Issue:
    """Trouble in a document, returned beside the result and never raised.

    Attributes:
        code: one of `docs/vocabulary.md`'s issue codes, e.g. "unit-unknown", "indicator-missing".
        message: what happened and what to do, in Chinese, for the clerk.
        document: name of the file.
        anchor: where, or None where the whole file is meant.
    """

    code: str
    message: str
    document: str
    anchor: Anchor | None = None
