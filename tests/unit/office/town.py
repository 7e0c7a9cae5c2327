"""A plan that forty offices answer for: targets with bases and tasks, cheap enough to make by the thousand."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from yuheng.model import Actual, Anchor, Metadata, Owner, Period, Place, Quantity, Snapshot, Target, Task, id_of
from yuheng.model.claim import Claim
from yuheng.model.compiled import Compiled
from yuheng.office.claims_file import claims_bytes

DOC = "岚江市大健康产业“十四五”规划（2021—2025年）.txt"
BASE, GOAL = 100, 200
_FIRST = "东西南北中前后左右上下内外新旧春夏秋冬晨"
_SECOND = "山水林田湖草沙江河海岭川谷原丘滩湾洲泉溪峰石云雨雪风霜星月日松竹梅兰菊荷桂柳杨槐"
_YEAR_2020 = Period("2020", date(2020, 1, 1), date(2021, 1, 1), "2020年")
_YEAR_2025 = Period("2025", date(2025, 1, 1), date(2026, 1, 1), "到2025年")


def owner(number: int) -> str:
    return f"市{_SECOND[number]}业局"


def indicator(number: int, row: int) -> str:
    copy = "" if row < len(_FIRST) else f"{'甲乙丙丁戊己庚辛壬癸'[row // len(_FIRST) - 1]}类"
    return f"{_FIRST[row % len(_FIRST)]}{_SECOND[number]}{copy}养老床位数"


def anchor(quote: str, at: int, end: int) -> Anchor:
    return Anchor("plan", at, end, quote[at:end], Place(at, end))


def claims(owners: int = 40, rows: int = 4) -> tuple[Claim, ...]:
    """For each office `rows` targets with a base of 2020, and one task."""
    found: list[Claim] = []
    for number in range(owners):
        name = owner(number)
        for row in range(rows):
            what = indicator(number, row)
            words = f"{what}由2020年的{BASE}张增加到2025年的{GOAL}张，由{name}负责。"
            sentence = anchor(words, 0, len(words))
            amounts = [words.index(f"{amount}张") for amount in (BASE, GOAL)]
            for kind, at, value, period in (
                (Actual, amounts[0], BASE, _YEAR_2020),
                (Target, amounts[1], GOAL, _YEAR_2025),
            ):
                span = anchor(words, at, at + len(f"{value}张"))
                found.append(
                    kind(
                        id=id_of(kind.__name__, what),
                        anchor=span,
                        sentence=sentence,
                        heading=("二、发展目标", "（一）养老"),
                        number=span,
                        indicator=what,
                        subject="岚江市",
                        quantity=Quantity(Decimal(value), Decimal(value), "张", f"{value}张"),
                        period=period,
                        measure="level",
                    )
                )
            found.append(_task(words, "增加", what, name, figures=(found[-1].id,)))
        words = f"2025年底前建成{_SECOND[number]}业示范园，由{name}牵头。"
        found.append(_task(words, "建成", f"{_SECOND[number]}业示范园", name))
    return tuple(found)


def _task(words: str, action: str, what: str, name: str, *, figures: tuple[str, ...] = ()) -> Task:
    whole = anchor(words, 0, len(words))
    return Task(
        id=id_of("task", action, what),
        anchor=whole,
        sentence=whole,
        heading=("三、重点任务",),
        action=action,
        object=what,
        owners=(Owner(name=name, role="牵头", anchor=anchor(words, words.index(name), words.index(name) + len(name))),),
        due=_YEAR_2025,
        figures=figures,
    )


def ledger(folder: Path, *, owners: int = 40, rows: int = 4) -> Path:
    """Write the plan's claims.jsonl as `yuheng compile` would."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Compiled(
        doc=DOC,
        id="plan",
        snapshot=Snapshot(DOC, "0" * 64, 0, "txt"),
        meta=Metadata(),
        text="",
        blocks=(),
        characters=0,
        claims=claims(owners, rows),
    )
    (folder / "claims.jsonl").write_bytes(claims_bytes([made]))
    return folder


def own_workbook(owners: int = 40, rows: int = 4) -> bytes:
    """The office's own ledger, with a title, its own order of columns, a total and a rate."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("任务台账")
    sheet.merge_range("A1:I1", "大健康产业规划目标任务台账")
    heads = ("序号", "责任单位", "指标名称", "单位", "目标值", "12月完成值", "完成率", "工作进展", "核查结论")
    sheet.write_row("A2", heads)
    at = 2
    for number in range(owners):
        for row in range(rows):
            sheet.write_row(at, 0, (at - 1, owner(number), indicator(number, row), "张", GOAL))
            sheet.write_formula(at, 6, f"=F{at + 1}/E{at + 1}", None, 0)
            at += 1
    sheet.write_formula(at, 5, f"=SUM(F3:F{at})", None, 0)
    book.close()
    return buffer.getvalue()
