from django.db import migrations

from yuheng.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]

    operations = [migrations.RunPython(triggers.make, triggers.drop)]
