"""What plain mode says of a moment."""

import re

from dtx.care.progress import EFFORT
from dtx.engine.phase import Line, Phase
from dtx.engine.questions import Ready
from dtx.engine.steps import Move, Silence
from dtx.engine.view import View
from dtx.plain.wording import AWAY, HELD, asked, spoken


def quiet(paused: str | None) -> View:
    return View("script", "silence.1", step=Silence(9), phase=Phase("silence", 9, "Notice."), caption="Notice.", paused=paused)


def test_quiet_says_nothing_but_a_pause_in_it_is_always_said() -> None:
    assert spoken(quiet(None)) == ""
    assert spoken(quiet("paused")) == HELD
    assert spoken(quiet("gap")) == AWAY


def test_the_length_of_a_phase_is_said_once_and_not_with_each_of_its_lines() -> None:
    lines = (Line(0, "And let go."), Line(6, "Smooth brow, soft eyes, loose jaw."))
    phase = Phase("release", 35, "And let go.", lines=lines, swell=(1.0, 0.0))
    views = (View("script", "tense.1", phase=phase, caption=line.text, elapsed=line.at_s) for line in lines)
    said = [spoken(view) for view in views]
    assert said == ["And let go. 35 seconds.", "Smooth brow, soft eyes, loose jaw."]


def lifts(move: Move) -> list[str]:
    """What is said of each repetition, and not of what lies between."""
    views = (View("script", "move.1", step=move, phase=phase, caption=phase.text) for phase in move.phases())
    return [spoken(view) for view in views if view.phase is not None and view.phase.kind == "lift"]


def test_repetitions_are_counted_and_not_taken_for_seconds() -> None:
    """“Shoulder rolls 1” eight times over was the second of each lift, and sounded like the first of eight."""
    rolls = Move("rolls", "Shoulder rolls", reps=3, lift_s=1)
    assert lifts(rolls) == ["Shoulder rolls: 1 of 3", "2 of 3", "3 of 3"]
    turns = Move("turn", "Turn", reps=2, side="each")
    assert lifts(turns) == ["Turn: 1 of 2, left side", "2 of 2", "Turn: 1 of 2, right side", "2 of 2"]
    rocks = Move("rocks", "Rock", reps=3, side="alternate")
    assert lifts(rocks) == ["Rock: 1 of 3, left side", "2 of 3, right side", "3 of 3, left side"]


def test_a_repetition_whose_words_are_a_sentence_begins_a_new_one() -> None:
    heels = Move("heels", "Heel raises: Lift both heels a little.", reps=2)
    assert lifts(heels) == ["Heel raises: Lift both heels a little. 1 of 2", "2 of 2"]


def test_how_hard_it_was_is_read_in_rising_order() -> None:
    """Clinical 5.3. “…, 10 could not do one more; 8 very hard; 6 working” ran up, and then down."""
    said = " ".join(asked(EFFORT)).partition("10.")[2]
    assert re.findall(r"\b\d+\b", said) == ["0", "2", "4", "6", "8", "10"]
    assert "8 very hard, 10 is could not do one more." in said


def test_words_to_read_say_what_enter_means() -> None:
    assert list(asked(Ready("Read this.")))[-1] == "Enter goes on."
    assert list(asked(Ready("Read this.", button="I am ready")))[-1] == "Enter: I am ready."
