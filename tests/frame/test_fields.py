"""Characters that nobody sees and days out of all reason are refused, whoever wrote the form."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django import forms
from django.test import Client

from bangfu.frame.fields import has_control


class Asked(forms.Form):
    text = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False)


@pytest.mark.parametrize("bad", ["a\x00b", "a\x0bb", "a\x1bb", "a\x7fb", "\x01a"])
def test_a_field_of_text_refuses_what_nobody_sees(bad: str) -> None:
    form = Asked({"text": bad})
    assert not form.is_valid()
    assert "看不见的控制字符" in str(form.errors["text"])


@pytest.mark.parametrize("good", ["两行\r\n第二行", "a\tb", "·𠮷😀", ""])
def test_what_is_typed_stays(good: str) -> None:
    assert Asked({"text": good}).is_valid()
    assert not has_control(good)


@pytest.mark.parametrize("far", ["9999-12-31", "0001-01-01", "2200-01-01", "1849-12-31"])
def test_a_day_out_of_all_reason_is_said_at_the_field(far: str) -> None:
    form = Asked({"day": far})
    assert "1850年到2199年" in str(form.errors["day"])


@pytest.mark.parametrize("near", ["1850-01-01", "2199-12-31", "2012-06-30"])
def test_a_day_of_the_calendar_passes(near: str) -> None:
    form = Asked({"day": near})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date.fromisoformat(near)
    assert datetime.fromisoformat(near)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/?next=%00", "/account/login/?a%1b=1"])
def test_an_address_with_such_a_character_is_answered_with_a_sentence(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 400
    assert "看不见的控制字符" in answer.content.decode()


@pytest.mark.django_db
def test_a_nul_that_no_form_reads_is_answered_with_a_sentence() -> None:
    answer = Client().post("/account/login/", {"login": "a\x00b", "password": "x"})
    assert answer.status_code == 400
    assert "看不见的控制字符" in answer.content.decode()
