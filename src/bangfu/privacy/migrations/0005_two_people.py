from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_rights_of_people"), ("audit", "0002_guard")]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        )
    ]
