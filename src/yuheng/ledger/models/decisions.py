"""What people and rules decided: verdicts on claims, judgements on names, what people say a document is.

Each is a chain: the first of a slot supersedes nothing, every later one supersedes exactly the last. Two constraints
(one first a slot, one successor a row) leave exactly one live decision a slot, with nothing ever overwritten.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yuheng.ledger.kept import ChineseJSON, Kept
from yuheng.ledger.models.accounts import Account
from yuheng.ledger.models.claims import Claim
from yuheng.ledger.models.documents import Snapshot

_BY_ONE = (Q(by__isnull=False) & Q(rule="")) | (Q(by__isnull=True) & ~Q(rule=""))


class Decision(models.TextChoices):
    """What a verdict says of a claim; WITHDRAW takes the last one back and leaves the claim open."""

    ACCEPT = "accept", "确认"
    CORRECT = "correct", "更正"
    REJECT = "reject", "否决"
    WITHDRAW = "withdraw", "撤回"


class Verdict(Kept):
    """A person or a named rule accepts, corrects or rejects what a claim says.

    Attributes:
        slot, fingerprint: what it binds to: the words, and what was read out of them.
        claim: the claim that was on the screen.
        correction: the payload's fields that are wrong, with what is right; only for CORRECT.
        by, rule: the person, or the name of the rule; exactly one.
    """

    slot = models.CharField("槽位", max_length=20)
    fingerprint = models.CharField("指纹", max_length=20)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    decision = models.CharField("裁定", max_length=8, choices=Decision.choices)
    correction = models.JSONField("更正", default=dict, encoder=ChineseJSON)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="verdicts")
    rule = models.CharField("规则", max_length=80, blank=True, default="")
    at = models.DateTimeField("时间")
    note = models.TextField("说明", blank=True, default="")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = "裁定"
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(supersedes__isnull=True), name="one_first_verdict_a_slot"
            ),
            models.CheckConstraint(condition=_BY_ONE, name="verdict_is_by_one"),
            models.CheckConstraint(
                condition=(Q(decision="correct") & ~Q(correction={})) | (~Q(decision="correct") & Q(correction={})),
                name="only_corrections_correct",
            ),
        ]
        indexes = [models.Index(fields=["slot", "id"], name="verdict_by_slot")]


class Judgement(Kept):
    """Same, different or unsure for two names, by whom and when; `pair` is the hash of the two mentions."""

    pair = models.CharField("名称对", max_length=20)
    left_document = models.CharField(max_length=20)
    left_name = models.CharField(max_length=300)
    right_document = models.CharField(max_length=20)
    right_name = models.CharField(max_length=300)
    verdict = models.CharField("归并", max_length=9, choices=[("same", "同"), ("different", "异"), ("unsure", "未定")])
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements")
    rule = models.CharField("规则", max_length=80, blank=True, default="")
    at = models.DateTimeField("时间")
    reason = models.TextField("理由", blank=True, default="")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = "归并"
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(supersedes__isnull=True), name="one_first_judgement_a_pair"
            ),
            models.CheckConstraint(condition=_BY_ONE, name="judgement_is_by_one"),
            models.CheckConstraint(
                condition=Q(left_document__lt=F("right_document"))
                | Q(left_document=F("right_document"), left_name__lte=F("right_name")),
                name="judgement_names_in_order",
            ),
        ]


class Amendment(Kept):
    """A person says one thing about a document that its reader did not find, or found wrong: its day, its title …

    It binds to the snapshot, not to one reading of it, so that a better reader keeps it. What the machine reads stays
    beside it (`Body.read`).

    Attributes:
        field: of `model.Metadata`.
        value: as documents.jsonl writes it; "" says that the document has none.
        withdrawn: takes the last one back: the machine's word counts again.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="amendments")
    field = models.CharField("项目", max_length=8)
    value = models.CharField("内容", max_length=1000, blank=True, default="")
    withdrawn = models.BooleanField("撤回", default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="amendments")
    at = models.DateTimeField("时间")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name = verbose_name_plural = "补正"
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "field"], condition=Q(supersedes__isnull=True), name="one_first_amendment_a_field"
            ),
            models.CheckConstraint(
                condition=Q(field__in=["title", "issuer", "number", "issued", "kind", "region"]),
                name="amendment_of_a_known_field",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | (Q(value="") & Q(supersedes__isnull=False)),
                name="withdrawal_takes_something_back",
            ),
        ]
