from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.db import connection


def next_numbers(homes: Collection[tuple[UUID, int]]) -> dict[UUID, str]:
    """Return a fresh 家庭编号 for each household, given as its UUID and its area.

    It is the village's 12-digit code and a counter of at least four digits. Numbers are given
    out under the counter's row lock and never reused.
    """
    numbers: dict[UUID, str] = {}
    last: dict[int, int] = {}
    with connection.cursor() as cursor:
        for area, count in sorted(Counter(area for _uuid, area in homes).items()):
            cursor.execute(
                "insert into registry_numbering (area, last) values (%s, %s) "
                "on conflict (area) do update set last = registry_numbering.last + excluded.last "
                "returning last",
                [area, count],
            )
            last[area] = cursor.fetchone()[0] - count
    for uuid, area in homes:
        last[area] += 1
        numbers[uuid] = f"{area // 1000:012d}{last[area]:04d}"
    return numbers
