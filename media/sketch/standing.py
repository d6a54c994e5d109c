"""Exercises on one's feet, with or without something to hold."""

from dataclasses import replace

from sketch.body import Front, Side, Swing, To
from sketch.canvas import Canvas
from sketch.scene import Scene, arrow, ball, breath, chair, down_the_front, floor, line, scene, table, turning, wall, word

STAND = Side((28, 25.2), leg=To(27.5, 45.2, 1), far_leg=To(27.5, 45.2, 1), arm=Swing(-80, -68), far_arm=Swing(-80, -68))
FACING = Front((30, 26), left_leg=Swing(-95, -91), right_leg=Swing(-85, -89), left_arm=Swing(-108, -98), right_arm=Swing(-72, -82))
WIDE = replace(FACING, hip=(30, 27), left_leg=To(21, 45.2, -1), right_leg=To(39, 45.2, 1))
GROUND = floor(4, 56)


def stood(end: Side, *marks: Scene, start: Side = STAND, parts: tuple[Scene, ...] = (GROUND,), via: Side | None = None) -> Scene:
    return scene(start, end, *parts, front=marks, via=via)


def facing(end: Front, *marks: Scene, start: Front = FACING, parts: tuple[Scene, ...] = (GROUND,), via: Front | None = None) -> Scene:
    return scene(start, end, *parts, front=marks, via=via)


def strolling(x: float, near_first: bool) -> Side:
    """A stride: one leg and the other arm forward."""
    ahead, behind = Swing(-64, -72), Swing(-116, -128)
    fore, aft = Swing(-58, -36), Swing(-122, -100)
    near, far = (ahead, behind) if near_first else (behind, ahead)
    return replace(
        STAND,
        hip=(x, 26),
        leg=near,
        far_leg=far,
        arm=aft if near_first else fore,
        far_arm=fore if near_first else aft,
        toes=10 if near_first else -40,
        far_toes=-40 if near_first else 10,
        far=2.4,
    )


PASSING = replace(STAND, hip=(28, 25.2), leg=Swing(-88, -92), far_leg=Swing(-70, -115), far_toes=-25, far=2.4)


def walking(*marks: Scene) -> Scene:
    return stood(strolling(34, False), *marks, start=strolling(22, True), via=PASSING)


WORKTOP = (floor(4, 58), table(41, 58, 22.5))
BY_WORKTOP = replace(STAND, hip=(31, 25.2), leg=To(30.5, 45.2, 1), far_leg=To(30.5, 45.2, 1), arm=To(42.5, 20.5, -1), far_arm=None)

CHAIR_AHEAD = (floor(4, 58), chair((38, 34), deep=14, back=15))
BEHIND_CHAIR = Side((27, 27.2), scale=0.9, leg=To(26.5, 45.2, 1), far_leg=To(26.5, 45.2, 1), arm=To(37, 19.5, -1))
ON_TOES = replace(
    BEHIND_CHAIR, hip=(28.5, 22.6), leg=To(28, 40.6, 1), far_leg=To(28, 40.6, 1), toes=-52, far_toes=-52, arm=To(37, 18.5, -1)
)
ONE_FOOT = Swing(-84, -150)
HEEL_UP = arrow((19, 44), (19, 34))

LEANING_ON_TABLE = Side(
    (25, 26.5), torso=40, head=24, arm=Swing(-68, -52), far_arm=Swing(-64, -50), leg=To(24, 45.2, 1), far_leg=To(24, 45.2, 1), far=3
)

LUNGE = Side((22, 26), torso=72, head=80, leg=To(31, 45.2, 1), far_leg=To(11, 45.2, 1), far=3, arm=To(41, 16, -1), far_toes=0)
DEEP = replace(LUNGE, hip=(25.5, 27.8), torso=66, arm=To(41, 16, -1))

AT_WALL = Side((33, 27.4), scale=0.9, leg=To(33, 45.4, 1), far_leg=To(33, 45.4, 1), arm=To(41.5, 18, -1))
BY_WALL = (floor(4, 56), wall(44))

HANDS_AT_CHEST = replace(STAND, arm=To(35, 15, -1), far_arm=To(36, 14, -1), far=2.4)
PUSHED = replace(HANDS_AT_CHEST, arm=Swing(-4, 6), far_arm=Swing(0, 10))


def pushed(step: float, lean: float = 0.0) -> Side:
    """Palms forward after a step of so many dots."""
    return replace(PUSHED, hip=(28 + step * 0.55, 25.2 + step * 0.14), torso=90 - lean, head=90 - lean, leg=To(27.5 + step, 45.2, 1))


def round_ball(radius: float, body: Front = FACING) -> Front:
    """Hands at the sides of a ball before the belly."""
    return replace(body, left_arm=To(28 - radius, 23, -1), right_arm=To(32 + radius, 23, 1))


def grown(end: float, body: Front = FACING) -> Scene:
    return facing(round_ball(end, body), ball(4, end, 23), *APART, start=round_ball(4, body))


APART = (arrow((48, 22), (56, 22)), arrow((12, 22), (4, 22)))


def shifted(by: float, **heel: object) -> Front:
    return replace(WIDE, hip=(30 + by, 29.4), **heel)  # type: ignore[arg-type]


BOTH_WAYS = (arrow((48, 25), (56, 25)), arrow((12, 25), (4, 25)))
OVERHEAD = Front(
    (30, 28), scale=0.88, left_leg=Swing(-95, -91), right_leg=Swing(-85, -89), left_arm=Swing(-108, -98), right_arm=Swing(-72, -82)
)
TURNED = replace(OVERHEAD, turn=0.5, look=0.9, left_arm=Swing(-38, -8), right_arm=Swing(-8, -22))


def chair_back(on: Canvas, t: float) -> None:
    """A chair before the person, seen from behind its back."""
    for y in (26, 31):
        on.stroke([(25, y), (35, y)], 2, 1)
    for x in (25, 35):
        on.stroke([(x, 26), (x, 46)], 2, 1)
    on.stroke([(25, 37), (35, 37)], 2, 1)


TOP = (floor(2, 58), line((4, 25), (56, 25), thick=2), line((6, 25), (6, 46), thick=1.5), line((54, 25), (54, 46), thick=1.5))
HANDS_ON_TOP = replace(FACING, left_arm=To(20, 23.5, -1), right_arm=To(40, 23.5, 1))


def holding(body: Front) -> Front:
    """Both hands on the back of that chair."""
    return replace(body, left_arm=To(25, 24.5, -1), right_arm=To(35, 24.5, 1))


def off_the_wall(on: Canvas, t: float) -> None:
    """First up, then a little away."""
    if t == 0:
        arrow((25, 18), (25, 4))(on, 0)
    if t == 0.5:
        arrow((37, 3), (29, 3))(on, 0)


def far_point(on: Canvas, t: float) -> None:
    """Something small and far away for the eyes to rest on."""
    on.ring((56, 8), 2, 1)
    on.dotted([(36, 8), (52, 8)], 3)


STANDING: dict[str, Scene] = {
    "easy_walk": walking(arrow((42, 12), (54, 12))),
    "easy_walk_longer": walking(arrow((38, 12), (57, 12)), word("longer", 44, 17)),
    "sitting_march_standing": stood(replace(BY_WORKTOP, leg=Swing(-28, -92)), arrow((20, 44), (20, 32)), start=BY_WORKTOP, parts=WORKTOP),
    "arm_leg_reach_table": stood(
        replace(LEANING_ON_TABLE, arm=Swing(14, 14), far_leg=Swing(-155, -155), far_toes=-65),
        arrow((46, 11), (56, 11)),
        arrow((12, 34), (4, 34)),
        start=LEANING_ON_TABLE,
        parts=(floor(4, 58), table(39, 58, 31)),
    ),
    "heel_raise": stood(ON_TOES, HEEL_UP, start=BEHIND_CHAIR, parts=CHAIR_AHEAD),
    "heel_raise_one_leg": stood(
        replace(ON_TOES, far_leg=ONE_FOOT, far_toes=-80),
        arrow((13, 44), (13, 34)),
        start=replace(BEHIND_CHAIR, far_leg=ONE_FOOT, far_toes=-80),
        parts=CHAIR_AHEAD,
    ),
    "heel_raise_far_point": stood(ON_TOES, HEEL_UP, far_point, start=BEHIND_CHAIR, parts=CHAIR_AHEAD),
    "side_leg_lift": facing(replace(HANDS_ON_TOP, right_leg=Swing(-58, -58)), arrow((42, 42), (49, 35)), start=HANDS_ON_TOP, parts=TOP),
    "side_leg_lift_hold": facing(
        replace(HANDS_ON_TOP, right_leg=Swing(-54, -54)), arrow((42, 42), (49, 35)), word("hold", 44, 14, 1), start=HANDS_ON_TOP, parts=TOP
    ),
    "calf_stretch": stood(DEEP, arrow((31, 26), (38, 31)), start=LUNGE, parts=(floor(4, 56), wall(43))),
    "calf_stretch_long": stood(DEEP, arrow((31, 26), (38, 31)), word("longer", 10, 10, 1), start=LUNGE, parts=(floor(4, 56), wall(43))),
    "arms_up_the_wall": stood(replace(AT_WALL, arm=To(41.5, 6, -1)), arrow((25, 18), (25, 4)), start=AT_WALL, parts=BY_WALL),
    "arms_up_the_wall_lift_off": stood(
        replace(AT_WALL, arm=To(36.5, 5, -1)), off_the_wall, start=AT_WALL, via=replace(AT_WALL, arm=To(41.5, 6, -1)), parts=BY_WALL
    ),
    "quiet_standing": facing(FACING, breath(37, 7), start=FACING),
    "arms_float": stood(replace(STAND, arm=Swing(-22, -10), far_arm=Swing(-18, -6)), arrow((46, 30), (46, 16))),
    "arms_float_waist": stood(replace(STAND, arm=Swing(-52, -24), far_arm=Swing(-48, -20)), arrow((46, 30), (46, 22))),
    "arms_float_shoulder": stood(replace(STAND, arm=Swing(0, 4), far_arm=Swing(4, 8)), arrow((46, 30), (46, 8))),
    "open_and_close": grown(8.5),
    "open_and_close_small": grown(6),
    "open_and_close_wide": grown(8.5, WIDE),
    "shift_weight": facing(shifted(5.5), *BOTH_WAYS, start=WIDE),
    "shift_weight_chair": facing(holding(shifted(6)), chair_back, *BOTH_WAYS, start=holding(WIDE)),
    "shift_weight_heel": facing(
        shifted(5.5, left_leg=To(21.5, 41, -0.3), left_toes=-108), *BOTH_WAYS, arrow((12, 44), (12, 38)), start=replace(WIDE, left_toes=181)
    ),
    "loose_turn": facing(TURNED, turning((30, 8), 17, 125, 15, 0.4), start=OVERHEAD),
    "loose_turn_slow": facing(TURNED, turning((30, 8), 17, 125, 15, 0.4), word("slow", 8, 8), start=OVERHEAD),
    "step_and_push": stood(pushed(12), arrow((44, 16), (54, 16)), arrow((34, 40), (42, 40)), start=HANDS_AT_CHEST),
    "step_and_push_no_step": stood(pushed(0, 10), arrow((44, 16), (54, 16)), start=HANDS_AT_CHEST),
    "step_and_push_long": stood(pushed(19), arrow((44, 16), (54, 16)), arrow((34, 40), (50, 40)), start=HANDS_AT_CHEST),
    "gather_in": facing(
        replace(OVERHEAD, left_arm=Swing(-245, -285), right_arm=Swing(65, 105)),
        turning((30, 20), 21, -45, 25),
        turning((30, 20), 21, 225, 155),
        down_the_front(48, 8, 28),
        down_the_front(12, 8, 28),
        start=OVERHEAD,
    ),
    "gather_in_low": facing(
        replace(OVERHEAD, left_arm=Swing(-185, -190), right_arm=Swing(5, 10)),
        turning((30, 20), 21, -60, -15),
        turning((30, 20), 21, 240, 195),
        down_the_front(48, 20, 32),
        down_the_front(12, 20, 32),
        start=OVERHEAD,
    ),
    "quiet": facing(
        replace(FACING, left_arm=To(28, 21, -1), right_arm=To(32, 21, 1)),
        breath(37, 7),
        start=replace(FACING, left_arm=To(28, 21, -1), right_arm=To(32, 21, 1)),
    ),
}
