from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0008_handouts_forget"),
        ("offices", "0016_handover_net"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
