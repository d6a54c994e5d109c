"""`python -m docs.picture` draws docs/picture.svg: the app in a breath, at a moment of a clock that stands still."""

import asyncio
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dtx.engine.clock import HandClock
from dtx.services import Services
from dtx.sound.player import Silent
from dtx.tui.app import DtxApp

ACTIVITY = "breathing.coherent_46"
MOMENT_S = 52.4
SIZE = (80, 24)
FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""The exported picture asks a server for its font; ours makes do with the fonts of who looks at it."""


async def draw(home: Path) -> str:
    clock = HandClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    services = Services(home)
    practice = services.begin(ACTIVITY, {}, Silent(clock), clock.wall)
    while practice.question is not None:
        practice.decline(clock.now)
    for tenth in range(round(MOMENT_S * 10) + 1):
        clock.move_to(tenth / 10)
        practice.tick(clock.now)
    app = DtxApp(services, practice)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        return FONT.sub("", app.export_screenshot(title="dtx"))


def main() -> None:
    os.environ.pop("NO_COLOR", None)  # the picture is in colour wherever it is drawn
    with tempfile.TemporaryDirectory() as folder:
        picture = asyncio.run(draw(Path(folder)))
    (Path(__file__).parent / "picture.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
