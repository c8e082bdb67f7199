"""Splitting an amount by shares so that no fen is lost (largest remainder)."""

from __future__ import annotations

from collections.abc import Sequence


def split(fen: int, parts: Sequence[int]) -> list[int]:
    """This function will split an amount in proportion to whole parts.

    Method of the largest remainder (Hamilton): each gets its whole fen, what is left goes one by
    one to the largest remainders, the earlier first where they are equal. The sum is the amount.
    """
    whole = sum(parts)
    shares = [fen * part // whole for part in parts]
    rest = [fen * part % whole for part in parts]
    order = sorted(range(len(parts)), key=lambda place: -rest[place])
    for place in order[: fen - sum(shares)]:
        shares[place] += 1
    return shares
