import uuid

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0003_destroyed_on_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(verbose_name="村居")),
                ("subject", models.UUIDField()),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[("person", "个人"), ("household", "住户")], max_length=10
                    ),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("household_left", "退出救助，保存期限已到"),
                            ("person_gone", "去世或迁出，保存期限已到"),
                            ("request", "本人要求删除，依法应当删除"),
                            ("unlawful", "不该收集，或收集有误"),
                        ],
                        max_length=16,
                        verbose_name="依据",
                    ),
                ),
                ("clause", models.CharField(max_length=200, verbose_name="条款")),
                ("clock_on", models.DateField(verbose_name="起算日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("withdrawn", "已收回"),
                            ("refused", "未同意"),
                            ("done", "已依法删除"),
                        ],
                        max_length=10,
                    ),
                ),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("txid", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["area", "state"], name="privacy_erasure_waiting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="privacy_erasure_decided_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="privacy_erasure_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("clause", ""), _negated=True),
                        name="privacy_erasure_names_its_clause",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "done"])),
                        fields=("subject",),
                        name="privacy_erasure_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(verbose_name="村居")),
                ("subject", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("lawsuit", "诉讼或复议中"),
                            ("audit", "审计或检查中"),
                            ("complaint", "信访投诉中"),
                            ("recovery", "追回款项中"),
                        ],
                        max_length=12,
                        verbose_name="为什么留",
                    ),
                ),
                ("until", models.DateField(verbose_name="留到")),
                ("placed_by", models.UUIDField()),
                ("placed_at", models.DateTimeField()),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="privacy_hold_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="privacy_hold_lifted_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("area", models.BigIntegerField(verbose_name="村居")),
                ("subject", models.UUIDField()),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[("person", "个人"), ("household", "住户")], max_length=10
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("know", "查阅"),
                            ("copy", "复制"),
                            ("correct", "更正、补充"),
                            ("delete", "删除"),
                            ("explain", "解释说明"),
                        ],
                        max_length=8,
                        verbose_name="要求什么",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("identity", "姓名、身份证号"),
                            ("phone", "电话"),
                            ("account", "开户账号"),
                            ("certificate", "残疾证"),
                            ("address", "住址"),
                            ("members", "家庭成员"),
                            ("category", "救助类别、金额"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="哪一项",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("counter", "到窗口"),
                            ("visit", "入户时"),
                            ("phone", "电话"),
                            ("letter", "书信"),
                        ],
                        max_length=8,
                        verbose_name="怎么提出",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("self", "本人"),
                            ("guardian", "监护人"),
                            ("agent", "受托的家人"),
                            ("heir", "去世者近亲属"),
                        ],
                        max_length=8,
                        verbose_name="谁提出",
                    ),
                ),
                ("text", models.BinaryField(null=True)),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                ("due_on", models.DateField(verbose_name="办理期限")),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("handler", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "办理中"), ("done", "已照办"), ("refused", "未同意")],
                        max_length=8,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correct", "经核对，记录与证件一致"),
                            ("duty", "履行法定职责需要，还不能删除"),
                            ("term", "法律规定的保存期限还没有到"),
                            ("others", "涉及他人的信息"),
                            ("unproved", "不能确认是本人或有权的人提出"),
                            ("elsewhere", "不是本单位的记录，请向来源单位提出"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("act", models.UUIDField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("printed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="privacy_request_subject"),
                    models.Index(
                        fields=["area", "state", "due_on"], name="privacy_request_waiting"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="privacy_request_decided_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "refused"), ("refusal", ""), _connector="XOR"),
                        name="privacy_request_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))),
                        name="privacy_request_due_after_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.BigIntegerField(verbose_name="镇")),
                ("kind", models.CharField(max_length=16)),
                ("years", models.PositiveSmallIntegerField(verbose_name="年")),
                ("clause", models.CharField(max_length=200, verbose_name="条款")),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "kind"), name="privacy_term_one_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 100)),
                        name="privacy_term_in_years",
                    ),
                ],
            },
        ),
    ]
