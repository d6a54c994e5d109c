"""A plan binds more tightly only, and counts without blame: what was practised, of what was planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.plan import Bound, Ceiling, Item, Plan, planned, standing, tighter
from dtx.care.progress import Limits

MONDAY = date(2026, 1, 5)


def plan(*items: Item, begun: date = MONDAY) -> Plan:
    return Plan("Back to walking", "p-1", "A. Therapist", "1.0", items, installed_on=begun)


def breath(times: int = 5, since: date | None = None, until: date | None = None) -> Item:
    return Item("breath", "breathing.coherent_46", times, since=since, until=until)


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=number) for number in numbers]


def test_a_week_is_counted_from_its_monday() -> None:
    item = breath()
    thursday = MONDAY + timedelta(days=3)
    stands = standing(plan(item, begun=MONDAY - timedelta(days=7)), item, days(-2, 0, 1, 3), thursday)
    assert (stands.week, stands.week_planned, stands.today) == (3, 5, 1)
    assert (stands.so_far, stands.so_far_planned) == (4, 8)  # 11 days of 5 a week are 7.9


@pytest.mark.parametrize(
    ("times", "practised", "due"),
    [
        (5, (), True),
        (5, (0, 1, 2), True),
        (5, (3,), False),  # today it was done
        (3, (0, 1, 2), False),  # enough for this week
        (14, (3,), True),  # twice a day
        (14, (3, 3), False),
    ],
)
def test_what_is_due_is_what_is_left_of_the_week_and_of_today(times: int, practised: tuple[int, ...], due: bool) -> None:
    item = breath(times)
    assert standing(plan(item), item, days(*practised), MONDAY + timedelta(days=3)).due is due


def test_only_days_between_from_and_until_count() -> None:
    item = breath(7, since=MONDAY + timedelta(days=2), until=MONDAY + timedelta(days=10))
    before = standing(plan(item), item, days(0), MONDAY)
    assert (before.holds, before.due, before.so_far, before.so_far_planned) == (False, False, 0, 0)
    within = standing(plan(item), item, days(0, 2, 3), MONDAY + timedelta(days=3))
    assert (within.holds, within.week, within.week_planned, within.so_far, within.so_far_planned) == (True, 2, 5, 2, 2)
    after = standing(plan(item), item, days(2, 3, 10, 12), MONDAY + timedelta(days=14))
    assert (after.holds, after.so_far, after.so_far_planned) == (False, 3, 9)


def test_nothing_is_asked_for_before_the_plan_was_there() -> None:
    item = breath(7, since=MONDAY - timedelta(days=30))
    stands = standing(plan(item, begun=MONDAY + timedelta(days=2)), item, days(3), MONDAY + timedelta(days=3))
    assert (stands.so_far, stands.so_far_planned, stands.week_planned) == (1, 2, 5)


@given(st.integers(1, 35), st.integers(0, 40), st.integers(0, 40))
def test_whole_weeks_ask_for_whole_weeks_and_more_days_never_for_less(times: int, first: int, length: int) -> None:
    item, begin = breath(times), MONDAY + timedelta(days=first)
    assert planned(item, begin, begin + timedelta(days=7 * length + 6), begin) == times * (length + 1)
    asked = [planned(item, begin, begin + timedelta(days=day), begin) for day in range(length)]
    assert asked == sorted(asked)


def test_it_comes_back_from_the_store_as_it_was() -> None:
    whole = Plan(
        "Back to walking",
        "p-1",
        "A. Therapist",
        "1.0",
        (
            Item(
                "gentle_back",
                "exercises.gentle_back",
                3,
                {"easier": "bridge,heel_slide"},
                {"minutes": Bound(3, 10), "form": Bound(choices=("gentle",)), "x": Bound(choices=())},
                Ceiling(Limits(8, 2, False), {"bridge": Limits(6)}),
                MONDAY,
                MONDAY + timedelta(days=40),
            ),
        ),
        MONDAY + timedelta(days=50),
        ("A word to you.", "And another."),
        "ab" * 32,
        MONDAY,
    )
    assert Plan.from_json(whole.to_json()) == whole


bounds = st.builds(
    Bound,
    st.none() | st.floats(0, 9),
    st.none() | st.floats(0, 9),
    st.none() | st.lists(st.sampled_from("abc"), unique=True).map(tuple),
)


def allowed(bound: Bound, number: float) -> bool:
    return (bound.low is None or number >= bound.low) and (bound.high is None or number <= bound.high)


@given(bounds, bounds, st.floats(0, 9))
def test_two_bounds_at_once_let_through_what_each_of_them_does(one: Bound, other: Bound, number: float) -> None:
    both = one & other
    assert allowed(both, number) == (allowed(one, number) and allowed(other, number))
    for choice in "abc":
        parts = [bound.choices is None or choice in bound.choices for bound in (one, other, both)]
        assert parts[2] == (parts[0] and parts[1])


limits = st.builds(Limits, st.none() | st.integers(1, 12), st.none() | st.integers(1, 3), st.booleans())


@given(limits, limits, st.integers(1, 20), st.integers(1, 20))
def test_the_tighter_of_two_limits_lets_through_what_both_do(one: Limits, other: Limits, reps: int, sets: int) -> None:
    from dtx.care.progress import within

    assert within(reps, sets, tighter(one, other)) == within(*within(reps, sets, one), other)
    assert tighter(one, other).harder == (one.harder and other.harder)


def test_a_ceiling_holds_one_exercise_more_tightly_than_all() -> None:
    ceiling = Ceiling(Limits(8), {"bridge": Limits(6, 1), "rolls": Limits(10)})
    assert (ceiling("bridge"), ceiling("rolls"), ceiling("other")) == (Limits(6, 1), Limits(8), Limits(8))
    assert (ceiling & Ceiling(Limits(None, 2)))("bridge") == Limits(6, 1)
    assert not Ceiling() and ceiling and Ceiling(Limits(harder=False))
