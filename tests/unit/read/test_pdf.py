from __future__ import annotations

import importlib.util
import io
from typing import Any

import pytest
from tests.unit.read.samples import pdf, reading_or_hint

from yuheng.errors import ScannedSnapshot, UnreadableSnapshot
from yuheng.model import Issue, Mark, Reading, Run
from yuheng.read import read_snapshot


def read(draw: Any, *, pages: int = 1) -> Reading:
    return read_snapshot("规划.pdf", pdf(draw, pages=pages))[1]


def marked(reading: Reading, kind: str) -> list[tuple[str, int]]:
    return [(reading.text[m.start : m.end], m.level) for m in reading.marks if m.kind == kind]


def test_a_line_is_cut_into_runs_whose_boxes_are_where_the_characters_are() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(100, 700, "到2025年达6张")

    reading = read(draw)

    assert reading.text == "到2025年达6张\n"
    places = [(reading.text[r.start : r.end], r.page, r.box and (r.box[0], r.box[2])) for r in reading.runs]
    assert [(words, page) for words, page, _ in places] == [("到", 1), ("2025", 1), ("年达", 1), ("6", 1), ("张", 1)]
    edges = [box for *_, box in places if box]
    assert edges[0] == (100.0, 112.0)
    assert edges[1] == pytest.approx((112, 136), abs=2)
    assert edges[2] == pytest.approx((edges[1][1], edges[1][1] + 24), abs=1)
    assert all(695 < r.box[1] < 700 < r.box[3] < 715 for r in reading.runs if r.box)


def test_text_drawn_in_any_order_is_read_from_top_to_bottom() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 600, "第三行在这里")
        c.drawString(60, 640, "第一行在这里")
        c.drawString(150, 620, "的后半")
        c.drawString(60, 620, "第二行")

    assert read(draw).text.split() == ["第一行在这里", "第二行", "的后半", "第三行在这里"]


COLUMN = "本市卫生健康事业五年间取得显著的"


def test_columns_are_read_one_after_the_other_and_what_spans_them_divides() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 780, "横跨两栏的标题文字，它比任何一栏都宽得多，所以两栏从它的下面开始。")
        for line in range(6):
            c.drawString(60, 740 - 18 * line, f"左{line}{COLUMN}")
            c.drawString(310, 733 - 18 * line, f"右{line}{COLUMN}")
        c.drawString(60, 600, "横跨两栏的结论文字，它把版面分成上下两段，读完上段才能读下段的字。")
        for line in range(4):
            c.drawString(60, 560 - 18 * line, f"下左{line}{COLUMN}")
            c.drawString(310, 560 - 18 * line, f"下右{line}{COLUMN}")

    heads = [line.split("本")[0] for line in read(draw).text.split()]

    assert heads == [
        "横跨两栏的标题文字，它比任何一栏都宽得多，所以两栏从它的下面开始。",
        *(f"左{line}" for line in range(6)),
        *(f"右{line}" for line in range(6)),
        "横跨两栏的结论文字，它把版面分成上下两段，读完上段才能读下段的字。",
        *(f"下左{line}" for line in range(4)),
        *(f"下右{line}" for line in range(4)),
    ]


def test_three_columns_are_three() -> None:
    def draw(c: Any, _: int) -> None:
        for line in range(6):
            for column, name in enumerate("左中右"):
                c.drawString(40 + 180 * column, 740 - 18 * line, f"{name}{line}健康服务业规模达到新高")

    assert [line[:2] for line in read(draw).text.split()] == [f"{name}{line}" for name in "左中右" for line in range(6)]


def test_a_table_without_rulings_is_read_row_by_row_and_not_as_columns() -> None:
    def draw(c: Any, _: int) -> None:
        for line in range(8):
            c.drawString(60, 740 - 18 * line, f"指标{line}")
            c.drawString(310, 740 - 18 * line, f"{line}00张")

    assert read(draw).text.splitlines() == [f"指标{line} {line}00张" for line in range(8)]


def grid(c: Any, xs: list[int], ys: list[int]) -> None:
    c.grid(xs, ys)


def test_a_ruled_table_is_read_cell_by_cell_with_its_lines_inside() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 760, "表前的话。")
        grid(c, [60, 200, 300, 400], [740, 690, 640])
        c.drawString(70, 720, "每千人口")
        c.drawString(70, 700, "床位数（张）")
        c.drawString(210, 710, "6.5")
        c.drawString(310, 710, "≥7")
        c.drawString(70, 660, "人均预期寿命")
        c.drawString(210, 660, "77")
        c.drawString(60, 600, "表后的话。")

    reading = read(draw)

    assert reading.text == "表前的话。\n每千人口\n床位数（张）\n6.5\n≥7\n人均预期寿命\n77\n表后的话。\n"
    assert marked(reading, "cell") == [
        ("每千人口\n床位数（张）", 0), ("6.5", 1), ("≥7", 2), ("人均预期寿命", 0), ("77", 1),
    ]  # fmt: skip
    assert marked(reading, "row") == [("每千人口\n床位数（张）\n6.5\n≥7", 0), ("人均预期寿命\n77", 0)]
    assert [mark.kind for mark in reading.marks[:3]] == ["table", "row", "cell"]


def test_a_tall_merged_cell_belongs_to_the_row_where_it_begins() -> None:
    def draw(c: Any, _: int) -> None:
        for x0, y0, x1, y1 in (
            (60, 740, 400, 740), (100, 700, 400, 700), (60, 660, 400, 660),
            (60, 660, 60, 740), (100, 660, 100, 740), (250, 660, 250, 740), (400, 660, 400, 740),
        ):  # fmt: skip
            c.line(x0, y0, x1, y1)
        for at, char in enumerate("控烟"):
            c.drawString(70, 715 - 20 * at, char)
        c.drawString(110, 715, "吸烟率")
        c.drawString(260, 715, "20%")
        c.drawString(110, 675, "无烟机关")
        c.drawString(260, 675, "90%")

    assert marked(read(draw), "row") == [("控\n烟\n吸烟率\n20%", 0), ("无烟机关\n90%", 0)]


def test_a_frame_around_a_paragraph_is_no_table() -> None:
    def draw(c: Any, _: int) -> None:
        c.rect(50, 600, 400, 100)
        c.drawString(60, 660, "框里的一段话。")

    assert read(draw).marks == ()


def test_running_heads_and_page_numbers_are_cut_and_figures_in_the_text_stay() -> None:
    def draw(c: Any, page: int) -> None:
        c.drawString(60, 810, "某市健康规划")
        c.drawString(60, 700, f"本页有{page * 7}家医院。")
        c.drawString(60, 680, str(page + 1))
        c.drawCentredString(297, 30, str(page + 4))

    reading = read(draw, pages=3)

    assert [words for words, _ in marked(reading, "cut")] == [
        "某市健康规划",
        "4",
        "某市健康规划",
        "5",
        "某市健康规划",
        "6",
    ]
    assert "本页有14家医院。\n3\n" in reading.text


def test_the_number_of_a_single_page_is_cut_only_when_it_is_set_off() -> None:
    def draw(foot: str) -> Any:
        def on(c: Any, _: int) -> None:
            c.drawString(60, 700, "正文。")
            c.drawCentredString(297, 30, foot)

        return on

    assert [marked(read(draw(foot)), "cut") for foot in ("— 1 —", "第1页 共1页", "2025", "7")] == [
        [("—1—", 0)], [("第1页共1页", 0)], [], [],
    ]  # fmt: skip


def test_a_watermark_set_at_an_angle_is_cut() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 700, "正文一行。")
        c.translate(200, 300)
        c.rotate(45)
        c.drawString(0, 0, "内部资料")

    assert marked(read(draw), "cut") == [("内部资料", 0)]


def test_a_raised_mark_stays_behind_its_word() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 700, "目标为100")
        c.setFont("STSong-Light", 7)
        c.drawString(60 + 36 + 20, 706, "#")
        c.setFont("STSong-Light", 12)
        c.drawString(60, 680, "下一行")

    assert read(draw).text == "目标为100#\n下一行\n"


def test_a_word_printed_twice_for_boldness_is_read_once() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 700, "总体要求")
        c.drawString(60.3, 700, "总体要求")

    assert read(draw).text == "总体要求\n"


def test_an_indented_line_opens_a_paragraph() -> None:
    def draw(c: Any, _: int) -> None:
        for y, x, words in (
            (700, 84, "第一段的开头占满了这一行的宽度"),
            (680, 60, "第一段的第二行"),
            (660, 84, "第二段。"),
        ):
            c.drawString(x, y, words)

    assert read(draw).text == "第一段的开头占满了这一行的宽度\n第一段的第二行\n\n第二段。\n"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright_and_boxes_are_as_displayed(turn: int) -> None:
    def draw(c: Any, _: int) -> None:
        c.setPageRotation(turn)
        c.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
        c.rotate(turn)
        c.drawString(100, 500, "横放的表")
        c.drawString(100, 480, "第二行字")

    reading = read(draw)

    assert reading.text == "横放的表\n第二行字\n"
    assert [(r.box[0], r.box[2]) for r in reading.runs if r.box] == [(100.0, 148.0), (100.0, 148.0)]
    box = reading.runs[0].box
    assert box is not None
    assert 495 < box[1] < 500


def test_a_table_on_its_side_is_read_though_the_page_stands() -> None:
    def draw(c: Any, _: int) -> None:
        c.translate(595, 0)
        c.rotate(90)
        c.drawString(100, 500, "横放的表")

    reading = read(draw)

    assert reading.text == "横放的表\n"
    box = reading.runs[0].box
    assert box is not None
    assert (box[1], box[3]) == (100.0, 148.0)


def test_a_locked_file_says_so() -> None:
    data = pdf(lambda c, _: c.drawString(60, 700, "密"), encrypt="secret")

    with pytest.raises(UnreadableSnapshot, match="PDF 加了密码，不能读"):
        read_snapshot("锁.pdf", data)


def test_a_file_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yuheng.read.pdf.MAX_PAGES", 2)

    with pytest.raises(UnreadableSnapshot, match="3 页，可读的是 1 至 2 页"):
        read(lambda c, _: c.drawString(60, 700, "页"), pages=3)


def test_a_damaged_file_is_read_or_refused_wherever_it_is_damaged() -> None:
    data = pdf(lambda c, _: c.drawString(60, 700, "到2025年，床位达到6张。"))

    for at in range(0, len(data), 97):
        for broken in (data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], data[:at]):
            assert reading_or_hint("a.pdf", broken)


def scan(words: str) -> Any:
    """Draw a page as one picture of Latin words."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    def draw(c: Any, _: int) -> None:
        c.setFont("Helvetica", 20)
        c.drawString(80, 700, words)

    document = pypdfium2.PdfDocument(pdf(draw))
    page = document[0]
    bitmap = page.render(scale=2)
    buffer = io.BytesIO()
    bitmap.to_pil().save(buffer, "PNG")
    bitmap.close()
    page.close()
    document.close()

    def picture(c: Any, _: int) -> None:
        c.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, 595, 842)

    return picture


def test_a_scan_says_which_pages_are_pictures_and_what_to_install() -> None:
    with pytest.raises(ScannedSnapshot) as caught:
        read(scan("Beds 6.5"), pages=3)

    assert caught.value.message == "规划.pdf：第 1—3 页是图片，没有文字层（共 3 页）。"
    assert "yuheng[ocr]" in caught.value.hint


def test_pictures_among_pages_of_text_are_one_issue() -> None:
    picture = scan("Beds 6.5")

    def draw(c: Any, page: int) -> None:
        if page in {1, 2, 4}:
            picture(c, page)
        else:
            c.drawString(60, 700, "这一页有文字，可以直接读。")

    _, reading, issues = read_snapshot("规划.pdf", pdf(draw, pages=5))

    assert reading.text == "这一页有文字，可以直接读。\n" * 2
    message = "第 2—3、5 页是图片，没有读到文字。安装 yuheng[ocr] 后加 --ocr 再读，或向发布单位索取可复制文字的版本。"
    assert issues == (Issue("page-picture", message, "规划.pdf"),)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")
@pytest.mark.filterwarnings("ignore")
def test_a_scan_is_read_by_ocr_with_its_boxes() -> None:
    _, reading, issues = read_snapshot("a.pdf", pdf(scan("Beds per 1000: 6.5 by 2025")), ocr=True)

    assert (reading.text.replace(" ", ""), issues, reading.reader) == ("Bedsper1000:6.5by2025\n", (), "pdf+ocr/1")
    assert reading.runs[0].page == 1
    assert reading.runs[0].box == pytest.approx((80, 695, 335, 720), abs=12)


def test_a_blank_page_is_no_picture() -> None:
    _, reading, issues = read_snapshot("a.pdf", pdf(lambda c, _: None))

    assert (reading.text, [issue.code for issue in issues]) == ("", ["text-empty"])


def test_runs_are_in_order_and_a_run_knows_its_page() -> None:
    reading = read(lambda c, page: c.drawString(60, 700, f"第{page}页的文字"), pages=3)

    assert [run.page for run in reading.runs] == sorted(run.page or 0 for run in reading.runs)
    assert all(a.end <= b.start for a, b in zip(reading.runs, reading.runs[1:], strict=False))
    assert isinstance(reading.runs[0], Run)
    assert not any(isinstance(mark, Mark) and mark.kind == "cut" for mark in reading.marks)


def test_a_table_between_horizontal_lines_keeps_its_columns() -> None:
    def draw(c: Any, _: int) -> None:
        c.drawString(60, 760, "表1列出了主要指标的现状与目标。")
        for y in (745, 722, 650):
            c.line(60, y, 480, y)
        for y, cells in (
            (728, ("指标名称", "2020年", "2025年")),
            (706, ("每千人口床位数", "5.8", "6.5")),
            (684, ("健康素养水平", "23%", "≥30%")),
            (662, ("人均预期寿命", "77", "78.5")),
        ):
            for x, words in zip((60, 280, 400), cells, strict=True):
                c.drawString(x, y, words)
        c.drawString(60, 620, "表后的正文一行。")

    reading = read(draw)

    assert marked(reading, "row")[1:3] == [("每千人口床位数\n5.8\n6.5", 0), ("健康素养水平\n23%\n≥30%", 0)]
    assert [words for words, column in marked(reading, "cell") if column == 2] == ["2025年", "6.5", "≥30%", "78.5"]
    assert [mark.kind for mark in reading.marks].count("table") == 1


def test_a_table_of_contents_is_no_table() -> None:
    def draw(c: Any, _: int) -> None:
        for at in range(5):
            c.drawString(60, 740 - 20 * at, f"第{at}章")
            c.drawString(140, 740 - 20 * at, "发展目标")
            c.drawString(480, 740 - 20 * at, str(at * 3))

    assert marked(read(draw), "table") == []


def test_one_line_that_reaches_towards_the_gutter_does_not_mix_the_columns() -> None:
    left = [
        "一、综合",
        "本市大健康产业运行总体平稳，增势良好，",
        *("左栏文字左栏文字左栏文字左栏文字左栏" for _ in range(4)),
    ]
    right = ["右栏文字右栏文字右栏文字右栏文字右栏。"] * 6

    def draw(c: Any, _: int) -> None:
        for row, (one, other) in enumerate(zip(left, right, strict=True)):
            c.drawString(56 if row != 1 else 68, 700 - 20 * row, one)
            c.drawString(318, 700 - 20 * row, other)

    assert read(draw).text.split("\n")[:3] == left[:3]
