"""Lines that belong to the page and not to the text: contents, share bars, disclaimers, lists of other news.

They are marked and not dropped: a phone number or a source line is still the clerk's to look up, but no claim may be
read from the headline of another article.
"""

from __future__ import annotations

import re

from yuheng.model.document import BlockKind

_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\.{2,}…|…\.{2,})[.…·\s]*\d*$")
_CONTENTS = re.compile(r"目\s*录$|contents$", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?:第[〇零一二三四五六七八九十百\d]{1,4}[编篇章节]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|专栏|附[件表录]|\d{1,2}[.、．]|前言|引言|后记)"
)
_BAR = re.compile(
    r"(?:下载|打印|全屏|收藏|分享|分享到|关闭|返回|返回顶部|加大|还原|减小|字号|大\s*中\s*小|【?字号[:：]?.{0,12}|】|默认|超大"
    r"|纠错|朗读|语音播报|点赞|在看|喜欢|评论|转发|微信|微博|\+关注|关注|首页|登录|注册|立即打开|打开APP|扫一扫.{0,16}"
    r"|当前位置[:：].{0,40}|您的位置[:：].{0,40}|上一篇.{0,40}|下一篇.{0,40}|阅读[:：]?\d*|浏览(?:次数|量)?[:：]?\d*)$"
)
_TAIL = re.compile(
    r"免责声明|版权(?:所有|声明|\d|归)|热门评论|推荐(?:新闻|阅读)|相关(?:新闻|阅读|链接|文章|报道)|更多(?:精彩|新闻|评论)"
    r"|查看更多|立即打开|长按.{0,6}(?:识别|扫)|扫(?:描|码|一扫)|责任编辑|网站标识码|ICP备|公网安备"
    r"|未经.{0,8}授权|转载请|本文(?:来源|转自)|原标题[:：]|下载(?:个|客户端)|客户端下载|来自网络|如有侵权|联系删除"
    r"|图(?:片)?由.{2,20}提供$"
)
_CREDIT = re.compile(
    r"[【\[（(]?(?:记者|编辑|责编|责任编辑|校对|校检|审核|审读|初审|复审|终审|监制|来源|作者|摄影|供图|图片?来源|文字?|图/文|信息来源"
    r"|发布时间|发布日期|时间|日期|联系电话|咨询电话|联系人|联系方式|电话|传真|邮编|邮箱|地址|网址)\s*[丨|:：/]"
)
_RECORD = re.compile(
    r"(?:索引号|标题|名称|信息名称|发文机构|发文机关|发布机构|发文字号|文号|主题词|主题分类|公文种类|体裁分类?|有效性|成文日期|废止日期"
    r"|生成日期|信息来源)[:：]"
)
"""The record that a government's site prints above a document."""
_BYLINE = re.compile(r"[^。，]{0,20}(?:记者|通讯员)[^。，：]{2,20}(?:报道|摄|文|图)?$")
_CN = "〇零○一二三四五六七八九十"
_DATE = re.compile(rf"[12二][\d{_CN}]{{3}}\s?年\s?[\d{_CN}]{{1,3}}\s?月\s?[\d{_CN}]{{1,3}}\s?日[。]?$")
_ISSUER = re.compile(r"(?:政府|办公[厅室]|委员会|[局厅部院会署]|公司|中心|领导小组|联席会议)(?:[（(].{1,8}[)）])?$")
_NOTE = re.compile(r"(?:注释?|说明|备注|计算方法)\d*\s*[:：]")
_ENDED = re.compile(r"[。！？!?；;：:][”’\"'）)》]*$")
_BARE = re.compile(r"[\d.,，%‰≥≤<>~～〜—–\-+/／ 年±×左右以上]{1,14}$|[—–-]+$|[√×○●]$")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}[章节]|附[件表录]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)")
_LONGEST_CELL = 60
_FEWEST_CELLS = 5
_STAMPED = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?")
_LIST_HEAD = re.compile(r"(?:推荐新闻|相关新闻|相关阅读|热门评论|推荐阅读|相关链接|热门推荐|最新资讯|相关报道)[:：]?$")


def is_contents(line: str) -> bool:
    """Whether a line is an entry of a table of contents with its leader.

    >>> is_contents("一、总体要求.......... 7")
    True
    """
    if "…" not in line and ".." not in line and "··" not in line:
        return False
    found = _LEADER.search(line)
    return found is not None and not (found.group() == "……" and "，" in line)  # a sentence that trails off


def is_signature(lines: list[str], number: int) -> bool:
    """Whether a line is the signature under an official document, or the date below it."""
    line = lines[number]
    if len(line) > 40:
        return False
    if _DATE.match(line):
        return number > 0 and _ISSUER.search(lines[number - 1]) is not None and len(lines[number - 1]) <= 40
    return _ISSUER.search(line) is not None and number + 1 < len(lines) and _DATE.match(lines[number + 1]) is not None


def furniture_in(lines: list[str]) -> dict[int, BlockKind]:
    """Say which lines are contents, boilerplate or cells of a table that was written one cell a line."""
    found: dict[int, BlockKind] = {}
    _mark_contents(lines, found)
    _mark_web(lines, found)
    _mark_cells(lines, found)
    return found


def _mark_web(lines: list[str], found: dict[int, BlockKind]) -> None:
    after_list = False
    for number, line in enumerate(lines):
        if len(line) > 160 or number in found:
            if len(line) > 160:
                after_list = False
                if line.startswith(("免责声明", "版权声明")):
                    found[number] = "boilerplate"
            continue
        if _LIST_HEAD.match(line):
            after_list = True
        if (
            (after_list and not line.endswith("。"))
            or _BAR.match(line)
            or _RECORD.match(line)
            or (len(line) < 60 and _CREDIT.match(line))
            or (len(line) < 60 and not _NUMBERED.match(line) and (_TAIL.search(line) or _STAMPED.search(line)))
            or (len(line) < 40 and _BYLINE.match(line))
        ):
            found[number] = "boilerplate"


def _mark_cells(lines: list[str], found: dict[int, BlockKind]) -> None:
    """Runs of short lines without stops, many of them bare numbers or said twice: a table, one cell a line."""
    run: list[int] = []
    for number, line in enumerate(lines):
        if line.count("\t") > 1:
            found.setdefault(number, "table")
    for number, line in enumerate([*lines, "。"]):
        short = len(line) <= _LONGEST_CELL and number not in found
        if short and not _ENDED.search(line) and not _HEADING.match(line):
            run.append(number)
            continue
        if number < len(lines) and run and _NOTE.match(line):
            continue  # notes stand between the rows
        bare = sum(1 for at in run if _BARE.match(lines[at]))
        if len(run) >= _FEWEST_CELLS and bare * 6 >= len(run):
            found.update(dict.fromkeys(run, "table"))
        run = []


def _mark_contents(lines: list[str], found: dict[int, BlockKind]) -> None:
    """Contents with leaders anywhere, and the numbered lines after 目录 up to where they begin again as headings."""
    for number, line in enumerate(lines):
        if is_contents(line):
            found[number] = "contents"
    for number, line in enumerate(lines):
        if not _CONTENTS.match(line):
            continue
        found[number] = "contents"
        seen: set[str] = set()
        for at in range(number + 1, min(number + 400, len(lines))):
            entry = lines[at]
            if not _ENTRY.match(entry) or len(entry) > 60 or entry in seen:
                break
            seen.add(entry)
            found[at] = "contents"
