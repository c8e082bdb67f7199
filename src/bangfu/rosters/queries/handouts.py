"""The sheets that are handed out, and how receivers want them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys

from .. import access, reading
from ..models import Handout, Layout
from ..reading import UnreadableFile
from ..reading.words import field_of
from ..states import HandoutState
from ..writing.columns import Chosen, learned
from .batches import within

SEALED_AS = "rosters.handout"
KEPT_FOR = timedelta(days=7)
"""How long a large sheet waits to be fetched."""
LOOKED_AT = 30
"""Rows at the top of a sample among which its heads are looked for."""


def may_hand_out(user: User, scope: Scope, *, whole: bool, on: date) -> bool:
    """Return whether the account may have the sheet; see `access.can_hand_out`."""
    return access.can_hand_out(user, scope, whole=whole, on=on)


def list_layouts(scope: Scope, name: str) -> QuerySet[Layout]:
    """Return how the receivers of the scope's towns want a list, by their names."""
    kept = Layout.objects.filter(within(scope), name=name, dropped_at=None)
    return kept.order_by("receiver", "id")


def find_layout(scope: Scope, uuid: UUID | None, name: str) -> Layout | None:
    """Return the layout with this id if it is in scope and still kept."""
    return list_layouts(scope, name).filter(uuid=uuid).first() if uuid else None


def list_handouts(user: User) -> QuerySet[Handout]:
    """Return the large sheets an account asked for, the latest first."""
    return Handout.objects.filter(asked_by=user.uuid).defer("content").order_by("-asked_at")


def find_handout(user: User, uuid: UUID) -> Handout | None:
    """Return a sheet the account itself asked for."""
    return list_handouts(user).filter(uuid=uuid).first()


def may_fetch(user: User, scope: Scope, handout: Handout, *, on: date) -> bool:
    """Return whether the account may still have the sheet it asked for: posts end."""
    return access.handed(user, scope, whole=handout.whole, on=on).covers(handout.area)


def file_of(handout: Handout, *, at: datetime) -> bytes | None:
    """Return the file that waits, or None where it is gone, waited too long or does not open."""
    if handout.done_at is None or at - handout.done_at > KEPT_FOR:
        return None
    kept = Handout.objects.filter(pk=handout.pk, state=HandoutState.DONE).values_list("content")
    content = next((row[0] for row in kept), None)
    key = keys.open_many([handout.uuid]).get(handout.uuid)
    if content is None or key is None:
        return None
    try:
        return crypto.unseal(key, SEALED_AS, bytes(content)).encode("latin-1")
    except crypto.Unreadable:
        return None


@dataclass(frozen=True)
class Sample:
    """What was learned of a receiver's sample: its columns, and the headers that name nothing."""

    columns: list[Chosen]

    @property
    def unknown(self) -> list[str]:
        return [one.header for one in self.columns if not one.key]


def learn(content: bytes, file_name: str, name: str) -> Sample:
    """Return the columns of a sample by its row of heads; its rows are not kept.

    Raises reading.UnreadableFile for what is no spreadsheet, or has no row of heads.
    """
    workbook = reading.read_file(content, file_name)
    tables = reading.recognise(workbook)
    if tables:
        heads = [(column.header, column.field) for column in tables[0].columns]
    else:
        heads = _first_heads(workbook)
    heads = [(header.strip(), field) for header, field in heads if header.strip()]
    if len(heads) < 2:
        raise UnreadableFile("no_heads", file_name)
    return Sample(learned(heads, name))


def _first_heads(workbook: reading.Workbook) -> list[tuple[str, str]]:
    """An empty form is no table yet: its heads are the row with most words that are known."""
    best: list[tuple[str, str]] = []
    for sheet in workbook.sheets:
        for cells in sheet.rows[:LOOKED_AT]:
            heads = [(str(cell), field_of(str(cell))) for cell in cells if isinstance(cell, str)]
            if _known(heads) > _known(best):
                best = heads
    return best if _known(best) >= 2 else []


def _known(heads: list[tuple[str, str]]) -> int:
    return sum(1 for _header, field in heads if field)
