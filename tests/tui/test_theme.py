"""Contrast by the numbers of WCAG, and which theme a person meets first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from dtx.services import Services
from dtx.settings import Settings
from dtx.tui.app import DtxApp
from dtx.tui.theme import DARK, LIGHT, PLAIN, contrast, first_theme, other_theme


@asynccontextmanager
async def open_app(home: Path, *, darken: bool = False) -> AsyncIterator[Pilot[Any]]:
    services = Services(home, safe=True)
    app = DtxApp(services)
    if darken:
        app.darken()
    try:
        async with app.run_test() as pilot:
            yield pilot
    finally:
        services.close()


def test_contrast_by_known_pairs() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_no_color_leaves_colours_to_the_terminal_unless_a_theme_was_chosen() -> None:
    assert first_theme({}) == DARK
    assert first_theme({"NO_COLOR": "1"}) == PLAIN
    assert first_theme({"NO_COLOR": "1"}, LIGHT) == LIGHT
    assert first_theme({}, "nonsense") == DARK


def test_the_key_goes_back_and_forth() -> None:
    assert other_theme(DARK) == LIGHT
    assert other_theme(LIGHT) == DARK
    assert other_theme(PLAIN) == PLAIN


async def test_the_colours_that_were_chosen_are_there_the_next_time(dtx_home: Path) -> None:
    async with open_app(dtx_home) as pilot:
        assert pilot.app.theme == DARK
        await pilot.press("t")
        assert pilot.app.theme == LIGHT
    async with open_app(dtx_home) as pilot:
        assert pilot.app.theme == LIGHT


async def test_a_terminal_without_colours_stays_without_whatever_was_chosen(dtx_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(theme=LIGHT).keep(dtx_home)
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(dtx_home) as pilot:
        assert pilot.app.theme == PLAIN


async def test_a_night_that_was_dark_for_once_does_not_swallow_the_next_choice(dtx_home: Path) -> None:
    Settings(theme=LIGHT).keep(dtx_home)
    async with open_app(dtx_home, darken=True) as pilot:
        assert pilot.app.theme == DARK and Settings.read(dtx_home).theme == LIGHT
        await pilot.press("t", "t")
        assert pilot.app.theme == DARK and Settings.read(dtx_home).theme == DARK
