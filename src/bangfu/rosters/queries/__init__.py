"""Every read of the rosters."""

from .report import FileReport, report, report_unread
from .wording import reading_of_trouble, words_of

__all__ = ["FileReport", "reading_of_trouble", "report", "report_unread", "words_of"]
