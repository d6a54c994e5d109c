"""A person with joints, seen from the side or from the front, and what lies between two poses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import acos, atan2, cos, degrees, floor, hypot, radians, sin
from typing import TypeVar

from sketch.canvas import Canvas, Point

HEAD, NECK, TRUNK = 3.5, 6.0, 13.0
UPPER_ARM, FOREARM = 7.0, 7.0
THIGH, SHIN, FOOT = 10.0, 10.0, 4.6
SHOULDERS, HIPS = 4.8, 2.8
"""Bones in dots at scale 1, when a standing person is 43 high. The last two are half a width; NECK ends in the middle of the head."""


@dataclass(frozen=True, slots=True)
class Swing:
    """A limb by the directions of its two bones in degrees: 0 to the right, 90 up, -90 down."""

    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class To:
    """A limb by the place of its hand or ankle. `bend` says on which side of the way there the elbow or knee is: 1 or -1; 0 is neither."""

    x: float
    y: float
    bend: float = 1.0


Limb = Swing | To
Body = TypeVar("Body", "Side", "Front")
Joints = Mapping[str, Point]


def along(start: Point, direction: float, length: float) -> Point:
    """The point `length` dots from `start`. Rounded, so that every machine gets the same dots."""
    return (round(start[0] + length * cos(radians(direction)), 3), round(start[1] - length * sin(radians(direction)), 3))


def limb(root: Point, way: Limb, upper: float, lower: float) -> tuple[Point, Point]:
    """Where the middle joint and the end are. A place too far away is pointed at with a straight limb."""
    if isinstance(way, Swing):
        middle = along(root, way.upper, upper)
        return middle, along(middle, way.lower, lower)
    dx, dy = way.x - root[0], root[1] - way.y
    far = min(upper + lower - 0.001, max(abs(upper - lower) + 0.001, hypot(dx, dy)))
    towards = degrees(atan2(dy, dx))
    opening = degrees(acos((upper * upper + far * far - lower * lower) / (2 * upper * far)))
    return along(root, towards + way.bend * opening, upper), along(root, towards, far)


@dataclass(frozen=True, slots=True)
class Side:
    """A person seen from the side. Upright and with `faces` 1 they look to the right.

    `torso` and `head` are directions from hip to shoulder and on to the head; `curve` is how many dots the back bulges out;
    `nod` tips the face, in degrees; `belly` is how many dots the belly stands out.
    `far` is how thick the far limbs are; near ones have 3 dots.
    `gap` is the air round a near limb where it crosses the body.
    """

    hip: Point
    torso: float = 90.0
    head: float = 90.0
    curve: float = 0.0
    nod: float = 0.0
    belly: float = 0.0
    arm: Limb | None = None
    far_arm: Limb | None = None
    leg: Limb | None = None
    far_leg: Limb | None = None
    toes: float = 0.0
    far_toes: float = 0.0
    scale: float = 1.0
    faces: float = 1.0
    far: float = 2.0
    gap: float = 1.0

    def joints(self) -> Joints:
        s = self.scale
        shoulder = along(self.hip, self.torso, TRUNK * s)
        face = along(shoulder, self.head, NECK * s)
        found = {
            "hip": self.hip,
            "shoulder": shoulder,
            "head": face,
            "nose": along(face, self.head - (90 + 14 + self.nod) * self.faces, (HEAD + 0.5) * s),
        }
        half = ((self.hip[0] + shoulder[0]) / 2, (self.hip[1] + shoulder[1]) / 2)
        found["back"] = along(half, self.torso + 90 * self.faces, 2 * self.curve)
        found["navel"] = along(along(self.hip, self.torso, TRUNK * s * 0.38), self.torso - 90 * self.faces, 1.2 * s + self.belly * 0.5)
        for side in ("", "far_"):
            if arm := getattr(self, f"{side}arm"):
                found[f"{side}elbow"], found[f"{side}hand"] = limb(shoulder, arm, UPPER_ARM * s, FOREARM * s)
            if leg := getattr(self, f"{side}leg"):
                found[f"{side}knee"], found[f"{side}ankle"] = limb(self.hip, leg, THIGH * s, SHIN * s)
                found[f"{side}toe"] = along(found[f"{side}ankle"], getattr(self, f"{side}toes"), FOOT * s)
        return found

    def draw(self, on: Canvas) -> Joints:
        at, s = self.joints(), self.scale
        thick, thin = 3.0, self.far
        self._leg(on, at, "far_", thin, 0.0)
        self._arm(on, at, "far_", thin, 0.0)
        on.stroke(bow(at["hip"], at["back"], at["shoulder"]), 4.4 * s, 1.0)
        if self.belly:
            on.disc(at["navel"], 2.0 * s + self.belly * 0.6)
        skull(on, at["head"], s)
        on.stroke([at["shoulder"], at["head"]], 2.4 * s)
        on.disc(at["nose"], 0.9)
        self._leg(on, at, "", thick, self.gap)
        self._arm(on, at, "", thick, self.gap)
        return at

    def _leg(self, on: Canvas, at: Joints, side: str, thick: float, gap: float) -> None:
        if f"{side}knee" in at:
            hip, knee, ankle = at["hip"], at[f"{side}knee"], at[f"{side}ankle"]
            heel = along(ankle, getattr(self, f"{side}toes") + 180, 1.2)
            on.stroke([part(hip, knee, 0.3), knee, ankle, heel, at[f"{side}toe"]], thick, gap)
            on.stroke([hip, knee], thick)

    def _arm(self, on: Canvas, at: Joints, side: str, thick: float, gap: float) -> None:
        if f"{side}elbow" in at:
            shoulder, elbow, hand = at["shoulder"], at[f"{side}elbow"], at[f"{side}hand"]
            on.stroke([part(shoulder, elbow, 0.75), elbow, hand], thick, gap)
            on.stroke([shoulder, elbow], thick)


@dataclass(frozen=True, slots=True)
class Front:
    """A person seen from the front; "left" is the picture's left.

    `turn` from -1 to 1 turns the chest to the left or right, `look` the face. `lap` shortens thighs that point at us.
    """

    hip: Point
    torso: float = 90.0
    head: float = 90.0
    turn: float = 0.0
    look: float = 0.0
    left_arm: Limb | None = None
    right_arm: Limb | None = None
    left_leg: Limb | None = None
    right_leg: Limb | None = None
    left_toes: float = 180.0
    right_toes: float = 0.0
    lap: float = 1.0
    scale: float = 1.0

    def joints(self) -> Joints:
        s = self.scale
        top = along(self.hip, self.torso, TRUNK * s)
        found = {"hip": self.hip, "neck": top, "head": along(top, self.head, NECK * s)}
        narrow = cos(radians(min(1.0, abs(self.turn)) * 70))
        for side, sign in (("left", -1), ("right", 1)):
            shoulder = along(top, self.torso - 90, sign * SHOULDERS * s * narrow)
            root = along(self.hip, self.torso - 90, sign * HIPS * s)
            found[f"{side}_shoulder"], found[f"{side}_hip"] = shoulder, root
            if arm := getattr(self, f"{side}_arm"):
                found[f"{side}_elbow"], found[f"{side}_hand"] = limb(shoulder, arm, UPPER_ARM * s, FOREARM * s)
            if leg := getattr(self, f"{side}_leg"):
                found[f"{side}_knee"], found[f"{side}_ankle"] = limb(root, leg, THIGH * s * self.lap, SHIN * s)
        return found

    def draw(self, on: Canvas) -> Joints:
        at, s = self.joints(), self.scale
        seated = self.lap < 1
        if not seated:
            self._legs(on, at, 3.0)
        on.fill([at["left_shoulder"], at["right_shoulder"], at["right_hip"], at["left_hip"]], 1.0)
        on.stroke([at["left_shoulder"], at["right_shoulder"]], 3.0)
        on.stroke([at["left_hip"], at["right_hip"]], 3.0)
        skull(on, at["head"], s)
        on.stroke([at["neck"], at["head"]], 2.4 * s)
        if abs(self.look) > 0.3:
            on.disc(along(at["head"], self.head - 90, (HEAD + 0.6) * s * self.look), 0.9)
        if seated:
            self._legs(on, at, 3.6)
        for side in ("left", "right"):
            if f"{side}_elbow" in at:
                shoulder, elbow, hand = (at[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "hand"))
                on.stroke([part(shoulder, elbow, 0.5), elbow, hand], 3.0, 1.0)
                on.stroke([shoulder, elbow], 3.0)
        return at

    def _legs(self, on: Canvas, at: Joints, thick: float) -> None:
        """Legs are apart from the seat and from each other; a knee that points at us is round."""
        for side, toes in (("left", self.left_toes), ("right", self.right_toes)):
            if f"{side}_knee" in at:
                hip, knee, ankle = (at[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
                on.stroke([hip, knee, ankle, along(ankle, toes, 2.4)], thick, 1.0 if self.lap < 1 else 0.0)
                if self.lap < 1:
                    on.disc(knee, 2.6)


def skull(on: Canvas, middle: Point, scale: float) -> None:
    """A head, set so that no dot sticks out of its round."""
    on.disc((floor(middle[0]) + 0.5, floor(middle[1]) + 0.5), floor(HEAD * scale) + 0.4, 1.0)


def part(a: Point, b: Point, share: float) -> Point:
    """The point that lies `share` of the way from `a` to `b`."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def bow(a: Point, through: Point, b: Point) -> list[Point]:
    """A bent line from `a` to `b`, drawn towards a point beside it."""
    return [part(part(a, through, t / 8), part(through, b, t / 8), t / 8) for t in range(9)]


def direction(a: Point, b: Point) -> float:
    """From `a` to `b` in degrees."""
    return degrees(atan2(a[1] - b[1], b[0] - a[0]))


def loose(body: "Side | Front", name: str) -> Swing:
    """A limb that is held somewhere, by the directions of its bones."""
    at = body.joints()
    side, _, kind = name.rpartition("_")
    own = f"{side}_" if side else ""
    root, middle, end = ("shoulder", "elbow", "hand") if kind == "arm" else ("hip", "knee", "ankle")
    start = at[own + root] if own + root in at else at[root]
    return Swing(direction(start, at[own + middle]), direction(at[own + middle], at[own + end]))


def near(angle: float, other: float) -> float:
    """The same direction, at most half a turn from the other."""
    return other + (angle - other + 180) % 360 - 180


def between(a: Body, b: Body, share: float) -> Body:
    """The pose that is `share` of the way from one to another: a limb that is held twice keeps to the straight line, others swing."""
    now: dict[str, object] = {}
    for f in fields(a):
        one, other = getattr(a, f.name), getattr(b, f.name)
        if {type(one), type(other)} == {To, Swing}:
            one, other = (way if isinstance(way, Swing) else loose(body, f.name) for way, body in ((one, a), (other, b)))
            one = Swing(near(one.upper, other.upper), near(one.lower, other.lower))
        now[f.name] = tween(one, other, share)
    return type(a)(**now)  # type: ignore[arg-type]


def tween(a: object, b: object, share: float) -> object:
    """What is `share` of the way from one number, point or limb to another."""
    if a == b:
        return a
    if isinstance(a, float | int) and isinstance(b, float | int):
        return a + (b - a) * share
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(tween(one, other, share) for one, other in zip(a, b, strict=True))
    if isinstance(a, Swing) and isinstance(b, Swing):
        return Swing(a.upper + (b.upper - a.upper) * share, a.lower + (b.lower - a.lower) * share)
    if isinstance(a, To) and isinstance(b, To):
        return To(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.bend + (b.bend - a.bend) * share)
    raise ValueError(f"nothing lies between {a} and {b}")
