from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
        ("privacy", "0001_initial"),
        ("registry", "0025_whose_number_is_in_doubt"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
