from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0003_net"),
        ("axes", "0010_accessattemptexpiration"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            (HERE / "0004_libraries.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop
        )
    ]
