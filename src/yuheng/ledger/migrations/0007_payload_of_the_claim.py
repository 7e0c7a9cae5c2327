from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_narrow_entries")]

    operations = [
        migrations.RemoveField(model_name="entry", name="payload"),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["subject"], name="entry_by_subject")),
    ]
