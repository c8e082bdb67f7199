from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_promises")]

    operations = [
        migrations.RunSQL(
            (HERE / "0003_net.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        )
    ]
