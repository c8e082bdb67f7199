"""What-ifs that were kept: listed, read by who may, put side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..models import WhatIf, WhatIfResult
from .revisions import town_of

MOST = 50


def find_whatif(uuid: UUID) -> WhatIf | None:
    """Return a what-if, or None. It names nobody."""
    return WhatIf.objects.filter(uuid=uuid).first()


def list_whatifs(area: str) -> list[WhatIf]:
    """Return the what-ifs of the town in which an area (digits) lies, the latest first."""
    return list(WhatIf.objects.filter(place__range=town_of(area)).order_by("-id")[:MOST])


def figures_of(whatif: WhatIf) -> tuple[dict[str, Any], bool]:
    """Return the figures this reader may see, and whether they are the exact ones.

    The exact ones are there for who sees the families of the area; the database decides.
    """
    exact = WhatIfResult.objects.filter(whatif=whatif).values_list("figures", flat=True).first()
    return (exact, True) if exact is not None else (whatif.shown, False)
