"""What a number measures: the noun phrase beside it.

Chinese puts the thing counted on either side of its number: "重点企业达到13家" and "建成1个产业集聚区". What stands next
to the number decides the side; then adverbs, times, places and verbs that only carry the statement are cut off both
ends. The result is made of the document's own characters, never rephrased.
"""

from __future__ import annotations

import re

CLAUSE_MARKS = "，,；;。：:！？!?\n"
MASK = "\x00"

_TRAILING = re.compile(
    r"(?:已经?|共|平均|共计|总计|共有|累计|合计|均|都|就|也|仅|只有|只|分别|大约|约|近|"
    r"达到?了?|达成|为|是|有|到|至|占到|等|了|的|在|由|从|以|按|较|(?<![占同环对倍])比|每年|"
    r"(?:增加|提高|提升|上升|下降|减少|跃升|降低|扩大|缩小|增长|发展|扩大|拓展|压减|控制|稳定|保持|维持|推进)(?:到|至|在|为)|"
    r"增至|升至|降至|缩至|扩至|控制|稳定|保持|维持|"
    r"(?:连续|历史性|成功|顺利|全面|基本|力争|确保|实现|突破|超过|超出|超|逾|跨越|连续跨越|不低于|不少于|不高于|不超过|低于|高于|小于|大于|不足|至少|最多))$"
)
_GROWTH_TAIL = re.compile(
    r"(?P<adverb>(?:同比|环比|年均|平均|分别|累计|同口径|可比|实际|名义|每年|同期|均|再|又)*)(?:复合)?"
    r"(?P<verb>增长率?|增幅|增速|上涨|涨幅|下降|提高|提升|减少|增加|降低|上升|回落|降幅|增|降|涨|翻|压减|压降|压缩|缩短|缩减|减)(?:了|约|超|近|为|达到?)?$"
)
_LEADING = re.compile(
    r"^(?:[、，,\s\x00]|——|或|鼓励|提倡|建议|每[周天日月](?=$)|相比|相较|[一二三四五六七八九十]是|其中(?:包括|含)?|同时|此外|另外|另|并且?|以及|及|和|与|而|也|还|且|则|又|如|即|含|包括|预计|计划|可(?=实现|带动|新增|达|增)|"
    r"(?:力争|争取|努力|力求|确保|实现|推动|促进|推进|着力|加快|大力|积极|全力|努力|扎实|稳步|持续|深入|率先|成功|先后|继续|不断|已经?|将|要(?!素)|共(?=记录|有|建成|实施|完成|组织|计|引进|开展)|"
    r"全年|每年|当年|期间|时期|目前|现有|现|截至|累计|总体|基本|平均|分别|一批|年内|年底|年末|末|底|时|前|里|来|以来))+"
)
_CARRIERS = re.compile(
    r"^(?:建成投用|建成|新建|建设|建立|培育壮大|培育|打造|拥有|形成|构建|设立|设置|设有|有(?![效序力关机色])|组建|完成|达到|达|开展|举办|实施|取得|获批|获得|获|"
    r"认定|新认定|招引|引进|安排|部署实施|部署|开放|开设|布局|落实|保持|控制|将|把|对|为|在|从|由|向|以|按|被|让|使|推荐|支持|提倡|鼓励|建有)+(?=.{2})"
)
_REGION_LEAD = re.compile(
    r"^(?:全省|全市|全国|我省|我市|我国|全区|全县|我区|我县|全自治区|本市|本省)(?:的|共|现)?(?=$|.{2})"
)
_GOVERNING = re.compile(
    r"(?:建成|新建|建设|建立|培育|打造|拥有|形成|构建|设立|设置|组建|完成|开展|举办|实施|取得|获批|获得|推动|支持|争取|引进|招引|认定|安排|组织|"
    r"推进|选择|选取|新增|新建成|遴选|选派|选育|创建|入选|培养|提供|惠及|覆盖|涵盖|涉及|服务|服务于|包括|含|分为|印发|出台|制定|发布|部署|布局|"
    r"建成投用|投用|改造|配备|增加|新认定|开通|开设|开放|向|为|对|在|由|从|给|让|与|全|每|按|等|的|了|有|是|即|个|和|及|共|到|为期|播出|进驻|救治|免费为|启动|落地|签约|落户|汇聚|聚集|集聚|吸引|感谢|属于|(?:对|为|在|向|从|给|由|按)(?:全省|全市|全国|我省|我市|我国|全区|全县))$"
)
_REACHING = re.compile(r"(?:惠及|服务|覆盖|带动|吸引|受理|帮扶|救助|培训|接待|辐射|直接融资|减免|发放|拨付)$")
_RATE = re.compile(r"(?:率|比重|占比|比例|水平|份额|强度|指数|比|成数)$")
_NOT_A_NOUN = re.compile(
    r"(?:和|及|与|以及|并|且|而|提高|提升|增长|增加|下降|上升|跃升|缩小|扩大|减少|降低|降|到|至|居|位居|位列|占|左右|可|且|同比|环比|比|较|是|为|以|在|的基础|"
    r"以上$|以下$|落户|入驻|入选|获|通过|开工|投产|投用|落地|建成|完成|启动|等$|等[，。；]|不变|不等|起$|之|(?:后|前|时|内|中|间|来)(?=[，。、；,;]|$)|有余|挂牌|上市$|多家|进驻|获批|荣获|出席|参加|实现|达到|突破|新增|增至|纳入|列入|超过|"
    r"[，,；;。、：:！？!?）)（(”\n]|$)"
)
_RIGHT_STOP = re.compile(
    r"[，,；;。：:！？!?）)\n]|(?:和|及|以及|与)(?:若干|一批|一大批|多个)|"
    r"(?:出席|齐聚|参加|参会|迈入|进入|获得|获批|入选|迎来|提能|实现|完成|提升|落户|入驻|开工|投产|投用|建成|提请|发放|追回|实施|提供|设置|开展|举办|"
    r"达到|增长|下降|居全|位居|位列|纳入|现场|初具|集聚|组成|来自|正式|是|相继|陆续|已|均|将|正在|荣获|获|被|加快|进展|全部|全面|提前|建设进展)"
)


def left_phrase(text: str) -> tuple[str, str]:
    """The noun phrase that ends where a number begins, and the growth verb between them ("" where there is none).

    `text` is the clause's part before the number, brackets and time expressions masked by "\\0".

    >>> left_phrase("全市规上医药企业")
    ('规上医药企业', '')
    >>> left_phrase("产业增加值同比增长")
    ('产业增加值', '同比增长')
    """
    phrase = _strip_tail(text.replace(MASK, ""))
    growth = _GROWTH_TAIL.search(phrase)
    verb = ""
    if growth and not phrase.endswith(("收入", "投入")):
        verb = growth.group().removesuffix("了")
        phrase = _strip_tail(phrase[: growth.start()])
    return summed_up(_strip_head(phrase)), verb


_SUMMED = re.compile(r"(?<![中高平初同甲优对均次劣上一二三])等(?![级级医])(?P<noun>.{2,})$")


def summed_up(phrase: str) -> str:
    """The noun that sums up a list: of "甲医院、乙医院等三级甲等医院" the last words are what is counted.

    >>> summed_up("重庆医科大学、陆军军医大学等三级甲等医院")
    '三级甲等医院'
    """
    listed = phrase.rfind("、")
    if listed < 0 and len(phrase) < 12:
        return phrase
    found = _SUMMED.search(phrase, max(listed, 2))
    return found.group("noun").removeprefix("的") if found and len(found.group("noun")) > 4 else phrase


_GENERIC = re.compile(
    r"(?:年度?|总)?(?:产值|增加值|规模|收入|营收|床位数?|数量|总量|占比|比重|产量|投资|销售额|金额|人数|面积|总额|推荐值|推荐标准|标准值|"
    r"上限|下限|利润|税收|份额|播出|回访|采纳|受理|观看|开放|开行|成交|立项|答复|办结)"
)


def is_generic(phrase: str) -> bool:
    """Whether a phrase says only what is measured and not of what: 产值, 床位, 采纳, 推荐值."""
    return len(phrase) <= 1 or bool(_GENERIC.fullmatch(phrase)) or phrase.endswith(("推荐值", "推荐标准", "推荐值上限"))


def completed(phrase: str, subject: str) -> str:
    """A generic phrase with what it is said of: 总产量 after 粮食播种面积 is 粮食播种总产量."""
    head = next((head for head in _HEADS if subject.endswith(head) and len(subject) > len(head) + 1), "")
    return (subject.removesuffix(head) if _GENERIC.fullmatch(phrase) and head else subject) + phrase


_MADE = re.compile(r"[将把](?P<thing>[^，。；将把]{2,}?)(?:培育|打造|建设|发展|做大|壮大)(?:成为|为|成|到)?$")


def thing_made(text: str) -> str:
    """In "将医药健康产业培育为" the thing that is to become something; "" where the clause is not built so."""
    found = _MADE.search(text.replace(MASK, ""))
    return found.group("thing") if found else ""


_PREDICATE = re.compile(
    r"(?:不断|持续|进一步|更加|逐步|稳步|明显|显著|快速|加快|日益|也|已|实现|取得|得到|保持|有序|有力|大幅).*$"
)


def subject_of(clause: str) -> str:
    """What a clause is about: its words before the predicate, without adverbs.

    >>> subject_of("生物医药产业规模不断扩大")
    '生物医药产业'
    """
    head = _PREDICATE.sub("", _strip_head(clause.replace(MASK, "")))
    return re.sub(r"(?:规模|水平|能力|体系)$", "", _strip_tail(head))


def is_governed(text: str) -> bool:
    """Whether the words before a number leave the thing counted to its right: a verb, a preposition, or nothing."""
    phrase = text.replace(MASK, "").strip()
    bare = _strip_tail(phrase)
    return not _strip_head(bare) or bool(_GOVERNING.search(phrase))


def reaches(text: str) -> str:
    """The subject and verb before a number whose verb only reaches the thing counted (惠及, 服务, 覆盖); "" if none.

    >>> reaches("家庭共济改革惠及")
    '家庭共济改革惠及'
    """
    phrase = text.replace(MASK, "").strip()
    return _strip_head(phrase) if _REACHING.search(phrase) and len(_strip_head(phrase)) > 4 else ""


def is_rate(phrase: str) -> bool:
    """Whether a phrase names a rate or a share, so that a percentage beside it is its value."""
    return bool(_RATE.search(phrase))


def has_noun_after(text: str) -> bool:
    """Whether a noun follows a number directly (or after 的)."""
    return bool(text) and not _NOT_A_NOUN.match(text.removeprefix("的"))


def right_phrase(text: str) -> str:
    """The noun phrase that begins where a number ends; with its predicate where the noun alone says little.

    `text` runs from behind the number to the end of the clause or the next number.

    >>> right_phrase("国家级生物医药产业聚集区和若干特色园区")
    '国家级生物医药产业聚集区'
    >>> right_phrase("项目纳入国家用地保障范围")
    '项目纳入国家用地保障范围'
    """
    rest = text.replace(MASK, "").removeprefix("的")
    clause = _CLAUSE_END.split(rest, maxsplit=1)[0]
    clause = re.split("(?<=.)是(?!否)", clause, maxsplit=1)[0]
    stop = _RIGHT_STOP.search(clause, 1)
    noun = clause[: stop.start()] if stop else clause
    if len(noun) <= 4:
        noun = clause
    return _strip_tail(re.sub(r"(?:和|及|以及|与|、|对|共计|累计|共)$", "", noun.strip()))


def _strip_tail(phrase: str) -> str:
    while True:
        phrase = phrase.rstrip(" \x00、“（(")
        shorter = _TRAILING.sub("", phrase)
        if shorter == phrase or not shorter:
            return shorter
        phrase = shorter


def _strip_head(phrase: str) -> str:
    while True:
        phrase = phrase.lstrip(" \x00、，,”）)")
        shorter = _LEADING.sub("", phrase)
        shorter = _REGION_LEAD.sub("", shorter)
        shorter = _CARRIERS.sub("", shorter)
        if shorter == phrase:
            return phrase
        phrase = shorter


_CLAUSE_END = re.compile(f"[{re.escape(CLAUSE_MARKS)}）)]")
_HEADS = (
    *("增加值", "可支配收入", "总产值", "产值", "产量", "销售额", "收入", "比重", "占比", "覆盖率", "患病率", "发病率"),
    *("死亡率", "知晓率", "管理率", "贫血率", "超重率", "肥胖率", "迟缓率", "完成率", "合格率", "增速", "数量", "人数"),
    *("总量", "总额", "规模", "投资", "投入", "素养水平", "水平", "起数", "用量", "强度", "面积", "产业", "居民"),
    *("利润", "率", "量", "数"),
)
_JOINTS = re.compile(r"、|和|及(?!相关|以上|以下|其)|与|以及")


def shared_phrases(phrase: str, count: int) -> tuple[str, ...] | None:
    """Split "A、B和C" into the `count` things that "分别" hands its numbers to; None where it does not split so.

    A head or a modifier that is written once belongs to all: "城镇和农村居民人均可支配收入" are two incomes, and
    "案件受理数、案损数" two numbers of cases.

    >>> shared_phrases("城镇和农村居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    >>> shared_phrases("城乡居民人均可支配收入", 2)
    ('城镇居民人均可支配收入', '农村居民人均可支配收入')
    """
    if count == 2 and "城乡" in phrase and not _JOINTS.search(phrase):
        return phrase.replace("城乡", "城镇", 1), phrase.replace("城乡", "农村", 1)
    parts = [part for part in _JOINTS.split(phrase) if part]
    if len(parts) > count:
        parts = _merged(phrase, count)
    if len(parts) != count or count < 2:
        return None
    tail = _shared_tail(parts)
    if tail:
        return (*(part if part.endswith(tail) else part + tail for part in parts[:-1]), parts[-1])
    lead = _shared_lead(parts)
    return tuple(part if part.startswith(lead) else lead + part for part in parts)


def _merged(phrase: str, count: int) -> list[str]:
    """Prefer 、 over 和 where "文化和旅游、健康和养老" has more joints than numbers."""
    parts = [part for part in phrase.split("、") if part]
    if len(parts) == count:
        return parts
    halves = [part for part in re.split("和|与|以及", phrase) if part]
    return halves if len(halves) == count else []


def _shared_tail(parts: list[str]) -> str:
    """The head that only the last item writes: 产量 of "原煤、原油、天然气产量"."""
    last, width = parts[-1], len(parts[-2])
    if any(part.endswith(head) for part in parts[:-1] for head in _HEADS if head != "产业"):
        return ""
    spots = [
        at
        for head in _HEADS
        if len(head) > 1 and not any(part.endswith(head) for part in parts[:-1]) and (at := last.find(head, 1)) > 0
    ]
    by_head = min(spots, default=0)
    if by_head and (by_head < width or by_head - width <= 1):
        return last[by_head:]
    return last[width:] if len(last) > max(map(len, parts[:-1])) + 1 else ""


def _shared_lead(parts: list[str]) -> str:
    """The modifier that only the first item writes: 生产安全事故 of "生产安全事故起数、死亡人数"."""
    first = parts[0]
    head = next((head for head in _HEADS if len(head) > 1 and first.endswith(head)), "")
    if len(first) <= max(map(len, parts[1:])):
        return ""
    lead = first.removesuffix(head) if head else first[: -len(parts[1])]
    return lead if len(lead) >= 2 else ""


def with_modifier_of(phrase: str, earlier: str) -> str:
    """Give an elliptic phrase the modifier of the one before: 肥胖率 after 18岁及以上成人超重率 is the adults' too.

    >>> with_modifier_of("肥胖率", "18岁及以上成人超重率")
    '18岁及以上成人肥胖率'
    """
    if not earlier or len(earlier) <= len(phrase) or phrase[-1:] != earlier[-1:]:
        return phrase
    return earlier[: -len(phrase)] + phrase
