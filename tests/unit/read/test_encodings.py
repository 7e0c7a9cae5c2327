from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.model import Issue, Reading
from yuheng.read import read_snapshot
from yuheng.read.encodings import decode

PLAN = "到2025年，全市每千人口床位数达到 6.5 张，\r\n老年人健康管理率不低于 75%。\n"
PLAN_TRADITIONAL = "到2025年，全市每千人口病床數達到6.5張，老年人健康管理率不低於75%，醫療衛生服務體系更加健全。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"])
def test_a_plan_is_read_in_each_encoding_without_being_told(encoding: str) -> None:
    _, reading, issues = read_snapshot("规划.txt", PLAN.encode(encoding))

    assert (reading.text, reading.wrapped, reading.runs, issues) == (PLAN, True, (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_byte_order_mark_stays_so_that_offsets_are_the_files(encoding: str) -> None:
    text = "\ufeff" + PLAN

    _, reading, _ = read_snapshot("规划.txt", text.encode(encoding))

    assert reading.text == text


def test_big5_is_not_taken_for_gb18030_though_it_decodes_as_both() -> None:
    data = PLAN_TRADITIONAL.encode("cp950")

    data.decode("gb18030", "strict")

    assert decode(data).text == PLAN_TRADITIONAL


def test_traditional_characters_in_gb18030_are_not_taken_for_big5() -> None:
    assert decode(PLAN_TRADITIONAL.encode("gb18030")).text == PLAN_TRADITIONAL


def test_the_text_of_a_utf8_file_is_its_decoded_bytes_line_ends_included() -> None:
    _, reading, issues = read_snapshot("a.txt", PLAN.encode())

    expected = Reading(PLAN, True, reader="txt/1", properties=(("encoding", "utf-8"),))
    assert (reading, issues) == (expected, ())


def test_bytes_that_are_no_character_are_counted_and_named_by_their_offset() -> None:
    data = PLAN.encode() * 3
    broken = data[:31] + b"\xff" + data[31:]

    _, reading, issues = read_snapshot("a.txt", broken)

    assert reading.text == data[:31].decode() + "\ufffd" + data[31:].decode()
    message = "按 utf-8 解码时有 1 处字节不成字（字节 31），已记作 U+FFFD；请核对原文件是否残缺。"
    assert issues == (Issue("characters-lost", message, "a.txt"),)


def test_a_file_cut_inside_a_character_loses_only_that() -> None:
    data = (PLAN * 20).encode("gb18030")[:-2]

    decoded = decode(data)

    assert (decoded.encoding, decoded.lost, decoded.lost_at) == ("gb18030", 1, (len(data) - 1,))


def test_a_replacement_character_that_the_file_itself_has_is_not_lost() -> None:
    decoded = decode("原文就有\ufffd号".encode("gb18030") * 5)

    assert (decoded.encoding, decoded.lost) == ("gb18030", 0)


def test_what_a_page_declares_is_followed_only_where_the_bytes_obey() -> None:
    names = "囍龘".encode("gb18030")

    assert decode(names, "gb2312").text == "囍龘"
    assert decode(PLAN.encode(), "gb2312").text == PLAN
    assert decode(PLAN.encode("gb18030"), "no-such-charset").text == PLAN


SENTENCES = st.lists(
    st.sampled_from(
        [
            "到2030年，居民健康素养水平提高到30%以上。",
            "全市新增养老床位１２００张，同比增长8.3%。",
            "（三）完善公共卫生服务体系。",
            "医药产业实现营业收入450亿元，较上年增加25亿元；",
            "责任单位：市卫生健康委、市民政局",
            "“十四五”期间建成区域医疗中心3—5个。",
        ]
    ),
    min_size=1,
    max_size=30,
).map("\n".join)


@given(SENTENCES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]))
def test_any_sentences_come_back_from_any_encoding(text: str, encoding: str) -> None:
    _, reading, issues = read_snapshot("a.txt", text.encode(encoding))

    assert (reading.text.removeprefix("\ufeff"), issues) == (text, ())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_at_all_comes_back_from_utf8(text: str) -> None:
    assert decode(text.encode()).text == text
