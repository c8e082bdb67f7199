"""What may be asked of this room."""

from .columns import Columns, columns_of
from .entitled import Entitlement, Right, Standing, entitlement_of
from .kept import KeptBatch, Replayed, list_kept, names_by_uuid, replay_batch
from .library import cases_of, digest_of_all, in_force, standards, texts
from .register import NOT_HERE, Family, family_of
from .revisions import (
    Check,
    check,
    day_to_ask,
    find_revision,
    list_open,
    list_published,
    with_revision,
)
from .trying import Trial, try_out, whom
from .whatifs import figures_of, find_whatif, list_whatifs

__all__ = [
    "NOT_HERE",
    "Check",
    "Columns",
    "Entitlement",
    "Family",
    "KeptBatch",
    "Replayed",
    "Right",
    "Standing",
    "Trial",
    "cases_of",
    "check",
    "columns_of",
    "day_to_ask",
    "digest_of_all",
    "entitlement_of",
    "family_of",
    "figures_of",
    "find_revision",
    "find_whatif",
    "in_force",
    "list_kept",
    "list_open",
    "list_published",
    "list_whatifs",
    "names_by_uuid",
    "replay_batch",
    "standards",
    "texts",
    "try_out",
    "whom",
    "with_revision",
]
