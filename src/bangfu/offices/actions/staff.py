from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bangfu.audit import actions as audit

from .. import queries
from ..models import User
from .accounts import Opened, open_account
from .acting import acting, day_of
from .posts import give_post


def open_staff(
    *, lines: Sequence[dict[str, str]], by: User | UUID, at: datetime
) -> tuple[list[Opened], int]:
    """Open the accounts and give the posts of a staff sheet, all in one act.

    The lines are checked anew; those with a problem and those that are there already are left out,
    so the same sheet twice makes no doubles. Returns the new accounts with their first passwords,
    and how many posts were given. Raises Cannot; then nothing at all was opened.
    """
    with acting(by, at=at) as who:
        opened: dict[str, Opened] = {}
        posts = 0
        for line in queries.check_staff(lines, by=who, on=day_of(at)):
            if not line.is_new:
                continue
            assert line.organisation is not None
            assert line.since is not None
            if line.user is None and line.username not in opened:
                opened[line.username] = open_account(
                    username=line.username,
                    display_name=line.name,
                    organisation=line.organisation,
                    phone=line.typed.get("phone", "")[:30],
                    by=who,
                    at=at,
                )
            give_post(
                user=line.user or opened[line.username].user,
                role=line.role,
                organisation=line.organisation,
                area=line.area,
                valid_from=line.since,
                valid_until=line.until,
                by=who,
                at=at,
            )
            posts += 1
        if posts:
            audit.record(
                verb="offices.staff.open",
                by=who.uuid,
                at=at,
                area=who.organisation.area_id if who.organisation else None,
                detail={"accounts": len(opened), "posts": posts},
            )
        return list(opened.values()), posts
