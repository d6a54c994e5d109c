"""What is proposed for an exercise the next time (clinical 5.3 and 5.4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.progress import EFFORT, EFFORT_WORDS, Done, Limits, effort_target, hard, proposal, within
from dtx.care.zones import AMBER, GREEN, RED

DAY = date(2026, 5, 1)


def done(
    reps: int = 8, sets: int = 1, zone: str | None = GREEN, settled: bool | None = True, effort: int | None = 3, exercise: str = ""
) -> Done:
    return Done(DAY, reps, sets, zone, settled, effort, exercise)


def offered(*history: Done, limits: Limits | None = None, days: int = 2, harder: str | None = None) -> tuple[str, int, int] | None:
    found = proposal(history, DAY + timedelta(days=days), limits, harder=harder)
    return (found.kind, found.reps, found.sets) if found else None


def test_three_easy_sessions_in_a_row_propose_two_more_up_to_twelve() -> None:
    assert offered(*[done(8)] * 3) == ("more", 10, 1)
    assert offered(*[done(11)] * 3) == ("more", 12, 1)
    assert offered(*[done(8)] * 2) is None


@pytest.mark.parametrize("last", [done(zone=AMBER), done(settled=None), done(effort=5), done(effort=None), done(zone=None), done(reps=10)])
def test_a_session_that_was_not_green_settled_and_easy_at_the_same_dose_proposes_nothing(last: Done) -> None:
    assert offered(done(), done(), last) is None


def test_the_three_sessions_count_anew_after_each_change() -> None:
    assert offered(done(8), done(8), done(8), done(10), done(10)) is None
    assert offered(done(8), done(8), done(8), done(10), done(10), done(10)) == ("more", 12, 1)


def test_at_twelve_the_harder_version_starts_with_six_or_there_is_one_more_set_up_to_three() -> None:
    easy = [done(12)] * 3
    assert offered(*easy) == ("set", 12, 2)
    found = proposal(easy, DAY, harder="bridge")
    assert found is not None
    assert (found.kind, found.exercise, found.reps) == ("harder", "bridge", 6)
    assert found.otherwise is not None
    assert (found.otherwise.kind, found.otherwise.sets) == ("set", 2)
    assert offered(*[done(12, sets=3)] * 3) is None


@pytest.mark.parametrize(("reps", "fewer"), [(8, 6), (10, 7), (2, 1), (5, 3)])
def test_what_did_not_settle_by_the_next_morning_is_a_quarter_less(reps: int, fewer: int) -> None:
    assert offered(done(reps, settled=False)) == ("fewer", fewer, 1)


def test_with_one_repetition_there_is_nothing_left_to_take_away() -> None:
    assert offered(done(1, settled=False)) is None
    assert proposal([done(1, zone=RED)], DAY) is None
    found = proposal([done(1, zone=RED)], DAY, easier="half_range")
    assert found is not None
    assert (found.kind, found.exercise) == ("easier", "half_range")


@pytest.mark.parametrize(("reps", "some"), [(8, 5), (10, 6), (12, 8), (6, 4)])
def test_two_missed_weeks_restart_at_sixty_percent_rounded_up(reps: int, some: int) -> None:
    assert offered(*[done(reps)] * 3, days=14) == ("restart", some, 1)
    assert offered(done(reps), days=13) is None


def test_a_red_zone_halves_or_offers_the_easier_version_and_two_in_a_row_leave_it_out() -> None:
    found = proposal([done(8, zone=RED)], DAY, easier="tilt")
    assert found is not None
    assert (found.kind, found.reps) == ("half", 4)
    assert found.otherwise is not None
    assert (found.otherwise.kind, found.otherwise.exercise) == ("easier", "tilt")
    twice = proposal([done(8, zone=RED), done(4, zone=RED)], DAY)
    assert twice is not None
    assert twice.kind == "remove"
    assert "therapist" in twice.words


def test_the_most_careful_rule_comes_first() -> None:
    assert offered(done(8, zone=RED, settled=False), days=30) == ("half", 4, 1)
    assert offered(done(8, settled=False), days=30) == ("restart", 5, 1)


def test_what_the_therapist_set_always_wins() -> None:
    assert offered(*[done(8)] * 3, limits=Limits(reps=9)) == ("more", 9, 1)
    assert offered(*[done(8)] * 3, limits=Limits(reps=8)) is None
    assert offered(*[done(12)] * 3, limits=Limits(reps=15)) == ("more", 14, 1)
    assert offered(*[done(12)] * 3, limits=Limits(sets=1)) is None
    assert offered(*[done(12)] * 3, limits=Limits(sets=1, harder=False), harder="bridge") is None
    assert offered(done(12, zone=RED), limits=Limits(reps=4)) == ("half", 4, 1)
    assert within(12, 3, Limits(reps=10, sets=2)) == (10, 2)
    assert within(12, 3, Limits()) == (12, 3)


HISTORY = st.lists(
    st.builds(
        Done,
        st.just(DAY),
        st.integers(1, 12),
        st.integers(1, 3),
        st.sampled_from((GREEN, AMBER, RED, None)),
        st.sampled_from((True, False, None)),
        st.one_of(st.none(), st.integers(0, 10)),
    ),
    min_size=1,
    max_size=6,
)


@given(HISTORY, st.integers(0, 30), st.builds(Limits, st.one_of(st.none(), st.integers(1, 15)), st.one_of(st.none(), st.integers(1, 3))))
def test_one_change_at_a_time_within_the_limits_and_never_to_nothing(history: list[Done], days: int, limits: Limits) -> None:
    found, last = proposal(history, DAY + timedelta(days=days), limits), history[-1]
    if found is None or found.kind == "remove":
        return
    assert (found.reps > last.reps) + (found.sets > last.sets) <= 1
    assert 1 <= found.reps <= (limits.reps or 12)
    assert 1 <= found.sets <= (limits.sets or 3)


def test_nothing_done_yet_proposes_nothing() -> None:
    assert proposal([], DAY) is None


def test_the_effort_to_aim_at_is_two_to_four_in_the_first_two_weeks_then_three_to_six() -> None:
    assert [effort_target(week) for week in (1, 2, 3, 8)] == [(2, 4), (2, 4), (3, 6), (3, 6)]
    assert sorted(EFFORT_WORDS) == [0, 2, 4, 6, 8, 10]


def test_what_the_numbers_between_mean_stands_with_the_question() -> None:
    """Clinical 5.3: the scale has words at 0, 2, 4, 6, 8 and 10."""
    said = f"0 {EFFORT.low_label}; 10 {EFFORT.high_label}"
    assert sorted(said.split("; ")) == sorted(f"{number} {words}" for number, words in EFFORT_WORDS.items())


@pytest.mark.parametrize(("effort", "week", "told"), [(4, 1, False), (5, 2, True), (5, 3, False), (7, 3, True), (None, 1, False)])
def test_an_effort_above_what_is_aimed_at_is_met_with_less(effort: int | None, week: int, told: bool) -> None:
    assert bool(hard(effort, week)) == told
