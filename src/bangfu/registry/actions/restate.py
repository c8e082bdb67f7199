from collections.abc import Sequence
from uuid import UUID

from ..models import Holder, Identity
from ..states import IdentityState
from .draft import Draft


def restate(draft: Draft, verdicts: Sequence[tuple[UUID, str]]) -> None:
    """Draft the same names and numbers under a new state, and close the old facts.

    A person who is no longer sure of a number gives it up as its holder; one who has become sure
    holds it, unless the number is held already: that breaks the register's promise and the whole
    entry is refused by the database.
    """
    for uuid, state in verdicts:
        facts = list(
            Identity.objects.filter(
                person__uuid=uuid, superseded_at=None, number_token__isnull=False
            ).exclude(state=state)
        )
        for fact in facts:
            draft.closing[Identity].append(fact.pk)
            draft.add(
                Identity, fact.area, fact.row, fact.person_id, fact.name, fact.sex, fact.born_on,
                fact.born_precision, state, fact.number, fact.number_token,
            )  # fmt: skip
            draft.touched_people.add(fact.person_id)
        claims = [(bytes(fact.number_token or b""), fact.person_id, fact.area) for fact in facts]
        if state == IdentityState.VERIFIED:
            for token, person, area in set(claims):
                draft.add(Holder, token, person, area)
        elif facts:
            Holder.objects.filter(person_id=facts[0].person_id).delete()
