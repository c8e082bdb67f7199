"""The pages of the auditor."""

from .alerts import alert, alerts, conclude
from .entries import check, entries, entry
from .sheets import sheet, sheets, sign

__all__ = [
    "alert",
    "alerts",
    "check",
    "conclude",
    "entries",
    "entry",
    "sheet",
    "sheets",
    "sign",
]
