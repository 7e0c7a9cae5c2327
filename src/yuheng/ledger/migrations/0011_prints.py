from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0010_amendments"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="job", name="one_unfinished_act_a_folder"),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "folder"),
                    ("state__in", ["waiting", "working"]),
                    models.Q(("act", "event.print"), _negated=True),
                ),
                fields=("folder",),
                name="one_unfinished_act_a_folder",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("act", "event.print"), ("kind", "folder"), ("state__in", ["waiting", "working"])),
                fields=("folder",),
                name="one_unfinished_print_a_folder",
            ),
        ),
    ]
