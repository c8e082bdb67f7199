"""Do two names mean one person, once the number already agrees?"""

from enum import StrEnum

from bangfu.kernel.names import clean, same_sound


class Agreement(StrEnum):
    """How far two names agree."""

    SAME = "same"
    SAME_SOUND = "same_sound"
    DIFFERENT = "different"


def names_agree(a: str, b: str) -> Agreement:
    """This function will say how far two names agree.

    `SAME`: equal after cleaning (spaces, full width, notes in brackets). `SAME_SOUND`: the same
    syllables without tones, as a pinyin keyboard confuses them (刘芳娣, 刘方娣). An empty name
    agrees with nothing. Names alone never join anybody: see `plan`.
    """
    if not a or not b:
        return Agreement.DIFFERENT
    if a == b:
        return Agreement.SAME
    left, right = clean(a).name, clean(b).name
    if not left or not right:
        return Agreement.DIFFERENT
    if left == right:
        return Agreement.SAME
    return Agreement.SAME_SOUND if same_sound(left, right) else Agreement.DIFFERENT
