"""The audit log, chained by hashes, and the marks that say how far caches have followed."""

from __future__ import annotations

from django.db import models

from yuheng.ledger.kept import ChineseJSON, Kept


class LogEntry(Kept):
    """Who did what, when; each row's hash covers the row before it, so none can be changed or taken out unseen.

    Attributes:
        number: 1, 2, 3 … without gaps.
        by: the account's name, a rule's name, or "yuheng" for the program itself.
        act: "document.read", "verdict.correct", "export.personal" …
        object: what it was done to, e.g. "claim:5f0c…".
        previous, hash: 64 hexadecimal digits; the first row's `previous` is zeros.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    by = models.CharField("谁", max_length=150)
    act = models.CharField("行为", max_length=40)
    object = models.CharField("对象", max_length=200, blank=True, default="")
    details = models.JSONField("细节", default=dict, encoder=ChineseJSON)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        indexes = [
            models.Index(fields=["object", "number"], name="log_by_object"),
            models.Index(fields=["act", "number"], name="log_by_act"),
        ]


class Mark(models.Model):
    """How far something that follows the ledger has come: the search index, the audit."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200)
    at = models.DateTimeField()
