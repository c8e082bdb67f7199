"""Every write of the rosters: a file is staged, corrected, taken in, taken back."""

from .paths import NoTown, take_in_paths
from .stage import LARGE, find_same, read, receive, stage
from .take_in import begin_taking, replan, stop_taking, take_in

__all__ = [
    "LARGE",
    "NoTown",
    "begin_taking",
    "find_same",
    "read",
    "receive",
    "replan",
    "stage",
    "stop_taking",
    "take_in",
    "take_in_paths",
]
