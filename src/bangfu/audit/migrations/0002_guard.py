from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL((HERE / "0002_guard.sql").read_text("utf-8"), migrations.RunSQL.noop)
    ]
