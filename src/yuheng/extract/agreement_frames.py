"""Who is tied to whom in one clause: the grammar of 甲与乙签署…, 与乙合作, 联合乙打造…, 川渝合作.

A frame reads a clause and nothing around it. Parties that the clause leaves out (与乙合作: who?) are left open here and
looked up in the context by `agreements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from yuheng.extract.agreement_words import COOPERATE, MADE, NOT_TIES, SIGNED, TOGETHER, WORK
from yuheng.model.party import Mention
from yuheng.text.names import parties_in
from yuheng.text.names_kinds import names_place
from yuheng.text.names_lists import Span, listed
from yuheng.text.names_regions import blocs_in, region_pairs_in

_ACT = re.compile(
    rf"(?P<signed>(?:(?:举行|举办|完成|进行)[^，。；]{{0,60}}?)?(?:{SIGNED}))"
    rf"|(?P<cooperate>{COOPERATE})|(?P<together>{TOGETHER})"
    rf"|(?P<make>(?:加快|率先|牵头|发起|共同|联合|合作)*(?:建立|组建|成立|构建|设立|发起|建设|打造)(?:健全|完善|了)?(?=[^，。；]{{0,30}}?(?:{MADE})))"
    rf"|(?P<plain>(?:校地|校企|院企|政企|银企|院地|战略|深度|全面|紧密)?(?:合作|协作)(?=的|项目|$|，|。|；)|协同发展|联动发展)"
)
_ADVERB = re.compile(
    r"(?:现场|当场|正式|成功|顺利|共同|联合|携手|联手|合作|协同|还将|将|已经|已|也|又|再次|首次|进一步|深入|全面|积极|加快|主动|全方位"
    r"|(?:双方|三方|四方|各方|两地|签约)(?:代表|负责人)|双方|三方|四方|各方|分别|先后|陆续|集中|率先|还|均|都|也|今日|今天|昨日|近日|日前|宣布|于\d{1,2}月\d{1,2}日|强强|牵头|合力|一起|一道|相互|之间|正在|曾|就此|跨省|跨区域|跨市"
    r"|(?:在(?!线|岗|职|校)|于|就(?!业|医|诊|学|地|近)|围绕)(?:[^，。；]{1,40}?(?:领域|方面|上|中|内|里|工作|建设|问题|等)|[^，。；、与和]{1,40}))$"
)
_PHRASE = re.compile(r"(?:在(?!线|岗|职|校)|就(?!业|医|诊|学|地|近)|围绕|聚焦|针对|于)(?:[^，。；与和]{1,40})$")
_PREFIX = re.compile(
    r"^(?:\d{4}年|\d{1,2}月|\d{1,2}日|上午|下午|当天|当日|活动当天|近日|日前|昨日|今天|今日|会上|期间|现场|据悉|据了解|目前|此外|同时|其中|下一步|近年来"
    r"|除此之外|另外|未来|今年|去年|接下来|[^，。；、与和同及]{0,14}?(?:会|论坛|活动|仪式|沙龙|大会)(?:现场)?[上中]"
    r"|将|拟|要|应|应该|可以?|积极|主动|加快|大力|着力|重点|进一步|深入|全面|不断|持续|推动|推进|鼓励|支持|引导|促进|促成|组织|协调|指导|帮助|探索|建议|希望"
    r"|加强|强化|深化|加大|扩大|由|以|并|也|还|特别是|尤其是|表示|明确|提出|依托|实现|成为|通过|记者了解到|立足|围绕|经|据|旨在|继续|努力|充分|从而|等|和谐|[\s—-]+)"
)
_COPULA = re.compile(r"^.{2,30}?(?:是由|是|系|作为|为)(?=.)")
_JOIN = re.compile(r"(?:与|和|同|跟)")
_WITH = re.compile(
    rf"^(?P<lead>[^，。；、]{{0,12}}?)(?P<join>与|和|同|跟)(?P<rest>[^，。；]*?)(?P<work>{WORK}|共享|{TOGETHER}|{SIGNED})"
)
_ALONGSIDE = re.compile(
    r"(?P<verb>联合|协同|携手|联手|牵手)(?!国|会|体|发展|治理|推进|攻关|创新|建设|打造|开展|推动|共建|合作|研发|培养|实验|监管|防控|机制|作用|效应|效率|行动|联动|提升|强化|深化|加强|支持|解决|处置|管理|运营|育人|育才|发布|举办|主办|实施)"
    r"(?P<right>[^，。；]+)"
)
_RIGHT_END = re.compile(
    r"(?:加快|共同|一起|合力)?(?:打造|共建|建设|开展|推动|推进|组建|成立|设立|构建|搭建|举办|研发|开发|实施|创建|发起|申报|建立|促进|优化|培养|加快|共同|签订|签署|签约|承担|攻关|完成|发布|制定|建成|开设|投资)"
)
_MEET = re.compile(
    r"^(?P<lead>[^，。；]{0,8}?)(?P<verb>主动对接|积极对接|深度对接|精准对接|加强对接|全面对接)(?P<right>[^，。；]+)"
)
_BASE = re.compile(r"以(?P<names>[^，。；]+?)为(?:主|主体|牵头单位|龙头|依托)")
_BACKED = re.compile(r"依托(?P<names>[^，。；]+?)[，,]$")
_BLOC_MADE = re.compile(rf"(?P<verb>共建|共同组建|联合组建|组建|建立|成立|构建|发起)[^，。；]{{3,20}}?(?:{MADE})")
_LEAD = re.compile(r"由(?P<names>[^，。；]+?)(?:牵头|发起|主导)(?=[，,]|$)")
_BOTH = re.compile("双方|三方|四方|各方")
_MANY = re.compile(
    r"(?:多家|数家|\d+[余多]?[家个]|[一二三四五六七八九十数几]+[余多]?家)[^，。；、]{2,20}?(?:代表|企业|单位|机构|公司|医院|高校)"
)


_ONLOOKER = re.compile(r"出席|见证|主持|参加|举办方")
_STAND_IN = re.compile(r"(?:分别)?代表(?=[^，。；]{2,20}?[、与和])")
_SITE = re.compile(r"(?:落户|入驻|落地)(?:于|在)?(?P<site>[^，。；、]{2,20})")
_VISIT = re.compile(r"访问|到访|来访|赴|走访|拜访|考察")
_WORDS = re.compile(
    r"[，。；：“”]|出席|推动|推进|加快|加强|举办|举行|开展|提升|设立|优势|攻坚|施策|实现|形成|整合|围绕|依托|通过|^(?:以|对|为|从|把|将|被|让|使|医药|健康|科技|产业|创新|人才|技术|资源)$"
)
_THING = re.compile(
    r"(?:产业|工作|发展|建设|机制|能力|水平|服务|技术|资源|项目|市场|领域|优势|政策|标准|体系|模式|人才|资金|成果|产品|互补|融合|转化|研究|创新|文化"
    r"|需求|供给|要素|研发|生产|流通|经济|教育|旅游|体育|医疗|卫生|养老|康养|数据|信息|安全|改革|开放|攻关|监管|治理|保障|管理|培训|培养|贸易|投资|金融|物流|交通|环境|生态|分院|联体)$"
)
_BRAND_LENGTH = 18
_COUNTED = re.compile(
    r"(?:[一二两三四五六七八九十]+|\d+)[余多]?(?:家|所|个|方)(?:企业|单位|医院|高校|公司|机构|部门)?$"
)
_THEREUPON = re.compile(rf"{TOGETHER}|合作|共同|联合|就|关于")
_PLACE_LENGTH = 8
_PARTY_END = re.compile(
    r"(?:部门|单位|方面|领导|企业|药企|机构|院校|高校|院所|专家|学者|代表|医院|公司|集团|地区|区域|国家|产区|主产区|社会力量|资本|商会|协会|学会"
    r"|[^开全]市|[^全]省|县|毗邻区|城区|新区|园区|团队|教授|院士|博士|政府|银行|大学|学院|中心|平台|实验室|研究院|所|委|局|厅|办)$"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """What one clause says of a tie, in offsets of the text.

    Attributes:
        start, end: the clause, from its first party or verb on.
        act: what they do: signed, cooperate, together, make, plain, with, alongside, meet, region.
        parties: spans of the names in the clause; or, in `named`, names that are not written as such (川渝 → 四川).
        open_left: the clause leaves out who acts (与乙合作).
        verb: span of the words that tie.
    """

    start: int
    end: int
    act: str
    parties: tuple[Span, ...]
    verb: Span
    named: tuple[str, ...] = ()
    open_left: bool = False
    each: bool = False
    retold: bool = False


def masked(text: str) -> str:
    """The text with words that only look like ties, and titles in 《》, blanked out at equal length."""
    blank = NOT_TIES.sub(lambda match: "□" * len(match[0]), text)
    return re.sub(r"《[^《》]*》", lambda match: "《" + "□" * (len(match[0]) - 2) + "》", blank)


def ties_in_clause(text: str, start: int, end: int) -> tuple[Tie, ...]:
    """Read one clause of a masked text; empty where it ties nobody."""
    for frame in (_signed, _alongside, _coordinated, _with, _meeting, _regions, _bloc):
        ties = tuple(frame(text, start, end))
        if ties:
            return ties
    return ()


def _begin(text: str, start: int, end: int) -> int:
    """Where the first party may begin: times, places of the event and helping verbs before it are left out."""
    while True:
        match = _PREFIX.match(text[start:end])
        if match is None or match.end() == 0:
            return start
        start += match.end()


def _stop(text: str, start: int, end: int) -> int:
    """Where the last party must have ended: adverbs and 在…, 就… before the verb are left out."""
    while end > start:
        words = text[start:end]
        match = _ADVERB.search(words) if not _PHRASE.search(words) else _PHRASE.search(words)
        if match is None or match.start() == len(words) or (match.start() == 0 and len(match[0]) == len(words)):
            break
        end = start + match.start()
    return end


def items(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The parties written in [start, end): the list is cut, and the first item loses what stands before its name."""
    spans = list(listed(text, start, end))
    if not spans:
        return ()
    left, right = spans[0]
    copula = _COPULA.match(text[left:right])
    if copula is not None and copula.end() < right - left:
        left += copula.end()
    spans[0] = (_begin(text, left, right), right)
    spans = [_narrowed(text, left, _stop(text, left, right)) for left, right in spans]
    return tuple(span for span in spans if span[1] - span[0] > 1)


def may_be_party(words: str) -> bool:
    """Whether words beside a party may be another: a brand (镁伽科技, ABB) has no ending that would tell."""
    if is_party(words):
        return True
    return len(words) <= _BRAND_LENGTH and not _WORDS.search(words) and (len(words) <= 4 or not _THING.search(words))


def _narrowed(text: str, left: int, right: int) -> Span:
    """首期规模500亿元的某基金 is 某基金: what is said of a named party is no part of its name."""
    words = _COUNTED.sub("", text[left:right])
    right = left + len(words)
    named = next((m for m in parties_in(words) if m.start == 0 and m.kind not in ("generic", "person")), None)
    if named is not None and _THEREUPON.match(words, named.end):
        return left, left + named.end
    if "的" in words:
        for mention in parties_in(words):
            if mention.end == len(words) and mention.kind != "generic" and words[: mention.start].endswith("的"):
                return left + mention.start, right
    return left, right


def is_party(words: str) -> bool:
    """Whether words can be a party at all: a name, a region, a collective noun; 设立分院 and 医药产业 cannot."""
    words = re.sub(r"[（(][^（）()]*[)）]$", "", words)
    if _PARTY_END.search(words) or any(pair.start == 0 for pair in region_pairs_in(words)):
        return True
    if any(start == 0 for start, _ in blocs_in(words)):
        return True
    if any(mention.end == len(words) for mention in parties_in(words)):
        return True
    return names_place(words) and len(words) <= _PLACE_LENGTH


def _signed(text: str, start: int, end: int) -> Iterator[Tie]:
    for match in _ACT.finditer(text, start, end):
        if match["signed"] is None:
            continue
        left = _begin(text, start, match.start())
        if _ONLOOKER.search(text, left, match.start()):
            return
        stand_in = _STAND_IN.search(text, left, match.start())
        left = left if stand_in is None else stand_in.end()
        found = _signers(text, left, _stop(text, left, match.start()))
        site = _SITE.match(text, match.end())
        if site is not None and site.end() <= end:
            found = (*found, site.span("site"))
        yield from _signing(
            text, Tie(left, end, "signed", found, match.span(), retold=stand_in is not None), match.start()
        )
        return


def _signing(text: str, tie: Tie, act: int) -> Iterator[Tie]:
    """A signing needs two parties, one that is many (多家企业代表), or words that point back to some (双方)."""
    each = "分别" in text[tie.start : act]
    if len(tie.parties) > 1:
        yield replace(tie, each=each)
    elif tie.parties and _JOIN.match(text, tie.start):
        yield replace(tie, open_left=True)
    elif tie.parties or _BOTH.search(text, tie.start, act) or tie.start == act:
        yield tie


def _signers(text: str, left: int, right: int) -> tuple[Span, ...]:
    if right <= left:
        return ()
    found = items(text, left, right)
    words = [text[a:b] for a, b in found]
    if len(found) > 1 and any(map(is_party, words)) and all(map(may_be_party, words)):
        return found
    if len(found) == 1 and _JOIN.match(text, left) and may_be_party(words[0]):
        return found
    found = tuple(span for span in found if is_party(text[span[0] : span[1]]))
    return found or _visited(text, left, right)


def _visited(text: str, left: int, right: int) -> tuple[Span, ...]:
    """甲访问乙并签署…: the visitor and the visited."""
    visit = _VISIT.search(text, left, right)
    if visit is None:
        return ()
    named = [m for m in parties_in(text[left:right]) if m.kind not in ("generic", "person")]
    ends = [m for m in named if m.end <= visit.start() - left][:1] + [
        m for m in named if m.start >= visit.end() - left
    ][:1]
    return tuple((left + m.start, left + m.end) for m in ends) if len(ends) > 1 else ()


def _coordinated(text: str, start: int, end: int) -> Iterator[Tie]:
    for match in _ACT.finditer(text, start, end):
        if match["signed"] is not None:
            continue
        left = _begin(text, start, match.start())
        right = _stop(text, left, match.start())
        if right <= left or _JOIN.match(text, left):
            continue
        found = items(text, left, right)
        act = match.lastgroup or "plain"
        words = [text[a:b] for a, b in found]
        if len(found) < 2 or not any(map(is_party, words)) or not all(map(may_be_party, words)):
            continue
        if act in ("plain", "cooperate", "make") and not re.search("[与和同跟及]", text[left:right]):
            continue
        yield Tie(left, end, act, found, match.span())
        return


def _with(text: str, start: int, end: int) -> Iterator[Tie]:
    left = _begin(text, start, end)
    match = _WITH.match(text[left:end])
    if match is None or _begin(text, left, left + match.start("join")) < left + match.start("join"):
        return
    begin = left + match.start("rest")
    found = _partners(text, begin, left + match.start("work"))
    if found and all(may_be_party(text[a:b]) for a, b in found):
        yield Tie(left, end, "with", found, (found[-1][1], left + match.end("work")), open_left=True)


def _partners(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The parties after 与: up to 的, 在, a verb; or as far as names and regions reach."""
    stop = start
    for mark in re.finditer(
        r"的|在(?!线|岗|职|校)|就(?!业|医|诊|学|地|近)|全方位|全面(?!建)|开展|进行|建立|加强|深化|展开|达成|共同|联合|广泛|深度|紧密|各领域|多领域|间",
        text[start:end],
    ):
        stop = start + mark.start()
        break
    else:
        stop = end
    reach = _reach(text, start, stop)
    return items(text, start, reach)


def _reach(text: str, start: int, stop: int) -> int:
    """Where a known name at the start of the last item ends: 沿海发达地区|人力资源信息."""
    spans = listed(text, start, stop)
    if not spans:
        return start
    left, right = spans[0]
    for bloc_start, bloc_end in blocs_in(text[left:right]):
        if bloc_start == 0 and len(spans) == 1:
            return left + bloc_end
    last_left, last_right = spans[-1]
    known = [m for m in parties_in(text[last_left:last_right]) if m.start == 0]
    if known and known[0].kind != "generic" and len(spans) == 1:
        return last_left + known[0].end
    for index, (left, right) in enumerate(spans):
        blocs = [b for b in blocs_in(text[left:right]) if b[0] == 0]
        if blocs and blocs[0][1] < right - left and not text[left + blocs[0][1]].startswith(("等", "国")):
            return spans[index][0] + blocs[0][1]
    return stop


def _alongside(text: str, start: int, end: int) -> Iterator[Tie]:
    match = _ALONGSIDE.search(text, start, end)
    if match is None:
        return
    tail = _RIGHT_END.search(match["right"])
    right_end = match.start("right") + (tail.start() if tail is not None else len(match["right"]))
    partners = items(text, match.start("right"), right_end)
    if not partners or not is_party(text[partners[0][0] : partners[0][1]]):
        return
    left = _begin(text, start, match.start())
    lead = items(text, left, _stop(text, left, match.start())) if match.start() > left else ()
    lead = lead if all(may_be_party(text[a:b]) for a, b in lead) else ()
    yield Tie(left, end, "alongside", (*lead, *partners), match.span("verb"), open_left=not lead)


def _meeting(text: str, start: int, end: int) -> Iterator[Tie]:
    match = _MEET.match(text[start:end])
    if match is None:
        return
    begin = start + match.start("right")
    found = items(text, begin, end)
    if found and all(blocs_in(text[a:b]) or _is_named(text[a:b]) for a, b in found):
        yield Tie(start + match.start("verb"), end, "meet", found, (start + match.start("verb"), begin), open_left=True)


def _is_named(words: str) -> bool:
    return any(mention.kind != "generic" for mention in parties_in(words))


@cache
def _region_act() -> re.Pattern[str]:
    return re.compile(rf"{TOGETHER}|{MADE}|合作|协同(?=发展|合作|$|[，,。；;的])|协作|联动发展|共享")


def _regions(text: str, start: int, end: int) -> Iterator[Tie]:
    """川渝合作, 建立成渝医药产业联盟: one word names both parties."""
    pairs = region_pairs_in(text[start:end])
    for number, pair in enumerate(pairs):
        begin = start + pair.start
        until = start + pairs[number + 1].start if number + 1 < len(pairs) else end
        act = _region_act().search(text, start + pair.end, until)
        if act is None:
            continue
        first = start if number == 0 else begin
        yield _region_tie(text, Tie(first, until, "region", (), act.span(), named=pair.members), pair.word, begin)


def _bloc(text: str, start: int, end: int) -> Iterator[Tie]:
    """共建长三角专科联盟: the bloc is the other party."""
    act = _BLOC_MADE.search(text, start, end)
    if act is None:
        return
    left, right = act.end("verb"), act.end("verb")
    for bloc_start, bloc_end in blocs_in(text[left:end]):
        if bloc_start == 0:
            right = left + bloc_end
    if right > left:
        yield Tie(act.start(), end, "bloc", ((left, right),), act.span("verb"), open_left=True)


def _region_tie(text: str, tie: Tie, word: str, begin: int) -> Tie:
    """成渝两地知名医院合作办院: hospitals of both, not the cities themselves."""
    match = re.match(
        rf"{word}(?:两地|三地|[两三]省[一]?市?|[两三]市|[两三]省一市|地区)(?P<who>[^，。；、的]{{2,12}}?)(?:之间|间|开展|加强|联合|共同)?$",
        text[begin : tie.verb[0]],
    )
    if match is None or not parties_in(match["who"]):
        return tie
    return replace(tie, named=tuple(member + match["who"] for member in tie.named))


def mentions_of(text: str, span: Span) -> tuple[Mention, ...]:
    """The parties named inside one item."""
    return parties_in(text[span[0] : span[1]])


def bases_in(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Who carries what follows: 以甲、乙为主, 由甲牵头, 依托甲（联合乙…)."""
    for pattern in (_BASE, _LEAD):
        match = pattern.search(text, start, end)
        if match is not None:
            return items(text, match.start("names"), match.end("names"))
    backed = _BACKED.search(text, start, end)
    if backed is not None and _is_named(backed["names"]) and is_party(backed["names"]):
        return items(text, backed.start("names"), backed.end("names"))
    return ()
