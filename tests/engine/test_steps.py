"""Each step lays out the phases and seconds of the clinical specification."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.phase import Line, Phase, placed, say_seconds
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Tense, Timed, TimedStep, share_quiet
from tests.engine.worlds import timed


def spans(*steps: TimedStep) -> list[tuple[str, float, float]]:
    phases = tuple(phase for step in steps for phase in step.phases())
    return [(phase.kind, start, end) for phase, start, end in placed(phases)]


def total(*steps: TimedStep) -> float:
    return sum(phase.seconds for step in steps for phase in step.phases())


def test_a_line_of_speech_takes_a_second_for_two_words_rounded_up() -> None:
    assert say_seconds("Welcome. You can sit, lie down or stand; any position your body likes is the right one.") == 9
    assert say_seconds("No forcing, no fixing.") == 2
    assert say_seconds("Just as it is.") == 2


def test_speech_that_fills_its_slot_never_shifts_the_plan() -> None:
    assert spans(Say("one two three four", 2), Say("one two three four", 1)) == [("say", 0, 2), ("say", 2, 3)]


def test_a_breath_has_one_phase_for_each_part_that_is_not_zero() -> None:
    assert [phase.kind for phase in Breathe(Pattern(4, 4, 4, 4), 1).phases()] == ["inhale", "hold", "exhale", "rest_empty"]
    assert [(phase.kind, phase.seconds) for phase in Breathe(Pattern(3, 0, 8, 0, top_up=1), 1).phases()] == [
        ("inhale", 3),
        ("inhale_top", 1),
        ("exhale", 8),
    ]
    assert [phase.text for phase in Breathe(Pattern(4, 4, 4, 4), 1).phases()] == ["In", "Hold", "Out", "Rest"]


def test_the_picture_never_jumps_between_the_phases_of_a_breath() -> None:
    phases = Breathe(Pattern(3, 2, 8, 1, top_up=1), 3).phases()
    swells = [phase.swell for phase in phases]
    assert all(a and b and a[1] == b[0] for a, b in pairwise(swells))


SEVEN = ["dominant arm", "other arm", "face", "neck + throat", "trunk", "dominant leg", "other leg"]


def test_seven_groups_of_standard_relaxation_are_the_golden_case_g4() -> None:
    groups = [Tense(group, f"{group}.") for group in SEVEN]
    session = [Timed("Settle", 60, "settle"), *groups, Timed("Rest", 120, "rest"), Timed("Return", 48, "return")]
    found = spans(*session)
    assert (len(found), found[-1][2]) == (45, 900)
    face = 60 + 96 * 2
    assert found[13:19] == [
        ("cue", face, face + 10),
        ("tense", 262, 268),
        ("release", face + 16, face + 51),
        ("cue", face + 51, face + 55),
        ("tense", 307, 313),
        ("release", face + 61, 348),
    ]
    assert found[-3:][0][1:] == (697, 732)


def test_a_sore_neck_is_release_only_and_the_session_fifty_one_seconds_shorter() -> None:
    groups = [Tense(group, f"{group}.", tense_s=0 if group.startswith("neck") else 6) for group in SEVEN]
    session = [Timed("Settle", 60, "settle"), *groups, Timed("Rest", 120, "rest"), Timed("Return", 48, "return")]
    found = spans(*session)
    assert (len(found), found[-1][2]) == (41, 849)
    assert [span for span in found if 348 <= span[1] < 393] == [("cue", 348, 358), ("release", 358, 393)]


def test_the_gentle_form_of_one_group_takes_forty_five_seconds() -> None:
    assert total(Tense("face", "Face.", trials=1, tense_s=5, release_s=30)) == 45


KNEES = [
    Move("sitting_march", "March", timed_s=60),
    Move("knee_straighten", "Straighten", 2, 8, 2, 3, 2, "each", 30, transition_s=15),
    Move("sit_to_stand", "Stand", 2, 6, 2, 1, 3, rest_s=45, transition_s=15),
    Move("heel_raise", "Rise", 2, 8, 2, 1, 2, rest_s=30, transition_s=15),
    Move("side_leg_lift", "Lift", 1, 6, 2, 1, 2, "each", transition_s=15),
    Move("calf_stretch", "Stretch", 1, 2, 2, 20, 2, "each", transition_s=15),
]


def test_routine_two_is_the_golden_case_g7() -> None:
    assert [move.seconds for move in KNEES] == [60, 264, 117, 110, 65, 101]
    phases = tuple(phase for move in KNEES for phase in move.phases())
    timeline = list(placed(phases))
    starts = {p.at["exercise"]: start for p, start, _ in reversed(timeline) if p.kind != "transition"}
    assert list(reversed(starts.values())) == [0, 75, 354, 486, 611, 691]
    assert timeline[-1][2] == 792

    def block(**at: object) -> tuple[float, float]:
        found = [(a, b) for p, a, b in timeline if p.at["exercise"] == "knee_straighten" and at.items() <= {**p.at, "kind": p.kind}.items()]
        return found[0][0], found[-1][1]

    assert block(set=1, side="left") == (75, 131)
    assert block(set=1, kind="switch") == (131, 136)
    assert block(set=1, side="right") == (136, 192)
    assert block(kind="rest") == (192, 222)
    assert block(set=2, side="left") == (222, 278)
    assert block(set=2, side="right") == (283, 339)


def test_alternating_sides_change_with_every_rep_and_take_no_time_to_change() -> None:
    rocks = Move("knee_rocks", "Sway", 1, 10, 2, 0, 2, "alternate")
    assert (rocks.seconds, total(rocks)) == (40, 40)
    assert [phase.at["side"] for phase in rocks.phases() if phase.kind == "lift"] == ["left", "right"] * 5


@given(
    sets=st.integers(1, 3),
    reps=st.integers(1, 12),
    lift=st.integers(1, 5),
    hold=st.integers(0, 10),
    lower=st.integers(1, 5),
    side=st.sampled_from(["both", "each", "alternate"]),
    rest=st.integers(0, 60),
    own=st.booleans(),
)
def test_an_exercise_lasts_what_its_formula_says(
    sets: int, reps: int, lift: int, hold: int, lower: int, side: str, rest: int, own: bool
) -> None:
    move = Move("x", "X", sets, reps, lift, hold, lower, side, rest, own_pace=own)
    assert total(move) == move.seconds


@given(step=timed)
def test_no_step_ever_lays_out_a_phase_without_length(step: TimedStep) -> None:
    assert all(phase.seconds > 0 for phase in step.phases())


def test_lines_without_a_place_share_the_quiet_and_what_is_left_goes_to_the_last() -> None:
    lines = share_quiet(("one two", "one two three four", "one two"), 20)
    # 1 + 2 + 1 s of words leave 16 s: 5, 5 and 6
    assert [line.at_s for line in lines] == [0, 6, 13]


def test_lines_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share_quiet(("one two three four", "one two"), 4)


def test_a_section_may_begin_with_quiet() -> None:
    assert spans(Section("here", 10, (Line(4, "one two"),))) == [("silence", 0, 4), ("say", 4, 5), ("silence", 5, 10)]


def test_a_caption_is_the_latest_line_that_was_said() -> None:
    phase = Phase("settle", 30, "all of it", lines=(Line(0, "a"), Line(10, "b")))
    assert [phase.caption(t) for t in (0, 9.9, 10, 29)] == ["a", "a", "b", "b"]
