"""The authoring page: errors where they stand while one types, and on the other side what the patient will see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dtx.host.starter import start
from dtx.services import Services
from dtx.tui.app import DtxApp
from dtx.tui.authoringpage import AGAIN, LAST, OTHER, AuthoringPage
from dtx.tui.homepage import HomePage
from dtx.tui.previewing import PreviewStart
from dtx.tui.recordpage import RecordPage
from dtx.tui.source import following
from dtx.tui.theme import DARK, LIGHT
from tests.authors.test_authoring import STEPS
from tests.cli.test_check import HEAD
from tests.evenings import plugin
from tests.tui.rooms import screen_text
from tests.tui.test_pages import SIZES, Seen
from tests.tui.tour import Walk, looked, press, resize, settle

WIDE = (120, 40)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return plugin(tmp_path / "work", "desk", HEAD + STEPS)


@pytest.fixture
def no_microphone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@asynccontextmanager
async def writing(
    desk: Path, home: Path, size: tuple[int, int] = WIDE, theme: str | None = None
) -> AsyncIterator[tuple[AuthoringPage, Walk]]:
    services = Services(home)
    page = AuthoringPage(services, desk)
    app = DtxApp(services, page=page, chosen_theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield page, pilot
    services.close()


async def typed(pilot: Walk, page: AuthoringPage, text: str) -> None:
    """Other text, and the pause after which it is read."""
    page.source.text = text
    await page.read()
    await settle(pilot)


def said(page: AuthoringPage) -> str:
    return page.query_one(".mark").said  # type: ignore[attr-defined,no-any-return]


def notes(pilot: Walk) -> list[str]:
    return [note.message for note in pilot.app._notifications]


async def test_what_is_wrong_is_marked_where_it_stands_while_one_types(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        assert said(page) == "Nothing to put right."
        page.source.move_cursor((13, 7))  # behind 'say' in line 14
        await press(pilot, "s")
        await asyncio.sleep(0.3)
        await settle(pilot)
        assert said(page) == "Line 14: no such step 'says'. Did you mean 'say'?"
        assert page.source._wrong == {14}
        assert LAST in screen_text(pilot.app) and "00:10 choose" in screen_text(pilot.app)
        await press(pilot, "backspace")
        await page.read()
        await settle(pilot)
        assert said(page) == "Nothing to put right." and page.source._wrong == frozenset()
        assert (desk / "plugin.yaml").read_text("utf-8") == HEAD + STEPS, "and nothing of it was saved"


async def test_the_other_side_shows_the_step_under_the_cursor_as_its_patient_will_see_it(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        page.source.move_cursor((15, 0))
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "1  Back" in shown and "2  Neck" in shown and "Rather not say" in shown
        page.source.move_cursor((18, 0))
        await settle(pilot)
        assert "Let the Back be." in "\n".join(line[60:] for line in screen_text(pilot.app).splitlines())
        page.source.move_cursor((20, 0))
        await settle(pilot)
        assert "Only if place = Neck." in screen_text(pilot.app)
        assert pilot.app.focused is page.source, "and takes no key away from the text"


@pytest.mark.slow
async def test_all_steps_are_listed_with_their_times_and_the_present_one_is_marked(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        page.source.move_cursor((18, 0))
        await settle(pilot)
        lines = [line[62:].strip("│ ") for line in screen_text(pilot.app).splitlines()]
        assert "› 00:10 say      Let the Back be." in lines
        assert "00:31 silence" in lines and "00:36 silence" in lines
        assert "00:41 without questions  Look up" in lines


async def test_on_a_narrow_screen_there_is_one_side_at_a_time(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home, (80, 24)) as (page, pilot):
        page.source.move_cursor((15, 0))
        await settle(pilot)
        assert "choose: Where is it?" in screen_text(pilot.app) and "Rather not say" not in screen_text(pilot.app)
        await press(pilot, "f2")
        assert "choose: Where" not in screen_text(pilot.app) and "Where is it?" in screen_text(pilot.app)
        assert "00:10 choose" in screen_text(pilot.app)
        await press(pilot, "f2", "x")
        assert page.source.document.get_line(15).startswith("x")
        await resize(pilot, WIDE)
        assert "choose: Where is it?" in screen_text(pilot.app) and "Rather not say" in screen_text(pilot.app)


async def test_saving_writes_the_whole_file_and_forgets_the_draft(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        assert "Saved." in screen_text(pilot.app)
        await typed(pilot, page, HEAD + STEPS.replace("Look up.", "Look out of the window."))
        assert "Not saved yet." in screen_text(pilot.app)
        page.keep()
        assert list((dtx_home / "manuscripts").iterdir())
        await press(pilot, "ctrl+s")
        assert "Look out of the window." in (desk / "plugin.yaml").read_text("utf-8")
        assert list((dtx_home / "manuscripts").iterdir()) == [] and "Not saved yet." not in screen_text(pilot.app)


async def test_what_was_typed_and_not_saved_is_there_again_after_anything(desk: Path, dtx_home: Path) -> None:
    changed = HEAD + STEPS.replace("Look up.", "Look out.")
    async with writing(desk, dtx_home) as (page, pilot):
        await typed(pilot, page, changed)
        page.keep()  # as a second after the last letter
    assert (desk / "plugin.yaml").read_text("utf-8") == HEAD + STEPS
    async with writing(desk, dtx_home) as (page, pilot):
        assert page.source.text == changed and AGAIN in notes(pilot)
        await press(pilot, "f7")
        assert page.source.text == HEAD + STEPS
        await press(pilot, "ctrl+z")
        assert page.source.text == changed, "and that can be undone"


@pytest.mark.slow
async def test_a_change_by_another_program_is_taken_over_or_said(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        (desk / "plugin.yaml").write_text(HEAD + STEPS.replace("Look up.", "Elsewhere."), "utf-8")
        page.look()
        await settle(pilot)
        assert "Elsewhere." in page.source.text
        await typed(pilot, page, HEAD + STEPS.replace("Look up.", "Mine."))
        (desk / "plugin.yaml").write_text(HEAD + STEPS.replace("Look up.", "Theirs."), "utf-8")
        page.look()
        await settle(pilot)
        assert OTHER in notes(pilot) and "Mine." in page.source.text
        await press(pilot, "ctrl+s")
        assert "Mine." in (desk / "plugin.yaml").read_text("utf-8")


async def test_a_file_that_is_gone_for_a_moment_takes_nothing_away(desk: Path, dtx_home: Path) -> None:
    """Some editors delete a file before they write it anew."""
    async with writing(desk, dtx_home) as (page, pilot):
        (desk / "plugin.yaml").write_text("", "utf-8")
        page.look()
        (desk / "plugin.yaml").unlink()
        page.look()
        await settle(pilot)
        assert page.source.text == HEAD + STEPS
        await press(pilot, "x", "ctrl+s")
        assert (desk / "plugin.yaml").read_text("utf-8") == f"x{HEAD}{STEPS}"


@pytest.mark.slow
async def test_a_file_that_cannot_be_saved_is_said_and_what_was_typed_stays(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        await typed(pilot, page, HEAD + STEPS.replace("Look up.", "Mine."))
        (desk / "plugin.yaml").unlink()
        (desk / "plugin.yaml").mkdir()
        await press(pilot, "ctrl+s")
        assert "cannot be saved" in " ".join(notes(pilot)) and "Mine." in page.source.text
        (desk / "plugin.yaml").rmdir()
        await press(pilot, "ctrl+s")
        assert "Mine." in (desk / "plugin.yaml").read_text("utf-8")


@pytest.mark.slow
async def test_f8_leads_from_one_mark_to_the_next(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        await typed(pilot, page, HEAD + STEPS.replace("- say", "- sya"))
        lines = []
        for _ in range(4):
            await press(pilot, "f8")
            lines.append(page.source.cursor_location[0] + 1)
        assert lines == [14, 19, 21, 14]
        assert said(page).startswith("Line 14: ") and "(3 marks)" in said(page)


async def test_letters_are_letters_and_tab_makes_blanks(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        page.source.move_cursor(page.source.document.end)
        await press(pilot, *"q?n", "tab", "space", "enter")
        assert page.source.text.startswith(HEAD) and "q?n" in page.source.text and "\t" not in page.source.text
        assert isinstance(pilot.app.screen, AuthoringPage)


@pytest.mark.parametrize(
    ("line", "blanks"),
    [("steps:", "  "), ("  - say: One.", "    "), ("    pause: 8 s", "    "), ("", ""), ("  # note:", "  "), ("  - repeat: 2", "    ")],
)
def test_enter_begins_the_next_line_where_it_belongs(line: str, blanks: str) -> None:
    assert following(line) == blanks


async def test_what_a_terminal_would_act_on_is_shown_as_a_dot(desk: Path, dtx_home: Path) -> None:
    nasty = "title: a\x1b]52;c;aGk=\x07b \x9b31m [/] [@click=app.quit]x[/] \u202e\n"
    (desk / "plugin.yaml").write_text(nasty + HEAD + STEPS, "utf-8")
    async with writing(desk, dtx_home) as (_, pilot):
        shown = screen_text(pilot.app)
        assert "\x1b" not in shown and "\x9b" not in shown and "\x07" not in shown and "\u202e" not in shown
        assert "[@click=app.quit]x[/]" in shown and "a·]52" in shown
        await press(pilot, "ctrl+s")
        assert nasty in (desk / "plugin.yaml").read_text("utf-8"), "and is still there"


@pytest.mark.slow
async def test_a_preview_of_what_is_saved_is_one_key_away_and_leads_back(desk: Path, dtx_home: Path) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        await typed(pilot, page, HEAD.replace("title: Look up", "title: Look around") + STEPS)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, PreviewStart) and "Look around" in screen_text(pilot.app)
        assert "Look around" in (desk / "plugin.yaml").read_text("utf-8")
        await press(pilot, "q")
        assert pilot.app.screen is page and page._preview is None


@pytest.mark.slow
async def test_its_lines_are_recorded_one_key_away_and_that_leads_back(desk: Path, dtx_home: Path, no_microphone: None) -> None:
    async with writing(desk, dtx_home) as (page, pilot):
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, RecordPage) and "Look up." in screen_text(pilot.app)
        while pilot.app.screen._busy:
            await asyncio.sleep(0.05)
        await press(pilot, "escape")
        assert pilot.app.screen is page
        await typed(pilot, page, HEAD + "steps:\n  - silence: 50 s\n")
        await press(pilot, "f6")
        assert "Nothing is said in it that could be recorded." in notes(pilot)
        await typed(pilot, page, HEAD + "steps:\n  - sya: x\n")
        await press(pilot, "f6")
        assert "no such step" in " ".join(notes(pilot))


async def test_a_therapist_begins_a_practice_inside_the_app(dtx_home: Path) -> None:
    services = Services(dtx_home)
    app = DtxApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await looked(app)
        await settle(pilot)
        await press(pilot, "a")
        assert "Begin a new one" in screen_text(app)
        await press(pilot, "enter", *"Cures", "enter")
        assert "A title promises nothing" in screen_text(app)
        for _ in "Cures":
            await press(pilot, "backspace")
        await press(pilot, *"Desk", "enter")
        assert isinstance(app.screen, AuthoringPage)
        assert (dtx_home / "plugins" / "desk" / "plugin.yaml").is_file()
        await press(pilot, "x", "escape")
        assert "Not saved: the practice is as it was." in " ".join(notes(pilot)) and "desk" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, HomePage)
        services.refresh()
        assert "desk.desk" in [line.id for line in services.activities()]
    services.close()


@pytest.mark.parametrize(("size", "theme"), [(SIZES[0], DARK), (WIDE, LIGHT)], ids=["40x15-dark", "120x40-light"])
@pytest.mark.slow
async def test_the_controls_keep_their_place_and_all_is_readable(size: tuple[int, int], theme: str, tmp_path: Path, dtx_home: Path) -> None:
    seen = Seen()
    async with writing(start(tmp_path / "desk"), dtx_home, size, theme) as (page, pilot):
        seen.look(pilot.app, "text")  # type: ignore[arg-type]
        page.source.move_cursor((35, 0))
        await settle(pilot)
        seen.look(pilot.app, "question")  # type: ignore[arg-type]
        await press(pilot, "f2")
        seen.look(pilot.app, "other side")  # type: ignore[arg-type]
        await press(pilot, "f2")
        await typed(pilot, page, page.source.text.replace("breathe:", "breathes:"))
        await press(pilot, "f8")
        seen.look(pilot.app, "marked")  # type: ignore[arg-type]
    seen.settled()
