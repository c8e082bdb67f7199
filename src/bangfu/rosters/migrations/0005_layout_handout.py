import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rosters", "0004_handed_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(verbose_name="镇")),
                ("name", models.CharField(max_length=12)),
                ("receiver", models.CharField(max_length=40, verbose_name="收表单位")),
                ("columns", models.JSONField()),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)),
                        fields=("area", "name", "receiver"),
                        name="rosters_layout_one_of_a_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receiver", ""), _negated=True),
                        name="rosters_layout_has_a_receiver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(verbose_name="镇")),
                ("name", models.CharField(max_length=12)),
                ("asked", models.JSONField(default=dict)),
                ("words", models.CharField(blank=True, default="", max_length=200)),
                ("order", models.CharField(blank=True, default="", max_length=12)),
                ("whole", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, default="", max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "正在生成"),
                            ("done", "可以下载"),
                            ("failed", "没有做成"),
                            ("gone", "已过期"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("of_rows", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "layout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="rosters.layout",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["asked_by", "-asked_at"], name="rosters_handout_of_asker")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("whole", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rosters_handout_whole_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                models.Q(("digest", ""), _negated=True), ("done_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="rosters_handout_done_has_a_digest",
                    ),
                ],
            },
        ),
    ]
