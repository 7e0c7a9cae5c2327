"""Who owes what: the notes in which documents divide the work, read name by name with each one's role.

Notes stand in brackets at a paragraph's end (（省卫生健康委牵头，省财政厅按职责分工负责）), on a line of their own
(责任单位：…), or close a sentence (…，由市民政局牵头，市财政局配合。). The order is fixed by custom: the names come
before the role, and several names may share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yuheng.extract.clauses import Clause, sentences_of
from yuheng.model import Document, Owner, anchor_at
from yuheng.vocab.verbs import verbs

_ROLE_WORDS = "牵头|负责|配合|参与|参加|协助|责任单位|责任部门|主办|协办|承办|按职责|分工|实施主体"
_NOTE = re.compile(
    rf"[（(【〔\[](?P<inside>[^（）()【】〔〕\[\]]{{0,400}}?(?:{_ROLE_WORDS})[^（）()【】〔〕\[\]]{{0,300}}"
    rf"|[^（）()【】〔〕\[\]]*(?:[（(][^（）()]*[）)][^（）()【】〔〕\[\]]*)+(?:{_ROLE_WORDS})[^（）()【】〔〕\[\]]*)[）)】〕\]]"
)
_BODY = (
    "(?:局|委|厅|办|办公室|委员会|政府|部门|单位|海关|管委会|集团|公司|银行|法院|检察院|医院|学校|高校|大学|学院|协会|学会|中心|总工会|工会|妇联|团委|"
    "残联|科协|工商联|侨联|文联|红十字会|计生协|区县|市县|县区|市州|县市|街道|乡镇|[^一-龥]?[一-龥]{1,6}部|署|院|台|社|会|省|市|县|区|组|处|站|行)"
)
_LIST = re.compile(r"[（(](?P<inside>[一-龥、，,；;（）()·]{3,300}?)[）)](?=[。；;]?\s*$)")
_BODY_ENDS = re.compile(rf"{_BODY}(?:等)?$")
_SIGN = re.compile(f"{_ROLE_WORDS}|责任|实施主体")
"""What every note holds but a bare list of names."""
_LINE = re.compile(
    r"(?:^|(?<=[。；\s]))[（(【\[]?(?P<label>责任(?:单位|部门|主体|处室)|牵头(?:单位|部门|领导)?|主办(?:单位)?|承办(?:单位)?|配合(?:单位|部门)"
    r"|协办(?:单位)?|参与(?:单位|部门)|参加单位|负责(?:单位|部门)|实施主体)[：:][^。\n）)】\]]*"
)
_LABEL = re.compile(
    "(?P<label>责任(?:单位|部门|主体|处室)|牵头(?:责任)?(?:单位|部门)?|主办(?:单位)?|承办(?:单位)?|配合(?:单位|部门)?|协办(?:单位)?|参与(?:单位|部门)?|参加单位|负责(?:单位|部门))[：:]"
)
_DEADLINE = re.compile(r"(?:完成时限|完成时间|时限|时间要求)[：:][^，；。）)]*")
_TAIL_ROLE = re.compile(
    "(?:等)?(?:有关部门|部门|单位)?(?:(?:按照?|根据|依)?(?:各自)?职(?:责|能)(?:分工)?|分别|共同|联合|具体|分工|依法|统筹|组织)*"
    "(?P<role>牵头(?:负责|组织实施|落实|推进|实施|会同)?|负责(?:落实|组织实施|实施|推进)?|配合(?:落实|实施)?|参与|参加|协助|支持配合|协同|落实|主办|承办|协办)$"
)
_ROLES = (
    ("牵头", "牵头"),
    ("主办", "牵头"),
    ("配合", "配合"),
    ("参与", "配合"),
    ("参加", "配合"),
    ("协助", "配合"),
    ("协同", "配合"),
    ("协办", "配合"),
)
_NAME = re.compile(
    r"[^、，,；;。：:\s]+?(?:[（(][^（）()]*[）)])?(?=[、，,；;。：:\s]|(?<=[局委厅办府])(?:以及|[和与及])(?=[省市县区各])|$)|[^、，,；;。：:\s]+"
)
_NOT_NAME = re.compile(
    r"(?:等|等部门|等单位|等有关部门|等按职责分工)$|^(?:由|各)(?=[一-龥]{2})|按(?:照)?(?:各自)?职责.*$|(?:共同|分别|联合|具体)+$"
)


_CHARGE = re.compile(
    "(?:(?P<topic>.*?)(?P<by>(?<![自理缘事来])由))?(?P<names>[^由的“”（）()]{3,80}?)(?:按照?(?:各自)?职责(?:分工)?|各自|分工|分别|共同|具体|统一|联合)*"
    "(?P<role>(?P<lead>牵头|负责|主办|承办)(?:负责|组织实施|落实|推进|实施)?|配合(?:落实|实施)?|参与|参加|协助|协办)"
)
"""A whole clause that says who owes what stands before it: 由市民政局牵头, 市财政局配合, 床位500张由市民政局负责."""
_CLOSE = frozenset("。！？；!?;\n")
_LEADING = re.compile("由|(?<=[局委厅办府])(?:以及|[和与及])(?=[省市县区各])")
_TOGETHER = re.compile("会同|联合(?!会|国)")
_JOINED = re.compile("会同")
_NEXT = 2
"""Characters, at most, between notes that are one."""
_BUDGET = re.compile("(?:中央|各级|[一-龥]{0,6}[省市州盟区县旗]级?|[市区省县]+两级|两级)财政")
"""市财政 that pays is the budget; who answers for it is 市财政局."""
_AND = re.compile("、|以及|及(?!其)|(?<![总共])和|与")


@dataclass(slots=True)
class OwnerNote:
    """A note that divides the work: its span (brackets included), the owners, and the words of a deadline if any.

    `wide` where it stands on a line of its own (责任单位：…) and so speaks for its whole section. `since`: from where
    on it speaks, for a clause that closes its sentence; a bracket speaks for all before it in its block.
    """

    start: int
    end: int
    owners: tuple[Owner, ...]
    deadline: tuple[int, int] | None = None
    wide: bool = False
    since: int = 0


def owner_notes_in(document: Document, start: int, end: int) -> tuple[OwnerNote, ...]:
    """Read the notes of one block, text[start:end).

    Notes that follow each other at once (牵头单位：…。配合单位：…) are one. A bracket that merely mentions 负责 and
    names no body yields nothing.
    """
    if _SIGN.search(document.text, start, end) is None and not _closes(document.text, start, end):
        return ()
    notes: list[OwnerNote] = []
    found = (*_notes(document, start, end), *_charges(document, start, end))
    for note in sorted(found, key=lambda note: note.start):
        last = notes[-1] if notes else None
        if last is not None and note.start - last.end <= _NEXT:
            notes[-1] = OwnerNote(
                last.start,
                note.end,
                last.owners + note.owners,
                last.deadline or note.deadline,
                last.wide or note.wide,
                last.since,
            )
        else:
            notes.append(note)
    return tuple(notes)


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a bracket ends the block: it may hold a bare list of names."""
    return text[start:end].rstrip().rstrip("。；;").endswith(("）", ")"))


def _notes(document: Document, start: int, end: int) -> Iterator[OwnerNote]:
    text = document.text
    words = text[start:end]
    seen = start
    brackets: list[OwnerNote] = []
    if any(mark in words for mark in "（(【〔"):
        for match in _NOTE.finditer(text, start, end):
            note = _note(document, *match.span(), *match.span("inside"))
            if note.owners:
                seen = match.end()
                brackets.append(note)
    lines = False
    if "：" in words or ":" in words:
        for line in _LINE.finditer(text, start, end):
            lines = True
            if not any(note.start <= line.start("label") < note.end for note in brackets):
                note = _note(document, line.start(), line.end(), line.start("label"), line.end())
                yield replace(note, wide=line.start() == line.start("label"))
    yield from brackets
    bare = _LIST.search(text, seen, end) if not lines else None
    if bare is not None and "（" not in bare.group("inside")[:1] and _is_list(bare.group("inside")):
        yield OwnerNote(*bare.span(), _owners_of(document, *bare.span("inside"), "负责"))


def _charges(document: Document, start: int, end: int) -> Iterator[OwnerNote]:
    """The clauses at a sentence's or a semicolon's end that say who owes what stands before them there.

    由市科技局牵头，组建研究院 says it of what follows and is a subject. A sentence that says nothing else
    speaks for the block before it.
    """
    text = document.text
    if _SIGN.search(text, start, end) is None:
        return
    for clauses in sentences_of(text, start, end):
        first = 0
        for number, clause in enumerate(clauses):
            if clause.mark not in _CLOSE and clause.mark:
                continue
            group, first = clauses[first : number + 1], number + 1
            found: list[re.Match[str]] = []
            while group and (not found or not _topic(found[-1])) and (charge := _charge(text, group[-1])) is not None:
                found.append(charge)
                group = group[:-1]
            if not found or found[-1]["lead"] is None:
                continue
            head = found[-1]
            since = _since(clauses, group, head, start)
            owners = tuple(
                owner
                for each in reversed(found)
                for owner in _owners_of(document, *each.span("names"), _role_of(each["role"]))
            )
            begin = head.start("by") if head["by"] else head.start("names")
            yield OwnerNote(begin, clause.end, owners, since=since)


def _since(clauses: list[Clause], group: list[Clause], head: re.Match[str], start: int) -> int:
    """From where on a charge speaks: its part of the sentence, else the whole sentence, else the block from `start`."""
    if group:
        return group[0].start
    if _topic(head):
        return head.start()
    return start if head.start() == clauses[0].start else clauses[0].start


def _topic(charge: re.Match[str]) -> bool:
    return bool(charge["topic"])


def _charge(text: str, clause: Clause) -> re.Match[str] | None:
    """A clause that is a charge and nothing else; 引导行业协会参与 and 探索由协会负责 have a verb of their own."""
    match = _CHARGE.fullmatch(text, clause.start, clause.end)
    if match is None:
        return None
    governing, at = verbs().governing, match.start("names")
    names = [name for name in re.split("、|会同", match["names"]) if name]
    topic = match["topic"] or ""
    if (
        not all(len(name) >= 3 and _BODY_ENDS.search(name) and not name.endswith("社会") for name in names)
        or governing.at(text, at, clause.end)
        or (topic and governing.at(text, clause.start, clause.end) >= len(topic))
    ):
        return None
    return match


def _is_list(inside: str) -> bool:
    """Only names of bodies, at least two of them: （市发展改革委、市财政局）."""
    names = [name for name in re.split("[、，,；;]", inside) if name]
    return (
        len(names) >= 2
        and all(_BODY_ENDS.search(name) and len(name) <= 20 for name in names)
        and sum(name.endswith(("局", "委", "厅", "办", "部", "政府", "会", "署", "公司")) for name in names) * 2
        > len(names)
    )


def _note(document: Document, start: int, end: int, inner: int, close: int) -> OwnerNote:
    text = document.text
    due = _DEADLINE.search(text, inner, close)
    if due is not None:
        stop = due.start()
        rest = _owners_in(document, due.end(), close)
        return OwnerNote(start, end, _owners_in(document, inner, stop) + rest, due.span())
    return OwnerNote(start, end, _owners_in(document, inner, close))


def _owners_in(document: Document, start: int, end: int) -> tuple[Owner, ...]:
    """Cut at labels, else at commas, and give each name the role that stands behind its group."""
    text = document.text
    labels = list(_LABEL.finditer(text, start, end))
    if labels:
        owners: tuple[Owner, ...] = ()
        for number, label in enumerate(labels):
            stop = labels[number + 1].start() if number + 1 < len(labels) else end
            owners += _owners_of(document, label.end(), stop, _role_of(label.group("label")))
        return owners
    owners = ()
    pending: list[tuple[int, int]] = []
    at = start
    for stop in [*(mark.start() for mark in re.finditer("[，,；;。](?![^（(]*[）)])", text[start:end])), end - start]:
        close = start + stop
        role = _TAIL_ROLE.search(text[at:close])
        if role is None:
            pending.append((at, close))
        else:
            name = _role_of(role.group("role"))
            for span in (*pending, (at, at + role.start())):
                owners += _owners_of(document, *span, name)
            pending = []
        at = close + 1
    for span in pending:
        owners += _owners_of(document, *span, owners[-1].role if owners else "")
    return owners


def owners_in_cell(document: Document, start: int, end: int, *, title: str) -> tuple[Owner, ...]:
    """The names in a table's cell; the column's title (牵头单位, 配合单位) gives the role where the cell gives none."""
    if _TAIL_ROLE.search(document.text[start:end]) or _LABEL.search(document.text, start, end):
        return _owners_in(document, start, end)
    return _owners_of(document, start, end, _role_of(title))


def _role_of(words: str) -> str:
    return next((role for sign, role in _ROLES if sign in words), "负责")


def _owners_of(document: Document, start: int, end: int, role: str) -> tuple[Owner, ...]:
    joint = _JOINED.search(document.text, start, end)
    if joint is not None and joint.start() > start:
        return _owners_of(document, start, joint.start(), "牵头") + _owners_of(document, joint.end(), end, "配合")
    owners = []
    for match in _NAME.finditer(document.text, start, end):
        left, right = match.span()
        tail = _TAIL_ROLE.search(match.group())
        if tail is not None:
            right = left + tail.start()
        leading = _LEADING.match(document.text, left, right)
        left = leading.end() if leading else left
        words = document.text[left:right]
        trimmed = re.sub("(?:等(?:有关)?(?:部门|单位)?|按(?:照)?(?:各自)?职责.*)$", "", words)
        right = left + len(trimmed)
        if right - left >= 2 and _BODY_ENDS.search(trimmed.rstrip("）)")):
            owners.append(Owner(name=trimmed, role=role, anchor=anchor_at(document, left, right)))
    return tuple(owners)


def actor_owners(document: Document, start: int, end: int) -> tuple[Owner, ...]:
    """The subject of a clause as owners: 各区县政府、市级有关部门 are two, 卫生健康、民政等部门 stay one.

    A role is given where the words give one: A会同B (牵头, 配合), A牵头, 由A负责.
    """
    text = document.text
    behind = text[end : end + 2]
    role = behind if behind in ("牵头", "负责") else ""
    joint = _TOGETHER.search(text, start, end)
    if joint is not None:
        first = _subject(document, start, joint.start(), "牵头")
        return first + _subject(document, joint.end(), end, "配合")
    return _subject(document, start, end, role)


def _subject(document: Document, start: int, end: int, role: str) -> tuple[Owner, ...]:
    text = document.text
    parts: list[tuple[int, int]] = []
    at = start
    for mark in _AND.finditer(text, start, end):
        parts.append((at, mark.start()))
        at = mark.end()
    parts.append((at, end))
    whole = all(right - left >= 2 and _BODY_ENDS.search(text[left:right]) for left, right in parts)
    if not whole or text[start:end].endswith(("等", "等部门", "等单位", "等有关部门", "等有关单位")):
        parts = [(start, end)]
    return tuple(
        Owner(name=text[left:right], role=role, anchor=anchor_at(document, left, right))
        for left, right in parts
        if _BUDGET.fullmatch(text, left, right) is None
    )
