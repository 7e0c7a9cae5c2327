"""Commitments to act: who is to do what, by when, under which heading.

A plan holds a task every twenty characters. What makes a ledger of them usable is what is left out: headings, purposes,
means, what was already done, and what experts merely advise.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from yuheng.extract.advice import advised_spans
from yuheng.extract.clauses import Clause, balanced, sentences_of
from yuheng.extract.commitment_words import MODAL_SIGN
from yuheng.extract.commitments import Commitment, read_commitment, second_verb
from yuheng.extract.owners import OwnerNote, actor_owners, owner_notes_in
from yuheng.extract.task_objects import objects_of
from yuheng.extract.task_scope import Scope, due_in, may_be_due, scope_of, scopes_of, sector_of
from yuheng.extract.task_tables import task_rows_in
from yuheng.model import Advice, Block, Document, Figure, Issue, Owner, Period, Task, anchor_at, id_of, opened
from yuheng.vocab.verbs import verbs

_OpenTask = opened(Task)
_CONDITIONAL = ("support", "guide", "explore")
_PUSHING = ("加快", "加速", "推进", "推动")
_KEEPING = ("推进", "推动")
_JOINT = re.compile("以及|及|和(?!谐)|与")
_PREDICATE = re.compile(
    "不|占|为|是|达|有|由|等于|成为|不断|显著|明显|更加|得到|目前|正|已|仍|增长|下降|实现|完成|突破|超|不低于|清零|%|快速|至少|每|应|须|可"
)
_NOUN_PHRASE = re.compile("[、的]|等$")
_OPENING = re.compile(
    "(?<=[一-龥”])(?:围绕|针对|通过|依托|利用|立足|结合|瞄准|聚焦|面向|根据|按照|借助|以(?=[^，]{2,20}为|[^，]*(?:方式|形式|手段)$))"
    "(?=[^，]{3,}$)"
)
_PREAMBLE = re.compile(
    "(?:经[^，]{2,16}同意)?(?:现|特)?(?:就[^，]{4,40})?(?:制定|提出|印发|出台|编制|作出|发布)(?:了)?(?:本|如下|以下|此)"
)
_PREAMBLE_HEADS = "经现特就制提印出编作发"
_CLOSING = re.compile("(?:等)?(?P<verb>建设|创建)$")
_EFFECT = re.compile(
    "(?:从而|进而|有效|极大)+地?(?:促进|带动|拉动|推动|提升|提高|增强|改善|缓解)|[带拉]动(?:就业|增收|农户|群众|产值|投资|消费)"
)
"""What a measure brings about is no measure: 有效带动农户增收."""
_EFFECT_HEADS = frozenset("从进有极带拉")

_COUNT = re.compile(r"\d(?![\d.]*(?:[\d.年月日号〕\]]|$))")
"""A number that is no date and no document's number."""
_REACHES = re.compile(
    "达|不低于|不少于|不超过|不高于|至少|以上|以下|以内|[提升]高|增[长加]|下降|降[低至到]|减少|控制在|[保稳][持定]在|超过|突破|力争|缩短|压缩"
)
_PRESENT = re.compile(r"目前|现有|现状|已[达经有]|截至|截止|[率数量]为\d")
_LONGEST = 60
"""Characters: what goes on behind a comma without a verb is part of the object up to this length."""


@dataclass(slots=True)
class _Draft:
    """A task before it is made: what its clause says, its subject (perhaps an earlier clause's), objects, deadline.

    `closed` where its complement has had its verb.
    """

    commitment: Commitment
    actor: tuple[int, int] | None
    pieces: list[tuple[int, int]]
    due: Period | None
    closed: bool = False


@dataclass(slots=True)
class _Sentence:
    """What the clauses of one sentence share while they are read in order.

    Attributes:
        dated: a deadline may stand in it.
        actor: the last subject.
        promised: a modal stood over one of its verbs.
        last: the draft that the next clause may continue; None behind anything else.
    """

    span: tuple[int, int]
    dated: bool
    due: Period | None
    actor: tuple[int, int] | None = None
    promised: bool = False
    last: _Draft | None = None
    drafts: list[_Draft] = field(default_factory=list)
    _tells: bool | None = None

    def tells(self, text: str) -> bool:
        """Whether the sentence reports (截至…, 近年来…); looked for once."""
        if self._tells is None:
            self._tells = verbs().tale.search(text, *self.span) is not None
        return self._tells


def tasks_in(
    document: Document, *, advice: Sequence[Advice] | None = None
) -> tuple[tuple[Task, ...], tuple[Issue, ...]]:
    """Find every commitment of a document.

    Tasks of one sentence share `parent`. A subject holds until the next one in its sentence; a bracket of owners holds
    for the paragraph that it closes, on a line of its own for the paragraphs above it in its section, in a heading for
    all below it. News promises only where it says so (将, 要, 应): its bare verbs report.

    `advice`: what `advice_in` found, where that has been read already; a sentence of advice commits nobody.
    """
    found: list[Task] = []
    issues: list[Issue] = []
    pending: list[tuple[int, Block]] = []
    reached: tuple[int, int] | None = None
    above: dict[str, OwnerNote] = {}
    advised = advised_spans(document) if advice is None else tuple((a.anchor.start, a.anchor.end) for a in advice)
    for block, scope in scopes_of(document):
        notes = owner_notes_in(document, block.start, block.end)
        if notes:
            issues.extend(_unread(document, notes))
        first = len(found)
        if block.kind != "heading":
            found.extend(_tasks_of(document, block, scope, notes, advised))
        elif notes and notes[0].start > block.start:
            above[document.text[block.start : block.end].rstrip("。：:")] = notes[0]
            continue
        if notes:
            alone = notes[0].start <= block.start and notes[-1].end >= block.end - 1
            if alone or notes[-1].wide:
                reached = reached if alone and not pending and reached else (_reach(pending, block), first)
                found[slice(*reached)] = [_owed(document, task, notes[-1]) for task in found[slice(*reached)]]
            pending = []
            continue
        inherited = [above[title] for title in block.path if title in above] if above else []
        if inherited:
            found[first:] = [replace(task, owners=task.owners + inherited[-1].owners) for task in found[first:]]
        elif len(found) > first:
            pending.append((first, block))
            reached = None
    found = [task for task in found if task.action or task.owners]
    found.extend(_tasks_of_tables(document))
    return tuple(sorted(found, key=lambda task: task.anchor.start)), tuple(issues)


def _tasks_of_tables(document: Document) -> Iterator[Task]:
    """The rows of 任务分工表; a cell without a verb is a task all the same, by its column's title, with no action."""
    for row in task_rows_in(document):
        for cell in row.cells:
            scope = scope_of(document, cell.path)
            tasks = list(_tasks_of(document, cell, replace(scope, promises=True, modal=False), (), ()))
            tasks = tasks or [_untold(document, cell, scope)]
            yield from (replace(task, owners=task.owners + row.owners, due=row.due or task.due) for task in tasks)


def _untold(document: Document, cell: Block, scope: Scope) -> Task:
    anchor = anchor_at(document, cell.start, cell.end)
    sha, place = document.snapshot.sha256, anchor.place
    return Task(
        id=id_of(sha, "task", place.start, place.end),
        anchor=anchor,
        sentence=anchor,
        heading=cell.path,
        action="",
        object=anchor.quote,
        sector=sector_of(anchor.quote, scope),
        parent=id_of(sha, "sentence", place.start, place.end),
    )


def link_figures(tasks: Sequence[Task], figures: Sequence[Figure]) -> tuple[Task, ...]:
    """Give every task the ids of the figures whose number stands inside its words."""
    order = sorted(figures, key=lambda figure: figure.number.start)
    starts = [figure.number.start for figure in order]
    linked = []
    for task in tasks:
        low, high = bisect_left(starts, task.anchor.start), bisect_left(starts, task.anchor.end)
        linked.append(replace(task, figures=tuple(figure.id for figure in order[low:high])) if high > low else task)
    return tuple(linked)


def _reach(pending: list[tuple[int, Block]], note: Block) -> int:
    """The first task that a note on its own line governs: those of its section since the last note."""
    reach = sys.maxsize
    for first, block in reversed(pending):
        if block.path[: len(note.path)] != note.path:
            break
        reach = first
    return reach


def _owed(document: Document, task: Task, note: OwnerNote) -> Task:
    due = task.due or (due_in(document, *note.deadline) if note.deadline else None)
    return replace(task, owners=task.owners + note.owners, due=due)


def _unread(document: Document, notes: tuple[OwnerNote, ...]) -> Iterator[Issue]:
    for note in notes:
        if not note.owners:
            yield Issue(
                "owner-unread",
                "责任分工注明了但没有读出单位，请人工补录。",
                document.snapshot.name,
                anchor_at(document, note.start, note.end),
            )


def _tasks_of(
    document: Document, block: Block, scope: Scope, notes: tuple[OwnerNote, ...], advised: tuple[tuple[int, int], ...]
) -> Iterator[Task]:
    if not scope.promises:
        return
    for clauses in sentences_of(document.text, block.start, block.end):
        low, high = clauses[0].start, clauses[-1].end
        if scope.modal and MODAL_SIGN.search(document.text, low, high) is None:
            continue
        if advised and _is_advised(advised, low, high):
            continue
        if document.text[clauses[-1].start] in _PREAMBLE_HEADS and _PREAMBLE.match(
            document.text, clauses[-1].start, high
        ):
            continue
        drafts = _drafts_of(document, scope, clauses, notes)
        if drafts:
            yield from _made(document, block, scope, (low, high), drafts, notes)


def _is_advised(advised: tuple[tuple[int, int], ...], low: int, high: int) -> bool:
    """Whether text[low:high) overlaps a sentence of advice; they are in order and apart."""
    behind = bisect_left(advised, high, key=itemgetter(0))
    return behind > 0 and advised[behind - 1][1] > low


def _drafts_of(document: Document, scope: Scope, clauses: list[Clause], notes: tuple[OwnerNote, ...]) -> list[_Draft]:
    """Read a sentence clause by clause."""
    text = document.text
    low, high = clauses[0].start, clauses[-1].end
    words = text[low:high]
    dated = ("年" in words or "五”" in words or "月" in words or "季度" in words) and may_be_due(text, low, high)
    sentence = _Sentence((low, high), dated, scope.due)
    mark = ""
    for clause in clauses:
        start, end = _without_notes(clause, notes) if notes else (clause.start, clause.end)
        if start < end:
            _read(document, sentence, scope, (start, end), joined=mark in ("，", ","))
        mark = clause.mark
    return sentence.drafts


def _read(document: Document, sentence: _Sentence, scope: Scope, span: tuple[int, int], *, joined: bool) -> None:
    """Read one clause into its sentence: a new task, more of the last one, or neither."""
    text, (start, end) = document.text, span
    if sentence.dated:
        sentence.due = due_in(document, start, end) or sentence.due
    last = sentence.last if joined else None
    got = read_commitment(text, start, end, after_task=last is not None)
    if got.actor is not None:
        sentence.actor = got.actor
    sentence.promised |= got.promised
    sentence.last = None
    if got.kind == "task" and last is not None and _is_open(text, last):
        last.pieces[-1] = (last.pieces[-1][0], end)
        last.closed = True
        sentence.last = last
    elif got.kind == "task" and _stands(text, start, end, sentence, scope):
        left, right = got.object
        cut = second_verb(text, left, right, got.verb)
        pieces = objects_of(text, left, cut or right, verbs().group.get(got.verb, "grant"), got.action)
        sentence.last = _Draft(got, sentence.actor, pieces, sentence.due)
        sentence.drafts.append(sentence.last)
        if cut is not None:
            _read(document, sentence, scope, (cut + 1, end), joined=True)
    elif got.kind == "other" and last is not None and got.actor is None and _continues(text, start, end, last):
        sentence.last = last
    elif _is_target(text, got, end, sentence) and _stands(text, start, end, sentence, scope):
        charged = sentence.actor if sentence.promised else None
        said = Commitment("task", got.start, object=(got.start, end))
        sentence.drafts.append(_Draft(said, charged, [said.object], sentence.due, closed=True))


def _stands(text: str, start: int, end: int, sentence: _Sentence, scope: Scope) -> bool:
    """Whether a clause promises: news must say so, and what is done is done."""
    if sentence.promised:
        return True
    if text[start] in _EFFECT_HEADS and _EFFECT.match(text, start, end) is not None:
        return False
    if scope.modal or sentence.tells(text):
        return False
    return verbs().done.search(text, start, end) is None


def _is_target(text: str, got: Commitment, end: int, sentence: _Sentence) -> bool:
    """每千人口床位数达到8张 commits nobody by itself, but whoever a note or 由…牵头 names owes it.

    It becomes a task without an action, dropped where nobody owes it. A number behind a task is that task's.
    """
    start = got.start
    if got.kind == "means" and text[start : start + 1] != "每" and verbs().means.at(text, start, end):
        return False
    return (
        got.kind != "task"
        and not any(draft.commitment.action for draft in sentence.drafts)
        and _COUNT.search(text, start, end) is not None
        and (sentence.due is not None or _REACHES.search(text, start, end) is not None)
        and _PRESENT.search(text, *sentence.span) is None
    )


def _is_open(text: str, last: _Draft) -> bool:
    """支持企业围绕最新治疗靶点，发展抗体药物: the complement has had its means and still waits for its verb."""
    left, right = last.pieces[-1]
    if last.closed or verbs().group.get(last.commitment.verb) not in _CONDITIONAL or right - left > _LONGEST:
        return False
    opening = _OPENING.search(text, left, right)
    return opening is not None and not verbs().embedded.search(text, opening.end(), right)


def _continues(text: str, start: int, end: int, last: _Draft) -> bool:
    """Take in a clause without a verb: 以及… is one more object, a bare noun phrase belongs to the object before it."""
    joint = _JOINT.match(text, start, end)
    if joint is not None and end - joint.end() >= 4:
        last.pieces.append((start, end))
        return True
    group = verbs().group.get(last.commitment.verb)
    if group is None or end - start > _LONGEST or _PREDICATE.search(text, start, end):
        return False
    products = group == "develop" and verbs().embedded.search(text, start, end) is None
    if not products and not _NOUN_PHRASE.search(text, start, end):
        return False
    last.pieces[-1] = (last.pieces[-1][0], end)
    return True


def _without_notes(clause: Clause, notes: tuple[OwnerNote, ...]) -> tuple[int, int]:
    """The clause without a note of owners that stands in it."""
    start, end = clause.start, clause.end
    for note in notes:
        if note.start <= start < note.end:
            start = min(end, note.end)
        elif start < note.start < end:
            end = note.start
    return start, end


def _made(
    document: Document,
    block: Block,
    scope: Scope,
    span: tuple[int, int],
    drafts: list[_Draft],
    notes: tuple[OwnerNote, ...],
) -> Iterator[Task]:
    """Make the tasks of one sentence: a closing 建设 is the action of all its objects, the next note behind owes."""
    text, sha = document.text, document.snapshot.sha256
    sentence = anchor_at(document, *span)
    parent = id_of(sha, "sentence", sentence.place.start, sentence.place.end)
    owners: dict[tuple[int, int] | None, tuple[Owner, ...]] = {None: ()}
    for draft in drafts:
        commitment, pieces = draft.commitment, draft.pieces
        if draft.actor is not None and draft.actor not in owners:
            owners[draft.actor] = actor_owners(document, *draft.actor)
        action, stop = _shared_verb(text, commitment.action, pieces)
        note = next((note for note in notes if note.since <= pieces[0][0] <= note.start), None) if notes else None
        due = draft.due or (due_in(document, *note.deadline) if note and note.deadline else None)
        owed = owners[draft.actor] + (note.owners if note else ())
        for number, (left, right) in enumerate(pieces):
            joint = _JOINT.match(text, left, right) if number else None
            task: Any = _OpenTask.__new__(_OpenTask)
            task.anchor = anchor = anchor_at(document, left if number else commitment.start, right)
            task.id = id_of(sha, "task", anchor.place.start, anchor.place.end)
            task.sentence, task.heading, task.parent = sentence, block.path, parent
            task.action, task.owners, task.due, task.figures = action, owed, due, ()
            task.object = balanced(text[joint.end() if joint else left : min(right, stop)].strip(" ，、,"))
            task.sector = sector_of(task.object, scope)
            task.conditional = verbs().group.get(commitment.verb) in _CONDITIONAL
            task.__class__ = Task
            yield task


def _shared_verb(text: str, action: str, pieces: list[tuple[int, int]]) -> tuple[str, int]:
    """加快A建设 is 建设 A, 推进A、B建设 is 推进建设 A and B: the action, and where the last object ends."""
    left, right = pieces[-1]
    closing = _CLOSING.search(text, left, right) if action in _PUSHING else None
    if closing is None or closing.start() - left < 3 or (len(pieces) == 1 and action in _KEEPING):
        return action, right
    verb = closing.group("verb")
    return (action + verb if action in _KEEPING else verb), closing.start()
