from __future__ import annotations

from datetime import date

import pytest

from yuheng.model import Metadata, Reading
from yuheng.text.cleaning import clean
from yuheng.text.documents import plain_document
from yuheng.text.metadata import metadata_of, metadata_read
from yuheng.text.outline import blocks_in

PROSE = "为加快推进康养产业高质量发展，结合实际制定如下意见，请认真抓好贯彻落实并及时报告进展情况。"


def meta(text: str) -> Metadata:
    return plain_document(text).meta


def test_an_official_document_names_its_issuer_number_and_date() -> None:
    text = (
        "云南省人民政府办公厅\n\n关于加快康养产业发展的实施意见\n\n云政办发[2023] 18 号\n\n各州、市人民政府：\n\n"
        f"{PROSE}\n\n一、总体要求\n\n参照国办发〔2019〕5号文件执行。\n\n云南省人民政府办公厅\n\n2023年4月6日\n"
    )

    assert meta(text) == Metadata(
        title="云南省人民政府办公厅关于加快康养产业发展的实施意见",
        issuer="云南省人民政府办公厅",
        number="云政办发〔2023〕18号",
        issued=date(2023, 4, 6),
        kind="opinion",
        region="云南省",
    )


def test_a_notice_that_issues_a_plan_is_a_plan() -> None:
    text = f"成都市人民政府关于印发成都市康养产业发展“十四五”规划的通知\n各区（市）县政府：\n{PROSE}\n"

    assert meta(text) == Metadata(
        title="成都市人民政府关于印发成都市康养产业发展“十四五”规划的通知",
        issuer="成都市人民政府",
        kind="plan",
        region="成都市",
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("贵州省康养产业发展行动计划（2023—2025年）", "plan"),
        ("关于促进医药产业发展的若干政策措施", "measures"),
        ("贵州省工业发展专项资金管理办法（试行）", "measures"),
        ("贵州省财政厅等3部门关于印发《支持医药产业发展若干措施》的通知", "measures"),
        ("关于召开供需对接会的通知", "notice"),
        ("2024年贵州省政府工作报告", "report"),
        ("医药产业供需清单", "list"),
        ("康养小镇迎来新变化", ""),
    ],
)
def test_the_last_words_of_the_title_tell_the_kind(title: str, kind: str) -> None:
    assert meta(f"{title}\n{PROSE}\n").kind == kind


def test_news_without_a_year_has_no_date() -> None:
    news = meta(f"中新网贵州新闻5月7日电（记者李岚）贵州省康养产业对接活动6日举行。{PROSE}\n")

    assert news == Metadata(kind="news", region="贵州省")


def test_news_is_dated_by_its_masthead() -> None:
    assert meta(f"康养大会举行\n2021-03-04 18:30:46\n记者：李岚\n{PROSE}\n") == Metadata(
        title="康养大会举行", issued=date(2021, 3, 4), kind="news"
    )


def test_chinese_numerals_are_a_date() -> None:
    report = f"2026年贵州省政府工作报告\n——二〇二六年一月二十七日在贵州省人民代表大会会议上\n各位代表：\n{PROSE}\n"

    assert meta(report).issued == date(2026, 1, 27)


def test_what_the_format_states_is_used_last() -> None:
    reading = Reading(PROSE, wrapped=False, properties=(("title", "康养产业发展规划"), ("published", "2022-05-06")))
    text, _ = clean(reading)

    assert metadata_of(reading, text, blocks_in(text)) == Metadata(
        title="康养产业发展规划", issued=date(2022, 5, 6), kind="plan"
    )


def test_numbers_and_dates_quoted_in_the_text_are_not_the_documents_own() -> None:
    assert meta(f"按照国办发〔2019〕5号文件和2019年3月2日会议的部署，{PROSE}\n") == Metadata()


def test_a_title_s_second_line_may_begin_with_and() -> None:
    assert meta(f"禾泉县卫健局2025年上半年工作总结\n及下半年工作计划\n{PROSE}\n一、工作总结\n{PROSE}\n").title == (
        "禾泉县卫健局2025年上半年工作总结及下半年工作计划"
    )


def test_a_title_that_begins_with_its_subject_goes_on_in_the_next_line() -> None:
    text = f"关于下达2025年基本公共卫生服务项目\n目标任务的通知\n各县市区卫健局：\n{PROSE}\n一、补助标准\n{PROSE}\n"

    assert meta(text) == Metadata(title="关于下达2025年基本公共卫生服务项目目标任务的通知", kind="notice")


@pytest.mark.parametrize(
    ("name", "issued"),
    [
        ("岚江对接会 供需清单（2026-05-02发布）", date(2026, 5, 2)),
        ("岚江市供需清单（2026年5月2日公布）", date(2026, 5, 2)),
        ("岚江对接会 供需清单（2026-05-20）", None),
    ],
)
def test_a_workbook_is_issued_on_the_day_that_its_own_name_says_and_an_event_s_day_is_none(
    name: str, issued: date | None
) -> None:
    reading = Reading("X0001 口罩 渝北区 不限品牌和产地", wrapped=False, properties=(("workbook", name),))
    text, _ = clean(reading)

    assert metadata_of(reading, text, blocks_in(text)).issued == issued


def read_in(text: str, given: dict[str, str] | None = None) -> Metadata:
    reading = Reading(text, wrapped=True, reader="txt/1")
    clear, _ = clean(reading)
    return metadata_of(reading, clear, blocks_in(clear), given or {})


def test_what_people_say_goes_before_what_is_read_and_the_rest_follows_from_it() -> None:
    text = f"康养小镇迎来新变化\n\n2023年4月6日\n\n{PROSE}\n"

    assert read_in(text) == Metadata(title="康养小镇迎来新变化", issued=date(2023, 4, 6))
    assert read_in(
        text, {"title": "成都市人民政府关于康养产业的意见", "issued": "2022-01-02", "number": "成府发〔2022〕1号"}
    ) == Metadata(
        title="成都市人民政府关于康养产业的意见",
        issuer="成都市人民政府",
        number="成府发〔2022〕1号",
        issued=date(2022, 1, 2),
        kind="opinion",
        region="成都市",
    )
    assert read_in(text, {"issued": "", "kind": ""}) == Metadata(title="康养小镇迎来新变化")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "云南省人民政府办公厅\n\n关于加快康养产业发展的实施意见\n\n云政办发[2023] 18 号\n\n"
            f"{PROSE}\n\n一、总体要求\n\n参照国办发〔2019〕5号文件执行。\n\n云南省人民政府办公厅\n\n2023年4月6日\n",
            {
                "title": "云南省人民政府办公厅\n关于加快康养产业发展的实施意见",
                "issuer": "云南省人民政府办公厅",
                "number": "云政办发[2023] 18号",
                "issued": "2023年4月6日",
                "kind": "云南省人民政府办公厅\n关于加快康养产业发展的实施意见",
                "region": "云南省",
            },
        ),
        (
            f"成都市人民政府关于印发康养产业发展规划的通知\n各区（市）县政府：\n{PROSE}\n",
            {
                "title": "成都市人民政府关于印发康养产业发展规划的通知",
                "issuer": "成都市人民政府",
                "kind": "成都市人民政府关于印发康养产业发展规划的通知",
                "region": "成都市",
            },
        ),
        (
            "12月19日，重庆医药研讨会在雾都宾馆举行，专家和企业家出席会议并座谈。\n",
            {"kind": "12月19日，", "region": "重庆"},
        ),
    ],
)
def test_each_field_points_at_the_words_that_say_it(text: str, words: dict[str, str]) -> None:
    reading = Reading(text, wrapped=True, reader="txt/1")
    clear, _ = clean(reading)

    read = metadata_read(reading, clear, blocks_in(clear))

    assert {each.name: clear[each.span[0] : each.span[1]] for each in read if each.span} == words


def test_a_day_that_only_the_format_states_stands_nowhere_in_the_text() -> None:
    reading = Reading(
        "康养小镇\n\n护理型床位增加。\n", wrapped=False, reader="html/1", properties=(("published", "2023-04-06"),)
    )
    clear, _ = clean(reading)

    read = {each.name: (each.value, each.span) for each in metadata_read(reading, clear, blocks_in(clear))}

    assert read["issued"] == ("2023-04-06", None)


def test_the_day_of_issue_may_stand_behind_the_source_on_one_line() -> None:
    text = f"全市药业运行情况\n\n来源：市工业和信息化局　发布日期：2025-10-28\n\n{PROSE}\n"

    assert meta(text).issued == date(2025, 10, 28)
    assert meta(text.replace("发布日期", "活动日期")).issued is None
