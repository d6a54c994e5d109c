"""The rules for an activity as it is delivered: room for every line, enough quiet, pictures in words, names that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.figure import Figure
from dtx.engine.phase import Line
from dtx.engine.questions import Choose, Rate, Ready
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed
from dtx.host.delivery import easier_faults, step_faults, walk_faults, walked, words_in
from tests.engine.worlds import playing

SIX_WORDS = "Let the shoulders be soft now."


def found(*steps: Step) -> list[str]:
    """What the rules have against these steps, one by one."""
    return [fault.sentence for stand in walked(playing(*steps), "first").stands for fault in step_faults(stand)]


@pytest.mark.parametrize("seconds", [3, 4, 5, 40])
def test_a_line_fills_its_time_or_leaves_a_second(seconds: float) -> None:
    """Clinical 0.2: six words are said in three seconds."""
    assert found(Say(SIX_WORDS, seconds)) == []


@pytest.mark.parametrize(("seconds", "why"), [(2, "needs 3 s to be said, and has 2 s"), (3.5, "leaves 0.5 s of quiet")])
def test_a_line_without_room_is_found(seconds: float, why: str) -> None:
    (sentence,) = found(Say(SIX_WORDS, seconds))
    assert why in sentence


@pytest.mark.parametrize(
    "step",
    [
        Section("belly", 10, (Line(0, SIX_WORDS), Line(2, SIX_WORDS))),
        Timed("Rest", 10, lines=(Line(0, SIX_WORDS), Line(8, SIX_WORDS))),
        Timed(SIX_WORDS, 2),
        Tense("face", SIX_WORDS, cue_s=2),
        Tense("face", SIX_WORDS, release_lines=(Line(0, SIX_WORDS), Line(1, "Softer."))),
        Move("bridge", "Bridge", transition_s=4, how="Press the heels, and lift the hips as far as is easy."),
    ],
    ids=lambda step: step.verb,
)
def test_lines_inside_a_phase_have_up_to_the_next_one(step: Step) -> None:
    assert len(found(step)) == 1


def test_breaths_and_repetitions_are_not_held_to_the_time_of_speech() -> None:
    """Their cues are dtx's own; an in-breath of two seconds has no room for more than a word."""
    assert found(Breathe(Pattern(1, 0, 2, top_up=1), 2), Move("march", "Lift one knee, then the other, in an easy rhythm", reps=2)) == []


def section(seconds: float, says: int) -> Section:
    return Section("belly", seconds, tuple("One two three four five six seven eight nine ten." for _ in range(says)))


def test_a_long_scan_is_quiet_for_half_of_its_time() -> None:
    """Clinical 2.4: from twenty minutes on, silence is at least 50 %. Ten words are five seconds of speech."""
    half = walked(playing(section(1200, 120)), "first")
    assert list(walk_faults(half)) == []
    (fault,) = walk_faults(walked(playing(section(1200, 130)), "first"))
    assert "46% of these 20 min are quiet" in fault.sentence
    short = walked(playing(section(1190, 150)), "first")
    assert list(walk_faults(short)) == []


def test_a_figure_is_said_in_words_too() -> None:
    """Clinical 8.7 item 13."""
    drawn = Figure(("o\n|", "o\n/"), "A person stands, then bends.")
    assert found(Move("bend", "Bend", figure=drawn)) == []
    assert "has no words" in found(Move("bend", "Bend", figure=Figure(drawn.frames, " ")))[0]
    assert "differ in size" in found(Move("bend", "Bend", figure=Figure(("o\n|", "o"), "A person.")))[0]
    assert "31x1; 30x12 is the most" in found(Move("bend", "Bend", figure=Figure(("-" * 31,), "A line.")))[0]
    inner = Move("bend", "Bend", easier=Move("nod", "Nod", figure=Figure(("o",), "")))
    assert "'nod' has no words" in found(inner)[0]


def test_names_that_keep_people_safe_are_those_that_dtx_knows() -> None:
    assert found(Move("bend", "Bend", unsafe=("lung",), regions=("low_back",))) == []
    assert "no flag 'lungs'" in found(Move("bend", "Bend", instead=Move("nod", "Nod", unsafe=("lungs",))))[0]
    assert "no region 'knee'" in found(Section("knees", 20, ("Both knees.",), regions=("knee",)))[0], "the host compares with sides"
    assert "no region 'jawbone'" in found(Tense("face", "Softly.", regions=("jawbone",)))[0]


def test_an_exercise_without_anything_easier_is_pointed_out() -> None:
    nod = Move("nod", "Nod")
    (fault,) = easier_faults(walked(playing(nod, Move("bend", "Bend", easier=nod), Move("walk", "Walk", timed_s=60)), "first"))
    assert fault.warning and "'nod'" in fault.sentence


def test_a_walk_takes_every_turn_that_its_way_leads_to() -> None:
    def script():  # type: ignore[no-untyped-def]
        where = yield Choose("Where?", ("Back", "Neck"), save="where")
        yield Say(f"You said {where}.")

    said = {way: [*words_in(walked(script, way).stands[-1].step)] for way in ("first", "last", "declined")}  # type: ignore[arg-type]
    assert said == {"first": ["You said Back."], "last": ["You said Neck."], "declined": ["You said None."]}


def test_a_script_that_breaks_off_says_why_and_an_endless_one_ends() -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield Silence(1)
        raise KeyError("thought")

    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield Silence(1)

    assert walked(broken, "first").failure == "it raised KeyError"
    assert "2000 steps" in str(walked(endless, "first").failure)


def test_every_text_of_a_step_is_looked_at_and_no_name_is() -> None:
    easier = Move("nod", "Nod a little", how="Very small.", caution="Jaw pain: teeth apart.")
    move = Move("chin_nod", "Chin nod", side="each", unsafe=("falls",), figure=Figure(("o",), "A head nods."), easier=easier)
    assert [*words_in(move)] == ["Chin nod", "A head nods.", "Nod a little", "Very small.", "Jaw pain: teeth apart."]
    rate = Rate("How much?", low_label="nothing", high_label="all of it", save="belief", example="Forty.")
    assert [*words_in(rate)] == ["How much?", "nothing", "all of it", "Forty."]
    assert [*words_in(Ready("One.\nTwo.", save="seen"))] == ["One.", "Two.", "Go on"]
    assert [*words_in(Section("belly", 20, (Line(0, "Soft."),), ("belly",)))] == ["Soft."]


@given(st.lists(st.sampled_from(["one", "two", "three four"]), min_size=1, max_size=30), st.floats(0.5, 60))
def test_a_line_is_found_exactly_when_it_has_no_room(parts: list[str], seconds: float) -> None:
    text = " ".join(parts)
    left = seconds - -(-len(text.split()) // 2)
    assert bool(found(Say(text, seconds))) == (left < -1e-6 or 1e-6 < left < 1 - 1e-6)
