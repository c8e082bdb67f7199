"""A grant is given for a family where it lives, not across towns."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.offices import actions as offices

from .building import AT, BY, GAOPING, ON, SANJIAO, enter, household, person

pytestmark = pytest.mark.django_db


def test_a_grant_names_the_area_its_family_lives_in(town: Any) -> None:
    home = household(person())
    enter(home)
    for subject in (home.uuid, home.members[0].uuid):
        with pytest.raises(IntegrityError, match="names the area"), transaction.atomic():
            give(subject, SANJIAO)
        give(subject, GAOPING)


def give(subject: Any, area: int) -> None:
    offices.give_grant(
        principal=uuid4(), subject=subject, area=area, purpose="visit", valid_from=ON, by=BY, at=AT
    )
