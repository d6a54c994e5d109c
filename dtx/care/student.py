"""Student's t (Student 1908, Biometrika 6:1), for any number of degrees of freedom, without a library of its own.

The incomplete beta function by its continued fraction (Lentz 1976, Appl Opt 15:668), and its inverse by halving.
"""

from functools import lru_cache
from math import exp, lgamma, log

TINY = 1e-300
EXACT = 1e-15
MOST_STEPS = 400


def below(t: float, df: float) -> float:
    """The chance that a value of this distribution lies below `t`."""
    square = t * t
    outside = _beta(df / (df + square), square / (df + square), df / 2, 0.5)
    return 1 - outside / 2 if t > 0 else outside / 2


@lru_cache(512)
def quantile(chance: float, df: float) -> float:
    """The value below which one lies with this chance, between 0 and 1, both excluded; `df` above 0.

    Raises ValueError for anything else.
    """
    if not 0 < chance < 1 or not df > 0:
        raise ValueError(f"no quantile for {chance} with {df} degrees of freedom")
    if chance < 0.5:
        return -quantile(1 - chance, df)
    low, high = 0.0, 1.0
    while below(high, df) < chance and high < 1e12:
        low, high = high, high * 2
    for _ in range(MOST_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if below(middle, df) < chance else (low, middle)
    return (low + high) / 2


def _beta(x: float, rest: float, a: float, b: float) -> float:
    """The regularised incomplete beta function of `x`, 0 to 1. `rest` is 1 - x: taken from x, a small one would lose its digits."""
    if x <= 0 or rest <= 0:
        return float(x > 0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(rest, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, MOST_STEPS):
        for part in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / _away(1 + part * d)
            c = _away(1 + part / c)
            found *= c * d
        if abs(c * d - 1) < EXACT:
            break
    return found


def _away(value: float) -> float:
    """Never quite zero."""
    return value if abs(value) > TINY else TINY
