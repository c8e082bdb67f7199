"""What the rules answer: yes, no or unknown, with amount, payers and the trail that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

YES: Final = "yes"
NO: Final = "no"
UNSURE: Final = "unknown"


@dataclass(frozen=True)
class Answer:
    """One answer, for one standard and one subject (a person's id, or `household`).

    `amount_fen` is None where the answer is not yes, or the amount is not the rule's to say.
    `needs` names the facts that would settle what is unknown, sorted. Each line of `trail` has
    clause, fact, value, holds and since, and where there are any: source, against (the values
    compared with), example (True where the town's own example table was used).
    """

    standard: str
    subject: str
    answer: str
    amount_fen: int | None
    period: str | None
    needs: tuple[str, ...]
    paid_by: tuple[tuple[str, int | None], ...]
    trail: tuple[Mapping[str, Any], ...]
    rule_hash: str

    def plain(self) -> dict[str, Any]:
        """This function will give the answer as plain values, as the JSON has them."""
        return {
            "standard": self.standard,
            "subject": self.subject,
            "answer": self.answer,
            "amount_fen": self.amount_fen,
            "period": self.period,
            "needs": list(self.needs),
            "paid_by": [{"fund": fund, "amount_fen": fen} for fund, fen in self.paid_by],
            "trail": [dict(line) for line in self.trail],
            "rule_hash": self.rule_hash,
        }
