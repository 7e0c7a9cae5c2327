"""The patterns by which `commitments` tells a clause's lead, actor, manner and noun phrases apart.

They are grammar, not vocabulary: they hold for the plans of any region. Word lists are in `vocab/verbs.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from yuheng.vocab.sites import site_words

NUMBER = (
    r"[”」]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．)）](?!\d)|[①-⑳]"
    r"|[—–-]{1,2}|[●•▪■◆]"
)
LINK = (
    "[一二三四五六七八九十]是要?|第[一二三四五六七八]是|首先(?:是|要)?|其次(?:是|要)?|再次(?:是|要)?|最后(?:是|要)?|同时|此外|另外|并且|"
    "既要|又要|还要|还将|也要|特别是(?:要)?|尤其是(?:要)?|以及|进而|从而|继而|不仅要?|而且要?|与此同时|下一步|今后|接下来|未来|并(?!购|联|网|轨|发|入|行)|“?我们"
)
WHEN = (
    r"(?:力争)?(?:到|在|自|从|于)?(?:20\d\d年?[—–\-~至]20\d\d年|20\d\d年?)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|全年)?(?:底|末)?(?:之?前|起|内|期间)?"
    r"|(?:力争)?(?:在|到)?“?[一二三四五六七八九十]{1,3}五”?(?:期间|时期|末)"
    r"|(?:力争)?用\d{1,2}(?:[—–\-~至]\d{1,2})?年(?:左右)?(?:的)?(?:时间|内)?|(?:今|明|当)年(?:起|底前|内)?|全年|近期|每年|年内"
    r"|(?:力争)?(?:在|于|到)?(?:\d{1,2}月(?:份|\d{1,2}日)?(?:底|末|初|上旬|中旬|下旬)?|上半年|下半年|前三季度|第?[一二三四]季度(?:底|末)?|年[底末])(?:之?前|内)?"
)
SPACE = r"[\s、]"
STARTS = (
    "”」（(一二三四五六七八九十第首其再最同此另并既又还也特尤以进从继不而与上下前今接未“我力到在自于用明当全近每年●•▪■◆"
    r"—–、\d①-⑳\s\-"
)
"""All that `LEAD` may begin with: `MAY_LEAD` tells most clauses by their first character."""
LEAD = re.compile(rf"(?:{NUMBER}|{LINK}|{WHEN}|{SPACE})+")
MAY_LEAD = re.compile(f"[{STARTS}]")
JOINS = re.compile("以及|[、\\s]")
MODAL_WORDS = "应当|应该|必须|需要|要|应|须|需|拟|可以|可|将"
MODAL_SIGN = re.compile("[应须需要拟可将由]")
"""Without any of these nothing is promised: the characters of `MODAL_WORDS`, and 由 of 由…牵头."""
MODAL = re.compile(rf"(?:{MODAL_WORDS})")
MODAL_INSIDE = re.compile(
    r"(?=[还也均都一应必需要须将])(?<![重主需首只摘纪次想简供响反效适对相顺回呼认不许])(?:还|也|均|都|一律)?(?:应当|应该|必须|需要|要|应(?!急|用|对|届)|须|将(?!来))(?![求素点闻塞])"
)
GENERIC_ADVERB = re.compile(
    "(?:[高多全分跨深强大][一-龥]{1,4}?(?:级|层|度|方位|领域|链条|标准|水平|质量|品质|规格|渠道|方式|力度|区域|部门|维度|周期|过程)|[一-龥]{2,4}?(?:地|式|化))(?=[一-龥])"
)

OFFICE = (
    "办公室|委员会|管委会|海关|政府|部门|区县|市县|县区|市州|州市|各地|地方|党委|党组|单位|机构|企业|公司|集团|银行|医院|学校|高校|院校|协会|学会|商会|"
    "联合会|联盟|中心|法院|检察院|街道|社区|乡镇|园区|专班|小组|组织|媒体|电台|电视台|平台|基地|院所|人员|医师|医生|教师|家庭|个人|企业家|投资者|"
    "局|委|厅|部|办|署|处|院|校|台|站|会|省|市|州|县|区|镇|乡|村|国家|中央|我国|全省|全市|各级|各方|社会|双方|两地"
)
PARTY_END = re.compile(rf"(?:{OFFICE})(?:[（(][^（）()]{{0,30}}[)）])?等?$")
BODY_END = re.compile(
    "(?=[办委管海政部区县市各党单机学医协法检街专工领联局厅财国公央州乡盟旗])(?:盟市|旗县|市州|州市|县市|办公室|委员会|管委会|海关|政府|部门|区县|市县|县区|各地|党委|单位|机构|学校|医院|协会|学会|法院|检察院|街道|专班|工作组|领导小组|联席会议|(?<![布结格全定开])局|(?<![原])委(?!托)|厅|(?<![全内外局中西东南北])部(?!署|分|门|件|位|落|队)|(?<=[省市县区央级])财政(?!厅|局|部|投|资|支|收|补|奖|预)|国家|公司|央企|(?<=[、各级])(?:市|县|区|州|乡镇))"
    "(?:[（(][^（）()]{0,30}[)）])?等?"
)
CHARGE = re.compile("(?:牵头|具体负责(?!人)|负责(?!人)|共同负责(?!人)|共同|分别|统一|按职责)+")
WITH = ("会同", "联合", "协同", "商", "、", "和", "与", "及")
TOPIC = re.compile("[一-龥]{2,14}?(?<![自理缘事来])由(?=[^，由]{2,40}?(?:牵头|负责))")
"""What is to be done, before who does it: 养老服务 | 由 | 市民政局牵头. It is no part of the name."""
BY = re.compile(rf"由(?P<who>[^，]{{2,40}}?(?:{OFFICE}))(?P<charge>牵头|负责|统筹|给予|提供|组织|承担|实施|安排|统一)")

NOUN_AFTER = re.compile(
    "[的了过着得是等]|员(?!工)|率(?!先)|力(?![量度争求])|型|者|额|式(?=[一-龥])|化(?![学工肥石纤妆解验疗州险债])|性(?![格能])|期间|与否|方面|领域"
)
NOUN_SIGNS = frozenset("的了过着得是等员率力型者额式化性期与方领")
"""All that `NOUN_AFTER` may begin with."""
STATE = re.compile(
    "(?:不断|显著|明显|(?<!可)持续|更加|更为|大幅|稳步|日益|得到|得以|普遍|取得|总体|蓬勃|初具|优良)[一-龥]{2,6}$"
    "|更[优强大高足好广美实快多新全显密牢稳活]$"
)
"""At a clause's end (its last ten characters): the predicate of a subject, 能力显著提升."""
FACT = re.compile(
    "率达|(?:成为|位居|有待|亟待|有利于|有助于|具有|可用于|可享受|可按)(?![^，]*的)|(?:占|为|是|达到?|超过|居|[稳保]持在|[定制]在|[加充升高大降少][到至])[^，]{0,8}\\d"
)
MAY_STATE = re.compile("[率成有亟可占为是达超居例重在到至]")
"""Without any of these neither `FACT` nor `RATE` is found."""
RUNS = re.compile(
    "(?:加快|加速|深入|有效|基本|全面|进一步|较快|快速|稳定|平稳)[一-龥]{2,3}$|(?:增大|增多|上升|严峻|突出|不足|缺乏|较大|较高|薄弱)$"
)
INSIDE = re.compile("中(?![医药小国央试外心西高长成东南北])|[上下里](?=[做取形实有打])")
WEIGHTY = re.compile("(?:意义重大|至关重要|[尤十]为?分?重要|势在必行|任重道远|刻不容缓|息息相关|密不可分)$")
WEIGHTY_ENDS = ("重大", "重要", "必行", "道远", "容缓", "相关", "可分")
ITSELF = re.compile(
    "(?:以下|如下|下列|下述)|本(?:规划|方案|意见|计划|办法|措施|细则|行动计划|实施方案|行动方案|通知|清单)$"
)
ITSELF_HEADS = frozenset("以如下本")
WHOLE_INSIDE = re.compile("[（(“《][^）)”》]*$")
"""An open bracket or quotation before a place: what follows it is inside."""
COUNTED = re.compile(
    "\\d[\\d.]*[余多]?[万亿]?(?:公里|人次|场次|[个家所处座项名人支条台套件张户种批亩次场门间辆])(?:以上|左右)?$"
)
"""A counted object, which makes even a word that is mostly a noun a verb: 培训护理员300名."""
RATE = re.compile("(?:比例|比重|率|占比)(?:分别|均|稳定|总体)*(?:达|提高|下降|控制|超过|不低于|保持)")
JOINTS = ("和", "与", "、", "或", "及", "并")
NO_SUBJECT = re.compile(
    "[，《》]|^[^“]*”|(?:研讨会|论坛|大会|会议|峰会|博览会|发布会|洽谈会|展会|交流会|座谈会|签约仪式|这次|此次|本次)$|^(?:本次|此次|这次)|(?:介绍|表示|认为|指出|希望)"
)
LIGHT_FIRST = re.compile(
    "给予|提供|予以|实施|开展|进行|实行|加强|建立|开辟|采取|加大|强化|配备|设立|开通|安排|落实|实现"
)
MANNER_END = re.compile(
    "(?:方式|形式|途径|手段|渠道|模式|机制|办法|活动|平台|力量|措施|政策|项目|工程|行动|抓手|契机|优势|资源|作用)(?=[一-龥])"
)
BY_MANNER = re.compile("方式|形式|手段|模式|出发")
AS_END = re.compile(
    "为(?:抓手|重点|核心|主体|主线|引领|导向|目标|载体|契机|牵引|基础|支撑|依托|主|统领|突破口|切入点|纽带|龙头|中心|路径|动力|保障|单位|主题|前提|根本|主阵地)|为[一-龥“”]{1,12}?$"
)
DRIVES = re.compile(
    "(?:要|将|应)?(?:重点|大力|加快|积极|着力|因地制宜|规划|突出)*(?:发展|建设|打造|布局|培育|做强|做大|聚焦|推进|实施|创建)"
)
"""What follows a place that is the subject: a verb of growing something."""


@cache
def park_subject() -> re.Pattern[str]:
    """A park as the subject of a clause: its name, and what it is charged with or grows."""
    grounds = "|".join(map(re.escape, sorted(site_words().ground, key=len, reverse=True)))
    return re.compile(rf"(?P<who>[一-龥·]{{2,14}}?(?:{grounds}))(?:负责(?!人)|(?={DRIVES.pattern}))")
