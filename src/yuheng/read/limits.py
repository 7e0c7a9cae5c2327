"""What a file may cost at most; beyond it the file is refused with its numbers, not half read."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 256 * 1024 * 1024
"""Bytes of one snapshot."""

MAX_PAGES: Final = 10_000
"""Pages of one PDF."""

MAX_TEXT: Final = 5_000_000
"""Characters of one text, web page or list; the longest yearbook has three million."""

MAX_UNPACKED: Final = 512 * 1024 * 1024
"""Bytes that the members of one Word or Excel file may unpack to, all together."""

MAX_RATIO: Final = 250
"""How many times its packed size one large member may unpack to; real documents stay below 60."""

MAX_RULINGS: Final = 3_000
"""Ruling lines of one PDF page beyond which it is a drawing, not a table."""

MAX_CHARACTERS: Final = 200_000
"""Characters of one PDF page; a full page of a newspaper has 20,000."""

MAX_CELLS: Final = 5_000_000
"""Cells of the area in use of one worksheet, empty ones included."""
