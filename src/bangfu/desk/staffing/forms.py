"""The shape and the words of a staff sheet handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bangfu.offices.models import ADMIN_ROLES, Role
from bangfu.rosters.queries import MOST_LINES, NoStaffSheet, UnreadableFile, read_staff

SALT = "desk.staffing"
KEPT_FOR = 3600
"""Seconds between the check and the opening; afterwards the sheet is handed in again."""

_COLUMNS = {"name": _("姓名"), "office": _("单位"), "role": _("岗位"), "username": _("账号")}


class SheetForm(forms.Form):
    """One spreadsheet of the staff; ``lines`` are its lines as typed."""

    sheet = forms.FileField(
        label=_("人员表"),
        help_text=_("第一行写：姓名、单位、岗位、村居、账号、任职日期、离任日期、电话。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv"}),
        error_messages={
            "required": _("请先选文件。"),
            "empty": _("文件是空的，请换一个。"),
        },
    )
    lines: list[dict[str, str]]

    @property
    def roles(self) -> str:
        """The words for the posts that a sheet may give, in the reader's language."""
        names = [str(r.label) for r in Role if r not in ADMIN_ROLES and r != Role.OPERATOR]
        return ("、" if (get_language() or "").startswith("zh") else ", ").join(names)

    def clean_sheet(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["sheet"]
        try:
            self.lines = read_staff(file.read(), file.name or "")
        except UnreadableFile as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        except NoStaffSheet as wrong:
            named = "、".join(str(_COLUMNS[name]) for name in wrong.missing)
            raise forms.ValidationError(
                gettext("没有找到这些列：%(columns)s。") % {"columns": named}
            ) from wrong
        if not self.lines:
            raise forms.ValidationError(gettext("表里一个人也没有。"))
        if len(self.lines) > MOST_LINES:
            raise forms.ValidationError(
                gettext("一次最多%(n)d行，请分成几张表。") % {"n": MOST_LINES}
            )
        return file


class OpenForm(forms.Form):
    """The lines that were checked, signed for this administrator."""

    lines = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who

    def clean_lines(self) -> list[dict[str, str]]:
        try:
            who, lines = signing.loads(self.cleaned_data["lines"], salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature as error:
            raise forms.ValidationError(gettext("核对已过一小时，请重新选文件。")) from error
        if who != self.who:
            raise forms.ValidationError(gettext("核对已过一小时，请重新选文件。"))
        found: list[dict[str, str]] = lines
        return found


def sealed(lines: list[dict[str, str]], who: str) -> str:
    """Return the lines as the check page carries them: nobody else can send them in."""
    return signing.dumps([who, lines], salt=SALT, compress=True)
