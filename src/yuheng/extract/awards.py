"""Awards of a policy: "对年营收首次突破5亿元的企业，给予最高100万元奖励".

Such a sentence holds two sorts of numbers. The ones before its comma only say whom it is for and state nothing; the
ones behind 给予 are what is promised, and what they measure is made of the beneficiary and the name of the award.
"""

from __future__ import annotations

import re

_AWARD = re.compile(r"给予|予以|奖励|奖补|补助|资助|补贴|扶持|贴息|减免|返还|授予")
_CASE = re.compile(r"[对凡](?![接口外称象比应于])[^。；;]*$")
_CASE_ENDS = re.compile(r"(?:[、或和及至到—\-]\s?[\d.]+[^\d，。；、]{0,6}){0,6}[^，。；;]{0,24}的[^，。；;]{0,16}[，,]")
_GIVEN_NEXT = re.compile(r"(?:分别|各|再|一次性|每[个家项件张名]\w{0,4})*(?:给予|予以|奖励|奖补|补助|资助|补贴)")
"""年营收首次达到1亿元、5亿元的企业，分别给予…: a case without 对 is followed by its award at once."""
_NAMED = re.compile(
    r"(?:对|凡)(?![接口外称象比应于])(?P<case>[^，,。；;]*?)"
    r"(?=[，,]|(?:分别|一次性|最高|再|每年)*(?:给予|予以)|(?:奖励|补助|资助|补贴|贴息)|按)"
)
_GIVES = re.compile(r"(?:给予|予以|再给)[^，。；]{0,16}$|(?:奖励|补助|资助|补贴|奖补|最高)(?:不超过|最高|共|额度)*$")
_GIVES_ALONE = re.compile(r"[，,；、\s]*(?:分别|各|再|一次性)*(?:给予|予以)(?:最高|不超过)*")
_CASE_ALONE = re.compile(
    r"(?:^|[：；。])(?P<case>(?![对凡])[^，,。；：]{3,40}的[^，。；、\d]{0,12})[，,](?:分别|各|再|一次性)*"
    r"(?:每[个家项件张名亩户床人]\w{0,4})?(?:给予|予以|(?P<award>奖励|奖补|补助|资助|补贴))[^，。；\d]{0,8}(?:一次性|最高|不超过|[\d.、和]+万?元)*$"
)
"""取得批件的，给予…: a case of its own without 对."""
_EACH_GETS = re.compile(
    "每(?:个|家|项|件|张|名|人|户|床|辆|亩|例|吨|公里|平方米)[\u4e00-\u9fff]{0,4}?(?:每[年月天])?"
    "(?=(?:分别|一次性|最高)*(?:给予|予以|奖励|补助|补贴|资助)?(?:最高|不超过)?$)"
)
"""给予每人每月3000元: what the amount is for one of."""
_CAP = re.compile("[，,](?P<span>(?:单个(?:企业|项目|单位|机构))?(?:每年|年度|全年)?(?:累计|合计)?)(?:总额|金额)?$")
_GAVE = re.compile(r"(?:给予|予以|奖励|补助|补贴)[^，。；\d]{0,10}?(?P<name>补助|补贴|奖励|资助|贴息|奖补)(?=[，,])")
_BY = re.compile(r"(?:^|[，、；：。])(?P<when>[^，、；：。\d]{2,12}?)按(?:照)?$")
_GIVEN_TOGETHER = re.compile(
    r"(?:、[^，。；、]{1,10}按(?:照)?[\d.]+%)*(?:的比例|的标准)?(?:给予|予以)"
    r"(?P<name>[^，。；\d]{0,8}?(?:补贴|补助|奖励|资助|贴息|减免))"
)
_BY_EACH = re.compile("按(?:照)?(?P<each>每[\u4e00-\u9fff]{1,8})$")
_AT_STANDARD = re.compile(
    r"的?标准(?:给予|予以|发放|支付|拨付)(?:一次性)?(?P<name>[^，。；\d]{0,8}?(?:补贴|补助|奖励|资助|贴息))"
)
_CASE_BARE = re.compile("(?:^|[；。：，])(?P<case>(?![对凡])[^，。；：]{3,30}的)(?=[，,]按)")
_CASE_LEAD = re.compile("^.*?(?:对于?|凡是?|按照?)(?![接口外称象比应])")
_TIER = r"(?:[ⅠⅡⅢⅣⅤ]期?|[一二三四五]级|[\d.]+\s?[十百千万亿]*(?:美?元|家|个|张|人|名)?)"
_TIERS = re.compile(rf"(?P<list>{_TIER}(?:(?:、|和|及|或){_TIER})+)(?<=(?P<of>期|级|元|[^期级元]))")
_NAME = re.compile(
    r"^的?(?P<name>[^，,。；;、\d]{0,8}?(?:奖励|补助|资助|补贴|奖补|支持|贴息|扶持|经费|资金|奖金|减免))"
)
_NAME_BEFORE = re.compile(r"奖励|补助|资助|补贴|奖补|贴息|扶持|支持")


def is_condition(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) only says whom an award is for.

    >>> is_condition("对年营收突破5亿元的企业，给予50万元奖励。", 4, 9)
    True
    """
    called = text.find("对", max(0, start - 80), start) >= 0 or text.find("凡", max(0, start - 80), start) >= 0
    if not called and text.find("给予", end, end + 72) < 0 and text.find("奖励", end, end + 72) < 0:
        return False
    ends = _CASE_ENDS.match(text, end)
    if ends is None or _AWARD.search(text, end, ends.end()):
        return False
    if not called:
        return _GIVEN_NEXT.match(text, ends.end()) is not None
    case = _CASE.search(text, max(0, start - 80), start)
    return (
        case is not None
        and not _AWARD.search(case.group())
        and _AWARD.search(text, ends.end(), ends.end() + 48) is not None
    )


def gives(left: str) -> bool:
    """Whether the words before a number give it to somebody: 给予最高, 补助."""
    return _GIVES.search(left) is not None


def award_named(sentence: str, left: str, right: str) -> str:
    """What an award's number measures, "" where the words before the number give nothing to anyone.

    `sentence` runs up to the number, `left` is its clause's part of it, `right` what follows the number (or its run).

    >>> award_named("对首次上市的企业，给予", "给予", "一次性奖励")
    '上市的企业一次性奖励'
    """
    if not gives(left):
        return ""
    cases = list(_NAMED.finditer(sentence))
    behind = _NAME.match(right)
    each = found.group() if (found := _EACH_GETS.search(sentence)) else ""
    alone = _CASE_ALONE.search(sentence)
    if alone and (behind or alone.group("award")):
        return _beneficiary(alone.group("case")) + each + (behind.group("name") if behind else alone.group("award"))
    if not cases:
        return behind.group("name") if behind and _GIVES_ALONE.fullmatch(left) else ""
    named = cases[-1]
    before = [found.group() for found in _NAME_BEFORE.finditer(sentence, named.end())]
    name = behind.group("name") if behind else before[-1] if before else ""
    return _beneficiary(named.group("case").removesuffix(each)) + each + name if name else ""


def cap_named(sentence: str, earlier: str) -> str:
    """What a bare ceiling bounds: the award that its sentence gave before, by the case or by what `earlier` measured.

    >>> cap_named("企业自建的检验平台，按设备投资的30%给予补助，年度累计", "设备投资")
    '检验平台年度累计补助'
    """
    found = _CAP.search(sentence)
    if found is None:
        return ""
    given = [award.group("name") for award in _GAVE.finditer(sentence, 0, found.start() + 1)]
    if not given:
        return ""
    case = re.split("[，,]", sentence.lstrip("。；\n "))[0]
    whose = _beneficiary(case) if not re.search(r"\d", case) and "的" in case else earlier
    return whose.removesuffix(given[-1]) + found.group("span") + given[-1]


def share_named(left: str, right: str) -> str:
    """Of 前三年按100%、后两年按50%给予租金补贴 what each part of the run says: its own words and the award.

    >>> share_named("前三年按", "、后两年按50%给予租金补贴")
    '前三年租金补贴'
    """
    if not left.endswith(("按", "按照")):
        return ""
    by, given = _BY.search(left), _GIVEN_TOGETHER.match(right)
    return by.group("when") + given.group("name") if by and given else ""


def standard_named(sentence: str, left: str, right: str) -> str:
    """What an award by a standard measures: 对新建的机构，按每个床位1万元的标准给予建设补助.

    >>> standard_named("对新建的托育机构，按每个托位", "按每个托位", "的标准给予建设补助")
    '托育机构每个托位建设补助'
    """
    by, given = _BY_EACH.search(left), _AT_STANDARD.match(right)
    if not (by and given):
        return ""
    cases = [*_NAMED.finditer(sentence), *_CASE_BARE.finditer(sentence)]
    return (_beneficiary(cases[-1].group("case")) if cases else "") + by.group("each") + given.group("name")


def tiered_awards(sentence: str, right: str, count: int) -> tuple[str, ...]:
    """What each of `count` awards measures that a list of cases shares out: by its case and the award's name.

    `sentence` runs up to the first amount, `right` follows the last one.

    >>> tiered_awards("产值首次达到1亿元、5亿元的企业，分别给予", "一次性奖励", 2)
    ('产值首次达到1亿元的企业一次性奖励', '产值首次达到5亿元的企业一次性奖励')
    """
    parts = re.split("[，,]|分别|各(?=给)", sentence)
    if len(parts) < 2 or not _GIVES.search(sentence + parts[-1]):
        return ()
    named = _NAME.match(right)
    name = named.group("name") if named else ""
    for part in reversed(parts):
        if tiers := tiers_of(part, count):
            return tuple(tier.removesuffix("的") + name for tier in tiers)
    return ()


def tiers_of(case: str, count: int) -> tuple[str, ...]:
    """The case of each award of "达到1亿元、5亿元、10亿元的企业，分别给予…": as many cases as awards, or none.

    >>> tiers_of("完成Ⅰ、Ⅱ期临床试验", 2)
    ('完成Ⅰ期临床试验', '完成Ⅱ期临床试验')
    """
    case = _CASE_LEAD.sub("", case)
    for match in _TIERS.finditer(case):
        tiers = [tier.strip() for tier in re.split("、|和|及|或", match.group("list"))]
        if len(tiers) == count:
            tail = match.group("of")
            lead = case[: match.start()]
            return tuple(lead + tier.removesuffix(tail) + tail + case[match.end() :] for tier in tiers)
    return ()


_LONGEST_CASE = 32
"""Characters of a case that are kept where its noun (企业, 品种) says nothing by itself."""


def _beneficiary(case: str) -> str:
    """Whom a case names: the noun behind its last 的, or all of it where it ends in one."""
    case = case.strip("“”\x00 ")
    if case.endswith("的"):
        return re.sub(r"^(?:首次|新|本市|全市|我市)+", "", case.removesuffix("的"))[-20:]
    noun = case.rpartition("的")[2]
    if len(noun) > 2 or len(case) > _LONGEST_CASE:
        return noun[-20:]
    return re.sub(r"^(?:首次|新|本市|全市|我市)+", "", case)
