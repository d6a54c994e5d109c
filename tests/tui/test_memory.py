"""An app that stays open for months: what a session needed is given back after it."""

import gc
import os
import re
from pathlib import Path

import pytest

from dtx.tui.homepage import HomePage
from dtx.tui.savedpage import SavedPage
from tests.tui.rooms import Home
from tests.tui.tour import Walk, opened, pass_time, press, settle, stand_on

WARM, MANY = 50, 300
MOST_BYTES = 5_000_000
STEPS = """
  - say: Let your shoulders be as they are.
    pause: 2 s
  - breathe: 4-6
    times: 1
"""
NEXT_S = 30
"""Half a minute from one session to the next: within one evening nothing but the session is asked."""


def resident() -> int:
    """What this process has in memory, in bytes, after everything that nobody needs is let go of."""
    gc.collect()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", Path(f"/proc/{os.getpid()}/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


async def practised(pilot: Walk, home: Home) -> None:
    """One whole session, with every number given, as a person would go through it."""
    await press(pilot, "enter", "enter", "6", "enter", "3", "enter")
    await pass_time(pilot, home, 16)
    await press(pilot, "4", "enter", "5", "enter", "1", "enter")
    assert isinstance(pilot.app.screen, SavedPage)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, HomePage)
    home.evening.clock.move_to(home.evening.clock.now + NEXT_S)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells what a process has in memory")
async def test_memory_does_not_grow_with_the_sessions(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    activity = home.write("short", "Short breath", STEPS)
    seen = []
    async with opened(home) as (_, pilot):
        await stand_on(pilot, activity)
        for number in range(1, MANY + 1):
            await practised(pilot, home)
            if number % WARM == 0:
                await settle(pilot)
                seen.append(resident())
    with capsys.disabled():
        print("\nMB after each 50 sessions:", ", ".join(f"{size / 1e6:.1f}" for size in seen))
    assert len(home.services.history()) == MANY
    assert seen[-1] - seen[0] < MOST_BYTES
