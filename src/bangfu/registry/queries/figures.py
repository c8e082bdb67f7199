"""The figures of who leads."""

from dataclasses import dataclass

from django.db import connection

from .scoped import area_names

SHOWN_FROM = 5  # smaller figures are said as "<5": they would name a family


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """Households and people of a village by category; None stands for fewer than five."""

    area: int
    village: str
    category: str
    households: int | None
    people: int | None


def village_figures() -> list[VillageFigure]:
    """Return the figures of the areas that the principal leads, without any name.

    A function of the database counts for a leader, who may not read the rows; it answers only
    for the posts of the transaction's principal. Households that left are not among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select area, category, households, people from registry_figures() where category <> ''"
        )
        rows = cursor.fetchall()
    villages = area_names({row[0] for row in rows})
    return [
        VillageFigure(
            area=area,
            village=villages[area],
            category=category,
            households=count if count >= SHOWN_FROM else None,
            people=people if count >= SHOWN_FROM else None,
        )
        for area, category, count, people in rows
    ]


def figures_led() -> dict[str, int]:
    """Return {"households", "people"} on the register of the areas that the principal leads.

    The few of a village are included: a total is no row of the table, so no family.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(households), 0), coalesce(sum(people), 0) "
            "from registry_figures() where category <> ''"
        )
        households, people = cursor.fetchone()
    return {"households": int(households), "people": int(people)}
