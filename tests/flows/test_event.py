"""An event played through the command line: sheets in, agendas out, firms stay away, outcomes come in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples-event"
YUHENG = str(Path(sys.executable).with_name("yuheng"))
SHEETS = ("企业登记表.xlsx", "服务机构登记表.xlsx", "医院需求.csv")
ON = "2026-05-20"


def yuheng(folder: Path, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [YUHENG, "event", *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample event up to its timetable."""
    folder = tmp_path_factory.mktemp("event")
    for name in SHEETS:
        shutil.copy(SAMPLES / name, folder)
    yuheng(folder, "intake", "会", *SHEETS, "--on", ON, "--confirm", status=1)
    setting = folder / "会/event.toml"
    text = re.sub(r"^tables = \d+", "tables = 12", setting.read_text("utf-8"), flags=re.MULTILINE)
    setting.write_text(text.replace("slots = 12", "slots = 8"), "utf-8")
    yuheng(folder, "list", "会", "--on", ON)
    yuheng(folder, "match", "会", "--on", ON)
    yuheng(folder, "timetable", "会")
    return folder


def test_nothing_is_registered_until_the_columns_are_confirmed(tmp_path: Path) -> None:
    said = yuheng(tmp_path, "intake", "会", str(SAMPLES / "医院需求.csv"), "--on", ON, status=1)

    assert "医院名称 → 单位，需求物资 → 需求" in said
    assert not (tmp_path / "会/登记.json").exists()
    yuheng(tmp_path, "intake", "会", str(SAMPLES / "医院需求.csv"), "--on", ON, "--confirm", status=1)
    assert (tmp_path / "会/登记.json").exists()
    again = yuheng(tmp_path, "intake", "会", str(SAMPLES / "医院需求.csv"), "--on", ON, status=1)
    assert "列的含义" not in again


def test_everything_that_is_printed_is_there_and_the_list_hides_contacts(played: Path) -> None:
    names = {path.name for path in (played / "会").iterdir()}

    assert names >= {
        *("待补充.xlsx", "供需清单.xlsx", "供需清单.html", "供需清单.jsonld", "匹配.xlsx"),
        *("总表.pdf", "总表.png", "议程.pdf", "议程.xlsx", "桌卡.pdf", "日历"),
    }
    page = (played / "会/供需清单.html").read_text("utf-8")
    assert "医用外科口罩" in page
    assert "13800000000" in (played / "会/登记.json").read_text("utf-8")
    assert "13800000000" not in page + (played / "会/供需清单.jsonld").read_text("utf-8")
    assert "023-0000" not in page


def test_the_timetable_is_proven_and_the_rivals_of_one_group_do_not_meet(played: Path) -> None:
    plan = json.loads((played / "会/timetable.json").read_text("utf-8"))

    assert (plan["objective"], plan["below"]) == (plan["bound"], [])
    group = {"岚江康宁药业股份有限公司", "岚江恒源原料药有限公司"}
    assert [meeting for meeting in plan["meetings"] if set(meeting["pair"]) == group] == []


def test_a_firm_stays_away_and_only_the_changed_sheets_are_printed(played: Path, tmp_path: Path) -> None:
    shutil.copytree(played / "会", tmp_path / "会")
    before = json.loads((played / "会/timetable.json").read_text("utf-8"))["meetings"]

    yuheng(tmp_path, "replan", "会", "--now", "3", "--缺席", "岚江市人民医院", "--lost-table", "5")

    plan = json.loads((tmp_path / "会/timetable.json").read_text("utf-8"))
    assert plan["version"] == 2
    later = [meeting for meeting in plan["meetings"] if meeting["slot"] >= 2]
    assert [meeting for meeting in later if "岚江市人民医院" in meeting["pair"] or meeting["table"] == 4] == []
    could_stay = [m for m in before if m["slot"] < 2 or ("岚江市人民医院" not in m["pair"] and m["table"] != 4)]
    assert [meeting for meeting in could_stay if meeting not in plan["meetings"]] == []
    assert (tmp_path / "会/变更议程.v2.pdf").exists()
    assert (tmp_path / "会/timetable.v1.json").exists()

    yuheng(tmp_path, "replan", "会", "--now", "5", "--late", "岚江市人民医院=6")
    again = json.loads((tmp_path / "会/timetable.json").read_text("utf-8"))
    assert [meeting for meeting in again["meetings"] if meeting["slot"] >= 5 and meeting["table"] == 4] == []


def test_printing_that_is_stopped_leaves_the_new_plan_and_says_how_to_go_on(played: Path, tmp_path: Path) -> None:
    shutil.copytree(played / "会", tmp_path / "会")
    code = (  # the key is pressed when the cards are about to be written
        "import sys\n"
        "from yuheng.cli import main\n"
        "def press(event, given):\n"
        "    if event == 'open' and '变更桌卡' in str(given[0]): raise KeyboardInterrupt\n"
        "sys.addaudithook(press)\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", code, "event", "replan", "会", "--now", "3", "--lost-table", "5"]
    stopped = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    assert (stopped.returncode, stopped.stdout[:4]) == (130, "第2版 ")
    assert "接着印：yuheng event print 会" in stopped.stderr
    left = yuheng(tmp_path, "print", "会")
    assert ("变更桌卡.v2.pdf" in left, "变更议程.v2.pdf" in left) == (True, False)
    assert yuheng(tmp_path, "print", "会") == "都是最新的，没有要印的。\n"


def test_outcomes_are_five_stages_and_conversions_between_named_ones(played: Path, tmp_path: Path) -> None:
    shutil.copytree(played / "会", tmp_path / "会")
    lines = [
        "岚江市人民医院 岚江泽医疗用品有限公司 有意向",
        "岚江市人民医院 岚江泽医疗用品有限公司 已签合同 80万元 2026-07-01 合同.pdf",
        "云津市疾控中心 云津疫苗有限公司 有意向",
    ]
    (tmp_path / "回复.txt").write_text("\n".join(lines), "utf-8")

    said = yuheng(tmp_path, "outcomes", "会", "回复.txt", "--on", ON)

    assert "意向 2\n" in said
    assert "合同 1  80万元（1对写明）" in said
    assert "意向→协议：2对中0对，0.0%" in said
    assert (tmp_path / "会/成效.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("match", "没有"), "还没有这个文件"),
        (("replan", "会", "--now", "0"), "不小于1"),
        (("replan", "会", "--now", "2", "--absent", "人民医院"), "是不是：岚江市人民医院"),
        (("replan", "会", "--now", "2", "--late", "岚江市人民医院"), "单位=时段"),
        (("intake", "会", "没有.xlsx"), "没有这个文件"),
        (("outcomes", "会", "没有.txt"), "没有这个文件"),
        (("list", "会", "--on", "明天"), "不是日期"),
    ],
)
def test_misuse_is_said_with_the_way_out(played: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in yuheng(played, *arguments, status=2)


def test_a_standing_exchange_tells_on_the_second_day_only_what_came_since_the_first(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "医院需求.csv", tmp_path)
    shutil.copy(SAMPLES / "企业登记表.xlsx", tmp_path)
    late = "单位名称,供给,有效期\n云津新口罩有限公司,医用外科口罩,2026-07-01\n"
    (tmp_path / "后来.csv").write_text(late, "utf-8")

    first = yuheng(tmp_path, "standing", "常设", "医院需求.csv", "企业登记表.xlsx", "--on", ON, "--confirm", status=1)
    second = yuheng(tmp_path, "standing", "常设", "后来.csv", "--on", "2026-06-10", "--confirm", status=1)
    third = yuheng(tmp_path, "standing", "常设", "--on", "2026-07-02", "--撤回", "G0001", status=1)

    told = [re.search(r"匹配 (\d+)  新增匹配 (\d+)\n", said) for said in (first, second, third)]
    assert all(told)
    (all_first, new_first), (all_second, new_second), (_, new_third) = (m.groups() for m in told if m)
    assert new_first == all_first != "0"
    assert int(new_second) == int(all_second) - int(all_first) > 0
    assert new_third == "0"
    assert "将于2026-07-01到期（还有21天）" in second
    assert "已于2026-07-01到期" in third
    assert "撤下 1\n  撤下 G0001" in third
    assert "这是常设对接" in yuheng(tmp_path, "timetable", "常设", status=2)
    assert "编号=日期" in yuheng(tmp_path, "standing", "常设", "--extend", "G0002", status=2)
