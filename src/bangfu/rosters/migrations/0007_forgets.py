from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rosters", "0006_handing_out"), ("privacy", "0005_two_people")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        )
    ]
