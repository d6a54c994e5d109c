"""What each activity may do for one person, estimated together, so that a lucky evening does not decide (performance page, section 6).

    change = activity + slope * (pain before - its mean) + noise,   activity ~ N(middle, spread^2),   middle ~ N(0, 2^2)

People practise when pain is high, and high pain falls by itself; `slope` takes that out. It is drawn towards -0.3, which is what regression
to the mean does to ratings of pain that resemble each other at 0.7 (Whitney and Von Korff 1992, Pain 50:281, on the effect). The spread
between activities runs over a grid, and the middle is integrated out. All of it comes from sums; nothing is drawn at random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, exp, log, sqrt

USUAL_SLOPE, SLOPE_SD = -0.3, 0.15
USUAL_SD, USUAL_WEIGHT = 1.8, 4.0
"""The noise of one change, in points, as long as little is known of it; it counts as so many sessions."""

LOWEST_SD = 0.5
MIDDLE_SD = 2.0
SPREADS = tuple(0.05 * (60 ** (step / 15)) for step in range(16))
"""Sixteen spreads between activities, from 0.05 to 3 points."""

SPREAD_SD = 1.0
"""Half-normal: spreads far above a point are unlikely."""

WIDER = 1.15
"""Integers and the ends of the scale make intervals too narrow by about so much."""

STEPS = 160


@dataclass(frozen=True, slots=True)
class Sums:
    """The sessions of one activity in which pain was rated before and after. `before` and `change` are sums, `both` of their product."""

    n: int
    before: int
    before_squares: int
    change: int
    change_squares: int
    both: int

    def then(self, before: int, change: int) -> "Sums":
        """With one more session."""
        return Sums(
            self.n + 1,
            self.before + before,
            self.before_squares + before * before,
            self.change + change,
            self.change_squares + change * change,
            self.both + before * change,
        )


NONE = Sums(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Guess:
    """The change to expect from an activity at this person's usual pain, and how unsure that is. `tried` counts the sessions."""

    mean: float
    sd: float
    tried: int

    @property
    def wide(self) -> float:
        """The standard deviation as wide as it has to be to be honest."""
        return WIDER * self.sd

    @property
    def hoped_for(self) -> float:
        """One standard deviation better than expected: what is little known gets a fair try."""
        return self.mean - self.sd


def guesses(sums: Mapping[str, Sums]) -> dict[str, Guess]:
    """A guess for each activity, also for those that were never tried (with `NONE`)."""
    known = {name: one for name, one in sums.items() if one.n}
    total = sum(one.n for one in known.values())
    usual = sum(one.before for one in known.values()) / total if total else 0.0
    slope, variance = _line(list(known.values()))
    means = [one.change / one.n - slope * (one.before / one.n - usual) for one in known.values()]
    noise = [variance / one.n for one in known.values()]
    mixture = _mixture(means, noise)
    found = {name: _guess(mixture, mean, own, known[name].n) for name, mean, own in zip(known, means, noise, strict=True)}
    return {name: found[name] if name in found else _guess(mixture, 0.0, None, 0) for name in sums}


def _line(known: Sequence[Sums]) -> tuple[float, float]:
    """The slope within activities, and the variance around it, each drawn towards what is usual."""
    xx = sum(one.before_squares - one.before**2 / one.n for one in known)
    xy = sum(one.both - one.before * one.change / one.n for one in known)
    yy = sum(one.change_squares - one.change**2 / one.n for one in known)
    free = sum(one.n - 1 for one in known)
    slope, variance = USUAL_SLOPE, USUAL_SD**2
    for _ in range(3):  # each needs the other; three rounds settle it to a thousandth
        own = 1 / SLOPE_SD**2
        slope = (xy / variance + USUAL_SLOPE * own) / (xx / variance + own)
        left = max(0.0, yy - 2 * slope * xy + slope * slope * xx)
        variance = max(LOWEST_SD**2, (left + USUAL_WEIGHT * USUAL_SD**2) / (free + USUAL_WEIGHT))
    return slope, variance


Mixture = list[tuple[float, float, float, float]]
"""For each spread: its weight, its square, the middle, and the variance of the middle."""


def _mixture(means: Sequence[float], noise: Sequence[float]) -> Mixture:
    parts = []
    for spread in SPREADS:
        square = spread * spread
        weights = [1 / (own + square) for own in noise]
        precision = sum(weights) + 1 / MIDDLE_SD**2
        middle = sum(weight * mean for weight, mean in zip(weights, means, strict=True)) / precision
        misfit = sum(weight * mean * mean for weight, mean in zip(weights, means, strict=True)) - precision * middle * middle
        likely = 0.5 * (sum(map(log, weights)) - log(precision) - misfit) - 0.5 * square / SPREAD_SD**2 + log(spread)
        parts.append((likely, square, middle, 1 / precision))
    most = max(likely for likely, *_ in parts)
    raised = [exp(likely - most) for likely, *_ in parts]
    return [(one / sum(raised), *rest) for one, (_, *rest) in zip(raised, parts, strict=True)]


def _guess(mixture: Mixture, mean: float, noise: float | None, n: int) -> Guess:
    """One activity; `noise` is the variance of its mean, None where it was never tried."""
    first = second = 0.0
    for weight, square, middle, unsure in mixture:
        pull = 0.0 if noise is None else square / (square + noise)
        own = square if noise is None else pull * noise
        expected = pull * mean + (1 - pull) * middle
        first += weight * expected
        second += weight * (own + (1 - pull) ** 2 * unsure + expected * expected)
    return Guess(first, sqrt(max(0.0, second - first * first)), n)


def chances(found: Mapping[str, Guess]) -> dict[str, float]:
    """How likely each activity is the one with the lowest change."""
    low = min(guess.mean - 5 * guess.wide for guess in found.values())
    high = max(guess.mean + 5 * guess.wide for guess in found.values())
    step = (high - low) / STEPS
    places = [low + step * (number + 0.5) for number in range(STEPS)]
    above = {name: [0.5 * (1 - erf((place - one.mean) / (one.wide * sqrt(2)))) for place in places] for name, one in found.items()}
    raw = {name: sum(_density(one, place) * _others(above, name, at) for at, place in enumerate(places)) for name, one in found.items()}
    whole = sum(raw.values()) or 1.0
    return {name: chance / whole for name, chance in raw.items()}


def _density(one: Guess, place: float) -> float:
    return exp(-0.5 * ((place - one.mean) / one.wide) ** 2) / one.wide


def _others(above: Mapping[str, Sequence[float]], name: str, at: int) -> float:
    product = 1.0
    for other, chance in above.items():
        if other != name:
            product *= chance[at]
    return product
