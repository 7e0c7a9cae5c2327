"""What was received and how it was read: source, snapshot, run, document, body."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yuheng.ledger.kept import ChineseJSON, Kept


class Source(models.Model):
    """Where documents come from. A verdict's slot names its source, so a page fetched again keeps its verdicts."""

    name = models.CharField("名称", max_length=300, unique=True)
    publisher = models.CharField("发布者", max_length=300, blank=True, default="")
    cadence = models.CharField("频次", max_length=80, blank=True, default="")
    licence = models.CharField("许可", max_length=200, blank=True, default="")
    address = models.CharField("网址", max_length=1000, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "来源"

    def __str__(self) -> str:
        return self.name


class Snapshot(Kept):
    """The bytes as received; they lie on disk under their SHA-256 (`ledger.vault`), this row names them."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    name = models.CharField("文件名", max_length=300)
    size = models.BigIntegerField("字节数")
    media = models.CharField("格式", max_length=8, blank=True, default="")
    received = models.DateTimeField("收到")

    class Meta:
        verbose_name = verbose_name_plural = "快照"
        constraints = [models.CheckConstraint(condition=Q(size__gte=0), name="snapshot_has_a_size")]


class Run(Kept):
    """What produced rows: code version, the hash of its rules, inputs.

    Attributes:
        kind: "read" a document, "audit" the collection, "import" from another machine.
        signature: hash of kind, code, rules and inputs: the same work is not stored twice.
    """

    kind = models.CharField("种类", max_length=8)
    code = models.CharField("程序版本", max_length=40)
    rules = models.CharField("规则散列", max_length=64)
    reader = models.CharField("读取器", max_length=40, blank=True, default="")
    model = models.CharField("模型", max_length=80, blank=True, default="")
    inputs = models.JSONField("输入", default=list, encoder=ChineseJSON)
    signature = models.CharField("签名", max_length=20, unique=True)
    started = models.DateTimeField("开始")
    ended = models.DateTimeField("结束")

    class Meta:
        verbose_name = verbose_name_plural = "运行"


class Document(Kept):
    """One reading of a snapshot by one run; its text (`Body`) is frozen and anchors count its characters.

    Title, issuer … are what it says of itself, with what people said of it (`Amendment`) in their place.

    Attributes:
        document_id: the id that anchors name: hash of snapshot and reader.
        doc: the name people know it by.
        live: whether this is the newest reading of its snapshot; worked out from `supersedes`.
        published: visitors may see it; set by people, logged.
    """

    projected = ("live", "published")

    document_id = models.CharField("文档号", max_length=20, db_index=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="documents")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="document")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    doc = models.CharField("名称", max_length=300)
    title = models.CharField("标题", max_length=1000, blank=True, default="")
    issuer = models.CharField("发文机关", max_length=500, blank=True, default="")
    number = models.CharField("文号", max_length=200, blank=True, default="")
    issued = models.DateField("发文日期", null=True, blank=True)
    kind = models.CharField("种类", max_length=20, blank=True, default="")
    region = models.CharField("地区", max_length=200, blank=True, default="")
    characters = models.IntegerField("读得字数")
    claims_count = models.IntegerField("断言数", default=0)
    issues_count = models.IntegerField("问题数", default=0)
    stored = models.DateTimeField("入库")
    live = models.BooleanField("现行", default=True)
    published = models.BooleanField("公开", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "文档"
        constraints = [
            models.UniqueConstraint(fields=["snapshot"], condition=Q(live=True), name="one_live_document_a_snapshot")
        ]
        indexes = [
            models.Index(fields=["live", "-stored"], name="document_by_arrival"),
            models.Index(fields=["live", "region", "kind", "issued"], name="document_by_place"),
        ]

    def __str__(self) -> str:
        return self.title or self.doc


class Body(Kept):
    """A document's text, kept apart so that no list of documents carries it along.

    Attributes:
        blocks: [start, end, kind, level, [headings above]] each.
        cells: [number of the block, row, column] of table blocks.
        read: what the machine reads of the document's metadata by itself, {field: {"value", "span"}}; None where an
            older version read it and kept only what the document's own columns say.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="body")
    text = models.TextField("正文")
    blocks = models.JSONField("段落", encoder=ChineseJSON)
    cells = models.JSONField("表格位置", default=list, encoder=ChineseJSON)
    read = models.JSONField("机读信息", null=True, encoder=ChineseJSON)

    class Meta:
        verbose_name = verbose_name_plural = "正文"
