"""Every write of the rosters: a file is staged, corrected, taken in, taken back."""

from .edit import drop, edit_cell, map_columns, set_date, settle
from .paths import NoTown, take_in_paths
from .refuse import refuse_job
from .stage import LARGE, find_same, note_progress, open_received, read, receive, stage
from .take_back import take_back
from .take_in import begin_taking, replan, start_again, stop_taking, take_in

__all__ = [
    "LARGE",
    "NoTown",
    "begin_taking",
    "drop",
    "edit_cell",
    "find_same",
    "map_columns",
    "note_progress",
    "open_received",
    "read",
    "receive",
    "refuse_job",
    "replan",
    "set_date",
    "settle",
    "stage",
    "start_again",
    "stop_taking",
    "take_back",
    "take_in",
    "take_in_paths",
]
