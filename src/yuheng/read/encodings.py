"""Bytes to characters, for the encodings met in China.

Every byte string is some text in GB18030, and most Big5 text is valid GB18030 too: an encoding that "works" proves
nothing. So strict UTF-8 goes first (it hardly ever holds by accident), and between the others the share of everyday
characters decides.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_EVERYDAY: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并"
    "提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强"
    "放决西被干做必战先回则任取据处府研究服务健康医院省市县区疾病群众推进落实建设推动支持重点单位政策"
    "這個為來時國們於對會發動過說產種後實業經進著電裡現與關條結問體應開還無總題設論農區強戰處據醫療職責範單質環項標準辦縣師術館"
    "0123456789，。、：；（）“”《》—…〔〕！？％"
)

_CJK: Final = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_ODD: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f\ud800-\uf8ff\ufffd\ufffe\uffff]")
_SAMPLE: Final = 64 * 1024
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read by, and the offsets of the first bytes that are no character in it.

    `lost` counts all such places; each stands in the text as U+FFFD. A byte order mark stays in the text as U+FEFF.
    """

    text: str
    encoding: str
    lost: int = 0
    lost_at: tuple[int, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode bytes by their mark, else strict UTF-8, else what reads most like Chinese; never raises.

    `declared` is what the file says of itself (a page's meta charset): it is followed where the bytes obey it, because
    pages that declare gb2312 and hold GB18030 or UTF-8 are common.

    >>> decode("卫生健康".encode("gb18030")).encoding
    'gb18030'
    >>> decode("醫療衛生服務".encode("big5")).text
    '醫療衛生服務'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    if declared and b"\0" not in data:
        named = _known(declared)
        if named and _holds(data, named):
            return _decoded(data, named)
    return _decoded(data, _likeliest(data))


def oddity(text: str) -> float:
    """The share of characters that no text has: controls, lost bytes, unassigned areas. 0 for an empty text."""
    return len(_ODD.findall(text)) / len(text) if text else 0.0


def _known(declared: str) -> str:
    """The superset that browsers read a declared name as, or "" for a name that nobody knows."""
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return ""
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950"}.get(name, name)


def _holds(data: bytes, encoding: str) -> bool:
    try:
        return oddity(data.decode(encoding)) < 0.01
    except (UnicodeDecodeError, LookupError):
        return False


def _likeliest(data: bytes) -> str:
    sample = data[:_SAMPLE]
    candidates = ["utf-8", "gb18030", "cp950"]
    if b"\0" in sample or len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    return max(candidates, key=lambda encoding: _likeness(sample, encoding))


def _likeness(sample: bytes, encoding: str) -> float:
    """How much bytes read like Chinese or English text in an encoding: 1 at best.

    Rare Chinese characters count a little, so that a list of names is still Chinese; what is no text at all counts
    against.
    """
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    if not text:
        return -1.0
    everyday = sum(1 for c in text if c in _EVERYDAY or c in "\r\n\t" or " " <= c <= "~")
    # a character costs as many bytes in any of these encodings, so shares by character can be compared
    rare = len(_CJK.findall(text)) - sum(1 for c in text if c in _EVERYDAY and _CJK.match(c))
    return (everyday + 0.3 * rare - 3 * len(_ODD.findall(text))) / len(text)


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        there = data.decode(encoding, "ignore").count("\ufffd")
        return Decoded(text, encoding, text.count("\ufffd") - there, _offsets(data, encoding))


def _offsets(data: bytes, encoding: str) -> tuple[int, ...]:
    """Where the first few undecodable bytes are."""
    found: list[int] = []
    start = 0
    while len(found) < _SHOWN:
        try:
            data[start:].decode(encoding)
        except UnicodeDecodeError as error:
            found.append(start + error.start)
            start += error.end
        else:
            break
    return tuple(found)
