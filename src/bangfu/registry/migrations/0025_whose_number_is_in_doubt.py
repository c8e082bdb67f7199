from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0024_act_papers_net"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(
                    ("canonical__isnull", True),
                    ("identity_state__in", ("unverified", "disputed")),
                    ("withdrawn_at__isnull", True),
                ),
                fields=["identity_state", "area", "sort_key", "id"],
                name="registry_person_doubt",
            ),
        ),
    ]
