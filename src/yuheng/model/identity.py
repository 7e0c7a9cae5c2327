"""Ids: a hash of raw parts with a separator between them."""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"


def id_of(*parts: str | int) -> str:
    """Name something by what it is made of: 20 hexadecimal digits of a SHA-256.

    The parts are raw (bytes' hashes, offsets, file words), never cleaned or extracted values: a better reader must not
    rename what people have already judged. The separator keeps ("ab", "c") and ("a", "bc") apart.

    >>> id_of("ab", "c") == id_of("a", "bc")
    False
    """
    return hashlib.sha256(SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]
