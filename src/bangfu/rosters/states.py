"""Where a batch stands, where a row stands, and which act leads from where to where."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    READING = "reading", _("正在读取")
    STAGED = "staged", _("待核对")
    TAKING = "taking", _("正在入库")
    TAKEN = "taken", _("已入库")
    TAKEN_BACK = "taken_back", _("已撤回")
    FAILED = "failed", _("读不了")


class Disposition(TextChoices):
    """What becomes of a row: it can enter, it waits for an answer, it is no person's row, it is
    kept for another room, or it has entered."""

    READY = "ready", _("可入库")
    WAITING = "waiting", _("待核实")
    SKIPPED = "skipped", _("跳过")
    KEPT = "kept", _("留存")
    TAKEN = "taken", _("已入库")


class HandoutState(TextChoices):
    """How far a sheet is that is handed out."""

    WAITING = "waiting", _("正在生成")
    DONE = "done", _("可以下载")
    FAILED = "failed", _("没有做成")
    GONE = "gone", _("已过期")


TRANSITIONS: dict[tuple[str, str], str] = {
    (BatchState.READING, "staged"): BatchState.STAGED,
    (BatchState.READING, "fail"): BatchState.FAILED,
    # A reading that was cut off is read again; a file told apart anew as well.
    (BatchState.READING, "read"): BatchState.READING,
    (BatchState.STAGED, "edit"): BatchState.STAGED,
    (BatchState.STAGED, "begin_taking"): BatchState.TAKING,
    (BatchState.STAGED, "take_in"): BatchState.TAKEN,
    # A taking that was cut off has changed nothing: it goes on, or back to the checking.
    (BatchState.TAKING, "take_in"): BatchState.TAKEN,
    (BatchState.TAKING, "begin_taking"): BatchState.TAKING,
    (BatchState.TAKING, "stop_taking"): BatchState.STAGED,
    # Rows that waited may be settled and enter later.
    (BatchState.TAKEN, "edit"): BatchState.TAKEN,
    (BatchState.TAKEN, "begin_taking"): BatchState.TAKING,
    (BatchState.TAKEN, "take_in"): BatchState.TAKEN,
    (BatchState.TAKEN, "take_back"): BatchState.TAKEN_BACK,
    # A file handed in by mistake; nothing of it has entered.
    (BatchState.STAGED, "drop"): BatchState.TAKEN_BACK,
    (BatchState.READING, "drop"): BatchState.TAKEN_BACK,
}

GONE = (BatchState.TAKEN_BACK, BatchState.FAILED)
"""The same file may be handed in again."""


class CannotDo(ValueError):
    """The batch stands where this act is not possible; `str()` says so to the clerk."""


def after(state: str, act: str) -> str:
    """Return the state that the act leads to.

    Raises CannotDo when it is not possible in this state.
    """
    if (state, act) not in TRANSITIONS:
        raise CannotDo(_REFUSALS.get(state) or _("现在不能这样做。"))
    return TRANSITIONS[state, act]


_REFUSALS: dict[str, object] = {
    BatchState.READING: _("文件还在读取，请稍等。"),
    BatchState.TAKING: _("这批正在入库，请稍等。"),
    BatchState.TAKEN: _("这批已经入库了。"),
    BatchState.TAKEN_BACK: _("这批已经撤回，请重新上传文件。"),
    BatchState.FAILED: _("这个文件读不了，请换一个文件。"),
}
