"""The tables and the picture of a period's paper: counts by word, and one owner's duties with the words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from yuheng.office.bulletin_notes import noted, row_words
from yuheng.office.charts import FONT, INK
from yuheng.office.official_document import OfficialDocument
from yuheng.office.verdicts import NO_WORD, PeriodVerdict, Tally

EVIDENCE: Final = ("提前实现", "快于预期", "基本符合预期", "滞后", "不可判定")
_COLOURS: Final = ("#3d7a14", "#5b8fa3", "#bcd4dc", "#b05a00", "#c9d3d6")
_MOST_BARS: Final = 20
_OWN: Final = ("滞后", NO_WORD)


def verdict_table(document: OfficialDocument, verdicts: Sequence[PeriodVerdict]) -> None:
    """One owner's duties, and under them the words that each row rests on, by its number.

    No footnotes here: LibreOffice takes minutes to lay out a thousand rows that carry some, and leaves pages of two
    rows and empty ones behind.
    """
    head = ("", "指标或任务", "目标", "本期值", "自评", "按数裁定", "时序", "说明")
    rows, sources = [], []
    for number, each in enumerate(verdicts, start=1):
        name, goal, value, source = row_words(each)
        judged = f"{each.evidence.word}：{each.evidence.reason}"
        note = noted(each) if each.is_red else each.note or "—"
        cells = (str(number), name, goal, value, each.own_word, judged, each.schedule, note)
        rows.append(tuple((words,) for words in cells))
        sources.append(f"{number}  {source}")
    document.table(head, rows, (1.1, 3.0, 1.7, 1.6, 1.6, 2.6, 1.2, 2.5))
    for source in sources:
        document.small(source)


def tally_table(document: OfficialDocument, name: str, found: Sequence[Tally]) -> None:
    """Counts by word, a row for each owner, chapter or kind."""
    head = (name, "项数", *EVIDENCE, *_OWN, "已到期")
    groups = (("", 1), ("", 1), ("按数裁定", len(EVIDENCE)), ("自评", len(_OWN)), ("", 1))
    rows = [
        (
            (each.name,),
            (str(each.count),),
            *((_number(each.evidence.get(word, 0)),) for word in EVIDENCE),
            *((_number(each.official.get(word, 0)),) for word in _OWN),
            (_number(each.schedule.get("已到期", 0)),),
        )
        for each in found
    ]
    document.table(head, rows, (2.8, 1.1, *(1.15 for _ in range(8))), groups=groups)


def _number(count: int) -> str:
    return str(count) if count else "—"


def chart_of(found: Sequence[Tally]) -> dict[str, Any]:
    """Bars of counts, one for each owner; what is beyond the page is counted together and named so."""
    shown, rest = found[:_MOST_BARS], found[_MOST_BARS:]
    values = [
        {"owner": each.name, "word": word, "count": each.evidence.get(word, 0), "order": order}
        for each in shown
        for order, word in enumerate(EVIDENCE)
    ]
    if rest:
        name = f"其余{len(rest)}个单位"
        values += [
            {"owner": name, "word": word, "count": sum(each.evidence.get(word, 0) for each in rest), "order": order}
            for order, word in enumerate(EVIDENCE)
        ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 560,
        "height": {"step": 22},
        "background": "white",
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "owner", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}},
            "x": {"field": "count", "type": "quantitative", "title": "项", "axis": {"tickMinStep": 1}},
            "color": {
                "field": "word",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(EVIDENCE), "range": list(_COLOURS)},
                "legend": {"orient": "top"},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
        "config": {"font": FONT, "axis": {"labelColor": INK, "labelFontSize": 12, "titleFontSize": 12}},
    }
