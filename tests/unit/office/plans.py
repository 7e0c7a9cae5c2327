"""A plan of an invented city as claims, its duties, and the sheets that go out for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.unit.marked import marked

from yuheng.model import Owner, Period, Quantity, Target, Task, id_of
from yuheng.model.claim import Claim
from yuheng.office.dispatch import Outgoing, outgoing
from yuheng.office.duties import Duty, duties_in

DUE = date(2026, 11, 9)
PERIOD = "2026-10"
YEAR_2026 = Period("2026", date(2026, 1, 1), date(2027, 1, 1), "到2026年")
HEALTH, SCIENCE = "市卫生健康局", "市科技局"

TARGETS = (
    ("护理床位数", ">=", "500", "张", HEALTH),
    ("国家级创新平台", "=", "5", "个", SCIENCE),
    ("中药材产值", "=", "20", "亿元", HEALTH),
    ("护理型床位占比", ">=", "60", "%", HEALTH),
    ("规上企业", ">", "120", "家", SCIENCE),
    ("家庭医生签约人数", "=", "30", "万人", HEALTH),
)
TASKS = (
    ("组建", "生物医药研究院", SCIENCE),
    ("开工", "东区康养社区", HEALTH),
    ("出台", "中医药传承创新若干措施", HEALTH),
)


def bounds(op: str, value: str) -> tuple[Decimal | None, Decimal | None]:
    number = Decimal(value)
    return number, None if op in (">", ">=") else number


def claims(copies: int = 1) -> list[tuple[str, Claim]]:
    """The plan's targets and tasks; `copies` makes a longer plan of the same kind."""
    found: list[tuple[str, Claim]] = []
    for copy in range(copies):
        mark = "" if copies == 1 else f"（{copy + 1}期）"
        for name, op, value, unit, owner in TARGETS:
            text = f"⟦到2026年，{name}{mark}⟦达到⟦{value}{unit}⟧⟧，由⟦{owner}⟧负责。⟧"
            document, (sentence, stated, number, who) = marked(text, "岚江市规划.txt")
            low, high = bounds(op, value)
            target = Target(
                id=id_of("target", name, copy),
                anchor=stated,
                sentence=sentence,
                heading=("二、发展目标",),
                number=number,
                indicator=f"{name}{mark}",
                subject="岚江市",
                quantity=Quantity(low, high, unit, f"达到{value}{unit}", strict=op == ">"),
                period=YEAR_2026,
                measure="share" if unit == "%" else "level",
            )
            task = Task(
                id=id_of("step", name, copy),
                anchor=stated,
                sentence=sentence,
                heading=("二、发展目标",),
                action="落实",
                object=f"{name}{mark}",
                owners=(Owner(name=owner, role="负责", anchor=who),),
                figures=(target.id,),
            )
            del document
            found += [("岚江市规划.txt", target), ("岚江市规划.txt", task)]
        for action, what, owner in TASKS:
            text = f"⟦2026年底前{action}{what}{mark}，由⟦{owner}⟧牵头，市财政局配合。⟧"
            _, (sentence, who) = marked(text, "岚江市规划.txt")
            found.append(
                (
                    "岚江市规划.txt",
                    Task(
                        id=id_of("task", what, copy),
                        anchor=sentence,
                        sentence=sentence,
                        heading=("三、重点任务", "（一）建平台"),
                        action=action,
                        object=f"{what}{mark}",
                        owners=(Owner(name=owner, role="牵头", anchor=who),),
                        due=YEAR_2026,
                    ),
                )
            )
    return found


def duties(copies: int = 1) -> tuple[Duty, ...]:
    """Without the tasks that only say who owes a target."""
    return tuple(duty for duty in duties_in(claims(copies)) if "落实" not in duty.what)


def sheets(copies: int = 1, **more: object) -> dict[str, Outgoing]:
    """The workbooks of the month by their owner."""
    made = outgoing(duties(copies), period=PERIOD, due=DUE, **more)  # type: ignore[arg-type]
    return {each.owner: each for each in made}
