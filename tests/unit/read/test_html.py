from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.model import Mark, Reading
from yuheng.read import read_snapshot


def read(page: str) -> Reading:
    return read_snapshot("页.html", page.encode())[1]


def marked(reading: Reading, kind: str) -> list[tuple[str, int]]:
    return [(reading.text[m.start : m.end], m.level) for m in reading.marks if m.kind == kind]


def test_entities_are_their_characters_and_lie_at_their_sign() -> None:
    source = "<html><p>床位&#x8fbe;到&ldquo;6.5&rdquo;张&nbsp;以上&amp;&unknown;</p>"

    reading = read(source)

    assert reading.text == "床位达到“6.5”张\xa0以上&&unknown;\n"
    lies_at = {reading.text[run.start]: source[run.source or 0] for run in reading.runs}
    assert lies_at == {"床": "床", "到": "到", "6": "6", "张": "张", "以": "以", "&": "&"}


def test_every_character_of_a_run_stands_at_its_offset_in_the_source() -> None:
    source = "<!doctype html>\r\n<title>x</title><div>前言\n  <b>甲</b>乙<p>丙 丁</p></div>尾"

    reading = read(source)

    assert reading.text == "前言 甲乙\n丙 丁\n尾"
    for run in reading.runs:
        assert run.source is not None
        shown, there = reading.text[run.start : run.end], source[run.source : run.source + run.end - run.start]
        assert shown == there.replace("\n", " ")


def test_what_is_not_seen_is_not_text() -> None:
    reading = read(
        "<html><head><title>题</title><style>p{}</style></head><body><script>if (a<b) '</p>';</script>"
        "<!-- <p>注</p> -->"
        "<p style='display: none'>藏</p><p hidden>藏</p><noscript>无</noscript><select><option>选</select>"
        "<ruby>健<rt>jiàn</rt></ruby><textarea>框</textarea><p>见</p></body></html>"
    )

    assert (reading.text, reading.properties[0]) == ("健\n见\n", ("title", "题"))


def test_blocks_end_lines_and_breaks_do_too() -> None:
    reading = read("<html><p>一<br>二<p>三<ul><li>四<li>五</ul><div>六<span>七</span></div>")

    assert (reading.text, reading.wrapped) == ("一\n二\n三\n四\n五\n六七\n", False)


def test_a_preformatted_text_keeps_its_lines() -> None:
    assert read("<html><pre>一\n  二</pre>").text == "一\n  二\n"


def test_headings_have_their_level() -> None:
    reading = read("<html><h1>规划</h1><h2> 一、总则 </h2><p>文</p>")

    assert marked(reading, "heading") == [("规划", 1), ("一、总则", 2)]


def test_a_table_is_marked_by_rows_and_cells_with_their_columns() -> None:
    reading = read(
        "<html><table><tr><th rowspan=2>指标<th colspan=2>目标<tr><td>2025<td>2030</tr><tr><td>床位<td>6<td>8</table>"
    )

    assert reading.text == "指标\n目标\n2025\n2030\n床位\n6\n8\n"
    assert marked(reading, "cell") == [
        ("指标", 0), ("目标", 1), ("2025", 1), ("2030", 2), ("床位", 0), ("6", 1), ("8", 2),
    ]  # fmt: skip
    assert marked(reading, "row") == [("指标\n目标", 0), ("2025\n2030", 0), ("床位\n6\n8", 0)]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    reading = read(f"<html><table><tr><td>栏目<td><p>{'正文一句。' * 200}</p><tr><td>脚<td>脚</table>")

    assert {mark.kind for mark in reading.marks} & {"table", "row", "cell"} == set()


ARTICLE = "<p>本市出台健康产业规划，提出发展目标。到2025年，床位达到6张。各区要落实责任。</p>" * 4


def test_boilerplate_is_marked_and_stays_in_the_text() -> None:
    reading = read(
        "<html><body><nav>导航</nav><div class='site-header'>某市政府</div><div class='article-body'>"
        f"{ARTICLE}<div class='article-share'>分享到微信</div></div>"
        "<ul><li><a>另一条新闻</a><li><a>又一条新闻</a><li><a>第三条新闻</a></ul>"
        "<div role='complementary'>侧栏</div><footer>脚</footer><p>版权所有：某市政府 蜀ICP备1号</p></body></html>"
    )

    assert [words for words, _ in marked(reading, "boilerplate")] == [
        "导航", "某市政府", "分享到微信", "另一条新闻\n又一条新闻\n第三条新闻", "侧栏", "脚",
        "版权所有：某市政府 蜀ICP备1号",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["header-fixed", "content", "nav-open", "comment"])
def test_a_block_that_holds_the_article_is_never_boilerplate(name: str) -> None:
    assert (
        marked(read(f"<html><body class='{name}'><div class='{name}'>{ARTICLE}</div></body></html>"), "boilerplate")
        == []
    )


def test_links_inside_a_sentence_do_not_make_a_block_boilerplate() -> None:
    reading = read(
        "<html><p><a>国务院</a>印发《<a>规划</a>》，<a>卫生健康委</a>负责落实，到2025年床位达到6张。具体见附件。</p>"
    )

    assert marked(reading, "boilerplate") == []


def test_what_a_page_states_of_itself_becomes_properties() -> None:
    reading = read(
        "<html><head><title>规划 - 某市政府网</title><meta name='ArticleTitle' content='规划'>"
        "<meta name='PubDate' content='2024-03-01'><meta name='ContentSource' content='市卫生健康委'></head>文</html>"
    )

    assert reading.properties == (
        ("title", "规划"), ("published", "2024-03-01"), ("source", "市卫生健康委"), ("encoding", "utf-8"),
    )  # fmt: skip


@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_a_page_in_gb18030_is_read_whatever_it_declares(declared: str) -> None:
    page = f"<html><head><meta charset={declared}></head><p>到2025年，健康服务业规模达到500亿元。镕</p>"

    _, reading, issues = read_snapshot("页.html", page.encode("gb18030"))

    assert (reading.text, issues) == ("到2025年，健康服务业规模达到500亿元。镕\n", ())


@pytest.mark.parametrize(
    "piece",
    [
        '<a "',
        "<!",
        "<!--",
        "<div>",
        "</p>",
        "<p><td>",
        "&",
        "&#x",
        "<li>",
        "<table>",
        "</b",
        "<title>",
        "<script>",
        "<a",
    ],
)
def test_broken_markup_is_read_to_its_end(piece: str) -> None:
    reading = read("<html>" + piece * 60_000)

    assert all(0 <= run.start < run.end <= len(reading.text) for run in reading.runs)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<table>",
                "</table>",
                "<a href='",
                "'>",
                "文。",
                "&nbsp;",
                "<",
                "<b>",
                "<br/>",
                " \n",
                "</div>",
                "<li>",
                "<script>",
                "</script>",
                "<h1>",
            ]
        )
    )
)
def test_no_markup_breaks_the_order_of_runs_and_marks(pieces: list[str]) -> None:
    reading = read("<html>" + "".join(pieces))

    ends = [0]
    for run in reading.runs:
        assert ends[-1] <= run.start < run.end <= len(reading.text)
        ends.append(run.end)
    assert list(reading.marks) == sorted(reading.marks, key=lambda mark: (mark.start, -mark.end))
    assert all(isinstance(mark, Mark) and reading.text[mark.start : mark.end].strip() for mark in reading.marks)
