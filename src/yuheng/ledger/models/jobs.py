"""Work that runs outside the request, and how far it is."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models
from django.db.models import Q

from yuheng.ledger.kept import ChineseJSON
from yuheng.ledger.models.accounts import Account
from yuheng.ledger.models.documents import Document, Snapshot, Source
from yuheng.ledger.models.folders import Folder

PRINT: Final = "event.print"
"""The act on an event that may wait or run beside another one: it follows the plan, and makes way."""


class JobState(models.TextChoices):
    """Where a job stands; WAITING and WORKING are unfinished."""

    WAITING = "waiting", "等待"
    WORKING = "working", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "未成"


class Job(models.Model):
    """One file to read, one audit to make, or one act on a folder.

    Attributes:
        act, arguments: what is done to the folder (`app.folder_acts`).
        attempt: rises each time a worker takes the job up; a worker whose attempt is over stores nothing.
        beat: when its worker last said that it lives.
        step: what is being done, in Chinese, for the page.
        done, total: progress; total 0 where unknown.
        message: why it failed, for the clerk.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=8, choices=[("read", "读取"), ("audit", "审计"), ("folder", "案卷")])
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    folder = models.ForeignKey(Folder, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    act = models.CharField("行为", max_length=40, blank=True, default="")
    arguments = models.JSONField("参数", default=dict, encoder=ChineseJSON)
    name = models.CharField("名称", max_length=300)
    ocr = models.BooleanField("识别扫描件", default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    state = models.CharField("状态", max_length=8, choices=JobState.choices, default=JobState.WAITING)
    attempt = models.IntegerField("次数", default=0)
    worker = models.CharField("工作进程", max_length=80, blank=True, default="")
    beat = models.DateTimeField("心跳", null=True, blank=True)
    step = models.CharField("步骤", max_length=80, blank=True, default="")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.TextField("说明", blank=True, default="")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    created = models.DateTimeField("提交")
    started = models.DateTimeField("开始", null=True, blank=True)
    ended = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "作业"
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot"],
                condition=Q(state__in=["waiting", "working"], kind="read"),
                name="one_unfinished_reading_a_snapshot",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="waiting", kind="audit"), name="one_waiting_audit"
            ),
            models.UniqueConstraint(
                fields=["folder"],
                condition=Q(state__in=["waiting", "working"], kind="folder") & ~Q(act=PRINT),
                name="one_unfinished_act_a_folder",
            ),
            models.UniqueConstraint(
                fields=["folder"],
                condition=Q(state__in=["waiting", "working"], kind="folder", act=PRINT),
                name="one_unfinished_print_a_folder",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created"], name="job_by_state")]
