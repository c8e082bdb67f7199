import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="记下时间",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("act", "办理"), ("look", "查看"), ("login", "登录")],
                        max_length=5,
                        verbose_name="类型",
                    ),
                ),
                ("actor", models.UUIDField(null=True, verbose_name="谁")),
                ("verb", models.CharField(max_length=80, verbose_name="做了什么")),
                ("subject", models.UUIDField(null=True, verbose_name="对象")),
                (
                    "subject_kind",
                    models.CharField(blank=True, max_length=40, verbose_name="对象类型"),
                ),
                ("area", models.BigIntegerField(null=True, verbose_name="村居")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None, verbose_name="字段"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="理由")),
                ("detail", models.JSONField(verbose_name="细节")),
                ("via", models.CharField(blank=True, max_length=40, verbose_name="途径")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="audit_entry_subject"),
                    models.Index(fields=["actor", "id"], name="audit_entry_actor"),
                    models.Index(fields=["at", "id"], name="audit_entry_at"),
                    models.Index(fields=["verb", "id"], name="audit_entry_verb"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["act", "look", "login"])),
                        name="audit_entry_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verb", ""), _negated=True),
                        name="audit_entry_says_what_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "look"), _negated=True),
                            models.Q(("actor__isnull", False), ("subject__isnull", False)),
                            _connector="OR",
                        ),
                        name="audit_entry_look_names_who_and_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("key_version", models.PositiveSmallIntegerField()),
                ("cluster", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="audit.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="audit_seal_digest_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seq__gt", 0)), name="audit_seal_counts_from_1"
                    ),
                ],
            },
        ),
    ]
