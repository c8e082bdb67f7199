"""Is one number the other, written wrongly by one slip of the hand?"""

from enum import StrEnum


class Slip(StrEnum):
    """What one slip of the hand made of a number."""

    DIGIT = "digit"
    SWAP = "swap"
    SHORT = "short"


def slip_between(a: str, b: str) -> Slip | None:
    """This function will say by which single slip two numbers differ, or None.

    `DIGIT`: one character is another. `SWAP`: two neighbours changed places. `SHORT`: one number
    lacks one character of the other. Equal numbers, and numbers further apart, give None. A slip
    is a question, never a join: see `plan`.
    """
    a, b = a.strip().upper(), b.strip().upper()
    if not a or not b or a == b or abs(len(a) - len(b)) > 1:
        return None
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        lacks = any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
        return Slip.SHORT if lacks else None
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    if len(apart) == 1:
        return Slip.DIGIT
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        first, second = apart
        if (a[first], a[second]) == (b[second], b[first]):
            return Slip.SWAP
    return None
