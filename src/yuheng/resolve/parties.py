"""From mentions to parties: a view that can be undone, for every join has its rule or its judgement.

Joined by rule: a department's documented abbreviation in its region, a short name that the text declares, the same full
name, the same 统一社会信用代码. Joined by judgement: whatever a named person has confirmed. All else is only proposed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from yuheng.model import Document, Issue
from yuheng.model.judgement import Judgement
from yuheng.model.party import Mention, MentionKey, Named, Party, PartyKind
from yuheng.resolve.credit_codes import codes_in
from yuheng.resolve.likeness import Likeness, likenesses_in
from yuheng.resolve.official_names import full_place_name, is_relative, official_name
from yuheng.text.names import kind_by_ending, parties_in

PROPOSER = "rule:likeness/1"


@dataclass(slots=True)
class _Joined:
    """Names that are one party so far: a forest, with the reasons of each join."""

    parent: dict[MentionKey, MentionKey] = field(default_factory=dict)
    kinds: dict[MentionKey, Counter[PartyKind]] = field(default_factory=dict)
    official: dict[MentionKey, str] = field(default_factory=dict)
    codes: dict[MentionKey, str] = field(default_factory=dict)
    reasons: dict[MentionKey, list[str]] = field(default_factory=lambda: defaultdict(list))
    apart: set[frozenset[MentionKey]] = field(default_factory=set)

    def root(self, key: MentionKey) -> MentionKey:
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, left: MentionKey, right: MentionKey, reason: str) -> bool:
        """Join two names unless a person said that two of theirs are different; whether they are one now."""
        one, other = sorted((self.root(left), self.root(right)))
        if one == other:
            return True
        if any(self.parts(pair) == {one, other} for pair in self.apart):
            return False
        self.parent[other] = one
        self.reasons[one] += [*self.reasons.pop(other, []), reason]
        return True

    def parts(self, pair: frozenset[MentionKey]) -> set[MentionKey]:
        return {self.root(key) for key in pair if key in self.parent}


def named_in(document: Document, listed: Iterable[tuple[int, int]] = ()) -> tuple[Named, tuple[Issue, ...]]:
    """Whom a document names, with the codes that it states; a code that fails its check is an Issue.

    Args:
        document: the document.
        listed: spans that are whole names, as the cells of a list are: the grammar of sentences finds no edges there,
            and takes 辅具有限公司 for 具有 and the rest.
    """
    mentions = _with_listed(parties_in(document.text), document.text, listed)
    codes, issues = codes_in(document, mentions)
    return Named(document.id, document.meta.region, mentions, codes), issues


def _with_listed(mentions: tuple[Mention, ...], text: str, listed: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
    known = {(each.start, each.end) for each in mentions}
    added = [
        Mention(start, end, text[start:end], kind)
        for start, end in sorted({*listed} - known)
        if (kind := kind_by_ending(text[start:end])) is not None
    ]
    if not added:
        return mentions
    starts = [each.start for each in added]

    def lies_inside(each: Mention) -> bool:
        before = bisect_right(starts, each.start) - 1
        return before >= 0 and each.end <= added[before].end

    kept = [each for each in mentions if not lies_inside(each)]
    return tuple(sorted([*kept, *added], key=lambda each: (each.start, each.end)))


def parties_from(
    documents: Iterable[Named], judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Party, ...], tuple[Judgement, ...], tuple[Issue, ...]]:
    """Make parties of the names of documents; propose what no rule is certain of.

    Collective nouns (有关部门) are nobody and become no party. A judgement without a date is an unconfirmed proposal
    and joins nothing; of several about one pair the latest counts. All three results come in a stable order.
    """
    joined = _Joined()
    for named in documents:
        _enter(joined, named)
    decided = _latest(judgements)
    joined.apart = {pair for pair, judgement in decided.items() if judgement.verdict == "different"}
    _join_by_rule(joined)
    issues = tuple(_join_by_judgement(joined, decided))
    parties, more = _parties(joined)
    proposed = _proposals(joined, parties, set(decided))
    return parties, proposed, (*issues, *more)


def _enter(joined: _Joined, named: Named) -> None:
    for mention in named.mentions:
        if mention.kind == "generic":
            continue
        key = MentionKey(named.document, mention.name)
        if key not in joined.parent:
            joined.parent[key] = key
            joined.kinds[key] = Counter()
            official = official_name(mention.name, region=named.region)
            official = official or full_place_name(mention.name, region=named.region)
            if official is not None and mention.kind != "person":
                joined.official[key] = official
        joined.kinds[key][mention.kind] += 1
    for mention in named.mentions:
        whole = MentionKey(named.document, mention.full)
        if mention.full and whole in joined.parent:
            joined.join(
                MentionKey(named.document, mention.name), whole, f"原文写明“{mention.full}”简称“{mention.name}”"
            )
    for stated in named.codes:
        key = MentionKey(named.document, stated.name)
        if key in joined.parent:
            joined.codes[key] = stated.code


def _latest(judgements: Sequence[Judgement]) -> dict[frozenset[MentionKey], Judgement]:
    confirmed = sorted((j for j in judgements if j.on is not None), key=lambda j: j.on or date.min)
    return {frozenset((judgement.left, judgement.right)): judgement for judgement in confirmed}


def _join_by_rule(joined: _Joined) -> None:
    """Official names, the same full name, the same code; what a person set apart stays apart."""
    first: dict[str, MentionKey] = {}
    for key in sorted(joined.parent):
        name = joined.official.get(key, key.name)
        if name == key.name and (is_relative(name) or "person" in joined.kinds[key]):
            continue
        if name in first:
            other = first[name]
            same = f"名称相同：{name}" if other.name == key.name else f"“{other.name}”与“{key.name}”全称都是“{name}”"
            joined.join(other, key, same)
        first.setdefault(name, key)
    holders: dict[str, MentionKey] = {}
    for key, code in sorted(joined.codes.items()):
        if code in holders:
            joined.join(holders[code], key, f"统一社会信用代码相同：{code}")
        holders.setdefault(code, key)


def _join_by_judgement(joined: _Joined, decided: dict[frozenset[MentionKey], Judgement]) -> Iterable[Issue]:
    for judgement in decided.values():
        if judgement.verdict != "same" or not {judgement.left, judgement.right} <= joined.parent.keys():
            continue
        reason = f"{judgement.by}于{judgement.on}确认：{judgement.reason}"
        if not joined.join(judgement.left, judgement.right, reason):
            message = (
                f"{judgement.by}于{judgement.on}认定“{judgement.left.name}”与“{judgement.right.name}”是同一主体，"
                "但另一条归并记录认定其中两个名称不同：请改正其中一条。"
            )
            yield Issue("judgement-conflict", message, judgement.left.document)


def _parties(joined: _Joined) -> tuple[tuple[Party, ...], tuple[Issue, ...]]:
    groups: dict[MentionKey, list[MentionKey]] = defaultdict(list)
    for key in sorted(joined.parent):
        groups[joined.root(key)].append(key)
    parties: list[Party] = []
    issues: list[Issue] = []
    for root, keys in groups.items():
        codes = sorted({joined.codes[key] for key in keys if key in joined.codes})
        if len(codes) > 1:
            message = f"同一主体有{len(codes)}个统一社会信用代码（{'、'.join(codes)}）：请核对是否误并。"
            issues.append(Issue("credit-code-conflict", message, keys[0].document))
        parties.append(_party(joined, root, keys, codes[0] if len(codes) == 1 else ""))
    return tuple(sorted(parties, key=lambda party: (party.kind, party.name, party.mentions))), tuple(issues)


def _party(joined: _Joined, root: MentionKey, keys: list[MentionKey], code: str) -> Party:
    kinds = sum((joined.kinds[key] for key in keys), Counter[PartyKind]())
    names = tuple(sorted({key.name for key in keys}))
    official = sorted(joined.official[key] for key in keys if key in joined.official)
    name = official[0] if official else max(names, key=lambda name: (len(name), name))
    reasons = tuple(dict.fromkeys(joined.reasons.get(root, ())))
    return Party(name, kinds.most_common(1)[0][0], names, tuple(keys), code, reasons)


def _proposals(
    joined: _Joined, parties: tuple[Party, ...], decided: set[frozenset[MentionKey]]
) -> tuple[Judgement, ...]:
    judged = {frozenset(joined.parts(pair)) for pair in decided}
    proposals = []
    for likeness in likenesses_in(parties):
        roots = frozenset((joined.root(likeness.left.mentions[0]), joined.root(likeness.right.mentions[0])))
        if roots not in judged:
            proposals.append(_proposal(likeness))
    return tuple(sorted(proposals, key=lambda proposal: (proposal.left, proposal.right)))


def _proposal(likeness: Likeness) -> Judgement:
    left, right = sorted((likeness.left.mentions[0], likeness.right.mentions[0]))
    return Judgement(left, right, likeness.verdict, PROPOSER, None, likeness.reason)
