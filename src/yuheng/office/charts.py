"""The two pictures of an audit: a target's path, and targets carried from document to document.

Each is a Vega-Lite specification, as plain data: the same one gives the SVG of the page and the PNG for Word, so that
the two can never show different things, and no library that takes a second to import has to build it. Drawing needs the
extra `charts`; everything else of an audit works without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from yuheng.audit.conclusions import KINDS
from yuheng.audit.lineage import Edge
from yuheng.audit.path import years_between
from yuheng.audit.progress import Track
from yuheng.audit.statements import Statement, unit_of
from yuheng.errors import Misuse
from yuheng.model.finding import Finding

Spec = Mapping[str, Any]

FONT: Final = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
INK: Final = "#1d2629"
SOFT: Final = "#56646a"
LINE: Final = "#d5dde0"
ACCENT: Final = "#1f4e5f"
WAY: Final = "#5b8fa3"
BAND: Final = "#bcd4dc"
DONE: Final = "#3d7a14"
COLOURS: Final = {
    "continued": "#1f4e5f",
    "postponed": "#b05a00",
    "raised": "#3d7a14",
    "lowered": "#8a1f4d",
    "met-not-continued": "#503a93",
    "not-continued": "#8b979c",
    "not-comparable": "#8b979c",
}
"""Colour of each outcome; the word stands beside it always, so that no colour carries meaning alone."""

_STEPS: Final = 24
_YI: Final = Decimal(100_000_000)
_ROW: Final = 40
_MOST_LINES: Final = 60


def is_drawable() -> bool:
    """Whether the extra `charts` is installed."""
    from importlib.util import find_spec

    return find_spec("vl_convert") is not None


def svg_of(spec: Spec) -> str:
    """Draw a specification as SVG, for the page.

    Raises:
        Misuse: the extra `charts` is not installed.
    """
    return str(_renderer().vegalite_to_svg(dict(spec)))


def png_of(spec: Spec, *, scale: float = 2) -> bytes:
    """Draw the same specification as PNG, for Word; `scale` 2 prints sharply.

    Raises:
        Misuse: the extra `charts` is not installed.
    """
    return bytes(_renderer().vegalite_to_png(dict(spec), scale=scale))


def path_chart(track: Track, *, say: Callable[[str], str] = str) -> Spec:
    """The way that a target asks for, with the band that its words and digits leave, and what was reached.

    `say` puts the captions and units into the reader's words; the indicator is a quote, and stays.

    Raises:
        Misuse: the track has no base or no date: there is no path to draw.
    """
    base, target = track.base, track.target
    if base is None or base.until is None or target.until is None:
        raise Misuse(f"the target “{target.figure.indicator}” has no path: no base or no date.")
    unit, name = _display_unit(target)
    points = [_point(base, unit, "基数", say), _point(target, unit, "目标", say)]
    if track.report is not None and track.report.until is not None:
        points.append(_point(track.report, unit, "实绩", say))
    ticks = list(range(int(_year(base.until)), int(_year(target.until)) + 2))
    x = {**_YEARS, "axis": {"format": "d", "values": ticks}}
    band = [_step(track, base, index, unit) for index in range(_STEPS + 1)]
    words = f"{target.figure.indicator}（{say(name)}）" if name else target.figure.indicator
    title = {"text": words, "anchor": "start", "fontSize": 13, "color": INK, "limit": 400}
    layers = [*_way(band, x), *_reached(points, x), *_labels(points, x)]
    return _framed({"title": title, "layer": layers, "width": 380, "height": 170})


_YEARS: Final = {"field": "year", "type": "quantitative", "title": None, "scale": {"zero": False, "nice": False}}
_AMOUNT: Final = {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": False, "padding": 18}}
_WHAT: Final = {
    "field": "what",
    "type": "nominal",
    "scale": {"domain": ["基数", "目标", "实绩"], "range": [SOFT, ACCENT, DONE]},
    "legend": None,
}
_SHAPE: Final = {
    "field": "what",
    "scale": {"domain": ["基数", "目标", "实绩"], "range": ["square", "diamond", "circle"]},
    "legend": None,
}


def _way(band: Sequence[Spec], x: Spec) -> list[Spec]:
    return [
        {
            "data": {"values": band},
            "mark": {"type": "area", "color": BAND, "opacity": 0.7},
            "encoding": {"x": x, "y": {**_AMOUNT, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "data": {"values": band},
            "mark": {"type": "line", "color": WAY, "strokeDash": [5, 3]},
            "encoding": {"x": x, "y": _AMOUNT},
        },
    ]


def _reached(points: Sequence[Spec], x: Spec) -> list[Spec]:
    """The points with the bounds of each, and the line from the base to what was achieved."""
    return [
        {
            "data": {"values": [point for point in points if point["what"] != "目标"]},
            "mark": {"type": "line", "color": DONE, "strokeWidth": 2},
            "encoding": {"x": x, "y": _AMOUNT},
        },
        {
            "data": {"values": points},
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {"x": x, "y": {**_AMOUNT, "field": "low"}, "y2": {"field": "high"}, "color": _WHAT},
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": _AMOUNT, "color": _WHAT, "shape": _SHAPE},
        },
    ]


def _labels(points: Sequence[Spec], x: Spec) -> list[Spec]:
    return [
        {
            "data": {"values": points},
            "transform": [{"filter": f"datum.what {sign} '目标'"}],
            "mark": {"type": "text", "dy": drop, "dx": shift, "align": align, "fontSize": 12, "fontWeight": 600},
            "encoding": {"x": x, "y": _AMOUNT, "text": {"field": "label"}, "color": {"value": INK}},
        }
        for sign, align, shift, drop in (("==", "right", 6, -13), ("!=", "left", 10, 14))
    ]


def paths_chart(tracks: Sequence[Track]) -> Spec:
    """Several paths as one picture, two in a row: drawing one picture costs little more than one path.

    Raises:
        Misuse: there is nothing to draw, or a track without a path.
    """
    if not tracks:
        raise Misuse("no target has a base and a date: there is no path to draw.")
    charts = [
        {key: value for key, value in path_chart(track).items() if key in ("title", "layer", "width", "height")}
        for track in tracks
    ]
    return _framed({"concat": charts, "columns": 2, "spacing": 28})


def lineage_chart(edges: Sequence[Edge], findings: Sequence[Finding], statements: Sequence[Statement]) -> Spec:
    """Targets as rows, documents as columns in the order of their dates, and what became of each between them.

    The first sixty, what was carried on before what was not: a picture of more is none.

    Raises:
        Misuse: there is nothing to draw.
    """
    rows = _lineage_rows(edges, findings, statements)
    if not rows:
        raise Misuse("no target is carried from one document to another: there is no lineage to draw.")
    rows = rows[:_MOST_LINES]
    columns = sorted({row["from"] for row in rows} | {row["to"] for row in rows})
    lines = list(dict.fromkeys(row["row"] for row in rows))
    nodes = [
        {"row": row["row"], "at": row[end], "label": row[f"{end}Label"]}
        for row in rows
        for end in ("from", "to")
        if row[f"{end}Label"]
    ]
    x = {"field": "at", "type": "ordinal", "sort": columns, "title": None, "axis": _COLUMN_AXIS}
    y = {"field": "row", "type": "ordinal", "sort": lines, "title": None, "axis": _ROW_AXIS}
    layers = _carried(rows, list({(node["row"], node["at"]): node for node in nodes}.values()), x, y)
    return _framed({"layer": layers, "width": max(300 * len(columns), 420), "height": _ROW * len(lines) + 20})


def _carried(rows: Sequence[Spec], nodes: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    scale = {"domain": list(COLOURS), "range": list(COLOURS.values())}
    stroke = {"field": "kind", "type": "nominal", "scale": scale, "legend": None}
    dash = {"condition": {"test": "datum.open", "value": [4, 4]}, "value": [1, 0]}
    along = {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y, "color": stroke, "strokeDash": dash}
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": along},
        {
            "data": {"values": nodes},
            "mark": {"type": "point", "filled": True, "size": 80, "color": INK, "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": nodes},
            "mark": {"type": "text", "dy": -12, "fontSize": 11.5, "color": INK},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
        {
            "data": {"values": [{**row, "at": row["to"]} for row in rows]},
            "mark": {"type": "text", "align": "right", "dx": -12, "dy": 12, "fontSize": 12, "fontWeight": 700},
            "encoding": {"x": x, "y": y, "text": {"field": "word"}, "color": stroke},
        },
    ]


def _lineage_rows(
    edges: Sequence[Edge], findings: Sequence[Finding], statements: Sequence[Statement]
) -> list[dict[str, Any]]:
    """Every step, with the line it is drawn on: that of the chain's first target."""
    by_claim = {each.figure.id: each for each in statements}
    lines = _chains(edges)
    rows = [_edge_row(edge, lines[edge.older.figure.id]) for edge in edges]
    for finding in findings:
        if finding.kind in ("met-not-continued", "not-continued", "not-comparable") and finding.claims[0] in by_claim:
            used = [by_claim[claim] for claim in finding.claims if claim in by_claim]
            last = _last_looked_at(used[0], edges, statements)
            line = lines.get(used[0].figure.id, used[0].name)
            rows.append(_ending_row(finding, used, last, line))
    order = {kind: place for place, kind in enumerate(COLOURS)}
    return sorted(rows, key=lambda row: (order[row["kind"]], row["from"], row["row"]))


def _chains(edges: Sequence[Edge]) -> dict[str, str]:
    """The line of every target that an edge touches; two chains that start under one name are told apart by date."""
    lines: dict[str, str] = {}
    for edge in edges:  # in the order of the documents, so a chain's first edge comes first
        older, newer = edge.older, edge.newer
        if older.figure.id not in lines:
            name = older.name
            taken = name in lines.values()
            lines[older.figure.id] = f"{name}（{older.label() or older.figure.quantity.stated}）" if taken else name
        lines[newer.figure.id] = lines[older.figure.id]
    return lines


_COLUMN_AXIS: Final = {"orient": "top", "labelAngle": 0, "labelLimit": 280, "labelFontWeight": 600, "grid": True}
_ROW_AXIS: Final = {"labelLimit": 260, "ticks": False, "domain": False, "grid": False}


def _edge_row(edge: Edge, line: str) -> dict[str, Any]:
    return {
        "row": line,
        "from": _column(edge.older),
        "to": _column(edge.newer),
        "fromLabel": _node(edge.older),
        "toLabel": _node(edge.newer),
        "kind": edge.kind,
        "word": KINDS[edge.kind],
        "open": False,
    }


def _ending_row(finding: Finding, used: Sequence[Statement], last: str, line: str) -> dict[str, Any]:
    target, others = used[0], used[1:]
    return {
        "row": line,
        "from": _column(target),
        "to": _column(others[0]) if others else last,
        "fromLabel": _node(target),
        "toLabel": _node(others[0]) if others else "",
        "kind": finding.kind,
        "word": KINDS[finding.kind],
        "open": True,
    }


def _last_looked_at(target: Statement, edges: Sequence[Edge], statements: Sequence[Statement]) -> str:
    """The document after which the target was not seen: the next one that carries the target's document on."""
    later = [edge.newer for edge in edges if edge.older.publication == target.publication]
    return min((_column(each) for each in later), default=_column(statements[-1]))


def _column(statement: Statement) -> str:
    meta = statement.meta
    issued = "" if meta.issued is None else meta.issued.isoformat()
    return f"{issued}　{meta.number or meta.title[:16] or statement.doc}"


def _node(statement: Statement) -> str:
    label = statement.label()
    return f"{statement.words}{f'（{label}）' if label else ''}"


def _display_unit(target: Statement) -> tuple[Decimal, str]:
    if target.amount.family == "money":
        return _YI, "亿元"
    return unit_of(target)


def _point(statement: Statement, unit: Decimal, what: str, say: Callable[[str], str]) -> dict[str, Any]:
    assert statement.until is not None  # noqa: S101  # path_chart has looked
    span, stated = statement.amount.span, statement.amount.stated
    return {
        "year": _year(statement.until),
        "value": float(stated / unit),
        "low": float((stated if span.low is None else span.low) / unit),
        "high": float((stated if span.high is None else span.high) / unit),
        "what": what,
        "label": f"{say(what)} {say(statement.words)}",
    }


def _step(track: Track, base: Statement, index: int, unit: Decimal) -> dict[str, Any]:
    """One point of the path and of its band: compound for money from above zero, straight for the rest."""
    assert base.until is not None  # noqa: S101  # path_chart has looked
    assert track.target.until is not None  # noqa: S101
    share = Decimal(index) / _STEPS
    start, goal = base.amount, track.target.amount
    compound = goal.family == "money" and start.stated > 0 and goal.stated > 0
    low = start.span.low if start.span.low is not None else start.stated
    high = start.span.high if start.span.high is not None else start.stated
    goal_low = goal.span.low if goal.span.is_bounded and goal.span.low is not None else goal.stated
    goal_high = goal.span.high if goal.span.is_bounded and goal.span.high is not None else goal.stated
    ends = ((start.stated, goal.stated), (low, goal_low), (high, goal_high))
    value, bottom, top = (
        a * (b / a) ** share if compound and a > 0 and b > 0 else a + (b - a) * share for a, b in ends
    )
    return {
        "year": _year(base.until) + (_year(track.target.until) - _year(base.until)) * float(share),
        "value": float(value / unit),
        "low": float(min(bottom, top) / unit),
        "high": float(max(bottom, top) / unit),
    }


def _year(until: date) -> float:
    """Where a time ends on an axis of years: what was measured for 2020 stands at 2020, the half year before it."""
    return until.year - 1 + (until - date(until.year, 1, 1)).days / 365


def _framed(spec: dict[str, Any]) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 8,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": SOFT,
                "titleColor": SOFT,
                "gridColor": "#edf1f2",
                "domainColor": LINE,
                "tickColor": LINE,
                "labelFontSize": 12,
                "titleFontWeight": 400,
            },
        },
        **spec,
    }


def _renderer() -> Any:
    try:
        import vl_convert
    except ImportError as missing:
        raise Misuse(
            "drawing needs vl-convert-python, which is not installed.",
            hint="Install it with: pip install 'yuheng[charts]'",
        ) from missing
    return vl_convert


def is_worth_drawing(track: Track) -> bool:
    """Whether a track has a way of more than a year, and a goal ahead of its base or a report to show."""
    base, target = track.base, track.target
    if base is None or base.until is None or target.until is None or target.until <= base.until:
        return False
    return years_between(base.until, target.until) > 1
