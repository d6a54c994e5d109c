"""A script as the person needs it, step by step, whatever it showed to a rehearsal (clinical 8.2)."""

import pytest

from dtx.care.adapted import adapted
from dtx.care.responsive import responsive
from dtx.engine.activity import Script
from dtx.engine.questions import Rate
from dtx.engine.steps import Breathe, Move, Pattern, Section, Step, Tense

NOBODY: frozenset[str] = frozenset()
BOX = Breathe(Pattern(4, 4, 4, 4), 3)
JUMP = Move("jump", "Jump", unsafe=("falls",), strengthening=True)


def playing(*steps: Step) -> Script:
    for step in steps:
        yield step


def endless() -> Script:
    while True:
        yield JUMP


def test_holds_are_taken_out_of_every_breath_where_they_are_closed() -> None:
    """A natural rest of a second on empty may stay (1.2)."""
    (given,) = adapted(playing(BOX), NOBODY, closed={"holds"})
    assert isinstance(given, Breathe) and given.pattern == Pattern(4, 0, 4, 1)
    assert list(adapted(playing(BOX), NOBODY)) == [BOX]


@pytest.mark.parametrize(
    ("step", "column"),
    [
        (BOX, "breathing"),
        (JUMP, "exercise"),
        (Tense("face", "Gather the face lightly."), "pmr"),
        (Section("belly", 30, ("Let attention drift round to the belly.",)), "scan"),
    ],
)
def test_what_falls_under_a_closed_column_is_left_out(step: Step, column: str) -> None:
    assert list(adapted(playing(step), NOBODY, closed={column})) == []


def test_the_pain_after_an_exercise_that_was_left_out_is_not_asked_about() -> None:
    asks = Rate("How strong is your pain now?", save="pain.jump")
    assert list(adapted(playing(JUMP, asks), NOBODY, flags={"falls"})) == []
    kept = list(responsive(None)(playing(JUMP, asks), {"before.pain": 8}))
    assert [type(step).__name__ for step in kept] == ["Ready"]
    assert list(responsive(None)(playing(JUMP, asks), {"before.pain": 7})) == [JUMP, asks]


def test_a_safe_version_takes_the_place_and_the_change_over_of_the_other() -> None:
    seated = Move("jump_seated", "Jump in your thoughts")
    standing = Move("jump", "Jump", unsafe=("falls",), instead=seated, transition_s=15)
    (given,) = adapted(playing(standing), NOBODY, flags={"falls"})
    assert isinstance(given, Move) and (given.exercise, given.transition_s) == ("jump_seated", 15)


def test_steps_that_are_left_out_without_end_are_no_hang() -> None:
    """Nothing would ever come back from such a script, and Stop would not work."""
    for script in (adapted(endless(), NOBODY, closed={"exercise"}), responsive(None)(endless(), {"before.pain": 9})):
        with pytest.raises(RecursionError):
            for _ in script:
                pass
