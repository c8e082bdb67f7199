import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offices", "0010_calendar_net")]
    operations = [
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="从哪天")),
                ("valid_until", models.DateField(verbose_name="到哪天")),
                ("given_by", models.UUIDField()),
                ("given_at", models.DateTimeField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_column="area",
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="offices.area",
                    ),
                ),
                (
                    "for_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="stood_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["valid_from", "id"],
                "indexes": [
                    models.Index(fields=["user", "valid_until"], name="offices_standin_of_user")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="offices_standin_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("for_user")), _negated=True),
                        name="offices_standin_not_for_oneself",
                    ),
                ],
            },
        ),
    ]
