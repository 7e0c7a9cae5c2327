"""Organisations, persons and indicators: mentions as read, and the views over them."""

from __future__ import annotations

from django.db import models

from yuheng.ledger.kept import ChineseJSON, Kept
from yuheng.ledger.models.documents import Document


class Mention(Kept):
    """A name in a document, with every place where it stands: people judge names, not occurrences.

    `codes` are the 统一社会信用代码 that the document states for the name, checked.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="mentions")
    name = models.CharField("名称", max_length=300)
    kind = models.CharField("种类", max_length=20)
    full = models.CharField("全称", max_length=300, blank=True, default="")
    spans = models.JSONField("位置", default=list, encoder=ChineseJSON)
    codes = models.JSONField("统一社会信用代码", default=list, encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "提及"
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="one_mention_a_name")]
        indexes = [models.Index(fields=["name"], name="mention_by_name")]


class Party(models.Model):
    """An organisation or person: a view over mentions, rebuilt from them and the judgements."""

    name = models.CharField("名称", max_length=300, db_index=True)
    kind = models.CharField("种类", max_length=20)
    code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="", db_index=True)
    names = models.JSONField("所有名称", default=list, encoder=ChineseJSON)
    reasons = models.JSONField("理由", default=list, encoder=ChineseJSON)
    mentions_count = models.IntegerField("提及数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "主体"
        indexes = [models.Index(fields=["kind", "-mentions_count"], name="party_by_kind")]

    def __str__(self) -> str:
        return self.name


class Naming(models.Model):
    """Which party a mention belongs to; rebuilt with its party."""

    mention = models.OneToOneField(Mention, on_delete=models.PROTECT, primary_key=True, related_name="naming")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="namings")

    class Meta:
        verbose_name = verbose_name_plural = "指称"


class Proposal(models.Model):
    """Two names that look alike, for a person to judge; made anew with the parties.

    Attributes:
        pair: names the two mentions, as a judgement of them does.
        by: the rule that proposes.
    """

    pair = models.CharField("名称对", max_length=20, db_index=True)
    left_document = models.CharField(max_length=20)
    left_name = models.CharField(max_length=300)
    right_document = models.CharField(max_length=20)
    right_name = models.CharField(max_length=300)
    reason = models.TextField("理由")
    by = models.CharField("规则", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "归并建议"


class Indicator(models.Model):
    """What is measured, as the vocabulary defines it; written anew whenever the vocabulary changes."""

    key = models.CharField("代号", max_length=80, primary_key=True)
    name = models.CharField("名称", max_length=200)
    definition = models.TextField("定义", blank=True, default="")
    unit = models.CharField("单位族", max_length=40, blank=True, default="")
    better = models.CharField("方向", max_length=10, blank=True, default="")
    accumulates = models.CharField("累计", max_length=20, blank=True, default="")
    aliases = models.JSONField("别名", default=list, encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
