"""Every read of the rosters."""

from .report import FileReport, report, report_unread
from .screen import (
    count_asking,
    dated,
    doubts,
    find_batch,
    findings_of,
    get_batch,
    list_batches,
    next_doubt,
    people_of,
    skipped,
    tables_of,
    tidied,
    town_of,
)
from .wording import reading_of_trouble, words_of
from .worklist import has_questions, to_ask_about, worklist

__all__ = [
    "FileReport",
    "count_asking",
    "dated",
    "doubts",
    "find_batch",
    "findings_of",
    "get_batch",
    "has_questions",
    "list_batches",
    "next_doubt",
    "people_of",
    "reading_of_trouble",
    "report",
    "report_unread",
    "skipped",
    "tables_of",
    "tidied",
    "to_ask_about",
    "town_of",
    "words_of",
    "worklist",
]
