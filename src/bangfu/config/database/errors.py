"""What can go wrong with the database, said in a sentence for the person at the keyboard."""

from __future__ import annotations


class DatabaseTrouble(Exception):
    """The database cannot be found, started or used; the message says why and what to do."""
