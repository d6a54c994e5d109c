"""What is said of a person's notes, and what is not: by how many sessions there are, and never more than they show."""

import re

import pytest

from dtx.care.changes import Changes
from dtx.care.estimate import NONE, Sums
from dtx.care.insight import (
    CANNOT_SEPARATE,
    COULD_BE_CHANCE,
    EARLY,
    KNOWN,
    LISTING,
    NOT_YET,
    ONE_SESSION,
    QUIET,
    Insight,
    Practised,
    insight,
    named,
    says,
)

EXAMPLE = (-1, -2, 0, -1, -3, -1, -2, 0, -1, -1)
RESTS = (0, 0, 0, -1, -1)
CLAIMS = re.compile(r"\b(help(s|ed)?|better|works?|worked|causes?|caused|effective|best|should|must|improves?)\b", re.IGNORECASE)


def practised(name: str, changes: tuple[int, ...], *, days: int | None = None, missing: int = 0, worse: int = 0) -> Practised:
    sums: Sums = NONE
    for change in changes:
        sums = sums.then(6, change)
    days = len(changes) if days is None else days
    return Practised(name, name.upper(), len(changes) + missing, days, Changes.of(changes), sums, changes, worse=worse, active_s=600)


def words(found: Insight, place: int = 0) -> str:
    return " ".join(says(found.shown[place]))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_under_five_sessions_values_are_only_listed(n: int) -> None:
    found = insight([practised("a", EXAMPLE[:n])])
    (one,) = found.shown
    assert (one.stage, one.mean, one.interval, one.middle) == (LISTING, None, None, None)
    assert f"After minus before: {', '.join(f'{value:+d}' if value else '0' for value in EXAMPLE[:n])}." in words(found)
    assert ONE_SESSION in words(found)


@pytest.mark.parametrize("n", [5, 9])
def test_from_five_to_nine_it_is_too_early(n: int) -> None:
    found = insight([practised("a", EXAMPLE[:n])])
    assert found.shown[0].stage == EARLY and found.shown[0].mean is None
    assert "Too early to tell. The middle of the changes was 1.0 lower, from 3.0 lower to no different." in words(found)


def test_ten_sessions_on_fewer_than_ten_days_are_too_early_too() -> None:
    assert insight([practised("a", EXAMPLE, days=9)]).shown[0].stage == EARLY


def test_from_ten_on_there_is_a_mean_with_its_interval() -> None:
    found = insight([practised("a", EXAMPLE)])
    (one,) = found.shown
    assert one.stage == KNOWN and one.interval is not None
    assert [f"{value:.2f}" for value in (one.mean or 0, *one.interval)] == ["-1.20", "-1.86", "-0.54"]
    assert "On average pain was 1.2 lower afterwards. The average may lie anywhere from 1.9 lower to 0.5 lower." in words(found)


@pytest.mark.parametrize("rests", [(), RESTS[:4]])
def test_without_five_quiet_pauses_it_cannot_be_separated_from_resting(rests: tuple[int, ...]) -> None:
    found = insight([practised("a", EXAMPLE), *([practised(QUIET, rests)] if rests else [])])
    assert CANNOT_SEPARATE in words(found) and not found.shown[0].separable and found.shown[0].versus_rest is None


def test_the_worked_example_against_quiet_pauses_could_be_chance() -> None:
    found = insight([practised("a", EXAMPLE), practised(QUIET, RESTS)])
    against = found.shown[0].versus_rest
    assert against is not None and [f"{value:+.2f}" for value in (against.mean, against.low, against.high)] == ["-0.80", "-1.63", "+0.03"]
    assert f"Against quiet pauses it was 0.8 lower (from 1.6 lower to no different). {COULD_BE_CHANCE}" in words(found)
    assert CANNOT_SEPARATE not in words(found)


def test_quiet_pauses_are_no_practice_among_the_others() -> None:
    found = insight([practised(QUIET, RESTS), practised("a", EXAMPLE)])
    assert [one.practised.activity_id for one in found.shown] == ["a"] and found.rests is not None


@pytest.mark.parametrize("n", range(12))
def test_how_many_and_how_many_are_missing_is_always_said(n: int) -> None:
    found = insight([practised("a", (EXAMPLE * 2)[:n], missing=3)])
    assert f"{n + 3} sessions; {n} with pain numbers before and after, 3 without." in words(found)
    assert found.shown[0].missing == 3


def test_what_felt_worse_and_the_time_are_said_too() -> None:
    assert "After 2 of them something felt worse." in words(insight([practised("a", EXAMPLE, worse=2)]))
    assert "You gave it 10 minutes in all." in words(insight([practised("a", EXAMPLE)]))


@pytest.mark.parametrize("n", range(14))
def test_no_sentence_claims_anything(n: int) -> None:
    found = insight([practised("a", (EXAMPLE * 2)[:n]), practised("b", RESTS), practised(QUIET, RESTS * 2)])
    for place in range(2):
        assert not CLAIMS.search(words(found, place)), words(found, place)


# -- the one that may be named

LOW, HIGH = (-4, -5, -4, -3, -4, -5, -4, -4, -3, -4), (0, 1, 0, -1, 0, 1, 0, 0, -1, 0)


def test_with_nothing_to_compare_nothing_is_named() -> None:
    for notes in ([], [practised("a", LOW)]):
        assert insight(notes).best is None and named(insight(notes)) == NOT_YET


def test_one_that_is_far_lower_over_ten_sessions_each_is_named_as_what_the_notes_show() -> None:
    found = insight([practised("a", LOW * 2), practised("b", HIGH * 2)])
    assert found.best == "a"
    assert named(found).startswith("Your own notes show the lowest numbers after A.") and "does not say why" in named(found)
    assert not CLAIMS.search(named(found))


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([practised("b", HIGH[:9])], id="the other has nine sessions"),
        pytest.param([practised("b", HIGH, days=9)], id="the other has ten on nine days"),
        pytest.param([practised("b", LOW)], id="the other is as low"),
        pytest.param([practised("b", HIGH), practised("c", (-5,))], id="a third was tried once and may be lower"),
        pytest.param([practised("b", HIGH), practised(QUIET, LOW)], id="resting is as low"),
    ],
)
def test_otherwise_nothing_is_named(others: list[Practised]) -> None:
    assert insight([practised("a", LOW), *others]).best is None


def test_the_first_has_to_have_ten_sessions_itself() -> None:
    assert insight([practised("a", LOW[:9]), practised("b", HIGH)]).best is None
