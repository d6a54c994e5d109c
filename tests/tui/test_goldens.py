"""Four pages as plain text. After a wanted change: DTX_TEST_GOLDEN=1 pytest tests/tui/test_goldens.py, and read the diff."""

import os
from pathlib import Path

import pytest

from dtx.sound.status import NO_DEVICE, Status
from tests.tui.rooms import SETTLED, Home, screen_text
from tests.tui.tour import TITLES, opened, pass_time, press

HERE = Path(__file__).parent / "golden"


def same(name: str, text: str) -> None:
    path = HERE / f"{name}.txt"
    if os.environ.get("DTX_TEST_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(40, 15), (80, 24)])
async def test_the_pages_look_as_they_did(size: tuple[int, int], home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # every machine answers differently when it is asked for sound: this is one without a device
    monkeypatch.setattr("dtx.sound.probe.listen", lambda: Status("silent", NO_DEVICE))
    home.write("breath", "A breath, 4 in and 6 out", SETTLED)
    for number, (title, minutes) in enumerate(TITLES):
        home.write(f"p{number}", title, minutes=minutes)
    home.write("evening", "Evening routine", "\n  - pase: 4 s\n")
    home.services.sound = True
    async with opened(home, size) as (app, pilot):
        while not home.services.notices:
            await pilot.pause(0.02)
        await press(pilot, "h", "b")
        same(f"home-{size[0]}x{size[1]}", screen_text(app))
        await press(pilot, "enter", "enter", "7")
        same(f"scale-{size[0]}x{size[1]}", screen_text(app))
        await press(pilot, "enter", "r")
        await pass_time(pilot, home, 32)
        same(f"breath-{size[0]}x{size[1]}", screen_text(app))
        await press(pilot, "escape", "8")
        same(f"choice-{size[0]}x{size[1]}", screen_text(app))
