"""What we conclude, what people say to it, and what could not be read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yuheng.ledger.kept import ChineseJSON, Kept
from yuheng.ledger.models.accounts import Account
from yuheng.ledger.models.claims import Anchor
from yuheng.ledger.models.documents import Document, Run


class Finding(Kept):
    """One conclusion of one audit; the same conclusion with the same parts is one row, however often it is drawn.

    Attributes:
        finding_id: hash of the rule, its version and the claims.
        fingerprint: hash of message and parts: a finding whose numbers changed is another row under the same id.
        live: whether the newest audit draws it; worked out at each audit.
    """

    projected = ("live",)

    finding_id = models.CharField("结论号", max_length=20, db_index=True)
    fingerprint = models.CharField("指纹", max_length=20)
    kind = models.CharField("种类", max_length=40)
    rule = models.CharField("规则", max_length=80)
    version = models.CharField("规则版本", max_length=20)
    parts = models.JSONField("算式", encoder=ChineseJSON)
    message = models.TextField("结论")
    proposed = models.BooleanField("建议", default=False)
    order = models.IntegerField("次序", default=0)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="findings")
    live = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "结论"
        constraints = [models.UniqueConstraint(fields=["finding_id", "fingerprint"], name="one_row_a_conclusion")]
        indexes = [models.Index(fields=["live", "kind", "order"], name="finding_by_kind")]


class Cited(Kept):
    """Which claims a finding used, the one it is about first; `claim_id` outlives readings."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="cited")
    claim_id = models.CharField("断言号", max_length=20, db_index=True)
    place = models.IntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "引用"
        constraints = [models.UniqueConstraint(fields=["finding", "place"], name="one_claim_a_place")]


class Resolving(models.TextChoices):
    """What a person says to a finding."""

    CONFIRM = "confirm", "认可"
    DISMISS = "dismiss", "不采纳"
    REOPEN = "reopen", "重新打开"


class Resolution(Kept):
    """A person confirms or dismisses a finding, with a note; a later one supersedes it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="resolutions")
    finding_key = models.CharField("结论号", max_length=20)
    decision = models.CharField("处理", max_length=8, choices=Resolving.choices)
    note = models.TextField("说明", blank=True, default="")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="resolutions")
    at = models.DateTimeField("时间")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = "处理"
        constraints = [
            models.UniqueConstraint(
                fields=["finding_key"], condition=Q(supersedes__isnull=True), name="one_first_resolution_a_finding"
            )
        ]


class IssueState(models.TextChoices):
    """How far people have worked an issue off."""

    OPEN = "open", "待办"
    TAKEN = "taken", "在办"
    SOLVED = "solved", "已办"
    LEFT = "left", "不办"


class Issue(models.Model):
    """Something met and not understood, worked off by people; each change of state is in the log.

    `issue_id` hashes code, document and words, so that a re-reading finds the row that people have worked on.
    """

    issue_id = models.CharField("问题号", max_length=20, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    name = models.CharField("文件", max_length=300)
    code = models.CharField("代码", max_length=60)
    message = models.TextField("说明")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    live = models.BooleanField("现行", default=True)
    met = models.DateTimeField("出现")
    state = models.CharField("状态", max_length=6, choices=IssueState.choices, default=IssueState.OPEN)
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    note = models.TextField("备注", blank=True, default="")
    changed = models.DateTimeField("变更", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        indexes = [models.Index(fields=["live", "state", "code"], name="issue_by_state")]
