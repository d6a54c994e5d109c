"""How much a change of weekly means matters; one session never gets a label (clinical 7.4).

Farrar 2001, Pain 94:149: about 2 points or 30 % matched "much improved". IMMPACT (Dworkin 2008, J Pain 9:105): minimal,
moderate, substantial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

RATINGS_A_WEEK = 4
LOWEST_BASE = 3.0
LABELS = ((50, "substantial"), (30, "moderate"), (10, "minimal"))
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """Between a baseline week and a later one. `percent` is positive when pain fell; `label` is None under 10 %."""

    base: float
    week: float
    percent: float
    label: str | None

    @property
    def points(self) -> float:
        """Negative when pain fell."""
        return self.week - self.base


def weekly_mean(ratings: Sequence[int]) -> float | None:
    """The mean of a week's ratings; None for fewer than four."""
    return sum(ratings) / len(ratings) if len(ratings) >= RATINGS_A_WEEK else None


def change(base: Sequence[int], week: Sequence[int]) -> Change | None:
    """From two weeks' ratings; None where either has too few, or the baseline mean is under 3.0."""
    before, after = weekly_mean(base), weekly_mean(week)
    if before is None or after is None or before < LOWEST_BASE:
        return None
    percent = (before - after) / before * 100
    return Change(before, after, percent, next((label for least, label in LABELS if percent >= least - TINY), None))
