"""What plain mode says of a moment."""

from dtx.engine.phase import Line, Phase
from dtx.engine.questions import Ready
from dtx.engine.steps import Silence
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
    assert said == ["And let go. 35", "Smooth brow, soft eyes, loose jaw."]


def test_words_to_read_say_what_enter_means() -> None:
    assert list(asked(Ready("Read this.")))[-1] == "Enter goes on."
    assert list(asked(Ready("Read this.", button="I am ready")))[-1] == "Enter: I am ready."
