"""The history: one line a session, newest first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from dtx.engine.words import clean
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.records.listing import SessionRow

NOTHING = "No sessions yet. Each one you do will be listed here, also when you stop early."


WIDE = 62


def head(width: int) -> str:
    return line(("When", "What", "Before", "After", "How it ended"), width)


def line(cells: Sequence[str], width: int) -> str:
    """Five cells in one line of `width`; a narrow screen has the pains as one cell, and leaves out how it ended."""
    when, what, before, after, how = cells
    if width < WIDE:
        day, _, rest = when.partition(" ")
        when = rest if day in wording.WEEKDAYS else when if len(when) <= 12 else day
        left, right = 13, f"{'Pain' if before == 'Before' else f'{before} to {after}':>9}"
    else:
        left, right = 19, f"{before:>7} {after:>6}   {how:<13}"
    room = max(6, width - left - len(right))
    name = what if len(what) < room else what[: room - 2] + "…"
    return f"{when:<{left}}{name:<{room}}{right}"


def cells(row: "SessionRow", today: date) -> tuple[str, str, str, str, str]:
    before, after = ("–" if pain is None else str(pain) for pain in (row.pain_before, row.pain_after))
    return wording.when(row.started_at, today), clean(row.activity_title).replace("\n", " "), before, after, wording.ending(row.status)


class HistoryPage(Page):
    """Read only. The columns follow the width of the screen."""

    DEFAULT_CSS = """
    HistoryPage > Text { padding: 0 1; height: auto; }
    HistoryPage > .head { color: $text-muted; padding: 0 1 0 3; text-wrap: nowrap; height: 1; }
    HistoryPage > Rows { height: 1fr; padding: 0 1; }
    """

    def __init__(self, rows: Sequence["SessionRow"], today: date) -> None:
        super().__init__()
        self.cells = [cells(row, today) for row in rows]

    def body(self) -> list[Widget]:
        if not self.cells:
            return [Text(NOTHING)]
        return [Text("Your sessions. Pain before and after is from 0 to 10.", classes="strong"), Text(classes="head"), Rows(id="main")]

    def on_resize(self, event: events.Resize) -> None:
        if self.cells:
            width = event.size.width - 6
            self.query_one(".head", Text).say(head(width))
            self.query_one(Rows).replace([line(row, width) for row in self.cells])

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label("Leave", "Esc"), "back": Label("Back", "b")}

    async def action_back(self) -> None:
        self.app.pop_screen()
