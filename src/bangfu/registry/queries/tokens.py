"""The words a person is found by.

A token is a letter for its kind, then the text or, for numbers, an HMAC of it:
``z`` one character, ``b`` two neighbouring characters, ``w`` the whole name, ``p`` the full
pinyin without tones, ``i`` the initials, ``n`` a number (whole, last six, last four),
``t`` a telephone (whole, last four).
"""

from functools import lru_cache

from bangfu.kernel import names
from bangfu.privacy import crypto


@lru_cache(maxsize=65536)
def _name_tokens(name: str) -> tuple[str, ...]:
    characters = [character for character in name if character != "·"]
    plain = "".join(characters)
    tokens = {f"z{character}" for character in characters}
    tokens |= {f"b{plain[i : i + 2]}" for i in range(len(plain) - 1)}
    tokens.add(f"w{plain}")
    tokens.add("p" + "".join(names.syllables(name)))
    tokens.add("i" + names.initials(name))
    return tuple(sorted(token for token in tokens if len(token) > 1 and " " not in token))


def number_token(kind: str, text: str) -> str:
    """Return the search token of digits; the digits do not stand in it."""
    return kind + crypto.blind("search", kind + text).hex()


def tokens_of(name: str, number: str | None, phone: str) -> str:
    """Return the tokens of a person, parted by spaces."""
    tokens = list(_name_tokens(name))
    if number:
        tokens += [number_token("n", number[-size:]) for size in (18, 6, 4)]
    if phone:
        digits = phone.replace("-", "")
        tokens += [number_token("t", digits), number_token("t", digits[-4:])]
    return " ".join(tokens)
