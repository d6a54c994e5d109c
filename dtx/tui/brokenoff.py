"""What was not finished, with the two ways on from there."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from dtx.language import _
from dtx.tui.press import Press
from dtx.tui.safe import Text


class BrokenOff(Vertical):
    """One sentence and two keys, on the first page."""

    DEFAULT_CSS = """
    BrokenOff { height: auto; padding: 0 1; }
    BrokenOff > Text { width: 100%; height: auto; }
    .-low BrokenOff > Text { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    BrokenOff > Horizontal { height: 1; }
    BrokenOff Press { height: 1; padding: 0 1; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__(id="unfinished")
        self.what = Text()

    def compose(self) -> ComposeResult:
        yield self.what
        yield Horizontal(Press(_("Go on with it"), "g", "go_on"), Press(_("Leave it"), "c", "close"))
