"""One search box: what is found, what is not, and who may find it."""

from __future__ import annotations

import shutil

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ledger.people import NEWS, NOON, handed_in, made, queued, read

from yuheng.app.ingesting import store_reading, take_up
from yuheng.app.resolving import resolve_parties
from yuheng.app.searching import follow, marked, rebuild_index, search, terms_of
from yuheng.ledger.models import Document, Job

pytest.importorskip("tantivy")


@pytest.mark.django_db
class TestTheBox:
    """What a person types, and what comes back."""

    def test_words_find_the_passage_the_claim_and_the_party(self) -> None:
        plan = handed_in()
        resolve_parties()
        rebuild_index()

        beds = search("护理型床位")
        bureau = search("市民政局")

        assert {(hit.kind, hit.document) for hit in beds.hits} == {("passage", plan.pk), ("claim", plan.pk)}
        assert "party" in {hit.kind for hit in bureau.hits}
        assert all(("护理型床位", True) in hit.pieces for hit in beds.hits)

    def test_every_word_typed_must_be_there(self) -> None:
        handed_in()
        handed_in(NEWS, "简讯.txt")
        rebuild_index()

        assert search("护理型床位 康养企业", kinds=["passage"]).total == 1
        assert search("护理型床位 航空母舰").total == 0

    def test_what_one_may_not_see_is_neither_found_nor_counted(self) -> None:
        handed_in()
        news = handed_in(NEWS, "简讯.txt")
        resolve_parties()
        rebuild_index()

        everything, allowed = search("护理型床位"), search("护理型床位", documents=[news.pk])

        assert everything.total > allowed.total > 0
        assert {hit.document for hit in allowed.hits} == {news.pk}
        assert search("护理型床位", documents=[]).total == 0
        assert search("市民政局", documents=[news.pk]).total == 0

    def test_the_index_follows_a_better_reading(self) -> None:
        document = handed_in()
        rebuild_index()
        job = Job.objects.create(
            kind="read", snapshot=document.snapshot, source=document.source, name=document.doc, created=NOON
        )
        taken = take_up(job.pk, at=NOON)
        assert taken is not None
        newer = store_reading(taken, read(document.body.text, document.doc) | {"mentions": []}, made(rules="better"))
        assert newer is not None

        follow()

        assert {hit.document for hit in search("护理型床位").hits} == {newer.pk}

    def test_a_lost_index_is_made_anew(self) -> None:
        handed_in()
        rebuild_index()
        shutil.rmtree(settings.DATA / "index")

        assert (follow() or 0) > 0
        assert search("护理型床位").total > 0

    def test_an_index_of_another_ledger_is_not_believed(self) -> None:
        handed_in()
        rebuild_index()
        (settings.DATA / "index" / "followed.json").write_text('{"mark": "else", "documents": {}}', "utf-8")

        assert (follow() or 0) > 0
        assert search("护理型床位", kinds=["passage"]).total == 1

    def test_nothing_new_is_nothing_written_again(self) -> None:
        handed_in()
        rebuild_index()

        assert follow() == 0

    @pytest.mark.parametrize("words", ["", "  ", "，。", "\x00", '"', "AND (", "*:*", "a:b"])
    def test_odd_words_find_nothing_and_break_nothing(self, words: str) -> None:
        queued()
        assert search(words).total == 0

    def test_pages_of_hits_follow_each_other(self) -> None:
        handed_in()
        rebuild_index()
        whole = search("康养").hits

        assert tuple(search("康养", limit=1, offset=place).hits[0] for place in range(len(whole))) == whole
        assert Document.objects.count() == 1


def test_full_width_letters_are_found_by_plain_ones() -> None:
    assert terms_of("ＣＴ６台") == terms_of("ct6台") == ["ct6", "台"]


@given(st.text())
def test_marked_pieces_are_the_text_again(text: str) -> None:
    assert "".join(piece for piece, _ in marked(text, terms_of(text), shown=10**9)) == text


def test_a_long_text_is_shown_around_its_first_hit() -> None:
    pieces = marked("无" * 500 + "床位" + "无" * 500, ["床位"], shown=100)

    assert ("床位", True) in pieces
    assert sum(len(piece) for piece, _ in pieces) == 100
