"""Ids: a hash of raw parts with a separator between them; and how values that a document has by thousands are made."""

from __future__ import annotations

import hashlib
from typing import Any

SEPARATOR = "\x1f"


def id_of(*parts: str | int) -> str:
    """Name something by what it is made of: 20 hexadecimal digits of a SHA-256.

    The parts are raw (bytes' hashes, offsets, file words), never cleaned or extracted values: a better reader must not
    rename what people have already judged. The separator keeps ("ab", "c") and ("a", "bc") apart.

    >>> id_of("ab", "c") == id_of("a", "bc")
    False
    """
    joined = (f"%s{SEPARATOR}" * len(parts) % parts)[:-1]
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def opened(frozen: type) -> Any:
    """A twin of a frozen dataclass that can still be filled: make one, fill it, then set its `__class__` to the frozen.

    A document has an anchor every twenty characters and a task every forty, and to fill a frozen dataclass takes three
    to six times as long. Every field must be filled: what is forgotten raises when it is first read.
    """
    unlocked = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(f"_Open{frozen.__name__}", (frozen,), unlocked)
