"""A picture of a session on the screen, for the README: `python -m dtx.tui.picture ID OUT.svg [SECONDS]`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from dtx.services import Services
from dtx.sound.player import Silent
from dtx.tui.app import DtxApp
from dtx.tui.sessionpage import SessionPage

STEP_S = 1.0
"""Longer steps would look like an absence."""


class HeldClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def picture(activity_id: str, seconds: float, size: tuple[int, int] = (80, 24)) -> str:
    """SVG of an activity `seconds` into its script, in a home of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        clock, services = HeldClock(), Services(Path(home), safe=True)
        services.refresh()
        practice = services.begin(activity_id, {}, Silent(clock))
        app = DtxApp(services, practice)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                while practice.question is not None:
                    practice.decline(clock())
                end = clock.at + seconds
                while clock.at < end:
                    clock.at = min(end, clock.at + STEP_S)
                    if isinstance(app.screen, SessionPage):
                        app.screen.sample()
                await pilot.pause()
                await pilot.pause()
                return app.export_screenshot(title="dtx")
        finally:
            practice.close()
            services.close()


def main() -> None:
    activity_id, out, *seconds = sys.argv[1:]
    Path(out).write_text(asyncio.run(picture(activity_id, float(seconds[0]) if seconds else 33.5)), encoding="utf-8")


if __name__ == "__main__":
    main()
