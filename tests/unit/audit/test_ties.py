# ruff: noqa: E501  # tables are read by their rows
from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.audit.plans import NEWS, PLAN, Paper

from yuheng.audit.conclusions import KINDS
from yuheng.audit.ties import names_in, ties_in
from yuheng.model import Agreement, Anchor, Metadata, Place, Task
from yuheng.model.compiled import Compiled

LATER = replace(NEWS, issued=date(2023, 3, 1))


def anchor(text: str) -> Anchor:
    return Anchor("文", 0, len(text), text, Place(0, len(text)))


def with_task(meta: Metadata, words: str, *, text: str = "") -> Compiled:
    task = Task(
        id=f"{meta.title}{words}",
        anchor=anchor(words),
        sentence=anchor(f"{words}。"),
        heading=(),
        action="建设",
        object=words,
    )
    return replace(Paper(meta).compiled(), claims=(task,), text=text or words)


def with_agreement(meta: Metadata, words: str) -> Compiled:
    agreement = Agreement(
        id=f"{meta.title}{words}", anchor=anchor(words), sentence=anchor(words), heading=(), parties=("甲", "乙"), subject=words, stage="协议"
    )  # fmt: skip
    return replace(Paper(meta).compiled(), claims=(agreement,))


def told(*documents: Compiled) -> list[tuple[str, str]]:
    found = ties_in(documents)
    assert all(each.proposed for each in found)
    return [(KINDS[each.kind], dict(each.parts)["依据"]) for each in found]


def test_one_placed_name_in_two_documents_ties_them() -> None:
    assert told(with_task(PLAN, "共建成渝医疗器械产业基地"), with_task(LATER, "加快成渝医疗器械产业基地建设")) == [
        ("前后呼应", "名称相同：成渝医疗器械产业基地")
    ]


def test_a_name_that_says_no_place_may_be_two_things() -> None:
    assert told(with_task(PLAN, "规范化种植示范基地"), with_task(LATER, "规范化种植示范基地")) == []


def test_one_document_answers_nothing_to_itself() -> None:
    assert told(with_task(PLAN, "成渝医疗器械产业基地"), with_task(PLAN, "建设成渝医疗器械产业基地")) == []


def test_a_task_answers_an_earlier_agreement_on_the_same_body() -> None:
    earlier = Metadata("签约", issued=date(2020, 9, 1), kind="news", region="成都市")
    signed = with_agreement(earlier, "推动成渝医药产业合作，共享专家智库")
    assert told(signed, with_task(PLAN, "成渝医药产业智库")) == [("前后呼应", "同提成渝、医药、智库")]
    assert told(with_agreement(LATER, "推动成渝医药产业合作，共享专家智库"), with_task(PLAN, "成渝医药产业智库")) == []


def test_a_premise_that_a_later_document_calls_off_is_shown_with_its_words() -> None:
    plan = with_task(PLAN, "办好2027年国际山地运动会成都赛区")
    off = with_task(LATER, "其他事项", text="组委会宣布取消2027年国际山地运动会。")
    assert told(plan, off) == [("前提变更", "大健康产业论坛举行：组委会宣布取消2027年国际山地运动会")]
    on = with_task(LATER, "其他事项", text="组委会宣布2027年国际山地运动会如期举行。")
    assert told(plan, on) == []


def test_names_are_cut_at_verbs_and_joints() -> None:
    assert names_in("加快建立成渝医药产业联盟和成渝医药产业智库") == ("成渝医药产业联盟", "成渝医药产业智库")
    assert names_in("完善服务平台") == ()
