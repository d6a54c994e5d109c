"""The sound page through a real sound server: what it plays is heard, as loud and as often as it says."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from textual.pilot import Pilot

from dtx.services import Services
from dtx.settings import Settings
from dtx.sound.status import LOST, NO_DEVICE
from dtx.tui.app import DtxApp
from dtx.tui.latepage import LatePage
from dtx.tui.rows import Rows
from dtx.tui.soundpage import LATE, TEST, SoundPage
from dtx.tui.soundwords import AGAIN
from tests.sound.pulse import RATE, Pulse, Recording, onsets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio as it is started here is a Linux thing")

LEVEL = 0.003


@asynccontextmanager
async def sound_page(home: Path) -> AsyncIterator[tuple[SoundPage, Pilot[None]]]:
    """The page with a speaker of its own, when that is heard."""
    services = Services(home, safe=True)
    try:
        async with DtxApp(services).run_test() as pilot:
            services.sound = True
            page = SoundPage(services)
            pilot.app.push_screen(page)
            await until(lambda: page.is_mounted and page._check.heard)
            yield page, pilot
    finally:
        services.close()


async def until(true: Callable[[], object], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


def loud(recording: Recording) -> NDArray[np.float64]:
    """How loud each tenth of a second was (RMS)."""
    sound = recording.samples()[:, 0]
    tenth = RATE // 10
    whole = sound[: len(sound) // tenth * tenth].reshape(-1, tenth)
    level: NDArray[np.float64] = np.sqrt((whole.astype(np.float64) ** 2).mean(axis=1))
    return level


@pytest.mark.usefixtures("pulse")
async def test_its_line_is_heard_and_a_digit_makes_it_softer(pulse: Pulse, dtx_home: Path) -> None:
    """The issue, part 8: it plays a test line. Half the percent is a quarter of the level: 12 dB."""
    async with sound_page(dtx_home) as (page, pilot):
        page.query_one(Rows).highlighted = TEST
        with pulse.recording() as recording:
            await pilot.press("enter")
            await asyncio.sleep(4.5)
            first = loud(recording)
            page.query_one(Rows).highlighted = 0
            await pilot.press("3")
            await asyncio.sleep(4.5)
            both = loud(recording)
        second = both[len(first) :]
        assert 1.0 < (first > LEVEL).sum() / 10 < 4.0
        assert second.max() / first.max() == pytest.approx(0.25, rel=0.15)
        (kept,) = Settings.read(dtx_home).sounds.values()
        assert kept.all == 30


@pytest.mark.usefixtures("pulse")
async def test_a_tick_comes_each_second_where_ear_and_eye_are_brought_together(pulse: Pulse, dtx_home: Path) -> None:
    """Sound page, section 7: a tick at 1 Hz."""
    async with sound_page(dtx_home) as (page, pilot):
        page.query_one(Rows).highlighted = LATE
        with pulse.recording() as recording:
            await pilot.press("enter", "right")
            late = pilot.app.screen
            assert isinstance(late, LatePage)
            await until(lambda: page._check.player.now() > late._first + 4.5)
            await pilot.press("right")
        ticks = onsets(recording.samples(), LEVEL, 0.5)[-4:]
        assert len(ticks) == 4
        assert {int(apart) for apart in np.diff(ticks)} <= set(range(RATE - 2, RATE + 3))
        await pilot.press("enter")
    (kept,) = Settings.read(dtx_home).sounds.values()
    assert kept.late_ms == 20


async def test_a_sound_that_was_lost_is_tried_again_with_enter(own_pulse: Pulse, dtx_home: Path) -> None:
    """The issue, part 3: try again. Meanwhile the page says in a sentence what happened."""
    async with sound_page(dtx_home) as (page, pilot):
        page.query_one(Rows).highlighted = TEST
        own_pulse.unplug()
        await until(lambda: page._check.lost)
        await pilot.pause(0.5)
        assert page.query_one(Rows).lines[TEST] == AGAIN
        assert page._check.where() in (LOST, NO_DEVICE)
        own_pulse.plug()
        with own_pulse.recording() as recording:
            await pilot.press("enter")
            await until(lambda: page._check.heard)
            await asyncio.sleep(4)
            assert (loud(recording) > LEVEL).sum() / 10 > 1.0
