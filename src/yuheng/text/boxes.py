"""Where a 专栏 box ends when no heading follows it.

In a text file the frame of a box is gone: after its last line the chapter simply goes on. What tells the two apart is
how their paragraphs begin. A chapter's run-in heads are orders (“大力发展智慧医疗。”), a box's are names of projects
(“公立医院提升工程。”). So a box ends where names give way to orders for good, if the chapter gave orders before it.
"""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"(?:全面|积极|大力|加快|着力|进一步|深入|切实|努力|持续|不断|稳步|扎实|统筹|加大|加强|强化|推动|推进|促进|提升|提高|完善|健全"
    r"|优化|深化|培育|发展|建设|支持|鼓励|引导|做[大强优响实]|聚力|提质|创新发展|丰富|拓展|构建|打造|建立|增强|扩大)"
)
_HEAD = re.compile(r"([^。！？；：]{3,29})。.{8}")
_BOX = re.compile(r"专栏[\s\d一二三四五六七八九十]")
_LADDER = re.compile(
    r"第[〇零一二三四五六七八九十百\d]{1,4}[章节编篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|专栏"
)


def box_ends(lines: list[str]) -> frozenset[int]:
    """The lines that stand outside a box again, each the first after it."""
    found = set()
    for number, line in enumerate(lines):
        if _BOX.match(line) and _gives_orders(lines, number):
            end = _turn(lines, number + 1)
            if end is not None:
                found.add(end)
    return frozenset(found)


def _gives_orders(lines: list[str], box: int) -> bool:
    """Whether the last run-in head before the box, in the same section, is an order."""
    for number in range(box - 1, max(box - 30, -1), -1):
        head = _HEAD.match(lines[number])
        if head:
            return _ORDER.match(head[1]) is not None
        if _LADDER.match(lines[number]):
            return False
    return False


def _turn(lines: list[str], first: int) -> int | None:
    """The line from which on every run-in head up to the next heading is an order, after one that was none."""
    turn: int | None = None
    seen = False
    for number in range(first, len(lines)):
        if _LADDER.match(lines[number]):
            break
        head = _HEAD.match(lines[number])
        if head is None:
            continue
        if _ORDER.match(head[1]) is None:
            seen, turn = True, None
        elif turn is None and seen:
            turn = number
    return turn
