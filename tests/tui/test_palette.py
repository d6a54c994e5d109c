"""The palette: by a few letters to everything that the first page leads to, and never over what runs or is asked."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from dtx.tui.app import DtxApp
from dtx.tui.controlbar import ORDER, Control
from dtx.tui.helppage import HelpPage
from dtx.tui.historypage import HistoryPage, history_page
from dtx.tui.homepage import HomePage
from dtx.tui.listpage import ListPage
from dtx.tui.palettepage import ACTIONS, PalettePage, bare
from dtx.tui.rows import Rows
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.sessionpage import SessionPage
from dtx.tui.soundpage import SoundPage
from dtx.tui.startpage import StartPage
from dtx.tui.theme import DARK, LIGHT, PLAIN
from tests.evenings import EVENING
from tests.tui.corpus import NASTY
from tests.tui.rooms import Home, screen_text
from tests.tui.test_pages import contrasts
from tests.tui.tour import Walk, opened, press, resize


@pytest.fixture
def home(home: Home) -> Home:
    home.write("box", "Box breathing")
    home.write("atem", "Ruhiger Atem, überall")
    return home


def lines(pilot: Walk) -> list[str]:
    return [" ".join(line.split()) for line in pilot.app.screen.query_one(Rows).lines]


async def test_it_lists_what_the_keys_do_and_every_practice_by_its_title(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p")
        assert isinstance(app.screen, PalettePage)
        shown = lines(pilot)
        assert shown[0] == "Breathe for two minutes Space" and "Check in i" in shown and "Close q" in shown
        assert shown[-2:] == ["Box breathing 5 min", "Ruhiger Atem, überall 5 min"]
        keys = {key for binding in HomePage.BINDINGS for key in binding.key.split(",")}  # type: ignore[union-attr]
        named = {key for _, key, _ in ACTIONS} | {"g", "c"}
        assert keys <= named, "each key of the first page is in it"


async def test_a_few_letters_find_a_practice_and_enter_opens_it_as_on_the_first_page(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p", *"uberall")
        assert lines(pilot) == ["Ruhiger Atem, überall 5 min"]
        await press(pilot, "enter")
        assert isinstance(app.screen, StartPage) and app.screen.listed.title == "Ruhiger Atem, überall"
        await press(pilot, "b")
        assert isinstance(app.screen, HomePage)


@pytest.mark.parametrize(("typed", "page"), [("look back", HistoryPage), ("sound", SoundPage), ("your data", ListPage), ("help", HelpPage)])
async def test_an_action_does_what_its_key_does_from_wherever_it_was_chosen(typed: str, page: type, home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "ctrl+p", *typed.replace(" ", ""), *["backspace"] * len(typed.replace(" ", "")))
        app.screen.query_one(Input).value = typed
        await press(pilot, "enter")
        assert isinstance(app.screen, page)
        assert [type(one) for one in app.screen_stack[-2:]] == [HomePage, page], "what was open before is left"


async def test_arrows_choose_words_begin_first_and_nothing_found_says_so(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p", "down", "down", "enter")
        assert isinstance(app.screen, ScreeningPage)
        await press(pilot, "escape", "ctrl+p", "b")
        assert lines(pilot)[0] == "Breathe for two minutes Space" and "About you p" in lines(pilot)[2:]
        await press(pilot, *"qqq")
        assert lines(pilot) == [] and "Nothing here is called that." in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PalettePage)
        await press(pilot, *["backspace"] * 4)
        assert "Nothing here" not in screen_text(app) and len(lines(pilot)) == len(ACTIONS) + 2


@pytest.mark.parametrize("key", ["escape", "ctrl+p", "f3"])
async def test_it_goes_away_by_the_keys_that_leave_any_page(key: str, home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p", key)
        assert isinstance(app.screen, HomePage)


async def test_it_is_never_over_a_session_a_question_or_what_lies_over_one(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "ctrl+p")
        assert isinstance(app.screen, SessionPage), "a question of the session"
        await press(pilot, "r", "r", "ctrl+p")
        assert isinstance(app.screen, SessionPage), "what runs"
        await press(pilot, "question_mark", "ctrl+p")
        assert isinstance(app.screen, HelpPage), "help over a session"
        await press(pilot, "b", "escape", *"rrrr")
        while not isinstance(app.screen, HomePage):
            await press(pilot, "enter")
        await press(pilot, "i", "ctrl+p")
        assert isinstance(app.screen, ScreeningPage), "a form"


async def test_without_a_first_page_there_is_nothing_to_list(home: Home) -> None:
    app = DtxApp(home.services, page=history_page(home.services))
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(app.screen, HistoryPage)


async def test_what_is_not_finished_can_be_gone_on_with(home: Home) -> None:
    home.broken_off("box.box")
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p")
        assert lines(pilot)[:2] == ["Go on with it g", "Leave it c"]
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionPage)


@pytest.mark.parametrize("theme", [DARK, LIGHT, PLAIN])
async def test_it_is_readable_and_fits_the_smallest_window(theme: str, home: Home) -> None:
    for number, text in enumerate(NASTY):
        home.write(f"n{number}", text)
    async with opened(home, (40, 15), theme) as (app, pilot):
        await press(pilot, "ctrl+p")
        for keys in ((), ("b",), ("q", "q")):
            await press(pilot, *keys)
            shown = screen_text(app).splitlines()
            assert len(shown) == 15 and all(len(line) <= 40 for line in shown)
            assert "\x1b" not in screen_text(app) and "Leave" in screen_text(app) and "Help" in screen_text(app)
            assert theme == PLAIN or all(ratio >= 7 for _, ratio in contrasts(app))
        assert tuple(control.action for control in app.screen.query(Control)) == ORDER
        await press(pilot, *["backspace"] * 3, "end", *["pagedown"] * 9)
        for size in ((80, 24), (20, 6), (40, 15)):
            await resize(pilot, size)
        assert isinstance(app.screen, PalettePage)


def test_accents_and_capitals_need_not_be_typed() -> None:
    assert bare("Überall, Ñandú") == "uberall, nandu"


async def test_what_cannot_be_opened_now_says_why(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(hours=2))
    home.write("evening", "Evening routine", "\n  - pase: 4 s\n", minutes=8)
    async with opened(home) as (app, pilot):
        await press(pilot, "ctrl+p", *"evening", "enter")
        assert isinstance(app.screen, HomePage) and app._notifications
