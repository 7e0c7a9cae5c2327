"""What the clerk's commands say, in Chinese and English."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "dispatch": ("按责任单位下发填报表。", "Write one pre-filled sheet for each owner."),
    "dispatch_long": (
        "按责任单位下发填报表：每个单位一个工作簿，目标、任务、上期值已填好，只有该填的格能改。"
        "\n\n台账文件夹由 yuheng compile 写出。没有写明责任单位的，另成一表，由您填好单位后用 collect 收回。",
        "Write one workbook for each owner: its targets, tasks and last values are filled in, and only the cells that "
        "it owes are unlocked.\n\nThe ledger's folder is what yuheng compile wrote. Duties that no document gives to "
        "anybody go into a sheet of their own, for you to fill in the owner and collect.",
    ),
    "collect": ("收回填报表，三方比对后并入。", "Take back returned sheets and merge them."),
    "collect_long": (
        "收回填报表：按行号认行，行号没了按内容认；目标、单位、时限被改的拒收并列出；不一致的都保留；读不出的列明工作表和格。"
        "\n\nFILE 是工作簿或文件夹；不给则只看谁还没报。写出 收表.xlsx 和各单位的催报文字。"
        "\n\n退出码：0 顺利；1 有待办；2 用法有误。",
        "Take back sheets: rows are known by their identity, else by their words; changed targets, units and dates are "
        "refused and shown; answers that disagree are both kept; what cannot be read is named by sheet and cell.\n\n"
        "FILE is a workbook or a folder; without any, only who has not replied is told. Writes 收表.xlsx and the texts "
        "of reminder.\n\nExit status: 0 fine; 1 something is left to do; 2 misuse.",
    ),
    "patch": (
        "把本期结果填进您自己的台账，其余一字节不动。",
        "Write a period into your own ledger workbook, in place.",
    ),
    "patch_long": (
        "把本期结果填进您自己的台账：第一次运行提出各列的理解，写在旁边的 .yuheng.toml，您核对后加 --confirm；"
        "以后每期只写认定的列，格式、公式、图表、批注、宏一字节不动。"
        "\n\n写出的是新文件，原文件不动。退出码：0 顺利；1 待确认，或有行没写；2 用法有误。",
        "Write a period into your own ledger workbook. The first run proposes what its columns are, in a .yuheng.toml "
        "beside it; look at it and run again with --confirm. From then on only the owned columns are written: formats, "
        "formulas, charts, comments and macros stay byte for byte.\n\nA new file is written; yours stays. Exit status: "
        "0 fine; 1 to be confirmed, or rows that were not written; 2 misuse.",
    ),
    "ledger": ("台账文件夹", "the ledger's folder"),
    "period": ("期间：2026-10、2026Q3、2026H1 或 2026", "the period: 2026-10, 2026Q3, 2026H1 or 2026"),
    "out": ("写到哪个文件夹", "folder to write to"),
    "out_file": ("写到哪个文件；不写则在原文件旁", "file to write; beside the workbook where not given"),
    "on": ("按哪一天计（如 2026-11-16）；不写则为今天", "the day to count by; today where not given"),
    "due": ("何日前返回；不写则五个工作日", "by when; five working days where not given"),
    "owner": ("只下发给这些单位", "only these owners"),
    "accept": ("不一致和待核的格，以这个文件为准", "let this file hold where answers disagree or wait"),
    "by": ("谁选定的", "who decides"),
    "reason": ("为什么", "why"),
    "confirm": ("已核对过提出的列", "you have looked at the proposed columns"),
    "recalculate": ("要求打开时重算全部公式", "ask for all formulas to be computed on opening"),
    "sent": ("下发 {0} 个单位 {1} 行，{2} 前返回", "Sent {1} rows to {0} owners, due {2}"),
    "spared": ("已填好 {0} 格，请各单位填 {1} 格", "{0} cells filled in already, {1} asked for"),
    "unassigned": (
        "另有 {0} 行没有写明责任单位，见 {1}：填好单位后用 collect 收回",
        "{0} more rows have no owner, see {1}: fill in who and collect it",
    ),
    "settled": ("{1}：{0} 格以它为准（{2}）", "{1} holds for {0} cells ({2})"),
    "taken_in": ("收进 {0} 个文件", "Took in {0} files"),
    "states": (
        "已采用 {0} 格　不一致 {1}　待核 {2}　读不出 {3}　拒绝的改动 {4}",
        "Taken {0} cells, disagreeing {1}, held {2}, unread {3}, refused changes {4}",
    ),
    "late": ("未报齐 {0} 个单位，催报文字 {1} 份", "{0} owners have rows left, {1} reminders written"),
    "proposed": ("各列的理解写在 {0}：", "What the columns are was proposed in {0}:"),
    "confirm_it": (
        "请核对；不对就改那个文件，对了加 --confirm 再运行。还没有写任何格。",
        "Look at it, mend that file where it is wrong, and run again with --confirm. No cell was written yet.",
    ),
    "filled": ("写入 {0} 格，认出 {1}/{2} 行", "Wrote {0} cells, knew {1} of {2} rows"),
    "stale": (
        "下列公式引用了写入的格，打开后请重算（Ctrl+Alt+F9），或加 --recalculate：{0}",
        "These formulas read written cells; compute them (Ctrl+Alt+F9) or add --recalculate: {0}",
    ),
    "recalculated": ("打开时将重算：{0}", "Will be computed on opening: {0}"),
    "files": ("  {0} 个文件，在 {1}", "  {0} files in {1}"),
    "issues": ("问题 {0}", "Issues {0}"),
    "more": ("…… 另有 {} 条", "… and {} more"),
    "bad_day": ("“{}”不是日期，要写成 2026-11-16。", "{} is no date; write it like 2026-11-16."),
}


def word(key: str, lang: str) -> str:
    """A word or sentence in the language asked for."""
    return WORDS[key][0 if lang == "zh" else 1]
