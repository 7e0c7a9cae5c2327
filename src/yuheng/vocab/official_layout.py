"""The layout of official documents, as `official_layout.toml` gives it after GB/T 9704-2012."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Face:
    """A font with its size in points, and what may stand in for it, the nearest first."""

    name: str
    size: float
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficialLayout:
    """Page and text area in millimetres, lines on a page, characters on a line, and the fonts by the part they set."""

    width: float
    height: float
    top: float
    left: float
    text_width: float
    text_height: float
    lines: int
    characters: int
    number_gap: float
    fonts: dict[str, Face]

    @property
    def right(self) -> float:
        """The margin on the right."""
        return self.width - self.left - self.text_width

    @property
    def bottom(self) -> float:
        """The margin below."""
        return self.height - self.top - self.text_height


@cache
def official_layout() -> OfficialLayout:
    """The layout.

    >>> official_layout().right, official_layout().bottom
    (26, 35)
    """
    table = tomllib.loads(files(__package__).joinpath("official_layout.toml").read_text("utf-8"))
    fonts = {key: Face(row["name"], row["size"], tuple(row["instead"])) for key, row in table["font"].items()}
    return OfficialLayout(**table["page"], fonts=fonts)
