"""The worked example of clinical 7.5, to the digits, and what holds for any numbers."""

from itertools import pairwise
from math import atan, pi, sqrt
from statistics import mean, stdev

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dtx.care.changes import Changes, difference, level_among, shrunk
from dtx.care.student import below, quantile

EXAMPLE = Changes.of((-1, -2, 0, -1, -3, -1, -2, 0, -1, -1))
RESTS = Changes.of((0, 0, 0, -1, -1))

changes = st.lists(st.integers(-10, 10), max_size=40)


def test_the_example_of_one_activity() -> None:
    assert (EXAMPLE.n, f"{EXAMPLE.mean:.2f}", f"{EXAMPLE.sd:.3f}") == (10, "-1.20", "0.919")
    assert (EXAMPLE.r1, EXAMPLE.n_eff, f"{EXAMPLE.se:.3f}") == (0, 10, "0.291")
    assert f"{quantile(0.975, 9):.3f}" == "2.262"
    assert [f"{end:.2f}" for end in EXAMPLE.interval()] == ["-1.86", "-0.54"]


def test_the_autocorrelation_of_the_example_before_it_is_cut_off_at_nothing() -> None:
    values = [value - EXAMPLE.mean for value in (-1, -2, 0, -1, -3, -1, -2, 0, -1, -1)]
    crossed = EXAMPLE.lagged - EXAMPLE.mean * (2 * EXAMPLE.total - EXAMPLE.first - EXAMPLE.last) + 9 * EXAMPLE.mean**2
    assert f"{crossed / sum(value * value for value in values):.2f}" == "-0.32"


def test_the_example_of_shrinkage() -> None:
    drawn = shrunk(EXAMPLE)
    assert (f"{drawn.weight:.3f}", f"{drawn.mean:.2f}", f"{drawn.sd:.3f}") == ("0.922", "-1.11", "0.279")


def test_the_example_against_quiet_pauses() -> None:
    found = difference(EXAMPLE, RESTS)
    assert found is not None
    assert (f"{RESTS.mean:.2f}", f"{RESTS.sd:.3f}", RESTS.n) == ("-0.40", "0.548", 5)
    assert (f"{found.mean:.2f}", f"{found.se:.3f}", f"{found.df:.1f}") == ("-0.80", "0.380", "12.3")
    assert f"{quantile(0.975, found.df):.3f}" == "2.172"
    assert (f"{found.low:.2f}", f"{found.high:+.2f}") == ("-1.63", "+0.03")
    assert found.could_be_chance


def test_sessions_that_resemble_each_other_count_for_less() -> None:
    drifting = Changes.of((-4, -4, -4, -3, -3, -3, -2, -2, -1, -1, 0, 0))
    assert 0.6 < drifting.r1 < 0.9 and drifting.n_eff == 3
    low, high = drifting.interval()
    assert high - low > 4 * drifting.sd / 12**0.5 * 2.2


def test_ten_times_the_same_number_does_not_divide_by_nothing() -> None:
    same = Changes.of((-1,) * 10)
    assert (same.sd, same.r1, same.n_eff, same.interval()) == (0, 0, 10, (-1, -1))
    assert shrunk(same).weight == pytest.approx(40 / 41), "a spread under 0.5 counts as 0.5"
    assert difference(same, same) is not None


@pytest.mark.parametrize(("k", "level"), [(1, 0.95), (2, 0.975), (5, 0.99)])
def test_the_more_activities_the_wider_the_interval(k: int, level: float) -> None:
    assert level_among(k) == pytest.approx(level)


def test_one_session_has_no_difference_to_anything() -> None:
    assert difference(EXAMPLE, Changes.of((0,))) is None


@given(changes, changes, changes)
def test_sums_can_be_put_together_in_any_pieces(one: list[int], two: list[int], three: list[int]) -> None:
    assert Changes.of(one) + Changes.of(two) + Changes.of(three) == Changes.of([*one, *two, *three])


@given(st.lists(st.integers(-10, 10), min_size=2, max_size=60))
def test_sums_say_what_the_values_say(values: list[int]) -> None:
    found = Changes.of(values)
    middle = mean(values)
    spread = sum((value - middle) ** 2 for value in values)
    crossed = sum((a - middle) * (b - middle) for a, b in pairwise(values))
    assert (found.mean, found.sd) == (pytest.approx(middle), pytest.approx(stdev(values), abs=1e-7))
    assert found.r1 == pytest.approx(max(0.0, crossed / spread) if spread else 0.0, abs=1e-7)
    assert (found.least, found.most) == (min(values), max(values))


@pytest.mark.parametrize(
    ("df", "t"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (30, 2.042), (120, 1.980), (100_000, 1.960)],
)
def test_the_quantiles_are_those_of_the_printed_tables(df: float, t: float) -> None:
    assert f"{quantile(0.975, df):.3f}" == f"{t:.3f}"


@given(st.floats(0.001, 0.999), st.floats(0.5, 500))
@example(0.5 + 1e-9, 500.0)
@example(0.5 - 1e-16, 0.5)
def test_the_quantile_is_the_inverse(chance: float, df: float) -> None:
    assert below(quantile(chance, df), df) == pytest.approx(chance, rel=0, abs=1e-12)


@given(st.one_of(st.floats(-1e6, 1e6), st.floats(-1e-7, 1e-7)))
def test_with_one_and_two_degrees_of_freedom_it_is_what_can_be_written_down(t: float) -> None:
    """Cauchy's distribution, and Student's with 2: both have a formula without a series."""
    assert below(t, 1) == pytest.approx(0.5 + atan(t) / pi, rel=0, abs=2e-15)
    assert below(t, 2) == pytest.approx(0.5 + t / (2 * sqrt(2 + t * t)), rel=0, abs=2e-15)


@pytest.mark.parametrize(("chance", "df"), [(0, 5), (1, 5), (0.5, 0), (0.5, -1), (float("nan"), 5)])
def test_there_is_no_quantile_for_nonsense(chance: float, df: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile(chance, df)
