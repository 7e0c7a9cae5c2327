from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_proposals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="folder",
            name="kind",
            field=models.CharField(
                choices=[("periods", "各期收报"), ("event", "对接活动"), ("standing", "常设对接")],
                max_length=8,
                verbose_name="种类",
            ),
        ),
        migrations.AddConstraint(
            model_name="folder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "standing")), fields=("kind",), name="one_standing_exchange"
            ),
        ),
    ]
