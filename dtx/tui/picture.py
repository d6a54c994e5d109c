"""A picture of a session on the screen, for the README: `python -m dtx.tui.picture ID OUT.svg [SECONDS]`."""

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dtx.engine.clock import HandClock
from dtx.services import Services
from dtx.tui.app import DtxApp
from dtx.tui.sessionpage import SessionPage

STEP_S = 1.0
"""Longer steps would look like an absence."""


def without_links(svg: str) -> str:
    """The picture without the web fonts that Textual asks for: nothing of ours calls out, and every machine has a fixed font.
    Blanks at the beginning of a line stay, whoever draws it."""
    return re.sub(r"@font-face\s*\{[^}]*\}\s*", "", svg).replace("<svg ", '<svg xml:space="preserve" ', 1)


async def picture(activity_id: str, seconds: float, size: tuple[int, int] = (80, 24)) -> str:
    """SVG of an activity `seconds` into its script, in a home of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        clock = HandClock(datetime(2026, 5, 1, 20, 0, tzinfo=UTC))
        services = Services(Path(home), safe=True, clock=clock)
        services.refresh()
        practice = services.begin(activity_id, {})
        app = DtxApp(services, practice)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                while practice.question is not None:
                    practice.decline(clock.now)
                end = clock.now + seconds
                while clock.now < end:
                    clock.move_to(min(end, clock.now + STEP_S))
                    if isinstance(app.screen, SessionPage):
                        app.screen.sample()
                await pilot.pause()
                await pilot.pause()
                return without_links(app.export_screenshot(title="dtx"))
        finally:
            practice.close()
            services.close()


def main() -> None:
    activity_id, out, *seconds = sys.argv[1:]
    Path(out).write_text(asyncio.run(picture(activity_id, float(seconds[0]) if seconds else 33.5)), encoding="utf-8")


if __name__ == "__main__":
    main()
