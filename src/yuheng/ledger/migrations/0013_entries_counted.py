from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_password_end")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_by_kind"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "state", "period_end", "published", "document", "sector", "claim"], name="entry_counted"
            ),
        ),
    ]
