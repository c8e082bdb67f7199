"""Every read of the rosters."""

from .batches import (
    CannotGive,
    count_waiting,
    find_batch,
    get_batch,
    list_batches,
    original_of,
    people_of,
    town_of,
)
from .columns import columns_of
from .handouts import (
    file_of,
    find_handout,
    find_layout,
    learn,
    list_handouts,
    list_layouts,
    may_fetch,
    may_hand_out,
)
from .lines import SHOWN as SHOWN_BY_ROW
from .lines import lines
from .progress import doing, is_stuck, progress_of, trouble_of
from .progress import rows_of as rows_written
from .report import FileReport, report, report_unread
from .screen import (
    count_asking,
    dated,
    doubts,
    findings_of,
    next_doubt,
    skipped,
    tables_of,
    tidied,
    typed_over,
)
from .staff import MOST_LINES, NoStaffSheet, UnreadableFile, read_staff
from .sum import kept_only, parts_of
from .wording import reading_of_trouble, words_of
from .work import open_work, sheets_being_made
from .worklist import asks_about, has_questions, to_ask_about, worklist

__all__ = [
    "MOST_LINES",
    "SHOWN_BY_ROW",
    "CannotGive",
    "FileReport",
    "NoStaffSheet",
    "UnreadableFile",
    "asks_about",
    "columns_of",
    "count_asking",
    "count_waiting",
    "dated",
    "doing",
    "doubts",
    "file_of",
    "find_batch",
    "find_handout",
    "find_layout",
    "findings_of",
    "get_batch",
    "has_questions",
    "is_stuck",
    "kept_only",
    "learn",
    "lines",
    "list_batches",
    "list_handouts",
    "list_layouts",
    "may_fetch",
    "may_hand_out",
    "next_doubt",
    "open_work",
    "original_of",
    "parts_of",
    "people_of",
    "progress_of",
    "read_staff",
    "reading_of_trouble",
    "report",
    "report_unread",
    "rows_written",
    "sheets_being_made",
    "skipped",
    "tables_of",
    "tidied",
    "to_ask_about",
    "town_of",
    "trouble_of",
    "typed_over",
    "words_of",
    "worklist",
]
