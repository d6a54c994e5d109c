"""Help is the same from every page, needs no network and no record, and is honest about its numbers."""

from dataclasses import replace
from datetime import date

import pytest
from textual.containers import VerticalScroll

from dtx.care.help import UNVERIFIED
from dtx.care.helplines import HELPLINES, for_country
from dtx.care.red_flags import LISTS
from dtx.care.stop_rules import STOP_WHEN
from dtx.tui.base import BaseApp
from dtx.tui.helppage import NO_COUNTRY, NO_NUMBERS, HelpPage, numbers
from dtx.tui.homepage import HomePage
from dtx.tui.safe import Text
from dtx.tui.sessionpage import SessionPage
from tests.tui.rooms import Home
from tests.tui.tour import begun, opened, press, press_at_once, settle


def words(page: HelpPage) -> str:
    return "\n".join(text.said for text in page.query(Text))


async def shown(country: str | None) -> str:
    app = BaseApp()
    async with app.run_test() as pilot:
        page = HelpPage(country)
        await app.push_screen(page)
        await settle(pilot)
        return words(page)


async def test_it_holds_the_whole_warning_list_what_to_do_and_when_to_stop() -> None:
    """Clinical 5.5 and 8.3."""
    said = await shown("GB")
    for urgency in LISTS:
        assert urgency.action.format(emergency="999 or 112") in said
        assert all(sign in said for sign in urgency.signs)
    assert all(sign in said for sign in STOP_WHEN)


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("GB", ("999 or 112", "116 123")),
        ("US", ("911", "988")),
        ("DE", ("112",)),
        (None, ("112, 911 or 999",)),
        ("AU", ("112, 911 or 999",)),
    ],
)
async def test_the_numbers_are_those_of_the_country(country: str | None, numbers: tuple[str, ...]) -> None:
    """Clinical 4.6."""
    said = await shown(country)
    assert all(number in said for number in numbers)


def test_numbers_nobody_has_tried_say_so() -> None:
    assert all(UNVERIFIED in numbers(help, country) for country, help in HELPLINES.items() if help.verified_on is None)
    tried = replace(HELPLINES["GB"], verified_on=date(2026, 4, 1))
    assert numbers(tried, "GB") == "These numbers are for: United Kingdom. Somebody tried them on 2026-04-01."
    assert numbers(for_country("AU"), "AU").startswith(NO_NUMBERS)
    assert numbers(for_country(None), None).startswith(NO_COUNTRY)


async def test_it_shows_the_numbers_of_where_the_person_lives(home: Home) -> None:
    home.write("easy", "Easy breath")
    home.services.set_profile({"country": "IE"})
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "question_mark")
        assert isinstance(app.screen, HelpPage)
        assert "call 999 or 112" in words(app.screen)


async def test_it_opens_when_the_records_cannot_be_read(home: Home) -> None:
    home.write("easy", "Easy breath")
    async with opened(home) as (app, pilot):
        home.services.close()
        (home.path / "dtx.db").write_bytes(b"not a database" * 100)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpPage)
        assert "112, 911 or 999" in words(app.screen)
        await press(pilot, "escape")


async def test_space_reads_on(home: Home) -> None:
    home.write("easy", "Easy breath")
    async with opened(home) as (app, pilot):
        await press(pilot, "question_mark", "space")
        assert app.screen.query_one(VerticalScroll).scroll_offset.y > 0


@pytest.mark.parametrize("times", [2, 3])
async def test_a_second_press_of_leave_leaves_nothing_else(home: Home, times: int) -> None:
    """A key that bounces, or is held a little too long, must neither end the app nor the session that is running below."""
    home.write("breath", "Even breath")
    async with opened(home) as (app, pilot):
        await press(pilot, "question_mark")
        app.screen.query_one("#stop").focus()
        await press_at_once(pilot, *["enter"] * times)
        assert isinstance(app.screen, HomePage) and app.is_running
        await begun(pilot)
        await press(pilot, "question_mark")
        app.screen.query_one("#stop").focus()
        await press_at_once(pilot, *["enter"] * times)
        assert isinstance(app.screen, SessionPage) and not app.screen.practice.ended
    assert app.return_code in (0, None)


@pytest.mark.parametrize("key", ["o", "y", "h", "w"])
async def test_a_second_press_of_back_leaves_one_page_from_anywhere(home: Home, key: str) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, key)
        assert not isinstance(app.screen, HomePage)
        app.screen.query_one("#back").focus()
        await press_at_once(pilot, "enter", "enter")
        assert isinstance(app.screen, HomePage) and app.is_running


async def test_a_double_click_on_leave_does_not_find_the_control_of_the_page_below(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "question_mark")
        await pilot.double_click("#stop")
        await settle(pilot)
        assert app.is_running and isinstance(app.screen, HomePage)
