"""Every write of the rosters: a file is staged, corrected, taken in, taken back."""

from .edit import ask_village, drop, edit_cell, map_columns, set_aside, set_date, settle
from .hand_over import hand_over
from .handing import (
    MANY,
    MOST,
    CannotHandOut,
    Order,
    begin_handout,
    fail_handout,
    finish_handout,
    forget_old,
    hand_out,
    make_again,
    order_of,
    rows_of,
)
from .layouts import CannotKeepLayout, drop_layout, keep_layout
from .paths import NoTown, take_in_paths
from .progress import READING, TAKING, TAKING_BACK, note_rows, telling
from .refuse import OUT_OF_OFFICE, refuse_job
from .replies import Reply, take_reply
from .stage import LARGE, find_same, note_progress, open_received, read, receive, stage
from .take_back import begin_taking_back, finish_taking_back, stop_taking_back, take_back
from .take_in import begin_taking, replan, start_again, stop_taking, take_in

__all__ = [
    "LARGE",
    "MANY",
    "MOST",
    "OUT_OF_OFFICE",
    "READING",
    "TAKING",
    "TAKING_BACK",
    "CannotHandOut",
    "CannotKeepLayout",
    "NoTown",
    "Order",
    "Reply",
    "ask_village",
    "begin_handout",
    "begin_taking",
    "begin_taking_back",
    "drop",
    "drop_layout",
    "edit_cell",
    "fail_handout",
    "find_same",
    "finish_handout",
    "finish_taking_back",
    "forget_old",
    "hand_out",
    "hand_over",
    "keep_layout",
    "make_again",
    "map_columns",
    "note_progress",
    "note_rows",
    "open_received",
    "order_of",
    "read",
    "receive",
    "refuse_job",
    "replan",
    "rows_of",
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
