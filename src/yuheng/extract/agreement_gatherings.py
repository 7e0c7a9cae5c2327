"""Ties of many at once, told over a whole sentence: a joint meeting with its members, an alliance with its founders."""

from __future__ import annotations

import re

from yuheng.extract.agreement_frames import Tie
from yuheng.extract.agreement_parties import is_definite
from yuheng.text.names import parties_in
from yuheng.text.names_lists import Span, listed

_SUMMON = re.compile(r"由(?P<name>[^，。；]+?)(?:担任|任|为)(?:总)?召集人")
_MEMBERS = re.compile(
    r"(?P<names>[^，。；：（）]+?)(?:等[^，。；]{0,10})?(?:为|作为|是)?(?:联席会议)?成员(?:单位)?|成员(?:单位)?(?:包括|有|由)(?P<after>[^。；]+?)(?:组成)?(?=[。；]|$)"
)
_MEETING = re.compile(r"(?:建立|成立|设立|健全|完善)(?P<what>[^。；]*?联席会议(?:制度|机制)?)")
_ALLIANCE = re.compile(r"联盟|联合体|共同体|联合会")
_LED = re.compile(r"由(?P<names>[^，。；]+?)(?:共同)?(?:牵头|发起)(?:成立|组建)?(?=[，,的])")
_JOINED = re.compile(
    r"[，,](?P<names>[^，。；]+?)(?:共同|联合)?(?:参与|参加|组成|发起|配合)(?=的|组建|成立|，|。)"
    r"|(?:包括|成员(?:单位)?有)(?P<after>[^。；]+?)(?=[，,。；]|$)"
)
_ROLES = re.compile(r"由|参加|参与|组成|成员")


def gathering_in(text: str, sentence: Span) -> Tie | None:
    """The joint meeting or alliance that a sentence founds, with the names of all who take part; None without one."""
    return _meeting(text, sentence) or _alliance(text, sentence)


def _meeting(whole: str, sentence: Span) -> Tie | None:
    text = whole[sentence[0] : sentence[1]]
    made = _MEETING.search(text) if "联席会议" in text else None
    if made is None:
        return None
    names: list[str] = []
    summon = _SUMMON.search(text)
    if summon is not None:
        names.append(summon["name"])
    for match in _MEMBERS.finditer(text, summon.end() if summon else 0):
        group = "names" if match["names"] is not None else "after"
        names.extend(text[a:b] for a, b in listed(text, *match.span(group)))
    if len(names) < 2 and _ROLES.search(text):
        named = [
            m.name for m in parties_in(text) if m.kind in ("department", "district-government", "firm", "association")
        ]
        names = [name for name in named if "联席会议" not in name]
    if len(names) < 2:
        return None
    start = sentence[0] + made.start()
    return Tie(start, sentence[1], "make", (), (start, sentence[0] + made.end()), tuple(names))


def _alliance(whole: str, sentence: Span) -> Tie | None:
    """由甲牵头，乙、丙等30家单位参与的专科联盟成立; 该联盟由甲牵头，首批成员包括乙、丙."""
    text = whole[sentence[0] : sentence[1]]
    what = _ALLIANCE.search(text)
    lead = _LED.search(text) if what is not None else None
    if what is None or lead is None:
        return None
    names = [text[a:b] for a, b in listed(text, *lead.span("names"))]
    for match in _JOINED.finditer(text, lead.end()):
        group = "names" if match["names"] is not None else "after"
        names.extend(text[a:b] for a, b in listed(text, *match.span(group)))
    if len(names) < 2 or not any(is_definite(name) for name in names):
        return None
    start = sentence[0] + min(what.start(), lead.start())
    end = sentence[0] + max(what.end(), lead.end())
    return Tie(start, sentence[1], "make", (), (start, end), tuple(names))
