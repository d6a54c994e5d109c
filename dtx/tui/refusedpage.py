"""The page that says why something does not open just now, and what is open instead."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from dtx.errors import DtxError, Refused
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text

YOURS = _("You can change what you told us: press p on the first page. What your care team has agreed goes there, too.")


class RefusedPage(Page):
    """Enter leads back to the list; help, with the warning list, is one key away."""

    DEFAULT_CSS = """
    RefusedPage > VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    RefusedPage.-low > VerticalScroll { padding: 0 1; }
    RefusedPage VerticalScroll > Text { max-width: 74; margin: 0 0 1 0; }
    RefusedPage.-low VerticalScroll > Text { margin: 0; }
    RefusedPage > .presses { height: auto; margin: 1 2; }
    RefusedPage.-low > .presses { margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def __init__(self, problem: DtxError) -> None:
        super().__init__()
        self.problem = problem

    def body(self) -> list[Widget]:
        parts = [Text(self.problem.problem), Text(self.problem.remedy, classes="strong")]
        if isinstance(self.problem, Refused):
            parts.append(Text(YOURS, classes="quiet"))
        presses = Horizontal(Press(_("Back"), _("Enter"), "back", main=True), Press(_("Warning list"), "?", "help"), classes="presses")
        return [VerticalScroll(*parts, id="main"), presses]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    async def action_back(self) -> None:
        self.leave(code=1)

    @on(Press.Pressed)
    async def pressed(self, message: Press.Pressed) -> None:
        message.stop()
        await getattr(self, f"action_{message.action}")()
