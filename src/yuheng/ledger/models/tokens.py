"""Keys with which programs come in, each on behalf of one account."""

from __future__ import annotations

from django.db import models

from yuheng.ledger.kept import ChineseJSON
from yuheng.ledger.models.accounts import Account


class Token(models.Model):
    """A key for programs. The key itself is shown once and stored nowhere: the row holds its SHA-256.

    Attributes:
        scopes: "read", and "write" where the program may decide and upload; never more than the account itself may.
        used: when it last came in.
        revoked: when it was closed; a closed one opens nothing.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField("名称", max_length=80)
    digest = models.CharField("散列", max_length=64, unique=True)
    scopes = models.JSONField("范围", default=list, encoder=ChineseJSON)
    created = models.DateTimeField("建立")
    used = models.DateTimeField("最近使用", null=True, blank=True)
    revoked = models.DateTimeField("停用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "令牌"
