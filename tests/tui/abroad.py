"""The app in another language: `python -m tests.tui.abroad CODE COLUMNS ROWS WALK…`, where a walk is `tour`, or one of the scenes.

It is a process of its own, because a language is chosen before anything is loaded that holds a sentence. What was on each page
comes out as JSON.
"""

import asyncio
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dtx.language import speak

if TYPE_CHECKING:
    from dtx.tui.app import DtxApp


@dataclass(frozen=True)
class Seen:
    """One page: what is painted, what has the focus, and the labels of buttons and lines of their own that are not there in full."""

    name: str
    text: str
    focus: str | None
    cut: tuple[str, ...]


def look(app: "DtxApp", name: str) -> Seen:
    from tests.tui.rooms import screen_text

    text = screen_text(app)
    focus = app.focused
    return Seen(name, text, None if focus is None else f"{type(focus).__name__}#{focus.id}", tuple(cut(app, text.splitlines())))


def cut(app: "DtxApp", lines: list[str]) -> list[str]:
    """Labels of which some letters do not stand on the screen, where their button is; and lines that would need another one.

    A line that ends in “…” where it is too long, such as a title, says so.
    """
    from dtx.tui.controlbar import Control
    from dtx.tui.press import Press
    from dtx.tui.safe import Text

    found = []
    for widget in app.screen.query("Press, Control, Text").results(Press | Control | Text):
        place, label = widget.region, widget.said if isinstance(widget, Text) else str(widget.render())
        if not widget.display or not place or not label.strip() or app.screen.find_widget(widget).visible_region != place:
            continue
        if isinstance(widget, Text) and (place.height > 1 or widget.styles.text_overflow == "ellipsis"):
            continue
        there = [line.ljust(place.right)[place.x : place.right] for line in lines[place.y : place.bottom]]
        if "".join(label.split()) not in "".join("".join(there).split()):
            found.append(f"{label!r} in {there}")
    return found


async def walk(which: str, size: tuple[int, int]) -> list[Seen]:
    """Go, in a home of its own, and look at each page."""
    from tests.tui import scenes, tour
    from tests.tui.rooms import Home

    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        home = Home(Path(place), patch)
        try:
            if which != "tour":
                return [look(app, name) async for app, name in scenes.SCENES[which](home, size)]
            tour.furnish(home)
            async with tour.opened(home, size) as (app, pilot):
                return [look(app, name) async for name in tour.pages(home, pilot)]
        finally:
            home.close()


def main() -> None:
    code, columns, rows, *walks = sys.argv[1:]
    speak(code)
    pages = {which: asyncio.run(walk(which, (int(columns), int(rows)))) for which in walks}
    print(json.dumps({which: [asdict(one) for one in seen] for which, seen in pages.items()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
