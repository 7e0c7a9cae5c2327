"""What the command line says, in Chinese first and in English."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final

LANGS: Final = ("zh", "en")

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "yuheng": (
        "玉衡：把规划、政策和新闻编成台账，每个数字都能打开它的原文。",
        "Yuheng: compiles plans, policies and news into a ledger in which every number opens at its words.",
    ),
    "compile": ("把文档编成台账。", "Compile documents into the ledger."),
    "compile_long": (
        "把文档编成台账。\n\nDOC 是文件、文件夹（含其中各级文件夹）或通配符；能读 txt、html、docx、pdf、xlsx、csv。"
        "\n\n写出四个文件：claims.jsonl（每行一条断言）、documents.jsonl（每行一份文档的标题、文号）、"
        "台账.xlsx、reader.html（原文与台账对照，用浏览器打开）。"
        "\n\n退出码：0 顺利；1 已编成，但有问题要看（见问题表）；2 用法有误，什么都没写。",
        "Compile documents into the ledger.\n\nDOC is a file, a folder (with all folders in it) or a pattern; txt, "
        "html, docx, pdf, xlsx and csv are read.\n\nWrites four files: claims.jsonl (one claim a line), "
        "documents.jsonl (title and number of each document), 台账.xlsx (the workbook) and reader.html (texts beside "
        "the ledger; open it in a browser).\n\nExit status: 0 fine; "
        "1 compiled, with issues to look at; 2 misuse, nothing written.",
    ),
    "out": ("写到哪个文件夹", "folder to write to"),
    "jobs": ("最多用几个进程；不写则看文件多少而定", "processes at most; by the amount of work where not given"),
    "ocr": ("用 OCR 读扫描件（需安装 yuheng[ocr]）", "read scanned pages by OCR (needs yuheng[ocr])"),
    "given": (
        "补正的文档信息：每行一份，照 documents.jsonl 的写法，只写要补正的项",
        "what people say of documents: a line each as in documents.jsonl, with those fields only",
    ),
    "lang": ("界面语言：zh 或 en（也可设 YUHENG_LANG）", "language: zh or en (or set YUHENG_LANG)"),
    "version": ("显示版本", "show the version"),
    "help": ("显示帮助", "show this help"),
    "usage": ("用法", "Usage"),
    "options": ("选项", "Options"),
    "commands": ("命令", "Commands"),
    "default": ("默认", "default"),
    "error": ("错误：", "Error: "),
    "help_at": ("用“{} --help”查看用法。", "See `{} --help`."),
    "no_option": ("没有选项 {}。", "There is no option {}."),
    "no_command": ("没有命令 {}。", "There is no command {}."),
    "did_you_mean": ("是不是 {}？", "Did you mean {}?"),
    "or": ("或", "or"),
    "no_argument": ("还缺参数 {}。", "Missing argument {}."),
    "no_value": ("选项 {} 后面要有值。", "Option {} needs a value."),
    "whole_number": ("要一个不小于 1 的整数，不是 {}", "a whole number from 1 on is wanted, not {}"),
    "options_metavar": ("[选项]", "[OPTIONS]"),
    "command_metavar": ("命令 …", "COMMAND …"),
    "bad_value": ("{} 的值不对：{}", "Invalid value for {}: {}"),
    "out_is_file": ("--out 要写到文件夹，“{}”是一个文件。", "--out wants a folder; {} is a file."),
    "out_hint": ("换一个文件夹名。", "Name another folder."),
    "interrupted": ("已中断；没有写出文件。", "Interrupted; nothing was written."),
    "compiling": ("编译文档", "Compiling"),
    "documents": ("文档", "Documents"),
    "issues": ("问题", "Issues"),
    "issues_where": ("见 台账.xlsx 的问题表", "see sheet 问题表 of 台账.xlsx"),
    "more": ("…… 另有 {} 条", "… and {} more"),
    "passed_over": ("未读（不是文档）", "Passed over (no documents)"),
    "open": ("先打开", "Open first"),
    "written": ("台账", "Ledger"),
    "target": ("目标", "Targets"),
    "actual": ("实绩", "Actuals"),
    "task": ("任务", "Tasks"),
    "agreement": ("协议", "Agreements"),
    "siting": ("布局", "Sitings"),
    "advice": ("建议", "Advice"),
    "measure": ("政策措施", "Measures"),
    "offer": ("供给", "Offers"),
    "need": ("需求", "Needs"),
}


def lang_of(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: even a usage error must speak it.

    >>> lang_of(["compile", "--lang=en", "x.txt"]), lang_of(["--lang", "en"])
    ('en', 'en')
    """
    asked = os.environ.get("YUHENG_LANG", "zh")
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            asked = argument.partition("=")[2]
        elif argument == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    return "en" if asked.lower().startswith("en") else "zh"


def word(key: str, lang: str) -> str:
    """One of the words, in a language of `LANGS`."""
    return WORDS[key][LANGS.index(lang)]
