"""Tables that divide the work."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from yuheng.extract.tasks import tasks_in
from yuheng.model import Document, Mark, Reading, Snapshot
from yuheng.text.documents import document_from

HEAD = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


def table(rows: Sequence[Sequence[str | None]]) -> Document:
    """A document that is one table; None is a cell that a merged one above it covers."""
    text, marks, at = "江州市养老行动方案\n附件 重点任务分工表\n", list[Mark](), 0
    for row in rows:
        begin = len(text)
        for column, words in enumerate(row):
            if words is not None:
                at = len(text)
                text += f"{words}\n"
                marks.append(Mark(at, len(text) - 1, "cell", column))
        marks.append(Mark(begin, len(text) - 1, "row"))
    marks.insert(0, Mark(marks[0].start, len(text) - 1, "table"))
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    reading = Reading(text, wrapped=False, marks=tuple(marks), reader="docx/1")
    return document_from(Snapshot("plan.docx", "ab" * 32, len(text), "docx"), reading)


def read(rows: Sequence[Sequence[str | None]]) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Action, object, owners and deadline of every task."""
    tasks, _ = tasks_in(table(rows))
    return [
        (task.action, task.object, [(o.name, o.role) for o in task.owners], task.due.label if task.due else "")
        for task in tasks
    ]


def test_a_row_gives_its_tasks_the_owners_and_the_deadline_of_its_other_cells() -> None:
    assert read([HEAD, ["1", "建设助餐点20个，制定服务规范", "市民政局", "市财政局、各区县政府", "2027年底"]]) == [
        ("建设", "助餐点20个", [("市民政局", "牵头"), ("市财政局", "配合"), ("各区县政府", "配合")], "2027"),
        ("制定", "服务规范", [("市民政局", "牵头"), ("市财政局", "配合"), ("各区县政府", "配合")], "2027"),
    ]


def test_a_cell_without_a_verb_is_a_task_without_an_action() -> None:
    assert read([HEAD, ["1", "智慧养老平台项目", "市民政局", "市大数据局", "2027年底"]]) == [
        ("", "智慧养老平台项目", [("市民政局", "牵头"), ("市大数据局", "配合")], "2027")
    ]


def test_a_merged_cell_reaches_down() -> None:
    rows: list[Sequence[str | None]] = [
        HEAD,
        ["1", "建设助餐点20个", "市民政局", "市财政局", "2027年底"],
        ["2", "培训护理员300名", None, None, "2026年底"],
    ]

    assert read(rows)[1] == ("培训", "护理员300名", [("市民政局", "牵头"), ("市财政局", "配合")], "2026")


@pytest.mark.parametrize("head", [["序号", "指标", "2025年", "2027年"], ["序号", "重点任务", "联系人", "电话"]])
def test_a_table_whose_head_names_no_owner_divides_no_work(head: list[str]) -> None:
    assert read([head, ["1", "建设助餐点20个", "张某", "20"]]) == []
