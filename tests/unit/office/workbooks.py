"""Workbooks as wild as offices keep them: every one has a table on its first sheet whose column F is ours to write.

Rows 6 to 9 hold four targets (B what, C goal, D unit, E owner), F is 完成值, G 说明. What stands around it is what
other programs lose: charts, shapes, comments, macros, conditional formats, merged heads, other calendars, other XML.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

SHEET = "重点指标"
OWNED = {(6, 6): "640", (7, 6): "12.5", (8, 6): "3", (8, 7): "已挂牌 <两家> & “一家”\n待验收", (9, 6): "0.362"}
ROWS = (
    ("护理床位数", 500, "张", "市卫生健康局"),
    ("中药材产值", 20, "亿元", "市农业农村局"),
    ("国家级创新平台", 5, "个", "市科技局"),
    ("护理型床位占比", 60, "%", "市民政局"),
)
Maker = Callable[[], bytes]


def base(
    change: Callable[[Any, Any], None] | None = None, *, options: dict[str, Any] | None = None, filled: bool = True
) -> bytes:
    """An office's ledger: a title, a head over three merged rows, four rows, a total, a second sheet that reads it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **(options or {})})
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet("汇总")
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDEBF7"})
    cell = book.add_format({"border": 1, "font_name": "仿宋", "num_format": "#,##0.00"})
    sheet.merge_range("A1:H1", "2026年重点指标台账", head)
    for column, title in enumerate(("序号", "指标名称")):
        sheet.merge_range(2, column, 4, column, title, head)
    sheet.merge_range("C3:D3", "目标", head)
    sheet.merge_range("C4:C5", "目标值", head)
    sheet.merge_range("D4:D5", "单位", head)
    sheet.merge_range("E3:E5", "责任单位", head)
    sheet.merge_range("F3:G3", "进展", head)
    sheet.merge_range("F4:F5", "完成值", head)
    sheet.merge_range("G4:G5", "说明", head)
    sheet.merge_range("H3:H5", "完成率", head)
    for row, values in enumerate(ROWS, start=5):
        sheet.write(row, 0, row - 4, cell)
        for column, value in enumerate(values, start=1):
            sheet.write(row, column, value, cell)
        if filled:
            sheet.write(row, 5, 1, cell)
            sheet.write_blank(row, 6, None, cell)
        sheet.write_formula(row, 7, f"=F{row + 1}/C{row + 1}", cell, 0)
    sheet.write_formula("F11", "=SUM(F6:F9)", cell, 4)
    other.write_formula("A1", f"={SHEET}!F11*2", None, 8)
    other.write("A2", "口径：年末数")
    if change is not None:
        change(book, sheet)
    book.close()
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, method)
    return buffer.getvalue()


def rewritten(change: Callable[[bytes], bytes], *, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    parts = parts_of(base())
    parts[part] = change(parts[part])
    return packed(parts)


def with_part(name: str, data: bytes, content_type: str) -> bytes:
    parts = parts_of(base())
    parts[name] = data
    kind = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind)
    return packed(parts)


def png() -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\xd0\x20\x20" * 40 for _ in range(40)))
    head = struct.pack(">2L5B", 40, 40, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def _chart(book: Any, sheet: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"={SHEET}!$B$6:$B$9", "values": f"={SHEET}!$F$6:$F$9"})
    sheet.insert_chart("J2", chart)


def _conditional(book: Any, sheet: Any) -> None:
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format("F6:F9", {"type": "cell", "criteria": "<", "value": 3, "format": red})
    sheet.conditional_format("H6:H9", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C6:C9", {"type": "icon_set", "icon_style": "3_traffic_lights"})


def _validation(_book: Any, sheet: Any) -> None:
    sheet.data_validation("F6:F9", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.data_validation("G6:G9", {"validate": "list", "source": ["正常", "滞后"]})


def _hidden(_book: Any, sheet: Any) -> None:
    sheet.set_column("A:A", None, None, {"hidden": True})
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.autofilter("A5:H9")
    sheet.freeze_panes(5, 2)


def _printing(_book: Any, sheet: Any) -> None:
    sheet.print_area("A1:H11")
    sheet.repeat_rows(2, 4)
    sheet.set_header('&C&"仿宋,Bold"机密&R&D')
    sheet.set_h_pagebreaks([7])


def _names(book: Any, sheet: Any) -> None:
    book.define_name("完成合计", f"={SHEET}!$F$6:$F$9")
    sheet.write_formula("H13", "=SUM(完成合计)", None, 4)


def _dates(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy年m月d日"})
    sheet.write_datetime("I6", datetime(2026, 10, 31), day)


def _sparkline(_book: Any, sheet: Any) -> None:
    sheet.add_sparkline("I6", {"range": f"{SHEET}!C6:F6"})


def _arrays(_book: Any, sheet: Any) -> None:
    sheet.write_array_formula("J6:J9", "{=F6:F9*2}")
    sheet.write_dynamic_array_formula("K6", "=SORT(F6:F9)")


def _comments(_book: Any, sheet: Any) -> None:
    sheet.write_comment("F6", "口径按年末数，请核对", {"author": "张三"})
    sheet.write_comment("B8", "含在建")


def _protected(book: Any, sheet: Any) -> None:
    sheet.protect("1234", {"sort": True})
    sheet.set_row(5, None, book.add_format({"locked": False}))


def _rich(book: Any, sheet: Any) -> None:
    red = book.add_format({"color": "red"})
    sheet.write_rich_string("G6", "按", red, "年末", "计")
    sheet.write_string("G7", " 前后空格 ")
    sheet.write_url("G9", "https://example.org/", string="依据")


def _table(_book: Any, sheet: Any) -> None:
    sheet.add_table("J5:K9", {"columns": [{"header": "区县"}, {"header": "数"}]})


def _outline(_book: Any, sheet: Any) -> None:
    for row in range(5, 9):
        sheet.set_row(row, 31.5, None, {"level": 1})
    sheet.set_column("C:D", 12, None, {"level": 1})
    sheet.outline_settings(True, False, True, False)


def _column_format(book: Any, sheet: Any) -> None:
    sheet.set_column("F:F", 14, book.add_format({"num_format": "0.0%", "bold": True}))


def _many_sheets(book: Any, _sheet: Any) -> None:
    for number in range(12):
        extra = book.add_worksheet(f"附表{number}")
        extra.write_formula("A1", f"={SHEET}!F{6 + number % 4}")
        if number % 3 == 0:
            extra.hide()
        if number == 5:
            extra.very_hidden()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"={SHEET}!$F$6:$F$9"})
    book.add_chartsheet("图").set_chart(chart)


def by_openpyxl(change: Callable[[Any, Any], None] | None = None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(base()))
    if change is not None:
        change(book, book[SHEET])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _openpyxl_extras(_book: Any, sheet: Any) -> None:
    sheet["F6"].comment = Comment("核对", "李四")
    sheet["F7"].fill = PatternFill("solid", fgColor="FFFF00")
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("G6:G9")
    sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=6, max_row=9))
    sheet.add_chart(chart, "J3")
    sheet.protection.sheet = True


def prefixed(data: bytes) -> bytes:
    """The worksheet with a prefix on every element, as some suites and report servers write it."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = data.replace(b'xmlns="' + main + b'"', b'xmlns:x="' + main + b'"')
    return re.sub(rb"<(/?)(?=[A-Za-z])(?!x:)([\w]+)(?=[\s/>])", rb"<\1x:\2", data)


def without_references(data: bytes) -> bytes:
    """Rows full from A on, without r: positions are implied."""
    return re.sub(rb'(<row [^>]*?r="6".*?</row>)', lambda m: re.sub(rb' r="[A-H]6"', b"", m[1]), data, flags=re.DOTALL)


def single_quoted(data: bytes) -> bytes:
    return re.sub(rb'(<c )r="(\w+)" s="(\d+)"', rb"\1s='\3'  r='\2'", data)


def commented(data: bytes) -> bytes:
    data = data.replace(b"<sheetData>", b"<sheetData>\r\n<!-- <row r='6'><c r='F6'/></row> -->\r\n")
    return data.replace(b'<row r="7"', b'<?note <c r="F7"?>\n  <row r="7"')


def with_cdata(data: bytes) -> bytes:
    return data.replace(
        b"</row></sheetData>",
        b'</row><row r="40"><c r="A40" t="str"><v><![CDATA[<c r="F6"><v>9</v></c>]]></v></c></row></sheetData>',
    )


def with_extension(data: bytes) -> bytes:
    ignorable = (
        b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
        b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:r='
    )
    return re.sub(rb'<row r="(\d+)"', rb'<row r="\1" x14ac:dyDescent="0.25"', data.replace(b"xmlns:r=", ignorable, 1))


def streamed() -> bytes:
    """Written without seeking: sizes follow the members (data descriptors), and 64-bit sizes are announced."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.out = io.BytesIO()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return self.out.write(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(base()).items():
            with archive.open(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), "w", force_zip64=True) as member:
                member.write(data)
    return pipe.out.getvalue()


def with_comment() -> bytes:
    buffer = io.BytesIO(base())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = "由办公系统导出".encode()
    return buffer.getvalue()


def with_absolute_targets() -> bytes:
    parts = parts_of(base())
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b'Target="worksheets/', b'Target="/xl/worksheets/')
    return packed(parts)


def macro() -> bytes:
    parts = parts_of(with_part("xl/vbaProject.bin", bytes(range(256)) * 40, "application/vnd.ms-office.vbaProject"))
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    relations = "xl/_rels/workbook.xml.rels"
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", link)
    return packed(parts)


def wild() -> dict[str, Maker]:
    """Every workbook by its name; those that LibreOffice saves are made by the test that has LibreOffice."""
    return {
        "plain.xlsx": base,
        "empty-cells.xlsx": lambda: base(filled=False),
        "calendar-1904.xlsx": lambda: base(_dates, options={"date_1904": True}),
        "dates.xlsx": lambda: base(_dates),
        "chart.xlsx": lambda: base(_chart),
        "image.xlsx": lambda: base(lambda _b, s: s.insert_image("J2", "印章.png", {"image_data": png()})),
        "shapes.xlsx": lambda: base(lambda _b, s: s.insert_textbox("J2", "填报说明：一格一数")),
        "button.xlsx": lambda: base(lambda _b, s: s.insert_button("J9", {"caption": "汇总"})),
        "comments.xlsx": lambda: base(_comments),
        "conditional.xlsx": lambda: base(_conditional),
        "validation.xlsx": lambda: base(_validation),
        "hidden-filtered.xlsx": lambda: base(_hidden),
        "printing.xlsx": lambda: base(_printing),
        "names.xlsx": lambda: base(_names),
        "sparkline.xlsx": lambda: base(_sparkline),
        "arrays.xlsx": lambda: base(_arrays),
        "protected.xlsx": lambda: base(_protected),
        "rich-text.xlsx": lambda: base(_rich),
        "table.xlsx": lambda: base(_table),
        "outline.xlsx": lambda: base(_outline),
        "column-format.xlsx": lambda: base(_column_format, filled=False),
        "many-sheets.xlsx": lambda: base(_many_sheets),
        "macro.xlsm": macro,
        "openpyxl.xlsx": by_openpyxl,
        "openpyxl-extras.xlsx": lambda: by_openpyxl(_openpyxl_extras),
        "prefixed.xlsx": lambda: rewritten(prefixed),
        "no-references.xlsx": lambda: rewritten(without_references),
        "single-quotes.xlsx": lambda: rewritten(single_quoted),
        "xml-comments.xlsx": lambda: rewritten(commented),
        "cdata.xlsx": lambda: rewritten(with_cdata),
        "extensions.xlsx": lambda: rewritten(with_extension),
        "byte-order-mark.xlsx": lambda: rewritten(lambda data: b"\xef\xbb\xbf" + data),
        "stored.xlsx": lambda: packed(parts_of(base()), method=zipfile.ZIP_STORED),
        "streamed.xlsx": streamed,
        "archive-comment.xlsx": with_comment,
        "absolute-targets.xlsx": with_absolute_targets,
        "custom-xml.xlsx": lambda: with_part("customXml/item1.xml", b"<a>\xe7\x94\xb2</a>", "application/xml"),
    }


SAVED_BY_LIBREOFFICE = ("plain.xlsx", "chart.xlsx", "comments.xlsx", "conditional.xlsx", "calendar-1904.xlsx")
