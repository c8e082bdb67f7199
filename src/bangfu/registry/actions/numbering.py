from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from .entry import HouseholdEntry


def next_numbers(homes: Sequence[HouseholdEntry]) -> dict[UUID, str]:
    """Return a fresh 家庭编号 for each household.

    It is the village's 12-digit code and a counter of at least four digits. Numbers are given
    out under the counter's row lock and never reused.
    """
    numbers: dict[UUID, str] = {}
    last: dict[int, int] = {}
    with connection.cursor() as cursor:
        for area, count in sorted(Counter(home.area for home in homes).items()):
            cursor.execute(
                "insert into registry_numbering (area, last) values (%s, %s) "
                "on conflict (area) do update set last = registry_numbering.last + excluded.last "
                "returning last",
                [area, count],
            )
            last[area] = cursor.fetchone()[0] - count
    for home in homes:
        last[home.area] += 1
        numbers[home.uuid] = f"{home.area // 1000:012d}{last[home.area]:04d}"
    return numbers
