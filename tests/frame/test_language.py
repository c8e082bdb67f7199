"""Chinese first, English second, and neither with a hole."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.utils import translation

from bangfu.frame.catalogue import Entry, compile_catalogue, read_catalogue

from .messages import HAN, SOURCE, messages, templates, untranslated

CATALOGUES = sorted(SOURCE.glob("*/locale/en/LC_MESSAGES/django.po"))
ENGLISH = SOURCE / "frame" / "locale" / "en" / "LC_MESSAGES" / "django.po"
HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")


@pytest.fixture(scope="module")
def english() -> dict[str, Entry]:
    return {entry.text: entry for entry in _entries()}


def _entries() -> list[Entry]:
    found = [read_catalogue(catalogue.read_text("utf-8")) for catalogue in CATALOGUES]
    return [entry for entries in found for entry in entries if entry.text]


def test_every_message_stands_in_one_catalogue_only() -> None:
    keys = Counter(entry.key for entry in _entries())
    assert not [key for key, times in keys.items() if times > 1]


def test_every_message_has_its_english(english: dict[str, Entry]) -> None:
    missing = {
        f"{path.relative_to(SOURCE)}:{line}: {text}"
        for path, line, text in messages()
        if text not in english or not all(english[text].translations)
    }
    assert not missing, "\n".join(sorted(missing))


def test_english_says_nothing_in_chinese(english: dict[str, Entry]) -> None:
    # Names of places, of letters of law and quoted column titles may stay Chinese in brackets.
    wrong = [
        entry.text
        for entry in english.values()
        if any(HAN.search(re.sub(r"\(.*?\)|“.*?”|\".*?\"", "", one)) for one in entry.translations)
    ]
    assert not wrong, "\n".join(wrong)


def test_english_keeps_every_hole_of_the_chinese(english: dict[str, Entry]) -> None:
    wrong = [
        entry.text
        for entry in english.values()
        for one in entry.translations
        if set(HOLE.findall(one)) != set(HOLE.findall(entry.text))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_chinese_of_a_template_stands_outside_a_translation_tag() -> None:
    found = {
        f"{page.relative_to(SOURCE)}: {line}"
        for page in templates()
        for line in untranslated(page.read_text("utf-8"))
    }
    assert not found, "\n".join(sorted(found))


def test_compiled_catalogue_speaks_english(tmp_path) -> None:
    import gettext

    binary = tmp_path / "django.mo"
    spoken = [entry for entry in read_catalogue(ENGLISH.read_text("utf-8")) if entry.text]
    assert compile_catalogue(ENGLISH, binary) >= len(spoken)
    with binary.open("rb") as stream:
        words = gettext.GNUTranslations(stream)
    assert words.gettext("登录") == "Sign in"
    plural = next(entry for entry in spoken if entry.plural)
    assert words.ngettext(plural.text, plural.plural or "", 1) == plural.translations[0]
    assert words.ngettext(plural.text, plural.plural or "", 2) == plural.translations[1]


def test_django_takes_the_compiled_catalogue_of_the_installation() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["zh-hans", "en"]
    with translation.override("en"):
        assert translation.gettext("登录") == "Sign in"
    with translation.override("zh-hans"):
        assert translation.gettext("登录") == "登录"


def test_a_line_that_is_no_catalogue_is_refused_with_its_number() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_catalogue('msgid "甲"\nthis is nothing\n')


def test_what_libraries_say_is_said_in_the_words_of_the_house() -> None:
    from django.contrib.auth.password_validation import MinimumLengthValidator
    from django.forms import Field

    with translation.override("zh-hans"):
        assert MinimumLengthValidator(10).get_help_text() == "密码至少10个字符。"
        assert str(Field().error_messages["required"]) == "这一项要填。"
    with translation.override("en"):
        assert str(Field().error_messages["required"]) == "This field is required."
