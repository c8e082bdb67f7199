from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_guard")]

    operations = [
        migrations.RemoveConstraint(model_name="paper", name="papers_paper_kept_once"),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("fingerprint", "area", "kept_by"),
                name="papers_paper_kept_once",
                nulls_distinct=False,
                condition=models.Q(("wrapped__isnull", False)),
            ),
        ),
    ]
