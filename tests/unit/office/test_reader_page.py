"""reader.html: one file, true to its documents, in which no document's word can act."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.marked import marked
from tests.unit.office.claims import compilation, compiled

from yuheng.errors import Misuse
from yuheng.model import Advice, Metadata
from yuheng.office.reader_page import reader_bytes


def _data(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_every_claim_of_the_page_quotes_the_text_of_its_document() -> None:
    whole = compiled()
    page = reader_bytes(compilation(whole)).decode()

    text = _data(page, "document-0")["text"]
    shown = [
        (claim["id"], text[slice(*claim["at"][0])], text[slice(*claim["s"])])
        for claim in _data(page, "index")["claims"]
    ]

    assert shown == [(claim.id, claim.anchor.quote, claim.sentence.quote) for claim in whole.claims]


def test_a_document_cannot_put_markup_or_script_into_the_page() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!-- \u2028"
    document, _ = marked(evil, "恶意.txt")
    hostile = replace(
        compiled(evil), text=document.text, blocks=document.blocks, claims=(), meta=Metadata(title=evil, region=evil)
    )

    page = reader_bytes(compilation(hostile)).decode()

    assert _data(page, "index")["documents"][0]["title"] == evil
    assert _data(page, "document-0")["text"] == document.text
    assert page.count("<script") == 3
    assert page.count("</script>") == 3
    assert "<img" not in page
    assert "<!--" not in page


def test_a_document_that_quotes_the_page_s_own_marks_is_not_filled_in() -> None:
    evil = "模板里写着{{js}}和{{version}}。"
    document, _ = marked(evil, "模板.txt")
    quoting = replace(compiled(evil), text=document.text, blocks=document.blocks, claims=())

    page = reader_bytes(compilation(quoting)).decode()

    assert _data(page, "document-0")["text"] == evil


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else() -> None:
    page = reader_bytes(compilation()).decode()
    [style], [script] = (
        re.findall(r"<style>(.*?)</style>", page, re.DOTALL),
        re.findall(r"<script>(.*?)</script>", page, re.DOTALL),
    )

    def named(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert f"default-src 'none'; style-src '{named(style)}'; script-src '{named(script)}'; img-src data:;" in page
    assert not re.search(r"""\s(?:on\w+|style)\s*=\s*["']""", page.split("<script")[0])
    assert not re.search(r"https?://|//cdn|@import", page)


def test_offsets_count_as_a_browser_counts() -> None:
    document, [anchor] = marked("𠮷林𠮷：⟦建议设立基金⟧。")
    claim = Advice(id="a", anchor=anchor, sentence=anchor, heading=(), adviser="", addressee="", content="")
    page = reader_bytes(
        compilation(replace(compiled(), text=document.text, blocks=document.blocks, claims=(claim,)))
    ).decode()

    [start, end] = _data(page, "index")["claims"][0]["at"][0]
    units = _data(page, "document-0")["text"].encode("utf-16-le")

    assert units[2 * start : 2 * end].decode("utf-16-le") == "建议设立基金"


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    odd = replace(compiled(), meta=Metadata(title="坏\ud800字"))

    assert _data(reader_bytes(compilation(odd)).decode("utf-8"), "index")["documents"][0]["title"] == "坏\ud800字"


def test_the_page_speaks_chinese_or_english_and_is_the_same_every_time() -> None:
    assert reader_bytes(compilation()) == reader_bytes(compilation())
    assert b'<html lang="zh-CN">' in reader_bytes(compilation())
    assert b'<html lang="en">' in reader_bytes(compilation(), lang="en")
    with pytest.raises(Misuse):
        reader_bytes(compilation(), lang="fr")


def test_both_languages_say_the_same_things() -> None:
    page = reader_bytes(compilation()).decode()
    chinese, english = re.findall(r"\n    (?:zh|en): \{(.*?)\n    \},", page, re.DOTALL)

    def keys(words: str) -> list[str]:
        return re.findall(r'(?:^|, |\n\s*)("?[\w.]+"?): "', words)

    assert len(keys(chinese)) > 50
    assert keys(chinese) == keys(english)
