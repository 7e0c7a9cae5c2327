"""What the program says at run time is said in the reader's words; quotes, names and numbers stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from tests.unit.web.people import signed_in
from tests.unit.web.sentences import SOURCE, sentences

from yuheng.app.sentences import LISTS, Counted, Phrase, entries, phrase_of, translated
from yuheng.audit.conclusions import KINDS

KNOWN: Final = "接触"
COMMAND: Final = re.compile(r"yuheng [a-z]|(?<![\w-])--[a-z]|\.toml|YUHENG_|DATABASE_URL")

SILENT: Final = frozenset(
    (
        # workbooks: titles, heads, keys, the names of files
        *(
            "{} 供需清单",
            "{} 匹配",
            "{} 成效",
            "{} 新增匹配 {}",
            "{} 供需登记",
            "{}（{}发布）",
            "{} 新增匹配 {}以来",
            " {}万元",
            "登记{}",
            "一{}",
            "{}占{}",
        ),
        *("阶段（各列不相加）", "本阶段金额（万元）", "金额（万元）"),
        *(
            "督办单_{}_{}.docx",
            "督办单_{}.docx",
            "{}_裁定.xlsx",
            "{}_填报表.zip",
            "台账.{}",
            "新增匹配 {}以来.xlsx",
            "到期询问 {}以来.xlsx",
        ),
        # letters to owners
        *("督办单\n（{}—{}）", "编号：{}—{}", "应于{}完成。", "应于{}完成，{}：{}", "，本期", "，已逾期{}个工作日{}"),
        *("自评“{}”。", "未报自评。", "自评待核。", "说明：{}。"),
        "请于{}年{}月{}日前书面回复：未完成的原因、采取的措施、完成的时间{}。",
        "{}：\n\u3000\u3000{}进展填报表应于{}年{}月{}日前返回{}。截至{}月{}日，下列{}项（共{}项）尚未收到：\n{}\n{}\u3000\u3000"
        "请在《{}》的黄色各格填写后返回；没有数据的请写“无”并说明原因。\n",
        "\u3000\u3000送来的《{}》没有采用：{}\n",
        # words of documents
        *(
            "亿元",
            "全国",
            "增",
            "降",
            "减",
            "速",
            "{}的{}",
            "的{}",
            "{}的比例",
            "年和",
            "{}增长",
            "{}增速",
            "中共{}委{}",
            "共青团{}委",
        ),
        # pieces, whose wholes are in the list
        *("等{}", "等{}家", "等{}对", "每家", "家", "对", "或", "在第{}时段", "{}张增加到{}张（或相应增加时段）"),
        *("已有别的指定", "不能用"),
    )
)
"""What the source says elsewhere than on a page, and pieces that only ever stand in a sentence of the list."""


def is_silent(words: str) -> bool:
    return words in SILENT or words.startswith(("# ", "<svg")) or "  # " in words


def filled(phrase: Phrase) -> tuple[str, str]:
    """An example of a sentence, and how it is said in English."""
    said, shown = [], []
    for number, blank in enumerate(phrase.blanks):
        kind = blank.rstrip("0123456789")
        held = {"n": str(number + 21), "w": KNOWN}.get(kind, f"〔甲{number}〕")
        said.append(held)
        shown.append(Counted(held) if kind == "n" else gettext(held) if kind == "w" else held)
    example = "".join(piece + held for piece, held in zip(phrase.literals, (*said, ""), strict=True))
    return example, phrase.words.format(**dict(zip(phrase.blanks, shown, strict=True)))


def of_the_source() -> Iterator[tuple[str, str, str, str]]:
    """Where each sentence stands, its words, an example of it and the English of that; "" where the list lacks it."""
    known = {phrase.literals: phrase for phrase in (phrase_of(*entry) for entry in entries("en").items())}
    for words, place in sentences().items():
        if is_silent(words) or gettext(words) != words:
            continue
        kind, colon, rest = words.partition("：")
        whole = known.get(tuple(words.split("{}")))
        bare = known.get(tuple(rest.split("{}"))) if colon and kind in KINDS.values() else None
        if whole is not None:
            yield place, words, *filled(whole)
        elif bare is not None:
            example, english = filled(bare)
            yield place, words, f"{kind}：{example}", f"{gettext(kind)}: {english}"
        else:
            yield place, words, "", ""


def test_every_sentence_of_the_program_has_its_english() -> None:
    with override("en"):
        assert [f"{place} {words}" for place, words, example, _ in of_the_source() if not example] == []


def test_no_sentence_is_swallowed_by_another() -> None:
    with override("en"):
        asked = {example: english for _, _, example, english in of_the_source()}

        assert {example: translated(example) for example in asked} == asked


def test_the_walk_finds_what_each_floor_says() -> None:
    assert {
        "匹配{}对",  # an act of the worker
        "刷新后再试。",  # a hint
        "“{}”第{}时段同时有{}场",  # the verifier
        "没有写明{}",  # a reason of a match
        "期限未到，已达到目标",  # a verdict's reason
        "{}：文件是空的。",  # a workbook refused
        "责任分工注明了但没有读出单位，请人工补录。",  # an issue
    } <= set(sentences())


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_sends_its_reader_to_the_terminal(language: str) -> None:
    with override("en"):
        examples = [example for place, _, example, _ in of_the_source() if not place.startswith("api/")]
    with override(language):
        assert [said for said in map(translated, examples) if COMMAND.search(said)] == []


def test_a_list_is_in_order_fills_what_blanks_it_has_and_says_nothing_that_gettext_says() -> None:
    for language in ("en", "zh-hans"):
        found = entries(language)
        with override(language):
            assert list(found) == sorted(found)
            assert [each for each in found if gettext(each) != each] == []
        for source, words in found.items():
            assert {*phrase_of(words, "").blanks} <= {*phrase_of(source, "").blanks}, source


def test_a_list_holds_one_entry_for_each_sentence() -> None:
    for path in LISTS.rglob("sentences.po"):
        sources = re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
        assert len(sources) == len(set(sources)) == len(re.findall(r'^msgstr "(.+)"$', path.read_text("utf-8"), re.M))


def test_english_is_english() -> None:
    samples = {"2026年11月22日", "万元", "亿", "未明确责任单位", "指标名称", "任务", "长期", "市政府", "每月30万盒"}
    samples |= {"2024年上半年", "2024年一季度", "2024年1-6月", "2024年3月"}
    left = {
        run for words in entries("en").values() for run in re.findall(r"[\d\u4e00-\u9fff-]*[\u4e00-\u9fff]+", words)
    }

    assert left == samples


def test_no_entry_outlives_its_sentence() -> None:
    source = "\n".join(path.read_text("utf-8") for kind in ("py", "toml") for path in SOURCE.rglob(f"*.{kind}"))
    runs = {entry: re.findall(r"(?=([\u4e00-\u9fff]{2,3}))", re.sub(r"\{\w+\}", "|", entry)) for entry in entries("en")}

    assert [entry for entry, found in runs.items() if found and not any(run in source for run in found)] == []
    assert [entry for entry in entries("zh-hans") if entry not in entries("en")] == []


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("匹配1对", "1 pair matched"),
        ("匹配318对", "318 pairs matched"),
        ("“企业”不在登记名单中。 写全单位名称。", "“企业” is not registered. Write the firm's full name."),
        ("第2版排定120场，3家单位不足下限", "120 meetings set in version 2, 3 firms below the floor"),
        (
            "第3时段7号桌 甲厂—乙院：“甲厂”不在场；“乙院”第3时段同时有2场",
            "slot 3, table 7, 甲厂—乙院: “甲厂” is absent; “乙院” has 2 meetings at once in slot 3",
        ),
        (
            "以下规则不能同时满足：会场2张桌、3个时段，全天最多6场；甲厂、乙院每家至少4场。最少只需放宽：允许“甲厂”、“乙院”少于4场。"
            "没有匹配的单位1家：丙所。",
            "These rules cannot hold together: the hall has 2 tables and 3 slots, 6 meetings in the day at most; "
            "甲厂、乙院: at least 4 meetings each. The fewest to relax: allow “甲厂”、“乙院” fewer than 4 meetings. "
            "1 firm has no match: 丙所.",
        ),
        (
            "健康产业增加值700亿元（2025）：滞后，期限已到，未达到目标。自增加值420亿元（2020）起，需年均增长10.8%。",
            "健康产业增加值700亿元（2025）: Behind, the date has come and the target is not reached. "
            "From 增加值420亿元（2020） on, it needs growth of 10.8% a year.",
        ),
        ("数据印证：床位5000张与床位0.5万张相合。", "Agreement: 床位5000张 and 床位0.5万张 agree."),
        (
            "另一家公司说了一句我们没有写过的话。刷新后再试。",
            "另一家公司说了一句我们没有写过的话。Reload and try again.",
        ),
        ("", ""),
        ("N95 mask", "N95 mask"),
        ("岚江市中医院", "岚江市中医院"),
    ],
)
def test_a_sentence_is_said_in_english_and_what_it_quotes_stays(said: str, english: str) -> None:
    with override("en"):
        assert translated(said) == english


def test_what_a_firm_wrote_stays_even_where_it_is_a_word_of_the_chain() -> None:
    with override("en"):
        assert [
            translated(said) for said in ("都写有N95、口罩", "同属口罩", "口罩（2770）", "≥ 3亿元", "都写有疫苗")
        ] == [
            "both say N95、口罩",
            "both Face masks",
            "Face masks (2770)",
            "≥ CNY 300 million",
            "both say 疫苗",
        ]


def test_chinese_readers_read_what_was_said_but_for_commands() -> None:
    with override("zh-hans"):
        assert [
            translated("匹配318对"),
            translated("2026Q3 还没有下发过表。 先运行 yuheng dispatch --period 2026Q3。"),
            translated("时间表.json：还没有这个文件。 先运行 yuheng event timetable。"),
        ] == [
            "匹配318对",
            "2026Q3 还没有下发过表。 先在“收报”下发 2026Q3 的表。",
            "时间表.json：还没有这个文件。 先在“时间表”一页排会。",
        ]


@pytest.mark.django_db
def test_a_refusal_is_in_the_language_that_was_switched_to() -> None:
    client = signed_in("clerk")
    chinese = client.get("/issues.json", {"state": "睡着"}).json()

    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert chinese == {"error": "没有“睡着”这种状态。"}
    assert client.get("/issues.json", {"state": "睡着"}).json() == {"error": "There is no state “睡着”."}
