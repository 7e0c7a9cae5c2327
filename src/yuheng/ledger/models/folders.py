"""Folders of files that people work on over time (periods, an event, the standing exchange), with every version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yuheng.ledger.kept import Kept
from yuheng.ledger.models.accounts import Account
from yuheng.ledger.models.documents import Snapshot


class FolderKind(models.TextChoices):
    """What a folder holds."""

    PERIODS = "periods", "各期收报"
    EVENT = "event", "对接活动"
    STANDING = "standing", "常设对接"


class Folder(Kept):
    """A folder as the command line works in it, kept in the ledger: its files are the newest `Filed` of each path.

    Attributes:
        made_by: whose it is; None for the office's own.
        revision: rises by one with each change; whoever writes must have seen the newest.
        published: everybody who signs in may see what of it is meant for the public.
    """

    projected = ("revision", "title", "published")

    kind = models.CharField("种类", max_length=8, choices=FolderKind.choices)
    title = models.CharField("名称", max_length=200)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="folders")
    made = models.DateTimeField("建立")
    revision = models.IntegerField("修订", default=0)
    published = models.BooleanField("公开", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="periods"), name="one_folder_of_periods"),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="standing"), name="one_standing_exchange"),
        ]

    def __str__(self) -> str:
        return self.title


class Filed(Kept):
    """One version of one file of a folder; without a snapshot, the file was taken out.

    Attributes:
        path: within the folder, with "/" between names.
        revision: the folder's, with which it came in.
        by: None for the program itself.
    """

    folder = models.ForeignKey(Folder, on_delete=models.PROTECT, related_name="filed")
    path = models.CharField("路径", max_length=400)
    revision = models.IntegerField("修订")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="filed")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "卷内文件"
        constraints = [
            models.UniqueConstraint(fields=["folder", "path", "revision"], name="one_version_a_path_and_revision"),
            models.CheckConstraint(condition=Q(revision__gt=0), name="filed_with_a_revision"),
        ]


class Erasure(Kept):
    """The bytes of a snapshot were erased, as personal data must be when their time is over; the rows stay."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="erasure")
    reason = models.CharField("理由", max_length=400)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "删除记录"
