"""An invented city's plan that forty offices answer for, and how each fills in its sheet, errors and all."""

from __future__ import annotations

import io

import xlsxwriter
from tests.unit.office.filling import FIRST, Filled

TITLE = "岚江市大健康产业发展“十四五”规划"
NUMBER = "岚府办发〔2021〕15号"
BUREAUS = (
    *(("市卫生健康委", "护理型床位", "张"), ("市民政局", "社区养老服务站", "个"), ("市医保局", "定点医养机构", "家")),
    *(("市药监局", "药品检验项目", "项"), ("市体育局", "健身步道", "公里"), ("市文化旅游委", "康养民宿", "家")),
    *(
        ("市农业农村委", "药膳食材基地", "个"),
        ("市科技局", "省级创新平台", "个"),
        ("市经济信息委", "规上医药企业", "家"),
    ),
    *(("市教委", "养老护理专业点", "个"), ("市商务局", "康养用品门店", "家"), ("市林业局", "森林康养基地", "个")),
)
DISTRICTS = (
    *("青屏区", "霁月区", "云津区", "雁回区", "松荫县", "白鹭县", "禾丰县", "望川区", "石桥县", "清溪县"),
    *("兰汀区", "鹤鸣县", "柳河县", "平阳区", "长宁县", "安澜区", "凤栖县", "梅岭县", "竹溪县", "玉泉区"),
    *("龙潭县", "沙洲区", "金川县", "云岭县", "双河县", "南屏区", "北塘县", "东湖区"),
)
OFFICES = (*(name for name, _, _ in BUREAUS), *DISTRICTS)
BASE, GOAL = 100, 200


def indicator(number: int) -> str:
    """What office `number` has promised."""
    return BUREAUS[number][1] if number < len(BUREAUS) else f"{OFFICES[number]}日间照料中心"


def plan() -> bytes:
    """The plan as a text: for each office a section with what there is, a target, and a task."""
    lines = ["岚江市人民政府办公室关于印发", f"{TITLE}的通知", NUMBER, ""]
    for number, office in enumerate(OFFICES):
        if number in (0, len(BUREAUS)):
            lines += ["一、市级部门任务" if number == 0 else "二、区县任务", ""]
        unit = BUREAUS[number][2] if number < len(BUREAUS) else "个"
        what = indicator(number)
        lines += [f"2020年，全市{what}{BASE}{unit}。", ""]
        lines += [f"2025年底前，{what}达到{GOAL}{unit}，开通信息平台。（牵头单位：{office}）", ""]
    return ("\n".join(lines) + "\n").encode("utf-8")


def filled(data: bytes, number: int) -> list[tuple[str, bytes]]:
    """What comes back from office `number`: most of it done, some behind, and what goes wrong on the way."""
    sheet = Filled(data)
    columns = {field: sheet.column(field) for field in ("kind", "value", "status", "progress")}
    behind = number % 7 == 3
    for row in range(FIRST, sheet.sheet.max_row + 1):
        if sheet.sheet.cell(row, columns["kind"]).value == "目标":
            sheet.sheet.cell(row, columns["value"]).value = 140 if behind else 196 + number
        sheet.sheet.cell(row, columns["status"]).value = "滞后" if behind else "基本符合预期"
        if number != 10:
            sheet.sheet.cell(row, columns["progress"]).value = "用地未落实，6月底前完成" if behind else "已完成年度任务"
    what = indicator(number)
    match number:
        case 4:
            sheet.put(what, "value", "年底统计")
        case 6:
            sheet.put(what, "goal", 120)
        case 8:
            other = Filled(sheet.data())
            other.put(what, "value", 236)
            return [("", sheet.data()), ("更正_", other.data())]
        case 9:
            sheet.put(what, "value", "约2100")
        case 38 | 39:
            return []
        case _:
            pass
    return [("", sheet.data())]


def own_workbook() -> bytes:
    """The office's own ledger workbook, with a rate computed from the cell that is to be written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("任务台账")
    sheet.merge_range("A1:H1", "大健康产业规划目标任务台账")
    sheet.write_row("A2", ("序号", "责任单位", "指标名称", "单位", "目标值", "12月完成值", "完成率", "工作进展"))
    for number, office in enumerate(OFFICES):
        unit = BUREAUS[number][2] if number < len(BUREAUS) else "个"
        sheet.write_row(number + 2, 0, (number + 1, office, indicator(number), unit, GOAL))
        sheet.write_formula(number + 2, 6, f"=F{number + 3}/E{number + 3}", None, 0)
    book.close()
    return buffer.getvalue()
