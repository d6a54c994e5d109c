"""The hop: a block that changes its place, for the eye to compare with a tick. Nothing flashes."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from dtx.tui.pacer import FULL
from dtx.tui.shape import RIM

BLOCK = 12


class Hop(Widget):
    """Two places side by side; the block is in neither before the first `show`."""

    DEFAULT_CSS = """
    Hop { width: 1fr; height: 5; color: $primary; }
    .-low Hop { height: 3; }
    """
    SCOPED_CSS = False
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.place: int | None = None

    def show(self, place: int) -> None:
        """The block is at the left (0) or at the right (1)."""
        if place != self.place:
            self.place = place
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.rich_style
        block = min(BLOCK, width // 3)
        side = (width - 3 * block) // 2
        parts = [Segment(" " * side, style)]
        for place in (0, 1):
            here = Segment(" " * block, style + FULL) if place == self.place else Segment(RIM * block, style)
            parts += [here, Segment(" " * (block if place == 0 else width - side - 3 * block), style)]
        return Strip(parts, width)
