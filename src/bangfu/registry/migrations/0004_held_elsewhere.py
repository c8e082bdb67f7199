from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_a_grant_only_reads")]
    operations = [migrations.RunSQL(SQL, "drop function registry_held_elsewhere(bytea[])")]
