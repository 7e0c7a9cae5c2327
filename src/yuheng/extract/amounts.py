"""Amounts in running text: every number with its unit and its comparators, and what only looks like one.

One pass of one compiled expression cuts a text into time expressions, names that hold numbers, and amounts. Names and
furniture (《…》, “4+1”, 5A, 第3位, 12:30, G60, PM2.5) are consumed on purpose, so that their digits are never read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yuheng.errors import UnreadableQuantity
from yuheng.model.quantity import Op
from yuheng.text import periods
from yuheng.text.numbers import ARABIC, CHINESE, read_number
from yuheng.text.periods import PeriodMention
from yuheng.vocab.units import abstract_nouns, scale_pattern, units


@dataclass(frozen=True, slots=True)
class Amount:
    """One number with its unit, as read from a text.

    Attributes:
        start, end: the number with its unit.
        outer_start, outer_end: the same with its comparators (不低于 … 以上).
        value, value2: as printed, before the unit's scale; `value2` only for a range.
        unit: as written, scale word included; empty where there is none.
        op: the comparator.
        prefix, suffix: the comparator words themselves, for lists that share one.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: Decimal
    value2: Decimal | None
    unit: str
    op: Op
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A number that is stated as an amount but whose unit is not in `vocab/units.toml`."""

    start: int
    end: int


_DASH = r"\s?[—–\-－~～至]{1,2}\s?"
_PLUS = r"[余多几]"
# A unit word that goes on as another word is not a unit: 3次于, 5成立, 2家庭.
_GUARDS = {
    "成": "立为都功果员长渝品效绩熟分本型交就",
    "次": "于要区",
    "分": "别布类析享配支行局钟子批层级",
    "种": "植业质",
    "对": "接应口外于标照象",
    "所": "有以在属需",
    "期": "间末货",
    "处": "理于置在",
    "名": "称录单牌优医师",
    "位": "于置居列",
    "组": "织建成合",
    "部": "门分署队",
    "站": "位在",
    "条": "件例",
    "类": "型似",
    "起": "步来草点",
    "家": "庭长园用装政具",
    "场": "所景馆地",
    "方": "面向式案",
    "度": "假过",
    "人": "才工均民口员",
    "天": "然津府",
    "元": "件素",
    "米": "面粉",
    "升": "级至到",
    "院": "校士",
    "园": "区",
    "步": "行",
    "道": "路地",
    "群": "众体",
    "口": "岸",
    "面": "向积",
    "大": "学会数型幅力健规批量",
    "批": "准发次",
    "重": "点大要庆",
    "节": "能约点",
    "科": "技学研",
    "路": "线",
    "项": "目",
    "级": "",
    "单": "位",
    "点位": "",
    "包": "括",
    "支": "持撑付",
    "站点": "",
    "g": "",
    "P": "",
    "E": "",
}


def _guarded(unit: str) -> str:
    guard = _GUARDS.get(unit, "")
    if unit and unit[-1].isascii() and unit[-1].isalpha():
        return re.escape(unit) + r"(?![A-Za-z0-9])"
    ginseng = "(?!参(?![加会与观赛保展]))" if unit == "人" else ""
    return re.escape(unit) + (f"(?![{guard}])" if guard else "") + ginseng


def _unit_expression() -> str:
    one = "(?:" + "|".join(_guarded(name) for name in sorted(units(), key=len, reverse=True)) + ")"
    return f"{one}(?:/每?(?:{one}|{scale_pattern()}{one}))?"


_UNIT = _unit_expression()
_SCALE = scale_pattern()
_FULL = f"(?: ?{_SCALE})?(?: ?{_UNIT})?"
_COUNTED = (
    "(?:个|家|项|所|座|处|大|条|件|名|位|种|支|类|套|台|艘|辆|场|成|倍|人|户|亿元|万元|亿|万人|万个|万名|个百分点)"
)

_SCAN = re.compile(
    r"(?=[\d“‘《〔\[第零一二两三四五六七八九十百千万亿数几上近过成去今本当现目截下前此这翻个全年GASHPI每])(?:"
    r"(?P<title>《[^《》\n]{1,80}》)"
    r"|(?P<zero>“?零”?的?突破|“?零(?:伤亡|死亡|感染|发生)”?)"
    r"|(?P<docno>[〔\[]\d{4}[〕\]]\s?(?:第\s?)?\d+\s?号)"
    r"|(?P<clock>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)"
    r"|(?P<ordinal>第\s?(?![一二三四]季度)(?:\d+(?:[—\-至]\d+)?|[零一二三四五六七八九十百]+)[个位名届次批期年章节条款类大轮季]?)"
    rf"|{periods.PATTERN}"
    r"|(?P<event>此次|本次)"
    r"|(?P<wholeyear>全年|年末)"
    r"|(?P<quoted>[“‘][^“”‘’\n，。；：]{1,16}[”’])"
    r"|(?P<code>[A-Za-z][A-Za-z]*-?\d+(?:\.\d+)?[A-Za-z]*|\d+(?:\.\d+)?(?:A级?|G|D|K)(?![A-Za-z])|\d+[+＋×xX/／]\d+(?!0?万)(?:[+＋×/／]\d+)*)"
    rf"|(?P<fraction>{CHINESE}+分之{CHINESE}+)"
    r"|(?P<denominator>每(?:\d+|[一二三两百千万十]+)?(?:万|千|百)?(?:名|个)?(?:常住人口|人口|人(?!次)|平方公里|户))"
    r"|(?P<fold>翻了?(?P<folds>[一两二三四])?番)"
    r"|(?P<digits>两位数|个位数)"
    rf"|(?P<vague>(?P<vlead>数(?=\d)|(?:数|几|(?<!以)上|近|(?<![超通经度])过)(?!\d))(?P<vnum>十|百|千|万|亿|1000|100|10)(?P<vscale>万亿|万|亿)?(?P<vunit>{_UNIT}))"
    rf"|(?P<arabic>(?<![\d.A-Za-z])(?P<a>{ARABIC})(?P<aunit>{_FULL})(?:{_DASH}(?P<b>{ARABIC}))?"
    rf"(?P<plus>{_PLUS})? ?(?P<scale>{_SCALE})?(?P<plus2>{_PLUS})? ?(?P<unit>{_UNIT})?)"
    rf"|(?P<chinese>(?<![第一二三四五六七八九十之每])(?!百亿|千亿|百万|千万)(?P<c>{CHINESE}+)(?P<cplus>{_PLUS})?(?P<cscale>万|亿)?(?P<cplus2>[余多])?(?P<cunit>{_COUNTED})(?![A-Za-z]))"
    r"|(?P<bare>(?P<bscale>万亿|千亿|百亿|十亿|百万|千万)(?P<bunit>元)?(?=产业|产值|规模|能级|市场|大关|级))"
    r")"
)

_BEFORE = re.compile(
    r"(?P<op>不低于|不少于|不小于|不得低于|不得少于|至少(?=\w{0,4}$)|≥|>=|大于等于"
    r"|不超过|不高于|不大于|不多于|不得超过|不得高于|最多|≤|<=|上限为|最高不超过|控制在"
    r"|超过|突破|超出|跨越|跨过|迈过|多于|大于|＞|>|逾|超(?!标|临界)|高于|过(?=$)"
    r"|低于|小于|少于|＜|<|不足|不到"
    r"|约为|大约|约|将近|接近|近|大致)(?P<filler>了|到|约|近|总\w{1,6}的|(?<=至少)\w{2,4})?\s?$"
)
_OPS_BEFORE: dict[str, Op] = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "≥", ">=", "大于等于"), ">="),
    **dict.fromkeys(
        ("不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于", "最多", "≤", "<=", "上限为", "最高不超过"),
        "<=",
    ),
    **dict.fromkeys(
        ("超过", "突破", "超出", "跨越", "跨过", "迈过", "多于", "大于", "高于", "＞", ">", "逾", "超", "过"), ">"
    ),
    **dict.fromkeys(("低于", "小于", "少于", "＜", "<", "不足", "不到"), "<"),
    **dict.fromkeys(("约为", "大约", "约", "将近", "接近", "近", "大致"), "~"),
}
_AFTER = re.compile(r"\s?(?P<op>及以上|以上|及以下|以下|以内|之内|左右|上下|(?=可达|内办结|内到达))(?!来)")
_OPS_AFTER: dict[str, Op] = {
    **dict.fromkeys(("及以上", "以上"), ">="),
    **dict.fromkeys(("及以下", "以下", "以内", "之内", ""), "<="),
    **dict.fromkeys(("左右", "上下"), "~"),
}
_ABSTRACT = re.compile("(?:" + "|".join(map(re.escape, abstract_nouns())) + ")")


def tokens_in(text: str, on: date | None) -> list[Amount | PeriodMention | UnknownUnit]:
    """Cut a text into the amounts and time expressions that it holds, in order.

    `on` is the document's date, which 今年 and 目前 need. Names, ranks and other digits that count nothing are
    dropped here; what context must decide (ages, thresholds) is left to the caller.
    """
    tokens: list[Amount | PeriodMention | UnknownUnit] = []
    for match in _SCAN.finditer(text):
        group = match.lastgroup or ""
        token: Amount | PeriodMention | UnknownUnit | None
        if group in _IGNORED:
            continue
        if group == "arabic":
            token = _arabic(match, text)
        elif group == "chinese":
            token = _chinese(match, text)
        elif group == "wholeyear":
            token = PeriodMention(match.start(), match.end(), match.start(), None, "scope")
        elif group == "event":
            period = periods.year_period(on.year) if on else None
            token = PeriodMention(match.start(), match.end(), match.start(), period, "now")
        elif group == "fraction":
            token = UnknownUnit(match.start(), match.end())
        elif group in _WORDS:
            token = _WORDS[group](match, text)
        elif group in _TIMES:
            token = periods.mention_of(match, text, on)
        else:
            raise AssertionError(f"the scanner has no reading for {group!r}")
        if token is not None:
            tokens.append(token)
    return tokens


def with_comparators(amount: Amount, text: str) -> Amount:
    """Widen an amount by the comparator words around it, and let them set its `op`."""
    op = amount.op
    outer_start, outer_end, prefix, suffix = amount.start, amount.end, "", ""
    before = _BEFORE.search(text, max(0, amount.start - 12), amount.start)
    if before and before.group("op") == "控制在":
        after = _AFTER.match(text, amount.end)
        op = op if after else ("<=" if op == "=" and amount.unit in ("%", "‰", "") else op)
        op = "=" if op == "<=" else op
    elif before:
        prefix = before.group("op")
        outer_start = before.start()
        if op != "range":
            op = _OPS_BEFORE[prefix]
    after = _AFTER.match(text, amount.end)
    if after:
        suffix = after.group("op")
        outer_end = after.end()
        if op in ("=", "~", ">=", "<=") or (op == ">" and suffix in ("左右", "上下")):
            op = _OPS_AFTER[suffix]
    return replace(amount, outer_start=outer_start, outer_end=outer_end, op=op, prefix=prefix, suffix=suffix)


_UNIT_MISSING = re.compile(r"(?:达到?|超过|突破|不低于|不少于|共有?|新增|建成)$")
_NOT_A_UNIT = re.compile(r"(?![和及与至到的年月日号以左提缩下])[\u4e00-\u9fff]")


def _arabic(match: re.Match[str], text: str) -> Amount | UnknownUnit | None:
    start, end = match.span()
    value = read_number(match.group("a"))
    first_unit = match.group("aunit") or ""
    scale, unit = match.group("scale") or "", match.group("unit") or ""
    plus = bool(match.group("plus") or match.group("plus2"))
    value2 = None
    op: Op = "="
    if match.group("b"):
        value2 = read_number(match.group("b"))
        written = scale + unit
        if not written or (value2 <= value and written == (first_unit or written)):
            return None
        op = "range"
    elif first_unit:
        written = first_unit + scale + unit if plus else first_unit
        end = match.end() if plus else match.end("aunit")
    else:
        written = scale + unit
        if match.group("plus") and not written:
            return None
    if op == "=" and plus:
        op = ">"
    if text[max(0, start - 1) : start] in ("×", "÷", "=", "/", "第", "-", "－") or text[end : end + 1] in (
        "×",
        "÷",
        "=",
    ):
        return None
    if not written and _UNIT_MISSING.search(text, max(0, start - 4), start) and _NOT_A_UNIT.match(text, end):
        return UnknownUnit(start, end + 1)
    return with_comparators(Amount(start, end, start, end, value, value2, written, op), text)


def _chinese(match: re.Match[str], text: str) -> Amount | None:
    number, unit = match.group("c"), match.group("cunit")
    start, end = match.span()
    plus = bool(match.group("cplus") or match.group("cplus2"))
    before, after = text[max(0, start - 6) : start], text[end : end + 10]
    yearly = bool(re.search(r"(?:每年\w{0,3}|至少\w{0,2}|每个\w{1,6}有)$", before))
    if number == "一" and not (unit in ("个", "家", "所", "项") and yearly):
        return None
    if (
        number[0] in "百千"
        or number in ("万", "〇", "零")
        or (len(number) > 1 and number[0] == "一" and "十" not in number and "百" not in number)
    ):
        return None
    if unit == "人" and re.match(r"[才民口工员均]", after):
        return None
    if _ABSTRACT.match(after.lstrip("大个的主要重")) or (after.startswith(("“", "‘")) and unit != "个"):
        return None
    if (
        not plus
        and not yearly
        and unit in ("个", "大", "种", "类", "条", "项", "件")
        and not _counts(before, after, unit)
    ):
        return None
    try:
        value = read_number(number)
    except UnreadableQuantity:
        return None  # 三五个, 二三十家: two digits side by side name no number
    written = (match.group("cscale") or "") + unit
    return with_comparators(Amount(start, end, start, end, value, None, written, ">" if plus else "="), text)


_SUMMED = re.compile(r"(?:等|新增|建成|获批|增加|设立|新建|共有|拥有|另外|属于|中的|其他|其余|、)$")
_CONCRETE = re.compile(
    r"(?:国家级|省级|市级|区级|县级|全国|重点|重大|新|专项)*\w{0,12}?"
    r"(?:园区|基地|中心|平台|集群|企业|医院|机构|项目|实验室|工程|行动|学校|大学|示范区|试验区|开发区|区县|省份|城市|国家|产业园|台阶|交通圈|工作)"
)


def _counts(before: str, after: str, unit: str) -> bool:
    """Whether a Chinese numeral counts things: it sums up a list or follows a verb of getting, and things follow."""
    if after.startswith("“") and unit == "个":
        return True
    return (bool(_SUMMED.search(before) or unit == "项") and bool(_CONCRETE.match(after))) or bool(
        re.match(r"(?:大)?(?:台阶|行动)", after)
    )


def _zero(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    return Amount(start, end, start, end, Decimal(0), None, "", ">" if "突破" in match.group() else "=")


def _fold(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    return with_comparators(
        Amount(start, end, start, end, read_number(match.group("folds") or "一"), None, "番", "="), text
    )


def _digits(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    if match.group() == "两位数":
        return Amount(start, end, start, end, Decimal(10), None, "%", ">=")
    counted = re.search(r"(起|人|家|个|件|例|项)数", text[max(0, start - 14) : start])
    return Amount(start, end, start, end, Decimal(10), None, counted.group(1) if counted else "", "<")


_VAGUE: dict[str, Op] = {"数": ">", "几": ">", "上": ">=", "近": "~", "过": ">"}


def _vague(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    numeral = match.group("vnum")
    scale = numeral if numeral in ("万", "亿") else ""
    value = Decimal(1) if scale else (Decimal(numeral) if numeral.isdigit() else read_number(numeral))
    written = scale + (match.group("vscale") or "") + match.group("vunit")
    return Amount(start, end, start, end, value, None, written, _VAGUE[match.group("vlead")])


def _bare(match: re.Match[str], text: str) -> Amount | None:
    start, end = match.span()
    if text[end : end + 1] == "级":
        return None
    written = match.group("bscale") + (match.group("bunit") or "")
    return with_comparators(Amount(start, end, start, end, Decimal(1), None, written, "="), text)


_IGNORED = frozenset({"title", "docno", "clock", "ordinal", "quoted", "code", "denominator"})
_TIMES = frozenset(
    {
        "years",
        "pair",
        "year",
        "plan",
        "planend",
        "planlast",
        "relative",
        "half",
        "lately",
        "now",
        "monthday",
        "part",
        "rpart",
    }
)
_WORDS = {"zero": _zero, "fold": _fold, "digits": _digits, "vague": _vague, "bare": _bare}
