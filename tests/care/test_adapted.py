"""A script as the person needs it, step by step, whatever it showed to a rehearsal (clinical 8.2)."""

from dataclasses import replace

import pytest

from dtx.care.adapted import adapted
from dtx.care.responsive import responsive
from dtx.engine.activity import Script
from dtx.engine.questions import Rate
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Step, Tense, Timed

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


@pytest.mark.parametrize(
    ("step", "column"),
    [
        (Timed("Hold your breath.", 30, kind="hold"), "holds"),
        (Timed("In, and out.", 30, kind="inhale"), "breathing"),
        (Timed("Tighten.", 10, kind="tense"), "pmr"),
        (Timed("Jump.", 60, at={"exercise": "jump"}), "exercise"),
        (Say("Notice the belly.", 10, at={"region": "belly"}), "scan"),
    ],
)
def test_a_step_by_another_name_is_left_out_by_what_it_does(step: Step, column: str) -> None:
    assert list(adapted(playing(step), NOBODY, closed={column})) == []
    assert list(adapted(playing(step), NOBODY, closed={"heat"})) == [step]


def test_breathing_without_a_pace_and_plain_words_are_left_in_whatever_is_closed() -> None:
    """Clinical 8.1: in bed the un-paced breath stays open; thought tools have words around their questions."""
    steps = (Timed("Breathe as you like.", 240), Say("Welcome.", 5))
    assert list(adapted(playing(*steps), NOBODY, closed={"breathing", "holds", "imagery", "pmr", "exercise"})) == list(steps)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (Pattern(4, 60, 8), Pattern(4, 10, 8)),
        (Pattern(4, 0, 8, 60), Pattern(4, 0, 8, 10)),
        (Pattern(0.5, 0, 0.5), Pattern(2, 0, 2)),
        (Pattern(0.5, 0, 1, 0, 0.5), Pattern(1, 0, 2, 0, 1)),
        (Pattern(4, 7, 8), Pattern(4, 7, 8)),
        (Pattern(2, 0, 4), Pattern(2, 0, 4)),
    ],
)
def test_no_script_hurries_the_breath_or_holds_it_for_long(asked: Pattern, given: Pattern) -> None:
    """Clinical 1.5: no hyperventilation and no long-retention practice is offered at all, to anybody."""
    (breathe,) = adapted(playing(Breathe(asked, 2, ramp=((1, asked),), faster=(asked,))), NOBODY)
    assert breathe == Breathe(given, 2, ramp=((1, given),), faster=(given,))


def test_holds_that_were_agreed_to_stay_and_other_breaths_take_the_quickest_pace() -> None:
    """Clinical 8.2, lung: B for holds until the team agrees, F L0 for breathing."""
    even = Breathe(Pattern(4, 0, 6), 6)
    assert list(adapted(playing(even, BOX), NOBODY, {"L0"})) == [Breathe(Pattern(2, 0, 4), 10), BOX]
    quick = [Breathe(Pattern(2, 0, 4), 10), Breathe(Pattern(2, 0, 4), 8)]
    assert list(adapted(playing(even, BOX), NOBODY, {"L0"}, closed={"holds"})) == quick


def test_no_script_has_a_muscle_tightened_for_long() -> None:
    """Clinical 3.4: effort 50 %, never maximal."""
    face = Tense("face", "Gather the face lightly.", tense_s=60)
    (given,) = adapted(playing(face), NOBODY)
    assert given == replace(face, tense_s=10.0)
    assert list(adapted(playing(replace(face, tense_s=6)), NOBODY)) == [replace(face, tense_s=6)]


SEATED = Move("jump_seated", "Jump in your thoughts")
LOW = Move("jump_low", "Low jump", unsafe=("falls",))


@pytest.mark.parametrize(
    ("easier", "expected"),
    [
        (replace(LOW, easier=SEATED), SEATED),
        (replace(LOW, instead=SEATED), SEATED),
        (LOW, None),
        (replace(SEATED, easier=LOW), SEATED),
    ],
)
def test_what_is_easier_on_the_way_is_safe_too(easier: Move, expected: Move | None) -> None:
    (given,) = adapted(playing(Move("hop", "Hop", easier=easier)), NOBODY, flags={"falls"})
    assert isinstance(given, Move) and given.easier == expected


@pytest.mark.parametrize("then", [(), (Say("Well.", 5),), (Rate("And the other?", save="pain.other"),)])
def test_the_pain_after_an_exercise_that_strengthens_is_asked_where_the_script_does_not(then: tuple[Step, ...]) -> None:
    """Clinical 5.4, during or right after."""
    squat = Move("squat", "Squat", strengthening=True)
    first, asked, *rest = adapted(playing(squat, *then), NOBODY)
    assert (first, rest) == (squat, list(then))
    assert isinstance(asked, Rate) and (asked.save, asked.low, asked.high) == ("pain.squat", 0, 10)


def test_nobody_is_asked_twice_or_about_what_they_did_not_do() -> None:
    squat, own = Move("squat", "Squat", strengthening=True), Rate("How is it?", save="pain.squat")
    assert list(adapted(playing(squat, own), NOBODY)) == [squat, own]
    assert list(adapted(playing(replace(squat, unsafe=("falls",))), NOBODY, flags={"falls"})) == []
    assert list(adapted(playing(Move("sway", "Sway")), NOBODY)) == [Move("sway", "Sway")]


@pytest.mark.parametrize(
    ("group", "sore", "released"),
    [("calf_left", "calf_left", True), ("Left calf", "calf_left", True), ("calf", "calf_right", True), ("my leg", "calf_left", False)],
)
def test_a_group_that_names_no_regions_is_known_by_its_own_name(group: str, sore: str, released: bool) -> None:
    (given,) = adapted(playing(Tense(group, "Lift the toes.")), frozenset({sore}))
    assert isinstance(given, Tense) and (given.tense_s == 0) == released


def test_steps_that_are_left_out_without_end_are_no_hang() -> None:
    """Nothing would ever come back from such a script, and Stop would not work."""
    for script in (adapted(endless(), NOBODY, closed={"exercise"}), responsive(None)(endless(), {"before.pain": 9})):
        with pytest.raises(RecursionError):
            for _ in script:
                pass
