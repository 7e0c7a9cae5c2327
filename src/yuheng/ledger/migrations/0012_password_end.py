from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0011_prints"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="new_password_until",
            field=models.DateField(blank=True, null=True, verbose_name="一次性密码有效到"),
        ),
    ]
