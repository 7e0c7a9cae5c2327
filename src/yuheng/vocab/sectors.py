"""The parts of the region's industry, as documents name them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def sectors() -> dict[str, str]:
    """Every name of a part and the branch that it belongs to: {"生物医药": "药", …}."""
    table = tomllib.loads(files(__package__).joinpath("sectors.toml").read_text("utf-8"))["sectors"]
    return {name: branch for branch, names in table.items() for name in names.split()}


@cache
def sector_pattern() -> re.Pattern[str]:
    """A pattern that finds the first part named in a text, the longest that stands there."""
    return re.compile("|".join(sorted(sectors(), key=len, reverse=True)))
