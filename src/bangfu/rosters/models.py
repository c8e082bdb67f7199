import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .states import GONE, BatchState, Disposition, HandoutState


class Batch(models.Model):
    """One file handed in: what it was recognised as, and how many of its rows went where.

    `tables` describes its tables (headers and rows, no cells); `aside` holds, sealed, the lines
    that are no rows (headings of villages); `mark` is an HMAC of the content, by which the same
    file is known again; `paper` the encrypted original.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("镇"))
    state = models.CharField(max_length=12, choices=BatchState.choices)
    file_name = models.CharField(_("文件"), max_length=255)
    size = models.BigIntegerField(_("大小"))
    mark = models.BinaryField()
    paper = models.UUIDField(null=True)
    kind = models.CharField(_("识别为"), max_length=24, default="", blank=True)
    category = models.CharField(_("类别"), max_length=16, default="", blank=True)
    issuer = models.CharField(_("来源部门"), max_length=120, default="", blank=True)
    dated_on = models.DateField(_("名单日期"), null=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True)
    tables = models.JSONField(default=list)
    aside = models.BinaryField(null=True)
    trouble = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    read_by = models.UUIDField()
    read_at = models.DateTimeField()
    held_by = models.UUIDField(null=True)
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    job = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("ready")
                    + models.F("waiting")
                    + models.F("skipped")
                    + models.F("kept")
                    + models.F("taken")
                ),
                name="rosters_batch_no_row_lost",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.TAKEN)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="rosters_batch_taken_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.TAKEN_BACK)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="rosters_batch_taken_back_is_signed",
            ),
            models.UniqueConstraint(
                fields=["area", "mark"],
                condition=~Q(state__in=GONE),
                name="rosters_batch_one_file_once",
            ),
        ]
        indexes = [models.Index(fields=["area", "-read_at"], name="rosters_batch_history")]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(models.Model):
    """One row of a batch as its spreadsheet shows it.

    Everything typed (cells, corrections, findings with their words) is in `sealed`, under the
    batch's own key. Outside stand only what lists are counted and sorted by.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="staged")
    area = models.BigIntegerField(_("村居"))
    part = models.PositiveSmallIntegerField(_("第几张表"), default=0)
    row = models.PositiveIntegerField(_("原行号"))
    disposition = models.CharField(max_length=8, choices=Disposition.choices)
    block = models.CharField(max_length=40, default="", blank=True)
    codes = ArrayField(models.CharField(max_length=40), default=list)
    asks = models.BooleanField(default=False)
    sealed = models.BinaryField()
    people = ArrayField(models.UUIDField(), default=list)
    outcome = models.CharField(max_length=8, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "part", "row"], name="rosters_stagedrow_once"),
        ]
        indexes = [
            models.Index(
                fields=["batch", "disposition", "area", "part", "row"],
                name="rosters_stagedrow_worklist",
            ),
            GinIndex(
                fields=["people"], condition=Q(asks=True), name="rosters_stagedrow_asks_about"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.part}:{self.row}"


class ColumnMemory(models.Model):
    """Which field a header means, as somebody once said for files of this shape."""

    area = models.BigIntegerField()
    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "shape"], name="rosters_columnmemory_once"),
        ]

    def __str__(self) -> str:
        return self.shape


class Layout(models.Model):
    """How a receiver wants a list: which columns in which order, under which headers, written how.

    Made on the screen or learned from a sample the receiver sent; a town keeps it for everybody of
    its office. ``columns`` is a list of {key, header, form} (`writing.columns.Chosen`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("镇"))
    name = models.CharField(max_length=12)
    receiver = models.CharField(_("收表单位"), max_length=40)
    columns = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name", "receiver"],
                condition=Q(dropped_at=None),
                name="rosters_layout_one_of_a_receiver",
            ),
            models.CheckConstraint(condition=~Q(receiver=""), name="rosters_layout_has_a_receiver"),
        ]

    def __str__(self) -> str:
        return self.receiver


class Handout(models.Model):
    """A sheet that somebody asked for: of which list, how far it is, and what came of it.

    ``asked`` is the filter. A large sheet is made by a job and waits, sealed under its own key, for
    whoever asked, and for nobody else; ``digest`` is the SHA-256 of the file as it was given.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("镇"))
    name = models.CharField(max_length=12)
    asked = models.JSONField(default=dict)
    words = models.CharField(max_length=200, default="", blank=True)
    order = models.CharField(max_length=12, default="", blank=True)
    whole = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, default="", blank=True)
    layout = models.ForeignKey(Layout, models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=HandoutState.choices)
    rows = models.PositiveIntegerField(default=0)
    of_rows = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)
    content = models.BinaryField(null=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(whole=False) | ~Q(reason=""), name="rosters_handout_whole_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=HandoutState.DONE) | (~Q(digest="") & Q(done_at__isnull=False)),
                name="rosters_handout_done_has_a_digest",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="rosters_handout_of_asker")]

    def __str__(self) -> str:
        return str(self.uuid)
