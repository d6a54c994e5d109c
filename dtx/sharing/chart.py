"""Pain before and after as a picture that needs no colour: before a full disc, after an empty square, a line from one to the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from dtx.language import _, on_day

WIDTH, HEIGHT = 680, 210
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 26, 46
HIGHEST = 10
FONT = "Libertinus Serif, Georgia, serif"
INK, FAINT = "#111111", "#c4c4c4"
MOST_MARKS = 70
"""More sessions than this run into each other; the weeks are drawn instead."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Pain before and after, each None where it was not given. `place` is the day, as a number with its part of the day."""

    place: float
    before: float | None
    after: float | None


def svg(pairs: Sequence[Pair], first: date, last: date) -> str:
    """The picture from `first` to `last`. What is missing is a short stroke under the line of zero."""
    return "".join(drawn(pairs, first, last))


def drawn(pairs: Sequence[Pair], first: date, last: date) -> Iterator[str]:
    begin, end = first.toordinal(), last.toordinal() + 1

    def x(place: float) -> float:
        return LEFT + (place - begin) / (end - begin) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (HIGHEST - value) / HIGHEST * (HEIGHT - TOP - BOTTOM)

    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
    yield f'font-family="{FONT}" font-size="12" fill="{INK}">'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    for value in range(0, HIGHEST + 1, 2):
        yield f'<path d="M{LEFT} {y(value):.1f}H{WIDTH - RIGHT}" stroke="{INK if value == 0 else FAINT}" stroke-width="1" fill="none"/>'
        yield text(LEFT - 8, y(value) + 4, str(value), "end")
    for day in ticks(first, last):
        place = x(day.toordinal())
        yield f'<path d="M{place:.1f} {y(0):.1f}v4" stroke="{INK}" stroke-width="1" fill="none"/>'
        yield text(place, y(0) + 32, on_day(day), "start" if day == first else "middle")
    for pair in pairs:
        yield from marks(pair, x(pair.place), y)
    yield from legend()
    yield "</svg>"


def marks(pair: Pair, x: float, y: Callable[[float], float]) -> Iterator[str]:
    if pair.before is not None and pair.after is not None:
        yield f'<path d="M{x:.1f} {y(pair.before):.1f}V{y(pair.after):.1f}" stroke="{INK}" stroke-width="1" fill="none"/>'
    if pair.after is not None:
        yield square(x, y(pair.after))
    if pair.before is not None:
        yield disc(x, y(pair.before))
    if pair.before is None or pair.after is None:
        yield stroke(x, y(0) + 6)


def legend() -> Iterator[str]:
    yield disc(LEFT + 6, 10) + text(LEFT + 14, 14, _("before"))
    yield square(LEFT + 80, 10) + text(LEFT + 88, 14, _("after"))
    yield stroke(LEFT + 150, 5) + text(LEFT + 158, 14, _("one or both not given"))


def ticks(first: date, last: date) -> list[date]:
    """The first day, and then up to five days on which weeks begin, evenly apart."""
    days = (last - first).days
    step = max(7, -(-days // 6 // 7) * 7)
    found, day = [first], first + timedelta(days=step)
    while day <= last - timedelta(days=step // 4):
        found.append(day)
        day += timedelta(days=step)
    return found


def disc(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{INK}"/>'


def square(x: float, y: float) -> str:
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="#ffffff" stroke="{INK}" stroke-width="1.4"/>'


def stroke(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}v8" stroke="{INK}" stroke-width="1.4" fill="none"/>'


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
