"""What a number measures: the noun phrase beside it.

Chinese puts the thing counted on either side of its number: "重点企业达到13家" and "建成1个产业集聚区". What stands
next to the number decides the side; then adverbs, times, places and verbs that only carry the statement are cut off
both ends. The result is made of the document's own characters, never rephrased.
"""

from __future__ import annotations

import re

from yuheng.vocab.statements import alternatives, words

CLAUSE_MARKS = "，,；;。：:！？!?…\n"
MASK = "\x00"

_TRAILING = re.compile(alternatives("trailing", "trailing_patterns") + r"\Z")
LONGEST_TRAILING = 10
"""Characters that no match of the trailing words passes."""
_GROWTH_TAIL = re.compile(
    f"{alternatives('growth_adverbs', 'growth_adverb_patterns')}*(?:复合)?{alternatives('growth')}"
    "(?:了|约|超|近|为|达到?)?$"
)
_GROWTH_ENDS = frozenset(word[-1] for word in words("growth")) | frozenset("了约超近为达到")
_LEADING = re.compile(r"(?:[、，,\s\x00]|" + alternatives("leading", "leading_patterns") + ")+")
_CARRIERS = re.compile(alternatives("carriers", "carrier_patterns") + "+(?=.{2})")
_REGION_LEAD = re.compile(
    r"(?:全省|全市|全国|我省|我市|我国|全区|全县|全州|全盟|全旗|全镇|全域|我区|我县|我州|全自治区|本市|本省|本区|本县)(?:的|共|现)?(?=$|.{2})"
)
_GOVERNING = re.compile(alternatives("governing", "governing_patterns") + "$")
_REACHING = re.compile(alternatives("reaching") + "$")
_RATE = re.compile(alternatives("rates") + "$")
_NOT_A_NOUN = re.compile(alternatives("after_number", "after_number_patterns"))
_RIGHT_STOP = re.compile(r"[，,；;。：:！？!?）)\n]|" + alternatives("predicates", "predicates_patterns"))
_IS = re.compile("(?<=.)是(?!否)")
_JOINED_TAIL = re.compile(r"(?:和|及|以及|与|、|对|共计|累计|共)$")
_JOINED_ENDS = frozenset("和及与、对计共")
_SIZE_TAIL = re.compile(r"(?:规模|水平|能力|体系)$")
_MORE = re.compile("[若批多]")
_AND_MORE = re.compile(r"(?:和|及|以及|与|、)(?:若干|一批|一大批|多个)")
_COMPARED = re.compile(r"较(?![大小高低好多少强快早长为])|比(?![例重值赛率])")


def left_phrase(text: str) -> tuple[str, str]:
    """The noun phrase that ends where a number begins, and the growth verb between them ("" where there is none).

    `text` is the clause's part before the number, brackets and time expressions masked by "\\0".

    >>> left_phrase("全市规上医药企业")
    ('规上医药企业', '')
    >>> left_phrase("产业增加值同比增长")
    ('产业增加值', '同比增长')
    """
    phrase = _strip_tail(_AT_PRICES.sub("", text.replace(MASK, "")) if "价" in text else text.replace(MASK, ""))
    growth = _GROWTH_TAIL.search(phrase) if phrase[-1:] in _GROWTH_ENDS else None
    verb = ""
    if growth and not phrase.endswith(("收入", "投入", "新增", "自然增长率")):
        verb = growth.group().removesuffix("了")
        phrase = _strip_tail(phrase[: growth.start()])
    phrase = _strip_head(phrase)
    if _COMPARED.match(phrase) or _VERB_ALONE.fullmatch(phrase) or (verb and phrase in _EXTREMES):
        return "", verb
    return without_carrier(summed_up(_RANKED.sub("", phrase) if "第" in phrase else phrase)), verb


_RATIO = re.compile(alternatives("ratios") + r"(?=[^比]{0,9}$)")
_TO_ONE = re.compile(r".比例?(?=[^比]{0,9}$)")


def ratio_phrase(text: str, unit: str) -> str:
    """The ratio that a number without a unit, or one to so many, is the value of; "" where none is named.

    >>> ratio_phrase("全市医护比提高到", ":1.2"), ratio_phrase("产值达到", "")
    ('医护比', '')
    """
    if unit and unit[0] != ":":
        return ""
    bare = text.replace(MASK, "")
    found = (_TO_ONE if unit else _RATIO).search(bare)
    return _strip_head(bare[: found.end()]) if found else ""


_EXTREMES = ("最高", "最低", "最大", "最小", "平均", "最多", "最少")
_VERB_ALONE = re.compile(
    "(?:每个?[县市区镇乡村]|各[县市区地])?(?:再|新)?(?:改造(?:提升)?|改建|扩建|改扩建|培训|筛查|"
    + alternatives("carriers")
    + ")"
)
_RANKED = re.compile(r"^.*(?:全[国省市球]|世界|同类)第[一二三四五六七八九十\d]+[位名]?、")
_AT_PRICES = re.compile(r"按(?:可比|不变|现行|当年)价格?(?:计算)?")
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
    if found and len(found.group("noun")) < 3 and (thing := listed_thing(phrase[: found.start() + 1], found["noun"])):
        return thing
    return (
        found.group("noun").removeprefix("的")
        if found and len(found.group("noun")) > (3 if phrase.count("、") > 1 or phrase[found.start() - 1] == "”" else 4)
        else phrase
    )


_LISTED_AS = re.compile(
    r"^(?:(?P<things>.{3,24}?)(?:有|包括|包含|分别为|分别是|为)(?=[^，。；]*、)|.{0,8}?(?P<how>"
    + alternatives("listed_how")
    + r")(?!的)[^，。；]*、)[^，。；]*等$"
)


def listed_thing(left: str, noun: str) -> str:
    """What a short noun behind a list and its number says with the list's head: 续建甲、乙等12个项目 are 续建项目.

    >>> listed_thing("面积过万亩的药材品种有刺梨、杜仲等", "品种"), listed_thing("新开工甲、乙等", "项目")
    ('面积过万亩的药材品种', '新开工项目')
    """
    found = _LISTED_AS.match(left.replace(MASK, ""))
    if found is None:
        return ""
    if found["how"]:
        return found["how"] + noun
    return _strip_head(found["things"]) if found["things"].endswith(noun) else ""


_GENERIC = re.compile(r"(?:年度?|总|规划|设计|开放|计划|协议|合同|首期|[一二三]期)*" + alternatives("generic"))


def is_generic(phrase: str) -> bool:
    """Whether a phrase says only what is measured and not of what: 产值, 床位, 采纳, 推荐值."""
    return len(phrase) <= 1 or bool(_GENERIC.fullmatch(phrase)) or phrase.endswith(("推荐值", "推荐标准", "推荐值上限"))


_GENERIC_TAIL = re.compile(f"{_GENERIC.pattern}$")


def generic_tail(phrase: str) -> str:
    """The generic word that ends a phrase (总规模 of "财政局负责设立总规模"), or the whole phrase.

    >>> generic_tail("财政局负责设立总规模")
    '总规模'
    """
    found = _GENERIC_TAIL.search(phrase)
    return found.group() if found else phrase


_SIZED_HOW = re.compile(r"(?<=.{2})(?:年度?|总|规划|设计|开放|计划|协议|合同|首期|[一二三]期)+$")
_DEED = re.compile(r"(?<=.{3})(?:竣工|投产|实际开放)$|^(?:竣工|投产|实际开放)$")
_TAIL_BRACKET = re.compile(r"(?<=.{2})[（(][^（()）]{1,8}[）)]$")
_TAKEN = re.compile("(?:主营业务|营业|销售|经营)$")
"""A firm's income by its kind; its profit or tax is not of that kind."""
_NEW = re.compile(r"^(?:新增|新登记|新认定|新引进|新建|新培育|新签约)")


_AREA = re.compile(r"(?<=.{2})(?:总?建筑|占地|用地|规划)面积$")


def completed(phrase: str, subject: str) -> str:
    """A generic phrase with what it is said of: 总产量 after 粮食播种面积 is 粮食播种总产量.

    >>> completed("年税收", "项目年产值"), completed("总数", "新增规上企业")
    ('项目年税收', '规上企业总数')
    """
    subject = _AREA.sub("", subject) if _AREA.search(subject) and not phrase.endswith("面积") else subject
    subject = _TAIL_BRACKET.sub("", subject.removesuffix("占地"))
    if subject != phrase and _GENERIC.fullmatch(subject) and (_GENERIC.fullmatch(phrase) or phrase == "占地"):
        return phrase
    if _DEED.fullmatch(phrase):
        return _DEED.sub("", subject) + phrase
    if _GENERIC.fullmatch(phrase) and len(phrase) > 2 and subject.endswith(phrase[:2]) and len(subject) > 2:
        return subject + phrase[2:]
    head = next((head for head in _HEADS if subject.endswith(head) and len(subject) > len(head) + 1), "")
    if not (_GENERIC.fullmatch(phrase) and head):
        return (_NEW.sub("", subject) if phrase.endswith(("总数", "总量")) else subject) + phrase
    left = _SIZED_HOW.sub("", subject.removesuffix(head))
    left = _TAKEN.sub("", left) if head == "收入" else left
    shared = next((n for n in (3, 2) if left.endswith(phrase[:n]) and len(left) > n), 0)
    return left[: len(left) - shared] + phrase


_CARRIED_OUT = re.compile(r"(?<=.{2})(?:力争|预计|有望|争取|将|可)?(?:实现|完成|取得)(?=[\u4e00-\u9fff])")


def without_carrier(phrase: str) -> str:
    """A subject and its number's noun, without the verb that only joins them.

    >>> without_carrier("医药工业实现营业收入")
    '医药工业营业收入'
    """
    found = _CARRIED_OUT.search(phrase)
    if found is None or not _GENERIC_TAIL.search(phrase, found.end()):
        return phrase
    return phrase[: found.start()] + phrase[found.end() :]


_MADE = re.compile(
    r"[将把](?P<thing>[^，。；将把]{1,}?[^，。；将把和与及并、])(?:培育|打造|建设|发展|做大|壮大)(?:成为|为|成|到)?$"
)


def thing_made(text: str) -> str:
    """In "将医药健康产业培育为" the thing that is to become something; "" where the clause is not built so."""
    found = _MADE.search(text.replace(MASK, ""))
    return found.group("thing") if found else ""


_PREDICATE = re.compile(
    r"(?:位于|地处|坐落于?|[由以][^，。；]{2,24}(?:组成|构成)|预计|拟于|将于|力争|争取|有望|成为|不断|持续|进一步|更加|逐步|稳步|明显|显著|快速|加快|日益|也|已|实现|取得|得到|保持|有序|有力|大幅).*$"
)


def subject_of(clause: str) -> str:
    """What a clause is about: its words before the predicate, without adverbs.

    >>> subject_of("生物医药产业规模不断扩大")
    '生物医药产业'
    """
    head = _PREDICATE.sub("", _strip_head(clause.replace(MASK, "")))
    return _SIZE_TAIL.sub("", _strip_tail(head))


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
    return bool(text) and not _NOT_A_NOUN.match(text.lstrip(MASK).removeprefix("的"))


_ADVERB = re.compile("[均都皆]")
_ALL_IN_ONE = re.compile("^集[^，。；]{2,40}?[于为]一体的")
"""集餐饮、康复于一体的综合体: what it holds is said before what it is."""


def right_phrase(text: str) -> str:
    """The noun phrase that begins where a number ends; with its predicate where the noun alone says little.

    `text` runs from behind the number to the end of the clause or the next number.

    >>> right_phrase("国家级生物医药产业聚集区和若干特色园区")
    '国家级生物医药产业聚集区'
    >>> right_phrase("项目纳入国家用地保障范围")
    '项目纳入国家用地保障范围'
    """
    rest = _ALL_IN_ONE.sub("", text.replace(MASK, "").removeprefix("的"))
    ended = _CLAUSE_END.search(rest)
    clause = rest[: ended.start()] if ended else rest
    clause = _IS.split(clause, maxsplit=1)[0] if "是" in clause else clause
    clause = _AND_MORE.split(clause, maxsplit=1)[0] if _MORE.search(clause) else clause
    stop = _RIGHT_STOP.search(clause, 1)
    noun = clause[: stop.start()] if stop else clause
    plain = stop is not None and len(noun) > 3 and _ADVERB.match(clause, stop.start())
    if len(noun) < (5 if ended else 3) and not plain:  # up to another number the predicate is that one's
        noun = clause
    noun = noun.strip()
    if noun.endswith("中") and len(noun) > 3 and not noun.endswith(("高中", "初中", "集中", "当中", "之中")):
        noun = noun[:-1]
    return _strip_tail(_JOINED_TAIL.sub("", noun) if noun[-1:] in _JOINED_ENDS else noun)


def _strip_tail(phrase: str) -> str:
    while True:
        phrase = phrase.rstrip(" \x00、“（(")
        tail = _TRAILING.search(phrase, max(0, len(phrase) - LONGEST_TRAILING))
        if tail is None:
            return phrase
        phrase = phrase[: tail.start()]
        if not phrase:
            return phrase


def _strip_head(phrase: str) -> str:
    while True:
        phrase = phrase.lstrip(" \x00、，,”）)")
        if phrase[:1] == "“" and "”" not in phrase:
            phrase = phrase[1:]
        shorter = phrase
        for lead in (_LEADING, _REGION_LEAD, _CARRIERS):
            if found := lead.match(shorter):
                shorter = shorter[found.end() :]
        if shorter == phrase:
            return phrase
        phrase = shorter


_CLAUSE_END = re.compile(f"[{re.escape(CLAUSE_MARKS)}）)]")
_HEADS = words("heads")


def with_modifier_of(phrase: str, earlier: str) -> str:
    """Give an elliptic phrase the modifier of the one before: 肥胖率 after 18岁及以上成人超重率 is the adults' too.

    >>> with_modifier_of("肥胖率", "18岁及以上成人超重率")
    '18岁及以上成人肥胖率'
    """
    if not earlier or len(earlier) <= len(phrase) or phrase[-1:] != earlier[-1:]:
        return phrase
    return earlier[: -len(phrase)] + phrase
