"""When: half-open dates, and the words as stated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time that a figure holds for.

    Attributes:
        label: the short form that people sort by: "2025", "2020H1", "十三五", "2010-2012", "2022;2030" (one number
            promised for each of two years), "近一年".
        start: its first day, or None where the words do not fix it.
        end: the first day after it, or None where the words do not fix it.
        stated: the words: "到2025年", "今年上半年"; empty when the document's date implies it.
    """

    label: str
    start: date | None
    end: date | None
    stated: str

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"period {self.label!r} ends ({self.end}) before it starts ({self.start})")

    @property
    def due(self) -> date | None:
        """The first day by which a promise for this period must have been kept."""
        return self.end
