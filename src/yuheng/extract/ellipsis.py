"""What a number takes from the words before its own clause: Chinese does not say again what it speaks of.

"产值80亿元，增长9%，占全省12%，总投资30亿元": growth, share and generic heads take the subject of the sentence; a verb
alone goes on with what was counted; a place alone is whose value it is.
"""

from __future__ import annotations

import re

from yuheng.extract.passages import CLAUSE_MARK, SENTENCE_END, Passage, Statement
from yuheng.extract.phrases import MASK, completed, is_generic, left_phrase, right_phrase, subject_of, with_modifier_of
from yuheng.vocab.statements import words
from yuheng.vocab.units import split_unit

_HEADS = words("heads")
_SORTS = frozenset(words("sorts"))
_OWN_SORT = re.compile("^(?:(?:国家|省|市|区|县)级(?:及?以上)?|规模以上|规上|限上|(?:二级|三级)(?:及?以上)?)")
"""What a part says of its sort stands for the whole's: 省级以上平台146个，其中国家级11个."""
_PLACE = re.compile(r"(?!\w*级)\w{1,5}(?:县|(?<![县市景园社城地校院库学范发聚郊山矿片辖心步能])区|市|州|旗|镇)")
_COUNTRIES = re.compile(r"(?:全国|全省|全市|全球|世界|\w{2,8}(?:国家|地区|城市|省份))(?:平均)?(?:水平)?")
_OF_PLACES = frozenset({"age", "share", "money", "duration", "multiple"})
_OF_LEVEL = re.compile(r"[一二三省市县乡区镇村]级")
_DENOMINATOR = re.compile(r"每?[十百千万\d]+(?:名)?(?:常住)?(?:人口|老年人|人)")
AS_MANY = re.compile(r"(?:已经?)?(?:是|为|相当于)(?:上个?|前)?[^，。；]{0,10}的")
COMPARED = re.compile(r"占|可支付|[高低多少快]于|超(?=全[国省市]|平均)|增速|增幅|降幅|涨幅")
_OF_A_PLAN = re.compile(r"(?:完成|为|达)(?:年度|全年|序时|省|市|计划|预算|目标|任务|下达)+(?=的)")
_GROUPS = frozenset(
    {"城市", "农村", "城镇", "乡村", "男性", "女性", "男生", "女生", "城区", "县域", "一期", "二期", "三期"}
)


def earlier_in_sentence(passage: Passage, at: int) -> str:
    """The indicator of the nearest statement before this one in the same sentence, "" if none."""
    if not at:
        return ""
    while at > 1 and passage.statements[at - 1].beside:
        at -= 1
    previous = passage.statements[at - 1]
    gap = passage.text[previous.amount.end : passage.statements[at].amount.start]
    if SENTENCE_END.search(gap) or "；" in gap or ";" in gap:
        return ""
    points = split_unit(passage.statements[at].amount.unit)[1] in ("个百分点", "百分点")
    return previous.indicator if points else previous.base or previous.indicator


def completed_from(passage: Passage, at: int, phrase: str, left: str, *, earlier: str, family: str) -> str:
    """What a number's own phrase says, completed from before where it leaves something out."""
    statement = passage.statements[at]
    if phrase in _ACCOUNTS and (whose := _keeper_of(passage, at, phrase, left)):
        return whose + phrase
    if family == "share" and (part := _PART_OF.match(phrase)):
        statement.base = part.group("whole")
    if not earlier and _DONE_TO.fullmatch(phrase) and (same := _ofsame_unit(passage, at)):
        return same + phrase
    if not earlier:
        return completed(phrase, _subject_before(passage, at, earlier)) if is_generic(phrase) and family else phrase
    if phrase.startswith("占地"):
        return completed(phrase, earlier)
    if COMPARED.match(phrase):
        statement.base = earlier
        return earlier + phrase
    if repeated := _repeated(passage, at, phrase):
        return repeated
    if family == "share" and (plan := _OF_A_PLAN.search(left)):
        return earlier + plan.group()
    if family == "share" and len(phrase) <= 4 and (full := with_modifier_of(phrase, earlier)) != phrase:
        return full
    if same_unit(passage, at) and (head := _head_handed(passage, at, phrase, earlier=earlier)):
        return phrase + head
    if same_unit(passage, at) and (whose := _of_another(statement, phrase, earlier, family=family)):
        return whose
    if is_generic(phrase) and family:
        if _ALTOGETHER.match(left.replace(MASK, "")):
            return phrase
        return completed(phrase, _subject_before(passage, at, earlier))
    if left.startswith("、") and phrase in _FUNDS and earlier.endswith(_CLASSES):
        return earlier + phrase
    rate = _DENOMINATOR.match(earlier)
    if rate and left.startswith("、") and not _DENOMINATOR.match(phrase):
        return rate.group() + phrase
    return phrase


_FUNDS = ("资金", "经费", "金额", "投资", "补助资金")
_CLASSES = ("类", "型", "领域", "方向")
"""其中新药类22项、资金4150万元: the money is the class's."""
_ALTOGETHER = re.compile("(?:总共|共有|共计|合计|总计|合共)")
"""A sum is of all that was listed, not of its last item: 敬老院11所、民办机构7家，共有床位2140张."""
_PART_OF = re.compile("(?P<whole>[^占]{2,})占(?!地|用|据)")
"""工业投资占全区的34%，增长40%: what grows is the investment."""


_ACCOUNTS = (
    "总产值",
    "产值",
    "增加值",
    "营业收入",
    "主营业务收入",
    "销售收入",
    "利润总额",
    "利税总额",
    "利润",
    "出口交货值",
)
_KEEPS = re.compile("[，；、\x00]*(?:累计|共)?(?:实现|完成)?")
"""What may stand before an account that has no subject of its own."""


def _keeper_of(passage: Passage, at: int, phrase: str, left: str) -> str:
    """Whose account a sentence goes on with: 规上药企完成产值8亿元，增长9%；实现营业收入7亿元、利润总额2亿元."""
    if not _KEEPS.fullmatch(left.removesuffix(phrase)):
        return ""
    start = passage.statements[at].amount.start
    sentence = passage.sentence_at(start)[0]
    for other in passage.statements[:at]:
        if other.amount.start < sentence:
            continue
        account = next((head for head in _ACCOUNTS if other.indicator.endswith(head)), "")
        return other.indicator[: -len(account)] if account else ""
    return ""


def _repeated(passage: Passage, at: int, phrase: str) -> str:
    """The full name that a head repeats in its sentence: 甲产业产值80亿元（…），到2030年，产值120亿元."""
    if len(phrase) < 2 or not is_generic(phrase) or phrase.endswith("投资"):
        return ""
    start = passage.statements[at].amount.start
    begin = max(passage.sentence_at(start)[0], passage.text.rfind("；", 0, start))
    for other in reversed(passage.statements[:at]):
        if other.amount.start < begin:
            return ""
        if (
            other.indicator.endswith(phrase)
            and len(other.indicator) > len(phrase) + 1
            and not _in_brackets(passage, other)
        ):
            return (
                other.indicator
                if split_unit(other.amount.unit)[1] == split_unit(passage.statements[at].amount.unit)[1]
                else ""
            )
    return ""


def _in_brackets(passage: Passage, statement: Statement) -> bool:
    return passage.in_brackets(statement.amount.start)


_HANDED = ("床位数", "床位", "增加值", "总产值", "产值", "销售额", "营业收入", "主营业务收入", "产量")
"""Heads of a whole that its parts leave out: 床位31万张，其中：医院24万张."""


def _head_handed(passage: Passage, at: int, phrase: str, *, earlier: str) -> str:
    """The head that a part of what 其中 opens takes from its whole, "" where the part has one of its own."""
    head = next((head for head in _HANDED if earlier.endswith(head)), "")
    if not head or len(phrase) < 2 or is_generic(phrase) or any(phrase.endswith(own) for own in (*_HEADS, "费", "税")):
        return ""
    start = passage.statements[at].amount.start
    begin = passage.sentence_at(start)[0]
    opening = passage.text.rfind("其中", begin, start)
    return head if opening > begin and "；" not in passage.text[opening:start] else ""


def _of_another(statement: Statement, phrase: str, earlier: str, *, family: str) -> str:
    """The indicator that a phrase gives another group, level or place of, "" where it does not."""
    if phrase in _SORTS:
        return phrase + _OWN_SORT.sub("", earlier)
    if phrase in _GROUPS:
        return phrase + next((earlier[len(group) :] for group in _GROUPS if earlier.startswith(group)), earlier)
    if _OF_LEVEL.fullmatch(phrase) and _OF_LEVEL.match(earlier):
        return phrase + earlier[2:]
    places = _PLACE.fullmatch(phrase) and phrase not in ("城市", "超市")
    if places or (family in _OF_PLACES and _COUNTRIES.fullmatch(phrase)):
        statement.subject = phrase
        return earlier
    return ""


def _subject_before(passage: Passage, at: int, earlier: str) -> str:
    """What a generic head is said of: the noun before its bracket, the sentence's indicator, the clause before."""
    start = passage.statements[at].amount.outer_start
    opening = next((begin for begin, end in passage.brackets if begin < start < end), None)
    if opening is not None and not any(opening < other.amount.start < start for other in passage.statements[:at]):
        floor = max(passage.sentence_at(opening)[0], *(passage.text.rfind(mark, 0, opening) + 1 for mark in "，；：、"))
        behind = at > 0 and passage.statements[at - 1].amount.outer_end > floor
        if behind and passage.statements[at - 1].amount.outer_end < opening:
            return right_phrase(passage.masked[passage.statements[at - 1].amount.outer_end : opening])
    if works := _works_yielding(passage, at):
        return works
    if earlier and (whole := _whole_before(passage, at)):
        return whole
    if earlier and not is_generic(earlier):
        return earlier
    return (not earlier and clause_before(passage, at)) or work_named(passage, at) or earlier


_STAGE = re.compile("(?:[一二三]|首)期$")
_YIELDS = re.compile("(?:项目)?(?:全部|全面)?(?:达产|投产|建成|投用|投产达产)后")


def _works_yielding(passage: Passage, at: int) -> str:
    """The works whose outlay a sentence told before it says what they yield: 项目总投资18亿元，达产后年产值25亿元."""
    start = passage.clause_start(at)
    if not _YIELDS.match(passage.text, start):
        return ""
    sentence = passage.sentence_at(start)[0]
    for other in reversed(passage.statements[:at]):
        if other.amount.start < sentence:
            return ""
        outlay = _OUTLAY.search(other.indicator)
        if outlay is not None:
            return _STAGE.sub("", other.indicator[: outlay.start()])
    return ""


def _whole_before(passage: Passage, at: int) -> str:
    """What a total of another time is of, behind a list of parts: 企业380家，其中上市企业7家，2023年实现产值416亿元."""
    previous, start = passage.statements[at - 1], passage.clause_start(at)
    if not any(previous.amount.end <= mention.start and mention.start <= start + 1 for mention in passage.mentions[:]):
        return ""
    sentence = passage.sentence_at(start)[0]
    opening = passage.text.rfind("其中", sentence, previous.amount.start)
    before = [other for other in passage.statements[:at] if sentence <= other.amount.start < opening]
    return before[-1].indicator if before else ""


_WORKS = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十]+[）)]?[.、．]?\s?|[①-⑳]\s?)?(?:新建|改建|扩建|建设|实施|推进|打造|加快|支持|启动|迁建)*"
    r"(?P<work>[^，。；：、]{2,22}?(?:(?<!重点)(?<!重大)工程|项目|基地|中心|园|园区|医院|院区|小镇|综合体|学院|研究院|平台|港|谷))(?:建设)?$"
)
_OF_WORKS = re.compile("总?投资|占地|建筑面积|床位|产能|产值|税收|纳税|利税|营收|销售")
_LONGEST_WORK = 20
_GOES_ON = re.compile("(?:项目|该项目)?(?:全部|全面|一期|二期|三期)?(?:建成|投产|达产|投用|运营|预计|项目|总投资|占地)")
_OUTLAY = re.compile(r"(?<=.{4})(?:计划|预计|协议)?(?:总投资|投资|占地|总占地)(?:面积|额)?$")


def work_named(passage: Passage, at: int) -> str:
    """The work whose size a sentence without a subject tells (总投资, 床位, 年产值).

    It is named by the heading (康复辅具产业园。一期占地260亩), or by the sentence before, which told its outlay
    (某基地项目总投资25亿元。达产后年产值40亿元). "" where nothing names one: a chapter's title is no work.
    """
    start = passage.statements[at].amount.start
    sentence = passage.sentence_at(start)[0]
    left = passage.text[sentence:start]
    if not _OF_WORKS.search(left[-12:]):
        return ""
    if _GOES_ON.match(left.replace(MASK, "")):
        for other in reversed(passage.statements[:at]):
            outlay = _OUTLAY.search(other.indicator)
            if outlay is not None and outlay.start() <= _LONGEST_WORK:
                return other.indicator[: outlay.start()]
    named = _WORKS.match(passage.block.path[-1]) if passage.block.path else None
    return named.group("work") if named else ""


def same_unit(passage: Passage, at: int) -> bool:
    """Whether a number and the one before it have one unit, whatever their scale words."""
    return split_unit(passage.statements[at - 1].amount.unit)[1] == split_unit(passage.statements[at].amount.unit)[1]


_NUMBER = re.compile(r"\d")
_BUILT = re.compile(r"^.*(?:建设|打造|新建|筹建|组建|共建)(?!的|有限)(?=.{4})")


def clause_before(passage: Passage, at: int) -> str:
    """What the clause before a number's own speaks of, within the sentence; "" at its beginning."""
    start = passage.clause_start(at)
    sentence = passage.sentence_at(start)[0]
    before = passage.masked[sentence : max(sentence, start - 1)]
    clauses = [clause for clause in CLAUSE_MARK.split(before) if clause.replace(MASK, "").strip()]
    if not clauses or _NUMBER.search(clauses[-1]):
        return ""
    return _BUILT.sub("", subject_of(clauses[-1]))


def inherited(passage: Passage, at: int, left: str, right: str, earlier: str) -> str:
    """An elliptic clause ("，同比增长10.3%", "，达到81名"): what the sentence spoke of before."""
    if _same_verb_before(left) and (same := _ofsame_unit(passage, at)):
        return same
    if earlier:
        return earlier
    start = passage.clause_start(at)
    sentence = passage.sentence_at(start)[0]
    before = passage.masked[sentence : max(sentence, start - 1)]
    clause = re.split("[，,；;：:]", before)[-1] if before else ""
    phrase, _ = left_phrase(clause)
    return _ACTED_ON.sub("", phrase) or right_phrase(right)


def _same_verb_before(left: str) -> bool:
    """Whether a verb alone stands before a number: "2024年新建10个、改造20所" goes on with what 2023 counted."""
    bare = left.replace(MASK, "").strip("，、；： 再又")
    return 1 < len(bare) <= 5 and not bare.endswith("的") and not left_phrase(bare)[1]


def _ofsame_unit(passage: Passage, at: int) -> str:
    """What the nearest statement before in the same unit measures, within two sentences or clauses of a series."""
    unit = passage.statements[at].amount.unit
    for other in reversed(passage.statements[:at]):
        gap = passage.text[other.amount.end : passage.statements[at].amount.start]
        if len(SENTENCE_END.findall(gap)) > 1:
            return ""
        if other.amount.unit == unit and other.indicator:
            return other.indicator
    return ""


_DONE_TO = re.compile("(?:已|新|累计)*(?:开工|竣工|完工|投产|签约|落地|在建|续建|完成|建成)")
"""安排项目86个。已开工71个: what was begun is what was counted."""
_ACTED_ON = re.compile(r"(?<=.{4})(?:建设|创建|培育|工作|发展)$")
