from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0017_return"),
    ]

    operations = [
        migrations.AddField(
            model_name="household",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
    ]
