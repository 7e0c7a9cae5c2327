"""The visible text of a web page, each character with its offset in the source, and the elements around it.

Parsers build good trees and forget where things stood. This one walks the source once, in linear time whatever it
holds, and keeps the offsets; of the rules for broken markup it knows those that real pages need.
"""

# word lists read better as words than as quoted lists
# ruff: noqa: SIM905

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr frame basefont bgsound".split()
)
_RAW: Final = frozenset("script style textarea title xmp iframe noembed noframes noscript svg math template".split())
_HIDDEN: Final = frozenset("head select option datalist object canvas audio video rt rp map applet".split())
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_CLOSES: Final = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"}),
    "tfoot": frozenset({"tbody", "thead", "tr", "td", "th"}),
}
_SCOPES: Final = {"li": frozenset({"ul", "ol", "menu", "table"}), "dt": frozenset({"dl"}), "dd": frozenset({"dl"})}
_TABLE: Final = frozenset({"table"})
_CELLS: Final = frozenset({"td", "th", "table", "caption"})
_TABLE_PARTS: Final = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"})
_MAX_DEPTH: Final = 400

_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_REST: Final = re.compile(r"""(?>[^>"']+|"[^"]*"|'[^']*')*+/?>""")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")
_PIECE: Final = re.compile(
    r"[ \t\r\n\f]+|&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?|[^ \t\r\n\f&]+|&"
)


@dataclass(slots=True)
class Node:
    """An element: its tag and attributes, the visible characters it holds, and how many of them are links' words."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    links: int = 0
    anchors: int = 0
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a page shows.

    Attributes:
        text: the visible characters; blocks end with a line end.
        pieces: (start, end, source): visible characters that stand one for one from `source` on.
        root: the elements.
        title: the words of <title>.
        metas: name (lower case) and content of each <meta>, in order.
    """

    text: str
    pieces: list[tuple[int, int, int]]
    root: Node
    title: str
    metas: list[tuple[str, str]]


def read_markup(source: str) -> Page:
    """Walk a page's source once; any text at all is a page."""
    builder = _Builder(source)
    for kind, start, end, name in _tokens(source):
        if kind == "text":
            builder.text(start, end)
        elif kind == "open":
            builder.open(name, start, end)
        elif kind == "close":
            builder.close(name)
        elif kind == "raw":
            builder.raw(name, start, end)
    return builder.page()


def _tokens(source: str) -> Iterator[tuple[str, int, int, str]]:
    """Cut a source into text, opening and closing tags, and raw elements (script, title …), which hold no tags."""
    at, size, quotes = 0, len(source), True
    while at < size:
        sign = source.find("<", at)
        if sign < 0:
            yield "text", at, size, ""
            return
        if sign > at:
            yield "text", at, sign, ""
        after = source[sign + 1 : sign + 2]
        named = _NAME.match(source, sign + (2 if after == "/" else 1))
        if source.startswith("<!--", sign):
            at = _after(source, "-->", sign + 4)
        elif after in {"!", "?"} or (after == "/" and named is None):
            at = _after(source, ">", sign)
        elif named is None:
            yield "text", sign, sign + 1, ""
            at = sign + 1
        elif after == "/":
            at = _after(source, ">", named.end())
            yield "close", sign, at, named[0].lower()
        else:
            rest = _REST.match(source, named.end()) if quotes else None
            quotes = rest is not None
            at = rest.end() if rest else _after(source, ">", named.end())
            name = named[0].lower()
            yield "open", sign, at, name
            if name in _RAW and source[at - 2 : at] != "/>":
                closing = re.compile(rf"</{re.escape(name)}\b[^>]*>?", re.IGNORECASE).search(source, at)
                yield "raw", at, closing.start() if closing else size, name
                at = closing.end() if closing else size


def _after(source: str, mark: str, start: int) -> int:
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


def read_attributes(tag: str) -> dict[str, str]:
    """The attributes of an opening tag, names in lower case, the first of each; entities resolved.

    >>> read_attributes('<td colspan=2 class="a &amp; b">')
    {'colspan': '2', 'class': 'a & b'}
    """
    named = _NAME.match(tag, 1)
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag, named.end() if named else 1):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


class _Builder:
    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._written = 0
        self._pieces: list[tuple[int, int, int]] = []
        self._root = Node("", {}, 0)
        self._stack = [self._root]
        self._open: Counter[str] = Counter()
        self._hidden = 0
        self._links = 0
        self._anchors = 0
        self._space: int | None = None
        self._title = ""
        self._metas: list[tuple[str, str]] = []

    def page(self) -> Page:
        self._pop_to(0)
        self._root.end = self._written
        return Page("".join(self._parts), self._pieces, self._root, self._title, self._metas)

    def raw(self, name: str, start: int, end: int) -> None:
        if name == "title" and not self._title:
            self._title = " ".join(html.unescape(self._source[start:end]).split())

    def text(self, start: int, end: int) -> None:
        if self._hidden:
            return
        kept = self._open["pre"] > 0
        for match in _PIECE.finditer(self._source, start, end):
            piece = match[0]
            if piece[0] in " \t\r\n\f":
                if kept:
                    self._emit(piece, match.start())
                else:
                    self._space = match.start()
                continue
            shown = html.unescape(piece) if piece[0] == "&" else piece
            if self._space is not None and self._parts and not self._parts[-1].endswith(("\n", " ")):
                self._emit(" ", self._space)
            self._space = None
            if shown == piece:
                self._emit(piece, match.start())
            else:
                # the characters of one entity all lie at its sign
                for char in shown:
                    self._emit(char, match.start())

    def open(self, name: str, start: int, end: int) -> None:
        if name in _RAW:
            return
        tag = self._source[start:end]
        if name == "meta":
            self._meta(read_attributes(tag))
        if name == "br" and not self._hidden:
            self._line_end()
        if name == "body":
            self._leave("head")
        if name in BLOCKS:
            self._close_implied(name)
            self._break()
        if name in _VOID or (tag.endswith("/>") and name not in BLOCKS) or len(self._stack) >= _MAX_DEPTH:
            return
        node = Node(name, read_attributes(tag), self._written, links=self._links, anchors=self._anchors)
        self._stack[-1].children.append(node)
        self._stack.append(node)
        self._open[name] += 1
        self._hidden += _is_hidden(node)

    def close(self, name: str) -> None:
        if name in BLOCKS and not self._hidden:
            self._break()
        self._leave(name)

    def _leave(self, name: str) -> None:
        if not self._open[name]:
            return
        barrier = frozenset[str]() if name in _TABLE_PARTS or name in {"body", "html"} else _CELLS
        for depth in range(len(self._stack) - 1, 0, -1):
            tag = self._stack[depth].tag
            if tag == name:
                self._pop_to(depth)
                return
            if tag in barrier:
                return

    def _close_implied(self, name: str) -> None:
        if self._open["p"]:
            for depth in range(len(self._stack) - 1, 0, -1):
                tag = self._stack[depth].tag
                if tag == "p":
                    self._pop_to(depth)
                    break
                if tag in BLOCKS:
                    break
        closes = _CLOSES.get(name, frozenset())
        scope = _SCOPES.get(name, _TABLE)
        target = None
        for depth in range(len(self._stack) - 1, 0, -1) if closes else ():
            tag = self._stack[depth].tag
            if tag in scope:
                break
            if tag in closes:
                target = depth
        if target is not None:
            self._pop_to(target)

    def _pop_to(self, depth: int) -> None:
        while len(self._stack) > max(depth, 1):
            node = self._stack.pop()
            node.end = self._written
            node.links = self._links - node.links
            node.anchors = self._anchors - node.anchors
            self._open[node.tag] -= 1
            self._hidden -= _is_hidden(node)
            if node.tag == "a":
                node.anchors += 1
                self._anchors += 1
            if node.tag in BLOCKS and not self._hidden:
                self._break()

    def _emit(self, text: str, source: int) -> None:
        self._parts.append(text)
        start, self._written = self._written, self._written + len(text)
        if self._open["a"]:
            self._links += len(text)
        if self._pieces:
            before, end, origin = self._pieces[-1]
            if end == start and origin + end - before == source:
                self._pieces[-1] = (before, self._written, origin)
                return
        self._pieces.append((start, self._written, source))

    def _break(self) -> None:
        """End the line, unless nothing stands on it."""
        if self._parts and not self._parts[-1].endswith("\n"):
            self._line_end()
        self._space = None

    def _line_end(self) -> None:
        self._parts.append("\n")
        self._written += 1
        self._space = None

    def _meta(self, attributes: dict[str, str]) -> None:
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        if name and attributes.get("content", "").strip():
            self._metas.append((name.lower(), attributes["content"].strip()))


def _is_hidden(node: Node) -> bool:
    style = node.attributes.get("style", "").replace(" ", "").lower()
    return node.tag in _HIDDEN or "display:none" in style or "hidden" in node.attributes
