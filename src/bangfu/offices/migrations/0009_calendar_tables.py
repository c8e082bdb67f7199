import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0008_preference_is_ones_own"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("month", models.PositiveSmallIntegerField(null=True, verbose_name="月")),
                ("day", models.PositiveSmallIntegerField(verbose_name="日")),
                ("last_month", models.PositiveSmallIntegerField(null=True)),
                ("last_day", models.PositiveSmallIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_column="area",
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="offices.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("area", "name"),
                        name="offices_officeday_one_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__gte", 1),
                            ("day__lte", 31),
                            models.Q(
                                ("month__isnull", True),
                                models.Q(("month__gte", 1), ("month__lte", 12)),
                                _connector="OR",
                            ),
                        ),
                        name="offices_officeday_is_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_day__isnull", True), ("last_month__isnull", True)),
                            models.Q(
                                ("last_day__gte", 1),
                                ("last_day__lte", 31),
                                ("last_month__gte", models.F("month")),
                                ("last_month__lte", 12),
                                ("month__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="offices_officeday_season_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年份")),
                ("off", models.JSONField()),
                ("work", models.JSONField(default=dict)),
                ("document", models.CharField(max_length=120, verbose_name="依据")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_column="area",
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="offices.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("area", "year"),
                        name="offices_workingyear_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                        name="offices_workingyear_of_our_time",
                    ),
                ],
            },
        ),
    ]
