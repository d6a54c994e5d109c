"""A scene: a person bebetween two poses, with the things around them and the marks that say where to."""

from collections.abc import Callable
from math import atan2, degrees, sin

from sketch.body import Body, along, between
from sketch.canvas import Canvas, Point

Scene = Callable[[Canvas, float], None]
"""Draws a moment: 0 the start, 1 the end."""

FLOOR = 47.5


def scene(start: Body, end: Body, *parts: Scene, via: Body | None = None, front: tuple[Scene, ...] = ()) -> Scene:
    """A person who moves from `start` to `end` (through `via`, if there is one). `parts` lie behind them, `front` before them."""

    def draw(on: Canvas, t: float) -> None:
        for each in parts:
            each(on, t)
        if via is None:
            between(start, end, t).draw(on)
        else:
            (start, via, end)[round(2 * t)].draw(on)
        for each in front:
            each(on, t)

    return draw


def together(*parts: Scene) -> Scene:
    """Scenes one over the other."""

    def draw(on: Canvas, t: float) -> None:
        for each in parts:
            each(on, t)

    return draw


def arrow(*points: Point) -> Scene:
    """A way with an arrowhead at its end, shown until the movement has arrived and where there is room."""
    return lambda on, t: pointed(on, t, list(points))


def turning(middle: Point, radius: float, start: float, end: float, flat: float = 1.0, always: bool = False) -> Scene:
    """An arrow along part of a circle, from one direction to another in degrees; `flat` below 1 lays the circle down."""
    way = [along(middle, start + (end - start) * i / 24, radius) for i in range(25)]
    way = [(x, middle[1] + (y - middle[1]) * flat) for x, y in way]
    return lambda on, t: pointed(on, 0 if always else t, way)


def pointed(on: Canvas, t: float, way: list[Point]) -> None:
    """Draw an arrow. ValueError when it has no room at the start, where it is needed."""
    if t == 1:
        return
    (ax, ay), tip = way[-2 if len(way) < 4 else -3], way[-1]
    back = degrees(atan2(tip[1] - ay, ax - tip[0]))
    head, shaft = Canvas(), Canvas()
    head.stroke([along(tip, back + 39, 4), tip, along(tip, back - 39, 4)], 1.5)
    shaft.stroke(way, 1.5)
    free = not any(beside(on, dot) for dot in head.dots)
    if free:
        on.dots |= head.dots | {dot for dot in shaft.dots if not beside(on, dot)}
    elif t == 0:
        raise ValueError(f"the arrow to {tip[0]:.0f}, {tip[1]:.0f} has no room")


def beside(on: Canvas, dot: tuple[int, int]) -> bool:
    """Whether something is drawn on a dot or next to it."""
    x, y = dot
    return any((x + dx, y + dy) in on.dots for dx in (-1, 0, 1) for dy in (-1, 0, 1))


def glance(start: Point, end: Point) -> Scene:
    """Where the eyes look once the movement is under way."""

    def draw(on: Canvas, t: float) -> None:
        if t > 0.5:
            on.dotted([start, end], 3)

    return draw


def word(text: str, x: float, y: float, from_t: float = 0.0) -> Scene:
    """A word beside the person, from a moment on."""

    def draw(on: Canvas, t: float) -> None:
        if t >= from_t:
            on.letter((x, y), text)

    return draw


def line(*points: Point, thick: float = 1.0) -> Scene:
    """Something that stands still: a floor, a wall, a piece of furniture."""

    def draw(on: Canvas, t: float) -> None:
        on.stroke(points, thick)

    return draw


def floor(left: float = 2, right: float = 58) -> Scene:
    return line((left, FLOOR), (right, FLOOR))


def mat(y: float, left: float = 1, right: float = 59) -> Scene:
    """A mat from the side: a thick line with a little air below it."""
    return line((left + 1, y), (right - 1, y), thick=2)


def pillow(x: float, y: float, wide: float = 8) -> Scene:
    return line((x - wide / 2, y), (x + wide / 2, y), thick=3)


def stool(left: float, right: float, y: float) -> Scene:
    """A seat without a back."""
    return together(
        line((left, y), (right, y), thick=2),
        line((left + 2, y), (left + 2, FLOOR - 1), thick=1.5),
        line((right - 2, y), (right - 2, FLOOR - 1), thick=1.5),
    )


def chair(seat: Point, deep: float = 14, back: float = 18, thick: float = 1.0) -> Scene:
    """A chair from the side. `seat` is the back end of the seat; `deep` below 0 turns the chair round; `back` is the height of its back."""
    x, y = seat
    return together(
        line((x, y - back), (x, FLOOR - 1), thick=thick + 0.5),
        line((x, y), (x + deep, y), thick=2),
        line((x + deep - (0.5 if deep > 0 else -0.5), y), (x + deep - (0.5 if deep > 0 else -0.5), FLOOR - 1), thick=thick + 0.5),
    )


def chair_in_front_view(x: float, y: float, half: float = 10, back: float = 16) -> Scene:
    """A chair from the front: the back behind the person, the seat, two legs."""
    return together(
        line((x - half + 2, y), (x - half + 2, y - back), (x + half - 2, y - back), (x + half - 2, y)),
        line((x - half, y), (x + half, y), thick=2),
        line((x - half + 0.5, y), (x - half + 0.5, FLOOR - 1), thick=1.5),
        line((x + half - 0.5, y), (x + half - 0.5, FLOOR - 1), thick=1.5),
    )


def table(left: float, right: float, y: float) -> Scene:
    return together(
        line((left, y), (right, y), thick=2),
        line((left + 2, y), (left + 2, FLOOR - 1), thick=1.5),
        line((right - 2, y), (right - 2, FLOOR - 1), thick=1.5),
    )


def wall(x: float, top: float = 1) -> Scene:
    """A wall from the side, hatched on the far side."""
    strokes = [line((x + 1, y + 4), (x + 4, y)) for y in range(int(top) + 1, 43, 6)]
    return together(line((x, top), (x, FLOOR), thick=2), *strokes)


def breath(x: float, y: float, long: float = 6) -> Scene:
    """A wave that drifts away from the face, longer with every moment."""

    def draw(on: Canvas, t: float) -> None:
        for row in (0, 5):
            far = long * (1 + 2 * t)
            on.stroke([(x + i, y + row + 1.4 * sin(i * 0.9)) for i in range(round(far))], 1.0)

    return draw


def ball(start: float, end: float, y: float) -> Scene:
    """The ball between the hands that is only imagined."""

    def draw(on: Canvas, t: float) -> None:
        on.ring((30, y), start + (end - start) * t, 1.0)

    return draw


def down_the_front(x: float, top: float, bottom: float) -> Scene:
    """At the end: where the hands go next."""

    def draw(on: Canvas, t: float) -> None:
        if t == 1:
            arrow((x, top), (x, bottom))(on, 0.0)

    return draw
