"""A YAML script yields the engine's steps, follows the answers and names them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dtx.engine.activity import Activity, Context
from dtx.engine.figure import Figure
from dtx.engine.phase import Line
from dtx.engine.questions import QUESTIONS, Answer, Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed
from dtx.host.manifest import read_manifest
from dtx.host.options import settle
from tests.host.texts import STEPS, TIMED


def activity(folder: Path, text: str) -> Activity:
    folder.mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    [found] = read_manifest(folder).activities_from_yaml()
    return found


def told(found: Activity, answers: Iterable[Answer] = (), **given: str) -> list[Step]:
    """The steps of one session, with its questions answered in turn."""
    left = iter(answers)
    script = found.script(Context(settle(found.options, given), 1, date(2025, 11, 3)))
    steps: list[Step] = []
    answer: Answer = None
    while True:
        try:
            step = script.send(answer if steps else None)
        except StopIteration:
            return steps
        steps.append(step)
        answer = next(left) if isinstance(step, QUESTIONS) else None


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        ("say: Hello there.", Say("Hello there.")),
        ("say: Hello there.\n    for: 1:30", Say("Hello there.", 90)),
        ("say: Hello there.\n    pause: 4\n    recording: a.wav", Say("Hello there.", None, 4, "a.wav")),
        ("silence: 20s", Silence(20)),
        ("breathe: 4-2-6\n    times: 6", Breathe(Pattern(4, 2, 6), 6)),
        ("breathe: 4-7-8\n    times: 4", Breathe(Pattern(4, 7, 8), 4)),
        ("breathe: 4-6\n    for: 2 min", Breathe(Pattern(4, 0, 6), 12)),
        ("breathe: 3-0-8-0\n    top_up: 1\n    for: 25", Breathe(Pattern(3, 0, 8, 0, 1), 2)),
        ("breathe: 3.5-4.5\n    times: 2", Breathe(Pattern(3.5, 0, 4.5), 2)),
        ("tense: hand\n    words: Make a loose fist.\n    times: 1\n    hold: 5", Tense("hand", "Make a loose fist.", 1, 10, 5, 35)),
        (
            "move: Pelvic tilt\n    words: Flatten the back.\n    reps: 8\n    tempo: 2-3-2",
            Move("pelvic_tilt", "Pelvic tilt: Flatten the back.", 1, 8, 2, 3, 2),
        ),
        ("move: March\n    for: 1 min\n    transition: 15", Move("march", "March", timed_s=60, transition_s=15)),
        ("move: Lift\n    sets: 2\n    reps: 6\n    side: each\n    rest: 30", Move("lift", "Lift", 2, 6, side="each", rest_s=30)),
        (
            "say: Look at this.\n    picture: one.txt\n    alt: A person who stands.",
            Say("Look at this.", figure=Figure((" o \n/|\\",), "A person who stands.")),
        ),
        (
            "tense: Right hand\n    words: Make a loose fist.\n    regions: [hand_right]\n    recording: fist.ogg\n"
            "    lines: {0: And let go., 6: {say: All the way., recording: way.ogg}}",
            Tense(
                "right_hand",
                "Make a loose fist.",
                release_lines=(Line(0, "And let go."), Line(6, "All the way.", "way.ogg")),
                regions=("hand_right",),
                name="Right hand",
                recording="fist.ogg",
            ),
        ),
        (
            "move: Bridge\n    words: Lift the hips a little.\n    reps: 5\n    transition: 15\n    recording: bridge.ogg\n"
            "    regions: low_back\n    caution: Keep breathing.\n    strength: yes\n    not_with: [surgery]\n"
            "    picture: [one.txt, two.txt]\n    alt: The hips rise.\n"
            "    easier: {move: Pelvic tilt, words: Rock the hips., reps: 3}\n    instead: {move: Rest, for: 30}",
            Move(
                *("bridge", "Bridge", 1, 5, 2, 0, 2, "both", 0, 5, None, False, 15, "Lift the hips a little.", "Keep breathing."),
                regions=("low_back",),
                strengthening=True,
                unsafe=("surgery",),
                figure=Figure((" o \n/|\\\n   ", "   \n o \n/|\\"), "The hips rise."),
                easier=Move("pelvic_tilt", "Pelvic tilt: Rock the hips.", 1, 3),
                instead=Move("rest", "Rest", timed_s=30, transition_s=15),
                recording="bridge.ogg",
            ),
        ),
        (
            "timed: Rest.\n    for: 40\n    kind: rest\n    lines: [Rest., {say: Rest on., recording: on.ogg}]",
            Timed("Rest.", 40, "rest", (Line(0, "Rest."), Line(20, "Rest on.", "on.ogg"))),
        ),
        ("timed: Rest.\n    for: 40\n    lines: [Rest., Rest on.]", Timed("Rest.", 40, lines=("Rest.", "Rest on."))),
        (
            "section: feet\n    seconds: 40\n    lines: [{say: One., recording: one.ogg}, Two three four.]",
            Section("feet", 40, (Line(0, "One.", "one.ogg"), Line(19, "Two three four."))),
        ),
        ("ask: What?\n    limit: 200\n    example: A cup of tea.", Ask("What?", None, 200, "A cup of tea.")),
        (
            "several: Where?\n    from: [Back, Neck]\n    own: yes\n    example: The back.",
            Several("Where?", ("Back", "Neck"), None, (), "The back.", True),
        ),
        ("rate: How warm?\n    high: 100\n    step: 5\n    example: Fifty.", Rate("How warm?", 0, 100, step=5, example="Fifty.")),
        (
            "ready: Look.\n    button: I am there\n    picture: one.txt\n    alt: A person.",
            Ready("Look.", None, "I am there", Figure((" o \n/|\\",), "A person.")),
        ),
        ("ambience: ocean", Ambience("ocean")),
        (
            "timed: Rest a while.\n    for: 30\n    lines:\n      0: Rest.\n      10: Rest on.",
            Timed("Rest a while.", 30, lines=(Line(0, "Rest."), Line(10, "Rest on."))),
        ),
        ("ask: What did you notice?\n    save: noticed", Ask("What did you notice?", "noticed")),
        ("choose: Where?\n    from: [Back, Neck]", Choose("Where?", ("Back", "Neck"))),
        ("several: Where?\n    from: [Back, Neck]\n    save: places", Several("Where?", ("Back", "Neck"), "places")),
        ("rate: How warm?\n    low: 1\n    high: 5\n    low_label: cool\n    high_label: warm", Rate("How warm?", 1, 5, "cool", "warm")),
        ("ready: Find a place to sit.", Ready("Find a place to sit.")),
        ("ambience: rain.wav", Ambience("rain.wav")),
        ("ambience: none", Ambience(None)),
        (
            "section: feet\n    seconds: 40\n    regions: foot\n    lines: [One., Two.]",
            Section("feet", 40, ("One.", "Two."), ("foot_left", "foot_right")),
        ),
        (
            "section: back\n    seconds: 40\n    lines:\n      0: One.\n      '0:30': Two.",
            Section("back", 40, (Line(0, "One."), Line(30, "Two."))),
        ),
    ],
)
def test_each_step_becomes_the_engines(tmp_path: Path, step: str, becomes: Step) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "one.txt").write_text(" o\n/|\\\n\n")
    (tmp_path / "desk" / "two.txt").write_text("\n o\n/|\\\n")
    assert told(activity(tmp_path / "desk", STEPS + f"  - {step}\n"), [None]) == [becomes]


PLACES = STEPS + "  - choose: Where?\n    from: [Back, Neck]\n    save: place\n"


def test_an_answer_is_named_and_a_declined_one_is_that(tmp_path: Path) -> None:
    found = activity(tmp_path / "desk", PLACES + "  - say: Bring your attention to {place}.\n")
    assert told(found, ["Back"])[1] == Say("Bring your attention to Back.")
    assert told(found, [None])[1] == Say("Bring your attention to that.")


def test_of_a_long_answer_twenty_words_are_said_again(tmp_path: Path) -> None:
    text = STEPS + "  - ask: What?\n    save: what\n  - say: You said {what}\n"
    found = activity(tmp_path / "desk", text)
    assert told(found, ["word " * 25])[1] == Say("You said " + " ".join(["word"] * 20) + "…")
    assert told(found, ["x" * 20_000])[1] == Say("You said " + "x" * 200 + "…")
    assert told(found, [" ".join(["word"] * 20)])[1] == Say("You said " + " ".join(["word"] * 20))


@pytest.mark.parametrize("answer", ["word " * 5_000, "x" * 20_000, None, "{what}"])
def test_no_answer_breaks_the_lines_it_is_named_in(tmp_path: Path, answer: Answer) -> None:
    """What was checked to have room for the longest answer has room for every one."""
    text = STEPS + "  - ask: What?\n    save: what\n  - section: there\n    seconds: 30\n    lines: ['{what}.', Stay.]\n"
    section = told(activity(tmp_path / "desk", text), [answer])[1]
    assert isinstance(section, Section) and sum(phase.seconds for phase in section.phases()) == 30


def test_recordings_in_lines_are_among_the_sounds_of_a_plugin(tmp_path: Path) -> None:
    text = STEPS + "  - tense: hand\n    recording: fist.ogg\n  - section: feet\n    seconds: 40\n"
    text += "    lines: [{say: One., recording: voice/one.ogg}, Two.]\n  - ambience: ocean\n"
    activity(tmp_path / "desk", text)
    assert read_manifest(tmp_path / "desk").sounds == ("fist.ogg", "voice/one.ogg")


def test_a_name_inside_an_answer_is_only_text(tmp_path: Path) -> None:
    text = STEPS + "  - ask: What?\n    save: what\n  - say: You said {what}.\n"
    assert told(activity(tmp_path / "desk", text), ["{what} {0.__class__} %s"])[1] == Say("You said {what} {0.__class__} %s.")


def test_the_latest_answer_counts_in_a_loop_and_each_round_may_ask_again(tmp_path: Path) -> None:
    text = STEPS + "  - repeat: 2\n    steps:\n      - say: Last time {place}.\n      - ask: Where?\n        save: place\n"
    steps = told(activity(tmp_path / "desk", text), ["Back", "Neck"])
    assert [step.text for step in steps if isinstance(step, Say)] == ["Last time that.", "Last time Back."]


def test_several_answers_are_read_out_as_a_list(tmp_path: Path) -> None:
    text = STEPS + "  - several: Where?\n    from: [Back, Neck, Legs]\n    save: places\n"
    text += "  - section: one\n    seconds: 30\n    lines: ['{places}.']\n"
    found = activity(tmp_path / "desk", text)
    assert told(found, [("Back", "Neck", "Legs")])[1] == Section("one", 30, ("Back, Neck and Legs.",))
    assert told(found, [()])[1] == Section("one", 30, ("that.",))


@pytest.mark.parametrize(
    ("when", "answer", "happens"),
    [
        ("place = Back", "Back", True),
        ("place = back", "Back", True),
        ("place = Back", "Neck", False),
        ("place != Back", "Neck", True),
        ("place = Back", None, False),
        ("place != Back", None, True),
    ],
)
def test_when_compares_a_saved_answer(tmp_path: Path, when: str, answer: Answer, happens: bool) -> None:
    found = activity(tmp_path / "desk", PLACES + f"  - silence: 4\n    when: {when}\n")
    assert (Silence(4) in told(found, [answer])) is happens


@pytest.mark.parametrize(
    ("when", "answer", "happens"),
    [
        ("warm > 5", 6, True), ("warm > 5", 5, False), ("warm >= 5", 5, True), ("warm < 5", 4, True),
        ("warm <= 5", 6, False), ("warm = 5", 5, True), ("warm != 5", 5, False), ("warm < 5", None, False), ("warm > 5", None, False),
    ],
)  # fmt: skip
def test_when_compares_numbers_and_what_was_declined_is_neither_more_nor_less(
    tmp_path: Path, when: str, answer: Answer, happens: bool
) -> None:
    text = STEPS + f"  - rate: How warm?\n    save: warm\n  - silence: 4\n    when: '{when}'\n"
    assert (Silence(4) in told(activity(tmp_path / "desk", text), [answer])) is happens


def test_when_looks_into_several_answers(tmp_path: Path) -> None:
    text = STEPS + "  - several: Where?\n    from: [Back, Neck]\n    save: places\n  - silence: 4\n    when: places = Neck\n"
    found = activity(tmp_path / "desk", text)
    assert Silence(4) in told(found, [("Back", "Neck")])
    assert Silence(4) not in told(found, [("Back",)])


@pytest.mark.parametrize(("given", "seconds"), [({}, [5]), ({"minutes": "10", "ramp": "yes"}, [10, 1])])
def test_when_compares_an_option(tmp_path: Path, given: dict[str, Any], seconds: list[float]) -> None:
    text = TIMED + "options:\n  minutes: [5, 10]\n  ramp: {type: yes_no}\nsteps:\n"
    text += "  - silence: 5\n    when: minutes = 5\n  - silence: 10\n    when: minutes > 5\n  - silence: 1\n    when: ramp = yes\n"
    assert told(activity(tmp_path / "desk", text), **given) == [Silence(length) for length in seconds]


def test_a_repeat_may_be_left_out_as_a_whole(tmp_path: Path) -> None:
    text = PLACES + "  - repeat: 3\n    when: place = Back\n    steps:\n      - silence: 4\n      - silence: 2\n"
    found = activity(tmp_path / "desk", text)
    assert told(found, ["Back"])[1:] == [Silence(4), Silence(2)] * 3
    assert told(found, ["Neck"])[1:] == []


def test_a_script_begins_anew_for_every_session(tmp_path: Path) -> None:
    found = activity(tmp_path / "desk", PLACES + "  - say: To {place}.\n")
    assert told(found, ["Back"])[1] != told(found, ["Neck"])[1]
    assert told(found, ["Back"])[1] == told(found, ["Back"])[1]
