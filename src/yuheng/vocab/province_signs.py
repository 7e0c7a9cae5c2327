"""Which province a document number's first character names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def province_signs() -> dict[str, str]:
    """Full names of provinces by their one-character signs.

    >>> province_signs()["渝"]
    '重庆市'
    """
    data = tomllib.loads(Path(__file__).with_name("province_signs.toml").read_text("utf-8"))
    signs: dict[str, str] = data["signs"]
    return signs
