"""The field for papers that an act rests on, and the form that opens one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from bangfu.privacy.states import PICKED
from bangfu.registry.actions.changes import CannotAttach, Handed, check_papers
from bangfu.registry.models.act_paper import LARGEST


class PapersInput(forms.FileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Up to five photos or scans; cleaned it gives them as they were handed in, checked."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"multiple": True, "accept": ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png"}
        super().__init__(required=False, widget=PapersInput(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Handed]:
        """Return the files; of one that is too large no more is read than shows it."""
        given = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile] = [one for one in given if one is not None]
        handed = [Handed(file.read(LARGEST + 1), file.name or "") for file in files]
        try:
            check_papers(handed)
        except CannotAttach as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return handed


class PaperFields(forms.Form):
    """Papers with an act of standing."""

    papers = PapersField(
        label=gettext_lazy("附上材料"),
        help_text=gettext_lazy("申请表、审批表等，照片或PDF，最多5份，每份不超过10MB。"),
    )


class OpenPaperForm(forms.Form):
    """Why a paper is opened: picked, not typed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么看"), choices=[("", gettext_lazy("请选")), *PICKED]
    )
