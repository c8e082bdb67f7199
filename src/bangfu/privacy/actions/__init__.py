"""Every write of the rights of people; rights of posts are asked above, where posts are known."""

from .erasing import CannotErase, Proposal, decide, propose
from .holds import CannotHold, lift, place
from .requests import Asked, CannotAnswer, ask, meet, note_print, refuse, reopen, take
from .terms import CannotKeep, set_term

__all__ = [
    "Asked",
    "CannotAnswer",
    "CannotErase",
    "CannotHold",
    "CannotKeep",
    "Proposal",
    "ask",
    "decide",
    "lift",
    "meet",
    "note_print",
    "place",
    "propose",
    "refuse",
    "reopen",
    "set_term",
    "take",
]
