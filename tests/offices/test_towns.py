from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from bangfu.offices import actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import Area
from bangfu.offices.scope import operator_scope, scoped

AT = datetime(2012, 6, 1, 2, tzinfo=UTC)
ON = date(2012, 6, 1)
VILLAGES = {"442099101001": "中心社区", "442099101201": "高平村"}


def found(**changes: object) -> actions.Town:
    words: dict[str, object] = {
        "code": "442099101000",
        "name": "试验镇",
        "villages": VILLAGES,
        "valid_from": date(2000, 1, 1),
        "at": AT,
        "city": ("442000000000", "某某市"),
    }
    return actions.found_town(**{**words, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_town_stands_right_under_a_city() -> None:
    town = found()
    with scoped(operator_scope(), on=ON):
        assert town.area.parent is not None
        assert town.area.parent.level == "city"
        assert [
            area.name
            for area in queries.list_villages(within=[(town.area.lo, town.area.hi)], on=ON)
        ] == ["中心社区", "高平村"]
        assert queries.areas_by_name(town.area)["高平"] == 442099101201000
    with pytest.raises(actions.CannotFoundTown):
        found()
