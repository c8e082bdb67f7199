"""A new head on a form: relations that follow are filled in, odd ones are asked about once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from bangfu.kernel.kinship import Doubt, Kin, Odd, likely
from bangfu.kernel.relations import HEAD_CODES
from bangfu.registry.queries.files import Member
from bangfu.registry.states import Precision

from ..templatetags.desk import relation_code, sex

SURE = "sure"


def likely_relations(head: str, members: Sequence[Member], old_sex: int) -> dict[str, str]:
    """Return the relations to a new head that can be filled in, by the UUID of the member."""
    everybody = {one.key: one for one in map(_kin, members)}
    return likely(everybody[head], list(everybody.values()), old_sex) if head in everybody else {}


def fill_likely(form: forms.Form, members: Sequence[Member], old_sex: int) -> None:
    """Fill in what was left open and follows, and ask to read it through before it is kept."""
    told = likely_relations(str(form.data.get("head", "")), members, old_sex)
    data = _writable(form)
    filled = [uuid for uuid in told if f"is_{uuid}" in form.fields and not data.get(f"is_{uuid}")]
    for uuid in filled:
        data[f"is_{uuid}"] = told[uuid]
        form.errors.pop(f"is_{uuid}", None)
    if filled:
        form.data = data
        form.needs_more = True  # type: ignore[attr-defined]
        form.add_error(None, _("关系已按原来的推算填好，请看一遍再登记。"))


def sure_of(form: forms.Form) -> frozenset[str]:
    """Return the doubts that were looked at and stood by."""
    return frozenset(str(form.data.get(SURE, "")).split(",")) - {""}


def ask_sure(form: forms.Form, keys: Iterable[str]) -> None:
    """Show the box that stands by these doubts, not ticked; what else was typed stays."""
    data = _writable(form)
    data[SURE] = ""
    form.data = data
    form.needs_more = True  # type: ignore[attr-defined]
    form.fields[SURE] = forms.BooleanField(
        label=_("核对过了，确实是这样"),
        widget=forms.CheckboxInput(attrs={"value": ",".join(sorted(keys))}),
    )


def words_of_doubt(doubt: Doubt, members: Iterable[Member]) -> str:
    """Say in a sentence what is odd, and about whom."""
    names = {str(one.uuid): one.name for one in members}
    kin = doubt.kin
    words = {
        Odd.OTHER_LINE: _(
            "%(name)s原来是户主的%(before)s，按理是新户主的%(follows)s，选的却是%(after)s。"
        ),
        Odd.SECOND_SPOUSE: _("新户主已有配偶，%(name)s也选了%(after)s。"),
        Odd.SECOND_PARENT: _("已有一位%(after)s，%(name)s也选了%(after)s。"),
        Odd.WRONG_SEX: _("%(name)s登记的性别是%(sex)s，选的却是%(after)s。"),
        Odd.SAME_SEX: _("%(name)s与新户主登记的性别相同，选的却是%(after)s。"),
        Odd.WRONG_AGE: _("%(name)s选的是%(after)s，与新户主谁大谁小对不上。"),
        Odd.CLOSE_AGE: _("%(name)s选的是%(after)s，与新户主年纪太近。"),
        Odd.TOO_YOUNG: _("%(name)s选的是%(after)s，有一方没到法定婚龄。"),
    }  # fmt: skip
    said = words[doubt.odd]
    if doubt.odd is Odd.OTHER_LINE and kin.before in HEAD_CODES:
        said = _("%(name)s原来是户主，按理是新户主的%(follows)s，选的却是%(after)s。")
    return said % {
        "name": names.get(kin.key, ""),
        "before": relation_code(kin.before),
        "follows": relation_code(doubt.follows),
        "after": relation_code(kin.after),
        "sex": sex(kin.sex),
    }


def _kin(member: Member) -> Kin:
    return Kin(
        str(member.uuid), member.relation, "", member.sex, member.born_on,
        exact=member.born_precision == Precision.DAY,
    )  # fmt: skip


def _writable(form: forms.Form) -> Any:
    assert isinstance(form.data, QueryDict)
    return form.data.copy()
