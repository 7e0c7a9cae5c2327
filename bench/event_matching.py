"""How well needs find their offers: recall@10 and MRR beside chance, BM25 alone and TF-IDF, with each part left out.

Two tests. The free-text needs of hospitals (labels: needs_labels.csv; the texts stay in the shared data, and the test
is skipped without them) look for their standard item among standard items, makers' items and segments' names. The needs
of the sample event look for the offers that serve them (labels: samples-event/labels.csv). Below each stand the two
measures of `event_held_out`, which no knowledge of the labels can flatter.
"""

from __future__ import annotations

import csv
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from event_held_out import GRID, by_weights, forgetting, halves, parts_of

from yuheng.exchange.items import Item
from yuheng.exchange.listings import Listings, terms_of
from yuheng.exchange.matches import WEIGHTS, Rarity, score_match
from yuheng.exchange.registration import Registration, register
from yuheng.extract.trade_columns import columns_of
from yuheng.office.event_sheet import tables_at
from yuheng.vocab.chain import segment_of

HOUSE = Path(__file__).resolve().parents[1]
SHARED = HOUSE / "../shared/data/licensed"
SHEETS = ("企业登记表.xlsx", "服务机构登记表.xlsx", "医院需求.csv")
NEAR, DEPTH = 60, 10

SAME = {
    "医用防护口罩 | N95口罩": ("N95",),
    "防护服": ("防护服",),
    "普通医用口罩": ("一次性医用口罩", "医用口罩"),
    "测体温设备": ("红外成像测温仪",),
}
"""Makers' items that are the standard item by another name: right answers too."""

CUTS = {
    "needs_text": re.compile(r"[/／、，,；;。\n\s]+|(?<=[^0-9])\.(?=[^0-9])"),
    "status_text": re.compile(r"[/／、，,；;。：:\s（）()]+"),
}


class Test(NamedTuple):
    """Needs, the listings they search, and which listings are right for each need."""

    name: str
    needs: list[Item]
    offers: list[Item]
    right: dict[str, set[str]]


def sample_event() -> Registration:
    """The sample event's registrations."""
    registered = Registration()
    for name in SHEETS:
        for table in tables_at(HOUSE / "samples-event" / name):
            register(registered, table.filled(columns_of(table.head)), side=table.side)
    return registered


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows; lines that begin with # are remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def item(identity: str, side: str, name: str, **fields: str) -> Item:
    """An item that is only a name, with its class read from it."""
    kind = "need" if side == "need" else "offer"
    return Item(id=identity, firm=identity, side=kind, name=name, segment=segment_of(name), **fields)


def hospital_test(shared: Path) -> Test:
    """Free-text needs against standard items, makers' items and names of segments."""
    texts = rows(shared / "hospital_demand_freetext.csv")
    standard = Counter(row["item"] for row in rows(shared / "hospital_demand_items.csv"))
    offers = {name: item(f"S{n:03}", "offer", name) for n, name in enumerate(sorted(standard))}
    needs: dict[str, Item] = {}
    right: dict[str, set[str]] = {}
    for label in rows(HOUSE / "bench/needs_labels.csv"):
        words = CUTS[label["field"]].split(texts[int(label["row"])][label["field"]])[int(label["part"])].strip("…·-~ ")
        if words not in needs:
            needs[words] = item(f"N{len(needs):03}", "need", words)
            right[needs[words].id] = {offers[label["item"]].id, *SAME.get(label["item"], ())}
    others = [row["item"] for row in rows(shared / "factory_supply_items.csv")]
    others += sorted({row["sub_segment"] for row in rows(shared / "chain_segments_health.csv") if row["sub_segment"]})
    more = [item(name, "offer", name) for name in dict.fromkeys(others)]
    return Test("hospital free text", list(needs.values()), [*offers.values(), *more], right)


def event_test() -> Test:
    """The sample event's needs against its offers."""
    registered = sample_event()
    labels = rows(HOUSE / "samples-event/labels.csv")
    offers = [each for each in registered.items if each.side == "offer"]
    by_name: dict[str, set[str]] = {}
    for offer in offers:
        by_name.setdefault(offer.name, set()).add(offer.id)
    needs, right = [], {}
    for need in (each for each in registered.items if each.side == "need"):
        served = [row["offer"] for row in labels if row["need"] == need.name]
        if served:
            needs.append(need)
            right[need.id] = set().union(*(by_name[name] for name in served))
    return Test("sample event", needs, offers, right)


Ranker = Callable[[Item], list[str]]


def measured(test: Test, rank: Ranker) -> tuple[float, float]:
    """Recall among the first ten, and the mean reciprocal rank of the first right one."""
    recall = reciprocal = 0.0
    for need in test.needs:
        ranked, right = rank(need)[:DEPTH], test.right[need.id]
        recall += len(right & set(ranked)) / min(len(right), DEPTH)
        place = next((n for n, identity in enumerate(ranked, start=1) if identity in right), 0)
        reciprocal += 1 / place if place else 0.0
    return recall / len(test.needs), reciprocal / len(test.needs)


def by_chance(test: Test) -> Ranker:
    """Any order."""
    drawn = random.Random(0)  # noqa: S311
    ids = [offer.id for offer in test.offers]
    return lambda _need: drawn.sample(ids, len(ids))


def by_bm25(test: Test) -> Ranker:
    """BM25 over pairs of characters alone: no classes, no parts."""
    texts = {offer.id: Counter(terms_of(offer.text, classes=False)) for offer in test.offers}
    counts = Counter(term for terms in texts.values() for term in terms)
    mean = sum(sum(terms.values()) for terms in texts.values()) / len(texts)

    def rank(need: Item) -> list[str]:
        wanted = set(terms_of(need.text, classes=False))
        scores = {}
        for identity, terms in texts.items():
            long = 0.25 + 0.75 * sum(terms.values()) / mean
            scores[identity] = sum(
                math.log(1 + (len(texts) - counts[t] + 0.5) / (counts[t] + 0.5))
                * terms[t]
                * 2.2
                / (terms[t] + 1.2 * long)
                for t in wanted & terms.keys()
            )
        return sorted(scores, key=lambda identity: (-scores[identity], identity))

    return rank


def by_tf_idf(test: Test) -> Ranker:
    """The cosine of TF-IDF vectors over pairs of characters."""
    texts = {offer.id: Counter(terms_of(offer.text, classes=False)) for offer in test.offers}
    counts = Counter(term for terms in texts.values() for term in terms)

    def vector(terms: Counter[str]) -> dict[str, float]:
        weights = {t: n * math.log((1 + len(texts)) / (1 + counts[t])) for t, n in terms.items()}
        norm = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        return {t: value / norm for t, value in weights.items()}

    vectors = {identity: vector(terms) for identity, terms in texts.items()}

    def rank(need: Item) -> list[str]:
        wanted = vector(Counter(terms_of(need.text, classes=False)))
        scores = {i: sum(wanted[t] * v[t] for t in wanted.keys() & v.keys()) for i, v in vectors.items()}
        return sorted(scores, key=lambda identity: (-scores[identity], identity))

    return rank


def by_score(test: Test, without: Sequence[str] = ()) -> Ranker:
    """Retrieval and score as an event uses them, with parts left out."""
    offers = {offer.id: offer for offer in test.offers}
    listings = Listings((offer.id, offer.text) for offer in test.offers)
    rarity = Rarity([*(offer.text for offer in test.offers), *(need.text for need in test.needs)])

    def rank(need: Item) -> list[str]:
        near = [identity for identity, _ in listings.nearest(need.text, NEAR)]
        scores = {i: score_match(need, offers[i], rarity=rarity, without=without).score for i in near}
        return sorted(near, key=lambda identity: -scores[identity])

    return rank


def by_retrieval(test: Test) -> Ranker:
    """The nearest, as an event finds them before they are scored."""
    listings = Listings((offer.id, offer.text) for offer in test.offers)
    return lambda need: [identity for identity, _ in listings.nearest(need.text, NEAR)]


def held_out(test: Test, order: Ranker) -> tuple[float, float]:
    """Weights chosen by the reciprocal rank on one half, measured on the other; both ways, each need once."""
    parts = parts_of(test.needs, {offer.id: offer for offer in test.offers}, order)
    recall = reciprocal = 0.0
    one, other = halves(test.needs)
    for chosen_on, measured_on in ((one, other), (other, one)):
        known = test._replace(needs=chosen_on)
        best = max(GRID, key=lambda weights: measured(known, by_weights(parts, weights))[::-1])
        found = measured(test._replace(needs=measured_on), by_weights(parts, best))
        recall += found[0] * len(measured_on)
        reciprocal += found[1] * len(measured_on)
        print(f"    chosen on {len(chosen_on)} needs: {', '.join(f'{name} {best[name]}' for name in best)}")
    return recall / len(test.needs), reciprocal / len(test.needs)


def main() -> None:
    """Print both tests."""
    tests = [event_test()]
    if SHARED.exists():
        tests.append(hospital_test(SHARED))
    for test in tests:
        print(f"{test.name}: {len(test.needs)} needs, {len(test.offers)} listings{'':12}recall@10   MRR")
        rankers = {"chance": by_chance(test), "TF-IDF cosine": by_tf_idf(test), "BM25 alone": by_bm25(test)}
        rankers["Yuheng"] = by_score(test)
        rankers |= {f"  without {part}": by_score(test, [part]) for part in WEIGHTS}
        for name, rank in rankers.items():
            recall, reciprocal = measured(test, rank)
            print(f"  {name:<44}{recall:9.3f} {reciprocal:6.3f}")
        blind = test._replace(needs=forgetting(test.needs, test.offers))
        for name, seen, order in (
            ("weights chosen on the other half", test, by_retrieval(test)),
            ("  and only words of listings have classes", blind, by_bm25(test)),
        ):
            recall, reciprocal = held_out(seen, order)
            print(f"  {name:<44}{recall:9.3f} {reciprocal:6.3f}")


if __name__ == "__main__":
    main()
