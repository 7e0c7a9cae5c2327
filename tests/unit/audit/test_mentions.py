from __future__ import annotations

from datetime import date

from tests.unit.audit.plans import Paper, opinion, plan

from yuheng.audit.findings import audit_of
from yuheng.model.finding import Finding


def of_the_unicorns(later: Paper) -> Finding:
    """What became of 独角兽企业3家, promised in the opinion."""
    papers = (opinion().target("行业独角兽企业", "3家"), later)
    found = audit_of([paper.compiled() for paper in papers], on=date(2024, 6, 1)).findings
    [finding] = (each for each in found if each.kind == "not-continued" and "独角兽" in each.message)
    return finding


def test_a_promise_that_lost_its_number_is_shown_with_the_words_that_are_left() -> None:
    later = plan().task("培育", "一批大健康产业“瞪羚”企业、“独角兽”企业")

    finding = of_the_unicorns(later)

    assert finding.message == (
        "未见量化延续：行业独角兽企业3家（未说明期限），成办发〔2021〕9号（2021-10-01）中没有同一指标的目标，"
        "只有不带数字的“一批大健康产业‘瞪羚’企业、‘独角兽’企业”。"
    )
    assert finding.parts[-1] == (
        "后文提及",
        "成办发〔2021〕9号（2021-10-01）：培育一批大健康产业“瞪羚”企业、“独角兽”企业。",
    )
    assert finding.claims[-1] == later.claims[-1].id


def test_a_few_common_letters_or_a_longer_name_are_no_mention() -> None:
    gone = of_the_unicorns(plan().task("培育", "一批规上企业").task("打造", "独角兽企业服务平台"))

    assert gone.message.endswith("中没有同一指标的目标。")
    assert [name for name, _ in gone.parts] == ["前", "查过"]
