"""The words of sites (基地, 园区, 度假区 …), their verbs, and the industries in front of them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The patterns that `sites.toml` and `industries.toml` make; each file says what its lists mean.

    Attributes:
        head: any head noun, the longest at each place.
        head_words, head_finder: the same head nouns for a whole document at once; `not_after` at a head's end makes it
            part of another word (大学生).
        ground: head nouns that are a site by themselves; the other heads are houses.
        service: houses that are no seat of an industry.
        officer: what follows where the words name an office or a person of the site, at one position.
        ranked: ranks that only one named institution holds, at a phrase's end.
        verb: any verb of building, at any place.
        status: the status that each verb gives.
        plural, claim, rank: as the file says; at a phrase's start.
        stem: an industry's stem, anywhere.
        generic: words that say nothing of the industry, anywhere.
        assigned: a verb that assigns industries, anywhere.
    """

    head: re.Pattern[str]
    head_words: tuple[str, ...]
    head_finder: ahocorasick_rs.AhoCorasick
    not_after: re.Pattern[str]
    ground: frozenset[str]
    service: re.Pattern[str]
    officer: re.Pattern[str]
    ranked: re.Pattern[str]
    verb: re.Pattern[str]
    status: dict[str, str]
    plural: re.Pattern[str]
    claim: re.Pattern[str]
    rank: re.Pattern[str]
    stem: re.Pattern[str]
    generic: re.Pattern[str]
    assigned: re.Pattern[str]


@cache
def site_words() -> SiteWords:
    """Load both files once."""
    sites = tomllib.loads((_FOLDER / "sites.toml").read_text("utf-8"))
    industries = tomllib.loads((_FOLDER / "industries.toml").read_text("utf-8"))
    status = {verb: name for name, verbs in sites["status"].items() for verb in verbs}
    heads = list(dict.fromkeys(sites["ground"] + sites["house"] + sites["ranked"]))
    return SiteWords(
        head=re.compile(f"(?:{_any(heads)})(?!{_any(sites['not_after'])})"),
        head_words=tuple(heads),
        head_finder=ahocorasick_rs.AhoCorasick(
            heads,
            matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST,
            implementation=ahocorasick_rs.Implementation.DFA,
        ),
        not_after=re.compile(_any(sites["not_after"])),
        ground=frozenset(sites["ground"]) | frozenset(sites["ranked"]),
        service=re.compile(f"(?:{_any(sites['service'])})$"),
        officer=re.compile(f"(?:{_any(sites['officer'])})"),
        ranked=re.compile(f"(?:{_any(sites['ranked'])})$"),
        verb=re.compile(_any(list(status))),
        status=status,
        plural=re.compile(f"(?:{_any(sites['plural'])})"),
        claim=re.compile(f"(?:{_any(sites['claim'])})"),
        rank=re.compile(f"(?:{_any(sites['rank'])})"),
        stem=re.compile(_any(industries["stems"])),
        generic=re.compile(_any(industries["generic"])),
        assigned=re.compile(f"(?:{_any(industries['assigned_after'])})"),
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
