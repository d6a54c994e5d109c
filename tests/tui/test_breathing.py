"""Low-energy mode: one key from the first page, pain once, and then only whether anything feels worse."""

from datetime import UTC, datetime, timedelta

import pytest

from dtx.care.flags import EVERY_SESSION
from dtx.settings import Settings
from dtx.tui.app import DtxApp
from dtx.tui.controlbar import Control
from dtx.tui.homepage import HomePage
from dtx.tui.safe import Text
from dtx.tui.savedpage import SavedPage
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.sessionpage import SessionPage
from dtx.tui.theme import DARK, LIGHT
from tests.evenings import EVENING, Evening
from tests.tui.rooms import Home, answered, screen_text
from tests.tui.tour import Walk, opened, pass_time, press, question_of, resize

THREE_AT_NIGHT = datetime(2026, 5, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def tired(home: Home) -> Home:
    """Somebody who has practised belly breathing before, and answered the gate's questions within the last hours."""
    home.bundled("breathing")
    home.practised("breathing.belly", EVENING - timedelta(hours=5), before__pain=6, after__pain=6)
    return home


@pytest.fixture
def newcomer(home: Home) -> Home:
    home.stranger = True
    home.bundled("breathing")
    return home


def at_night(home: Home, moment: datetime = THREE_AT_NIGHT) -> None:
    home._evening = Evening.at(home.path, moment, home.folder)
    home.services.refresh()
    answered(home.services)


def title(pilot: Walk) -> str:
    return pilot.app.screen.query_one(".title", Text).said


async def through(pilot: Walk, home: Home, seconds: float = 121) -> None:
    await pass_time(pilot, home, seconds)


async def test_one_key_asks_pain_alone_and_then_two_minutes_of_belly_breath_begin(tired: Home) -> None:
    async with opened(tired) as (_, pilot):
        await press(pilot, "space")
        assert question_of(pilot) == "How strong is your pain right now?"
        await press(pilot, "7", "enter")
        practice = pilot.app.screen.practice  # type: ignore[attr-defined]
        view = practice.view(practice.now())
        assert (view.stage, view.phase is not None and view.phase.kind) == ("script", "settle")
        log = tired.services.log(practice.session_id)
        assert (log.activity_id, log.planned_s, log.options["minutes"]) == ("breathing.belly", 120, 2)


async def test_afterwards_only_worse_is_asked_and_one_letter_answers_it(tired: Home) -> None:
    async with opened(tired) as (_, pilot):
        await press(pilot, "space", "7", "enter")
        await through(pilot, tired)
        assert question_of(pilot) == "Did anything feel worse?"
        assert "The letter alone is enough." in screen_text(pilot.app)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, SavedPage)
        assert "Pain before: 7." in screen_text(pilot.app) and "No number" not in screen_text(pilot.app)
        log = tired.services.log(tired.newest)
        assert (log.status, log.before["pain"]["value"], log.after, log.felt_worse) == ("completed", 7, {}, {"answer": "no"})
        assert list(log.before) == ["pain"]  # what was never asked has no key


async def test_a_yes_leads_to_what_is_asked_of_everybody_and_stays_where_how_much_is_left_open(tired: Home) -> None:
    async with opened(tired) as (_, pilot):
        await press(pilot, "space", "7", "enter")
        await through(pilot, tired)
        await press(pilot, "y")
        assert question_of(pilot) == "How much worse?"
        await press(pilot, "2", "enter")
        assert question_of(pilot) == "What felt worse? Choose as many as fit."
        await press(pilot, "b", "b", "y", "r")
        log = tired.services.log(tired.newest)
        assert log.felt_worse is not None and log.felt_worse["answer"] == "a_little"
        assert tired.services.history(limit=1)[0].felt_worse == "a_little"


async def test_stop_ends_it_at_once_and_asks_nothing_but_worse(tired: Home) -> None:
    async with opened(tired) as (_, pilot):
        await press(pilot, "space", "7", "enter")
        await through(pilot, tired, 40)
        await press(pilot, "escape")
        assert question_of(pilot) == "Did anything feel worse?"
        await press(pilot, "n")
        assert tired.services.log(tired.newest).status == "stopped"


async def test_answers_of_the_last_12_hours_hold_and_after_that_three_are_asked(tired: Home) -> None:
    tired.evening.clock.move_to(tired.evening.clock.now + 12 * 3600)
    async with opened(tired) as (_, pilot):
        await press(pilot, "space")
        page = pilot.app.screen
        assert isinstance(page, ScreeningPage)
        assert set(page.due) == set(EVERY_SESSION)
        await press(pilot, *["2", "enter"] * 3, "enter")
        assert question_of(pilot) == "How strong is your pain right now?"


async def test_at_first_only_what_a_first_breath_needs_is_asked_and_the_rest_later(newcomer: Home) -> None:
    async with opened(newcomer) as (_, pilot):
        await press(pilot, "space")
        assert "does not examine, diagnose or treat" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, ScreeningPage)
        needed = ("new_pain", "red_flag", "under_18", "heart", "lung", "epilepsy", "pregnancy", "trauma", "self_harm", "drowsy")
        assert page.due == needed  # the rows of the gate's table that have a word on breathing without holds (clinical 8.2)
        await press(pilot, *["2", "enter"] * len(needed))
        await press(pilot, "enter")  # what to look out for
        assert question_of(pilot) == "How strong is your pain right now?"
        later = newcomer.services.screen("breathing.box_4444", {})
        assert later.name == "gate.limited"


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (3, True), (6, True), (7, False), (12, False)])
async def test_from_ten_to_seven_it_begins_dark_and_silent_and_one_key_brings_the_sound(tired: Home, hour: int, night: bool) -> None:
    at_night(tired, THREE_AT_NIGHT.replace(hour=hour))
    async with opened(tired, theme=LIGHT) as (app, pilot):
        await press(pilot, "space", "7", "enter")
        page = pilot.app.screen
        assert isinstance(page, SessionPage)
        assert (app.theme, page.practice.loudness.sound.muted) == ((DARK, True) if night else (LIGHT, False))
        assert ("m: sound on" in title(pilot)) is night
        await press(pilot, *(["m"] if night else []))
        assert not page.practice.loudness.sound.muted and "m: sound on" not in title(pilot)
    assert Settings.read(tired.path).theme != DARK  # it was the night's choice, and nobody's


async def test_it_is_one_key_away_wherever_the_first_page_stands(tired: Home) -> None:
    tired.write("other", "Other")
    tired.broken_off("breathing.sigh")
    async with opened(tired) as (_, pilot):
        for keys in (["down"], ["tab"], ["tab", "tab"], ["tab", "tab", "tab"]):
            assert isinstance(pilot.app.screen, HomePage)
            await press(pilot, *keys)
            await press(pilot, "space")
            assert isinstance(pilot.app.screen, SessionPage), keys
            await press(pilot, "escape", "escape", "enter")


MOVES = """
  - move: Bridge
    reps: 2
    tempo: 2-0-2
"""


async def test_a_question_about_last_time_does_not_stand_in_its_way_and_is_asked_later(tired: Home) -> None:
    session = tired.practised(tired.write("moves", "Moves", MOVES), EVENING - timedelta(days=1), before__pain=4, after__pain=4, effort=2)
    for size in ((40, 15), (80, 24)):
        async with opened(tired, size) as (app, pilot):
            assert "After your exercises last time" in question_of(pilot)
            assert "Breathe" in screen_text(app) and "Space reads on" not in screen_text(app)
            await press(pilot, "space")
            assert isinstance(app.screen, SessionPage) and question_of(pilot) == "How strong is your pain right now?"
            await press(pilot, "escape", "escape", "enter")
            assert isinstance(app.screen, HomePage) and tired.services.log(session).follow_up is None
    async with opened(tired) as (app, pilot):
        await press(pilot, "5", "enter")
        assert "Breathe" in screen_text(app)
        await press(pilot, "2", "enter", "down", "space")
        assert isinstance(app.screen, ScreeningPage), "in a list of several it ticks"
        assert "[x]" in screen_text(app) and "Breathe" not in screen_text(app)


async def test_nor_does_the_offer_to_look_back_which_comes_again_on_another_day(tired: Home) -> None:
    tired.practised("breathing.belly", EVENING - timedelta(weeks=14))
    async with opened(tired) as (app, pilot):
        assert "Thirteen weeks have passed" in screen_text(app) and "Breathe" in screen_text(app)
        await press(pilot, "space")
        assert isinstance(app.screen, SessionPage)
        await press(pilot, "escape", "escape", "enter")
        assert isinstance(app.screen, HomePage)
    async with opened(tired) as (app, _):
        assert isinstance(app.screen, HomePage), "once a day is enough"
    tired.evening.clock.move_to(tired.evening.clock.now + 24 * 3600)
    async with opened(tired) as (app, _):
        assert "Thirteen weeks have passed" in screen_text(app)


async def test_its_control_and_those_of_stop_and_help_stay_in_their_places(tired: Home) -> None:
    for size in ((40, 15), (60, 16), (80, 24), (120, 40)):
        async with opened(tired, size) as (_, pilot):
            places = []
            for keys in ([], ["space"], ["7", "enter"]):
                await press(pilot, *keys)
                places.append([control.region for control in pilot.app.screen.query(Control)])
                assert "Help" in screen_text(pilot.app)
            assert places[0] == places[1] == places[2]
            await press(pilot, "escape", "n", "enter")
            assert "Breathe" in screen_text(pilot.app)


async def test_without_belly_breathing_it_says_so(home: Home) -> None:
    home.write("other", "Other")
    async with opened(home) as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, HomePage)
        assert "breathing.belly" in screen_text(app)
        await resize(pilot, (40, 15))
        assert isinstance(app, DtxApp)


async def test_the_first_page_shows_what_could_be_done_now(home: Home) -> None:
    """Time, position and strength narrow the list; what begins when silent was chosen begins without sound; `f` shows all again."""
    for name in ("breathing", "body_scan", "exercises"):
        home.bundled(name)
    home.write("other", "Somebody else's", minutes=5)
    async with opened(home) as (app, pilot):
        page = app.screen
        assert isinstance(page, HomePage)
        everything = [one.id for one in page.listed]
        await press(pilot, "f", "1", "enter", "1", "enter", "1", "enter", "2", "enter")
        here = [one.id for one in page.listed]
        assert "body_scan.scan" in here and "breathing.coherent_46" in here and "other.other" in here
        assert not any(one.startswith("exercises.") for one in here)
        assert "Now: up to 5 min, lying, little strength, silent" in screen_text(app)
        await press(pilot, "enter", "enter")
        assert app.screen.practice.loudness.hushed  # type: ignore[attr-defined]
        await press(pilot, "escape", "escape", "enter", "f")
        assert [one.id for one in page.listed] == everything
        await press(pilot, "f", "4", "enter", "3", "enter", "r", "r")
        assert "exercises.slow_flow" in [one.id for one in page.listed]
        assert "exercises.gentle_back" not in [one.id for one in page.listed]
