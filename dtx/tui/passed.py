"""How much of a session has passed: a slim line that grows too slowly to hurry anybody."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

OVER, TO_COME = "━", "·"


class Passed(Widget):
    """Shows a share from 0 to 1; nothing for None. The two kinds of dash tell it apart without colour, too."""

    DEFAULT_CSS = """
    Passed { height: 1; width: 100%; color: $line; background: $background; dock: top; margin: 1 0 0 0; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self._cells = 0

    def show(self, share: float | None) -> None:
        self.share, self.display = share, share is not None
        if (cells := self._over(self.size.width)) != self._cells:
            self._cells = cells
            self.refresh()

    def _over(self, width: int) -> int:
        return int(min(1.0, max(0.0, self.share or 0.0)) * width)

    def render_line(self, y: int) -> Strip:
        width, over = self.size.width, self._over(self.size.width)
        return Strip([Segment(OVER * over + TO_COME * (width - over), self.rich_style)], width)
