"""The recording page: one line in large, and nothing of what was recorded is ever lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from dtx.authors.booth import Booth
from dtx.errors import DtxError
from dtx.services import Services
from dtx.sound.clips import key_of
from dtx.sound.microphone import NO_MICROPHONE, Level, Microphone
from dtx.sound.player import Silent
from dtx.sound.takes import Takes
from dtx.tui.app import DtxApp
from dtx.tui.recordpage import FileField, LevelBar, RecordPage
from dtx.tui.theme import DARK, LIGHT
from tests.cli.test_check import HEAD
from tests.evenings import plugin
from tests.sound.recordings import quiet, talk, write
from tests.sound.test_booth import FIRST, SECOND, STEPS, Deaf, lines
from tests.tui.rooms import screen_text
from tests.tui.test_pages import SIZES, Seen
from tests.tui.tour import Walk, press, settle


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return plugin(tmp_path, "desk", HEAD + STEPS)


def said(folder: Path, *seconds: float) -> list[Path]:
    room, files = 10 ** (-66 / 20), []
    for number, length in enumerate(seconds):
        samples = [quiet(1, noise=room), talk(length, noise=room) if length else quiet(1, noise=room), quiet(0.5, noise=room)]
        files.append(write(folder / f"said{number}.flac", np.concatenate(samples), kind="flac"))
    return files


class Missing(Microphone):
    def __init__(self) -> None:
        self.problem, self.device, self.level = NO_MICROPHONE, "", Level()

    def wait_open(self, seconds: float = 0) -> None:
        raise DtxError(*NO_MICROPHONE)

    def close(self) -> None: ...


@asynccontextmanager
async def recording(
    desk: Path, home: Path, files: Sequence[Path], size: tuple[int, int] = (80, 24), theme: str | None = None
) -> AsyncIterator[tuple[RecordPage, Walk]]:
    services = Services(home)
    booth = Booth(home, desk, lines(desk), microphone=lambda: Deaf(iter(files)) if files else Missing(), player=Silent)
    page = RecordPage(services, booth)
    async with DtxApp(services, page=page, chosen_theme=theme).run_test(size=size, notifications=True) as pilot:
        await done(page, pilot)
        yield page, pilot
    services.close()


async def done(page: RecordPage, pilot: Walk) -> None:
    """Until the page has done what it was told."""
    await settle(pilot)
    while page._busy:
        await asyncio.sleep(0.01)
    await settle(pilot)


async def pressed(page: RecordPage, pilot: Walk, *keys: str) -> None:
    for key in keys:
        await press(pilot, key)
        await done(page, pilot)


async def test_enter_records_ends_and_goes_on(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    async with recording(desk, dtx_home, said(tmp_path, 3, 2)) as (page, pilot):
        page.sample()
        await settle(pilot)
        text = screen_text(pilot.app)
        assert FIRST in text and "Line 1 of 4" in text and "Nobody yet" in text and "at most 13 s" in text
        await pressed(page, pilot, "enter")
        assert "Speak now." in screen_text(pilot.app) and page.booth.taking
        await pressed(page, pilot, "enter")
        text = screen_text(pilot.app)
        assert "That is 3." in text and "Kept." in text and "Your recording" in text
        assert (desk / "voice" / f"{key_of(FIRST)}.ogg").is_file()
        await pressed(page, pilot, "enter")
        assert SECOND in screen_text(pilot.app)
        await pressed(page, pilot, "b")
        assert FIRST in screen_text(pilot.app) and "Enter records it anew" in screen_text(pilot.app)


@pytest.mark.slow
async def test_a_take_with_a_fault_is_said_and_kept_only_if_she_wants_it(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    async with recording(desk, dtx_home, said(tmp_path, 0, 6)) as (page, pilot):
        await pressed(page, pilot, "enter", "enter")
        assert "There is no voice in it" in screen_text(pilot.app) and "Nobody yet" in screen_text(pilot.app)
        await pressed(page, pilot, "n", "enter", "enter")
        text = " ".join(screen_text(pilot.app).split())
        assert "It takes 6." in text and "and has 4 s." in text and "k keeps it as it is." in text and "Nobody yet" in text
        await pressed(page, pilot, "k")
        assert "Your recording" in screen_text(pilot.app)


@pytest.mark.slow
async def test_an_earlier_take_comes_back_and_a_recording_can_be_deleted(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    async with recording(desk, dtx_home, said(tmp_path, 2, 3)) as (page, pilot):
        await pressed(page, pilot, "enter", "enter", "r", "enter")
        assert len(Takes(dtx_home).of(FIRST)) == 2
        await pressed(page, pilot, "d")
        assert "Deleted. Its takes are kept." in screen_text(pilot.app) and "Nobody yet" in screen_text(pilot.app)
        assert len(Takes(dtx_home).of(FIRST)) == 2


@pytest.mark.slow
async def test_a_file_that_was_recorded_elsewhere_comes_in_by_its_name(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    write(tmp_path / "phone.mp3", talk(3, 44_100), 44_100, "mp3")
    async with recording(desk, dtx_home, said(tmp_path, 2)) as (page, pilot):
        await pressed(page, pilot, "f")
        assert "Which sound file?" in screen_text(pilot.app)
        await pressed(page, pilot, *"nothere", "enter")
        assert "There is no file nothere." in screen_text(pilot.app)
        await pressed(page, pilot, "f", "escape")
        assert pilot.app.screen is page and "Enter records." in screen_text(pilot.app)
        await pressed(page, pilot, "f")
        page.query_one(FileField).value = f"'{tmp_path / 'phone.mp3'}'"
        await pressed(page, pilot, "enter")
        assert "Kept." in screen_text(pilot.app) and "Your recording" in screen_text(pilot.app)


async def test_without_a_microphone_one_sentence_says_so_and_it_can_be_tried_again(desk: Path, dtx_home: Path) -> None:
    async with recording(desk, dtx_home, []) as (page, pilot):
        assert NO_MICROPHONE[0] in " ".join(screen_text(pilot.app).split())
        await pressed(page, pilot, "enter")
        assert NO_MICROPHONE[0] in " ".join(screen_text(pilot.app).split()) and not page.booth.taking
        await pressed(page, pilot, "n", "n", "n", "n")
        assert "2 of them nobody says yet." in screen_text(pilot.app)


async def test_leaving_in_the_middle_of_a_take_drops_it_and_nothing_else(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    async with recording(desk, dtx_home, said(tmp_path, 2)) as (page, pilot):
        await pressed(page, pilot, "enter")
        await pressed(page, pilot, "n")
        assert not page.booth.taking and Takes(dtx_home).of(FIRST) == []


@pytest.mark.slow
async def test_the_bar_follows_how_loud_it_is(desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    async with recording(desk, dtx_home, said(tmp_path, 2)) as (page, pilot):
        bar, microphone = page.query_one(LevelBar), page.booth._microphone
        assert microphone is not None
        for level, part in ((Level(-60), 0.0), (Level(-30), 0.5), (Level(0, 1.0), 1.0)):
            microphone.level = level
            page.sample()
            assert bar.part == pytest.approx(part)
        assert bar.has_class("-full")
        await settle(pilot)
        assert "█" * 60 in screen_text(pilot.app)


@pytest.mark.parametrize(("size", "theme"), [(SIZES[0], LIGHT), (SIZES[3], DARK)], ids=["40x15-light", "120x40-dark"])
@pytest.mark.slow
async def test_the_controls_keep_their_place_and_all_is_readable(
    size: tuple[int, int], theme: str, desk: Path, dtx_home: Path, tmp_path: Path
) -> None:
    seen = Seen()
    async with recording(desk, dtx_home, said(tmp_path, 6, 2), size, theme) as (page, pilot):
        await pressed(page, pilot, "n")
        seen.look(pilot.app, "line")  # type: ignore[arg-type]
        await pressed(page, pilot, "enter")
        seen.look(pilot.app, "speak")  # type: ignore[arg-type]
        await pressed(page, pilot, "enter")
        seen.look(pilot.app, "too long")  # type: ignore[arg-type]
    seen.settled()
