#!/usr/bin/env python3
"""Score tasks, agreements and sitings against the gold commitments, ties and sites.

usage: score_statements.py GOLD_DIR TEXT_DIR CLAIMS.jsonl [--misses N]

A claim pairs with a gold row where its place in the file overlaps the place of the row's key; each pairs once, the
pairing with the most alike words first. Tasks are judged for precision only inside the sampled sections: the stretches
of sentences from one gold key to the next, broken where two keys lie more than 400 characters apart. Agreements and
sitings are judged over all of a document that has gold. The last lines are one per kind.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yuheng.text.letters import plain_letters

Row = dict[str, Any]
Span = tuple[int, int]

PINYIN = re.compile(r"[（(][a-zA-Züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜǹńňḿ]+[)）]")
GAP = 400
"""Squeezed characters between two keys of one sampled section, at most."""
STOPS = "。！？"


@dataclass
class Score:
    """What was counted for one kind of claim."""

    gold: int = 0
    found: int = 0
    judged: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def line(self, kind: str) -> str:
        """The kind's one line of scores."""
        recall = self.found / self.gold if self.gold else 0.0
        precision = self.found / self.judged if self.judged else 0.0
        fields = (
            " · ".join(f"{name} {count / self.found:.3f}" for name, count in self.fields.items()) if self.found else ""
        )
        return (
            f"{kind}: gold {self.gold} judged {self.judged} · recall {recall:.3f} precision {precision:.3f} · {fields}"
        )


class Text:
    """A document's text without white space and pinyin notes, and the way from the file's offsets to it."""

    def __init__(self, path: Path) -> None:
        raw = path.read_bytes().decode("utf-8")
        drop = {i for note in PINYIN.finditer(raw) for i in range(*note.span())}
        kept = [i for i, c in enumerate(raw) if not c.isspace() and i not in drop]
        self.flat = "".join(raw[i] for i in kept)
        self.back = {offset: i for i, offset in enumerate(kept)}

    def span(self, start: int, end: int) -> Span | None:
        """The squeezed span of the file's characters [start, end)."""
        inside = [self.back[i] for i in range(start, end) if i in self.back]
        return (inside[0], inside[-1] + 1) if inside else None

    def places(self, key: str) -> list[Span]:
        """Where a key stands; keys are copied without white space."""
        key = PINYIN.sub("", re.sub(r"\s", "", key))
        return [(m.start(), m.end()) for m in re.finditer(re.escape(key), self.flat)]


def rows(path: Path) -> list[Row]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def plain(words: str) -> str:
    """Words as they are compared: simplified, without white space."""
    return plain_letters(re.sub(r"\s", "", words or ""))


def dice(one: str, other: str) -> float:
    """Shared characters of two strings, 0 to 1."""
    a, b = Counter(plain(one)), Counter(plain(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 1.0


def pairs(gold: list[tuple[Row, list[Span]]], got: list[tuple[Row, Span]], words: tuple[str, str]) -> dict[int, int]:
    """Pair gold rows with claims that overlap them, each at most once, the most alike first."""
    weighed = sorted(
        (
            (-dice(row.get(words[0], ""), claim.get(words[1], "")), i, j)
            for i, (row, spots) in enumerate(gold)
            for j, (claim, (start, end)) in enumerate(got)
            if any(start < b and a < end for a, b in spots)
        ),
    )
    taken: dict[int, int] = {}
    for _, i, j in weighed:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def sampled(text: Text, gold: list[tuple[Row, list[Span]]]) -> list[Span]:
    """The sections that the gold keys cover, in whole sentences."""
    spots = sorted(places[0] for _, places in gold if places)
    sections: list[list[int]] = []
    for a, b in spots:
        if sections and a - sections[-1][1] <= GAP:
            sections[-1][1] = max(b, sections[-1][1])
        else:
            sections.append([a, b])
    return [(_sentence_start(text.flat, a), _sentence_end(text.flat, b)) for a, b in sections]


def _sentence_start(flat: str, at: int) -> int:
    return max(flat.rfind(stop, 0, at) for stop in STOPS) + 1


def _sentence_end(flat: str, at: int) -> int:
    ends = [flat.find(stop, at) for stop in STOPS]
    return min((end + 1 for end in ends if end >= 0), default=len(flat))


def same_actor(row: Row, claim: Row) -> bool:
    """Whether the owners are the gold actor, none where it is empty."""
    want = {plain(name) for name in re.split("[、，,]", row["actor"]) if name}
    have = {plain(part) for owner in claim.get("owners", []) for part in re.split("[、，,]", owner["name"])}
    return want == have


def same_parties(row: Row, claim: Row) -> bool:
    """Whether every party is named and no other."""
    return {plain(name) for name in row["parties"]} == {plain(name) for name in claim.get("parties", [])}


def alike_parties(row: Row, claim: Row) -> bool:
    """The same, where one name may hold the other (重庆华森制药 in 重庆华森制药股份有限公司)."""
    want, have = ([plain(name) for name in it.get("parties", [])] for it in (row, claim))
    return len(want) == len(have) and all(any(a in b or b in a for b in have) for a in want)


def judge(kind: str, gold_rows: list[Row], claims: list[Row], texts: Path) -> Score:
    """Score one kind of claim over all documents that have gold."""
    score = Score(gold=len(gold_rows))
    words = {"task": ("object", "object"), "agreement": ("subject", "subject"), "siting": ("site", "site")}[kind]
    for doc in sorted({row["doc"] for row in gold_rows}):
        text = Text(texts / doc)
        gold = [(row, text.places(row["key"])) for row in gold_rows if row["doc"] == doc]
        for row, spots in gold:
            if not spots:
                print(f"warning: gold key not in {doc}: {row['key']}", file=sys.stderr)
        got = []
        for claim in claims:
            if claim["kind"] == kind and Path(claim["doc"]).stem == Path(doc).stem:
                place = claim["anchor"]["place"]
                span = text.span(place["start"], place["end"])
                if span is not None:
                    got.append((claim, span))
        if kind == "task":
            sections = sampled(text, gold)
            got = [(claim, span) for claim, span in got if any(a <= span[0] < b for a, b in sections)]
        taken = pairs(gold, got, words)
        score.judged += len(got)
        score.found += len(taken)
        for i, j in taken.items():
            _fields(score, kind, doc, gold[i][0], got[j][0])
        score.shown += [f"missed   {doc[:6]} {row['key']}" for i, (row, _) in enumerate(gold) if i not in taken]
        score.shown += [
            f"spurious {doc[:6]} {text.flat[slice(*span)][:60]}"
            for j, (_, span) in enumerate(got)
            if j not in taken.values()
        ]
    return score


def _fields(score: Score, kind: str, doc: str, row: Row, claim: Row) -> None:
    if kind == "task":
        checks = {"actor": same_actor(row, claim), "object": dice(row["object"], claim["object"]) >= 0.5}
    elif kind == "agreement":
        checks = {
            "parties": same_parties(row, claim),
            "parties alike": alike_parties(row, claim),
            "planned": (row["status"] == "planned") == bool(claim.get("planned")),
        }
    else:
        checks = {
            "tier": row["tier"] == (claim.get("tier") or ""),
            "site": dice(row["site"], claim["site"]) >= 0.8,
            "industries": any(dice(a, b) >= 0.5 for a in row["industries"] for b in claim.get("industries", [])),
        }
    for name, right in checks.items():
        score.fields[name] += right
        if not right:
            want = {
                key: row.get(key) for key in ("actor", "object", "parties", "tier", "site", "industries") if key in row
            }
            have = {
                key: claim.get(key)
                for key in ("owners", "object", "parties", "tier", "site", "industries")
                if key in claim
            }
            score.shown.append(f"differs  {doc[:6]} {name} {row['key']}  gold {want} got {have}")


def districts(gold_rows: list[Row], claims_text: Path, doc: str) -> str:
    """Districts at the head of a site's name in the five-year plan, found where they stand; and false 合作市."""
    from yuheng.text.documents import plain_document
    from yuheng.text.places import places_in
    from yuheng.vocab.gazetteer import divisions

    shorts = sorted(
        (d.short for d in divisions().values() if d.code.startswith("50") and d.short), key=len, reverse=True
    )
    text = plain_document((claims_text / doc).read_bytes().decode("utf-8"), doc).text
    mentions = places_in(text, home="重庆市")
    named = {(mention.start, mention.words[:2]) for mention in mentions if mention.place is not None}
    wanted = 0
    missed = []
    for row in gold_rows:
        short = next((short for short in shorts if row["site"].startswith(short)), None)
        if row["doc"] != doc or short is None:
            continue
        spots = [m.start() for m in re.finditer(re.escape(row["site"]), text)]
        if spots:
            wanted += 1
            if not any((spot, short[:2]) in named for spot in spots):
                missed.append(row["site"])
    false = sum(mention.place is not None and mention.place.name == "合作市" for mention in mentions)
    return (
        f"districts: named at the head of {wanted} sites · recall {1 - len(missed) / max(wanted, 1):.3f}"
        f" · false 合作市 {false} · missed {missed}"
    )


def main() -> None:
    """Print misses, then one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("claims", type=Path)
    parser.add_argument(
        "--misses", type=int, default=0, help="show up to N misses, false finds and wrong fields of each kind"
    )
    args = parser.parse_args()
    claims = rows(args.claims)
    files = {"task": "seeds.commitments.sample.jsonl", "agreement": "seeds.ties.jsonl", "siting": "seeds.sites.jsonl"}
    lines = []
    for kind, name in files.items():
        score = judge(kind, rows(args.gold / name), claims, args.texts)
        for shown in score.shown[: args.misses]:
            print(shown)
        lines.append(score.line(kind))
    plan = next((path.name for path in sorted(args.texts.glob("003*.txt"))), None)
    if plan is not None:
        lines.append(districts(rows(args.gold / files["siting"]), args.texts, plan))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
