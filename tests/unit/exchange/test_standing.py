"""The standing exchange: a later sheet replaces its own firm alone, and nobody is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from yuheng.exchange.items import Contact, Firm, Item
from yuheng.exchange.matches import Match
from yuheng.exchange.registration import Question, Registration
from yuheng.exchange.standing import Look, asked_again, hand_in, news_of, why_new, without_lapsed

FIRST, LATER = date(2026, 5, 20), date(2026, 6, 10)
MASK = Item(id="?", firm="厂", side="offer", name="口罩", specification="YY 0469")
N95 = replace(MASK, specification="GB 19083")
GLOVE = replace(MASK, name="手套", specification="")
WISH = replace(MASK, firm="医院", side="need")


def handed(*items: Item, firms: tuple[Firm, ...] = (), questions: tuple[Question, ...] = ()) -> Registration:
    named = {item.firm: Firm(name=item.firm) for item in items} | {firm.name: firm for firm in firms}
    return Registration(firms=named, items=list(items), questions=list(questions))


def names(items: tuple[Item, ...] | list[Item]) -> list[tuple[str, str, str]]:
    return [(item.id, item.firm, item.name + item.specification) for item in items]


def test_a_later_sheet_replaces_the_items_of_its_firm_and_of_no_other() -> None:
    before, _, look = hand_in(Registration(), handed(MASK, GLOVE, WISH), Look(), on=FIRST)

    after, change, look = hand_in(before, handed(N95, MASK), look, on=LATER)

    assert names(after.items) == [
        ("X0001", "医院", "口罩YY 0469"),
        ("G0001", "厂", "口罩YY 0469"),
        ("G0003", "厂", "口罩GB 19083"),
    ]
    assert [names(change.came), names(change.stayed), names(change.went)] == [
        [("G0003", "厂", "口罩GB 19083")],
        [("G0001", "厂", "口罩YY 0469")],
        [("G0002", "厂", "手套")],
    ]
    assert (look.joined, look.handed) == ({"厂": FIRST, "医院": FIRST}, {"厂": LATER, "医院": FIRST})


def test_an_item_whose_specification_alone_changed_is_the_same_item() -> None:
    before, _, look = hand_in(Registration(), handed(MASK), Look(), on=FIRST)

    after, change, _ = hand_in(before, handed(N95), look, on=LATER)

    assert names(after.items) == names(change.stayed) == [("G0001", "厂", "口罩GB 19083")]


def test_the_id_of_a_withdrawn_item_is_never_given_to_another_one() -> None:
    before, _, look = hand_in(Registration(), handed(MASK, GLOVE), Look(), on=FIRST)
    before, _, look = hand_in(before, handed(MASK), look, on=FIRST)

    after, _, _ = hand_in(before, handed(MASK, replace(MASK, name="隔离衣")), look, on=LATER)

    assert [item.id for item in after.items] == ["G0001", "G0003"]


def test_a_sheet_that_leaves_out_the_contact_does_not_erase_it_and_a_new_licence_does_not_take_the_old_day() -> None:
    full = Firm(name="厂", code="C", licence="旧证", licence_until=FIRST, contact=Contact(phone="1"))
    before, _, look = hand_in(Registration(), handed(MASK, firms=(full,)), Look(), on=FIRST)

    after, _, _ = hand_in(before, handed(MASK, firms=(Firm(name="厂", licence="新证"),)), look, on=LATER)

    assert after.firms["厂"] == replace(full, licence="新证", licence_until=None)


def test_questions_and_vetoes_of_a_firm_last_until_its_next_sheet() -> None:
    mine, yours = Question("厂", "3", "date", "哪天？"), Question("医院", "4", "side", "供还是需？")
    before, _, look = hand_in(Registration(), handed(MASK, WISH, questions=(mine, yours)), Look(), on=FIRST)
    before.vetoes += [("厂", "乙"), ("医院", "丙")]

    after, _, _ = hand_in(before, handed(MASK), look, on=LATER)

    assert (after.questions, after.vetoes) == ([yours], [("医院", "丙")])


def test_a_firm_is_asked_once_before_an_item_ends_and_told_once_that_it_has_ended() -> None:
    items = [replace(MASK, id="G0001", until=LATER), replace(GLOVE, id="G0002", until=LATER + timedelta(days=90))]
    told = []
    look = Look()
    for on in (FIRST, FIRST, LATER, LATER + timedelta(days=1), LATER + timedelta(days=2)):
        soon, over, look = asked_again(items, look, on=on, days=30, open_days=180)
        told.append([(each.firm, each.text) for each in (*soon, *over)])

    asked = [("厂", "G0001“口罩”将于2026-06-10到期（还有21天）。延长到哪一天，还是撤回？")]
    ended = [("厂", "G0001“口罩”已于2026-06-10到期，不再列出。若仍有效，新的有效期到哪一天？")]
    assert told == [asked, asked, [], ended, []]  # twice on one day: the file of the day is written whole again


def test_an_extended_item_is_asked_about_again_and_its_last_day_still_stands() -> None:
    _, _, look = asked_again([replace(MASK, id="G0001", until=FIRST)], Look(), on=FIRST, days=30, open_days=180)

    soon, over, _ = asked_again([replace(MASK, id="G0001", until=LATER)], look, on=LATER, days=30, open_days=180)

    assert ([each.text for each in soon], over) == (
        ["G0001“口罩”将于2026-06-10到期（今天是最后一天）。延长到哪一天，还是撤回？"],
        [],
    )


def test_an_open_item_is_asked_about_once_for_each_time_its_firm_was_heard_of() -> None:
    look = Look(handed={"厂": FIRST})
    days = [FIRST + timedelta(days=after) for after in (179, 180, 181)]
    asked = []
    for on in days:
        soon, _, look = asked_again([replace(MASK, id="G0001")], look, on=on, days=30, open_days=180)
        asked.append([each.text for each in soon])

    assert asked == [[], ["G0001“口罩”未写有效期，上次确认是2026-05-20。是否仍有效，到哪一天？"], []]


def test_a_match_is_new_on_its_first_day_alone_even_if_it_was_gone_in_between() -> None:
    old, new = (Match("X0001", offer, ("医院", "厂"), 900, (), ()) for offer in ("G0001", "G0002"))
    found = []
    look = Look()
    for on, matches in ((FIRST, [old]), (FIRST, [old]), (LATER, []), (LATER, [old, new])):
        news, look = news_of(matches, look, on=on)
        found.append(news)

    assert found == [[old], [old], [], [new]]


def test_what_is_new_says_whether_a_firm_an_item_an_update_or_others_made_it_so() -> None:
    match = Match("X0001", "G0001", ("医院", "厂"), 900, (), ())
    look = Look(joined={"医院": FIRST, "厂": LATER}, entered={"X0001": FIRST, "G0001": LATER})

    assert why_new(match, look, on=LATER) == "新单位：厂"
    assert why_new(match, replace(look, joined={"厂": FIRST}), on=LATER) == "新登记：G0001"
    assert why_new(match, Look(handed={"医院": FIRST, "厂": LATER}), on=LATER) == "有更新：厂"
    assert why_new(match, Look(handed={"医院": FIRST, "厂": FIRST}), on=LATER) == "其他项有变动，新排进前列"


def test_contacts_go_when_nothing_has_stood_for_long_enough_and_not_a_day_before() -> None:
    firms = {name: Firm(name=name, contact=Contact(phone=name)) for name in ("到期", "长期", "撤回")}
    items = [replace(MASK, firm="到期", until=LATER), replace(MASK, firm="长期")]
    look = Look(handed=dict.fromkeys(firms, FIRST))

    def kept(on: date) -> list[str]:
        left = without_lapsed(firms, items, look, on=on, keep=180)
        return [name for name, firm in left.items() if firm.contact.phone]

    assert kept(FIRST + timedelta(days=180)) == ["到期", "长期", "撤回"]
    assert kept(FIRST + timedelta(days=181)) == ["到期", "长期"]
    assert kept(LATER + timedelta(days=181)) == ["长期"]


def test_another_code_in_a_later_sheet_is_asked_about_until_one_comes_alone_and_none_is_chosen_meanwhile() -> None:
    first, other = Firm(name="厂", code="91", row="甲表第2行"), Firm(name="厂", code="92", row="乙表第3行")
    before, _, look = hand_in(Registration(), handed(MASK, firms=(first,)), Look(), on=FIRST)

    unsure, _, look = hand_in(before, handed(MASK, firms=(other,)), look, on=LATER)
    silent, _, look = hand_in(unsure, handed(MASK, GLOVE), look, on=LATER)
    settled, _, _ = hand_in(silent, handed(MASK, firms=(other,)), look, on=LATER)

    text = "统一社会信用代码不同：以前登记的是91；乙表第3行写的是92。哪个正确？"
    asked = [Question("厂", "乙表第3行", "codes", text)]
    assert [(each.firms["厂"].code, each.questions) for each in (unsure, silent, settled)] == [
        ("", asked),
        ("", asked),
        ("92", []),
    ]
