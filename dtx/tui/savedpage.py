"""The page after a session: what was kept, in numbers, without praise and without blame."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Center, VerticalScroll
from textual.widget import Widget

from dtx.care.help import AFTERWARDS
from dtx.language import _
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.engine.record import SessionLog


class SavedPage(Page):
    """Enter goes home."""

    DEFAULT_CSS = """
    SavedPage > VerticalScroll { height: 1fr; padding: 1 2; align: center middle; }
    SavedPage VerticalScroll > Text { text-align: center; width: 100%; margin: 0 0 1 0; }
    SavedPage.-low > VerticalScroll { padding: 0 1; }
    SavedPage Press { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def __init__(self, log: "SessionLog | None", suggestions: Sequence[str] = ()) -> None:
        super().__init__()
        self.log_kept, self.suggestions = log, suggestions

    def body(self) -> list[Widget]:
        parts: list[Widget] = [Text(_("Saved."), classes="strong")]
        if (log := self.log_kept) is not None:
            before, after = log.before.get("pain", {}).get("value"), log.after.get("pain", {}).get("value")
            parts += [
                Text(f"{log.activity_title}: {ended(log)}.", classes="quiet"),
                Text(wording.pains(before, after, asked_after="pain" in log.after), classes="strong"),
            ]
            if before is not None and after is not None:
                parts.append(Text(AFTERWARDS))
            parts += [Text(suggestion) for suggestion in self.suggestions]
        return [VerticalScroll(*parts, Center(Press(_("Done"), _("Enter"), "back", main=True, id="main")), can_focus=False)]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Home"), "b")}

    @on(Press.Pressed)
    async def action_back(self) -> None:
        self.leave()


def ended(log: "SessionLog") -> str:
    """How it ended, and after how long; of a form nobody knows how long it took."""
    return wording.ending(log.status) + (f", {wording.minutes(log.active_s / 60)}" if log.phases_total else "")
