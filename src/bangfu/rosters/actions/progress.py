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

from ..models import Batch
from ..queries.progress import sign_of


class Milestone(NamedTuple):
    """A statement that is met on the way: the stage it belongs to, and how much of 100 is past."""

    statement: str
    stage: str
    share: int


READING = (
    Milestone('FROM "offices_area"', "compare", 40),
    Milestone('DELETE FROM "rosters_stagedrow"', "keep", 80),
    Milestone("insert into rosters_stagedrow", "keep", 90),
)
TAKING = (
    Milestone('FROM "rosters_stagedrow"', "compare", 2),
    Milestone('FROM "registry_identity"', "compare", 30),
    Milestone('INSERT INTO "registry_source"', "enter", 45),
    Milestone("insert into registry_person ", "enter", 55),
    Milestone("insert into registry_identity ", "enter", 60),
    Milestone("insert into registry_membership ", "enter", 65),
    Milestone("insert into registry_sighting ", "enter", 70),
    Milestone("insert into registry_search ", "enter", 75),
    Milestone('DELETE FROM "rosters_stagedrow"', "keep", 80),
    Milestone("insert into rosters_stagedrow", "keep", 92),
)
TAKING_BACK = (
    Milestone('FROM "registry_identity"', "check", 5),
    Milestone('UPDATE "registry_identity"', "undo", 15),
    Milestone('UPDATE "registry_person"', "undo", 40),
    Milestone("delete from registry_search", "undo", 50),
    Milestone('UPDATE "rosters_stagedrow"', "keep", 90),
)


@contextmanager
def telling(batch: Batch, milestones: Sequence[Milestone], first: str = "") -> Iterator[None]:
    """Tell of the act inside as it comes to its milestones; `first` is the stage it begins with.

    It belongs inside the transaction of the act, with which what was said ends.
    """
    told = 0

    def watch(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        nonlocal told
        for place in range(told, len(milestones)):
            if milestones[place].statement in sql:
                told = place + 1
                _say(batch, milestones[place].stage, milestones[place].share)
                break
        return execute(sql, params, many, context)

    _say(batch, first or milestones[0].stage, 0)
    with connection.execute_wrapper(watch):
        yield


def _say(batch: Batch, stage: str, share: int) -> None:
    words = f"{sign_of(batch.uuid)}{stage}:{share}"
    # Past Django's own cursor, which would come to the watcher again.
    connection.connection.execute("select set_config('application_name', %s, true)", [words])
