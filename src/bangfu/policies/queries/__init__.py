"""What may be asked of this room."""

from .columns import Columns, columns_of
from .entitled import Entitlement, Right, Standing, entitlement_of
from .library import standards, texts
from .register import NOT_HERE, Family, family_of
from .trying import Trial, try_out, whom

__all__ = [
    "NOT_HERE",
    "Columns",
    "Entitlement",
    "Family",
    "Right",
    "Standing",
    "Trial",
    "columns_of",
    "entitlement_of",
    "family_of",
    "standards",
    "texts",
    "try_out",
    "whom",
]
