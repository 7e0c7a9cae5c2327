"""Amounts in running text: every number with its unit and its comparators, and what only looks like one.

One pass of one compiled expression cuts a text into time expressions, names that hold numbers, and amounts. Names and
furniture (《…》, “4+1”, 5A, 第3位, 12:30, G60, PM2.5) are consumed on purpose, so that their digits are never read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuheng.errors import UnreadableQuantity
from yuheng.extract.comparators import Amount, with_comparators
from yuheng.extract.counted import ENDS, is_counted, sums_up
from yuheng.model.quantity import Op
from yuheng.text import periods
from yuheng.text.numbers import ARABIC, CHINESE, read_fraction, read_number
from yuheng.text.periods import PeriodMention
from yuheng.vocab.units import abstract_nouns, scale_pattern, split_unit, unit_pattern


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A number that is stated as an amount but whose unit is not in `vocab/units.toml`."""

    start: int
    end: int


_DASH = r"\s?[—–\-－~～至]{1,2}\s?"
_PLUS = r"[余多几]"
_UNIT = unit_pattern()
_SCALE = scale_pattern()
_COUNTED = (
    "(?:个|家|项|所|座|处|大|条|件|名|位|种|支|类|套|台|艘|辆|场|成|倍|人|户|亿元|万元|亿|万人|万个|万名|个百分点)"
)

_SIGNS = (
    r"(?=[\d“‘《〔\[第GASHPI]|[零一二两三四五六七八九十百千万亿][零〇一二两三四五六七八九十百千万亿余多几个家项所座处大条件名位种支类套台艘辆场成倍人户分五季年元美吨亩”的突伤死感发]|上[年半十百千万亿1]|近[一二三四五六七八九十\d百千万亿]|过[一二三四五六七八九十\d百千万亿去]"
    r"|数[\d十百千万亿]|几[十百千万亿1]|去年|今年|明年|本[年次]|当[年天日]|现[在场已]|目前|截[至止]|下半年|前[三\d二四五六七八九十一]|此次|这[一两]年"
    r"|翻|个位数|全年|年[末内底]|每[\d一二三两百千万十名个常人平户]|会上|仪式上|式上|规划期末|期[末间])"
)
"""How each token may begin, by two characters: most of 一, 上 and 前 begin none, and to ask all readings takes long."""
_SCAN = re.compile(
    r"(?=[\d“‘《〔\[第零一二两三四五六七八九十百千万亿数几上近过去今本明当现目截下前此这翻个全年GASHPI每会仪式规期])"
    rf"{_SIGNS}(?:"
    r"(?P<title>《[^《》\n]{1,80}》)"
    r"|(?P<zero>“?零”?的?突破|“?零(?:伤亡|死亡|感染|发生)”?)"
    r"|(?P<docno>[〔\[]\d{4}[〕\]]\s?(?:第\s?)?\d+\s?号)"
    r"|(?P<ratio>(?<![比为至到达于约])\d+(?:\.\d+)?\s?[:：∶]\s?\d+\.\d+(?:\s?[:：∶]\s?\d+(?:\.\d+)?)*|\d+(?:\.\d+)?∶\d+(?:∶\d+)*(?![\d.]))"
    r"|(?P<proportion>(?<=[比为至到达于约])\d{1,3}(?:\.\d+)?\s?[:：∶比]\s?\d{1,3}(?:\.\d+)?(?![\d.:：∶年月]))"
    r"|(?P<clock>\d{1,2}[:：]\d{2}(?!\d)(?:[:：]\d{2})?)"
    r"|(?P<ordinal>第\s?(?![一二三四]季度)(?:\d+(?:[—\-至]\d+)?|[零一二三四五六七八九十百]+)[个位名届次批期年章节条款类大轮季]?)"
    rf"|{periods.PATTERN}"
    r"|(?P<event>此次|本次)"
    r"|(?P<termend>规划期末|(?<=[到至])期末)"
    r"|(?P<wholeyear>全年|年末|(?<![今本去明当每上前次同翌半近几数多\d一二两三四五六七八九十])年(?:内|底(?:之?前)?))"
    r"|(?P<quoted>[“‘][^“”‘’\n，。；：]{1,16}[”’])"
    rf"|(?P<fraction>{CHINESE}+分之{CHINESE}+(?:点[〇零一二三四五六七八九]+)?|(?<=[达到为至占近约过超的少加降高长缩减逾免补返付按])[1-9]/[2-9](?![\d/.]))"
    r"|(?P<code>[A-Za-z][A-Za-z]*-?\d+(?:\.\d+)?[A-Za-z]*|\d+(?:\.\d+)?(?:A级?|G|D|K)(?![A-Za-z])|\d+[+＋×xX/／]\d+(?!0?万)(?:[+＋×/／]\d+)*)"
    r"|(?P<denominator>每(?:\d+|[一二三两百千万十]+)?(?:万|千|百)?(?:名|个)?(?:常住人口|人口|人(?!次)|平方公里|户))"
    r"|(?P<fold>翻了?(?P<folds>[一两二三四])?番(?P<fmore>多)?)"
    r"|(?P<digits>两位数|个位数)"
    r"|(?P<vague>(?P<vlead>(?<![总人员师士位床件例次个项家户量函辆台套倍点分指])数(?=10)|(?:数|几|(?<!以)上|近|(?<![超通经度])过)(?!\d))(?P<vnum>十|百|千|万|亿|10{1,3}(?![\d.])))"
    r"|(?P<round>(?<=[超逾破过近约达])(?P<rnum>[百千]?万亿|[十百千]亿|亿|[十百千]万|[十百千])(?P<runit>元|美元|家(?!万户)|个|人(?:次)?|亩|吨|户))"
    rf"|(?P<arabic>(?<![\d.A-Za-z])(?:{ARABIC}))"
    rf"|(?P<chinese>(?<![第一二三四五六七八九十之每])(?!百亿|千亿|百万|千万)(?P<c>(?:{CHINESE}+[万亿]){{0,2}}{CHINESE}+)(?P<cplus>{_PLUS})?"
    rf"(?P<cscale>万|亿)?(?P<cplus2>[余多])?(?P<cunit>{_COUNTED})(?![A-Za-z]))"
    r"|(?P<bare>(?P<bscale>万亿|千亿|百亿|十亿|百万|千万)(?P<bunit>元)?(?=产业|产值|规模|能级|市场|大关|级))"
    r")"
)

_TAIL = re.compile(
    rf"(?P<plus>{_PLUS})? ?(?P<scale>{_SCALE})?(?P<plus2>[余多])?"
    rf"(?: ?(?P<split>个(?P<plus3>[余多])(?:百分点|小时|月|工作日))| ?(?P<unit>{_UNIT}))?"
)
"""What may stand behind a number: 余 before the scale word or after it, and the unit."""
_PER = re.compile(rf"(?:/每?(?:{_UNIT}|{_SCALE}{_UNIT}|[年月季人次股]))+(?:·[年季月天日人次])?|·[年月天日]")
_TO = re.compile(rf"{_DASH}(?P<b>{ARABIC})")

_ABSTRACT = re.compile("(?:" + "|".join(map(re.escape, abstract_nouns())) + ")")


def tokens_in(text: str, on: date | None) -> list[Amount | PeriodMention | UnknownUnit]:
    """Cut a text into the amounts and time expressions that it holds, in order.

    `on` is the document's date, which 今年 and 目前 need. Names, ranks and other digits that count nothing are
    dropped here; what context must decide (ages, thresholds) is left to the caller.
    """
    tokens: list[Amount | PeriodMention | UnknownUnit] = []
    at = 0
    while match := _SCAN.search(text, at):
        at = match.end()
        token = _token(match, text, on)
        if token is not None:
            tokens.append(token)
            at = max(at, token.end)
    return tokens


def _token(match: re.Match[str], text: str, on: date | None) -> Amount | PeriodMention | UnknownUnit | None:
    group = match.lastgroup or ""
    start, end = match.span()
    if group in _IGNORED:
        return None
    if group in _AMOUNTS:
        return _AMOUNTS[group](match, text)
    if group == "termend":
        before = text[start - 1 : start] in ("到", "至")
        return PeriodMention(start, end, start - before, None, "by")
    if group == "wholeyear":
        return PeriodMention(start, end, start, None, "scope")
    if group == "event":
        return PeriodMention(start, end, start, periods.year_period(on.year) if on else None, "now")
    if group in _TIMES:
        return periods.mention_of(match, text, on)
    raise AssertionError(f"the scanner has no reading for {group!r}")


_YEARLY = re.compile(r"(?:每年\w{0,3}|至少\w{0,2}|每个\w{1,6}有)$")
_PERSONS = re.compile(r"[才民口工员均]")
_UNIT_MISSING = re.compile(r"(?:达到?|超过|突破|不低于|不少于|共有?|新增|建成)$")
_NOT_A_UNIT = re.compile(r"(?![和及与至到的年月日号以左提缩下])[\u4e00-\u9fff]")


def _arabic(match: re.Match[str], text: str) -> Amount | UnknownUnit | None:
    start, end = match.span()
    value, value2 = read_number(match.group("arabic")), None
    written, plus, end = _measure(text, end)
    op: Op = ">" if plus else "="
    if not plus and (to := _TO.match(text, end)):
        upper, _, far = _measure(text, to.end())
        value2 = read_number(to.group("b"))
        if not upper or (value2 <= value and upper == (written or upper)):
            return None
        written, op, end = upper, "range", far
    if _NEGATIVE.search(text, max(0, start - 2), start) and written in ("%", "‰", "个百分点") and op == "=":
        return with_comparators(Amount(start - 1, end, start - 1, end, -value, None, written, op), text)
    if text[max(0, start - 1) : start] in _OPERATORS or text[end : end + 1] in ("×", "÷", "="):
        return None
    if plus and not written:
        return None
    if not written:
        shared = _LISTED.match(text, end)
        if shared and _HANDED_OUT.search(text, max(0, start - 40), start):
            written = _measure(text, shared.end())[0]
        elif text.startswith("级", end) and value < 10 and _REACHED.search(text, max(0, start - 4), start):
            written, end = "级", end + 1
    if not written and _UNIT_MISSING.search(text, max(0, start - 4), start) and _NOT_A_UNIT.match(text, end):
        return UnknownUnit(start, end + 1)
    return with_comparators(Amount(start, end, start, end, value, value2, written, op), text)


_NEGATIVE = re.compile("[\u4e00-\u9fff][-－−]$")
_LISTED = re.compile(rf"(?:\s?(?:、|和|及|与)\s?(?:{ARABIC})){{1,5}}(?=\s?(?:{_SCALE})?{_UNIT})")
_HANDED_OUT = re.compile(r"分别[^，。；\n]{0,12}$|分别[^，。；\n]{0,12}[\d.]+(?:、[\d.]+)*(?:、|和|及|与)$")
_REACHED = re.compile(r"(?:达到?|为|至|到|突破|不低于|迈[上入向]|跃[上升])$")
_OPERATORS = ("×", "÷", "=", "/", "第", "-", "－")


def _measure(text: str, at: int) -> tuple[str, bool, int]:
    """The unit that stands at an offset ("" for none), whether 余 or 多 is in it, and where it ends."""
    tail = _TAIL.match(text, at)
    if tail is None or not tail.group().strip():
        return "", False, at
    scale, unit = tail.group("scale") or "", tail.group("unit") or ""
    if split := tail.group("split"):
        return scale + split.replace(tail.group("plus3"), "", 1), True, tail.end()
    end = tail.end() if unit or not tail.group().endswith(" ") else tail.end() - 1
    per = _PER.match(text, end) if unit else None
    if per:
        unit, end = unit + per.group(), per.end()
    elif not scale and not unit and text.startswith("/10万", at):
        return "/10万", False, at + 4
    return scale + unit, bool(tail.group("plus") or tail.group("plus2")), end


def _chinese(match: re.Match[str], text: str) -> Amount | None:
    number, unit = match.group("c"), match.group("cunit")
    start, end = match.span()
    plus = bool(match.group("cplus") or match.group("cplus2"))
    before, after = text[max(0, start - 6) : start], text[end : end + 10]
    yearly = bool(_YEARLY.search(before))
    if number == "一" and not (unit in ("个", "家", "所", "项") and yearly):
        return None
    if (
        number[0] in "百千"
        or number in ("万", "〇", "零")
        or (len(number) > 1 and number[0] == "一" and not _LONG_NUMERAL.search(number))
    ):
        return None
    if unit == "人" and _PERSONS.match(after):
        return None
    if _ABSTRACT.match(after.lstrip("大个的主要重")) or (after.startswith(("“", "‘")) and unit != "个"):
        return None
    if (
        not plus
        and not yearly
        and unit in ("个", "大", "种", "类", "条", "项", "件")
        and not is_counted(number, before, after, unit=unit)
        and not sums_up(number, text[max(0, start - 80) : start])
    ):
        return None
    written = (match.group("cscale") or "") + unit
    if "亿" in number and written[0] == "万":
        number, written = f"{number}万", written[1:]
    try:
        value = read_number(number)
    except UnreadableQuantity:
        return None  # 三五个, 二三十家: two digits side by side name no number
    return with_comparators(Amount(start, end, start, end, value, None, written, ">" if plus else "="), text)


_LONG_NUMERAL = re.compile("[十百]|.[千万亿].")
"""一百八, 一千五 and 一万二 are numbers; 一千 alone is as often a figure of speech."""


def _fraction(match: re.Match[str], text: str) -> Amount | UnknownUnit:
    start, end = match.span()
    try:
        value, unit = read_fraction(match.group())
    except UnreadableQuantity:
        return UnknownUnit(start, end)
    return with_comparators(Amount(start, end, start, end, value, None, unit, "="), text)


_PROPORTION = re.compile(r"比(?!上年|去年|20)[^，。；、\d]{0,8}$")


def _proportion(match: re.Match[str], text: str) -> Amount | None:
    """医护比达到1:1.2: the first number of the second, as one third is 1 of /3."""
    start, end = match.span()
    if not _PROPORTION.search(text, max(0, start - 14), start):
        return None
    part, whole = re.split(r"\s?[:：∶比]\s?", match.group())
    return with_comparators(Amount(start, end, start, end, read_number(part), None, f":{whole}", "="), text)


def _zero(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    return Amount(start, end, start, end, Decimal(0), None, "", ">" if "突破" in match.group() else "=")


def _fold(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    return with_comparators(
        Amount(
            start,
            end,
            start,
            end,
            read_number(match.group("folds") or "一"),
            None,
            "番",
            ">" if match.group("fmore") else "=",
        ),
        text,
    )


def _digits(match: re.Match[str], text: str) -> Amount:
    start, end = match.span()
    if match.group() == "两位数":
        return Amount(start, end, start, end, Decimal(10), None, "%", ">=")
    counted = re.search(r"(起|人|家|个|件|例|项)数", text[max(0, start - 14) : start])
    return Amount(start, end, start, end, Decimal(10), None, counted.group(1) if counted else "", "<")


_VAGUE: dict[str, Op] = {"数": ">", "几": ">", "上": ">=", "近": "~", "过": ">"}


def _vague(match: re.Match[str], text: str) -> Amount | None:
    start, end = match.span()
    numeral = match.group("vnum")
    written, plus, end = _measure(text, end)
    if plus or not split_unit(written)[1]:
        return None
    scale = numeral if numeral in ("万", "亿") else ""
    value = Decimal(1) if scale else (Decimal(numeral) if numeral.isdigit() else read_number(numeral))
    return Amount(start, end, start, end, value, None, scale + written, _VAGUE[match.group("vlead")])


def _round(match: re.Match[str], text: str) -> Amount:
    """超百亿元, 突破千家: a round number in words; 亿 and 万 stay with the unit, as after digits."""
    start, end = match.span()
    numeral, unit = match.group("rnum"), match.group("runit")
    worded = numeral in "十百千"
    value, written = (read_number(numeral), unit) if worded else (Decimal(1), numeral + unit)
    return with_comparators(Amount(start, end, start, end, value, None, written, "="), text)


def _bare(match: re.Match[str], text: str) -> Amount | None:
    start, end = match.span()
    if text.startswith("级", end) and not (
        _REACHED.search(text, max(0, start - 4), start) and text[end + 1 : end + 2] in ENDS
    ):
        return None
    written = match.group("bscale") + (match.group("bunit") or "")
    return with_comparators(Amount(start, end, start, end, Decimal(1), None, written, "="), text)


_IGNORED = frozenset({"title", "docno", "ratio", "clock", "ordinal", "quoted", "code", "denominator"})
_TIMES = frozenset(
    {
        "years",
        "pair",
        "year",
        "part",
        "plan",
        "planend",
        "planlast",
        "relative",
        "rpart",
        "half",
        "lately",
        "now",
        "monthday",
    }
)
_AMOUNTS: dict[str, Callable[[re.Match[str], str], Amount | UnknownUnit | None]] = {
    "arabic": _arabic,
    "chinese": _chinese,
    "fraction": _fraction,
    "proportion": _proportion,
    "zero": _zero,
    "fold": _fold,
    "digits": _digits,
    "vague": _vague,
    "bare": _bare,
    "round": _round,
}
