"""Guiding an exercise: figure, words, side and number, and the easier version; on a small screen the words alone."""

from dataclasses import replace

import pytest

from dtx.engine.figure import Figure
from dtx.engine.phase import Phase
from dtx.engine.steps import Move
from dtx.engine.view import View
from dtx.tui.figure import FigureView
from dtx.tui.guide import AWAY, PAUSED, YOUR_PACE
from dtx.tui.moves import Moves, shown
from dtx.tui.pacer import Pacer
from dtx.tui.press import Press
from dtx.tui.sessionpage import SessionPage
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import Walk, opened, pass_time, press, resize, stand_on

EASIER = Move("half", "Half a bridge", sets=2, reps=6, lift_s=2, hold_s=0, lower_s=2, how="Go half way.")
BRIDGE = Move(
    "bridge",
    "Bridge",
    sets=2,
    reps=8,
    lift_s=2,
    hold_s=3,
    lower_s=2,
    side="each",
    rest_s=30,
    transition_s=15,
    how="Raise the hips.",
    caution="Stay below any pinch.",
    figure=Figure(("start", "between", "end"), "A bridge."),
    easier=EASIER,
)


def view_at(number: int, move: Move = BRIDGE, elapsed: float = 0.0, paused: str | None = None) -> View:
    phases = move.phases()
    phase = phases[number]
    coming = phases[number + 1] if number + 1 < len(phases) else None
    left = phase.seconds - elapsed
    return View("script", "bridge", step=move, phase=phase, elapsed=elapsed, remaining=left, coming=coming, paused=paused, easing="move")


def seen(view: View) -> tuple[str, str, str, str]:
    assert view.phase is not None and isinstance(view.step, Move)
    now = shown(view, view.phase, view.step)
    return now.moment, now.count, now.place, now.following


def number_of(kind: str, **at: object) -> int:
    """The first phase of that kind at that place."""
    return next(n for n, phase in enumerate(BRIDGE.phases()) if phase.kind == kind and at.items() <= dict(phase.at).items())


def test_each_moment_has_its_word_its_seconds_and_its_place() -> None:
    """Clinical 5.1: set 1 left, switch, set 1 right, rest, set 2."""
    assert seen(view_at(0)) == ("Next: Bridge", "15", "", "")
    assert seen(view_at(number_of("lift"))) == ("Bridge", "2", "Set 1 of 2, left side, 1 of 8", "")
    assert seen(view_at(number_of("hold", rep=3, side="right"))) == ("Hold", "3", "Set 1 of 2, right side, 3 of 8", "")
    last = ("Slowly back", "2", "Set 1 of 2, left side, 8 of 8", "Next: Change sides")
    assert seen(view_at(number_of("lower", rep=8, side="left"))) == last
    assert seen(view_at(number_of("switch"))) == ("Change sides", "5", "Set 1 of 2", "Next: right side")
    assert seen(view_at(number_of("rest"), elapsed=10)) == ("Rest", "20", "Set 2 of 2", "Next: Bridge")


def mirror_at(number: int, move: Move = BRIDGE) -> bool:
    view = view_at(number, move)
    assert view.phase is not None
    return shown(view, view.phase, move).mirrored


def test_the_figure_shows_the_side_that_is_due_and_in_a_break_the_side_that_comes() -> None:
    """A figure is drawn for the right side, as in a mirror; whoever follows it by eye should not do the same side twice."""
    assert mirror_at(0)
    assert mirror_at(number_of("lift", side="left")) and mirror_at(number_of("lower", rep=8, side="left"))
    assert not mirror_at(number_of("switch"))
    assert not mirror_at(number_of("hold", rep=3, side="right"))
    assert mirror_at(number_of("rest"))
    both = replace(BRIDGE, side="both")
    assert not any(mirror_at(number, both) for number in range(len(both.phases())))
    in_turn = replace(BRIDGE, side="alternate", sets=1)
    sides = [mirror_at(number, in_turn) for number, phase in enumerate(in_turn.phases()) if phase.kind == "hold"]
    assert sides == [True, False] * 4


def test_what_comes_after_the_last_repetition_turns_no_figure() -> None:
    assert not mirror_at(len(BRIDGE.phases()) - 1)


def test_a_pause_counts_nothing() -> None:
    assert seen(view_at(number_of("lift"), paused="paused"))[:2] == (PAUSED, "")
    assert seen(view_at(number_of("lift"), paused="gap"))[:2] == (AWAY, "")


def test_at_ones_own_pace_only_the_number_of_times_is_said() -> None:
    own = Move("squat", "Squat", reps=8, own_pace=True)
    assert seen(view_at(0, own)) == (YOUR_PACE, "", "8 times", "")


def test_the_figure_follows_the_movement_and_waits_in_breaks() -> None:
    def progress(number: int, elapsed: float, move: Move = BRIDGE) -> float:
        view = view_at(number, move, elapsed)
        assert view.phase is not None
        return round(shown(view, view.phase, move).progress, 2)

    lift, hold, lower = (number_of(kind) for kind in ("lift", "hold", "lower"))
    assert [progress(lift, s) for s in (0, 1, 2)] == [0.0, 0.5, 1.0]
    assert progress(hold, 1) == 1.0
    assert [progress(lower, s) for s in (0, 2)] == [1.0, 0.0]
    assert {progress(number_of(kind), 4.5) for kind in ("rest", "switch")} | {progress(0, 9)} == {0.0}
    timed = Move("breath", "Belly breath", timed_s=60)
    assert [progress(0, s, timed) for s in (0, 3.9, 4, 7.9, 8)] == [0.0, 0.0, 1.0, 1.0, 0.0]  # start and end in turn: no beat


def test_after_easier_the_words_and_numbers_are_those_of_the_easier_version() -> None:
    phase = Phase("lift", 2, EASIER.text, "lift", {"exercise": "half", "set": 1, "rep": 4}, swell=(0.0, 1.0))
    now = shown(View("script", "bridge", step=BRIDGE, phase=phase, remaining=2), phase, BRIDGE)
    assert (now.move.how, now.place) == ("Go half way.", "Set 1 of 2, 4 of 6")


@pytest.fixture
def back(home: Home) -> Home:
    """A home with the routines that ship."""
    home.bundled("exercises")
    return home


async def into_pelvic_tilt(pilot: Walk, home: Home) -> None:
    """To the hold of the second exercise's first repetition."""
    await stand_on(pilot, "exercises.gentle_back")
    await press(pilot, "enter", "enter", "r", "r", "enter")
    await pass_time(pilot, home, 60 + 15 + 3)


def displayed(pilot: Walk, kind: type) -> bool:
    moves = pilot.app.screen.query_one(Moves)
    return moves.display and moves.query_one(kind).display


async def test_a_figure_stands_beside_how_it_is_done_what_to_mind_and_which_one_it_is(back: Home) -> None:
    async with opened(back) as (app, pilot):
        await into_pelvic_tilt(pilot, back)
        words = " ".join(screen_text(app).split())
        for part in ("Pelvic tilt", "1 of 8", "Flatten the small of the back a little", "Stay well below any pinch", "Hold", "Easier (e)"):
            assert part in words
        figure = app.screen.query_one(FigureView)
        assert displayed(pilot, FigureView) and not displayed(pilot, Pacer)
        assert figure.progress == 1.0 and len(figure.frames) >= 2


async def test_on_a_small_screen_the_figure_goes_and_the_words_stay(back: Home) -> None:
    async with opened(back, (40, 15)) as (app, pilot):
        await into_pelvic_tilt(pilot, back)
        assert not displayed(pilot, FigureView)
        words = " ".join(screen_text(app).split())
        for part in ("Pelvic tilt: hold", "1 of 8", "Flatten the small of the back a little", "Stay well below any pinch", "Easier (e)"):
            assert part in words
        await resize(pilot, (45, 34))
        await pass_time(pilot, back, 0.5)
        assert displayed(pilot, FigureView)


async def test_easier_changes_the_exercise_at_once(back: Home) -> None:
    async with opened(back) as (app, pilot):
        await into_pelvic_tilt(pilot, back)
        await press(pilot, "e")
        words = " ".join(screen_text(app).split())
        assert "Half pelvic tilt" in words and "Go only half way" in words
        assert "Easier" not in words
        assert back.kinds[-1] == "eased"


async def test_with_animations_off_the_figure_has_two_places(back: Home) -> None:
    async with opened(back) as (app, pilot):
        app.animation_level = "none"
        await into_pelvic_tilt(pilot, back)
        drawn = set()
        for _ in range(14):
            await pass_time(pilot, back, 0.5)
            drawn.add(app.screen.query_one(FigureView)._lines)
        assert len(drawn) == 2


TENSE = """
  - tense: hand_left
    words: Make a loose fist.
"""
SCAN = """
  - section: belly
    seconds: 60
    lines: [Notice the belly.]
  - section: return
    seconds: 30
    lines: [Come back.]
"""


@pytest.mark.parametrize(("steps", "seconds", "words"), [(TENSE, 12, "Cramp or pain"), (SCAN, 2, "I need out")])
async def test_what_can_be_made_easier_has_its_own_word(steps: str, seconds: float, words: str, home: Home) -> None:
    home.write("one", "One", steps)
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "r", "r")
        await pass_time(pilot, home, seconds)
        assert f"{words}  (e)" in screen_text(app)
        await press(pilot, "e")
        assert home.kinds[-1] == "eased"


async def test_too_slow_is_heard_at_once_and_done_with_the_next_breath(home: Home) -> None:
    home.bundled("breathing")
    async with opened(home) as (app, pilot):
        await stand_on(pilot, "breathing.extended_48")
        await press(pilot, "enter", "enter", "r", "r")
        await pass_time(pilot, home, 32)
        assert "Too slow  (e)" in screen_text(app)
        await press(pilot, "e")
        assert "The next breath is quicker." in screen_text(app)
        await pass_time(pilot, home, 11)
        assert "The next breath is quicker." not in screen_text(app)


async def test_where_nothing_can_be_made_easier_the_key_does_nothing(home: Home) -> None:
    home.write("breath", "Even breath")
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "r", "r")
        await pass_time(pilot, home, 2)
        assert not app.screen.query_one("#ease").display
        await press(pilot, "e")
        assert "eased" not in home.kinds


async def test_a_click_on_the_word_makes_it_easier_and_enter_never_finds_it(back: Home) -> None:
    async with opened(back) as (app, pilot):
        await into_pelvic_tilt(pilot, back)
        assert isinstance(app.screen, SessionPage)
        assert not app.screen.query_one("#ease", Press).can_focus
        await pilot.click("#ease")
        await press(pilot, "x")
        assert back.kinds[-1] == "eased"
