"""Who works here: accounts with one role each, and the views they saved."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from yuheng.ledger.kept import ChineseJSON


class Role(models.TextChoices):
    """What an account may do; `docs/roles.md` is the table."""

    ADMINISTRATOR = "administrator", "管理员"
    CLERK = "clerk", "台账员"
    DEPARTMENT = "department", "填报单位"
    ORGANISER = "organiser", "活动组织"
    ANALYST = "analyst", "分析"
    FIRM = "firm", "企业"
    VISITOR = "visitor", "访客"


class Account(AbstractUser):
    """A person who signs in.

    Attributes:
        role: what they may do; a new account may see published things only.
        party: the department or firm they speak for, as its name is written; empty for others.
        new_password_due: the password was made by somebody else and must be changed at the next sign-in.
        new_password_until: the last day on which such a password opens anything; None for one without an end.
        first_name: the person's whole name; empty where nobody wrote it down.
    """

    role = models.CharField("角色", max_length=16, choices=Role.choices, default=Role.VISITOR)
    party = models.CharField("单位", max_length=200, blank=True, default="")
    new_password_due = models.BooleanField("须改密码", default=False)
    new_password_until = models.DateField("一次性密码有效到", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "账户"

    @property
    def signature(self) -> str:
        """What this person signs papers with: the name, where it is known, else what they sign in with."""
        return self.first_name.strip() or self.get_username()


class SavedView(models.Model):
    """A list as somebody likes it: page, filters, columns, order, as the page's query string says them."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField("页面", max_length=40)
    name = models.CharField("名称", max_length=80)
    query = models.JSONField("条件", default=dict, encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        constraints = [models.UniqueConstraint(fields=["account", "page", "name"], name="one_view_a_name")]
