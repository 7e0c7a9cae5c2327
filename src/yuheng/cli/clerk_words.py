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
    "report": ("写通报、专报或中期评估（Word）。", "Write the bulletin of a period as Word."),
    "report_long": (
        "写通报、专报或中期评估：按 GB/T 9704 排版，每个数都有脚注（文件、标题、原文）。"
        "裁定分三栏：自评、按数、时序，互不折算。"
        "\n\n退出码：0 顺利；1 有滞后事项未附说明；2 用法有误。",
        "Write the bulletin of a period in the layout of GB/T 9704, every figure with a footnote that names document, "
        "heading and quote. Verdicts stand in three columns: the owner's word, what the numbers show, the calendar. "
        "They are never made into one.\n\nExit status: 0 fine; 1 something behind has no note; 2 misuse.",
    ),
    "notice": ("督办单：交办、回复、退回、销号。", "Notices on overdue duties: issue, reply, reject, close."),
    "notice_long": (
        "督办单：给 --period 时列出到期未完成、还没有交办的事项；再给 --by 就交办并写出 Word，--only 只交办其中几项。"
        "--reply、--reject、--close、--withdraw 记下一步。每一步都署名。"
        "\n\n退出码：0 全部办结；1 有未办结的；2 用法有误。",
        "Notices: --period lists the duties that are overdue without one; with --by a notice is issued on each and "
        "written as Word, with --only on some of them. --reply, --reject, --close and --withdraw take the next step. "
        "Each is signed.\n\nExit status: 0 all closed; 1 some are open; 2 misuse.",
    ),
    "out_docx": ("写到哪个 Word 文件", "the Word file to write"),
    "kind": ("通报、专报或中期评估", "what to write: 通报, 专报 or 中期评估"),
    "subject": ("标题里的规划名称，如 大健康产业规划", "what the plan is called in the title"),
    "issuer": ("署名的单位", "who signs"),
    "address": ("主送机关；不写则为 各有关单位", "to whom; 各有关单位 where not given"),
    "mark": ("红头：发文机关标志；不写则不加红头", "the red head's mark; without it no red head"),
    "number": ("红头：发文字号", "the red head's number"),
    "pdf": ("同时生成 PDF（需 LibreOffice）", "print it to PDF too (needs LibreOffice)"),
    "bad_kind": ("没有“{0}”这一种，可以是 {1}。", "There is no kind {0}; it may be {1}."),
    "judged": ("裁定 {0} 项　{1}", "Judged {0}: {1}"),
    "silent": ("{0} 项滞后或逾期而未附说明", "{0} behind or overdue without a note"),
    "notice_period": (
        "对这一期到期未完成的事项交办；不署名只列出",
        "issue notices on what is overdue; unsigned: list it",
    ),
    "only": ("只交办这一项（可多次）；编号见不署名时的列表", "this duty only (again and again); ids as listed"),
    "notice_due": (
        "到期未完成、还没有交办的 {0} 项；加 --by 姓名 交办，--only 编号 只交办其中几项",
        "{0} overdue without a notice; add --by NAME to issue, --only ID to choose",
    ),
    "withdraw": ("撤回交办有误的哪份督办单", "the notice to withdraw"),
    "explain": ("对滞后而未附说明的事项补写说明。", "Note why something is behind."),
    "explain_long": (
        "补写说明：不给 ID 时列出滞后或逾期而未附说明的事项；给 ID、--words、--by 时记下，通报里带上姓名和日期。"
        "可以改写，以最后一次为准。\n\n退出码：0 都有说明；1 还有没说明的；2 用法有误。",
        "Without ID, lists what is behind or overdue without a note; with ID, --words and --by, notes it down, and the "
        "paper carries it with name and day. The last note holds.\n\nExit status: 0 everything has one; 1 some have "
        "none; 2 misuse.",
    ),
    "explain_words": ("原因、措施、何时完成", "why, what is done, until when"),
    "explain_by": ("谁写的", "who says so"),
    "explained": ("已记下（{0}）：{1}", "Noted ({0}): {1}"),
    "overdue": ("已到期、从未问过的也列入", "also what was due before and never asked for"),
    "take_back": (
        "下发有误：还没有收到文件时撤回这一期",
        "sent out by mistake: take the period back, before any return",
    ),
    "recalled": ("{0} 已撤回", "{0} is taken back"),
    "left_out": ("另有 {0} 项已到期，未列入；加 --overdue 一并列入", "{0} more were due before; add --overdue to ask"),
    "reply": ("记下对哪份督办单的回复", "the notice that was replied to"),
    "reject": ("退回哪份督办单的回复", "the notice whose reply is sent back"),
    "close": ("哪份督办单销号", "the notice to close"),
    "words": ("回复、退回、撤回或销号的内容", "what is replied, or why"),
    "signed": ("经办人", "who does it"),
    "notice_late": ("（逾期未回复）", " (reply overdue)"),
    "notices": ("督办单 {0} 份，未办结 {1} 份", "{0} notices, {1} open"),
    "ledger": ("台账文件夹", "the ledger's folder"),
    "period": ("期间：2026-10、2026Q3、2026H1 或 2026", "the period: 2026-10, 2026Q3, 2026H1 or 2026"),
    "out": ("写到哪个文件夹", "folder to write to"),
    "out_file": ("写到哪个文件；不写则在原文件旁", "file to write; beside the workbook where not given"),
    "on": ("按哪一天计（如 2026-11-16）；不写则为今天", "the day to count by; today where not given"),
    "due": ("何日前返回；不写则五个工作日", "by when; five working days where not given"),
    "owner": ("只下发给这些单位", "only these owners"),
    "accept": ("不一致和待核的格，以这个文件为准", "let this file hold where answers disagree or wait"),
    "void": ("收错的文件，不再计入（要署名和理由）", "a file taken in by mistake: it counts no longer"),
    "restore": ("作废的文件，重新计入", "a voided file that counts again"),
    "voided": ("{0} 已作废（{1}），不再计入", "{0} is voided ({1}) and counts no longer"),
    "restored": ("{0} 已恢复（{1}）", "{0} counts again ({1})"),
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
