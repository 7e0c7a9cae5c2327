"""Numbers that state nothing: ages, thresholds, capacities in names, ranks, durations in passing.

Each refusal is one rule with its own test: what is ignored is ignored on purpose.
"""

from __future__ import annotations

import re

from yuheng.extract.awards import is_condition
from yuheng.extract.comparators import Amount
from yuheng.extract.phrases import has_noun_after
from yuheng.vocab.statements import alternatives
from yuheng.vocab.units import family_of, split_unit

_MODIFIER_FAMILIES = frozenset({"money", "dollar", "age", "duration", "area", "mass"})
_SPEC_FAMILIES = frozenset({"power", "mass", "length", "volume", "voltage", "area", "energy", "bandwidth"})
_CONDITIONAL = re.compile(r"(?:对|凡|给予?)[^，。；,;]*$")
_EXPECTANCY = re.compile(r"(?:寿命|年龄)\w{0,4}$|[高低]于\w{1,6}的$")
_SCORE = re.compile(
    rf"(?:{alternatives('ratios')}|指数|得分|满意度|倍差|系数|指标|评分|比值|分值|容积率)\w{{0,4}}(?<![表图栏件])$"
)
_PASSING = re.compile(r"(?:未来|今后|近|每|过去|为期|历时|连续|最近|长达|前|后|近年|经过|的|试用|任期)$")
_CHANGED = re.compile(
    r"(?:左右)?(?:提高|提升|增加|增长|下降|降低|缩短|压减|压缩|减少|缩小|扩充|充实|扩大|攀升|上调|下调|降|升|增)(?:到|至|为)"
)
_THRESHOLD = re.compile(r"的\w{1,12}?(?:只有|仅有|有|达到?|超过|共)?\d")
_CONDITION = re.compile(
    r"(?:、[^，。；,;]{1,12})*的(?:\w{0,6})(?:企业|机构|单位|项目|个人|团队|平台|园区|医院|地区|区县)"
)
_STATED = re.compile(
    r"(?:达到?|为|至|到|超过?|突破|实现|不低于|不少于|不高于|不超过|控制在|稳定在|保持在|提高|增长|增加|减负|完成|约|近|以上|≥|>|延长|提升|下降|缩短|用)了?$"
)


_DATED = re.compile(r"\d年(?:末|底)?的$")
_SIZED = re.compile(
    r"的(?:达到?|有|共|共有|超过)[\d两三四五六七八九十]"
    r"|的?(?:[\u4e00-\u9fff“”A-Za-z]{0,12})"
    r"(?:企业|项目|机构|公司|园区|集群|品种|产品|大品种|单品|基地|医院|平台|合同|订单|团队|品牌|镇|县|乡|村|户|家)"
    r"(?:只有|仅有|达到?|超过?|突破|共|有|近|约|增至|新增|不少于|分别为?)?[\d两二三四五六七八九十]"
)
_COUNTED = re.compile(r"的?[\d两二三四五六七八九十]+(?:余|多)?(?:家|个|户|只|种|项)")
_COUNTED_BEFORE = re.compile(r"[\d两二三四五六七八九十][余多]?(?:家|个|户|种|项|只|条)[^，。；、\d]{0,12}$")
_BUILT = re.compile(
    r"(?:建成|新建|完成|改造|新增|整治|修复|种植|治理|改建|扩建|提升|发展|开通|建设|打通|供应|盘活|收储|出让|腾退|储备|流转|建有)(?:了|[一二三首]期)?$"
)
_WHERE = re.compile(r"(?:^|[，。；])(?:在|凡是?|对于?)[^，。；]*$")
_CLASSED = re.compile(
    r"(?:新药|创新药|改良|化学药|中药|中成药|天然药|生物|药|疫苗|医疗器械|器械|精神|切口|证|风险|重点|地区|手术|建设|水|水质|水体)"
)
_DAYS = re.compile(r"(?:住院日|时间|时长|周期|期限|缩短|延长|压缩|减少|提前|增加)(?:为|到|至|达到?|约)?$")
_LEVEL = re.compile("级(?:规模|产业|集群|园区|能级|台阶|大关)")
_LEVEL_REACHED = re.compile("(?:迈[进向上入]|突破|达到?|跨[入越]|冲刺)$")
_LAND = re.compile("[\u4e00-\u9fff]{0,4}(?:田|园|地|林|水面|草原|草场|起步区|核心区|园区|片区|新城)")
_DELIVERED = re.compile(
    r"[^，。；\d]{2,10}(?:\d{1,2}月[底末]?前?)?(?:交付|投用|投入使用|建成|竣工|开工|落成|封顶|开园)"
)
_OF_GROUP = re.compile(
    r"\d岁?[^。；]{0,8}[，：、（(](?:其中)?[，：:]?(?:男性|女性|男|女|城镇|城市|农村|乡村)$|(?:其中|寿命)[^。；\d]{0,6}(?:男性|女性|男|女|城镇|农村)$"
)
"""期望寿命85岁，其中：男性82岁、女性87岁."""
_LISTED_BUILT = re.compile(
    r"(?:建成|新建|完成|改造|新增|整治|修复|种植|建设)(?:了)?\d[^，。；]*、[\u4e00-\u9fff]{0,6}$"
)
_CAPACITY = re.compile("(?:[年日]|单班|每小时)(?:生?产|处理|出栏|加工|供应)$")
_CAPACITY_ENDS = frozenset("产理栏工应")
_WORKS = re.compile(r"[^，。；、\d]{0,14}(?:场|厂|线|项目|基地|车间|中心|站|园)")
_BROKEN_DOWN = re.compile("年度|季度|月份|地区|县|区域|行业|领域|类别|阶段|部门")
"""表1分年度目标 breaks its aims down by years."""
_FIRST_YEAR = 1900
_VALIDITY = re.compile(r"有效期限?(?:为|至)?$")


def is_figure(text: str, amount: Amount) -> bool:
    """Whether an amount states something, where its neighbours must decide; each refusal has its test."""
    before, after = text[max(0, amount.outer_start - 16) : amount.outer_start], text[amount.outer_end :][:12]
    scale, name = split_unit(amount.unit)
    family = family_of(name)
    if not amount.unit:
        return (amount.value == 0 and "零" in text[amount.start : amount.end]) or _is_unitless_level(
            before, after, amount
        )
    if not name and scale > 1 and not _is_scaled_level(text, before, after, amount):
        return False
    raised = after.startswith("级") and _LEVEL.match(after) and _LEVEL_REACHED.search(before)
    if (after.startswith(("级", "人里", "人中")) and name and not raised) or (
        before.endswith(("前", "排名前", "第", "No.")) and family != "share"
    ):
        return False
    if _CHANGED.match(after) and before.endswith(("从", "由", "的")):
        return True
    if _only_says_whom(text, amount, before, after, family=family):
        return False
    if amount.unit == "类" and not (amount.prefix or amount.suffix) and _CLASSED.match(after):
        return False
    if amount.unit == "分" and _BROKEN_DOWN.match(after):
        return False
    if amount.unit == "日" and not _DAYS.search(before):
        return False
    if (
        before[-1:] in _CAPACITY_ENDS
        and _CAPACITY.search(before)
        and has_noun_after(after)
        and _WORKS.match(text, amount.outer_end)
    ):
        return False
    if amount.unit == "版" and amount.value >= _FIRST_YEAR:
        return False  # 招商手册（2025版）
    if "有效期" in before and _VALIDITY.search(before):
        return False
    return _is_stated(text, amount, before, after, family=family)


def _only_says_whom(text: str, amount: Amount, before: str, after: str, *, family: str) -> bool:
    """Whether the number only tells which firms, cases or projects are meant: 对营收超过5亿元的企业."""
    if family != "share" and (amount.prefix or amount.op == ">") and _THRESHOLD.match(after):
        return True
    if _CONDITION.match(after) and _CONDITIONAL.search(text, max(0, amount.outer_start - 120), amount.outer_start):
        return True
    if is_condition(text, amount.outer_start, amount.outer_end):
        return True
    if (
        amount.prefix
        and after.startswith("的")
        and _WHERE.search(text[max(0, amount.outer_start - 24) : amount.outer_start])
    ):
        return True
    if family != "share" and (amount.prefix or family == "money") and _SIZED.match(text, amount.outer_end):
        return True
    if family == "money" and amount.prefix and after.startswith("的") and _COUNTED_BEFORE.search(before):
        return True
    return family == "money" and amount.op in (">", ">=") and _COUNTED.match(after) is not None


def _is_stated(text: str, amount: Amount, before: str, after: str, *, family: str) -> bool:
    """Whether the words around say this number of its family of units, and do not just describe something by it."""
    if family == "age":
        if amount.suffix and has_noun_after(after):
            return False
        return bool(
            _STATED.search(before + amount.prefix)
            or _OF_GROUP.search(before)
            or _EXPECTANCY.search(before)
            or _DATED.search(before)
        )
    if family == "duration":
        return _is_duration_stated(before + amount.prefix, after, amount)
    if family in ("area", "length") and (_BUILT.search(before + amount.prefix) or _DELIVERED.match(after)):
        return True
    if family == "area" and before.endswith("占地") and after.startswith("的"):
        return True
    if family in ("area", "length") and _LISTED_BUILT.search(text, max(0, amount.outer_start - 80), amount.outer_start):
        return True
    if family == "area" and not before[-1:].strip("，。；\n") and _LAND.match(after):
        return True
    if family in _MODIFIER_FAMILIES and amount.suffix and after[:1] not in "，。；、,;）)\n" and after:
        return False
    if family in _SPEC_FAMILIES and has_noun_after(after) and not _STATED.search(before + amount.prefix):
        return False
    if amount.unit == "位" and (
        not has_noun_after(after) or re.search(r"排名|位次|名次", text[max(0, amount.start - 30) : amount.start])
    ):
        return False
    if amount.unit == "条" and after.startswith(("等", "”", "》")):
        return False
    if amount.unit in ("次", "步", "类", "级", "版", "页", "字", "行") and re.match(r"(?:会议|全会|方|以来)", after):
        return False
    return not (text[amount.end : amount.end + 1] in ("方", "线") and amount.unit == "个")


def _is_unitless_level(before: str, after: str, amount: Amount) -> bool:
    if _SCORE.search(before + amount.prefix):
        return True
    changes = re.match(r"(?:左右)?(?:提高|提升|缩小|扩大|增加|下降|降低|上升)(?:到|至)\d", after)
    return (bool(changes) and before.endswith("从")) or bool(
        re.search(r"(?:缩小|提升|提高|下降|降低|扩大|上升)(?:到|至)$", before)
    )


_PEOPLE = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:人口|群众|居民|百姓|师生|学生|患者|老人|老年人|职工|农民|党员|干部|用户|家庭|妇女|儿童|市民|游客)"
)


def _is_scaled_level(text: str, before: str, after: str, amount: Amount) -> bool:
    """20万 without a unit counts something only where a comparator or verb says so; 万亿 in 千项万亿 is a name."""
    if amount.value != 1 and _PEOPLE.match(text, amount.outer_end):
        return True
    if amount.prefix or _STATED.search(before) or re.search(r"[率数量额值模](?:为|达)?$", before):
        return True
    if amount.value != 1 and re.match(r"[，。；！、）)]|比|$", after) and re.search(r"[\u4e00-\u9fff]$", before):
        return True
    return bool(re.search(r"(?:打造|培育|形成|成为|建成|迈上|迈向|冲刺|为|、)\w{0,6}$", before)) and bool(
        re.match(
            r"(?:元?(?:级)?(?:产业|产值|规模|大关)|元?级的?[^，。；]{0,8}(?:产业|集群|园区|基地)|[，。、；三两]|的)",
            after,
        )
    )


def _is_duration_stated(before: str, after: str, amount: Amount) -> bool:
    if before.endswith(("通常为", "一般为")):
        return False
    if re.match(
        r"(?:来|期|行动|规划|计划|内|前|后|一次|一届|以来|左右的|周年|制|级|间|之久|版|底|度|系列|发展|历程|奋斗|前)",
        after,
    ):
        within = after.startswith("内") and re.search(r"(?:时间|时限|时长)\w{0,6}$", before)
        return bool(amount.suffix) or bool(within) or (after.startswith("内") and amount.op == "<=")
    if _PASSING.search(before):
        return before.endswith("连续") and after.startswith("未")
    if amount.unit in ("年", "天", "周", "个月", "秒"):
        return bool(
            re.search(
                r"(?:达到?|为|至|到|延长|缩短|不少于|不低于|不超过|不高于|超过|在|用|至少|压缩|控制在|提高|支付)(?:再|了)?$",
                before,
            )
        ) or bool(re.search(r"(?:[限龄长间期]|住院日|天数)(?:为|达到?)?$", before))
    return True
