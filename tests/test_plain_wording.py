"""What plain mode says of a moment."""

from dtx.engine.phase import Phase
from dtx.engine.steps import Silence
from dtx.engine.view import View
from dtx.plain.wording import AWAY, HELD, spoken


def quiet(paused: str | None) -> View:
    return View("script", "silence.1", step=Silence(9), phase=Phase("silence", 9, "Notice."), caption="Notice.", paused=paused)


def test_quiet_says_nothing_but_a_pause_in_it_is_always_said() -> None:
    assert spoken(quiet(None)) == ""
    assert spoken(quiet("paused")) == HELD
    assert spoken(quiet("gap")) == AWAY
