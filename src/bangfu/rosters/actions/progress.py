"""A long act says how far it is, though it is one transaction: by the name of its connection.

The name of a connection stands in PostgreSQL's list of connections the moment it is set, for every
other connection of the same role to read, and needs no table and no second transaction. What the
act is at is told by the statements it has come to. The shares are what each took of a file of
48,000 rows; they say where it is, not how long it will be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

from ..models import Batch, Handout
from ..queries.progress import sign_of


class Milestone(NamedTuple):
    """A statement that is met on the way: the stage it belongs to, and how much of 100 is past.

    One that is met for every row moves on from `share` to `until`.
    """

    statement: str
    stage: str
    share: int
    until: int = 0


READING = (
    Milestone('FROM "offices_area"', "compare", 40),
    Milestone('DELETE FROM "rosters_stagedrow"', "keep", 80),
    Milestone("insert into rosters_stagedrow", "keep", 90),
)
TAKING = (
    Milestone('FROM "rosters_stagedrow"', "compare", 2),
    Milestone('FROM "registry_identity"', "compare", 26),
    Milestone('INSERT INTO "registry_source"', "enter", 45),
    Milestone("insert into registry_person ", "enter", 62),
    Milestone("insert into registry_identity ", "enter", 70),
    Milestone("insert into registry_membership ", "enter", 74),
    Milestone("insert into registry_sighting ", "enter", 77),
    Milestone("insert into registry_search ", "enter", 79),
    Milestone('DELETE FROM "rosters_stagedrow"', "keep", 83),
    Milestone("insert into rosters_stagedrow", "keep", 92),
)
TAKING_BACK = (
    Milestone('FROM "registry_identity"', "check", 2),
    Milestone('UPDATE "registry_identity"', "undo", 6),
    Milestone('UPDATE "registry_person"', "undo", 15),
    Milestone("delete from registry_search", "undo", 20),
    Milestone('DELETE FROM "registry_holder"', "undo", 25, until=93),
    Milestone('UPDATE "rosters_stagedrow"', "keep", 94),
)


class _Watcher:
    """Looks at the statements of one act and says where they have come to."""

    def __init__(self, batch: Batch, milestones: Sequence[Milestone]) -> None:
        self.batch, self.milestones = batch, milestones
        self.passed = self.times = self.share = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        for place in range(max(0, self.passed - 1), len(self.milestones)):
            if self.milestones[place].statement in sql:
                self.times = self.times + 1 if place < self.passed else 0
                self.passed = place + 1
                self.come_to(self.milestones[place])
                break
        return execute(sql, params, many, context)

    def come_to(self, milestone: Milestone) -> None:
        """Say it, if that is further than what was said before."""
        share = milestone.share
        if milestone.until:
            done = min(1.0, self.times / max(1, self.batch.taken))
            share += int(done * (milestone.until - share))
        if share > self.share:
            self.share = share
            _say(self.batch, milestone.stage, share)


@contextmanager
def telling(batch: Batch, milestones: Sequence[Milestone], first: str = "") -> Iterator[None]:
    """Tell of the act inside as it comes to its milestones; `first` is the stage it begins with.

    It belongs inside the transaction of the act, with which what was said ends.
    """
    _say(batch, first or milestones[0].stage, 0)
    with connection.execute_wrapper(_Watcher(batch, milestones)):
        yield


def note_rows(handout: Handout, rows: int) -> None:
    """Tell how many rows of a sheet are written, until the transaction of the job ends."""
    _name(f"{sign_of(handout.uuid)}rows:{rows}")


def _say(batch: Batch, stage: str, share: int) -> None:
    _name(f"{sign_of(batch.uuid)}{stage}:{share}")


def _name(words: str) -> None:
    # Past Django's own cursor, which would come to the watcher again.
    connection.connection.execute("select set_config('application_name', %s, true)", [words])
