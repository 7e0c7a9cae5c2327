from __future__ import annotations

import string
import unicodedata

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuheng.model import CharMap, Mark, Reading
from yuheng.text.cleaning import clean

T2S = opencc.OpenCC("t2s")


def cleaned(text: str, *, wrapped: bool = True, marks: tuple[Mark, ...] = ()) -> str:
    return clean(Reading(text, wrapped=wrapped, marks=marks))[0]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("岚江網(wǎng)電", "岚江网电"),
        ("製藥（zhì yào）產業", "制药产业"),
        ("產(chǎn)業(yè)們(men)好", "产业们好"),
        ("藥物(yàowù)研發", "药物研发"),
        ("体外诊断(IVD)与研发外包（CRO）", "体外诊断(IVD)与研发外包（CRO）"),
        ("体重指数(BMI)、咖啡馆(café)", "体重指数(BMI)、咖啡馆(café)"),
        ("标志物(men)含量", "标志物(men)含量"),
    ],
)
def test_pinyin_in_brackets_goes_and_abbreviations_stay(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("到２０２５年，占比６０％", "到2025年，占比60%"),
        ("１．５亿元，＋３", "1.5亿元，+3"),
        ("⽣物医药", "生物医药"),
        ("於先生与乾隆年间的药方", "於先生与乾隆年间的药方"),
        ("朱鎔基", "朱镕基"),
    ],
)
def test_letters_are_replaced_one_for_one_and_simplified_text_is_left_alone(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("培育 企业 12 家", "培育企业12家"),
        ("占比 60 % 以上", "占比60%以上"),
        ("目\u3000\u3000录", "目录"),
        ("Good  Manufacturing Practice 认证", "Good Manufacturing Practice认证"),
        ("2024-05-06 18:30", "2024-05-06 18:30"),
        ("\ufeff岚江\u200b市\u00a0发展\x07规划\ud800", "岚江市发展规划"),
        ("指标\t2025年", "指标\t2025年"),
        ("-0", "-0"),
        (" 0\t0", "0\t0"),
        ("- 项目", "-项目"),
        ("", ""),
        (" \r\n\u3000\f", ""),
    ],
)
def test_spaces_stay_between_foreign_words_only(raw: str, text: str) -> None:
    assert cleaned(raw) == text


WRAPPED = """岚江市人民政府
关于加快康养产业发展的实施意见

　　康养产业是岚江市重点培育的支柱产业，事关全市群众的身心健
康和全市经济的长远发展。为落实上级部署，经市政府研究同意，提

出以下意见，请各区县和各部门结合实际认真抓好落实。
一、总体目标
到 2027 年，全市康养产业增加值达到 320 亿元，占地区生产总
值的比重提高到 5%以上，建成康养基地 12 个。
"""


def test_line_ends_inside_sentences_go_and_headings_stay_apart() -> None:
    assert cleaned(WRAPPED).split("\n") == [
        "岚江市人民政府",
        "关于加快康养产业发展的实施意见",
        "康养产业是岚江市重点培育的支柱产业，事关全市群众的身心健康和全市经济的长远发展。"
        "为落实上级部署，经市政府研究同意，提出以下意见，请各区县和各部门结合实际认真抓好落实。",
        "一、总体目标",
        "到2027年，全市康养产业增加值达到320亿元，占地区生产总值的比重提高到5%以上，建成康养基地12个。",
    ]


def test_a_blank_line_after_every_line_says_nothing() -> None:
    every = "\n\n".join(line.strip("\u3000") for line in WRAPPED.splitlines() if line)

    assert cleaned(every) == cleaned(WRAPPED)


def test_what_is_not_wrapped_keeps_its_lines() -> None:
    assert cleaned("大健康产业规模不断\r\n\r\n扩大\r产值", wrapped=False) == "大健康产业规模不断\n扩大\n产值"


COLUMN = """岚江讯（记者）昨日，
市康养产业推进会在市
民中心举行，来自全市
的六十余家企业参加会
议，并就下一步工作作
出安排。
会议发布了三份清单。
"""


def test_a_narrow_column_of_a_newspaper_is_one_paragraph() -> None:
    assert cleaned(COLUMN).split("\n")[0] == (
        "岚江讯（记者）昨日，市康养产业推进会在市民中心举行，来自全市的六十余家企业参加会议，并就下一步工作作出安排。"
    )


def test_page_numbers_go_and_the_sentence_crosses_the_page() -> None:
    page = (
        "岚江市将在全市范围内组织开展为期三年的慢性病综合防治行动，逐步\n"
        "扩大免费筛查的病种和人群，优先覆盖六十五岁以上的老年人群体，对\n"
        "确诊的患者实行分级管理和跟踪随访，由家庭医生团队负责做好健康教\n"
        "\n7\n\n\f育和用药指导，并将有关情况纳入居民电子健康档案进行统一的管理。\n"
        "— 8 —\n"
    )

    assert cleaned(page) == page.replace("7\n", "").replace("— 8 —", "").replace("\f", "").replace("\n", "")


def test_cells_stay_apart_unless_the_reader_knows_their_bounds() -> None:
    cells = "指标\n现状\n2020\n年目\n标值\n床位数\n（张）\n14.2\n预期性\n"

    assert cleaned(cells).split("\n") == ["指标", "现状", "2020", "年目", "标值", "床位数", "（张）", "14.2", "预期性"]
    assert cleaned(cells, marks=(Mark(6, 16, "cell", 2),)).split("\n")[:4] == ["指标", "现状", "2020年目标值", "床位数"]


def test_a_line_set_wide_to_fill_its_column_goes_on() -> None:
    spaced = " ".join("全市近视率力争每年降低，新发近视率明显")
    text = f"{spaced}\n下降，各学校都要保证学生有足够的户外活动的时间，并且做好监测。\n"

    assert (
        cleaned(text)
        .split("\n")[-1]
        .endswith("新发近视率明显下降，各学校都要保证学生有足够的户外活动的时间，并且做好监测。")
    )


def test_a_list_of_names_of_one_width_is_no_column() -> None:
    names = "首批医院\n岚江市第一人民医院\n岚江市妇幼保健中心\n岚江市口腔专科医院\n岚江市精神卫生中心"

    assert cleaned(names) == names


def test_short_paragraphs_that_all_end_in_stops_stay_paragraphs() -> None:
    text = "建成健康驿站十二个，覆盖全部街道。\n建成社区食堂二十个，覆盖全部社区。\n新增托育机构三家，覆盖主要城区。"

    assert cleaned(text) == text


def test_contents_keep_their_lines() -> None:
    contents = "一、总体要求............ 3\n二、重点任务............ 12\n"

    assert cleaned(contents) == "一、总体要求............ 3\n二、重点任务............ 12"


def test_what_the_reader_cut_is_absent_and_its_neighbours_meet() -> None:
    text = "岚江市健康规划\n正文第一句。\n岚江市健康规划 3\n第二句。"

    assert cleaned(text, wrapped=False, marks=(Mark(15, 24, "cut"),)) == "岚江市健康规划\n正文第一句。\n第二句。"


LETTERS = st.sampled_from(
    [*"岚江市產業電網醫药达到，。、；（()）“”《》 \u3000\t\n\r\f\ufeff\u200b０９％ａwǎng于於12.5%—·一二", "\r\n"]
)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)
TEXTS = st.one_of(ANYTHING, st.lists(LETTERS, max_size=120).map("".join))


def same(new: str, old: str) -> bool:
    """Whether a clean character is the reading's, or its simplified or half-width form, or stands for a line end."""
    if new == old or (new in "\n " and (old.isspace() or old in "\x1c\x1d\x1e\x85\u2028\u2029")):
        return True
    half = unicodedata.normalize("NFKC", old)
    return new in (half, T2S.convert(half), T2S.convert(old)) if not "\ud800" <= old <= "\udfff" else False


@given(TEXTS, st.booleans())
def test_every_clean_character_is_one_of_the_reading_in_order(raw: str, wrapped: bool) -> None:
    text, chars = clean(Reading(raw, wrapped=wrapped))
    at = [chars.to_raw(offset) for offset in range(len(text))]

    assert at == sorted(set(at))
    assert all(0 <= offset < len(raw) for offset in at)
    assert [(new, raw[offset]) for new, offset in zip(text, at, strict=True) if not same(new, raw[offset])] == []


@given(TEXTS, st.booleans())
def test_paragraphs_are_parted_by_one_line_end_and_cleaning_again_changes_nothing(raw: str, wrapped: bool) -> None:
    text, _ = clean(Reading(raw, wrapped=wrapped))

    assert not text.startswith("\n")
    assert not text.endswith("\n")
    assert "\n\n" not in text
    assert set("\r\f\v\ufeff\x00").isdisjoint(text)
    assert clean(Reading(text, wrapped=False))[0] == text


@given(TEXTS, st.data())
def test_what_is_cut_never_shows(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    text, chars = clean(Reading(raw, wrapped=False, marks=(Mark(start, end, "cut"),)))

    shown = [at for at in range(len(text)) if text[at] not in string.whitespace and start <= chars.to_raw(at) < end]
    assert shown == []


def test_clean_text_maps_onto_itself() -> None:
    text = "一、目标\n到2025年，建成5家。"

    assert clean(Reading(text, wrapped=True)) == (text, CharMap((0,), (0,)))


def test_a_number_or_its_unit_broken_off_at_a_line_end_is_joined() -> None:
    text = (
        "近年来，全县中药材总产量稳步增加，药农人均增收2\n300元。\n"
        "到2030年，全产业链产值力争达到80亿\n元，带动药农1.2万户增收，村集体收入翻番。\n"
    )

    assert clean(Reading(text, wrapped=True))[0] == (
        "近年来，全县中药材总产量稳步增加，药农人均增收2300元。\n"
        "到2030年，全产业链产值力争达到80亿元，带动药农1.2万户增收，村集体收入翻番。"
    )


def test_blanks_between_cells_become_tabs_and_blanks_in_a_sentence_go() -> None:
    text = "医院　个　12\n床位　张　3400\n护士　人　560\n全市 共有 医院12家，床位 3400张。\n"

    assert clean(Reading(text, wrapped=True))[0] == (
        "医院\t个\t12\n床位\t张\t3400\n护士\t人\t560\n全市共有医院12家，床位3400张。"
    )


def test_a_table_s_last_column_may_say_what_sort_its_targets_are() -> None:
    text = "指标 单位 2025年 2030年 属性\n药企 家 164 260 预期性\n床位 张 6.9 7.5 预期性\n死亡率 % 14.2 <13 约束性\n"

    assert clean(Reading(text, wrapped=True))[0] == (
        "指标\t单位\t2025年\t2030年\t属性\n药企\t家\t164\t260\t预期性\n床位\t张\t6.9\t7.5\t预期性\n"
        "死亡率\t%\t14.2\t<13\t约束性"
    )


def test_a_sentence_that_a_comma_left_open_goes_on_until_it_ends() -> None:
    long = "全省药品批准文号稳步增加，产业规模不断扩大，创新能力持续增强。" * 5
    broken = "全省拥有批准文号4326个、\n医疗器械注册证5100余张，累计获批新药临床批\n件23件，居全国前列。"
    text = f"{long}\n{broken}\n二、目标\n{long}\n"

    assert clean(Reading(text, wrapped=True))[0] == (f"{long}\n" + broken.replace("\n", "") + f"\n二、目标\n{long}")


def test_a_table_goes_on_over_the_number_of_its_page() -> None:
    text = "指标 单位 2030年\n药企 家 260\n— 12 —\n指标 单位 2030年\n床位 张 7.5\n"

    assert (
        clean(Reading(text, wrapped=True))[0] == "指标\t单位\t2030年\n药企\t家\t260\n指标\t单位\t2030年\n床位\t张\t7.5"
    )
