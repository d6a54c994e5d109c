"""Locked records ask for their passphrase before anything is shown; one key hides all; a while without keys covers what is locked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from dtx.care.ratings import PAIN
from dtx.settings import Settings
from dtx.tui.app import DtxApp
from dtx.tui.blank import BACK, Blank
from dtx.tui.cover import UnlockPage
from dtx.tui.helppage import HelpPage
from dtx.tui.homepage import HomePage
from dtx.tui.savedpage import SavedPage
from dtx.tui.secretpage import Secret
from dtx.tui.sessionpage import SessionPage
from tests.records.test_locked import PASSPHRASE, cheap
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import Walk, begun, looked, opened, press, settle

__all__ = ["cheap"]

MINUTE = 60.0


@pytest.fixture
def locked(home: Home, cheap: None) -> str:
    """A home with one practice and one session, locked. Gives the recovery key."""
    home.write("easy", "Easy breath", minutes=1)
    home.practised("easy.easy", before__pain=6, after__pain=4)
    services = home.services
    services.let_go()
    recovery, _ = services.strongbox.lock(PASSPHRASE)
    services.cover()
    return recovery


@asynccontextmanager
async def app_of(home: Home, size: tuple[int, int] = (80, 24), **how: object) -> AsyncIterator[tuple[DtxApp, Walk]]:
    app = DtxApp(home.services, **how)  # type: ignore[arg-type]
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield app, pilot


async def type_in(pilot: Walk, words: str) -> None:
    pilot.app.screen.query_one(Secret).value = words
    await press(pilot, "enter")


def waited(app: DtxApp, minutes: float) -> None:
    """So long nobody pressed a key; then the cover looks."""
    assert app.cover is not None
    touched = app.cover._touched
    app.cover.now = lambda: touched + minutes * MINUTE
    app.cover.look()


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
async def test_nothing_is_shown_before_the_passphrase_and_the_first_page_after_it(size: tuple[int, int], home: Home, locked: str) -> None:
    async with app_of(home, size) as (app, pilot):
        assert isinstance(app.screen, UnlockPage) and "Easy breath" not in screen_text(app)
        await type_in(pilot, "something else")
        assert isinstance(app.screen, UnlockPage) and "does not open your records" in " ".join(screen_text(app).split())
        app.screen.query_one(Secret).value = PASSPHRASE
        await settle(pilot)
        assert PASSPHRASE not in screen_text(app)
        await press(pilot, "escape", "f3")
        assert isinstance(app.screen, UnlockPage), "there is nothing behind it to go to"
        await press(pilot, "enter")
        assert isinstance(app.screen, HomePage)
        await looked(app)
        assert home.services.history()[0].pain_before == 6


async def test_the_recovery_key_opens_it_too_and_what_was_asked_for_follows(home: Home, locked: str) -> None:
    async with app_of(home, start=("easy.easy", {})) as (app, pilot):
        await type_in(pilot, locked.lower())
        assert isinstance(app.screen, SessionPage) and PAIN.text in screen_text(app)


async def test_what_cannot_be_opened_then_is_said(home: Home, locked: str) -> None:
    async with app_of(home, start=("nothing.here", {})) as (app, pilot):
        await type_in(pilot, PASSPHRASE)
        assert "nothing.here" in screen_text(app)
        await press(pilot, "enter")
    assert app.return_code == 1


async def test_one_key_hides_everything_and_brings_it_back_and_no_other_key_gets_through(home: Home) -> None:
    home.write("easy", "Easy breath")
    async with opened(home) as (app, pilot):
        before = screen_text(app)
        for key in ("f9", "ctrl+l"):
            await press(pilot, key)
            assert isinstance(app.screen, Blank) and screen_text(app).strip() == ""
            await press(pilot, "enter", "q", "escape", "o")
            assert isinstance(app.screen, Blank) and screen_text(app).strip() == BACK
            await press(pilot, key)
            assert isinstance(app.screen, HomePage) and screen_text(app) == before


async def test_a_practice_waits_while_it_is_hidden(home: Home) -> None:
    home.write("easy", "Easy breath")
    async with app_of(home, start=("easy.easy", {})) as (app, pilot):
        page = app.screen
        assert isinstance(page, SessionPage)
        while page.practice.question is not None:
            await press(pilot, "r")
        assert page.practice.next_deadline is not None
        await press(pilot, "f9")
        assert page.practice.view(page.practice.now()).paused is not None and screen_text(app).strip() == ""
        await press(pilot, "f9")
        assert app.screen is page and "Go on" in screen_text(app)


async def test_words_that_are_being_written_are_kept_when_they_are_hidden(home: Home) -> None:
    home.write("words", "Words", "\n  - ask: In your words?\n    save: words\n")
    async with app_of(home, start=("words.words", {})) as (app, pilot):
        page = app.screen
        assert isinstance(page, SessionPage)
        await press(pilot, "r", "r")
        await press(pilot, *"secret", "f9")
        page.practice._writer.flush()
        assert home.services.store.drafts(page.practice.session_id) == {"words": "secret"} and "secret" not in screen_text(app)
        await press(pilot, "f9")
        assert "secret" in screen_text(app)


async def test_after_ten_minutes_without_a_key_what_is_locked_is_covered_and_its_key_is_forgotten(home: Home, locked: str) -> None:
    home.services.strongbox.open_with(PASSPHRASE)
    async with opened(home) as (app, pilot):
        await press(pilot, "h")
        waited(app, 9.9)
        await settle(pilot)
        assert not isinstance(app.screen, UnlockPage)
        waited(app, 10.1)
        await settle(pilot)
        assert isinstance(app.screen, UnlockPage) and "Easy breath" not in screen_text(app)
        assert home.services.strongbox.closed
        await press(pilot, "f9")
        assert isinstance(app.screen, UnlockPage), "the key that hides does not open what is locked"
        await type_in(pilot, PASSPHRASE)
        assert "Easy breath" in screen_text(app) and not home.services.strongbox.closed
        waited(app, 1)
        await settle(pilot)
        assert not isinstance(app.screen, UnlockPage)


async def test_a_key_begins_the_time_anew(home: Home, locked: str) -> None:
    home.services.strongbox.open_with(PASSPHRASE)
    async with opened(home) as (app, pilot):
        assert app.cover is not None
        start = app.cover.now()
        app.cover.now = lambda: start + 9 * MINUTE
        await press(pilot, "down")
        app.cover.now = lambda: start + 18 * MINUTE
        app.cover.look()
        assert isinstance(app.screen, HomePage)


async def test_a_practice_that_guides_is_never_covered_and_a_form_is_covered_without_losing_a_word(home: Home, locked: str) -> None:
    home.services.strongbox.open_with(PASSPHRASE)
    async with app_of(home, start=("easy.easy", {})) as (app, pilot):
        page = app.screen
        assert isinstance(page, SessionPage)
        waited(app, 11)
        await settle(pilot)
        assert isinstance(app.screen, UnlockPage), "a question waits for as long as it likes, and may be covered"
        await type_in(pilot, PASSPHRASE)
        while page.practice.question is not None:
            await press(pilot, "r")
        waited(app, 90)
        await settle(pilot)
        assert app.screen is page and page.practice.next_deadline is not None
        await press(pilot, "escape", "r", "r")
        assert home.services.history(limit=1)[0].status == "stopped"


async def test_hidden_first_and_then_left_alone_it_asks_for_the_passphrase(home: Home, locked: str) -> None:
    home.services.strongbox.open_with(PASSPHRASE)
    async with opened(home) as (app, pilot):
        await press(pilot, "f9")
        waited(app, 11)
        await settle(pilot)
        assert isinstance(app.screen, UnlockPage)
        await type_in(pilot, PASSPHRASE)
        assert isinstance(app.screen, HomePage)


@pytest.mark.parametrize("minutes", [0, 30])
async def test_the_person_says_after_how_long_or_never(minutes: int, home: Home, locked: str) -> None:
    Settings(cover_after_min=minutes).keep(home.path)
    home.services.strongbox.open_with(PASSPHRASE)
    async with opened(home) as (app, pilot):
        waited(app, 29)
        await settle(pilot)
        assert isinstance(app.screen, HomePage)


async def test_what_is_not_locked_is_never_covered_by_itself(home: Home) -> None:
    home.write("easy", "Easy breath")
    async with opened(home) as (app, pilot):
        waited(app, 24 * 60)
        await settle(pilot)
        assert isinstance(app.screen, HomePage)


@pytest.mark.parametrize("cover", ["f9", "question_mark"])
async def test_a_session_that_ends_below_a_cover_leaves_the_cover_where_it_is(home: Home, cover: str) -> None:
    """An answer and the key that hides, pressed together: what follows the last question takes the place of the session alone."""
    home.write("easy", "Easy breath")
    async with app_of(home) as (app, pilot):
        await looked(app)
        await begun(pilot)
        await press(pilot, "escape")
        session = app.screen
        assert isinstance(session, SessionPage)
        await press(pilot, cover)
        await session.action_stop()
        await settle(pilot)
        assert session.practice.ended and isinstance(app.screen, Blank | HelpPage)
        await press(pilot, "f9" if cover == "f9" else "escape")
        while app.screen is session:  # until its next sample
            await settle(pilot)
        assert isinstance(app.screen, SavedPage) and session not in app.screen_stack
