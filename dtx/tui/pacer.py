"""The pacer: a picture that swells and sinks with the session, redrawn only where it changed."""

from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dtx.tui.shape import Row, bar, disc

FULL = Style(reverse=True)
"""A full block is painted as a blank in reverse: no slits between lines in any font. Each part of a row is one segment,
as every segment carries its colours anew and over a slow line bytes are what counts."""


class Pacer(Widget):
    """Shows a swell from 0 (empty) to 1 (full). With animations off it becomes a bar of four steps."""

    DEFAULT_CSS = """
    Pacer { width: 1fr; height: 1fr; min-height: 1; color: $primary; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.swell = 0.0
        self._rows: tuple[Row, ...] = ()

    def draw(self, swell: float) -> None:
        """Move to `swell`; only rows that differ are painted again."""
        self.swell = swell
        old, new = self._rows, self._picture()
        self._rows = new
        if len(old) != len(new):
            self.refresh()
        elif changed := [Region(0, y, self.size.width, 1) for y in range(len(new)) if old[y] != new[y]]:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self._rows = self._picture()
        self.refresh()

    def _picture(self) -> tuple[Row, ...]:
        shape = bar if self.app.animation_level == "none" else disc
        return shape(self.size.width, self.size.height, self.swell)

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        row = self._rows[y] if y < len(self._rows) else ((" ", self.size.width),)
        line = "".join(character * times for character, times in row)
        parts = ((full, "".join(cells)) for full, cells in groupby(line, "█".__eq__))
        return Strip([Segment(" " * len(cells), style + FULL) if full else Segment(cells, style) for full, cells in parts], self.size.width)
