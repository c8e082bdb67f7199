import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0009_sheets_being_made"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="stagedrow",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("asks", True)),
                fields=["people"],
                name="rosters_stagedrow_asks_about",
            ),
        ),
    ]
