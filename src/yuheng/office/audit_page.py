"""审计.html: the audit as one page that needs no network, every line opening at the passages it rests on.

Everything that comes from a document is escaped; a content security policy with the hashes of the one style and the one
script refuses everything else. Pictures are drawn where the extra `charts` is installed, and the page says so where it
is not: the tables hold all that they show.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from yuheng import __version__
from yuheng.audit.conclusions import KINDS
from yuheng.audit.findings import Audit
from yuheng.audit.path import spell_pace
from yuheng.audit.progress import Track
from yuheng.audit.statements import unit_of
from yuheng.model import Claim
from yuheng.model.compiled import Compiled
from yuheng.model.finding import Finding
from yuheng.office.audit_book import GROUPS, RULE_ROWS, Absence, absences, in_group, named
from yuheng.office.charts import is_drawable, is_worth_drawing, lineage_chart, paths_chart, svg_of
from yuheng.office.claims_file import kind_of
from yuheng.office.findings_file import Sources, sources_of
from yuheng.office.single_page import page_bytes
from yuheng.office.words import KIND_WORDS, place_words
from yuheng.vocab.precision import margins

MOST_PATHS: Final = 24
"""Pictures of paths on the page; the table of targets holds all of them."""
MOST_ROWS: Final = 300
"""Findings of one group on the page; the workbook holds all of them."""

LEADS: Final = {
    "沿革": "同一指标的目标在前后文件中的去向。连线只画在主体和指标相同处；名称有别的写明差别，其余说明查过哪份文件。",
    "核算": "由文中数字推算的数，都带上下限；取整能解释的差别不算矛盾。",
    "进度": "官方结论、证据裁定、时序是三回事，从不合并；没有基数或实绩就写“不可判定”和原因。",
    "关联": "名称相同或所述之事相应，供人核对。",
    "缺项": "在所给文档中查过而没有的；不等于别处没有。",
    "数列": "对报送数列的检验。每条写明所用检验，是提请核对，不是指责。",
}
_SVG: Final = re.compile(r"<svg .*</svg>", re.S)


def audit_page_bytes(audit: Audit, documents: Sequence[Compiled]) -> bytes:
    """The whole page."""
    sources = sources_of(documents)
    body = "\n".join((_navigation(audit), _documents(documents), *_sections(audit, sources), _rules()))
    return page_bytes("audit", {"facts": _facts(audit, len(documents)), "body": body, "version": __version__})


def _facts(audit: Audit, documents: int) -> str:
    absent = len(in_group(audit.findings, "缺项"))
    day = audit.on.isoformat()
    return f"{documents} 份文件，{len(audit.findings) - absent} 条结论，{absent} 处缺项；时序按 {day} 计"


def _navigation(audit: Audit) -> str:
    items = []
    for group in GROUPS:
        count = len(in_group(audit.findings, group))
        if count:
            items.append(f'<li><a href="#{group}"><b>{count}</b>{group}</a></li>')
    find = '<input class="find" type="search" placeholder="筛选：指标、文号、结论" aria-label="筛选">'
    return f"<nav><ul>{''.join(items)}</ul><p>{find} <span class='shown'></span></p></nav>"


def _documents(documents: Sequence[Compiled]) -> str:
    def order(document: Compiled) -> tuple[str, str]:
        return (document.meta.issued.isoformat() if document.meta.issued else "9999", document.doc)

    rows = [
        f'<li><span class="when">{each.meta.issued.isoformat() if each.meta.issued else "日期未知"}</span>'
        f"<span>{escape(each.meta.number)}</span><span>{escape(each.meta.title or each.doc)}</span>"
        f'<span class="count">{len(each.claims)} 条断言</span></li>'
        for each in sorted(documents, key=order)
    ]
    return f'<section><h2>文件</h2><ol class="documents">{"".join(rows)}</ol></section>'


def _sections(audit: Audit, sources: Sources) -> Iterable[str]:
    pictures = {"沿革": _lineage_picture(audit), "进度": _paths_picture(audit) + _progress_table(audit.tracks)}
    for group in GROUPS:
        found = in_group(audit.findings, group)
        if not found:
            continue
        if group == "缺项":
            yield _absent_section(audit, sources)
            continue
        shown = found[:MOST_ROWS]
        rows = "\n".join(_finding(each, sources) for each in shown)
        more = (
            f'<p class="more">另有 {len(found) - len(shown)} 条，见 审计.xlsx。</p>' if len(found) > len(shown) else ""
        )
        lead = f'<p class="lead">{LEADS[group]}</p>'
        yield f'<section id="{group}"><h2>{group}</h2>{lead}{pictures.get(group, "")}{rows}{more}</section>'


def _absent_section(audit: Audit, sources: Sources) -> str:
    """Targets and tasks that leave something out, one line each; targets come first."""
    rows = absences(audit.findings, sources)
    counts = Counter(word for row in rows for word in row.words)
    said = "，".join(f"{word} {count} 处" for word, count in counts.most_common())
    lines = "\n".join(_absence(row) for row in rows[:MOST_ROWS])
    more = f'<p class="more">另有 {len(rows) - MOST_ROWS} 条，见 审计.xlsx。</p>' if len(rows) > MOST_ROWS else ""
    return f'<section id="缺项"><h2>缺项</h2><p class="lead">{LEADS["缺项"]}{said}。</p>{lines}{more}</section>'


def _absence(row: Absence) -> str:
    return (
        f'<details class="finding"><summary><span class="word">{KIND_WORDS[kind_of(row.claim)]}</span>'
        f'<span class="message">{escape(row.claim.anchor.quote)}</span>'
        f'<span class="check">{"、".join(row.words)}</span></summary><div class="inside">'
        f'<div class="passages">{_passage(row.document, row.claim)}</div></div></details>'
    )


def _finding(finding: Finding, sources: Sources) -> str:
    word = KINDS[finding.kind]
    message = finding.message.removeprefix(f"{word}：")
    check = '<span class="check">待核</span>' if finding.proposed else ""
    passages = "".join(_passage(*sources[claim]) for claim in finding.claims)
    parts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in finding.parts)
    rule = f"<dt>规则</dt><dd>{escape(finding.rule)}/{escape(finding.version)}</dd>"
    return (
        f'<details class="finding k-{finding.kind}" id="f-{finding.id}"><summary><span class="word">{word}</span>'
        f'<span class="message">{escape(message)}</span>{check}</summary><div class="inside">'
        f'<div class="passages">{passages}</div><dl class="parts">{parts}{rule}</dl></div></details>'
    )


def _passage(document: Compiled, claim: Claim) -> str:
    text, anchor = claim.sentence, claim.anchor
    start, end = max(anchor.start - text.start, 0), max(anchor.end - text.start, 0)
    before, quote, after = text.quote[:start], text.quote[start:end], text.quote[end:]
    words = f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"
    path = " › ".join(claim.heading)
    where = f"{named(document)}　{path}　{place_words(anchor.place)}"
    return f'<div class="passage"><cite>{escape(where)}</cite><blockquote>{words}</blockquote></div>'


def _picture(svg: str, label: str) -> str:
    found = _SVG.search(svg)
    drawn = "" if found is None else found.group()
    return f'<div class="picture" role="img" aria-label="{escape(label)}">{drawn}</div>'


def _not_drawn() -> str:
    return '<p class="more">图未绘制：安装 yuheng[charts] 后重新运行即可；下面的表含图中全部内容。</p>'


def _lineage_picture(audit: Audit) -> str:
    if not audit.edges:
        return ""
    if not is_drawable():
        return _not_drawn()
    return _picture(svg_of(lineage_chart(audit.edges, audit.findings, audit.statements)), "目标在各文件间的去向")


def _paths_picture(audit: Audit) -> str:
    tracks = [track for track in audit.tracks if is_worth_drawing(track)][:MOST_PATHS]
    if not tracks:
        return ""
    return _picture(svg_of(paths_chart(tracks)), "各目标所需的路径与实绩") if is_drawable() else _not_drawn()


def _progress_table(tracks: Sequence[Track]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("目标", "基数", "实绩", "所需速度", "官方结论", "证据裁定", "时序"))
    rows = []
    for track in tracks:
        if not track.bases and track.report is None:
            continue
        pace = track.verdict.pace
        cells = (
            track.target.said(),
            "" if track.base is None else track.base.said(),
            "" if track.report is None else track.report.said(),
            "" if pace is None else spell_pace(pace, track.target.amount.family, unit=unit_of(track.target)),
            "未见",
            f"{track.verdict.word}：{track.verdict.reason}",
            track.schedule,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div><br>'


def _rules() -> str:
    words = "".join(f"<tr><th>{escape(word)}</th><td>{escape(rule)}</td></tr>" for word, rule in RULE_ROWS)
    read = "".join(f"<tr><th>{escape(margin.op)}</th><td>{escape(margin.why)}</td></tr>" for margin in margins())
    return (
        f'<section id="规则"><h2>规则</h2><p class="lead">裁定所用的词，以及约、超过和取整怎样读成上下限。</p>'
        f"<table>{words}</table><br><table>{read}</table></section>"
    )
