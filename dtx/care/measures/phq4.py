"""PHQ-4, and in it GAD-2 and PHQ-2: never a diagnosis (Kroenke 2009, Psychosomatics 50:613)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dtx.care.measures.measure import load
from dtx.language import _

WORTH_A_TALK, TOTAL_WORTH_A_TALK = 3, 6
BANDS = ((2, "none"), (5, "mild"), (8, "moderate"), (12, "severe"))
MESSAGE = _("These answers suggest it could help to talk with someone on your team.")
"""Shown with the help link; nothing is sent (clinical 7.2)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Sums of the first pair, the second pair and all four; None where an item is missing. `band` goes with the total."""

    gad2: int | None
    phq2: int | None
    total: int | None

    @property
    def band(self) -> str | None:
        return None if self.total is None else next(band for most, band in BANDS if self.total <= most)

    @property
    def worth_a_talk(self) -> bool:
        """Whether to show `MESSAGE`: either pair at 3 or above, or a total of 6 or above."""
        return max(self.gad2 or 0, self.phq2 or 0) >= WORTH_A_TALK or (self.total or 0) >= TOTAL_WORTH_A_TALK


def score(values: Sequence[int | None]) -> Scores:
    """From the four items in their order. Raises `ValueError` for a number that is no answer."""
    given = load("phq4").check(values)
    return Scores(*(_sum(part) for part in (given[:2], given[2:], given)))


def _sum(values: Sequence[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return sum(given) if len(given) == len(values) else None
