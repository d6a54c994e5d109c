"""About you: one thing a page, kept when Enter says so, and nothing changed by looking."""

from typing import Any

import pytest

from dtx.care.countries import NAMES
from dtx.care.helplines import HELPLINES
from dtx.care.profile import Profile
from dtx.settings import Settings
from dtx.tui.asking import Asking
from dtx.tui.listpage import ListPage, line
from dtx.tui.rows import Rows
from tests.tui.rooms import Home, answered, screen_text
from tests.tui.tour import Walk, opened, press, question_of


@pytest.fixture
def person(home: Home) -> Home:
    home.write("easy", "Easy breath")
    return home


def profile(home: Home) -> Profile:
    return home.services.profile()


def listed(pilot: Walk) -> list[list[str]]:
    """The lines of a list page, each with its two columns."""
    page = pilot.app.screen
    assert isinstance(page, ListPage)
    return [[entry.title, entry.shown] for entry in page.entries]


async def go_to(pilot: Walk, title: str) -> None:
    """Open one line of a list page."""
    page = pilot.app.screen
    assert isinstance(page, ListPage)
    place = next(place for place, entry in enumerate(page.entries) if title in entry)
    page.query_one(Rows).highlighted = place
    await press(pilot, "enter")


@pytest.mark.parametrize(("keys", "kept", "said"), [(("3",), "es", "Español"), (("3", "enter", "enter", "1"), None, "as this computer")])
async def test_the_language_is_chosen_here_and_spoken_from_the_next_start_on(
    keys: tuple[str, ...], kept: str | None, said: str, person: Home
) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        await go_to(pilot, "Language")
        assert "the next time" in question_of(pilot)
        await press(pilot, *keys, "enter")
        assert ["Language", said] in listed(pilot)
    assert Settings.read(person.services.home).language == kept


@pytest.mark.parametrize(
    ("title", "keys", "kept"),
    [
        ("Sore places", ("1", "4", "enter"), {"sore": {"head", "neck"}}),
        ("Sore places", ("up", "space", "enter"), {"sore": {"foot_right"}}),
        ("Left out of scans", ("9", "enter"), {"skip": {"belly"}}),
        ("Stronger side", ("2", "enter"), {"side": "left"}),
        ("Country", ("2", "enter"), {"country": "BE"}),
        ("Conditions", ("1", "5", "enter"), {"conditions": ("back", "migraine")}),
    ],
)
async def test_enter_keeps_what_was_chosen(title: str, keys: tuple[str, ...], kept: dict[str, Any], person: Home) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        await go_to(pilot, title)
        await press(pilot, *keys)
        assert isinstance(pilot.app.screen, ListPage)
    assert {name: getattr(profile(person), name) for name in kept} == kept


async def test_what_holds_is_filled_in_and_choosing_again_undoes_it(person: Home) -> None:
    person.services.set_profile({"sore": "knee,head", "country": "GB", "conditions": "back"})
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        assert listed(pilot)[:6] == [
            ["Sore places", "head, left knee, right knee"],
            ["Left out of scans", "none"],
            ["Your own names", "none"],
            ["Stronger side", "right"],
            ["Country", "United Kingdom"],
            ["Conditions", "Back pain"],
        ]
        await go_to(pilot, "Sore places")
        await press(pilot, "1", "enter")
        await go_to(pilot, "Country")
        await press(pilot, "end", "enter")
        await go_to(pilot, "Conditions")
        await press(pilot, "1", "enter")
        shown = [shown for _, shown in listed(pilot)[:6]]
        assert shown == ["left knee, right knee", "none", "none", "right", "not said", "none said"]
    assert profile(person).sore == {"knee_left", "knee_right"}
    assert (profile(person).country, profile(person).conditions) == (None, ())


async def test_a_place_can_have_a_name_of_ones_own_and_lose_it_again(person: Home) -> None:
    """Clinical 2.3 item 4: a region can be renamed."""
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        await go_to(pilot, "Your own names")
        await go_to(pilot, "Left foot")
        await press(pilot, *"my [b]blade", "tab", "enter")
        assert profile(person).names == {"foot_left": "my [b]blade"}
        assert ["Left foot", "my [b]blade"] in listed(pilot)
        await go_to(pilot, "Left foot")
        await press(pilot, *["backspace"] * 11, "tab", "enter", "b")
        assert (profile(person).names, listed(pilot)[2]) == ({}, ["Your own names", "none"])


@pytest.mark.parametrize("keys", [("1", "escape"), ("1", "r")])
async def test_leaving_changes_nothing(keys: tuple[str, ...], person: Home) -> None:
    person.services.set_profile({"sore": "head"})
    async with opened(person) as (_, pilot):
        await press(pilot, "p", "enter", *keys)
        assert isinstance(pilot.app.screen, ListPage)
    assert profile(person).sore == {"head"}


async def test_any_answer_of_the_first_use_can_be_changed(person: Home) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        await go_to(pilot, "Your answers")
        assert {answer for answer, _ in listed(pilot)} == {"No", "Answered"}
        await go_to(pilot, "Epilepsy or blackouts")
        await press(pilot, "3", "enter")
        assert ["Not sure", "Epilepsy or blackouts"] in listed(pilot)
        await go_to(pilot, "Driving, a machine, or being very drowsy")
        await press(pilot, "1", "enter", "3", "enter")
    assert (profile(person).flags["epilepsy"], profile(person).flags["drowsy"]) == ("unsure", "yes")
    assert profile(person).details["drowsy"] == "in_bed"


async def test_what_one_said_about_harming_oneself_does_not_stand_in_the_list(person: Home) -> None:
    answered(person.services, self_harm="yes")
    async with opened(person) as (_, pilot):
        await press(pilot, "p")
        await go_to(pilot, "Your answers")
        assert ["Answered", "Thoughts of harming yourself"] in listed(pilot)


async def test_what_the_care_team_agreed_opens_what_was_closed_and_can_be_taken_back(home: Home) -> None:
    """Clinical 8.1: a block is lifted by a dated statement, who and when."""
    box = home.write("box", "Box", "\n  - breathe: 4-4-4-4\n    times: 6\n")
    answered(home.services, heart="yes", drowsy="unsure")
    async with opened(home) as (_, pilot):
        await press(pilot, "p")
        assert ["Care team agreed", "0 of 1"] in listed(pilot)
        await go_to(pilot, "Care team agreed")
        heart = "Heart, stroke, blood-pressure or fainting problems"
        assert listed(pilot) == [["Not written down", heart]]
        await go_to(pilot, heart)
        await press(pilot, *"Dr Lee", "tab", "enter")
        assert listed(pilot) == [["Dr Lee", heart]]
        home.services.set_profile({"flag.drowsy": "no"})
        home.services.begin(box, {}).close()
        await go_to(pilot, heart)
        await press(pilot, *["backspace"] * 6, "tab", "enter")
        assert listed(pilot) == [["Not written down", heart]]
    assert profile(home).agreed == {}


async def test_a_name_that_cannot_be_used_stays_to_be_changed(person: Home) -> None:
    async with opened(person) as (app, pilot):
        await press(pilot, "p")
        await go_to(pilot, "Name on records")
        await press(pilot, "space", *"Jo", "tab", "enter")
        assert "That one cannot be used." in question_of(pilot)
        assert str(app.screen.query_one(Asking).given()).endswith(" Jo")
        await press(pilot, "backspace", "backspace", "backspace", "tab", "enter")
        assert isinstance(app.screen, ListPage)


def test_every_country_with_numbers_has_a_name() -> None:
    assert set(NAMES) == set(HELPLINES)


@pytest.mark.parametrize("size", [(40, 15), (80, 24)])
async def test_the_first_page_says_how_to_get_there(size: tuple[int, int], person: Home) -> None:
    async with opened(person, size) as (app, _):
        assert "p " in screen_text(app).splitlines()[-3 if size[1] == 15 else -4]


@pytest.mark.parametrize("width", [20, 34, 75])
def test_a_line_has_its_width_and_both_columns(width: int) -> None:
    long = line("A title that is much too long", "and something that is much too long for it as well", width // 2, width)
    assert len(long) <= width
    assert long.startswith("A title") and long[width // 2 + 2 :].startswith("and")
    assert long.endswith("…")
