"""The one place where the present is read.

Everything below views, tasks and the command line takes its date or moment as an argument.
``BANGFU_TODAY`` (``2012-06-30``) moves the whole installation to another day, because a roster of
2012 means nothing to a calendar of today.
"""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return the date in Shanghai, or the one that ``BANGFU_TODAY`` sets.

    Raises ValueError when the variable holds anything but an ISO date.
    """
    set_day = os.environ.get("BANGFU_TODAY", "").strip()
    if not set_day:
        return datetime.now(ZONE).date()
    try:
        return date.fromisoformat(set_day)
    except ValueError:
        raise ValueError(f"BANGFU_TODAY must look like 2012-06-30, not {set_day!r}") from None


def now() -> datetime:
    """Return the moment, aware, in Shanghai time; on the set day the clock still runs."""
    moment = datetime.now(ZONE)
    day = today()
    if day == moment.date():
        return moment
    return datetime.combine(day, moment.timetz())


def machine_time() -> datetime:
    """Return the machine's own moment, whatever day BANGFU_TODAY sets.

    Only for what the machine itself stamped, such as the locks after failed sign-ins.
    """
    return datetime.now(ZONE)
