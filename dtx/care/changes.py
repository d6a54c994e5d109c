"""What a person's own before-and-after numbers say of one activity, and how sure that is (clinical 7.5).

Everything is worked out from sums, so that years of sessions need not be read again. Standards for single-case research (What Works
Clearinghouse) ask for five points a phase at least; the difference of two means is Welch's (1947, Biometrika 34:28).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Self

from dtx.care.student import quantile

LISTED, SURE = 5, 10
"""Under 5 sessions values are only listed; from 10, on as many days, there is a mean with its interval."""

LEAST_EFFECTIVE = 3.0
LOWEST_SD = 0.5
LEVEL = 0.95
AT_LEAST_RESTS = 5
"""Without so many quiet pauses nothing can be separated from simply resting."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one activity in their order, as sums. A change is after minus before; negative is lower.

    `lagged` sums each change times the one after it.
    """

    n: int = 0
    total: int = 0
    squares: int = 0
    lagged: int = 0
    first: int = 0
    last: int = 0
    least: int = 0
    most: int = 0

    @classmethod
    def of(cls, values: Iterable[int]) -> Self:
        found = cls()
        for value in values:
            found = found + cls(1, value, value * value, 0, value, value, value, value)
        return found

    def __add__(self, later: "Changes") -> Self:
        """These, and those that came after them."""
        if not self.n or not later.n:
            one = self if self.n else later
            return type(self)(one.n, one.total, one.squares, one.lagged, one.first, one.last, one.least, one.most)
        return type(self)(
            self.n + later.n,
            self.total + later.total,
            self.squares + later.squares,
            self.lagged + later.lagged + self.last * later.first,
            self.first,
            later.last,
            min(self.least, later.least),
            max(self.most, later.most),
        )

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def sd(self) -> float:
        """Of the sample; 0 for fewer than two."""
        return sqrt(self._spread / (self.n - 1)) if self.n > 1 else 0.0

    @property
    def r1(self) -> float:
        """How much each change resembles the one before it: the lag-1 autocorrelation, at least 0."""
        if self._spread <= 0:
            return 0.0
        mean = self.mean
        crossed = self.lagged - mean * (2 * self.total - self.first - self.last) + (self.n - 1) * mean * mean
        return max(0.0, crossed / self._spread)

    @property
    def n_eff(self) -> float:
        """What so many sessions are worth that resemble each other; at least 3. Too few to tell count as they are."""
        if self.n < SURE:
            return float(self.n)
        return max(LEAST_EFFECTIVE, self.n * (1 - self.r1) / (1 + self.r1))

    @property
    def se(self) -> float:
        return self.sd / sqrt(self.n_eff)

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Where the mean may lie. Only for `SURE` sessions and more."""
        reach = quantile((1 + level) / 2, self.n_eff - 1) * self.se
        return self.mean - reach, self.mean + reach

    @property
    def _spread(self) -> float:
        return max(0.0, self.squares - self.total * self.total / self.n) if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A mean drawn towards no change as far as little is known of it: prior mean 0, SD 1."""

    weight: float
    mean: float
    sd: float


def shrunk(changes: Changes) -> Shrunk:
    """For the ranking of activities (clinical 7.5)."""
    precision = changes.n_eff / max(LOWEST_SD, changes.sd) ** 2
    weight = precision / (precision + 1)
    return Shrunk(weight, weight * changes.mean, 1 / sqrt(precision + 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """One activity's mean change minus another's. `se` and `df` after Welch; the interval from `low` to `high`."""

    mean: float
    se: float
    df: float
    low: float
    high: float

    @property
    def could_be_chance(self) -> bool:
        """Whether no difference at all is within the interval."""
        return self.low <= 0 <= self.high


def difference(one: Changes, other: Changes, level: float = LEVEL) -> Difference | None:
    """None where either has fewer than two sessions."""
    if min(one.n, other.n) < 2:
        return None
    parts = [(changes.se**2, changes.n_eff - 1) for changes in (one, other)]
    square = sum(part for part, _ in parts)
    mean, se = one.mean - other.mean, sqrt(square)
    if not square:
        return Difference(mean, 0.0, sum(df for _, df in parts), mean, mean)
    df = square**2 / sum(part**2 / df for part, df in parts)
    reach = quantile((1 + level) / 2, df) * se
    return Difference(mean, se, df, mean - reach, mean + reach)


def level_among(k: int) -> float:
    """The level of an interval where `k` activities are compared (clinical 7.5)."""
    return 1 - 0.05 / max(1, k)
