"""The reader: the text with its claims marked, the outline, the claims beside it, and the twin of all that."""

from __future__ import annotations

import gc
import re
from weakref import ref

import pytest
from django.test import RequestFactory
from tests.unit.ledger.people import NOON, claim_about, handed_in
from tests.unit.web.people import account, signed_in

from yuheng.app.reviewing import decide
from yuheng.ledger.models import Decision
from yuheng.web.pages import Page, written

pytestmark = pytest.mark.django_db
PLAN = (
    "岚江市康养产业规划\n\n一、发展目标\n\n到2025年，<b>护理型床位</b>不低于5000张，康养企业达到120家。\n\n"
    "二、重点任务\n\n加快建设岚江康养小镇。（牵头单位：市民政局；配合单位：市卫生健康委）\n\n本页<b>不是</b>网页。\n"
)


def rows_in(page: str) -> list[list[str]]:
    """The claims beside the text, as their words stand there."""
    listed = re.findall(r'<li id="claim-\d+".*?</li>', page)
    return [[words for words in re.split(r"<[^>]+>", row) if words] for row in listed]


def test_the_text_stands_whole_with_each_claim_s_words_marked_and_nothing_of_it_is_markup() -> None:
    document = handed_in(PLAN)

    page = signed_in("clerk").get(f"/library/{document.pk}/").content.decode()

    leaf = page.partition('<div class="leaf">')[2].partition("</article>")[0]
    marked = re.findall(r'<span class="c (\w+)"[^>]*>([^<]*)</span>', leaf)
    assert [words for kind, words in marked if kind == "target"] == ["不低于5000张", "120家"]
    assert "本页&lt;b&gt;不是&lt;/b&gt;网页。" in leaf
    blocks = [re.sub(r"<[^>]+>", "", block) for block in leaf.split("\n")]
    assert "\n".join(blocks).removesuffix("</div>").replace("&lt;", "<").replace("&gt;", ">") == document.body.text


def test_the_outline_leads_to_the_headings_of_the_text() -> None:
    document = handed_in(PLAN)

    page = signed_in("clerk").get(f"/library/{document.pk}/").content.decode()

    heads = re.findall(r'<a class="l\d" href="#(b-\d+)">([^<]+)</a>', page)
    assert [words for _, words in heads] == ["岚江市康养产业规划", "一、发展目标", "二、重点任务"]
    titled = dict(re.findall(r'id="(b-\d+)" role="heading" aria-level="\d">([^<]+)</div>', page))
    assert dict(heads) == titled
    outline = signed_in("clerk").get(f"/library/{document.pk}.json").json()["outline"]
    assert [(f"b-{head['number']}", head["words"]) for head in outline] == heads


def test_a_correction_shows_in_the_reader_and_its_twin_with_the_next_look() -> None:
    document, client = handed_in(PLAN), signed_in("clerk")

    def shown() -> tuple[list[list[str]], list[list[str]]]:
        twin = client.get(f"/library/{document.pk}.json").json()["claims"]
        page = client.get(f"/library/{document.pk}/").content.decode()
        return rows_in(page), [[row["what"], row["amount"], row["state_word"]] for row in twin]

    before = shown()
    claim = claim_about("康养企业")
    decide(claim, Decision.CORRECT, correction={"value": "150"}, by=account("clerk"), at=NOON)
    after = shown()

    words, twin = zip(before, after, strict=True)
    assert [row[1][:3] for row in twin] == [["康养企业", "120家", "待裁"], ["康养企业", "150家", "已更正"]]
    assert [row[1] for row in words] == [
        ["目标", "康养企业", "120家", "2025"],
        ["目标", "康养企业", "150家", "2025 ", "已更正"],
    ]
    assert before[0][2][-1].split() == ["市民政局、市卫生健康委"]


class Kept:
    """Something that a page was made of."""


def test_what_a_page_was_made_of_is_let_go_when_it_is_written_and_not_when_python_looks_for_it() -> None:
    request, kept = RequestFactory().get("/"), Kept()
    request.user = account("clerk")
    page = Page("web/refused.html", {"heading": "没有权限", "reason": "请联系管理员。"}, {"kept": kept})
    held = ref(kept)
    gc.disable()
    try:
        words = written(request, page)
        del page, kept
        assert held() is None
    finally:
        gc.enable()
    assert "请联系管理员。" in words
