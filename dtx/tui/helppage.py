"""The help page: where to get help now, the keys, and what this program is not."""

from collections.abc import Mapping

from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.care.help import DISCLAIMER, EMERGENCY
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.safe import Text

HELP_NOW = f"In an emergency call {EMERGENCY}. If things feel too heavy, you might call someone you trust, and not stay alone."
GROUND = "If it feels too much: open your eyes. Name five things you can see. Feel your feet on the floor. You may stop at any time."
KEYS = """Esc or s     Stop. It works at once and asks nothing first.
Space        Pause, and go on.
b or left    Back.
n or right   Leave out this part.
Enter        Go on.
0 to 9       A number, or a line in a list.
r            Rather not say. Every question may be left out.
?  or F1     This page.
h            Your sessions (from the first page).
t            Dark or light.
q            Close (from the first page)."""
WHILE_WRITING = "While you write, letters are letters. Tab leads to the buttons; Esc still stops."


class HelpPage(Page):
    """Can be opened anywhere, without a network. A session that runs below is paused meanwhile."""

    DEFAULT_CSS = """
    HelpPage > VerticalScroll { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
    HelpPage.-low > VerticalScroll { padding: 0 1; }
    HelpPage VerticalScroll > Text { max-width: 76; margin: 0 0 1 0; }
    HelpPage VerticalScroll > .strong { margin: 0; }
    """

    def body(self) -> list[Widget]:
        parts = [Text("Get help now", classes="strong"), Text(HELP_NOW)]
        parts += [Text(GROUND)]
        parts += [Text("Keys", classes="strong"), Text(KEYS), Text(WHILE_WRITING)]
        parts += [Text("What this is, and is not", classes="strong"), Text(DISCLAIMER)]
        return [VerticalScroll(*parts, id="main")]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label("Leave", "Esc"), "back": Label("Back", "b"), "help": Label("Help", "?", False)}

    async def action_back(self) -> None:
        self.app.pop_screen()

    async def action_help(self) -> None:
        await self.action_back()
