"""The arithmetic of a heart-rate strap: clean beats, two spreads, and the search for a comfortable rate (clinical 1.6).

No value is ever called normal or not. Stepped assessment: Lehrer, Vaschillo & Vaschillo 2000, Appl Psychophysiol Biofeedback
25:177; Lehrer et al. 2013, Biofeedback 41:98.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, sqrt
from statistics import fmean, median, stdev

SHORTEST_MS, LONGEST_MS = 300, 2000
AWAY = 0.20
ACCEPTED = 5
WINDOW_S = 60
UNCLEAR = "signal unclear"

RATES = (6.5, 6.0, 5.5, 5.0, 4.5)
"""Breaths a minute, from the easiest."""
STEP_S, BETWEEN_S, ANALYSED_S = 120, 60, 90
IN_PART = 0.4

NOT_FOR = (
    "This is not for people with atrial fibrillation, frequent extra beats or a pacemaker. "
    "Beta-blockers and some other medicines change these numbers too."
)


def rr_ms(raw: int) -> float:
    """An RR interval of the Bluetooth Heart Rate Service, in units of 1/1024 s, as milliseconds."""
    return raw * 1000 / 1024


def clean(rr: Iterable[float]) -> tuple[tuple[float, ...], int]:
    """The intervals (ms) that are kept, and how many were dropped.

    Dropped: under 300, over 2000, or more than 20 % away from the median of the last five that were kept.
    """
    kept: list[float] = []
    dropped = 0
    for beat in rr:
        usual = median(kept[-ACCEPTED:]) if kept else beat
        if SHORTEST_MS <= beat <= LONGEST_MS and abs(beat - usual) <= AWAY * usual:
            kept.append(beat)
        else:
            dropped += 1
    return tuple(kept), dropped


def clear(kept: int, dropped: int) -> bool:
    """Whether a window of 60 s may show a number: at most 5 % of its intervals were dropped."""
    return kept > 0 and 20 * dropped <= kept + dropped


def sdnn(rr: Sequence[float]) -> float | None:
    """The sample standard deviation in ms; None for fewer than two intervals."""
    return stdev(rr) if len(rr) > 1 else None


def rmssd(rr: Sequence[float]) -> float | None:
    """The root of the mean squared difference of neighbours in ms; None for fewer than two intervals."""
    return sqrt(fmean((b - a) ** 2 for a, b in pairwise(rr))) if len(rr) > 1 else None


@dataclass(frozen=True, slots=True)
class Pace:
    """One rate of the assessment: seconds in and out, and the whole breaths in two minutes."""

    rate: float
    in_s: float
    out_s: float
    cycles: int


def pace(rate: float) -> Pace:
    """40 % in, 60 % out."""
    cycle_s = 60 / rate
    return Pace(rate, IN_PART * cycle_s, (1 - IN_PART) * cycle_s, floor(STEP_S * rate / 60))


ASSESSMENT = tuple(pace(rate) for rate in RATES)


def peak_trough(rr: Sequence[float], cycle_s: float) -> float | None:
    """The mean over whole breaths of the highest minus the lowest heart rate, in beats a minute; None without a whole breath."""
    breaths: defaultdict[int, list[float]] = defaultdict(list)
    elapsed_s = 0.0
    for beat in rr:
        breaths[int(elapsed_s / cycle_s)].append(60_000 / beat)
        elapsed_s += beat / 1000
    whole = [rates for breath, rates in breaths.items() if (breath + 1) * cycle_s <= elapsed_s + 1e-9]
    return fmean(max(rates) - min(rates) for rates in whole) if whole else None


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rate gave in its last 90 s."""

    rate: float
    sdnn: float
    peak_trough: float


def ranked(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """By SDNN, then by peak to trough; what is still equal goes to the faster, easier rate."""
    return tuple(sorted(trials, key=lambda trial: (trial.sdnn, trial.peak_trough, trial.rate), reverse=True))


def of_two_days(first: float, second: float) -> float:
    """The rate to practise with: the faster of two answers that differ."""
    return max(first, second)


def practice_minutes(week: int) -> int:
    """Once a day: 5 minutes in week 1, 10 in week 2, then up to 20 if welcome. Weeks count from 1."""
    return 5 if week <= 1 else 10 if week == 2 else 20
