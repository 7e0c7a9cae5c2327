"""What a page carries beside its text: navigation, share bars, lists of other articles, imprints.

It is told by tag, role, the words of class and id, and by how much of a block is links; a block that holds most of
the page is never boilerplate, whatever it is called.
"""

# word lists read better as words than as quoted lists
# ruff: noqa: SIM905

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from yuheng.read.markup import BLOCKS, Node

_TAGS: Final = frozenset({"nav", "footer", "aside", "form", "menu", "dialog", "button"})
_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog toolbar tablist alert".split()
)
_WORDS: Final = frozenset(
    "nav navbar navigation menu menus submenu breadcrumb breadcrumbs crumb crumbs header topbar footer foot sidebar "
    "aside share sharing bdshare bdsharebuttonbox social comment comments reply related relate recommend recommended "
    "recommendation recommends hot hotnews hotlist rank ranking ranklist copyright login signin register search "
    "searchbox toolbar pager pagination pages ad ads adv advert advertisement banner qrcode ewm erweima tags taglist "
    "prevnext prev next subscribe popup modal friendlink friendlinks links sitemap skip accessibility barrier "
    "fenxiang daohang pinglun tuijian dqwz xgxw xgyd xgwz xglj dibu position location statement disclaimer "
    "player app download feedback follow cookie weixin wechat weibo".split()
)
_FIRST_WORDS: Final = frozenset(
    "nav navbar breadcrumb header topbar footer sidebar share bdshare comment comments related recommend copyright "
    "pagination friendlink menu".split()
)
_LINES: Final = re.compile(
    r"\s*(?:(?:您?当前的?位置|您(?:现)?在的?位置|首页\s*[>＞»›])"
    r"|.{0,12}(?:分享到|扫一扫|打印本页|关闭窗口|【打印】|【关闭】|返回顶部|字体[:：【]|字号[:：]|收藏本站|设为首页)"
    r"|(?:上一篇|下一篇|相关阅读|相关链接|推荐阅读|热门推荐|友情链接|主办单位|承办单位|网站标识码|版权所有|技术支持|[+＋]关注)"
    r"|.{0,40}(?:ICP备|公网安备|All Rights Reserved|Copyright\s*©)).{0,60}",
    re.IGNORECASE,
)
_LARGE: Final = 0.4
_DENSE: Final = 0.6


def boilerplate_in(root: Node, text: str) -> list[tuple[int, int]]:
    """The spans of a page's text that are not its article, in order, none inside another."""
    spans = sorted(_blocks(root, text))
    lines = []
    for match in re.finditer(r"[^\n]+", text):
        if match.end() - match.start() <= 120 and _LINES.fullmatch(match[0]):
            lines.append(match.span())
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans + lines):
        if merged and start < merged[-1][1]:
            continue
        merged.append((start, end))
    return merged


def _blocks(root: Node, text: str) -> Iterator[tuple[int, int]]:
    size = max(len(text.strip()), 1)
    waiting = [(child, False) for child in root.children]
    while waiting:
        node, inside = waiting.pop()
        length = node.end - node.start
        if length <= 0:
            continue
        if length <= _LARGE * size and _is_boilerplate(node, text, inside=inside):
            yield node.start, node.end
            continue
        inside = inside or node.tag in {"article", "main"}
        waiting += [(child, inside) for child in node.children]


def _is_boilerplate(node: Node, text: str, *, inside: bool) -> bool:
    if node.tag in _TAGS or node.attributes.get("role", "").lower() in _ROLES:
        return True
    if node.tag == "header":
        return not inside
    if node.tag not in BLOCKS and node.tag != "span":
        return False
    if any(_is_named(name) for name in _names(node)):
        return not _is_prose(node, text)
    return node.tag in BLOCKS and _is_list_of_links(node, text)


def _names(node: Node) -> list[str]:
    return f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"[:300].split()


def _is_named(name: str) -> bool:
    """Whether a class or id names boilerplate: its last word says what the block is, its first what it belongs to.

    >>> [_is_named(name) for name in ("article-share", "navItem", "position-relative", "TRS_Editor")]
    [True, True, False, False]
    """
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)]
    return bool(words) and (words[-1] in _WORDS or words[0] in _FIRST_WORDS)


def _is_prose(node: Node, text: str) -> bool:
    """Whether a block reads like an article: several sentences, few of their words links."""
    sentences = text.count("。", node.start, node.end)
    return sentences >= 3 and node.links < 0.3 * (node.end - node.start)


def _is_list_of_links(node: Node, text: str) -> bool:
    words = len("".join(text[node.start : node.end].split()))
    return node.anchors >= 3 and node.links >= _DENSE * max(words, 1) and text.count("。", node.start, node.end) < 2
