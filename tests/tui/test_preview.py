"""`dtx preview`: the real pages, nothing written down, and the same place again whenever the file is saved."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from dtx.authors.preview import FastClock, Preview
from dtx.engine.clock import HandClock
from dtx.tui.app import DtxApp
from dtx.tui.page import Page
from dtx.tui.previewing import BrokenPage, PreviewEnd, PreviewPage, PreviewStart, first
from dtx.tui.theme import LIGHT
from tests.cli.test_check import HEAD, coded
from tests.cli.test_desk import TWO
from tests.evenings import EVENING, plugin
from tests.tui.rooms import screen_text
from tests.tui.test_pages import SIZES, Seen
from tests.tui.tour import Walk, press, settle

STEPS = (
    "steps:\n"
    "  - say: Look up.\n    pause: 9 s\n"
    "  - choose: Where is it?\n    from: [Back, Neck]\n    save: place\n"
    "  - say: Let the {place} be.\n    pause: 19 s\n"
    "  - breathe: 4-6\n    times: 3\n"
    "  - ready: Go on when you like.\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return plugin(tmp_path / "work", "desk", HEAD + STEPS)


@pytest.fixture
def shown(desk: Path, dtx_home: Path) -> Iterator[Preview]:
    shown = Preview(dtx_home, desk, clock=HandClock(EVENING))
    yield shown
    shown.close()


@asynccontextmanager
async def previewing(shown: Preview, size: tuple[int, int] = (80, 24), theme: str | None = None) -> AsyncIterator[tuple[DtxApp, Walk]]:
    app = DtxApp(shown, page=first(shown), chosen_theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield app, pilot


async def begun(app: DtxApp, pilot: Walk, *keys: str) -> PreviewPage:
    """In the session, after these keys."""
    await press(pilot, "enter")
    while not isinstance(app.screen, PreviewPage):
        await pilot.pause(0.01)
    await settle(pilot)
    await press(pilot, *keys)
    return page_of(app)


def page_of(app: DtxApp) -> PreviewPage:
    assert isinstance(app.screen, PreviewPage)
    return app.screen


def saved(folder: Path, text: str) -> None:
    """As most editors do: a new file beside it, which takes its place."""
    beside = folder / ".plugin.yaml.swp"
    beside.write_text(text, "utf-8")
    beside.replace(folder / "plugin.yaml")


async def looked(app: DtxApp, pilot: Walk) -> None:
    """The page looks at the folder, as it does four times a second."""
    page = app.screen
    await page.look()  # type: ignore[attr-defined]
    await settle(pilot)


def view(page: PreviewPage) -> tuple[str, int]:
    found = page.practice.view(page.practice.now())
    return found.stage, found.number


async def test_it_is_the_real_session_from_its_first_page_to_its_last(shown: Preview) -> None:
    async with previewing(shown) as (app, pilot):
        assert isinstance(app.screen, PreviewStart)
        assert "Please leave out whatever does not suit you today." in screen_text(app)
        page = await begun(app, pilot)
        assert "How strong is your pain right now?" in screen_text(app)
        await press(pilot, "6", "enter", "r")
        assert "Look up." in screen_text(app) and view(page) == ("script", 0)
        await press(pilot, "n", "2", "enter")
        assert "Let the Neck be." in screen_text(app)
        await press(pilot, "n", "n", "n")
        assert "How strong is your pain now?" in screen_text(app) or view(page)[0] == "closing"
        while isinstance(app.screen, PreviewPage):
            await press(pilot, "n")
        assert isinstance(app.screen, PreviewEnd) and "Nothing of it was kept." in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PreviewStart)


async def test_nothing_is_written_down(shown: Preview, dtx_home: Path) -> None:
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "7", "enter", "r", "n", "1", "enter")
        assert page.services.history(limit=1), "in memory there is a session"
        for _ in range(9):
            if isinstance(app.screen, PreviewPage):
                await press(pilot, "n")
    left = sorted(path.relative_to(dtx_home).as_posix() for path in dtx_home.rglob("*") if path.is_file())
    assert [name for name in left if not name.startswith("cache/")] == []
    assert not any(b"right now" in path.read_bytes() for path in dtx_home.rglob("*") if path.is_file())


@pytest.mark.slow
async def test_next_and_back_lead_through_every_step(shown: Preview) -> None:
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot)
        seen = []
        while view(page)[0] != "closing":
            seen.append(view(page))
            await press(pilot, "n")
        assert seen == [("opening", 0), ("opening", 1), *(("script", number) for number in range(5))]
        await press(pilot, "escape")
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "n", "n", "n", "n")
        assert view(page) == ("script", 2)
        await press(pilot, "b")
        assert view(page) == ("script", 1)
        await press(pilot, "b")
        assert view(page)[0] == "script" and view(page)[1] == 0


async def test_a_saved_change_is_shown_at_the_same_place_with_the_same_answers(shown: Preview, desk: Path) -> None:
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "6", "enter", "r", "n", "2", "enter")
        saved(desk, HEAD + STEPS.replace("Let the {place} be.", "Let the {place} rest."))
        await looked(app, pilot)
        assert view(page) == ("script", 2) and "Let the Neck rest." in screen_text(app)
        await press(pilot, "m")
        assert page.practice.loudness.sound.muted  # what is heard is what was saved
        saved(desk, HEAD.replace("Look up", "Look further up") + STEPS)
        await looked(app, pilot)
        assert "Look further up" in screen_text(app) and "Let the Neck be." in screen_text(app)


async def test_what_is_broken_is_said_and_what_was_there_stays(shown: Preview, desk: Path) -> None:
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "n", "n")
        saved(desk, HEAD + STEPS.replace("say: Look", "sya: Look").replace("times: 3", "times: many"))
        await looked(app, pilot)
        text = screen_text(app)
        assert "plugin.yaml, line 14: no such step 'sya'. Did you mean 'say'?" in text
        assert "line 22" in text and "Until then it is shown as it was before." in text
        assert view(page) == ("script", 0) and "Look up." in text
        await press(pilot, "n")
        assert view(page) == ("script", 1), "and it goes on"
        saved(desk, HEAD + STEPS)
        await looked(app, pilot)
        assert "no such step" not in screen_text(app) and view(page) == ("script", 1)


@pytest.mark.slow
async def test_a_script_that_has_become_shorter_is_shown_at_its_end(shown: Preview, desk: Path) -> None:
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, *"nnnnnn")
        assert view(page) == ("script", 4)
        saved(desk, HEAD + "steps:\n  - say: Look up.\n    pause: 9 s\n  - silence: 5 s\n")
        await looked(app, pilot)
        assert view(page) == ("script", 1)


@pytest.mark.slow
async def test_a_file_that_is_half_written_for_a_moment_does_no_harm(shown: Preview, desk: Path) -> None:
    """Some editors empty the file before they write it."""
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "n", "n")
        (desk / "plugin.yaml").write_text("", "utf-8")
        await looked(app, pilot)
        (desk / "plugin.yaml").unlink()
        await looked(app, pilot)
        assert view(page) == ("script", 0)
        (desk / "plugin.yaml").write_text(HEAD + STEPS.replace("Look up.", "Look."), "utf-8")
        await looked(app, pilot)
        assert "Look." in screen_text(app) and "Until then" not in screen_text(app)


async def test_a_practice_that_is_broken_to_begin_with_waits_for_being_put_right(desk: Path, dtx_home: Path) -> None:
    (desk / "plugin.yaml").write_text(HEAD + STEPS.replace("say:", "sya:"), "utf-8")
    shown = Preview(dtx_home, desk, clock=HandClock(EVENING))
    async with previewing(shown) as (app, pilot):
        assert isinstance(app.screen, BrokenPage)
        text = screen_text(app)
        assert "line 14" in text and "line 19" in text and "no such step 'sya'" in text
        saved(desk, HEAD + STEPS)
        await looked(app, pilot)
        assert isinstance(app.screen, PreviewStart)
    shown.close()


@pytest.mark.slow
async def test_of_several_practices_one_is_chosen(tmp_path: Path, dtx_home: Path) -> None:
    desk = plugin(tmp_path, "two", TWO)
    shown = Preview(dtx_home, desk, clock=HandClock(EVENING))
    async with previewing(shown) as (app, pilot):
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, PreviewStart) and app.screen.listed.id == "two.long"
        await press(pilot, "escape")
        assert "Short" in screen_text(app)
    shown.close()


@pytest.mark.slow
async def test_code_is_previewed_for_its_author_and_not_without_a_word(tmp_path: Path, dtx_home: Path) -> None:
    mark = tmp_path / "ran"
    desk = coded(tmp_path, f"open({str(mark)!r}, 'a').close(); yield Say('Look up.', 5)")
    shown = Preview(dtx_home, desk, clock=HandClock(EVENING))
    async with previewing(shown) as (app, _):
        assert isinstance(app.screen, BrokenPage) and "has not been approved" in screen_text(app) and not mark.exists()
    shown.close()
    shown = Preview(dtx_home, desk, mine=True, clock=HandClock(EVENING))
    async with previewing(shown) as (app, pilot):
        await begun(app, pilot, "n", "n")
        assert "Look up." in screen_text(app) and mark.exists()
        code = (desk / "plugin.py").read_text("utf-8")
        (desk / "plugin.py").write_text(code.replace("Look up.", "Look further."), "utf-8")
        await looked(app, pilot)
        assert "Look further." in screen_text(app)
    shown.close()


@pytest.mark.slow
async def test_code_that_never_ends_is_a_sentence_and_the_preview_lives(
    tmp_path: Path, dtx_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dtx.sessions.apart.REHEARSAL_S", 2)
    desk = coded(tmp_path, "while True: pass\n    yield")
    shown = Preview(dtx_home, desk, mine=True, clock=HandClock(EVENING))
    async with previewing(shown) as (app, pilot):
        await press(pilot, "enter")
        while "cannot be read to its end" not in screen_text(app):
            await pilot.pause(0.05)
        assert isinstance(app.screen, PreviewStart)
    shown.close()


@pytest.mark.slow
async def test_q_leaves_at_once_from_anywhere(shown: Preview) -> None:
    async with previewing(shown) as (app, pilot):
        await begun(app, pilot, "n", "n", "q")
        await pilot.pause(0.05)
        assert app.return_code == 0 and not app.is_running


# -- time


def test_a_fast_clock_is_as_many_times_as_fast_and_waits_for_whoever_looks() -> None:
    at = [100.0]
    clock = FastClock(EVENING, 8, lambda: at[0])
    at[0] += 0.05
    assert clock.now == pytest.approx(0.4)
    at[0] += 0.05
    assert clock() == pytest.approx(0.8)
    at[0] += 30
    assert clock.now == pytest.approx(1.8), "a hiccup is no absence, and no step is raced through"
    assert clock.wall(clock.now) == EVENING


async def test_at_eight_times_the_speed_a_minute_takes_eight_seconds_and_nothing_pauses(desk: Path, dtx_home: Path) -> None:
    at = [0.0]
    shown = Preview(dtx_home, desk, clock=FastClock(EVENING, 8, lambda: at[0]))
    async with previewing(shown) as (app, pilot):
        page = await begun(app, pilot, "n", "n")
        for _ in range(round(10 / 8 / 0.05)):
            at[0] += 0.05
            page.sample()
        await settle(pilot)
        assert view(page) == ("script", 1), "10 s of words and quiet"
        assert "paused" not in page.practice.view(page.practice.now()).caption.casefold()
    shown.close()


# -- how it looks


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]], ids=["40x15", "120x40"])
@pytest.mark.slow
async def test_the_controls_keep_their_place_and_all_is_readable(size: tuple[int, int], shown: Preview, desk: Path) -> None:
    seen = Seen()
    async with previewing(shown, size, LIGHT) as (app, pilot):
        seen.look(app, "start")
        await begun(app, pilot)
        seen.look(app, "scale")
        await press(pilot, "n", "n")
        seen.look(app, "say")
        saved(desk, HEAD + STEPS.replace("say", "sya"))
        await looked(app, pilot)
        seen.look(app, "problems")
        assert isinstance(app.screen, Page)
    seen.settled()
