from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0018_rights_of_people"),
        ("privacy", "0005_two_people"),
        ("offices", "0003_net"),
    ]
    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"),
            migrations.RunSQL.noop,
        )
    ]
