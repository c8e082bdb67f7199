"""Sheets that are handed out: their columns, the words in their cells, the book they stand in."""

from .book import Book, Heading, write_book
from .columns import COLUMNS, FORMATS, Chosen, default_for, learned, read_chosen
from .values import cell_of, safe

__all__ = [
    "COLUMNS",
    "FORMATS",
    "Book",
    "Chosen",
    "Heading",
    "cell_of",
    "default_for",
    "learned",
    "read_chosen",
    "safe",
    "write_book",
]
