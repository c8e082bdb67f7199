"""The pages of people's rights."""

from .asking import ask, letter, own_file, request_page, requests, show
from .erasing import due, erase, erasure
from .keeping import hold, retention, term
from .looks import looks

__all__ = [
    "ask",
    "due",
    "erase",
    "erasure",
    "hold",
    "letter",
    "looks",
    "own_file",
    "request_page",
    "requests",
    "retention",
    "show",
    "term",
]
