"""Rows that are written once: the append-only base of the ledger's tables.

Three locks hold the same promise: `save` and `delete` of a row refuse, bulk `update` and `delete` of a query refuse,
and a trigger in the database refuses what comes past Django (`ledger.triggers`). What may change on such a table is
named in `projected`: columns that are worked out from other rows and can be worked out again (`live`).
"""

from __future__ import annotations

import json
from typing import Any, ClassVar, TypeVar

from django.db import models

from yuheng.errors import Misuse

_Row = TypeVar("_Row", bound=models.Model)


class ChineseJSON(json.JSONEncoder):
    """JSON with Chinese letters as they are: SQLite compares the stored text, and escapes would hide 政策 from it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class KeptRows(models.QuerySet[_Row]):
    """Queries over rows that are written once."""

    def update(self, **changes: Any) -> int:
        """Change projected columns only.

        Raises:
            Misuse: another column is named.
        """
        projected: tuple[str, ...] = getattr(self.model, "projected", ())
        refused = sorted(set(changes) - set(projected))
        if refused:
            raise Misuse(
                f"{self.model.__name__} rows are written once; {', '.join(refused)} cannot change.",
                hint="Write a new row that names the one it supersedes.",
            )
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Misuse: always.
        """
        raise Misuse(f"{self.model.__name__} rows are never deleted.")


class Kept(models.Model):
    """A row that is written once and never changed or deleted.

    Attributes:
        projected: columns that follow from other rows and may be worked out again.
    """

    projected: ClassVar[tuple[str, ...]] = ()

    objects = KeptRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write the row, once.

        Raises:
            Misuse: the row is already written.
        """
        if not self._state.adding:
            raise Misuse(
                f"{type(self).__name__} {self.pk} is written already.",
                hint="Write a new row that names the one it supersedes.",
            )
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Misuse: always.
        """
        raise Misuse(f"{type(self).__name__} rows are never deleted.")
