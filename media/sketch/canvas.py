"""A canvas of dots that becomes rows of text: eight dots to a braille cell, and here and there an arrow or a letter."""

from collections.abc import Iterable
from itertools import pairwise
from math import ceil, floor

Point = tuple[float, float]
"""Dots from the left edge, dots from the top edge. Dots are square."""

COLUMNS, ROWS = 30, 12
CELL = (2, 4)
WIDTH, HEIGHT = COLUMNS * CELL[0], ROWS * CELL[1]

BRAILLE = 0x2800
BLANK = chr(BRAILLE)
"""A cell without dots, and not a space: where a font has no braille, all cells are taken from another one and are still of one width."""
BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of each dot of a cell, by column and row (Unicode, Braille Patterns)."""

NEARLY = 1e-6
"""A dot on the very edge belongs to the line on every machine."""


class Canvas:
    """Dots and letters. Later strokes lie over earlier ones; a gap round a stroke keeps what crosses apart."""

    def __init__(self) -> None:
        self.dots: set[tuple[int, int]] = set()
        self.letters: dict[tuple[int, int], str] = {}

    def stroke(self, points: Iterable[Point], thick: float = 2.0, gap: float = 0.0) -> None:
        """A line through points, `thick` dots wide with round ends, with `gap` empty dots left and right."""
        path = [(round(x, 3), round(y, 3)) for x, y in points]
        parts = [*pairwise(path)] or [(path[0], path[0])]
        if gap:
            self.dots -= {dot for part in parts for dot in _near(*part, thick / 2 + gap)}
        self.dots |= {dot for part in parts for dot in _near(*part, thick / 2)}

    def rub(self, points: Iterable[Point], thick: float = 2.0) -> None:
        """Take away what lies under a line."""
        kept, self.dots = self.dots, set()
        self.stroke(points, thick)
        self.dots = kept - self.dots

    def dotted(self, points: Iterable[Point], every: int = 3) -> None:
        """A faint line: one dot in `every`."""
        path = list(points)
        left = 0.0
        for (ax, ay), (bx, by) in pairwise(path):
            long = max(abs(bx - ax), abs(by - ay))
            at = left
            while at <= long:
                share = at / long if long else 0.0
                self.dots.add((floor(round(ax + (bx - ax) * share, 3)), floor(round(ay + (by - ay) * share, 3))))
                at += every
            left = at - long

    def disc(self, middle: Point, radius: float, gap: float = 0.0) -> None:
        self.stroke([middle], 2 * radius, gap)

    def ring(self, middle: Point, radius: float, thick: float = 1.0, gap: float = 0.0) -> None:
        """A circle whose inside is empty."""
        self.disc(middle, radius, gap)
        self.rub([middle], 2 * (radius - thick))

    def fill(self, corners: list[Point], gap: float = 0.0) -> None:
        """A solid shape."""
        corners = [(round(x, 3), round(y, 3)) for x, y in corners]
        if gap:
            self.rub([*corners, corners[0]], 2 * gap)
        ys = [y for _, y in corners]
        for y in range(floor(min(ys)), ceil(max(ys)) + 1):
            crossings = sorted(
                ax + (y + 0.5 - ay) * (bx - ax) / (by - ay)
                for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True)
                if (ay <= y + 0.5) != (by <= y + 0.5)
            )
            for left, right in zip(crossings[::2], crossings[1::2], strict=True):
                self.dots |= {(x, y) for x in range(ceil(left - 0.5 - NEARLY), floor(right - 0.5 + NEARLY) + 1)}

    def letter(self, at: Point, text: str) -> None:
        """Letters or arrows in a row of cells, the first in the cell of that dot. No dot shares their cells."""
        column, row = int(at[0] // CELL[0]), int(at[1] // CELL[1])
        self.letters |= {(column + i, row): character for i, character in enumerate(text)}

    def rows(self) -> list[str]:
        """All of it as text, `ROWS` rows of `COLUMNS` cells. ValueError when a letter lies on a dot or something is outside."""
        cells: dict[tuple[int, int], int] = {}
        for x, y in self.dots:
            if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
                raise ValueError(f"a dot at {x}, {y} is outside")
            at = (x // CELL[0], y // CELL[1])
            cells[at] = cells.get(at, 0) | BITS[x % CELL[0]][y % CELL[1]]
        for (column, row), character in self.letters.items():
            if not (0 <= column < COLUMNS and 0 <= row < ROWS):
                raise ValueError(f"{character} at cell {column}, {row} is outside")
            if (column, row) in cells:
                raise ValueError(f"{character} at cell {column}, {row} lies on the drawing")
        return ["".join(self._cell(cells, (column, row)) for column in range(COLUMNS)) for row in range(ROWS)]

    def _cell(self, cells: dict[tuple[int, int], int], at: tuple[int, int]) -> str:
        return self.letters.get(at) or chr(BRAILLE + cells.get(at, 0))


def _near(a: Point, b: Point, reach: float) -> Iterable[tuple[int, int]]:
    """Dots whose middle is within `reach` of the line from `a` to `b`."""
    (ax, ay), (bx, by) = a, b
    dx, dy = bx - ax, by - ay
    long = dx * dx + dy * dy
    for y in range(floor(min(ay, by) - reach) - 1, ceil(max(ay, by) + reach) + 1):
        for x in range(floor(min(ax, bx) - reach) - 1, ceil(max(ax, bx) + reach) + 1):
            px, py = x + 0.5 - ax, y + 0.5 - ay
            share = min(1.0, max(0.0, (px * dx + py * dy) / long)) if long else 0.0
            ex, ey = px - share * dx, py - share * dy
            if ex * ex + ey * ey <= reach * reach + NEARLY:
                yield x, y
