"""The five routines keep to the doses, seconds and totals of clinical 5.2, to G7, and to what a person asked for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx import Context, Move, Previous, Rate, Ready
from dtx.care.adapted import fitting
from dtx.care.flags import FLAGS
from dtx.care.ratings import PAIN
from dtx.care.regions import REGIONS
from dtx.engine.rehearsal import WAYS, Rehearsal, rehearse
from dtx.host.loader import load
from dtx.host.manifest import read_manifest
from dtx.host.options import settle
from dtx.host.trust import read_tree
from plugins.exercises.exercise import EXERCISES
from plugins.exercises.plugin import script_of
from plugins.exercises.routine import ROUTINES

FOLDER = Path(__file__).parents[2] / "plugins" / "exercises"
TODAY = date(2026, 3, 10)

# Clinical 5.2, the columns exercise, dose and s.
TABLE = {
    "gentle_back": """
        belly_breath    timed                 60
        pelvic_tilt     1x8 2-3-2             56
        knee_rocks      1x10 2-0-2 alternate  40
        bridge          2x6 2-2-2 rest-30     102
        heel_slide      1x6 2-0-2 each        53
        arm_leg_reach   1x5 2-3-2 each        75
        easy_walk       timed                 120
    """,
    "knees": """
        sitting_march   timed alternate       60
        knee_straighten 2x8 2-3-2 rest-30 each 264
        sit_to_stand    2x6 2-1-3 rest-45     117
        heel_raise      2x8 2-1-2 rest-30     110
        side_leg_lift   1x6 2-1-2 each        65
        calf_stretch    1x2 2-20-2 each       101
    """,
    "neck_shoulders": """
        quiet_sitting   timed                 30
        shoulder_rolls  1x8 1-0-2             24
        blade_squeeze   2x6 2-3-2 rest-20     104
        turn_head       1x4 2-2-2 each        53
        ear_to_shoulder 1x3 2-5-2 each        59
        chin_nod        1x6 1-3-1             30
        arms_up_the_wall 1x6 3-1-3            42
    """,
    "chair_stretch": """
        arrive          timed                 60
        round_and_lengthen 1x6 3-1-3          42
        side_reach      1x2 3-8-3 each        61
        soft_turn       1x2 3-8-3 each        61
        leg_out_lean    1x2 2-10-2 each       61
        ankle_circles   1x6 1-1-1 each        41
        heel_raise      1x6 2-1-2             30
        rest            timed                 120
    """,
    "slow_flow": """
        quiet_standing  timed                 60
        arms_float      1x8 4-0-6             80
        open_and_close  1x8 4-0-6             80
        shift_weight    1x8 4-1-4 alternate   72
        loose_turn      1x8 3-0-3 alternate   48
        step_and_push   1x5 4-0-4 each        85
        gather_in       1x3 4-0-6             30
        quiet           timed                 45
    """,
}
TOTALS = {"gentle_back": 596, "knees": 792, "neck_shoulders": 402, "chair_stretch": 581, "slow_flow": 570}
TRANSITIONS = {"gentle_back": 15, "knees": 15, "neck_shoulders": 10, "chair_stretch": 15, "slow_flow": 10}
STRENGTHENING = {
    "gentle_back": ["bridge", "arm_leg_reach"],
    "knees": ["knee_straighten", "sit_to_stand", "heel_raise", "side_leg_lift"],
    "neck_shoulders": ["blade_squeeze"],
    "chair_stretch": ["heel_raise"],
    "slow_flow": [],
}


def context(
    saved: Mapping[str, Any] = MappingProxyType({}), sore: Iterable[str] = (), flags: Iterable[str] = (), **options: Any
) -> Context:
    """A person who has been here three times."""
    return Context(options, 1, TODAY, sore=frozenset(sore), previous=Previous(count=3, saved=saved), flags=frozenset(flags))


def steps(name: str, ctx: Context | None = None) -> list[Any]:
    return list(script_of(ROUTINES[name])(ctx or context()))


def moves(name: str, ctx: Context | None = None) -> list[Move]:
    return [step for step in steps(name, ctx) if isinstance(step, Move)]


def done(name: str, ctx: Context | None = None) -> list[str]:
    return [move.exercise for move in moves(name, ctx)]


def dose(move: Move) -> str:
    if move.timed_s is not None:
        words = ["timed"]
    else:
        words = [f"{move.sets}x{move.reps}", f"{move.lift_s:g}-{move.hold_s:g}-{move.lower_s:g}"]
        words += [f"rest-{move.rest_s:g}"] if move.sets > 1 else []
    return " ".join(words + ([move.side] if move.side != "both" else []))


def rehearsed(name: str, ctx: Context | None = None) -> Rehearsal:
    walked = rehearse(lambda: script_of(ROUTINES[name])(ctx or context()))
    assert walked.failure is None
    return walked


@pytest.mark.parametrize("name", TABLE)
def test_each_exercise_has_the_dose_and_the_seconds_of_the_table(name: str) -> None:
    wanted = [line.split() for line in TABLE[name].strip().splitlines()]
    assert [(move.exercise, dose(move), move.seconds) for move in moves(name)] == [
        (exercise, " ".join(words), int(seconds)) for exercise, *words, seconds in wanted
    ]


@pytest.mark.parametrize("name", TABLE)
def test_the_whole_takes_as_long_as_the_specification_says(name: str) -> None:
    walked = rehearsed(name)
    assert walked.total_s == TOTALS[name]
    changes = [end - start for phase, start, end in walked.phases if phase.kind == "transition"]
    assert changes == [TRANSITIONS[name]] * (len(moves(name)) - 1)
    assert walked.phases[0][0].kind != "transition"


def test_g7_the_knee_routine_to_the_second() -> None:
    """Clinical 9, G7."""
    walked = rehearsed("knees")
    starts: dict[str, float] = {}
    for phase, start, _ in walked.phases:
        if phase.kind != "transition":
            starts.setdefault(str(phase.at["exercise"]), start)
    assert list(starts.values()) == [0, 75, 354, 486, 611, 691]

    straighten = [(phase, start, end) for phase, start, end in walked.phases if phase.at["exercise"] == "knee_straighten"]
    blocks: list[list[Any]] = []
    for phase, start, end in straighten:
        kind = phase.kind if phase.kind in ("transition", "switch", "rest") else f"{phase.at['set']} {phase.at['side']}"
        if blocks and blocks[-1][0] == kind:
            blocks[-1][2] = end
        else:
            blocks.append([kind, start, end])
    assert blocks == [
        ["transition", 60, 75],
        ["1 left", 75, 131],
        ["switch", 131, 136],
        ["1 right", 136, 192],
        ["rest", 192, 222],
        ["2 left", 222, 278],
        ["switch", 278, 283],
        ["2 right", 283, 339],
    ]
    assert [phase.kind for phase, _, _ in straighten[1:4]] == ["lift", "hold", "lower"]


@pytest.mark.parametrize("name", TABLE)
def test_the_change_over_names_what_comes_and_says_how(name: str) -> None:
    for move in moves(name)[1:]:
        told = [line.text for line in move.phases()[0].lines]
        assert told == [f"Next: {move.text}", move.how]


@pytest.mark.parametrize("name", TABLE)
def test_the_plugin_loads_as_any_other_and_offers_what_is_declared(name: str) -> None:
    manifest = read_manifest(FOLDER)
    activity = load(manifest, read_tree(FOLDER)).activities[f"exercises.{name}"]
    options = settle(activity.options, {})
    assert options == {"easier": (), "harder": (), "seated": False, "own_pace": False}
    walked = rehearse(lambda: activity.script(Context(options, 1, TODAY)))
    assert walked.total_s == TOTALS[name]
    assert abs(activity.minutes * 60 - TOTALS[name]) <= 30
    for way in ("easier", "harder"):
        assert list(activity.options[way].choices) == [slot.id for slot in ROUTINES[name].slots]


def test_before_the_clock_starts_there_is_time_to_get_ready() -> None:
    first, *rest = steps("gentle_back")
    assert isinstance(first, Ready)
    assert "First: Belly breath." in first.text
    assert "a mat or bed" in first.text
    assert first.button == "I am ready"
    assert not any(isinstance(step, Ready) for step in rest)


def test_what_is_needed_is_named_once() -> None:
    assert steps("chair_stretch")[0].text.startswith("You might have ready:\n- a steady chair without arms\nStay")
    assert steps("gentle_back")[0].text.startswith("You might have ready:\n- a mat or bed\n- a table\nStay")
    assert "mat" not in steps("gentle_back", context(seated=True))[0].text


def test_who_comes_for_the_first_time_hears_how_often() -> None:
    """Clinical 5.2: three days a week with a rest day between; R4 and R5 may be daily."""
    for name, routine in ROUTINES.items():
        opening = steps(name, Context({}, 1, TODAY))[0].text
        assert "3 days a week, with a rest day between" in opening
        assert ("any day" in opening) == (name in ("chair_stretch", "slow_flow")) == routine.daily
        assert "days a week" not in steps(name)[0].text


@pytest.mark.parametrize("name", TABLE)
def test_pain_is_asked_after_what_strengthens_and_once_by_the_middle(name: str) -> None:
    order = steps(name)
    asked = [step for step in order if isinstance(step, Rate)]
    assert [move.exercise for move in moves(name) if move.strengthening] == STRENGTHENING[name]
    assert set(STRENGTHENING[name]) <= {str(rate.save).removeprefix("pain.") for rate in asked}
    assert len(asked) <= 4
    first = next(number for number, step in enumerate(order) if isinstance(step, Rate))
    assert sum(isinstance(step, Move) for step in order[:first]) <= (len(moves(name)) + 1) // 2
    for before, step in pairwise(order):
        if isinstance(step, Rate):
            assert isinstance(before, Move)
            assert step.save == f"pain.{before.exercise}"
            assert (step.text, step.low, step.high, step.low_label, step.high_label) == (
                PAIN.text, PAIN.low, PAIN.high, PAIN.low_label, PAIN.high_label,
            )  # fmt: skip


def test_easier_and_harder_take_the_whole_dose_of_the_version() -> None:
    """Clinical 5.2: the column easier / harder."""
    easier = moves("gentle_back", context(easier=("pelvic_tilt", "bridge", "easy_walk")))
    assert [move.exercise for move in easier] == [
        "belly_breath", "pelvic_tilt_half", "knee_rocks", "pelvic_tilt", "heel_slide", "arm_leg_reach", "easy_walk_seated",
    ]  # fmt: skip
    harder = {move.exercise: move for move in moves("gentle_back", context(harder=("bridge", "arm_leg_reach", "easy_walk")))}
    assert dose(harder["bridge_hold"]) == "2x6 2-5-2 rest-30"
    assert dose(harder["arm_leg_reach_hold"]) == "1x5 2-6-2 each"
    assert harder["easy_walk_longer"].timed_s == 180


@pytest.mark.parametrize(
    ("name", "exercise", "wanted"),
    [
        ("knees", "sit_to_stand", "2x6 3-1-5 rest-45"),
        ("knees", "side_leg_lift", "1x6 2-3-2 each"),
        ("knees", "calf_stretch", "1x2 2-30-2 each"),
        ("neck_shoulders", "turn_head", "1x4 2-4-2 each"),
        ("neck_shoulders", "ear_to_shoulder", "1x3 2-8-2 each"),
        ("neck_shoulders", "chin_nod", "1x6 1-5-1"),
        ("chair_stretch", "leg_out_lean", "1x2 2-15-2 each"),
    ],
)
def test_a_longer_hold_or_a_slower_tempo_is_the_one_of_the_table(name: str, exercise: str, wanted: str) -> None:
    place = [slot.id for slot in ROUTINES[name].slots].index(exercise)
    assert dose(moves(name, context(harder=(exercise,)))[place]) == wanted


def test_the_easier_ear_to_shoulder_holds_for_one_second() -> None:
    assert dose(moves("neck_shoulders", context(easier=("ear_to_shoulder",)))[4]) == "1x3 2-1-2 each"


def test_the_heel_raise_of_the_chair_routine_has_its_own_dose_in_every_version() -> None:
    """Clinical 5.2, R4: 1x6 2-1-2; seated, or with the eyes on a far point."""
    assert dose(moves("chair_stretch", context(easier=("heel_raise",)))[6]) == "1x6 2-1-2"
    far = moves("chair_stretch", context(harder=("heel_raise",)))[6]
    assert (far.exercise, dose(far)) == ("heel_raise_far_point", "1x6 2-1-2")
    on_the_way = moves("chair_stretch")[6].easier
    assert on_the_way is not None
    assert (on_the_way.exercise, on_the_way.seconds) == ("heel_raise_seated", 30)


def test_who_names_an_exercise_in_both_lists_has_the_easier_one() -> None:
    assert done("knees", context(easier=("calf_stretch",), harder=("calf_stretch",)))[-1] == "calf_stretch_towel"


def test_what_has_no_other_version_stays_and_says_so() -> None:
    ctx = context(easier=("rest",))
    assert done("chair_stretch", ctx)[-1] == "rest"
    assert "Rest has no other version, and stays as it is." in steps("chair_stretch", ctx)[0].text


@pytest.mark.parametrize("name", TABLE)
def test_seated_is_seated_all_the_way_through(name: str) -> None:
    ids = tuple(slot.id for slot in ROUTINES[name].slots)
    wishes: list[dict[str, Any]] = [{}, {"easier": ids}, {"harder": ids}]
    for wish in wishes:
        for move in moves(name, context(seated=True, **wish)):
            assert {EXERCISES[one.exercise].position for one in everything(move)} == {"sitting"}


@pytest.mark.parametrize("name", TABLE)
def test_at_ones_own_pace_repetitions_wait_and_the_plan_stays_as_long(name: str) -> None:
    walked = rehearsed(name, context(own_pace=True))
    assert walked.total_s == TOTALS[name]
    for move in moves(name, context(own_pace=True)):
        for one in everything(move):
            assert one.own_pace == (one.timed_s is None)
    assert {phase.kind for phase, _, _ in walked.phases} <= {"timed", "switch", "rest", "transition"}


def test_what_was_agreed_before_is_done() -> None:
    """Clinical 5.4: +2 repetitions up to 12, one more set up to 3, the harder version with 6."""
    agreed = {"reps.pelvic_tilt": "10", "sets.bridge": 3, "version.heel_slide": "heel_slide_hover", "reps.heel_slide_hover": 6}
    session = {move.exercise: move for move in moves("gentle_back", context(agreed))}
    assert session["pelvic_tilt"].reps == 10
    assert (session["bridge"].sets, session["bridge"].reps) == (3, 6)
    assert dose(session["heel_slide_hover"]) == "1x6 2-0-2 each"
    assert session["heel_slide_hover"].harder == ""
    assert session["bridge"].harder == "bridge_hold"


def test_versions_agreed_one_after_the_other_lead_to_the_last() -> None:
    up = {"version.bridge": "bridge_hold", "version.bridge_hold": "bridge_hold"}
    assert "bridge_hold" in done("gentle_back", context(up))
    assert "bridge_hold" not in done("gentle_back", context({"version.bridge": "bridge_hold", "version.bridge_hold": "bridge"}))


def test_an_exercise_that_was_left_out_by_agreement_stays_out_until_it_is_asked_for() -> None:
    out = {"reps.bridge": "0", "sets.bridge": "0"}
    assert "bridge" not in done("gentle_back", context(out))
    assert done("gentle_back", context(out, easier=("bridge",)))[3] == "pelvic_tilt"
    assert [move.transition_s for move in moves("gentle_back", context({"reps.belly_breath": 0}))] == [0, 15, 15, 15, 15, 15]


def test_when_all_is_left_out_the_session_says_so_and_ends() -> None:
    out = {f"reps.{slot.id}": 0 for slot in ROUTINES["knees"].slots}
    only = steps("knees", context(out))
    assert [type(step) for step in only] == [Ready]


def test_an_option_decides_the_version_before_what_was_agreed() -> None:
    agreed = {"version.bridge": "bridge_hold"}
    assert done("gentle_back", context(agreed, easier=("bridge",)))[3] == "pelvic_tilt"


@given(st.dictionaries(st.sampled_from([f"{key}.{name}" for key in ("reps", "sets", "version") for name in EXERCISES]), st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(sorted(EXERCISES)))))  # fmt: skip
def test_whatever_was_kept_the_doses_stay_within_12_repetitions_and_3_sets(saved: dict[str, Any]) -> None:
    for name in ROUTINES:
        for move in moves(name, context(saved)):
            assert 1 <= move.reps <= 12
            assert 1 <= move.sets <= 3
            assert move.seconds > 0


def test_a_sore_region_brings_the_version_that_its_caution_names() -> None:
    """Clinical 5.2, the column caution: knee or wrist pain, table version; shoulder pain, arm low; knee pain, shorter step."""
    assert done("gentle_back", context(sore={"knee_left"}))[5] == "arm_leg_reach_table"
    assert done("gentle_back", context(sore={"hand_right"}))[5] == "arm_leg_reach_table"
    assert done("chair_stretch", context(sore={"shoulder_right"}))[2] == "side_reach_hand_on_hip"
    assert done("slow_flow", context(sore={"shoulder_left"}))[1] == "arms_float_waist"
    assert done("slow_flow", context(sore={"knee_left"}))[5] == "step_and_push_no_step"
    assert done("gentle_back", context(sore={"jaw"})) == done("gentle_back")


def test_the_host_knows_what_each_works_on_and_gives_the_easier_version_where_it_is_sore() -> None:
    bridge = moves("gentle_back")[3]
    assert set(bridge.regions) == {"low_back", "hip_left", "hip_right", "thigh_left", "thigh_right"}
    given = fitting(bridge, frozenset({"low_back"}), (), ())
    assert isinstance(given, Move)
    assert (given.exercise, given.transition_s) == ("pelvic_tilt", 15)


def everything(move: Move) -> Iterator[Move]:
    """The exercise with all that may be done in its place."""
    yield move
    for other in (move.easier, move.instead):
        if other is not None:
            yield from everything(other)


def safe(move: Move | None, flags: set[str]) -> bool:
    """Whether neither the exercise nor what "Easier" leads to is unsafe with these flags."""
    return move is None or (flags.isdisjoint(move.unsafe) and safe(move.easier, flags))


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("flag", FLAGS)
def test_with_a_flag_nothing_unsafe_is_given_and_nothing_unsafe_is_easier(name: str, flag: str) -> None:
    """Clinical 8.2: what the host gives to whom a flag applies, and where the Easier key leads from there."""
    wishes: list[dict[str, Any]] = [{}, {"harder": tuple(slot.id for slot in ROUTINES[name].slots)}]
    for wish in wishes:
        for move in moves(name, context(flags={flag}, **wish)):
            given = fitting(move, frozenset(), (), {flag})
            assert given is None or isinstance(given, Move)
            assert safe(given, {flag}), move.exercise
            assert given is None or given.transition_s == move.transition_s


def given_with(name: str, *flags: str) -> list[str]:
    found = [fitting(move, frozenset(), (), set(flags)) for move in moves(name, context(flags=set(flags)))]
    return [move.exercise for move in found if isinstance(move, Move)]


def test_the_cautions_of_the_table_hold() -> None:
    assert given_with("gentle_back", "lung")[0] == "belly_breath_chair"  # lung flag: upright
    assert "knee_rocks" not in given_with("gentle_back", "surgery")  # recent hip replacement
    assert given_with("chair_stretch", "surgery")[1] == "lengthen_only"  # osteoporosis: lengthen only, no rounding
    assert given_with("chair_stretch", "surgery")[3] == "soft_turn_hands_on_thighs"  # very small
    assert given_with("chair_stretch", "pregnancy")[3] == "soft_turn_hands_on_thighs"
    assert given_with("chair_stretch", "falls")[6] == "heel_raise_seated"  # falls flag: seated
    assert given_with("slow_flow", "falls")[3] == "sway_seated"  # falls flag: seated sway
    assert "ear_to_shoulder" not in given_with("neck_shoulders", "cancer")  # rheumatoid neck: omit
    assert "blade_squeeze" not in given_with("neck_shoulders", "surgery")


@pytest.mark.parametrize("name", TABLE)
def test_after_falls_all_is_seated_or_lying_and_in_pregnancy_nobody_lies_flat(name: str) -> None:
    """Clinical 8.2: falls, seated or supported; pregnancy, no lying flat late."""
    assert not {"standing", "supported"} & {EXERCISES[one].position for one in given_with(name, "falls")}
    assert "lying" not in {EXERCISES[one].position for one in given_with(name, "pregnancy")}
    assert not any(EXERCISES[one].flexion for one in given_with(name, "surgery"))


@given(
    st.sampled_from(sorted(ROUTINES)),
    st.sets(st.sampled_from(sorted(REGIONS))),
    st.sets(st.sampled_from(sorted(FLAGS))),
    st.booleans(),
    st.booleans(),
    st.data(),
)
def test_any_wish_gives_a_whole_session(
    name: str, sore: set[str], flags: set[str], seated: bool, own_pace: bool, data: st.DataObject
) -> None:
    ids = [slot.id for slot in ROUTINES[name].slots]
    lists: dict[str, Any] = {way: tuple(data.draw(st.lists(st.sampled_from(ids), unique=True))) for way in ("easier", "harder")}
    ctx = context(sore=sore, flags=flags, seated=seated, own_pace=own_pace, **lists)
    for way in WAYS:
        walked = rehearse(lambda: script_of(ROUTINES[name])(ctx), way)
        assert walked.failure is None
        exercises = list(dict.fromkeys(phase.at["exercise"] for phase, _, _ in walked.phases))
        assert exercises == list(dict.fromkeys(done(name, ctx)))
