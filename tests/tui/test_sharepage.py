"""Sharing from the app: nothing leaves before it was looked at, nothing of one's own words unless ticked, and it is written down."""

from pathlib import Path

import pytest

from dtx.settings import Settings
from dtx.sharing.sealed import HEADER, new_key
from dtx.tui.listpage import ListPage
from dtx.tui.screeningpage import ScreeningPage
from tests.tui.rooms import SETTLED, Home, screen_text
from tests.tui.test_profile import go_to, listed
from tests.tui.tour import opened, press


@pytest.fixture
def person(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Home:
    """Somebody who practised once, and wrote a note about what felt worse."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))
    (tmp_path / "me" / "Documents").mkdir(parents=True)
    home.practised(home.write("easy", "Easy breath", SETTLED), felt_worse="a_lot", felt_worse__text="my sister Anna")
    return home


def documents(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "me" / "Documents").iterdir())


async def test_the_page_begins_with_nothing_of_ones_own_words_and_nothing_written(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "x")
        assert listed(pilot) == [
            ["For", "Somebody else"],
            ["Days", "The last 30 days"],
            ["They see, too", "none of my own words, no diary"],
            ["As", "A summary to read, as PDF"],
            ["Locked for", "nobody: it is not locked"],
            ["Look at it", "what it would hold, and where it goes"],
            ["Handed over", "nothing yet"],
        ]
        await press(pilot, "escape")
    assert documents(tmp_path) == [] and person.services.shared() == []


async def test_a_look_says_what_it_would_hold_and_enter_writes_it(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (app, pilot):
        await press(pilot, "x")
        await go_to(pilot, "As")
        await press(pilot, "1", "enter")
        await go_to(pilot, "Look at it")
        text = screen_text(app)
        assert "1 session, from" in text and "Without your notes, thoughts, diary." in text
        assert "not locked: whoever has the file can read it." in text and documents(tmp_path) == []
        await press(pilot, "enter", "tab", "enter")
        (table, dictionary) = documents(tmp_path)
        assert table.name.startswith("practice-") and table.suffix == ".csv" and "dictionary" in dictionary.name
        assert b"Anna" not in table.read_bytes() and "It is written:" in screen_text(app)
        await press(pilot, "enter")
        assert listed(pilot)[-1][1].startswith("1 time, last on ")
    (share,) = person.services.shared()
    assert (share.form, share.sessions, share.include) == ("csv", 1, ())


async def test_what_is_ticked_goes_along_and_is_said(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (app, pilot):
        await press(pilot, "x")
        await go_to(pilot, "They see, too")
        await press(pilot, "1", "enter")
        await go_to(pilot, "As")
        await press(pilot, "2", "enter")
        await go_to(pilot, "Look at it")
        assert "With your notes. That is 1 with a note" in screen_text(app)
        await press(pilot, "enter", "tab", "enter")
    (lines,) = documents(tmp_path)
    assert b"my sister Anna" in lines.read_bytes()


async def test_leaving_the_look_writes_nothing(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "x")
        await go_to(pilot, "Look at it")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ListPage)
    assert documents(tmp_path) == [] and person.services.shared() == []


async def test_a_reader_brings_the_form_and_the_days_that_suit_them_and_lets_nothing_in(person: Home) -> None:
    async with opened(person) as (_, pilot):
        await press(pilot, "x")
        await go_to(pilot, "As")
        await press(pilot, "1", "enter")
        await go_to(pilot, "For")
        await press(pilot, "3", "enter")
        assert listed(pilot)[:4] == [
            ["For", "A physician"],
            ["Days", "The last 90 days"],
            ["They see, too", "none of my own words, no diary"],
            ["As", "A summary to read, as PDF"],
        ]


async def test_it_can_be_locked_for_somebody_new(person: Home, tmp_path: Path) -> None:
    public, _ = new_key()
    person.services.home.mkdir(exist_ok=True)
    async with opened(person) as (app, pilot):
        await press(pilot, "x")
        await go_to(pilot, "Locked for")
        await press(pilot, "2", "enter", *"DrLee", "tab", "enter", *"age1no", "tab", "enter")
        assert "That is no public key of age." in screen_text(app)
        await press(pilot, *["backspace"] * 6, *public, "tab", "enter")
        assert listed(pilot)[4] == ["Locked for", "DrLee"]
        assert Settings.read(person.services.home).recipients == {"DrLee": public}
        await go_to(pilot, "Look at it")
        assert f"locked for DrLee ({public[:9]}…{public[-4:]}): nobody else can open it." in " ".join(screen_text(app).split())
        await press(pilot, "enter", "tab", "enter")
    (letter,) = documents(tmp_path)
    assert letter.name.endswith(".zip.age") and letter.read_bytes().startswith(HEADER)


async def test_a_place_that_cannot_be_written_is_asked_for_again(person: Home, tmp_path: Path) -> None:
    async with opened(person) as (app, pilot):
        await press(pilot, "x")
        await go_to(pilot, "Look at it")
        await press(pilot, "enter")
        (tmp_path / "me" / "Documents").rmdir()
        await press(pilot, "tab", "enter")
        assert isinstance(app.screen, ScreeningPage) and "could not be written" in screen_text(app)
    assert person.services.shared() == []


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
async def test_every_size_shows_the_question_and_where_the_file_goes(size: tuple[int, int], person: Home) -> None:
    async with opened(person, size) as (app, pilot):
        await press(pilot, "x")
        assert "Share with your care team" in screen_text(app)
        await go_to(pilot, "Look at it")
        assert "1 session" in screen_text(app)
        await press(pilot, "enter")
        assert "Where shall the file go?" in screen_text(app)
