"""Every write of this room."""

from .drafting import (
    CannotChangeStandard,
    draft,
    draft_value,
    drop,
    edit,
    submit,
)
from .keeping import keep_answers
from .reviewing import agree, publish, send_back
from .trying import CannotTry, keep_whatif

__all__ = [
    "CannotChangeStandard",
    "CannotTry",
    "agree",
    "draft",
    "draft_value",
    "drop",
    "edit",
    "keep_answers",
    "keep_whatif",
    "publish",
    "send_back",
    "submit",
]
