"""Exercises on a mat or a bed: on the back, on the side, on hands and knees."""

from dataclasses import replace

from sketch.body import Side, Swing, To
from sketch.canvas import Canvas
from sketch.scene import Scene, arrow, line, mat, scene, together, word

MAT = 41.0
ON_BACK = Side((32, 37), torso=180, head=180, scale=1.2, leg=To(46, 38.2, 1), arm=Swing(-3, 0))
HAND_ON_BELLY = replace(ON_BACK, arm=To(27, 32, 1))
TWO_LEGS = replace(ON_BACK, far_leg=To(46, 38.2, 1), far=2.4, gap=0.4)


def on_back(end: Side, *marks: Scene, start: Side = ON_BACK) -> Scene:
    return scene(start, end, mat(MAT), front=marks)


def lumbar(flat: float, *marks: Scene) -> Scene:
    """The small of the back sinks from an arch over the mat to `flat` of it."""
    start = replace(ON_BACK, curve=-3.8, arm=None)
    return on_back(replace(start, curve=-3.8 * flat), *marks, start=start)


def lifted(height: float) -> Side:
    """Hips up from the mat, shoulders on it."""
    return replace(ON_BACK, hip=(31.6, 37 - height), torso=180 + height * 3.9, arm=Swing(-1, 0))


def slid(far: float, hover: float = 0.0) -> Side:
    return replace(TWO_LEGS, leg=To(46 + far, 38.2 - hover, 1), toes=60 * far / 10)


def on_mat_from_above(*parts: Scene) -> Scene:
    frame = line((10, 0.5), (50, 0.5), (50, 47.5), (10, 47.5), (10, 0.5))
    cushion = line((22, 2.5), (38, 2.5), (38, 13.5), (22, 13.5), (22, 2.5))
    return together(frame, cushion, *parts)


def knees(legs: list[tuple[float, float, float]], *marks: Scene) -> Scene:
    """On the back, knees up, seen from above: each leg is (hip, foot, sway of the knee) in dots from the middle line."""

    def draw(on: Canvas, t: float) -> None:
        on.fill([(24, 15), (36, 15), (34, 27), (26, 27)])
        on.stroke([(24, 16), (36, 16)], 3)
        on.disc((30, 8), 4)
        on.stroke([(30, 9), (30, 15)], 3)
        on.stroke([(24, 16), (18, 20), (16, 27)], 3)
        on.stroke([(36, 16), (42, 20), (44, 27)], 3)
        on.stroke([(27, 27), (33, 27)], 3)
        for hip, foot, sway in legs:
            knee = (30 + (hip + foot) / 2 + sway * t, 33.5)
            on.stroke([(30 + hip, 27), knee, (30 + foot, 42)], 3, 1)
            on.disc(knee, 2.2)
            on.stroke([(30 + foot, 42), (30 + foot, 43.5)], 4)

    return on_mat_from_above(draw, *marks)


CURLED = Side((27, 29), torso=93, head=86, scale=1.1, leg=Swing(-12, -118), arm=To(30, 22.5, -1), toes=-75, gap=0)

ON_SIDE = Side(
    (29.5, 35.2), torso=177, head=170, scale=1.15, leg=Swing(-3, -3), far_leg=To(47, 39, 1), arm=To(23, 38.5, 1), faces=0, far=2.4
)

ALL_FOURS = Side(
    (26, 28.5),
    torso=9,
    head=-22,
    leg=Swing(-90, -180),
    far_leg=Swing(-90, -180),
    arm=Swing(-90, -90),
    far_arm=Swing(-86, -88),
    toes=-180,
    far_toes=-180,
    far=3,
)
ARM_OUT = replace(ALL_FOURS, arm=Swing(14, 14))
REACH = replace(ARM_OUT, far_leg=Swing(-183, -183), far_toes=-183)
TO_HAND, TO_FOOT = arrow((47, 19), (55, 19)), arrow((14, 27), (5, 27))


def four(end: Side, *marks: Scene) -> Scene:
    return scene(ALL_FOURS, end, mat(42), front=marks)


LYING: dict[str, Scene] = {
    "belly_breath": on_back(replace(HAND_ON_BELLY, belly=4.5, arm=To(27, 28, 1)), arrow((27, 24), (27, 17)), start=HAND_ON_BELLY),
    "belly_breath_side": on_mat_from_above(
        scene(CURLED, replace(CURLED, belly=5, arm=To(33.5, 23.5, -1)), front=(arrow((38, 21), (46, 21)),))
    ),
    "pelvic_tilt": lumbar(0, arrow((25, 18), (25, 25))),
    "pelvic_tilt_half": lumbar(0.5, word("half", 30, 20), arrow((25, 18), (25, 25))),
    "knee_rocks": knees([(-3, -2.5, 9), (3, 2.5, 9)], arrow((40, 33), (46, 33)), arrow((20, 33), (14, 33))),
    "knee_rocks_one_foot": knees([(-3, -2.5, 0), (3, 2.5, 11)], arrow((40, 33), (46, 33))),
    "knee_rocks_wide": knees([(-3, -8, 12), (3, 8, 9)], arrow((41, 32), (47, 32)), arrow((19, 32), (13, 32))),
    "bridge": on_back(lifted(6), arrow((31, 30), (31, 21))),
    "bridge_hold": on_back(lifted(9), arrow((31, 30), (31, 17)), word("hold", 28, 17, 1)),
    "heel_slide": on_back(slid(10), arrow((52, 33), (58, 33)), start=TWO_LEGS),
    "heel_slide_short": on_back(slid(5.5), arrow((52, 33), (56, 33)), word("half", 51, 25), start=TWO_LEGS),
    "heel_slide_hover": on_back(slid(9, 5), arrow((52, 33), (52, 29), (58, 29)), start=TWO_LEGS),
    "arm_leg_reach": four(REACH, TO_HAND, TO_FOOT),
    "arm_reach": four(ARM_OUT, TO_HAND),
    "arm_leg_reach_hold": four(REACH, TO_HAND, TO_FOOT, word("hold", 26, 14, 1)),
    "side_leg_lift_lying": scene(
        ON_SIDE,
        replace(ON_SIDE, leg=Swing(30, 30), toes=30),
        mat(MAT),
        line((3, MAT - 1.6), (14, MAT - 1.6), thick=2),
        front=(arrow((54, 30), (54, 22)),),
    ),
}
