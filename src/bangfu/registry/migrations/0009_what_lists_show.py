from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_changes")]

    operations = [
        migrations.AddField(
            model_name="household",
            name="changed_at",
            field=models.DateTimeField(null=True, verbose_name="最近变动"),
        ),
        migrations.AddField(
            model_name="household",
            name="disabled",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="household",
            name="eldest_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="household",
            name="entered_on",
            field=models.DateField(null=True, verbose_name="纳入日期"),
        ),
        migrations.AddField(
            model_name="household",
            name="in_school",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="household",
            name="place",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="村组"),
        ),
        migrations.AddField(
            model_name="household",
            name="unverified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="category",
            field=models.CharField(blank=True, default="", max_length=16, verbose_name="类别"),
        ),
        migrations.AddField(
            model_name="person",
            name="disability",
            field=models.CharField(blank=True, default="", max_length=3, verbose_name="残疾"),
        ),
        migrations.AddField(
            model_name="person",
            name="relation",
            field=models.CharField(blank=True, default="", max_length=2, verbose_name="与户主关系"),
        ),
        migrations.AddField(
            model_name="person",
            name="stage",
            field=models.CharField(blank=True, default="", max_length=16, verbose_name="学段"),
        ),
        migrations.AddField(
            model_name="household",
            name="profile",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    output_field=models.CharField(),
                    template=(
                        "case when category <> '' then category"
                        " when entered_on is not null then 'left' else 'open' end"
                        " || '/' || cause || '/' || case when disabled then 'D'"
                        " else '-' end || case when in_school then 'S' else '-' end"
                        " || case when unverified then 'V' else '-' end || '/'"
                        " || coalesce((extract(year from eldest_on)::int / 10)::text, '')"
                    ),
                ),
                output_field=models.CharField(max_length=60),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="profile",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    output_field=models.CharField(),
                    template=(
                        "case when home is null then 'gone'"
                        " when category <> '' then category else 'left' end || '/'"
                        " || sex::text || '/' || identity_state || '/' || case"
                        " when disability <> '' then 'D' else '-' end || case"
                        " when stage <> '' then 'S' else '-' end || '/'"
                        " || left(relation, 1) || '/'"
                        " || coalesce((extract(year from born_on)::int / 10)::text, '')"
                    ),
                ),
                output_field=models.CharField(max_length=60),
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["changed_at", "id"], name="registry_household_changed"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["entered_on", "id"], name="registry_household_entered"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["profile", "area", "sort_key", "id"], name="registry_household_narrow"
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["profile", "changed_at", "id"], name="registry_household_n_change"
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["profile", "entered_on", "id"], name="registry_household_n_enter"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["profile", "area", "sort_key", "id"], name="registry_person_narrow"
            ),
        ),
    ]
