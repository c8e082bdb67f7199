"""The shape and the words of what is asked about rosters."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .queries.columns import ColumnView
from .queries.screen import CATEGORIES, KINDS, TableView, called
from .queries.wording import reading_of_trouble
from .queries.worklist import Question
from .reading import FIELDS

LARGEST = 200_000_000
MOST_FILES = 50


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what each of them is worth, the form says."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile] = [one for one in given if one]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class UploadForm(forms.Form):
    """Files to be read. One that is not worth reading stops none of the others: it is left out,
    and `refused` has a sentence that names it."""

    sheets = FilesField(
        label=_("选文件，或拖到这里"),
        widget=FilesInput(attrs={"multiple": True, "accept": ".xlsx,.xlsm,.xls,.csv"}),
        error_messages={"required": _("请先选文件。")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.refused: list[str] = []

    def clean_sheets(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["sheets"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("一次最多50个文件。"))
        wrong = [(file, _wrong_with(file)) for file in files]
        self.refused = [words for _file, words in wrong if words]
        good = [file for file, words in wrong if not words]
        if not good:
            raise forms.ValidationError(self.refused)
        return good


def _wrong_with(file: UploadedFile) -> str:
    """Say why a file is not read, "" where it is."""
    name = file.name or ""
    if not file.size:
        return reading_of_trouble(name, {"code": "empty_file"}, gettext)
    if file.size > LARGEST:
        return gettext("“%(file)s”超过200MB，请按村拆成几份。") % {"file": name}
    return ""


MOST = 9_999_999  # no sheet is longer: what is more was not typed by our page


class CellForm(forms.Form):
    """A correction of one cell; `key` is part-row-column."""

    key = forms.RegexField(r"^[0-9]{1,7}-[0-9]{1,7}-[0-9]{1,7}$")
    show = forms.ChoiceField(choices=[("waiting", ""), ("asks", "")])
    page = forms.IntegerField(min_value=1, required=False)
    text = forms.CharField(required=False, max_length=500, strip=True)

    def place(self) -> tuple[int, int, int]:
        part, row, column = (int(piece) for piece in self.cleaned_data["key"].split("-"))
        return part, row, column


class AnswerForm(forms.Form):
    """An answer to a waiting row."""

    part = forms.IntegerField(min_value=0, max_value=MOST)
    row = forms.IntegerField(min_value=1, max_value=MOST)
    order = forms.IntegerField(min_value=0, max_value=MOST, required=False)
    answer = forms.ChoiceField(
        choices=[(word, "") for word in ("known", "new", "skip", "keep", "")], required=False
    )


class ReplyForm(forms.Form):
    """What a village wrote beside one question: what is to stand there, or who it is."""

    text = forms.CharField(
        required=False, max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )  # fmt: skip
    answer = forms.ChoiceField(
        required=False, widget=forms.Select(attrs={"class": "form-select w-auto"})
    )

    def __init__(self, question: Question, data: Any = None) -> None:
        super().__init__(data, prefix=question.key)
        label = gettext("%(who)s的核实结果") % {"who": question.who or question.mark}
        choices = [("", gettext("没有填"))]
        if question.may_be_known:
            choices.append(("known", gettext("是同一人")))
        if question.may_be_other:
            choices.append(("new", gettext("是另一人")))
        answer: Any = self.fields["answer"]
        answer.choices = choices
        if question.may_be_right:
            choices.append(("right", gettext("没有错，照原样")))
        choices.append(("unknown", gettext("村里也不知道")))
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = label
        if not question.can_type:
            del self.fields["text"]

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed or chosen."""
        return self.is_bound and any(self[name].value() for name in self.fields)


class DateForm(forms.Form):
    dated_on = forms.DateField(
        label=_("名单日期"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ColumnsForm(forms.Form):
    """What list a table is, and what each of its columns holds."""

    kind = forms.ChoiceField(label=_("识别为"))
    category = forms.ChoiceField(label=_("救助类别"), required=False)

    def __init__(self, table: TableView, columns: list[ColumnView], data: Any = None) -> None:
        super().__init__(data, initial={"kind": table.kind, "category": table.category})
        self.asked = columns
        kinds: Any = self.fields["kind"]
        kinds.choices = [(code, gettext(label)) for code, label in KINDS.items()]
        category: Any = self.fields["category"]
        category.choices = [
            ("", gettext("不分")),
            *((c, gettext(v)) for c, v in CATEGORIES.items()),
        ]
        choices = [("", gettext("不读这一列")), *((c, gettext(v)) for c, v in FIELDS.items())]
        for column in columns:
            self.fields[f"column_{column.index}"] = forms.ChoiceField(
                label=_called(column), choices=choices, required=False, initial=column.name,
                help_text=_told_of(column),
            )  # fmt: skip
        for one in self.fields.values():
            one.widget.attrs["class"] = "form-select"

    @property
    def has_headers(self) -> bool:
        """Whether the table can be known again by its headers."""
        return any(column.header for column in self.asked)

    def columns(self) -> list[Any]:
        """The bound fields of the columns, in their order."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for column in self.asked:
            name = cleaned.get(f"column_{column.index}")
            if name and name in taken and name != "members":
                self.add_error(
                    f"column_{column.index}",
                    gettext("“%(other)s”已对应这一栏。") % {"other": taken[name]},
                )
            elif name:
                taken[name] = _called(column)
        return cleaned

    def mapping(self) -> dict[str, str]:
        """The columns that are to hold something else than now: by header, or by `#` and their
        place where a header does not tell them apart."""
        headers = Counter(column.header for column in self.asked)
        changed = {}
        for column in self.asked:
            said = self.cleaned_data.get(f"column_{column.index}", "")
            if said != column.name:
                alone = column.header and headers[column.header] == 1
                changed[column.header if alone else f"#{column.index}"] = said
        return changed


def _called(column: ColumnView) -> str:
    return column.header or called(column.index)


def _told_of(column: ColumnView) -> str:
    """Say where a column stands and what some of its cells hold."""
    told = gettext("、").join(column.samples) or gettext("空白")
    if not column.header:
        return told
    return gettext("%(place)s：%(told)s") % {"place": called(column.index), "told": told}
