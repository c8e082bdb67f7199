from __future__ import annotations

from django.db import models
from django.db.models import Q

from .account import User

MOST_LETTERS = 20_000
"""Of one value as text: some fifty saved views, and no place to keep a roster in."""


class Preference(models.Model):
    """What one account likes: columns, saved views, the size of letters; nobody else reads it.

    ``key`` says what it is about (``desk.households.columns``), ``value`` is any JSON that the room
    that owns the key understands. It decides nothing and gives no right.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=80)
    value = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="offices_preference_one_value"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$"),
                name="offices_preference_key_is_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
