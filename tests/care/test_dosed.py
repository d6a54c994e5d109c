"""Exercises in this person's dose: what was agreed, and never more than the therapist set."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dtx.care.dosed import dosed
from dtx.care.plan import Ceiling
from dtx.care.progress import Limits
from dtx.engine.activity import Script
from dtx.engine.questions import Rate
from dtx.engine.steps import Move, Say, Step

EASY = Move("rolls_easy", "Small rolls", reps=10, sets=3)
ROLLS = Move("rolls", "Shoulder rolls", reps=10, sets=2, easier=EASY, harder="rolls_hard", transition_s=10)
WALK = Move("walk", "Walk", timed_s=60)


def script() -> Script:
    yield Say("Hello.")
    yield ROLLS
    yield Rate("How strong is your pain right now?", save="pain.rolls")
    yield WALK


def steps(agreed: Mapping[str, Any] | None = None, ceiling: Ceiling | None = None) -> list[Step]:
    return list(dosed(script(), agreed, ceiling or Ceiling()))


def moves(agreed: Mapping[str, Any] | None = None, ceiling: Ceiling | None = None) -> Iterator[Move]:
    return (step for step in steps(agreed, ceiling) if isinstance(step, Move))


def test_without_limits_and_agreements_nothing_is_touched() -> None:
    assert steps() == steps({}) == list(script())


def test_what_was_agreed_is_done_up_to_twelve_and_three() -> None:
    rolls, walk = moves({"reps.rolls": "12", "sets.rolls": 3, "reps.walk": "5"})
    assert (rolls.reps, rolls.sets, walk) == (12, 3, WALK)
    rolls, _ = moves({"reps.rolls": "40", "sets.rolls": "9"})
    assert (rolls.reps, rolls.sets) == (12, 3)
    rolls, _ = moves({"reps.rolls": "words", "sets.rolls": None})
    assert rolls == ROLLS


def test_what_was_agreed_to_be_left_out_is_left_out_with_its_question() -> None:
    assert steps({"reps.rolls": "0"}) == [Say("Hello."), WALK]


def test_an_easier_version_that_was_agreed_stands_in_its_place() -> None:
    rolls, _ = moves({"version.rolls": "rolls_easy", "reps.rolls_easy": "5"})
    assert (rolls.exercise, rolls.reps, rolls.sets, rolls.transition_s) == ("rolls_easy", 5, 3, 10)
    rolls, _ = moves({"version.rolls": "rolls_hard"})  # a file has no harder ones
    assert rolls == ROLLS


def test_a_script_that_sees_to_it_itself_is_not_told_twice() -> None:
    assert next(moves(None)) == ROLLS


def test_the_therapists_limits_win_over_what_was_agreed_and_hold_for_every_version() -> None:
    rolls, _ = moves({"reps.rolls": "12", "sets.rolls": "3"}, Ceiling(Limits(8, 1, False), {"rolls_easy": Limits(5)}))
    assert (rolls.reps, rolls.sets, rolls.harder) == (8, 1, "")
    assert rolls.easier is not None
    assert (rolls.easier.reps, rolls.easier.sets) == (5, 1)
    assert rolls.transition_s == 10


@given(st.integers(0, 50), st.integers(0, 9), st.integers(1, 12), st.integers(1, 3))
def test_nothing_ever_goes_past_a_limit(reps: int, sets: int, most_reps: int, most_sets: int) -> None:
    for move in moves({"reps.rolls": str(reps), "sets.rolls": str(sets)}, Ceiling(Limits(most_reps, most_sets))):
        assert move.reps <= most_reps and move.sets <= most_sets and move.reps >= 1
