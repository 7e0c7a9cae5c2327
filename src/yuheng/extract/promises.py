"""Whether a figure is promised or done."""

from __future__ import annotations

import re
from datetime import date

from yuheng.extract.scopes import Kind, Scope
from yuheng.model import Period

_FUTURE = re.compile(
    r"力争|争取|确保|力求|(?<!年度)(?<!全年)计划|预期(?!寿命)|预计(?!，全年)|拟(?!合|态|人)|将(?!近|健康|改善|传统|[^，。；]{1,16}(?:作为|定为|列为))|(?<![主重需必纲摘首概])要(?!求|素|点|闻|害|职)|(?<![供适相效反响对感])应(?!对|急|用|当下|届|邀)|目标|努力|提倡|推荐|可达(?!性)|可实现|可带动|不低于|不少于|不高于|不超过"
)
_PAST = re.compile(
    r"已(?!经?成为一)|截至|截止|目前|同比|达到了|了(?!解)|过去|去年|连续[两三四五六七八九十\d]+年(?!每年|安排)|跃居|位居|居全[国省市]|上年|增速居|荣获|获评|经过|显示|只有|现有"
)
_PLAN_KINDS = {"plan", "opinion", "measures", "notice"}
_NATION_IS = re.compile(
    r"(?:我国|全球|世界)(?![^，。；]{0,24}(?:推荐|组织|到20|要|将))[^，。；]{2,28}(?:为|达|占|超|逾|约)[^。；]*$"
)
_AHEAD = re.compile(
    r"下一步|今后|未来|要求|预期目标|(?<![主重需必纲摘首概])要(?=实现|力争|确保|完成|达到|新增|建成|新建|培育|打造|加快|推进|着力|继续|全力|超过|突破|保持|控制|高于)|(?<!即)将(?!医|其)(?!近|健康|改善|传统|于近|[^，。；]{1,16}(?:作为|定为|列为))|(?<!年度)(?<!全年)计划|力争|争取|拟(?!合|态|人)"
    r"|《[^《》]{0,30}(?:规划|计划|方案|纲要|意见|目标)[^《》]{0,8}》(?:还|同时)?(?:提出|明确)"
)
_EXPECTED = re.compile("预计(?!，?全年)|届时|(?:建成|达产|投产|竣工|投用|运营)后")
"""What they promise ends with their part of the sentence: 预计年产值10亿元；乙项目总投资3亿元."""
_SLOGAN = re.compile("“[^“”]{1,20}”")
_GRANTED = re.compile(
    "(?:给予|予以)[^，。；]*(?:奖|补|资助|扶持|减免|返还|贴息)|按[^，。；]{0,24}(?:给予|予以|奖励|补[助贴]|贴息)|(?:补贴|补助|奖励|资助|奖补)[^，。；]{0,4}(?:最高|不超过)"
    r"|(?:^|[，。；])对(?![^，。；]*(?:已|共|累计|发放))[^，。；]{2,30}(?:补助|奖励|奖补|补贴|资助)(?:最高|不超过)?\s?[\d.]"
)
_AT_MOST = re.compile("(?:最高|最多|不超过)[^，。；]{0,6}$")
"""Of what the sentence grants: 按投资额的8%给予补助，最高2000万元."""
_DONE_BEFORE = re.compile(r"已(?!成为)[^，。；]{0,16}\d[^。；]*$")


def looks_ahead(lead: str) -> bool:
    """Whether the words of a sentence before a number promise; slogans in quotation marks do not."""
    if "“" in lead:
        lead = _SLOGAN.sub("", lead)
    return bool(_AHEAD.search(lead) or _EXPECTED.search(lead, lead.rfind("；") + 1))


def kind_of(
    clause: str, *, lead: str, period: Period | None, role: str, scope: Scope, document_kind: str, on: date | None
) -> Kind:
    """Whether a figure is promised or done: by its year, then its clause, then its section, then its document.

    `lead` is the sentence up to the number: "新区将围绕…，年内再引进项目10个" is a promise though its clause has no 将.
    """
    if period is not None and on is not None and period.end is not None and period.start is not None:
        if period.start > on and period.start.year >= on.year:
            return "target"
        if period.end <= on and role != "span":
            return "actual"
    future = _FUTURE.search(clause)
    ahead = looks_ahead(lead)
    past = _PAST.search(clause.replace("同比", "") if scope.annual or ahead else clause)
    if not future and ("国" in lead or "世界" in lead or "全球" in lead):
        past = _NATION_IS.search(lead) or past
    if scope.heading_kind != "target" and "累计" in clause:
        past = past or re.search("累计", clause)
    if role == "by" and not past and scope.heading_kind != "actual":
        return "target"
    if not ahead and "已" in lead:
        past = past or _DONE_BEFORE.search(lead)
    if (past or (role == "now" and not ahead)) and not future:
        return "actual"
    if scope.heading_kind == "actual":
        return "actual"
    if scope.heading_kind == "target" and (document_kind != "news" or scope.announced):
        return "target"
    if (future or ahead or _GRANTED.search(clause) or (_AT_MOST.search(lead) and _GRANTED.search(lead))) and not past:
        return "target"
    if document_kind == "explanation":  # it tells where things stand, with years, and what the plan gives, without
        return "actual" if period is not None and role in ("in", "now", "since", "span") else "target"
    return "target" if document_kind in _PLAN_KINDS else "actual"
