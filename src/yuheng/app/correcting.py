"""What a person may correct in a claim, field by field, and how what they typed becomes part of a payload.

The machine's payload is never changed: a correction holds only the fields that differ, and the verdict carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from yuheng.errors import Misuse
from yuheng.extract.trade_cells import read_amount
from yuheng.office.claims_file import amount_row
from yuheng.office.series_table import read_period
from yuheng.office.words import MEASURE_WORDS, OP_WORDS
from yuheng.text.periods import day_in, plan_period
from yuheng.vocab.chain import stages

Payload = Mapping[str, Any]
_AMOUNT: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?")
"""An amount as printed: no exponent, which could ask for a million digits."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a claim states: its key in the payload, its word, how it is written and read.

    Attributes:
        form: "words", "choice", "number", "amount" (with its unit), "list" (parted by 、), "owners", "period", "due".
        choices: what a choice may be, and its words.
        must: it may not be empty.
    """

    key: str
    word: str
    form: str = "words"
    choices: tuple[tuple[str, str], ...] = ()
    must: bool = False


_STAGES: Final = tuple((stage, stage) for stage in ("接触", "意向", "协议", "合同", "到款"))
_FIGURE: Final = (
    Field("indicator", "指标", must=True),
    Field("subject", "主体"),
    Field("op", "比较", "choice", tuple(OP_WORDS.items())),
    Field("value", "数值", "number", must=True),
    Field("value2", "上限", "number"),
    Field("unit", "计量单位"),
    Field("period", "期间", "period"),
    Field("measure", "口径", "choice", tuple(MEASURE_WORDS.items())),
)
_TRADE: Final = (
    Field("party", "单位"),
    Field("thing", "名称", must=True),
    Field("specification", "规格"),
    Field("amount", "数量", "amount"),
    Field("place", "地点"),
    Field("stage", "阶段", "choice", (("", "未写明"), *((stage, stage) for stage in stages()))),
    Field("until", "有效期至", "due"),
)
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "target": _FIGURE,
    "actual": _FIGURE,
    "task": (
        Field("action", "动作", must=True),
        Field("object", "对象", must=True),
        Field("owners", "责任单位", "owners"),
        Field("sector", "领域"),
        Field("due", "期限", "due"),
    ),
    "agreement": (
        Field("parties", "各方", "list", must=True),
        Field("subject", "事项"),
        Field("place", "地点"),
        Field("stage", "阶段", "choice", _STAGES),
    ),
    "siting": (
        Field("site", "载体", must=True),
        Field("tier", "层级"),
        Field("district", "区县"),
        Field("industries", "产业", "list"),
        Field("status", "状态"),
    ),
    "advice": (
        Field("adviser", "建议人"),
        Field("addressee", "对谁"),
        Field("content", "内容", must=True),
    ),
    "measure": (
        Field("form", "方式"),
        Field("beneficiary", "对象"),
        Field("condition", "条件"),
        Field("content", "内容", must=True),
    ),
    "offer": _TRADE,
    "need": _TRADE,
}


def fields_of(kind: str) -> tuple[Field, ...]:
    """What may be corrected in a claim of a kind.

    Raises:
        Misuse: no such kind.
    """
    if kind not in FIELDS:
        raise Misuse(f"没有“{kind}”这一种断言。")
    return FIELDS[kind]


def written(field: Field, payload: Payload) -> str:
    """A field as people read and type it.

    >>> written(Field("parties", "各方", "list"), {"parties": ["甲", "乙"]})
    '甲、乙'
    """
    held = payload[field.key]
    match field.form:
        case "list":
            return "、".join(held)
        case "owners":
            return "、".join(
                f"{owner['name']}（{owner['role']}）" if owner["role"] else owner["name"] for owner in held
            )
        case "due":
            return held["label"] if held else ""
        case "amount":
            return held["stated"] if held else ""
        case "words" | "choice" | "number" | "period":
            return str(held)
        case other:
            raise Misuse(f"no field is written as {other!r}.")


def correction_from(kind: str, payload: Payload, given: Mapping[str, str]) -> dict[str, Any]:
    """The fields that somebody changed, as the payload holds them; fields that were not sent stay as they are.

    Raises:
        Misuse: an amount, a period or a choice that cannot be read, or a field left empty that must not be.
    """
    changed: dict[str, Any] = {}
    for field in fields_of(kind):
        typed = given.get(field.key)
        if typed is None or typed.strip() == written(field, payload):
            continue
        if field.must and not typed.strip():
            raise Misuse(f"“{field.word}”不能为空。")
        changed |= _READ[field.form](field, typed.strip(), payload)
    whole = {**payload, **changed}
    _check_range(whole)
    if changed.keys() & {"op", "value", "value2", "unit"}:
        changed["stated"] = _stated(whole)
    return changed


def _stated(payload: Payload) -> str:
    """A corrected amount in words: whoever quotes the claim must not go on quoting the number that was wrong.

    >>> _stated({"op": ">=", "value": "60", "value2": "", "unit": "%"})
    '不低于60%'
    """
    word = OP_WORDS[payload["op"]] if payload["op"] not in ("=", "range") else ""
    upper = f"—{payload['value2']}" if payload["value2"] else ""
    return f"{word}{payload['value']}{upper}{payload['unit']}"


def _check_range(payload: Payload) -> None:
    if payload.get("op") == "range" and not payload["value2"]:
        raise Misuse("“区间”要有上限。")
    if payload.get("op", "range") != "range" and payload["value2"]:
        raise Misuse("有上限时，比较要选“区间”。")
    if payload.get("op") == "range" and Decimal(payload["value"]) > Decimal(payload["value2"]):
        raise Misuse(f"下限 {payload['value']} 大于上限 {payload['value2']}。")


def _words(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    return {field.key: typed[:500]}


def _choice(field: Field, typed: str, payload: Payload) -> dict[str, Any]:
    if typed not in dict(field.choices):
        raise Misuse(f"“{field.word}”没有“{typed}”这一项。")
    if field.key != "op":
        return {field.key: typed}
    changes: dict[str, Any] = {"op": typed, "strict": typed in (">", "<"), "approximate": typed == "~"}
    return {key: value for key, value in changes.items() if payload[key] != value}


def _number(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    text = typed.replace(",", "").replace("，", "")
    if not text:
        return {field.key: ""}
    if not _AMOUNT.fullmatch(text):
        raise Misuse(f"“{field.word}”要写数字，不是“{typed[:40]}”。")
    return {field.key: text}


def _stated_amount(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    amount = read_amount(typed)
    if typed and amount is None:
        raise Misuse(f"“{field.word}”要写一个数和单位，如 每月30万盒，不是“{typed[:40]}”。")
    return {field.key: amount_row(amount)}


def _list(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    return {field.key: _parted(typed)}


def _parted(typed: str) -> list[str]:
    return [name for name in (part.strip() for part in typed.replace("，", "、").split("、")) if name]


def _owners(field: Field, typed: str, payload: Payload) -> dict[str, Any]:
    """Owners keep the anchor of the name they are written as; a name typed anew points at the whole claim."""
    known = {owner["name"]: owner for owner in payload["owners"]}
    owners = []
    for part in _parted(typed):
        name, _, role = part.removesuffix("）").removesuffix(")").replace("(", "（").partition("（")
        anchor = known[name]["anchor"] if name in known else payload["anchor"]
        owners.append({"name": name.strip(), "role": role.strip(), "anchor": anchor})
    return {field.key: owners}


def _read_period(field: Field, typed: str) -> dict[str, str]:
    day = day_in(typed)
    if day is not None and day.stated == typed:
        return {"label": day.label, "start": str(day.start), "end": str(day.end), "stated": typed}
    plan = plan_period(typed[:-1]) if len(typed) >= 2 and typed.endswith("五") and typed.startswith("十") else None
    if plan is None:
        try:
            plan, _ = read_period(typed)
        except ValueError as error:
            raise Misuse(f"{field.word}：{error}。") from None
    start = plan.start.isoformat() if plan.start else ""
    end = plan.end.isoformat() if plan.end else ""
    return {"label": plan.label, "start": start, "end": end, "stated": typed}


def _period(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    if not typed:
        return {"period": "", "period_start": "", "period_end": "", "period_stated": ""}
    read = _read_period(field, typed)
    return {
        "period": read["label"],
        "period_start": read["start"],
        "period_end": read["end"],
        "period_stated": read["stated"],
    }


def _due(field: Field, typed: str, _payload: Payload) -> dict[str, Any]:
    return {field.key: _read_period(field, typed) if typed else None}


_READ: Final[Mapping[str, Callable[[Field, str, Payload], dict[str, Any]]]] = {
    "words": _words,
    "choice": _choice,
    "number": _number,
    "amount": _stated_amount,
    "list": _list,
    "owners": _owners,
    "period": _period,
    "due": _due,
}
