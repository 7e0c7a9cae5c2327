from typing import Any

from django.db import migrations, models
import django.db.models.deletion

_BATCH = 500


def fill(apps: Any, editor: Any) -> None:
    """Who owes and who signed, out of the entries' payloads as they stand."""
    Owed, Signed = (apps.get_model("ledger", name) for name in ("owed", "signed"))  # noqa: N806
    owed: list[Any] = []
    signed: list[Any] = []
    rows = apps.get_model("ledger", "entry").objects.values_list("pk", "document_id", "payload")
    for entry, document, payload in rows.iterator(chunk_size=2000):
        owed += [
            Owed(entry_id=entry, document_id=document, name=owner["name"][:300], role=owner["role"])
            for owner in payload.get("owners", ())
        ]
        signed += [
            Signed(entry_id=entry, document_id=document, name=name[:300])
            for name in dict.fromkeys(payload.get("parties", ()))
        ]
        if len(owed) + len(signed) > _BATCH:
            Owed.objects.bulk_create(owed, batch_size=_BATCH)
            Signed.objects.bulk_create(signed, batch_size=_BATCH)
            owed, signed = [], []
    Owed.objects.bulk_create(owed, batch_size=_BATCH)
    Signed.objects.bulk_create(signed, batch_size=_BATCH)


def _named(related: str, name: str) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=related, to=f"ledger.{name}")


def _within(related: str) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related, to="ledger.document")


def _key() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_folders")]

    operations = [
        migrations.DeleteModel(name="Owed"),
        migrations.CreateModel(
            name="Owed",
            fields=[
                ("id", _key()),
                ("name", models.CharField(max_length=300, verbose_name="单位")),
                ("role", models.CharField(blank=True, default="", max_length=20, verbose_name="角色")),
                ("entry", _named("owed", "entry")),
                ("document", _within("owed")),
            ],
            options={
                "verbose_name": "责任",
                "verbose_name_plural": "责任",
                "indexes": [models.Index(fields=["name", "document", "entry"], name="owed_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Signed",
            fields=[
                ("id", _key()),
                ("name", models.CharField(max_length=300, verbose_name="单位")),
                ("entry", _named("signed", "entry")),
                ("document", _within("signed")),
            ],
            options={
                "verbose_name": "签约",
                "verbose_name_plural": "签约",
                "indexes": [models.Index(fields=["name", "document", "entry"], name="signed_by_name")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
