"""Why a phrase is a site: a place, a name known from elsewhere, a rank, the company it keeps in its list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yuheng.extract.siting_phrases import Phrase, Stretch, industries_of, is_institution
from yuheng.extract.siting_tiers import is_scheme
from yuheng.text.proper import proper_names_in
from yuheng.vocab.gazetteer import Division

BUILDING = frozenset(("已建", "获批", "规划", "创建", "升级", "在建", "建成"))
"""The statuses whose verbs make a site; 支持 and 依托 only name one."""


LONGEST_NAME = 24
"""Characters of a site's name with its head noun, where only its words tell that it is one."""

_ATTACHED = re.compile(r"(?!.*(?:高水平|综合性|研究型|应用型|一流))[一-龥]{2,10}大学.{0,6}附属")
"""The hospital of one university is one hospital."""

_NATIONAL = re.compile(
    r"国家(?!级|区域|医学|临床|重点|技术|产业|工程|制造业).{2,14}(?:技术创新中心|产业创新中心|制造业创新中心|工程研究中心"
    r"|临床医学研究中心|区域医疗中心|医学中心|重点实验室)"
)
"""A national centre of one field is one centre."""

_OFFICE = re.compile("管委会|管理委员会|人民政府")
_ACT = re.compile("设立|自建|赋能|组建|成立|开设|创办|举办|参与|入驻|走进")
"""A phrase that begins so is a deed with its object and no name."""

_DONE_INSIDE = re.compile("已[建成形有集获]|正在")
"""岚江已建成康养基地24个: a sentence, and no name."""
_ENLARGED = re.compile(r"[一二三四五]期|新建|扩建|改扩建|迁建|异地")
_MORE_BEHIND = re.compile(r"\d+多?余?[家个处座所]|等")


_NO_FEATURE = re.compile(r"[的了是为将以把被有在与和及]|作为|成功|分别|\d")


_FEATURE_END = re.compile(r"[山湖岛泉坝谷河峡溪盖坪沟寨镇村洞关寺]$")


@dataclass(slots=True)
class Scene(Stretch):
    """A sentence, and what its document has named before and after it.

    Attributes:
        learned: features by the place they were named with: 仙女山 after 武隆仙女山.
        repeats: where the sentence repeats such a feature or name.
        known: whole names that a list with named sites holds: they name a site wherever the document repeats them.
    """

    learned: dict[str, Division] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    repeats: tuple[int, ...] = ()


@dataclass(slots=True)
class Shape:
    """One clause cut into its parts; spans of the text, empty where a part is missing."""

    items: tuple[tuple[int, int], ...]
    tail: tuple[int, int]
    become: tuple[int, int]
    status: str
    is_open: bool
    """The list ends with 等."""
    leading: str
    """The status of the verb before the list alone."""
    is_attributed: bool
    """The list follows 立足重庆、…的: it is a definite one."""


def is_named(scene: Scene, phrase: Phrase) -> bool:
    """Whether the words name one site and no class of sites."""
    text = scene.text
    name = text[phrase.start : phrase.end]
    if phrase.quoted or name in scene.known or is_institution(text, phrase) or learned_in(scene, phrase) is not None:
        return True
    ranked = scene.words.ranked.search(name)
    if ranked is not None and ranked.start() >= 2:
        return True
    if _ATTACHED.match(name) is not None or _NATIONAL.fullmatch(name) is not None:
        return True
    if (not phrase.mentions or phrase.mentions[0].start > phrase.start) and opens_with_name(scene, phrase):
        return True
    if not phrase.mentions:
        return False
    if phrase.head:
        return phrase.end - phrase.start > len(phrase.head) + 1
    first = phrase.mentions[0]
    below = first.place is None or first.place.level in ("county", "area", "prefecture")
    return first.start == phrase.start and below


def opens_with_name(scene: Scene, phrase: Phrase) -> bool:
    """Whether a phrase begins with a proper name, a rank before it left out: 青屏山旅游度假区 in no gazetteer."""
    words = scene.text[phrase.start : phrase.end]
    if len(words) > LONGEST_NAME or _NO_FEATURE.search(words):
        return False
    names = proper_names_in(words)
    if not names or names[0][0] >= len(words) - len(phrase.head) or scene.words.generic.sub("", words[: names[0][0]]):
        return False
    return bool(phrase.head) or (names[0][0] == 0 and _FEATURE_END.search(words) is not None)


def is_class(scene: Scene, phrase: Phrase) -> bool:
    """一批…基地 names no site, and neither do the names that follow it in its list."""
    start = scene.text[phrase.start : min(phrase.end, phrase.start + 6)]
    return scene.words.plural.search(phrase.lead + start) is not None


def keeps_head(scene: Scene, phrase: Phrase, shape: Shape, *, is_named: bool, listed: bool, ranks: bool) -> bool:
    """Whether a phrase with a head noun is a site; `ranks` allows 国家级…基地 without a place."""
    text, words = scene.text, scene.words
    name = text[phrase.start : phrase.end]
    if (
        words.service.search(name)
        or words.officer.match(text, phrase.end)
        or len(name) < 4
        or "+" in name
        or is_scheme(name)
    ):
        return False
    if _DONE_INSIDE.search(name):
        return False
    if not phrase.quoted and (name.count("“") != name.count("”") or _ACT.match(name) or _OFFICE.search(name)):
        return False
    if phrase.head not in words.ground:
        return _keeps_house(scene, phrase, shape, is_named=is_named, listed=listed)
    if is_named or listed:
        return True
    modifiers = phrase.end - phrase.start - len(phrase.head)
    ranked = words.rank.match(text, phrase.start) is not None and words.claim.match(text, phrase.start) is None
    single = ranks and _MORE_BEHIND.match(text, phrase.end) is None and not text.startswith("的", phrase.end)
    return shape.status in BUILDING and ranked and single and modifiers > 3 and bool(industries_of(text, phrase, words))


def _keeps_house(scene: Scene, phrase: Phrase, shape: Shape, *, is_named: bool, listed: bool) -> bool:
    """Whether a hospital, school or centre is a site: where it is built, not where it acts."""
    opens = bool(phrase.mentions) and phrase.mentions[0].start == phrase.start
    if phrase.head.startswith("试点"):
        return opens
    built = shape.leading in BUILDING or _ENLARGED.match(scene.text, phrase.end) is not None
    if not phrase.head.endswith(("大学", "学院")):
        built = built or shape.status == "已建"
    elif shape.status == "规划":
        built = True
    if phrase.quoted and not phrase.head.endswith("中心"):
        return len(phrase.head) == 1 and shape.status in BUILDING
    heads = scene.heads_in(*shape.become)
    built = built or (bool(heads) and heads[-1].word.endswith(("中心", "基地", "院区")))
    if is_named:
        return built or (phrase.head.endswith("中心") and (opens or phrase.quoted))
    return listed and built


def learned_length(scene: Scene, phrase: Phrase) -> int:
    """How many characters of a phrase's start are a feature that the document placed elsewhere; 0 for none."""
    if phrase.start not in scene.repeats:
        return 0
    for length in range(min(8, phrase.end - phrase.start), 1, -1):
        if scene.text[phrase.start : phrase.start + length] in scene.learned:
            return length
    return 0


def learned_in(scene: Scene, phrase: Phrase) -> Division | None:
    """The place that the document names elsewhere with the feature which a phrase begins with."""
    length = learned_length(scene, phrase)
    return scene.learned[scene.text[phrase.start : phrase.start + length]] if length else None


def is_feature(text: str, phrase: Phrase, *, longest: int = 14) -> bool:
    """Whether an item without a head noun can be a place with its feature: short, one word, no verb's object."""
    return phrase.end - phrase.start <= longest and not _NO_FEATURE.search(text[phrase.start : phrase.end])


def ends_as_feature(text: str, phrase: Phrase) -> bool:
    """Whether a phrase ends as a mountain, lake or village does: 祁连山."""
    return is_feature(text, phrase) and _FEATURE_END.search(text[phrase.start : phrase.end]) is not None


def is_bare(phrase: Phrase) -> bool:
    """Whether a phrase is a place's name and nothing else: 万州 of 万州、忠县等产业园区."""
    return bool(phrase.mentions) and phrase.mentions[0].start == phrase.start and phrase.mentions[0].end == phrase.end


def needs_head(scene: Scene, phrase: Phrase) -> bool:
    """A bare place, or a place with an industry, is no name of a site; a place with a feature is one."""
    if is_bare(phrase):
        place = phrase.mentions[0].place
        return place is None or place.level != "area"
    if not phrase.mentions or _FEATURE_END.search(scene.text[phrase.start : phrase.end]):
        return False
    return scene.words.stem.search(scene.text, phrase.mentions[0].end, phrase.end) is not None
