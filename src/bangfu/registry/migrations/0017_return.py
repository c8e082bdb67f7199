from django.db import migrations, models

# Who came back may leave again: one departure at a time, not one for ever.
ONCE = """
drop index registry_departure_once;
create unique index registry_departure_once on registry_departure (person_id)
  where superseded_at is null and valid_until is null;
"""
KINDS = [
    ("open", "新增住户"),
    ("join", "添人"),
    ("birth", "出生"),
    ("death", "去世"),
    ("move_out", "迁出"),
    ("move", "转到另一户"),
    ("split", "分户"),
    ("head", "变更户主"),
    ("relocate", "搬到另一村居"),
    ("return", "回迁"),
    ("enter", "纳入"),
    ("leave", "退出"),
    ("category", "变更类别"),
    ("update", "登记变化"),
    ("need", "需求"),
    ("housing", "住房"),
    ("income", "收入"),
    ("assets", "财产"),
    ("settle", "以一个来源为准"),
    ("correct", "更正信息"),
    ("merge", "合并为一人"),
]


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_pairs_net")]
    operations = [
        migrations.AlterField(
            "change",
            "kind",
            models.CharField(choices=KINDS, max_length=16, verbose_name="事由"),
        ),
        migrations.RunSQL(ONCE, migrations.RunSQL.noop),
    ]
