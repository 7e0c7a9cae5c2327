"""What documents say: anchors, claims, and the entries that show how each claim stands today."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from yuheng.ledger.kept import ChineseJSON, Kept
from yuheng.ledger.models.documents import Document, Source


class Anchor(Kept):
    """A span of a document with its exact words; `place` says where that lies in the snapshot."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="anchors")
    start = models.IntegerField("起")
    end = models.IntegerField("止")
    quote = models.TextField("原文")
    place = models.JSONField("位置", encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "锚点"
        constraints = [
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="anchor_spans_something"),
            models.CheckConstraint(condition=~Q(quote=""), name="anchor_quotes_something"),
        ]


class Claim(Kept):
    """One thing that one document says, as the machine read it; never changed.

    Attributes:
        claim_id: hash of the snapshot and the raw span; the same in every reading of the snapshot.
        anchor, sentence: the exact words, and the sentence around them; a claim without them cannot be stored.
        payload: the claim as a line of claims.jsonl carries it.
        slot: what a verdict binds to: source, kind, heading path, words.
        fingerprint: hash of what the payload states, without ids and places; a verdict binds to it too.
    """

    claim_id = models.CharField("断言号", max_length=20, db_index=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField("种类", max_length=12)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="claims")
    sentence = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField("槽位", max_length=20, db_index=True)
    fingerprint = models.CharField("指纹", max_length=20)
    payload = models.JSONField("内容", encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "断言"
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "claim_id"], name="one_claim_an_id"),
            models.UniqueConstraint(fields=["document", "slot"], name="one_claim_a_slot"),
        ]


class EntryState(models.TextChoices):
    """How a claim stands: what people or rules have decided about it."""

    OPEN = "open", "待裁"
    ACCEPTED = "accepted", "已确认"
    CORRECTED = "corrected", "已更正"
    REJECTED = "rejected", "已否决"
    AGAIN = "again", "须再裁"


class _Entries(models.Manager["Entry"]):
    """Entries come with their claim and verdict, of which their payload is made."""

    def get_queryset(self) -> models.QuerySet[Entry]:
        return super().get_queryset().select_related("claim", "verdict")


class Entry(models.Model):
    """A claim of a live document as it stands today: what was corrected is shown corrected.

    A view that is rebuilt from claims and verdicts (`ledger.entries`); lists filter and sort by it and nothing else.
    Its rows are narrow, so that whatever is asked of a hundred thousand of them is found by reading them once: the
    payload is the claim's own. Counts of kinds, states, years and sectors, of whoever sees which part, read the index
    `entry_counted` alone. Amounts are floats for sorting and filtering only: the printed number is in `payload`.

    Attributes:
        subject: whom the number is about, who advises, who agreed …
        what: the claim in a few words: indicator, action with object, site, subject of an agreement.
        owner: the first lead owner; `Owed` has them all.
        heading: the heading path, joined by " / ".
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, primary_key=True, related_name="entry")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="entries")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField("种类", max_length=12)
    state = models.CharField("状态", max_length=10, choices=EntryState.choices, default=EntryState.OPEN)
    verdict = models.ForeignKey(
        "ledger.Verdict", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    slot = models.CharField("槽位", max_length=20)
    start = models.IntegerField("起")
    what = models.CharField("事项", max_length=500)
    indicator = models.CharField("指标", max_length=300, blank=True, default="")
    subject = models.CharField("主体", max_length=300, blank=True, default="")
    op = models.CharField("比较", max_length=5, blank=True, default="")
    low = models.FloatField("下限", null=True, blank=True)
    high = models.FloatField("上限", null=True, blank=True)
    unit = models.CharField("单位", max_length=60, blank=True, default="")
    period = models.CharField("期间", max_length=60, blank=True, default="")
    period_start = models.DateField("期间起", null=True, blank=True)
    period_end = models.DateField("期间止", null=True, blank=True)
    measure = models.CharField("口径", max_length=8, blank=True, default="")
    owner = models.CharField("责任单位", max_length=300, blank=True, default="")
    sector = models.CharField("领域", max_length=60, blank=True, default="")
    heading = models.CharField("章节", max_length=1000, blank=True, default="")
    published = models.BooleanField("公开", default=False)

    objects = _Entries()

    class Meta:
        verbose_name = verbose_name_plural = "条目"
        indexes = [
            models.Index(fields=["kind", "document", "start"], name="entry_by_document"),
            models.Index(fields=["document", "start"], name="entry_in_document"),
            models.Index(fields=["state", "kind", "document", "start"], name="entry_by_state"),
            models.Index(
                fields=["kind", "state", "period_end", "published", "document", "sector", "claim"], name="entry_counted"
            ),
            models.Index(fields=["kind", "owner"], name="entry_by_owner"),
            models.Index(fields=["kind", "indicator"], name="entry_by_indicator"),
            models.Index(fields=["kind", "period_end"], name="entry_by_period"),
            models.Index(fields=["kind", "low"], name="entry_by_amount"),
            models.Index(fields=["kind", "sector"], name="entry_by_sector"),
            models.Index(fields=["slot"], name="entry_by_slot"),
            models.Index(fields=["subject"], name="entry_by_subject"),
        ]

    @property
    def payload(self) -> dict[str, Any]:
        """The claim's payload, with the correction in it where the claim stands corrected."""
        said: dict[str, Any] = self.claim.payload
        if self.state == EntryState.CORRECTED and self.verdict is not None:
            return {**said, **self.verdict.correction}
        return said


class Owed(models.Model):
    """Who owes a task, one row an owner; rebuilt with its entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="owed")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="owed")
    name = models.CharField("单位", max_length=300)
    role = models.CharField("角色", max_length=20, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "责任"
        indexes = [models.Index(fields=["name", "document", "entry"], name="owed_by_name")]


class Signed(models.Model):
    """Who signed an agreement, one row a party to it; rebuilt with its entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="signed")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signed")
    name = models.CharField("单位", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "签约"
        indexes = [models.Index(fields=["name", "document", "entry"], name="signed_by_name")]
