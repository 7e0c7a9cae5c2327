"""Write the sample PDF and Word file again: `make samples`.

The text samples beside this script are written by hand and are their own source. These two are made, so that what
makes them hard (columns, running heads, a text box, a footnote) can be read here and changed.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

HERE = Path(__file__).parent
FONT = "STSong-Light"

BULLETIN = """\
# 一、综合
2023年，全市大健康产业运行总体平稳、结构优化。初步核算，全年实现大健康产业增加值563.2亿元，按可比价格计算比上年增长8.7%，占全市生产总值的比重为6.8%，比2020年提高0.8个百分点。分板块看，医药制造业增加值168.4亿元，增长10.2%；医疗卫生服务增加值214.7亿元，增长7.1%；养生养老、健身康体和健康管理三个板块合计180.1亿元，增长9.3%。
# 二、生物医药
全年生物医药产业产值452.6亿元，比上年增长11.8%。根据统计制度规定，2020年生物医药产业产值修订为312亿元。<super>①</super>其中，医疗器械产值97.5亿元，增长18.6%，占生物医药产业产值的21.5%；现代中药产值118.3亿元，增长9.4%。年末规上医药企业128家，比上年末净增11家；年产值百亿元级企业1家，20亿元级企业4家，10亿元级企业12家。规上医药企业研发投入19.3亿元，研发投入强度为4.3%。
分区域看，云津新区、岚江高新区生物医药产值分别为186.2亿元、127.9亿元，两地合计占全市的69.4%；砚池区58.7亿元，雁回区41.5亿元，其他区县38.3亿元。
全年获批新药2个、三类医疗器械注册证19件。年末拥有国家级创新平台9个，高端人才17人。岚江生物医药创新研究院已组建运行，集聚科研人员146人。
# 三、医药流通
全年医药流通销售额338亿元，增长7.9%。医药电商销售额52.4亿元，首次突破50亿元，占销售总额的15.5%。全市拥有药品批发企业63家、零售门店4827个，平均每万人拥有零售门店12.1个。
# 四、医疗卫生服务
年末全市共有医疗卫生机构5316个，其中医院148个（三级医院17个）。卫生技术人员3.52万人，其中执业（助理）医师1.36万人，每千人口执业（助理）医师3.4人。全年总诊疗2986万人次，比上年增加217万人次；出院112.6万人次，平均住院日由9.1天降至8.4天。人均预期寿命79.4岁，孕产妇死亡率为8.7/10万，5岁以下儿童死亡率为3.9‰，居民健康素养水平达到31.2%，提前两年实现规划目标。
# 五、康养与健身
年末共有养老机构236个，养老床位4.1万张，其中护理型床位占比57.3%。市级以上旅游度假区15个，国家森林康养基地3个，全年接待康养游客1865万人次，实现综合收入143亿元，分别增长26.5%和31.4%。经常参加体育锻炼的人数比例为38.9%，人均体育场地面积2.6平方米。
# 六、中药材
全年中药材在地面积83.6万亩，产量24.7万吨，综合产值51.8亿元，增长6.2%。其中，黄精面积9.2万亩，产量1.9万吨；山银花面积11.4万亩，受春季低温影响，产量下降3.8%。建成规范化种植基地21个，带动农户4.3万户，户均增收3600元。
# 七、投资与要素
全年大健康产业完成固定资产投资97.6亿元，下降2.3%，其中工业投资61.2亿元，增长5.4%。新开工项目47个，竣工项目29个。大健康产业发展基金到位8亿元，累计投资项目14个，带动社会资本21.7亿元。
"""

INDICATORS = [
    ["指　标", "单位", "2020年", "2022年", "2023年", "比上年增长(%)"],
    ["大健康产业增加值", "亿元", "420.3", "517.9", "563.2", "8.7"],
    ["生物医药产业产值", "亿元", "312.0", "404.8", "452.6", "11.8"],
    ["医药流通销售额", "亿元", "260.4", "313.3", "338.0", "7.9"],
    ["规上医药企业数", "家", "96", "117", "128", "9.4"],
    ["国家级创新平台", "个", "7", "8", "9", "12.5"],
    ["市级以上旅游度假区", "个", "11", "14", "15", "7.1"],
    ["养老床位数", "万张", "3.6", "3.9", "4.1", "5.1"],
    ["每千人口执业(助理)医师", "人", "3.1", "3.3", "3.4", "—"],
    ["护理型床位占比", "%", "46.2", "54.8", "57.3", "—"],
    ["人均预期寿命", "岁", "78.6", "79.1", "79.4", "—"],
]

NOTES = """\
注释：
①根据第五次经济普查单位清查结果，对部分跨地区企业按经营地原则重新划分。
[1]本公报中数据均为初步统计数，部分数据因四舍五入的原因，存在总计与分项合计不等的情况。
[2]增加值绝对数按现价计算，增长速度按不变价格计算。
资料来源：旅游数据来自市文化旅游委，注册证数据来自市药监局，其他数据均来自市统计局。
"""


def _page(canvas: Canvas, template: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 8)
    canvas.drawString(2 * cm, A4[1] - 1.3 * cm, "岚江市统计局")
    canvas.drawRightString(A4[0] - 2 * cm, A4[1] - 1.3 * cm, "2023年岚江市大健康产业发展统计监测公报")
    canvas.line(2 * cm, A4[1] - 1.45 * cm, A4[0] - 2 * cm, A4[1] - 1.45 * cm)
    canvas.drawCentredString(A4[0] / 2, 1.1 * cm, f"— {canvas.getPageNumber()} —")
    canvas.restoreState()


def write_bulletin(path: Path) -> None:
    """A statistical bulletin: a title over two columns, running heads, page numbers, a table, notes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    base = ParagraphStyle("base", fontName=FONT, fontSize=12, leading=26, wordWrap="CJK", firstLineIndent=24)
    head = ParagraphStyle("head", base, fontSize=14, leading=26, firstLineIndent=0)
    title = ParagraphStyle("title", base, fontSize=18, leading=27, alignment=1, firstLineIndent=0)
    small = ParagraphStyle("small", base, fontSize=8.5, leading=13, firstLineIndent=0)

    column, gap, left, foot = 8.1 * cm, 0.8 * cm, 2 * cm, 1.9 * cm
    full = A4[1] - foot - 1.8 * cm
    top = 3.6 * cm

    def columns(height: float) -> list[Frame]:
        return [Frame(left + i * (column + gap), foot, column, height, 0, 0, 0, 0) for i in (0, 1)]

    over = Frame(left, foot + full - top, 2 * column + gap, top, 0, 0, 0, 0)
    templates = [
        PageTemplate("first", [over, *columns(full - top)], onPage=_page),
        PageTemplate("next", columns(full), onPage=_page),
        PageTemplate("table", [Frame(left, foot, 2 * column + gap, full, 0, 0, 0, 0)], onPage=_page),
    ]
    story: list[Flowable] = [
        Paragraph("2023年岚江市大健康产业发展统计监测公报", title),
        Paragraph("岚江市统计局　　岚江市大健康产业发展联席会议办公室", ParagraphStyle("by", small, alignment=1)),
        Paragraph("2024年3月28日", ParagraphStyle("on", small, alignment=1)),
        NextPageTemplate("next"),
        FrameBreak(),
    ]
    for line in BULLETIN.splitlines():
        story.append(Paragraph(line.removeprefix("# "), head if line.startswith("# ") else base))
    grid = Table(INDICATORS, colWidths=[5.2 * cm, 1.8 * cm, 2.4 * cm, 2.4 * cm, 2.4 * cm, 2.8 * cm])
    grid.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), FONT, 9.5),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("ALIGN", (1, 0), (-1, -1), "CENTER"),
        ]
    )
    story += [NextPageTemplate("table"), PageBreak(), Paragraph("附表　2023年岚江市大健康产业主要指标", head), grid]
    story += [Paragraph(line, small) for line in NOTES.splitlines()]
    document = BaseDocTemplate(
        str(path), pagesize=A4, pageTemplates=templates, title="2023年岚江市大健康产业发展统计监测公报", invariant=1
    )
    document.build(story)


WORK = """\
岚江市大健康产业发展联席会议办公室
关于印发2024年大健康产业工作要点及若干支持措施的通知
岚健产办〔2024〕6号
各区县人民政府，市级有关部门：
经联席会议同意，现将《2024年大健康产业工作要点及若干支持措施》印发给你们，请认真组织实施。
（联系人：柳知秋；联系电话：0999-5550188）
岚江市大健康产业发展联席会议办公室
2024年4月16日
2024年大健康产业工作要点及若干支持措施
## 一、年度目标
2024年，全市大健康产业增加值达到610亿元左右，增长8%以上；生物医药产业产值突破500亿元，规上医药企业达到140家，医药流通销售额达到360亿元。新增国家级创新平台2个、市级以上旅游度假区1个，护理型床位占比达到59%。
到2025年，生物医药产业产值冲刺600亿元、确保580亿元，市级以上旅游度假区达到18个，规上医药企业研发投入强度达到5%。
## 二、重点工作
### （一）推动制造业提质增量
加快推进华岳生物疫苗基地一期达产，全年实现产值18亿元；推动砚池区现代中药产业园二期6月底前开工，年内完成投资4.5亿元。支持康朴制药等5家企业实施数字化改造，力争新增智能工厂2个、数字化车间6个。
### （二）促进康养融合发展
以青屏山、霁月湖为重点，推出森林康养线路10条；支持青屏山旅游度假区创建国家级旅游度假区。完成9个失能照护服务中心建设扫尾，年底前投入运营，新增护理型床位1500张。
### （三）做优产业生态
常态化开展供需对接，每季度至少1次，全年促成本地配套合作60项、金额10亿元以上。落实2020年大健康产业发展论坛专家建议，建成药械创新服务专班和中试公共服务平台。
## 三、支持措施
### （一）支持新药创制
对取得一类新药临床批件的，每个给予200万元补助；完成三期临床并在本市产业化的，每个奖励1500万元，单个企业每年累计不超过4000万元。
### （二）支持企业上规模
对年产值首次达到20亿元、50亿元、100亿元的医药企业，分别一次性奖励200万元、500万元、1200万元。首次升规企业奖励20万元。
### （三）支持供需合作
市内医疗机构首次采购本地创新器械的，按采购额的10%给予补贴，单台（套）最高50万元。对参加对接活动并在6个月内履约的供方企业，按合同到款额的1%奖励，每家最高30万元。
### （四）支持养老服务
新建护理型床位每张补助1.2万元，改造的每张补助6000元；对收住失能老年人的机构，按每人每月300元给予运营补助。
### （五）强化融资支持
大健康产业发展基金年内新增到位6亿元，重点投向初创期、成长期企业；对贷款给予不超过2个百分点、最长3年的贴息。
## 四、责任分工
"""

BOX = [
    "专栏  2024年重大项目",
    "1.云津疫苗产业化基地（云津新区）。总投资12亿元，年内完成投资3.6亿元。",
    "2.岚江医科大学附属医院云津院区（云津新区）。床位1500张，计划10月投用。",
    "3.白鹭山银花精深加工园（白鹭县）。占地120亩，年加工鲜花8000吨。",
    "4.霁月湖运动康复中心（霁月区）。床位300张，总投资2.8亿元。",
]

TASKS = [
    ["序号", "任务", "牵头单位", "配合单位", "完成时限"],
    ["1", "新增规上医药企业12家", "市经济信息委", "各区县人民政府", "2024年12月"],
    ["2", "组建药械创新服务专班，审批时限压缩30%", "市药监局", "市科技局、市卫生健康委", "2024年6月"],
    ["3", "建成中试公共服务平台1个", "市科技局", "云津新区管委会", "2024年9月"],
    ["4", "新增护理型床位1500张", "市民政局", "市卫生健康委、市财政局", "2024年11月"],
    ["5", "创建国家级旅游度假区", "市文化旅游委", "青屏区人民政府", ""],
    ["6", "开展供需对接4次以上", "", "市商务委、市药监局", "全年"],
    ["7", "完成规划中期评估整改", "市发展改革委", "联席会议成员单位", "2024年7月底"],
]

FOOTNOTE = "本要点所称规上医药企业，是指年主营业务收入2000万元以上的医药工业企业，不含流通企业。"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _add_footnote(document: WordFile, paragraph: WordParagraph, words: str) -> None:
    """Word keeps footnotes in a part of their own, which python-docx does not write."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{WORD_NAMESPACE}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(words)}</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))


def _add_box(paragraph: WordParagraph, lines: list[str]) -> None:
    """A text box, as people draw a 专栏: its paragraphs live inside a shape inside a run."""
    inside = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:shape id="box1" style="width:420pt;height:150pt" stroked="t"><v:textbox>'
            f"<w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )


def write_work_points(path: Path) -> None:
    """A year's work points: styled headings, a text box, a table of tasks, a footnote, a running head."""
    document = Document()
    normal = document.styles["Normal"]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    document.sections[0].header.paragraphs[0].text = "岚健产办〔2024〕6号"
    for line in WORK.splitlines():
        if line.startswith("### "):
            document.add_heading(line[4:], 2)
        elif line.startswith("## "):
            document.add_heading(line[3:], 1)
        else:
            paragraph = document.add_paragraph()
            half = len(line) // 2  # Word splits runs wherever somebody once put the cursor
            paragraph.add_run(line[:half])
            paragraph.add_run(line[half:])
            if "规上医药企业达到140家" in line:
                _add_footnote(document, paragraph, FOOTNOTE)
        if line.startswith("加快推进华岳"):
            _add_box(document.add_paragraph(), BOX)
    table = document.add_table(rows=0, cols=5, style="Table Grid")
    for row in TASKS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("各牵头单位请于每季度末25日前将进展情况报送联席会议办公室。")
    packed = io.BytesIO()
    document.save(packed)
    _write_still(packed, path)


def _write_still(packed: io.BytesIO, path: Path) -> None:
    """Copy a zip with every date set to one day, so that the same words give the same bytes."""
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, (2024, 4, 16, 0, 0, 0)), source.read(name), compress_type=zipfile.ZIP_DEFLATED
            )


if __name__ == "__main__":
    write_bulletin(HERE / "岚江市大健康产业统计监测公报2023.pdf")
    write_work_points(HERE / "岚江市2024年工作要点.docx")
