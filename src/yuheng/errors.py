"""Every exception that Yuheng raises, as one tree.

YuhengError
├── UnreadableSnapshot      a file cannot be read: damaged, encrypted, not what its name says, too large
│   └── ScannedSnapshot     a PDF without a text layer, and no OCR installed
├── UnreadableQuantity      words that were to be an amount are none, or their unit is unknown
├── BrokenAnchor            a claim's quote does not stand where its anchor says
└── Misuse                  the caller asked for something that cannot be done: wrong path, wrong option
    └── Overtaken           somebody else has changed the same thing meanwhile; done again, it may go through

Trouble *inside* a document is no exception: it is an `Issue`, returned beside the result.
"""

from __future__ import annotations


class YuhengError(Exception):
    """The root: a message that says what happened, where and with which values, and a hint that says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process boundary whole: the default would lose the hint."""
        return (_again, (type(self), self.message, self.hint))


def _again(kind: type[YuhengError], message: str, hint: str) -> YuhengError:
    return kind(message, hint=hint)


class UnreadableSnapshot(YuhengError):
    """A file cannot be read; the others go on."""


class ScannedSnapshot(UnreadableSnapshot):
    """A PDF that holds pictures of pages and no text."""


class UnreadableQuantity(YuhengError):
    """Words that were to be an amount are none, or their unit is unknown."""


class BrokenAnchor(YuhengError):
    """A claim's quote does not stand where its anchor says; it holds or it is broken, never "close"."""


class Misuse(YuhengError):
    """The caller asked for something that cannot be done."""


class Overtaken(Misuse):
    """Somebody else has changed the same thing meanwhile, and nothing was kept; it can be done again."""
