from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_tables")]

    operations = [
        migrations.RunSQL(
            (HERE / "0002_promises.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        )
    ]
