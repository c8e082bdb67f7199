"""Every write of the rosters: a file is staged, corrected, taken in, taken back."""

from .edit import ask_village, drop, edit_cell, map_columns, set_aside, set_date, settle
from .hand_over import hand_over
from .paths import NoTown, take_in_paths
from .progress import READING, TAKING, TAKING_BACK, telling
from .refuse import OUT_OF_OFFICE, refuse_job
from .replies import Reply, take_reply
from .stage import LARGE, find_same, note_progress, open_received, read, receive, stage
from .take_back import begin_taking_back, finish_taking_back, stop_taking_back, take_back
from .take_in import begin_taking, replan, start_again, stop_taking, take_in

__all__ = [
    "LARGE",
    "OUT_OF_OFFICE",
    "READING",
    "TAKING",
    "TAKING_BACK",
    "NoTown",
    "Reply",
    "ask_village",
    "begin_taking",
    "begin_taking_back",
    "drop",
    "edit_cell",
    "find_same",
    "finish_taking_back",
    "hand_over",
    "map_columns",
    "note_progress",
    "open_received",
    "read",
    "receive",
    "refuse_job",
    "replan",
    "set_aside",
    "set_date",
    "settle",
    "stage",
    "start_again",
    "stop_taking",
    "stop_taking_back",
    "take_back",
    "take_in",
    "take_in_paths",
    "take_reply",
    "telling",
]
