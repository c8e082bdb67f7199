import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(null=True, verbose_name="村居")),
                ("fingerprint", models.BinaryField()),
                ("size", models.BigIntegerField(verbose_name="大小")),
                ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                ("file_name", models.BinaryField(verbose_name="文件名")),
                ("wrapped", models.BinaryField(null=True)),
                ("master_version", models.PositiveSmallIntegerField()),
                ("kept_by", models.UUIDField(null=True, verbose_name="谁交存")),
                ("kept_at", models.DateTimeField(verbose_name="交存时间")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fingerprint", "area", "kept_by"),
                        name="papers_paper_kept_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0)), name="papers_paper_has_a_size"
                    ),
                ],
            },
        ),
    ]
