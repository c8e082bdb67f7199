"""Finds every message that code and templates show, for the test of the catalogues."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bangfu"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HAN = re.compile(r"[\u3400-\u9fff]")
# Wide punctuation is Chinese too: in English a line would read “Illness，Disability”.
WIDE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html"))


def code() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def messages() -> Iterator[tuple[Path, int, str]]:
    """Yield file, line and Chinese of every message; of plural pairs the first."""
    for page in templates():
        yield from _found(page, templatize(page.read_text("utf-8"), origin=str(page)))
    for module in code():
        yield from _found(module, module.read_text("utf-8"))


def _found(path: Path, source: str) -> Iterator[tuple[Path, int, str]]:
    stream = io.BytesIO(source.encode())
    for line, message, _comments, _context in extract("python", stream, keywords=KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        if text and HAN.search(text):
            yield path, line, text


TAGS = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\b.*?%\}|_\((\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
# The mark of the house, and the name of a language in that language.
OWN_NAMES = {'<b aria-hidden="true">帮</b>', "中文"}


def untranslated(page: str) -> list[str]:
    """Return the lines of a template whose Chinese stands outside every translation tag."""
    rest = TAGS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), page)
    for name in OWN_NAMES:
        rest = rest.replace(name, "")
    return [line.strip() for line in rest.splitlines() if WIDE.search(line)]
