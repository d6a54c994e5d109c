"""The session page: it follows the clock, does what it is told at once, and loses nothing."""

import pytest
from textual.widgets import Digits, TextArea

from dtx.engine.activity import Script
from dtx.engine.questions import Ask, Choose, Rate
from dtx.engine.session import Bracket, Ending
from dtx.engine.steps import Breathe, Pattern
from dtx.tui.app import DtxApp
from dtx.tui.controlbar import Control
from dtx.tui.guide import Guide
from dtx.tui.pacer import Pacer
from dtx.tui.safe import Text
from dtx.tui.savedpage import SavedPage
from dtx.tui.sessionpage import SessionPage
from tests.tui.hand import HandPractice, HandServices, screen_text
from tests.tui.tour import Walk, opened, pages, pass_time, press, touring_services


def nothing() -> Script:
    yield from ()


def after(ending: Ending) -> Script:
    yield Choose("Why?", ("Pain", "Time"), "stop_reason")


def breaths() -> Script:
    yield Breathe(Pattern(4, 0, 6), 6)


def only(script=breaths, before=nothing, closing=after) -> HandServices:  # type: ignore[no-untyped-def]
    from tests.tui.hand import activity

    return HandServices(listed=[activity(1, "One")], practice=HandPractice(script, bracket=Bracket(before, closing)))


def said(app: DtxApp, where: str) -> str:
    return app.screen.query_one(where, Text).said


async def begun(pilot: Walk) -> None:
    await press(pilot, "enter", "enter")


async def test_the_words_and_the_number_follow_the_clock() -> None:
    services = only()
    async with opened(services) as (app, pilot):
        await begun(pilot)
        told = []
        for _ in range(10):
            told.append((said(app, ".caption"), app.screen.query_one(Digits).value))
            await pass_time(pilot, services.practice, 1)
        assert told == [("In", n) for n in "4321"] + [("Out", n) for n in "654321"]
        assert said(app, ".caption") == "In"
        assert said(app, ".next") == "Breath 2  ·  Next: Out"


async def test_the_picture_is_full_between_in_and_out() -> None:
    services = only()
    async with opened(services) as (app, pilot):
        await begun(pilot)
        swells = []
        for _ in range(5):
            swells.append(round(app.screen.query_one(Pacer).swell, 3))
            await pass_time(pilot, services.practice, 2)
        assert swells == [0.0, 0.5, 1.0, 0.75, 0.25]


async def test_stop_is_at_once_and_asks_nothing_first() -> None:
    services = only()
    async with opened(services) as (_, pilot):
        await begun(pilot)
        await pass_time(pilot, services.practice, 3)
        await pilot.press("escape")
        assert services.practice.kinds[-1] == "stopped"


@pytest.mark.parametrize("key", ["escape", "s"])
async def test_stop_works_while_paused_and_on_a_question(key: str) -> None:
    def before() -> Script:
        yield Rate("How strong?", save="before.pain")

    services = only(before=before)
    async with opened(services) as (_, pilot):
        await begun(pilot)
        await press(pilot, "7", key)
        assert services.practice.kinds[-2:] == ["rated", "stopped"]
        assert services.practice.events[-2].value["value"] is None  # what was not sent was not said


async def test_pause_keeps_the_place_and_space_goes_on() -> None:
    services = only()
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await pass_time(pilot, services.practice, 1)
        await press(pilot, "space")
        await pass_time(pilot, services.practice, 60)
        assert said(app, ".caption").startswith("Paused.")
        await press(pilot, "space")
        assert (said(app, ".caption"), app.screen.query_one(Digits).value) == ("In", "3")
        assert services.practice.kinds[-2:] == ["paused", "resumed"]


async def test_being_away_pauses_and_says_so() -> None:
    """A lid closed for a minute: no burst of phases, one gap in the journal."""
    services = only()
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await pass_time(pilot, services.practice, 1)
        services.practice.at += 60
        await pilot.pause(0.1)
        assert services.practice.kinds == ["opened", "gap"]
        assert said(app, ".caption").startswith("It looks as if you were away.")
        await press(pilot, "space")
        assert app.screen.query_one(Digits).value == "3"


async def test_a_full_disk_is_one_sentence_and_the_session_waits() -> None:
    services = only()
    practice = services.practice
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await pass_time(pilot, practice, 2)
        practice.full = True
        await pass_time(pilot, practice, 2)
        assert said(app, ".trouble") == "There is no room left to save. Free some space; nothing so far is lost. Press Enter to try again."
        assert "There is no room left to save." in screen_text(app)
        practice.full = False
        await press(pilot, "enter")
        assert not app.screen.has_class("-held")
        assert practice.kinds[-1] == "phase"


async def test_letters_are_letters_while_writing_and_esc_still_stops() -> None:
    def before() -> Script:
        yield Ask("In your words?", "words")

    services = only(before=before)
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await pilot.press(*"stop b n r h q t", "space", "question_mark", "2")
        assert app.screen.query_one(TextArea).text == "stop b n r h q t ?2"
        assert services.practice.kinds == ["opened"]
        await press(pilot, "escape")
        assert "stopped" in services.practice.kinds


async def test_words_survive_help_and_going_back() -> None:
    def before() -> Script:
        yield Ask("First?", "first")
        yield Ask("Second?", "second")

    services = only(before=before)
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await pilot.press(*"one", "tab", "enter")
        await press(pilot, *"two", "f1")
        await press(pilot, "b")
        assert app.screen.query_one(TextArea).text == "two"
        await press(pilot, "tab", "b")
        assert app.screen.query_one(TextArea).text == "one"
        await press(pilot, "tab", "enter")
        assert app.screen.query_one(TextArea).text == "two"


async def test_help_pauses_what_runs() -> None:
    services = only()
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await press(pilot, "question_mark")
        assert services.practice.kinds == ["opened", "paused"]
        assert "112, 911 or 999" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, SessionPage)


async def test_enter_twice_answers_one_question_only() -> None:
    def before() -> Script:
        yield Choose("One?", ("A", "B"), "one")
        yield Choose("Two?", ("A", "B"), "two")

    services = only(before=before)
    async with opened(services) as (_, pilot):
        await begun(pilot)
        await press(pilot, "1", "enter", "enter", "enter")
        assert services.practice.kinds == ["opened", "answered"]


async def test_a_question_can_be_left_out_and_is_then_null() -> None:
    def before() -> Script:
        yield Rate("How strong?", save="before.pain")

    services = only(before=before)
    async with opened(services) as (_, pilot):
        await begun(pilot)
        await press(pilot, "7", "r")
        assert (services.practice.events[-1].value["value"], services.practice.events[-1].value["declined"]) == (None, "skipped")


async def test_the_saved_page_has_both_numbers_and_no_verdict() -> None:
    def before() -> Script:
        yield Rate("How strong?", save="before.pain")

    def closing(ending: Ending) -> Script:
        yield Rate("How strong?", save="after.pain")

    services = only(before=before, closing=closing)
    async with opened(services) as (app, pilot):
        await begun(pilot)
        await press(pilot, "6", "enter", "escape", "4", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SavedPage)
        shown = screen_text(app)
        assert "Before 6, after 4." in shown
        assert "One session cannot tell us why. Over 10 or more we can look for a pattern." in shown
        assert services.practice.closed


async def test_reduced_motion_shows_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    services = only()
    async with opened(services) as (app, pilot):
        app.animation_level = "none"
        await begun(pilot)
        drawn = set()
        for _ in range(20):
            await pass_time(pilot, services.practice, 0.5)
            drawn.add(app.screen.query_one(Pacer)._rows)
        assert len(drawn) == 5


async def test_enter_never_finds_stop_under_it() -> None:
    services = touring_services()
    async with opened(services) as (app, pilot):
        async for name in pages(services, pilot):
            focused = app.focused
            assert not isinstance(focused, Control), name


async def test_one_session_straight_away_ends_the_app() -> None:
    practice = HandPractice(breaths, bracket=Bracket(nothing, lambda ending: nothing()))
    app = DtxApp(HandServices(practice=practice), practice)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one(Guide).display
        await press(pilot, "escape")
        await pilot.press("enter")
    assert app.return_code == 0


async def test_leaving_the_program_lets_go_of_the_practice_without_ending_it() -> None:
    services = only()
    async with opened(services) as (_, pilot):
        await begun(pilot)
        await pilot.press("ctrl+q")
    assert services.practice.closed and services.practice.kinds == ["opened"]
