"""Who advises what to whom."""

from __future__ import annotations

from tests.unit.marked import marked

from yuheng.extract.advice import advice_in
from yuheng.text.documents import plain_document


def advised(text: str) -> list[tuple[str, str, str]]:
    """Adviser, addressee and content of all advice."""
    advice, issues = advice_in(plain_document(text))
    assert issues == ()
    return [(one.adviser, one.addressee, one.content) for one in advice]


def test_experts_advise_a_place_and_the_sentence_is_the_anchor() -> None:
    document, [sentence] = marked("会议持续两天。⟦与会的院士专家建议，江州市应组建中药标准联盟，吸引更多企业参与⟧。")

    [advice] = advice_in(document)[0]

    assert (advice.adviser, advice.addressee) == ("与会的院士专家", "江州市")
    assert advice.content == "江州市应组建中药标准联盟，吸引更多企业参与"
    assert advice.anchor == sentence


def test_what_an_expert_merely_states_is_no_advice() -> None:
    assert advised("参会专家表示，近年来江州药企数量增长很快。") == []


def test_the_adviser_holds_for_the_next_sentences_that_say_what_ought_to_be_done() -> None:
    assert advised("参会专家表示，近年来江州基础扎实。江州市应补上中试短板。完善收费制度，推动设备共享。") == [
        ("参会专家", "江州市", "江州市应补上中试短板"),
        ("参会专家", "", "完善收费制度，推动设备共享"),
    ]


def test_the_adviser_does_not_hold_into_the_next_paragraph() -> None:
    assert advised("参会专家建议，江州市应补上短板。\n江州市应急管理局介绍了情况。") == [
        ("参会专家", "江州市", "江州市应补上短板")
    ]


def test_a_document_that_advises_people_itself_has_no_adviser() -> None:
    assert advised("注意膳食平衡。建议老年人每年接种流感疫苗。") == [("", "老年人", "老年人每年接种流感疫苗")]


def test_proposals_that_are_counted_or_named_are_no_advice() -> None:
    assert advised("全年办理人大代表建议120件。根据规划建议的精神，编制方案。") == []


def test_a_person_of_the_trade_advises_and_a_closing_quotation_mark_is_no_part_of_it() -> None:
    document, [first, second] = marked(
        "⟦业内人士呼吁，尽快出台药材溯源标准⟧。\n\n“园区要有生态。”⟦江州大学院长宋澹建议，由市里统筹设立基金⟧。"
    )

    advice, _ = advice_in(document)

    assert [(a.anchor, a.adviser) for a in advice] == [(first, "业内人士"), (second, "江州大学院长宋澹")]
