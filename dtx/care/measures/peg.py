"""The PEG: pain, enjoyment and general activity over the past week, as one number (Krebs 2009, J Gen Intern Med 24:733)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dtx.care.measures.measure import load

TINY = 1e-9
"""Thirds have no exact float; 30 % is still 30 %."""


def score(values: Sequence[int | None]) -> float | None:
    """The mean of the three items, 0-10; None when one is missing. Raises `ValueError` for a number that is no answer."""
    given = [value for value in load("peg").check(values) if value is not None]
    return sum(given) / 3 if len(given) == 3 else None


@dataclass(frozen=True, slots=True)
class Change:
    """`points` and `percent` are negative when the score fell. `percent` is None from a score of 0.

    `ge30` and `ge50`: it fell by at least so many percent.
    """

    points: float
    percent: float | None
    ge30: bool
    ge50: bool


def change(before: float | None, after: float | None) -> Change | None:
    """From one score to a later one; None where either is missing."""
    if before is None or after is None:
        return None
    points = after - before
    percent = points / before * 100 if before else None
    fall = -percent if percent is not None else 0.0
    return Change(points, percent, fall >= 30 - TINY, fall >= 50 - TINY)
