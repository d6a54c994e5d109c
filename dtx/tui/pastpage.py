"""A past session: what was delivered, left out, paused and answered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from textwrap import fill
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.care.help import AFTERWARDS
from dtx.engine.recall import recalled
from dtx.engine.words import clean
from dtx.language import _
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.engine.record import SessionLog


WIDEST = 76
MEDICINES = _("Noted as taken in the four hours before: {}.")
UNDER = " " * 7
"""A long line goes on under its own words, and not under the minute."""


class PastPage(Page):
    """Arrows and Space read on."""

    at_rest = True

    DEFAULT_CSS = """
    PastPage > Text { padding: 0 1; height: auto; }
    PastPage > VerticalScroll { height: 1fr; padding: 0 1; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    PastPage.-low > VerticalScroll { margin: 0; }
    PastPage VerticalScroll > Text { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "read_on", show=False), Binding("enter", "back", show=False)]

    def __init__(self, log: "SessionLog", today: date, medicines: Sequence[str] = ()) -> None:
        super().__init__()
        self.log_told, self.today, self.medicines = log, today, medicines

    def body(self) -> list[Widget]:
        log = self.log_told
        before, after = (rated.get("pain", {}).get("value") for rated in (log.before, log.after))
        parts = [
            Text(log.activity_title, classes="strong"),
            Text(wording.headline(log, self.today), classes="quiet"),
            Text(wording.pains(before, after, asked_after="pain" in log.after)),
        ]
        if before is not None and after is not None:
            parts.append(Text(AFTERWARDS, classes="quiet"))
        if self.medicines:
            parts.append(Text(MEDICINES.format("; ".join(self.medicines)), classes="quiet"))
        return [*parts, VerticalScroll(Text(classes="told"), id="main")]

    def on_resize(self, event: events.Resize) -> None:
        width = min(WIDEST, event.size.width - 4)
        self.query_one(".told", Text).say("\n".join(fill(line, width, subsequent_indent=UNDER) for line in lines(self.log_told)))

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    def action_read_on(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    async def action_back(self) -> None:
        self.leave()


def lines(log: "SessionLog") -> Iterator[str]:
    """What happened, each with the minute it happened at."""
    for told in recalled(log):
        at = "" if told.at_s is None else f"{int(told.at_s) // 60}:{int(told.at_s) % 60:02d}"
        yield clean(f"{at:>5}  {told.words}")
