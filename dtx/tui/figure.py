"""A figure: a person drawn in characters who moves with the session, repainted only where something changed."""

import re
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dtx.engine.words import clean

COLUMNS, ROWS = 30, 12
"""The largest figure."""

BLANK = "\u2800"
"""A braille cell without dots: it is as wide as the ones that have some, also where a font has none of them."""

HALVES = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The two dots of each row of a braille cell, left and right (Unicode, Braille Patterns)."""


def _other_way() -> dict[int, int]:
    """Each character as a mirror has it."""
    pairs = "()[]{}<>/\\←→↖↗↙↘┌┐└┘├┤╭╮╰╯╔╗╚╝╱╲▌▐"
    turned = {ord(a): ord(b) for one, other in zip(pairs[::2], pairs[1::2], strict=True) for a, b in ((one, other), (other, one))}
    for dots in range(256):
        swapped = sum((bool(dots & right) * left) | (bool(dots & left) * right) for left, right in HALVES)
        turned[ord(BLANK) + dots] = ord(BLANK) + swapped
    return turned


OTHER_WAY = _other_way()
WORD = re.compile(r"\w[\w'.,-]*\w")

ARROW = f"{BLANK * 2}→{BLANK * 2}"


class FigureView(Widget):
    """Shows the frame nearest to a progress from 0 (start) to 1 (end). With animations off: the end while it is held, else the start.

    What does not fit is not drawn at all; the words still guide.
    """

    DEFAULT_CSS = """
    FigureView { width: 1fr; height: 1fr; min-height: 1; max-height: 12; color: $primary; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.frames: tuple[str, ...] = ()
        self.progress = 0.0
        self._lines: tuple[str, ...] = ()

    def draw(self, frames: tuple[str, ...], progress: float) -> None:
        """Move to `progress`; only rows that differ are painted again."""
        self.frames, self.progress = frames, progress
        old, new = self._lines, self._picture()
        self._lines = new
        if len(old) != len(new):
            self.refresh()
        elif changed := [Region(0, y, self.size.width, 1) for y in range(len(new)) if old[y] != new[y]]:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self._lines = self._picture()
        self.refresh()

    def _picture(self) -> tuple[str, ...]:
        width, height = self.size
        rows = shown(self.frames, self.progress, moving=self.app.animation_level != "none")
        if len(rows) > height or len(rows[0]) > width:
            return ("",) * height
        above = (height - len(rows)) // 2
        return ("",) * above + rows + ("",) * (height - above - len(rows))

    def render_line(self, y: int) -> Strip:
        style, width = self.rich_style, self.size.width
        row = self._lines[y] if y < len(self._lines) else ""
        left = (width - len(row)) // 2
        around = style.without_color + Style(bgcolor=style.bgcolor)  # apart from the row, so that a screenshot keeps its place
        parts = [Segment(" " * left, around), Segment(row, style), Segment(" " * (width - left - len(row)), around)]
        return Strip(parts).adjust_cell_length(width, around)


def shown(frames: tuple[str, ...], progress: float, *, moving: bool = True) -> tuple[str, ...]:
    """The rows of the frame nearest to `progress`, all of one length. Not `moving`, there are only the start and the end."""
    if not frames:
        return ("",)
    at = min(1.0, max(0.0, progress)) if moving else float(progress >= 1)
    return rows_of(frames[int(at * (len(frames) - 1) + 0.5)])


@lru_cache(maxsize=16)
def rows_of(frame: str) -> tuple[str, ...]:
    """A frame row by row, safe to paint, cut to the largest size, all rows of one length."""
    rows = [clean(row)[:COLUMNS] for row in frame.split("\n")[:ROWS]]
    width = max(map(len, rows))
    return tuple(row.ljust(width, BLANK) for row in rows)


@lru_cache(maxsize=16)
def mirrored(frames: tuple[str, ...]) -> tuple[str, ...]:
    """The same pictures for the other side of the body: every row turned round, words in them left to be read."""
    return tuple("\n".join(_turned(row) for row in frame.split("\n")) for frame in frames)


def _turned(row: str) -> str:
    return WORD.sub(lambda word: word[0][::-1], row[::-1].translate(OTHER_WAY))


def still(frames: tuple[str, ...]) -> list[str]:
    """Start and end side by side with an arrow between, at most 65 columns: for pages on which nothing moves."""
    if not frames:
        return []
    start, end = rows_of(frames[0]), rows_of(frames[-1])
    middle = len(start) // 2
    return [f"{a}{ARROW if y == middle else BLANK * len(ARROW)}{b}" for y, (a, b) in enumerate(zip(start, end, strict=False))]
