"""What can be a party, and how the words of a clause are trimmed to the names in them.

近日，甲与乙就合作办院在南宁签署… names 甲 and 乙: dates, places of the event, adverbs and what the talks were about
stand between the names and their verb, and none of them is part of a name.
"""

from __future__ import annotations

import re

from yuheng.extract.agreement_words import TOGETHER
from yuheng.text.names import parties_in
from yuheng.text.names_kinds import names_place
from yuheng.text.names_lists import Span, listed
from yuheng.text.names_regions import blocs_in, region_pairs_in

_ADVERB = re.compile(
    r"(?:现场|当场|正式|成功|顺利|共同|联合|携手|联手|合作|协同|还将|将|已经|已|也|又|再次|首次|进一步|深入|全面|积极|加快|主动|全方位"
    r"|(?:双方|三方|四方|各方|两地|签约)(?:代表|负责人)|双方|三方|四方|各方|分别|对口|先后|陆续|集中|率先|还|均|都|也|今日|今天|昨日|近日|日前|宣布|于\d{1,2}月\d{1,2}日|强强|牵头|合力|一起|一道|相互|之间|正在|曾|就此|计划|拟|准备|有意|有望|跨省|跨区域|跨市"
    r"|(?:在(?!线|岗|职|校)|于|就(?!业|医|诊|学|地|近)|围绕)(?:[^，。；]{1,40}?(?:领域|方面|上|中|内|里|工作|建设|问题|等)|[^，。；、与和]{1,40}))$"
)
_PHRASE = re.compile(r"(?:在(?!线|岗|职|校)|就(?!业|医|诊|学|地|近)|围绕|聚焦|针对|于)(?:[^，。；与和]{1,40})$")
_PREFIX = re.compile(
    r"^(?:\d{4}年|\d{1,2}月|\d{1,2}日|上午|下午|当天|当日|活动当天|近日|日前|昨日|今天|今日|会上|期间|现场|据悉|据了解|目前|此外|同时|其中|下一步|近年来"
    r"|除此之外|另外|未来|今年|去年|接下来|[^，。；、与和同及]{0,14}?(?:会|论坛|活动|仪式|沙龙|大会)(?:现场)?[上中]"
    r"|将|拟|要|应|应该|可以?|积极|主动|加快|大力|着力|重点|进一步|深入|全面|不断|持续|推动|推进|鼓励|支持|引导|促进|促成|组织|协调|指导|帮助|探索|建议|希望"
    r"|加强|强化|深化|加大|扩大|由|以|并|也|还|特别是|尤其是|表示|明确|提出|依托|实现|成为|通过|记者了解到|立足|围绕|经|据|旨在|全面落实|落实|履行|执行|此次|本次|继续|努力|充分|从而|等|和谐|[\s—-]+)"
)
_COPULA = re.compile(r"^.{2,30}?(?:是由|是|系|作为|为|(?<![自理缘])由(?!于))(?=.)")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]$")
_OCCASION = re.compile(r"(?:仪式|活动|大会|论坛|会议|峰会)$")
_WORDS = re.compile(
    r"[，。；：“”]|共建|签署|揭牌|对接|出席|推动|推进|加快|加强|举办|举行|开展|提升|设立|优势|攻坚|施策|实现|形成|整合|围绕|依托|通过|^(?:以|对|为|从|把|将|被|让|使|医药|健康|科技|产业|创新|人才|技术|资源)$"
)
_THING = re.compile(
    r"(?:产业|工作|发展|建设|机制|能力|水平|服务|技术|资源|项目|市场|领域|优势|政策|标准|体系|模式|人才|资金|成果|产品|互补|融合|转化|研究|创新|文化"
    r"|需求|供给|要素|研发|生产|流通|经济|教育|旅游|体育|医疗|卫生|养老|康养|数据|信息|安全|改革|开放|攻关|监管|治理|保障|管理|培训|培养|贸易|投资|金融|物流|交通|环境|生态|分院|联体)$"
)
_CLAUSE_MARKS = frozenset("，,。；;：:！？\n")
_BRAND_LENGTH = 18
_COUNTED = re.compile(
    r"(?:[一二两三四五六七八九十]+|\d+)[余多]?(?:家|所|个|方)(?:企业|单位|医院|高校|公司|机构|部门)?$"
)
_THEREUPON = re.compile(rf"{TOGETHER}|合作|共同|联合|就|关于|战略|项目|框架|签约|合同|协议|意向|投资|采购")
_VERBAL = re.compile(
    r"在(?!线|[一-龥](?:高校|高等|企业|院|单位|机构|央企|科研|医))|共建|共同|联合(?!会|国|大学|医)|合作(?!社|区)|开展|建设(?!银行|集团|局|厅|部|委|投资)|打造|推动|推进|建立|组建|设立|促进(?!会|局|中心)"
)
_PLACE_LENGTH = 8
_PARTY_END = re.compile(
    r"(?:部门|单位|方面|领导|企业|药企|机构|院校|高校|院所|专家|学者|代表|医院|公司|集团|地区|区域|国家|产区|主产区|社会力量|资本|先行区|示范区|试验区|开发区|高新区|经开区|自贸区|合作区|商会|协会|学会"
    r"|[^开全]市|[^全]省|县|毗邻区|城区|新区|园区|团队|教授|院士|博士|政府|银行|大学|学院|中心|平台|实验室|研究院|所|委|局|厅|办)$"
)
_LOCAL = re.compile(
    r"我[市省区县州]|本[市省区县地土]|当地|两地|全[市省]|省内|市内|市级|省级|在[一-龥](?=高校|高等|企业|院|单位|机构|央企|科研|医)"
)


def begin_of(text: str, start: int, end: int) -> int:
    """Where the first party may begin: times, places of the event and helping verbs before it are left out."""
    while True:
        match = _PREFIX.match(text[start:end])
        if match is None or match.end() == 0:
            return start
        start += match.end()


def stop_of(text: str, start: int, end: int) -> int:
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
    spans[0] = (begin_of(text, left, right), right)
    spans = [_narrowed(text, left, stop_of(text, left, right)) for left, right in spans]
    spans = [(left, right) for left, right in spans if not _OCCASION.search(text, left, right)]
    return tuple(span for span in spans if span[1] - span[0] > 1)


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


def may_be_party(words: str) -> bool:
    """Whether words beside a party may be another: a brand (镁伽科技, ABB) has no ending that would tell."""
    if is_party(words):
        return True
    return len(words) <= _BRAND_LENGTH and not _WORDS.search(words) and (len(words) <= 4 or not _THING.search(words))


def is_party(words: str) -> bool:
    """Whether words can be a party at all: a name, a region, a collective noun; 设立分院 and 医药产业 cannot."""
    words = _BRACKET.sub("", words) if words.endswith((")", "）")) else words
    if _VERBAL.match(words):
        return False
    if _PARTY_END.search(words) or any(pair.end - pair.start == len(words) for pair in region_pairs_in(words)):
        return True
    if any(end - start == len(words) for start, end in blocs_in(words)):
        return True
    if any(mention.end == len(words) for mention in parties_in(words)):
        return True
    return names_place(words) and len(words) <= _PLACE_LENGTH


def is_definite(name: str) -> bool:
    """Whether the words mean somebody in particular: a name, or a body of a stated place (四川药械企业, 我市药企)."""
    return (
        names_place(name)
        or bool(_LOCAL.search(name))
        or bool(blocs_in(name))
        or bool(region_pairs_in(name))
        or any(mention.kind != "generic" for mention in parties_in(name))
    )


def longest_list(text: str) -> tuple[Span, ...]:
    """The longest list of named parties in a sentence: who 企业代表们 of the next sentence are."""
    best: tuple[Span, ...] = ()
    mentions = [mention for mention in parties_in(text) if mention.kind not in ("generic", "person", "team")]
    run: list[Span] = []
    for mention in mentions:
        if run and text[run[-1][1] : mention.start] not in ("、", "和", "与", "及"):
            run = []
        run.append((mention.start, mention.end))
        if len(run) > len(best):
            best = tuple(run)
    return best


def clause_start(text: str, offset: int) -> int:
    """Where the clause around an offset begins."""
    while offset > 0 and text[offset - 1] not in _CLAUSE_MARKS:
        offset -= 1
    return offset
