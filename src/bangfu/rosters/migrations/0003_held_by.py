from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rosters", "0002_net")]
    operations = [
        migrations.AddField("batch", "held_by", models.UUIDField(null=True)),
    ]
