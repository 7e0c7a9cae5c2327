import django.db.models.deletion
import yuheng.ledger.kept
from django.conf import settings
from django.db import migrations, models

from yuheng.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="read",
            field=models.JSONField(encoder=yuheng.ledger.kept.ChineseJSON, null=True, verbose_name="机读信息"),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=8, verbose_name="项目")),
                ("value", models.CharField(blank=True, default="", max_length=1000, verbose_name="内容")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="撤回")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="ledger.snapshot"
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="ledger.amendment",
                    ),
                ),
            ],
            options={
                "verbose_name": "补正",
                "verbose_name_plural": "补正",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", True)),
                        fields=("snapshot", "field"),
                        name="one_first_amendment_a_field",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("field__in", ["title", "issuer", "number", "issued", "kind", "region"])),
                        name="amendment_of_a_known_field",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False),
                            models.Q(("value", ""), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="withdrawal_takes_something_back",
                    ),
                ],
            },
        ),
        migrations.RunPython(triggers.make_for("amendment"), migrations.RunPython.noop),
        migrations.RunPython(triggers.make_anew_for("body"), migrations.RunPython.noop),
    ]
