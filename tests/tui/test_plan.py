"""The plan in the app: what would suit today, without a word on what was not done, and the way to it."""

from pathlib import Path

import pytest

from dtx.authors.planning import Planning
from dtx.tui.homepage import HomePage
from dtx.tui.listpage import ListPage
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.startpage import StartPage
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, press

PLAN = """\
api: 1
plan: Back to walking
patient_ref: p-1
author: A. Therapist
version: 1.0.0
review_on: 2026-06-01
note: {note}
items:
  - activity: easy.easy
    times_a_week: 3
  - activity: slow.slow
    times_a_week: 2
  - activity: gone.gone
    times_a_week: 2
"""


@pytest.fixture
def patient(home: Home) -> Home:
    """Somebody with two practices, who did one of them an hour ago."""
    home.write("easy", "Easy breath")
    home.write("slow", "Slow breath")
    return home


def plan(home: Home, tmp_path: Path, note: str = "Begin small.") -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.format(note=note), encoding="utf-8")
    planning = Planning(home.services)
    planning.install(planning.offer(file))


async def test_without_a_plan_the_first_page_says_nothing_of_one(patient: Home) -> None:
    async with opened(patient) as (app, pilot):
        assert "lan" not in screen_text(app).replace("What would suit you today?", "")
        await press(pilot, "w")
        assert "There is no plan here." in screen_text(app)


async def test_what_would_suit_today_stands_on_the_first_page_and_leads_to_it(patient: Home, tmp_path: Path) -> None:
    plan(patient, tmp_path)
    patient.practised("easy.easy")
    async with opened(patient) as (app, pilot):
        assert isinstance(app.screen, HomePage)
        assert "Slow breath (0 of 1 this week)" in " ".join(screen_text(app).split())
        assert "Easy breath (1 of" not in screen_text(app)
        await press(pilot, "w")
        assert isinstance(app.screen, ListPage)
        assert [(entry.title, entry.shown) for entry in app.screen.entries] == [
            ("Easy breath", "1 of 2 this week"),
            ("Slow breath", "0 of 1 this week"),
            ("Reminders", "off"),
        ]
        assert "You look at it together on 1 Jun 2026." in screen_text(app)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, StartPage)
        assert "Your plan: twice a week. So far: 0 of 1 this week." in " ".join(screen_text(app).split())
        await press(pilot, "b", "b")
        assert isinstance(app.screen, HomePage)


@pytest.mark.parametrize("size", [(40, 15), (80, 24)])
async def test_a_long_note_has_a_page_of_its_own(patient: Home, tmp_path: Path, size: tuple[int, int]) -> None:
    plan(patient, tmp_path, "[ " + ", ".join(["You may always do less."] * 60) + "]")
    async with opened(patient, size) as (app, pilot):
        await press(pilot, "w")
        assert "Easy breath" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ScreeningPage)
        assert "You may always do less." in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, ListPage)


async def test_words_of_a_plan_are_no_markup(patient: Home, tmp_path: Path) -> None:
    plan(patient, tmp_path, "'[@click=app.exit()]Begin[/] [red]small'")
    async with opened(patient) as (app, pilot):
        await press(pilot, "w")
        assert "[@click=app.exit()]Begin[/] [red]small" in screen_text(app)
