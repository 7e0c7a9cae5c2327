"""The object of a task, and where it is really several: 建成A 15个、B 20个, 支持建设A以及B, 加快推进A、B、C建设."""

from __future__ import annotations

import re

from yuheng.extract.clauses import WHOLE

_JOINT = re.compile(rf"{WHOLE}|(、|[，,]?以及|[，,]?及(?!时|其|早|格)|和|与)")
_ANY_JOINT = re.compile("[、及和与]")
_DIGIT = re.compile("\\d")
_COUNTED = re.compile(
    r"(?:\d[\d,.]*(?:[—–\-~至]\d+)?[余多]?(?:万|亿)?(?:个|家|所|处|座|项|名|人|支|条|台|套|件|张|户|种|批|辆|公里|亩|对|次|场|门|间|股|片|只|项次|人次)(?:以上|左右|以内)?)$"
)
_COUNT_FIRST = re.compile(r"^(?:\d[\d,.]*[余多]?(?:万|亿)?(?:个|家|所|处|座|项|名|支|条|台|套|件|户|种)以?上?)")
_FACILITY = re.compile(
    "(?:中心|平台|基地|研究院|医院|学院|校区|院区|园区|产业园|科技园|实验室|公园|体育场|体育馆|剧院|博物馆|图书馆|枢纽|工厂|电站|港区|码头|机场|车站|水库|大桥|隧道|铁路|高速公路|公路|联盟|智库|数据库|资源库|系统|网络)$"
)
_FINAL = re.compile("(?:等)?(?:项目|工程)?(?P<verb>建设|创建)$")
_SEVERAL = re.compile(r"\d|以及|(?:建设|创建)$")
"""Without any of these no object is cut, but for what is built or held."""
_EVENTS = re.compile("等?(?:活动|工作|服务)$")
_DONE = re.compile(
    "(?:研究|转化|服务|评价|评估|应用|开发|培训|检查|筛查|治理|整治|示范|推广|攻关|试验|监测|审查|排查)$"
)


def objects_of(text: str, start: int, end: int, group: str, action: str) -> list[tuple[int, int]]:
    """Cut text[start:end) into the objects that are tasks of their own; one span where it is one task.

    Only what the words force apart is cut: counted items, 以及 between whole noun phrases, and facilities each named in
    full. A list of examples (A、B等基地) or of aspects (提升研发、生产和管理水平) is one object.

    >>> text = "创新平台15个、研究机构20个、服务机构3个"
    >>> [text[a:b] for a, b in objects_of(text, 0, len(text), "build", "建成")]
    ['创新平台15个', '研究机构20个', '服务机构3个']
    """
    whole = [(start, end)]
    if group not in ("build", "develop", "improve", "organise", "promote", "support"):
        return whole
    if not _ANY_JOINT.search(text, start, end):
        return whole
    if group != "build" and "开展" not in action and not _SEVERAL.search(text, start, end):
        return whole
    joints = [match.span(1) for match in _JOINT.finditer(text, start, end) if match.lastindex]
    if not joints:
        return whole
    for accept in (_counted, _facilities, _events, _whole_phrases):
        parts = accept(text, start, end, joints, group, action)
        if len(parts) > 1:
            return parts
    return whole


def _parts(start: int, end: int, joints: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [start, *(edge for joint in joints for edge in joint), end]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2) if edges[i] < edges[i + 1]]


def _counted(
    text: str, start: int, end: int, joints: list[tuple[int, int]], group: str, action: str
) -> list[tuple[int, int]]:
    """Each part ends with its count (平台15个), or each begins with one (3个中心、5个基地)."""
    if group in ("organise", "support") or not _DIGIT.search(text, start, end) or "其中" in text[start:end]:
        return []
    for count in (_COUNTED, _COUNT_FIRST):
        parts: list[tuple[int, int]] = []
        at = start
        for left, right in joints:
            here = count.search(text[at:left])
            there = count.search(text[right:end]) if count is _COUNT_FIRST else here
            if here and there:
                parts.append((at, left))
                at = right
        if parts and count.search(text[at:end]):
            return [*parts, (at, end)]
    return []


def _facilities(
    text: str, start: int, end: int, joints: list[tuple[int, int]], group: str, action: str
) -> list[tuple[int, int]]:
    """Facilities named in full, with or without a closing 建设 that they share."""
    final = _FINAL.search(text, start, end)
    if final is not None and text[final.start() : final.start() + 1] == "等":
        return []
    if final is None and group != "build":
        return []
    parts = _parts(start, final.start() if final else end, [j for j in joints if not final or j[1] <= final.start()])
    if any(right - left < 6 or not _FACILITY.search(text[left:right]) for left, right in parts):
        return []
    if (
        any(word in text[start : parts[0][1]] for word in ("一批", "若干", "各类", "的"))
        or "等" in text[slice(*parts[-1])]
    ):
        return []
    return [*parts[:-1], (parts[-1][0], end)]


def _events(
    text: str, start: int, end: int, joints: list[tuple[int, int]], group: str, action: str
) -> list[tuple[int, int]]:
    """组织开展A研究与转化、B研究、C评价等活动: doings, each named in full."""
    close = _EVENTS.search(text, start, end)
    if "开展" not in action or close is None:
        return []
    parts = _parts(start, close.start(), [j for j in joints if text[slice(*j)] == "、" and j[1] <= close.start()])
    if any(right - left < 6 or not _DONE.search(text[left:right]) for left, right in parts):
        return []
    return [*parts[:-1], (parts[-1][0], end)]


def _whole_phrases(
    text: str, start: int, end: int, joints: list[tuple[int, int]], group: str, action: str
) -> list[tuple[int, int]]:
    """A以及B, where A is a noun phrase that could end the clause: 支持建设公共服务平台以及基础研究平台."""
    if group in ("promote", "improve") or (group == "support" and "建" not in action):
        return []
    for left, right in joints:
        if (
            text[left:right].endswith("以及")
            and left - start >= 6
            and end - right >= 6
            and _FACILITY.search(text[start:left])
        ):
            return [(start, left), (right, end)]
    return []
