"""Every exercise and every version of one is whole, safe and in plain, inviting words (clinical 0.4, 0.5, 5.1, 5.2, 8.6)."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.care.flags import FLAGS
from dtx.care.regions import both_sides
from dtx.host.manifest import read_manifest
from dtx.host.wording import CLAIMS
from plugins.exercises.exercise import EXERCISES, FIGURES, Exercise, read_figures
from plugins.exercises.plugin import CHOICES, CUE_SHARE, NONE_LEFT, RANGE
from plugins.exercises.routine import ROUTINES

FOLDER = Path(__file__).parents[2] / "plugins" / "exercises"
ALL = [pytest.param(exercise, id=name) for name, exercise in EXERCISES.items()]
POSITIONS = {"lying", "side", "hands_knees", "sitting", "standing", "supported"}
KINDS = {"strength", "mobility", "stretch", "aerobic", "breath", "rest"}
LINKS = ("easier", "harder", "seated", "instead", "sore_version")
MOST_WORDS = 20
PUSHING = re.compile(
    r"\b(must|should|have to|has to|need to|ought|never|always|good|bad|well done|fail\w*|push yourself|no pain)\b", re.IGNORECASE
)

# Clinical 5.2, the column easier / harder: "-" is none. What is said there in words is the id here.
VERSIONS = """
    belly_breath belly_breath_side -            pelvic_tilt pelvic_tilt_half bridge
    knee_rocks knee_rocks_one_foot knee_rocks_wide    bridge pelvic_tilt bridge_hold
    heel_slide heel_slide_short heel_slide_hover      arm_leg_reach arm_reach arm_leg_reach_hold
    easy_walk easy_walk_seated easy_walk_longer       sitting_march heel_lifts sitting_march_standing
    knee_straighten knee_straighten_heel_down knee_straighten_weight    sit_to_stand sit_to_stand_high sit_to_stand_slow
    heel_raise heel_raise_seated heel_raise_one_leg   side_leg_lift side_leg_lift_lying side_leg_lift_hold
    calf_stretch calf_stretch_towel calf_stretch_long quiet_sitting quiet_sitting_supported -
    shoulder_rolls shoulder_half_circles shoulder_rolls_slow    blade_squeeze blade_squeeze_soft blade_squeeze_band
    turn_head turn_head_eyes turn_head_hold           ear_to_shoulder ear_to_shoulder_short ear_to_shoulder_long
    chin_nod chin_nod_lying chin_nod_hold             arms_up_the_wall table_slide arms_up_the_wall_lift_off
    arrive arrive_eyes_open -                         round_and_lengthen round_and_lengthen_tiny round_and_lengthen_arms
    side_reach side_reach_hand_on_hip side_reach_look_up    soft_turn soft_turn_hands_on_thighs soft_turn_look_round
    leg_out_lean leg_out_lean_bent leg_out_lean_hold  ankle_circles toes_up_down ankle_circles_both_ways
    rest - -                                          quiet_standing quiet_standing_seated -
    arms_float arms_float_waist arms_float_shoulder   open_and_close open_and_close_small open_and_close_wide
    shift_weight shift_weight_chair shift_weight_heel loose_turn loose_turn_seated loose_turn_slow
    step_and_push step_and_push_no_step step_and_push_long    gather_in gather_in_low -
    quiet quiet_seated -
""".split()


def texts(exercise: Exercise) -> Iterator[str]:
    yield exercise.name
    yield from exercise.cues
    yield from (exercise.breath, exercise.caution, exercise.figure)
    if exercise.stop:
        yield exercise.stop


def sentences(text: str) -> Iterator[str]:
    return (found for found in re.split(r"(?<=[.!?])\s+", text) if found)


def placed(name: str) -> list[str]:
    return [slot.id for slot in ROUTINES[name].slots]


def test_the_versions_are_those_of_the_table() -> None:
    named = [VERSIONS[i : i + 3] for i in range(0, len(VERSIONS), 3)]
    assert {base for base, _, _ in named} == {name for routine in ROUTINES for name in placed(routine)}
    for base, easier, harder in named:
        assert (EXERCISES[base].easier or "-", EXERCISES[base].harder or "-") == (easier, harder)


@pytest.mark.parametrize("exercise", ALL)
def test_every_exercise_and_every_version_is_whole(exercise: Exercise) -> None:
    """Clinical 5.1: dose, position, cues, caution, breath, effort, regions; none is a label only."""
    step = exercise.step(10)
    assert step.seconds > 0
    assert (exercise.timed_s is None) == (sum(exercise.tempo) > 0)
    assert len(exercise.tempo) == 3
    assert 1 <= exercise.reps <= 12
    assert 1 <= exercise.sets <= 3
    assert exercise.rest_s > 0 if exercise.sets > 1 else not exercise.rest_s
    assert exercise.side in ("both", "each", "alternate")
    assert exercise.position in POSITIONS
    assert exercise.kind in KINDS
    assert 0 <= exercise.effort <= 6  # clinical 5.3: 2-4 in weeks 1-2, then 3-6
    assert 1 <= len(exercise.cues) <= 3
    assert all(text.strip() == text != "" for text in texts(exercise))
    assert both_sides(exercise.regions) == set(exercise.both_sides)
    assert set(exercise.flags) <= set(FLAGS)
    assert exercise.sore == () or both_sides(exercise.sore)
    assert (exercise.sore == ()) == (exercise.sore_version is None)


def test_no_two_versions_share_a_name() -> None:
    names = [exercise.name for exercise in EXERCISES.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("exercise", ALL)
def test_every_link_leads_to_another_exercise_that_is_there(exercise: Exercise) -> None:
    for link in LINKS:
        name = getattr(exercise, link)
        assert not name or (name in EXERCISES and name != exercise.id), link


@pytest.mark.parametrize("exercise", ALL)
def test_what_is_not_seated_has_a_seated_version(exercise: Exercise) -> None:
    if exercise.position != "sitting":
        assert exercise.seated is not None
        assert EXERCISES[exercise.seated].position == "sitting"
    else:
        assert exercise.seated is None


@pytest.mark.parametrize("way", ["easier", "harder"])
@pytest.mark.parametrize("exercise", ALL)
def test_easier_and_harder_come_to_an_end(exercise: Exercise, way: str) -> None:
    seen, name = [exercise.id], getattr(exercise, way)
    while name:
        assert name not in seen
        seen.append(name)
        name = getattr(EXERCISES[name], way)


@pytest.mark.parametrize("exercise", ALL)
def test_easier_asks_for_no_more_effort_and_harder_for_no_less(exercise: Exercise) -> None:
    if exercise.easier:
        assert EXERCISES[exercise.easier].effort <= exercise.effort
    if exercise.harder:
        assert EXERCISES[exercise.harder].effort >= exercise.effort


@pytest.mark.parametrize("exercise", ALL)
def test_what_stands_in_for_a_flag_is_safe_with_it(exercise: Exercise) -> None:
    """Clinical 8.2."""
    name = exercise.seated if exercise.instead is None else exercise.instead
    if name:
        assert set(exercise.flags).isdisjoint(EXERCISES[name].flags)
    if exercise.position == "lying":
        assert "pregnancy" in exercise.flags
    if exercise.position in ("standing", "supported"):
        assert "falls" in exercise.flags
    if exercise.flexion:
        assert "surgery" in exercise.flags


def test_every_exercise_can_be_reached_from_a_routine() -> None:
    waiting = [name for routine in ROUTINES.values() for slot in routine.slots for name in (slot.id, slot.harder, slot.easier) if name]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [other for link in LINKS if (other := getattr(EXERCISES[name], link))]
    assert reached == set(EXERCISES)


@pytest.mark.parametrize("name", ROUTINES)
def test_a_voice_has_time_for_the_cue(name: str) -> None:
    """Clinical 0.2: two words a second, in what the change-over has left after the name."""
    seconds = ROUTINES[name].transition_s * CUE_SHARE
    for slot in ROUTINES[name].slots:
        versions = {EXERCISES[slot.id], *(EXERCISES[one] for link in LINKS if (one := getattr(EXERCISES[slot.id], link)))}
        for exercise in versions:
            assert len(exercise.step(seconds).how.split()) <= 2 * seconds, exercise.id


@pytest.mark.parametrize("exercise", ALL)
def test_sentences_are_short_and_words_invite(exercise: Exercise) -> None:
    """Clinical 0.4 and 0.5: at most 20 words a sentence, no pushing, no judging; 8.6: no claims."""
    for text in texts(exercise):
        for sentence in sentences(text):
            assert len(sentence.split()) <= MOST_WORDS, sentence
        assert not PUSHING.search(text), text
        assert not CLAIMS.pattern.search(text), text


def test_the_manifest_and_the_opening_speak_the_same_way() -> None:
    manifest = read_manifest(FOLDER)
    words = [manifest.summary, *manifest.cautions, *manifest.stop_rules, *manifest.easier, RANGE, CHOICES, NONE_LEFT]
    for activity in manifest.activities:
        words += [activity.summary, *activity.cautions, *(option.words for option in activity.options.values())]
    for text in words:
        for sentence in sentences(text):
            assert len(sentence.split()) <= MOST_WORDS, sentence
        assert not PUSHING.search(text), text


def test_the_flags_are_those_that_the_gate_weighs_for_exercise() -> None:
    """Clinical 8.2, the column exercise, with flags 3 and 4 that hold everywhere."""
    assert set(read_manifest(FOLDER).flags) == set(FLAGS) - {"self_harm"}


def test_no_full_neck_circles_and_no_end_range_backward_bending() -> None:
    """Clinical 5.2, under R3."""
    for exercise in EXERCISES.values():
        told = " ".join((*exercise.cues, exercise.figure)).casefold()
        assert "neck circle" not in told
        assert not ("circle" in told and "neck" in exercise.regions and "shoulder" not in exercise.regions)
        assert "head back" not in told
        assert "arch" not in told.split()


def test_no_branded_programme_is_named() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir() if path.suffix in (".toml", ".yaml", ".py")).casefold()
    for brand in ("tai chi", "mckenzie", "pilates", "feldenkrais", "alexander", "escape-pain", "otago", "baduanjin", "brocade"):
        assert brand not in text


def test_routines_begin_with_three_days_and_the_last_two_may_be_daily() -> None:
    assert {routine.days_a_week for routine in ROUTINES.values()} == {3}
    assert [name for name, routine in ROUTINES.items() if routine.daily] == ["chair_stretch", "slow_flow"]


def test_figures_are_read_as_frames_and_words(tmp_path: Path) -> None:
    drawn = tmp_path / FIGURES
    assert read_figures(drawn) == {}
    drawn.write_text('[bridge]\nalt = "Hips rise and come down."\nframes = ["a", "b", "c"]\n', encoding="utf-8")
    figure = read_figures(drawn)["bridge"]
    assert (figure.frames, figure.alt) == (("a", "b", "c"), "Hips rise and come down.")


def test_every_exercise_and_version_has_a_figure_with_a_text_alternative() -> None:
    """Clinical 8.7, rule 13."""
    figures = read_figures(FOLDER / FIGURES)
    assert set(figures) == set(EXERCISES)
    for name, figure in figures.items():
        assert figure.alt == EXERCISES[name].figure, name
        assert len(figure.frames) == 3, name
        sizes = {(len(rows := frame.split("\n")), max(map(len, rows))) for frame in figure.frames}
        assert len({rows for rows, _ in sizes}) == 1, name
        assert all(rows <= 12 and columns <= 30 for rows, columns in sizes), name


def test_the_data_file_has_no_key_twice_and_reads_in_order() -> None:
    names = re.findall(r"^\[(\w+)\]$", (FOLDER / "exercises.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert names == list(EXERCISES) == list(tomllib.loads((FOLDER / "exercises.toml").read_text(encoding="utf-8")))
