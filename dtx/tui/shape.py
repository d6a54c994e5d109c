"""The moving picture as text: a disc that fills and empties, or a bar of four steps. Pure, so that a test can read it."""

from math import sqrt

Run = tuple[str, int]
"""A character and how often it is repeated."""

Row = tuple[Run, ...]

SHADES = "░▒▓█"
RIM = "·"
STEPS = 4
ASPECT = 2.0
"""A cell is about twice as high as it is wide."""

NARROWEST = 8
"""Below this nothing is drawn; the words still guide."""

SMALLEST = 0.18
"""The empty disc keeps this part of its radius, so that there is always something to rest the eyes on."""


def disc(width: int, height: int, swell: float) -> tuple[Row, ...]:
    """`height` rows of `width` cells: a disc `swell` full (0 to 1) inside a dotted rim that never moves."""
    if width < NARROWEST:
        return (((" ", width),),) * height
    full = min(height / 2, width / 2 / ASPECT)
    radius = round((SMALLEST + (1 - SMALLEST) * min(1.0, max(0.0, swell))) * (full - 0.5) * len(SHADES)) / len(SHADES)
    return tuple(_row(width, abs(y + 0.5 - height / 2), radius, full - 0.25) for y in range(height))


def _row(width: int, away: float, radius: float, rim: float) -> Row:
    """One row `away` from the middle: rim, quiet, the shades outside in, and the same again mirrored."""
    ends = [_half(radius + 0.5 - (shade + 0.5) / len(SHADES), away, width) for shade in range(len(SHADES))]
    dots = _half(rim, away, width)
    half: list[Run] = []
    reached = 0
    for character, end in [*zip(reversed(SHADES), reversed(ends), strict=True), (" ", dots - 1), (RIM, dots), (" ", width // 2)]:
        if end > reached:
            half.append((character, end - reached))
            reached = end
    middle: list[Run] = [(half[0][0], width % 2)] if width % 2 and half else []
    return (*reversed(half), *middle, *half)


def _half(radius: float, away: float, width: int) -> int:
    """Half the length of a chord, in cells."""
    return min(width // 2, round(ASPECT * sqrt(radius * radius - away * away))) if radius > away else 0


def bar(width: int, height: int, swell: float) -> tuple[Row, ...]:
    """`height` rows with four blocks, of which as many are full as the swell has quarters. It changes in steps only."""
    if width < NARROWEST:
        return (((" ", width),),) * height
    filled = min(STEPS, int(min(1.0, max(0.0, swell)) * STEPS + 0.5))
    block = max(1, min(8, (width - STEPS + 1) // STEPS))
    left = max(0, (width - STEPS * block - STEPS + 1) // 2)
    rows = min(3, height)
    above = (height - rows) // 2
    cells: list[Run] = [(" ", left)]
    for step in range(STEPS):
        cells += [("█" if step < filled else RIM, block), (" ", 1)]
    used = left + STEPS * (block + 1)
    line: Row = (*cells[:-1], (" ", max(0, width - used + 1)))
    blank: Row = ((" ", width),)
    return tuple(line if above <= y < above + rows else blank for y in range(height))
