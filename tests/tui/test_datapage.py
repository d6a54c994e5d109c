"""Your data, by keyboard alone: backing up, bringing back, locking, what was taken away, erasing."""

from datetime import timedelta
from pathlib import Path

import pytest

from dtx.tui.asking import Asking
from dtx.tui.homepage import HomePage
from dtx.tui.listpage import ListPage
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.secretpage import Secret
from tests.evenings import EVENING
from tests.records.test_erasing import files_with
from tests.records.test_locked import PASSPHRASE, cheap
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import Walk, opened, press, settle

__all__ = ["cheap"]

BACK_UP, BRING_BACK, BRING_IN, LOCK, TAKEN_AWAY, ERASE = range(6)
FORM = """
  - ask: In your words?
    save: words
"""
CANARY = "kestrel-4711"


@pytest.fixture
def person(home: Home, cheap: None) -> Home:
    home.write("words", "A few words", FORM)
    home.practised("words.words", EVENING - timedelta(days=2), before__pain=6, after__pain=4, words=CANARY)
    home.practised("words.words", EVENING - timedelta(days=1), before__pain=5, after__pain=5, words="Rain")
    return home


async def go(pilot: Walk, line: int) -> None:
    """From the first page to one line of the list."""
    await press(pilot, "y", *["down"] * line, "enter")


async def write(pilot: Walk, words: str) -> None:
    """Type into the question, and go on by the keyboard alone."""
    await press(pilot, *words, "tab", "enter")


async def type_in(pilot: Walk, *words: str) -> None:
    for field, typed in zip(pilot.app.screen.query(Secret).results(Secret), words, strict=True):
        field.value = typed
    await press(pilot, "enter")


def shown(pilot: Walk) -> str:
    return " ".join(screen_text(pilot.app).split())


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
async def test_a_key_of_the_first_page_leads_there_and_every_line_opens(size: tuple[int, int], person: Home) -> None:
    async with opened(person, size) as (app, pilot):
        for line in range(6):
            await go(pilot, line)
            assert not isinstance(app.screen, HomePage) and screen_text(app).strip()
            await press(pilot, "escape")
            while not isinstance(app.screen, HomePage):
                await press(pilot, "escape")


async def test_a_backup_is_written_and_comes_back(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (app, pilot):
        await go(pilot, BACK_UP)
        await write(pilot, str(tmp_path / "my.backup"))
        assert "2 sessions" in shown(pilot) and (tmp_path / "my.backup").is_file()
        await press(pilot, "enter")
        assert isinstance(app.screen, ListPage) and "the last on" in shown(pilot)
        await press(pilot, "escape")
        person.practised("words.words", EVENING - timedelta(hours=2), words="Later")
        await go(pilot, BRING_BACK)
        await write(pilot, str(tmp_path / "my.backup"))
        assert "is whole: 2 sessions" in shown(pilot) and "1 session or check-in" in shown(pilot)
        await press(pilot, "1", "enter")
        assert len(person.services.history()) == 3
        await go_again(pilot, BRING_BACK)
        await write(pilot, str(tmp_path / "my.backup"))
        await press(pilot, "2", "enter")
        assert "back." in shown(pilot) and len(person.services.history()) == 2


async def go_again(pilot: Walk, line: int) -> None:
    while not isinstance(pilot.app.screen, HomePage):
        await press(pilot, "escape")
    await go(pilot, line)


async def test_a_file_that_is_no_backup_and_a_place_that_is_none_are_said_and_nothing_changes(person: Home, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    async with opened(person) as (app, pilot):
        for line in (BACK_UP, BRING_BACK):
            await go_again(pilot, line)
            await write(pilot, str(tmp_path / "letter.txt"))
            assert isinstance(app.screen, RefusedPage)
            await press(pilot, "enter")
        assert len(person.services.history()) == 2


async def test_locking_shows_the_recovery_key_once_and_unlocking_gives_them_back(person: Home) -> None:
    async with opened(person) as (_, pilot):
        await go(pilot, LOCK)
        await type_in(pilot, PASSPHRASE, "something else")
        assert "not the same" in shown(pilot)
        await type_in(pilot, "short", "short")
        assert "fewer than 8" in shown(pilot) and not person.services.strongbox.is_on
        await type_in(pilot, PASSPHRASE, PASSPHRASE)
        assert "Your recovery key:" in shown(pilot) and person.services.strongbox.is_on
        assert files_with(person.path, CANARY) == []
        await press(pilot, "enter")
        assert "locked, covers after 10 minutes" in shown(pilot) and "recovery" not in shown(pilot)
        assert len(person.services.history()) == 2
        await go_again(pilot, LOCK)
        await press(pilot, "enter", "1", "enter")
        assert "after 2 minutes" in shown(pilot)
        await press(pilot, "down", "enter")
        await type_in(pilot, "wrong", "another sentence", "another sentence")
        assert "does not open" in shown(pilot)
        await type_in(pilot, PASSPHRASE, "another sentence", "another sentence")
        assert "new passphrase holds" in shown(pilot)
        person.services.cover()
        person.services.strongbox.open_with("another sentence")
        await press(pilot, "enter", "down", "enter", "2", "enter")
        assert "no longer locked" in shown(pilot) and not person.services.strongbox.is_on
        assert len(person.services.history()) == 2
        await press(pilot, "enter")
        assert "not locked" in shown(pilot)


async def test_a_locked_backup_asks_for_its_passphrase(person: Home, tmp_path: Path) -> None:
    services = person.services
    services.let_go()
    services.strongbox.lock("an older passphrase")
    services.back_up(tmp_path / "my.backup")
    services.let_go()
    services.strongbox.unlock()
    async with opened(person) as (_, pilot):
        await go(pilot, BRING_BACK)
        await write(pilot, str(tmp_path / "my.backup"))
        assert "That backup is locked." in shown(pilot)
        await type_in(pilot, "wrong one")
        assert "does not open" in shown(pilot)
        await type_in(pilot, "an older passphrase")
        assert "is whole" in shown(pilot)
        await press(pilot, "2", "enter")
        assert services.strongbox.is_on and len(services.history()) == 2


async def test_what_was_taken_away_comes_back_or_is_erased(person: Home) -> None:
    services = person.services
    first, second = (row.session_id for row in services.history())
    services.hide(first)
    services.hide(second)
    async with opened(person) as (_, pilot):
        await go(pilot, TAKEN_AWAY)
        assert shown(pilot).count("A few words") == 2
        await press(pilot, "enter", "1", "enter")
        assert [row.session_id for row in services.history()] == [second if services.history()[0].session_id == second else first]
        await press(pilot, "enter", "3", "enter")
        assert "Nobody can bring it back." in " ".join(shown(pilot).split())
        await press(pilot, "1", "enter")
        assert len(services.removal.hidden()) == 1 and services.store.erased == 0
        await press(pilot, "enter", "3", "enter", "2", "enter")
        assert "Erased." in shown(pilot)
        await press(pilot, "enter")
        assert services.removal.hidden() == [] and services.store.erased == 1


async def test_what_was_taken_away_more_than_thirty_days_ago_is_erased_when_the_app_opens(person: Home) -> None:
    services = person.services
    oldest = services.history()[-1].session_id
    services.removal.hide(oldest, (EVENING - timedelta(days=31)).isoformat())
    services.removal.hide(services.history()[0].session_id, (EVENING - timedelta(days=29)).isoformat())
    async with opened(person) as (app, pilot):
        await app.workers.wait_for_complete()
        await settle(pilot)
    assert len(services.removal.hidden()) == 1 and services.store.erased == 1
    services.let_go()
    assert files_with(person.path, CANARY) == []


async def test_some_days_or_everything_is_erased_after_a_clear_yes(person: Home) -> None:
    day = (EVENING - timedelta(days=2)).date().isoformat()
    async with opened(person) as (_, pilot):
        await go(pilot, ERASE)
        await press(pilot, "1", "enter")
        await write(pilot, "yesterday")
        assert "That is no day." in shown(pilot)
        await write_anew(pilot, day)
        await write(pilot, day)
        assert "This erases 1 session or check-in" in shown(pilot)
        await press(pilot, "1", "enter")
        assert len(person.services.history()) == 2
        await go_again(pilot, ERASE)
        await press(pilot, "1", "enter")
        await write(pilot, day)
        await write(pilot, day)
        await press(pilot, "2", "enter")
        assert "Erased." in shown(pilot) and len(person.services.history()) == 1
        person.services.let_go()
        assert files_with(person.path, CANARY) == []
        await go_again(pilot, ERASE)
        await press(pilot, "2", "enter", "2", "enter")
        assert "Erased." in shown(pilot) and person.services.history() == [] and person.services.profile().flags == {}


async def write_anew(pilot: Walk, words: str) -> None:
    asking = pilot.app.screen.query_one(Asking)
    assert asking.field is not None
    asking.field.restore("")
    await write(pilot, words)


async def test_a_pain_diary_comes_in_after_its_columns_were_looked_at_and_changed(person: Home, tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("When,Pain,Extra\n03/04/2026,6,2\n03/05/2026,no,2\n")
    async with opened(person) as (_, pilot):
        await go(pilot, BRING_IN)
        await write(pilot, str(tmp_path / "diary.csv"))
        assert "03/04/2026" in shown(pilot)
        await press(pilot, "2", "enter")
        assert "Pain: pain on average" in shown(pilot) and "Extra: left out" in shown(pilot)
        assert "Line 3, pain on average: 'no' was left out." in shown(pilot)
        await press(pilot, "2", "enter", "2", "enter", "3", "enter")
        assert "Pain: pain at its worst" in shown(pilot)
        await press(pilot, "1", "enter")
        assert "0 sessions and 1 check-in came in." in shown(pilot)
    (entry,) = person.services.entries()
    assert entry.started_at.startswith("2026-03-04T12:00") and entry.answers == {"pain": {"worst": 6}}


async def test_a_table_that_is_left_leaves_nothing(person: Home, tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("When,Pain\n2026-04-03,6\n")
    async with opened(person) as (_, pilot):
        await go(pilot, BRING_IN)
        await write(pilot, str(tmp_path / "diary.csv"))
        await press(pilot, "3", "enter")
    assert person.services.entries() == []


async def test_another_computers_backup_comes_in(person: Home, tmp_path: Path) -> None:
    services = person.services
    services.back_up(tmp_path / "my.backup")
    (tmp_path / "my.backup").rename(tmp_path / "elsewhere.backup")  # out of reach of what comes next
    services.erase(None)
    async with opened(person) as (_, pilot):
        await go(pilot, BRING_IN)
        await write(pilot, str(tmp_path / "elsewhere.backup"))
        assert "2 sessions and 0 check-ins came in." in shown(pilot)
    assert len(services.history()) == 2
