"""The parts that every screen shares."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from bangfu.frame import shell as shells


def drawn(source: str, **values: object) -> str:
    return Template("{% load frame %}" + source).render(Context(values))


def test_a_chip_has_an_icon_and_words_so_that_colour_is_not_alone() -> None:
    chip = drawn('{% chip "due" "剩2天" %}')
    assert "#clock-exclamation" in chip
    assert "剩2天" in chip
    with pytest.raises(KeyError):
        drawn('{% chip "purple" "剩2天" %}')


def test_an_icon_is_hidden_from_those_who_read_by_ear() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "home" %}')


@pytest.mark.parametrize(("total", "words"), [(0, "0"), (999, "999"), (1000, "1000+")])
def test_a_large_total_is_capped(total: int, words: str) -> None:
    assert drawn("{{ total|capped }}", total=total) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (1, "&lt;5"), (4, "&lt;5"), (5, "5")])
def test_a_figure_below_five_is_not_told(number: int, words: str) -> None:
    assert drawn("{{ number|under_five }}", number=number) == words


def test_what_is_not_known_is_not_nought() -> None:
    assert drawn("{{ age|or_blank }}", age=None) == "未填"
    assert drawn("{{ age|or_blank }}", age=0) == "0"


def test_dates_are_worded_for_tables_and_for_sentences() -> None:
    on = date(2026, 11, 23)
    assert drawn("{{ on|day }} {{ on|in_words }} {{ on|weekday }}", on=on) == (
        "2026-11-23 2026年11月23日 星期一"
    )
    with translation.override("en"):
        assert drawn("{{ on|in_words }}", on=on) == "23 November 2026"
    moment = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert drawn("{{ at|minute }}", at=moment) == "2026-11-24 04:30"


class Asked(forms.Form):
    name = forms.CharField(label="姓名", help_text="全名")
    phone = forms.CharField(label="电话", required=False)
    secret = forms.CharField(label="密码", widget=forms.PasswordInput)


def test_a_field_has_its_label_its_hint_and_says_when_it_may_stay_empty() -> None:
    form = Asked()
    name = drawn("{% field form.name %}", form=form)
    assert '<label class="form-label" for="id_name">姓名' in name
    assert 'aria-describedby="id_name_helptext"' in name
    assert "可以不填" not in name
    assert "可以不填" in drawn("{% field form.phone %}", form=form)


def test_a_wrong_field_says_so_at_the_field_and_to_those_who_read_by_ear() -> None:
    name = drawn("{% field form.name %}", form=Asked({}))
    assert 'aria-invalid="true"' in name
    assert 'aria-describedby="id_name_error"' in name
    assert 'id="id_name_error"' in name


def test_a_password_can_be_shown_and_pasted() -> None:
    secret = drawn("{% field form.secret %}", form=Asked())
    assert 'data-peek="id_secret"' in secret
    assert "onpaste" not in secret


@pytest.mark.parametrize("page", ["400", "403", "404", "500", "403_csrf"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_of_failure_stands_without_a_request_and_offers_a_way_on(
    page: str, language: str
) -> None:
    with translation.override(language):
        text = render_to_string(f"{page}.html")
    assert 'href="/"' in text
    assert "Traceback" not in text
    assert f'lang="{"en" if language == "en" else "zh-CN"}"' in text


def test_without_a_builder_the_shell_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shells, "_builders", [])
    assert shells.for_request(RequestFactory().get("/")) == shells.Shell()
    assert shells.for_request(None) == shells.Shell()


def test_the_shell_is_built_once_for_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shells, "_builders", [])
    moments: list[datetime] = []

    def build(_request: object, at: datetime) -> shells.Shell:
        moments.append(at)
        return shells.Shell(place="三角镇")

    shells.provide(build)
    request = RequestFactory().get("/")
    assert shells.for_request(request) is shells.for_request(request)
    assert len(moments) == 1
