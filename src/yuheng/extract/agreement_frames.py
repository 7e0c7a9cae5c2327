"""Who is tied to whom in one clause: the grammar of 甲与乙签署…, 与乙合作, 联合乙打造…, 川渝合作.

A frame reads a clause and nothing around it. Parties that the clause leaves out (与乙合作: who?) are left open here and
looked up in the context by `agreements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from yuheng.extract.agreement_parties import begin_of, is_party, items, may_be_party, stop_of
from yuheng.extract.agreement_words import COOPERATE, MADE, NOT_TIES, SIGNED, TOGETHER, WORK
from yuheng.text.names import parties_in
from yuheng.text.names_lists import Span, listed
from yuheng.text.names_regions import blocs_in, region_pairs_in

_ACT = re.compile(
    rf"(?P<signed>(?:(?:举行|举办|完成|进行)[^，。；]{{0,60}}?)?(?:{SIGNED}))"
    rf"|(?P<cooperate>{COOPERATE})|(?P<together>{TOGETHER})"
    rf"|(?P<make>(?:加快|率先|牵头|发起|共同|联合|合作)*(?:建立|组建|成立|构建|设立|发起|建设|打造)(?:健全|完善|了)?(?=[^，。；]{{0,30}}?(?:{MADE})))"
    rf"|(?P<plain>(?:校地|校企|院企|政企|银企|院地|战略|深度|全面|紧密)?(?:合作|协作)(?=的|项目|$|，|。|；)|协同发展|联动发展)"
)
_SIGNING = re.compile("签|缔结|订立|达成")
_JOIN = re.compile(r"(?:与|和|同|跟)")
_JOINED = re.compile("[与和同跟及]")
_TITLE = re.compile("《[^《》]*》")
_PARTNER_STOP = re.compile(
    r"的|在(?!线|岗|职|校)|就(?!业|医|诊|学|地|近)|全方位|全面(?!建)|开展|进行|建立|加强|深化|展开|达成|共同|联合|广泛|深度|紧密|各领域|多领域|间"
)
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
_ONLOOKER = re.compile(r"出席|见证|主持|参加|举办方|代表(?:[双三四各]方|各自)")
_COUNT = re.compile(r"[^，。；]{0,20}?\d+[余多]?[个项份]")
_STAND_IN = re.compile(r"(?:分别)?代表(?=[^，。；]{2,20}?[、与和])")
_SITE = re.compile(r"(?:落户|入驻|落地)(?:于|在)?(?P<site>[^，。；、]{2,20})")
_VISIT = re.compile(r"访问|到访|来访|赴|走访|拜访|考察")
_ABOUT = re.compile(r"就(?!业|医|诊|学|地|近)")
_TAKEN_UP = re.compile(r"(?:签订|签署|达成)了")


@dataclass(slots=True)
class Tie:
    """What one clause says of a tie, in offsets of the text.

    Attributes:
        start, end: the clause, from its first party or verb on.
        act: what they do: signed, cooperate, together, make, plain, with, alongside, meet, region.
        parties: spans of the names in the clause; or, in `named`, names that are not written as such (川渝 → 四川).
        open_left: the clause leaves out who acts (与乙合作).
        verb: span of the words that tie.
        each: one of them signs with every other by itself: the first, or the last (`to_last`: 甲、乙分别与丙签约).
    """

    start: int
    end: int
    act: str
    parties: tuple[Span, ...]
    verb: Span
    named: tuple[str, ...] = ()
    open_left: bool = False
    each: bool = False
    to_last: bool = False
    retold: bool = False


def masked(text: str) -> str:
    """The text with words that only look like ties, and titles in 《》, blanked out at equal length."""
    blank = NOT_TIES.sub(lambda match: "□" * len(match[0]), text)
    return _TITLE.sub(lambda match: "《" + "□" * (len(match[0]) - 2) + "》", blank)


def ties_in_clause(text: str, start: int, end: int) -> tuple[Tie, ...]:
    """Read one clause of a masked text; empty where it ties nobody."""
    for frame in (_signed, _alongside, _coordinated, _with, _meeting, _regions, _bloc):
        ties = tuple(frame(text, start, end))
        if ties:
            return ties
    return ()


def _signed(text: str, start: int, end: int) -> Iterator[Tie]:
    if _SIGNING.search(text, start, end) is None:
        return
    for match in _ACT.finditer(text, start, end):
        if match["signed"] is None:
            continue
        left = begin_of(text, start, match.start())
        if _ONLOOKER.search(text, left, match.start()):
            return
        stand_in = _STAND_IN.search(text, left, match.start())
        left = left if stand_in is None else stand_in.end()
        found = _signers(text, left, stop_of(text, left, match.start()))
        site = _SITE.match(text, match.end())
        if site is not None and site.end() <= end:
            found = (*found, site.span("site"))
        yield from _signing(
            text, Tie(left, end, "signed", found, match.span(), retold=stand_in is not None), match.start()
        )
        return


def _signing(text: str, tie: Tie, act: int) -> Iterator[Tie]:
    """A signing needs two parties, one that is many (多家企业代表), or words that point back to some (双方)."""
    apart = text.find("分别", tie.start, act)
    each = apart >= 0
    last = len(tie.parties) > 2 and _JOIN.match(text, apart + 2) is not None and tie.parties[-2][1] <= apart
    if len(tie.parties) > 1:
        yield replace(tie, each=each, to_last=each and last)
    elif tie.parties and _JOIN.match(text, tie.start):
        yield replace(tie, open_left=True)
    elif tie.parties and _COUNT.match(text, tie.verb[1], tie.end):
        return  # 该县已签订协议25个: a figure, nobody's agreement
    elif (
        tie.parties or _BOTH.search(text, tie.start, act) or _ABOUT.match(text, tie.start) or _TAKEN_UP.match(text, act)
    ):
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


def _acts(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every act of a clause; inside 推动甲与乙合作 also the act of 甲 and 乙 themselves."""
    at = start
    while (match := _ACT.search(text, at, end)) is not None:
        yield match
        at = match.start() + 1 if match["cooperate"] is not None else match.end()


def _coordinated(text: str, start: int, end: int) -> Iterator[Tie]:
    for match in _acts(text, start, end):
        if match["signed"] is not None:
            continue
        left = begin_of(text, start, match.start())
        right = stop_of(text, left, match.start())
        if right <= left or _JOIN.match(text, left):
            continue
        found = items(text, left, right)
        act = match.lastgroup or "plain"
        words = [text[a:b] for a, b in found]
        if len(found) < 2 or not any(map(is_party, words)) or not all(map(may_be_party, words)):
            continue
        if act in ("plain", "cooperate", "make") and not _JOINED.search(text, left, right):
            continue
        yield Tie(left, end, act, found, match.span())
        return


def _with(text: str, start: int, end: int) -> Iterator[Tie]:
    left = begin_of(text, start, end)
    match = _WITH.match(text[left:end])
    if match is None or begin_of(text, left, left + match.start("join")) < left + match.start("join"):
        return
    begin = left + match.start("rest")
    found = _partners(text, begin, left + match.start("work"))
    if found and all(may_be_party(text[a:b]) for a, b in found):
        yield Tie(left, end, "with", found, (found[-1][1], left + match.end("work")), open_left=True)


def _partners(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The parties after 与: up to 的, 在, a verb; or as far as names and regions reach."""
    mark = _PARTNER_STOP.search(text[start:end])
    stop = end if mark is None else start + mark.start()
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
        reach = last_left + known[0].end
        return stop if text.startswith("等", reach) else reach
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
    left = begin_of(text, start, match.start())
    lead = items(text, left, stop_of(text, left, match.start())) if match.start() > left else ()
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
