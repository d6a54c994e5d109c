"""Exercises of head and shoulders, close up: from the front, from behind, or in profile."""

from math import cos, radians, sin

from sketch.body import along
from sketch.canvas import Canvas, Point
from sketch.scene import Scene, arrow, line, pillow, together, turning, word

NECK = (30.0, 31.0)
SKULL = 10.5


def face(on: Canvas, tilt: float = 0.0, look: float = 0.0) -> None:
    """A head from the front: tilted and turned, in degrees."""
    middle = along(NECK, 90 + tilt, 16)

    def at(across: float, up: float) -> Point:
        """A place on the round of the face, `across` and `up` in degrees."""
        x = SKULL * sin(radians(across + look)) * cos(radians(up))
        return along(along(middle, tilt, x), 90 + tilt, SKULL * sin(radians(up)))

    on.stroke([along(NECK, -90, 2), along(NECK, 90 + tilt, 8)], 7)
    turned = abs(look) > 40
    if not turned:
        for side in (-1, 1):
            on.disc(along(along(middle, tilt, side * SKULL * 0.98), 90 + tilt, -1), 2.2)
    on.ring(middle, SKULL, 1.5, 0.6)
    if turned:
        ear = at(-90 if look > 0 else 90, -4)
        on.ring(ear, 2.4, 1.0)
    top = [along(middle, 90 + tilt + turn, SKULL - 1.2) for turn in range(-62, 63, 4)]
    on.fill(top)
    for side in (-28, 28):
        if abs(side + look) < 80:
            on.disc(at(side, 6), 1.3)
    if turned:
        edge = along(middle, tilt + (0 if look > 0 else 180), SKULL)
        on.stroke(
            [
                along(edge, 90 + tilt, 1.5),
                along(along(edge, tilt + (0 if look > 0 else 180), 2.5), 90 + tilt, -2),
                along(edge, 90 + tilt, -3),
            ],
            1.5,
        )
    else:
        on.stroke([at(0, 0), at(4, -14), at(-4, -17)], 1.0)
    on.stroke([at(max(-14, 44 - abs(look)) - 28 if turned else -14, -36), at(8 if turned else 0, -40), at(14, -36)], 1.4)


def shoulders(on: Canvas, lift: float = 0.0, wide: float = 19.0) -> None:
    """From the neck outwards and down the arms."""
    for side in (-1, 1):
        tip = (30 + side * wide, 37.5 - lift)
        on.stroke([(30 + side * 2.5, 31), (30 + side * 7, 34 - lift * 0.6), tip, (30 + side * (wide + 1.5), 46.4)], 2.6)
    on.stroke([(30 - wide + 6, 43), (30 - wide + 6.5, 46.4)], 1)
    on.stroke([(30 + wide - 6, 43), (30 + wide - 6.5, 46.4)], 1)


def bust(*marks: Scene, tilt: float = 0.0, look: float = 0.0) -> Scene:
    def draw(on: Canvas, t: float) -> None:
        shoulders(on)
        face(on, tilt * t, look * t)

    return together(draw, *marks)


def gazing(on: Canvas, t: float) -> None:
    """Nearer still: the face does not move, the pupils do."""
    middle = (25.0, 22.0)
    on.stroke([(18, 41), (17, 44), (6, 46.4)], 2)
    on.stroke([(32, 41), (33, 44), (44, 46.4)], 2)
    for side in (-1, 1):
        on.disc((25 + side * 19.5, 23), 2.8)
    on.ring(middle, 20, 1.6)
    on.fill([along(middle, turn, 19) for turn in range(28, 153, 4)])
    for side in (-1, 1):
        x = 25 + side * 8.5
        on.ring((x, 21), 5.4, 1.2)
        on.disc((x + 3 * t, 21), 2.2)
        on.stroke([(x - 4, 14.5), (x + 4, 14.5)], 1)
    on.stroke([(25, 23), (27, 28.5), (23.5, 29)], 1.2)
    on.stroke([(19, 35), (25, 36.4), (31, 35)], 1.6)


def shrug(lift: float, *marks: Scene) -> Scene:
    def draw(on: Canvas, t: float) -> None:
        shoulders(on, lift * t)
        face(on)

    return together(draw, *marks)


def back(close: float, *marks: Scene) -> Scene:
    """From behind: two shoulder blades that slide together and down."""

    def draw(on: Canvas, t: float) -> None:
        on.disc((30, 8), 6.5)
        on.stroke([(30, 12), (30, 18)], 6)
        for side in (-1, 1):
            on.stroke(
                [(30 + side * 3, 17), (30 + side * 9, 19), (30 + side * 16, 21), (30 + side * (19 + t), 30), (30 + side * (19.5 + t), 42)],
                2,
            )
            on.stroke([(30 + side * 13.5, 29), (30 + side * 12, 46)], 1.6)
            x, y = 30 + side * (9.5 - close * t), 23 + close * 0.5 * t
            on.fill([(x - side * 3, y), (x + side * 4, y + 0.5), (x - side * 1.5, y + 11)])
        on.dotted([(30, 21), (30, 46)], 3)

    return together(draw, *marks)


def banded(on: Canvas, t: float) -> None:
    """Elbows at the sides; the hands part and a band between them grows long and thin."""
    on.stroke([(30, 14), (30, 18)], 5)
    on.ring((30, 8.5), 7.5, 1.4)
    on.fill([along((30, 8.5), turn, 6.6) for turn in range(20, 161, 5)])
    for side in (-1, 1):
        on.disc((30 + side * 2.5, 8), 1)
        on.stroke([(30 + side * 2, 18), (30 + side * 11, 20.5)], 2.4)
        on.stroke([(30 + side * 7, 24), (30 + side * 6.5, 46.4)], 1.4)
        elbow = (30 + side * 14, 34)
        hand = (30 + side * (7 + 18 * t), 38 - 9 * t)
        on.stroke([(30 + side * 11, 20.5), elbow, hand], 3, 1)
        on.disc(hand, 2.4)
    on.stroke([(23 - 18 * t, 38 - 9 * t), (30, 39.5 - 10.5 * t), (37 + 18 * t, 38 - 9 * t)], 3 - 1.4 * t, 1)
    for side in (-1, 1):
        on.disc((30 + side * (7 + 18 * t), 38 - 9 * t), 2.4)


PROFILE = (
    *((-0.2, -1.02), (0.45, -0.95), (0.82, -0.6), (0.95, -0.15), (0.92, 0.02), (1.32, 0.36), (1.0, 0.45), (1.1, 0.62), (0.98, 0.72)),
    *((1.06, 0.84), (0.9, 1.12), (0.45, 1.12), (-0.05, 0.8), (-0.5, 0.88), (-0.9, 0.5), (-1.05, -0.1), (-0.85, -0.65), (-0.2, -1.02)),
)
"""Brow, nose, lips, chin, jaw, nape and crown of a head that looks to the right, in head sizes from its middle."""


HAIR = (
    (0.75, -0.66),
    (0.45, -0.98),
    (-0.2, -1.04),
    (-0.85, -0.65),
    (-1.05, -0.1),
    (-0.92, 0.45),
    (-0.55, 0.3),
    (-0.5, -0.25),
    (-0.1, -0.45),
    (0.4, -0.5),
)


def profile(on: Canvas, middle: Point, size: float, turn: float) -> None:
    def at(x: float, y: float) -> Point:
        return along(along(middle, -turn, x * size), -turn - 90, y * size)

    outline = [at(x, y) for x, y in PROFILE]
    on.rub(outline, 3)
    on.stroke(outline, 1.6)
    on.stroke([at(0.62, -0.08), at(0.74, -0.08)], 1.8)
    on.stroke([at(0.82, 0.74), at(0.98, 0.73)], 1)
    on.stroke([at(-0.2, 0.05), at(-0.12, -0.12), at(-0.28, -0.16), at(-0.34, 0.1), at(-0.2, 0.25)], 1)
    on.fill([at(x, y) for x, y in HAIR])


def nodding(dip: float, *marks: Scene) -> Scene:
    """Upright, in profile."""

    def draw(on: Canvas, t: float) -> None:
        on.stroke([(19.5, 26), (18, 37), (9, 42), (6, 46.4)], 2)
        on.stroke([(30, 29), (31, 37), (37, 42), (38, 46.4)], 2)
        profile(on, (27 + t, 16 + 0.6 * t), 12.5, dip * t)

    return together(draw, *marks)


def nodding_on_back(on: Canvas, t: float) -> None:
    on.stroke([(24, 36), (38, 37), (56, 36)], 2)
    on.stroke([(24, 28), (34, 28), (42, 23), (56, 23)], 2)
    profile(on, (16, 27.5), 11, -90 + 20 * t)


def circles(start: float, end: float) -> Scene:
    """An arrow round each shoulder, mirrored."""
    return together(turning((51, 22), 6.5, start, end), turning((9, 22), 6.5, 180 - start, 180 - end))


INWARD = together(arrow((42, 40), (36, 40)), arrow((18, 40), (24, 40)))

FACES: dict[str, Scene] = {
    "shoulder_rolls": shrug(7, circles(-70, 195)),
    "shoulder_half_circles": shrug(4, circles(-20, 150)),
    "shoulder_rolls_slow": shrug(7, circles(-70, 195), word("slow", 4, 2)),
    "blade_squeeze": back(6, INWARD),
    "blade_squeeze_soft": back(2.5, INWARD, word("soft", 44, 6)),
    "blade_squeeze_band": together(banded, arrow((48, 42), (57, 42)), arrow((12, 42), (3, 42)), word("band", 26, 45)),
    "turn_head": bust(turning((30, 18), 22, 120, 10, 0.7), look=62),
    "turn_head_eyes": together(gazing, arrow((48, 21), (57, 21))),
    "turn_head_hold": bust(turning((30, 18), 22, 120, 10, 0.7), word("hold", 46, 10, 1), look=62),
    "ear_to_shoulder": bust(turning((30, 31), 28, 75, 42), tilt=-30),
    "ear_to_shoulder_short": bust(turning((30, 31), 28, 75, 58), tilt=-14),
    "ear_to_shoulder_long": bust(turning((30, 31), 28, 75, 42), word("long", 6, 10, 1), tilt=-30),
    "chin_nod": nodding(20, turning((27, 16), 25, 14, -20)),
    "chin_nod_lying": together(line((2, 44), (58, 44), thick=2), pillow(14, 40, 18), nodding_on_back, turning((16, 29), 25, 100, 62)),
    "chin_nod_hold": nodding(20, turning((27, 16), 25, 14, -20), word("hold", 46, 20, 1)),
}
