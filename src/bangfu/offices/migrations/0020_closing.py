from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0019_rights_ask_the_role"),
        ("privacy", "0005_two_people"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
