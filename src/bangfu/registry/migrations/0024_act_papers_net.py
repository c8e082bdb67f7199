from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("registry", "0023_act_papers")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
