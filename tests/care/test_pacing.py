"""Pacing by the clock: clinical 4.3, with the numbers of clinical 9, G8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.pacing import next_week, on_a_flare_day, schedule, time_up
from dtx.errors import DtxError


def test_the_golden_case() -> None:
    assert time_up((12, 8, 10)) == 8
    pieces = schedule(30, 8, 5)
    assert pieces == (("up", 8), ("down", 5), ("up", 8), ("down", 5), ("up", 8), ("down", 5), ("up", 6))
    assert sum(minutes for _, minutes in pieces) == 45


def test_the_time_up_grows_by_a_tenth_and_at_least_a_minute() -> None:
    weeks = [8]
    for _ in range(3):
        weeks.append(next_week(weeks[-1], 5, flare=False))
    assert weeks == [8, 9, 10, 11]
    assert next_week(20, 7, flare=False) == 22


def test_it_stays_with_fewer_than_five_days_kept_or_a_flare() -> None:
    assert next_week(8, 4, flare=False) == next_week(8, 7, flare=True) == 8


def test_a_flare_day_halves_it_but_not_to_nothing() -> None:
    assert on_a_flare_day(9) == 5
    assert on_a_flare_day(1) == 1


def test_it_is_never_under_a_minute() -> None:
    assert time_up((0, 0, 1)) == 1


@pytest.mark.parametrize("trials", [(), (5, 6), (5, 6, -1)])
def test_fewer_than_three_trials_are_answered_with_a_remedy(trials: tuple[int, ...]) -> None:
    with pytest.raises(DtxError, match="three times"):
        time_up(trials)


@pytest.mark.parametrize(("task", "up", "down"), [(30, 0, 5), (0, 5, 5), (30, 8, 1), (30, 8, 31)])
def test_a_schedule_needs_minutes_that_are_offered(task: int, up: int, down: int) -> None:
    with pytest.raises(DtxError):
        schedule(task, up, down)


@given(st.integers(1, 600), st.integers(1, 120), st.integers(2, 30))
def test_the_pieces_alternate_and_hold_exactly_the_task(task: int, up: int, down: int) -> None:
    pieces = schedule(task, up, down)
    assert [kind for kind, _ in pieces] == [("up", "down")[i % 2] for i in range(len(pieces))]
    assert sum(minutes for kind, minutes in pieces if kind == "up") == task
    assert pieces[-1][0] == "up"
    assert all(minutes == (up if kind == "up" else down) for kind, minutes in pieces[:-1])


@given(st.lists(st.integers(0, 600), min_size=3))
def test_the_time_up_is_eighty_percent_of_the_mean_rounded_down(trials: list[int]) -> None:
    up, mean = time_up(trials), sum(trials) / len(trials)
    assert up == 1 or up <= 0.8 * mean + 1e-9 < up + 1 + 1e-6
