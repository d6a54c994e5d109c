"""Exercises on a chair, seen from the side or from the front."""

from dataclasses import replace

from sketch.body import Front, Side, Swing, To, along
from sketch.canvas import Canvas
from sketch.scene import (
    Scene,
    arrow,
    ball,
    breath,
    chair,
    chair_in_front_view,
    down_the_front,
    floor,
    glance,
    line,
    scene,
    stool,
    table,
    together,
    turning,
    word,
)

SEAT = (13.0, 36.5)
TALL = Side((18, 32.5), scale=1.25, leg=To(31, 45.2, 1), far_leg=To(31, 45.2, 1), arm=To(28, 29, -1))
ON_CHAIR = (floor(6, 54), chair(SEAT))
ON_STOOL = (floor(6, 54), stool(11, 28, 36.5))
SUNK = replace(TALL, torso=97, head=82, curve=3, hip=(19, 33.2))
ROUND = replace(TALL, torso=88, head=35, curve=5, nod=25)
HOLDING_SEAT = replace(TALL, arm=To(20, 35, -1))
LEG_DOWN = replace(HOLDING_SEAT, leg=Swing(-1, -90))
LEG_STRAIGHT = replace(HOLDING_SEAT, leg=Swing(-1, -4), toes=75)
HEEL_OUT = replace(TALL, leg=To(42, 44.2, 1), toes=60)
HAND_ON_BELLY = replace(TALL, arm=To(24, 25, -1), gap=0.4)
HANDS_AT_CHEST = replace(TALL, arm=To(26, 20, -1), far_arm=To(27, 19, -1))


def seated(end: Side, *marks: Scene, start: Side = TALL, parts: tuple[Scene, ...] = ON_CHAIR, via: Side | None = None) -> Scene:
    return scene(start, end, *parts, front=marks, via=via)


def foot(x: float, y: float = 45.2, toes: float = 0.0, body: Side = TALL) -> Side:
    """The near foot somewhere else."""
    return replace(body, leg=To(x, y, 1), toes=toes)


def leaning(body: Side, torso: float) -> Side:
    """Tipped forward from the hips, with the hands on the way down the thigh."""
    return replace(body, torso=torso, head=torso + 4, arm=To(31, 31, -1))


FACING = Front(
    (30, 33),
    scale=1.1,
    lap=0.45,
    left_leg=To(24.5, 45.2, -1),
    right_leg=To(35.5, 45.2, 1),
    left_arm=To(22.5, 35, -1),
    right_arm=To(37.5, 35, 1),
)
ON_CHAIR_FACING = (floor(8, 52), chair_in_front_view(30, 38, 14))
HANDS_IN_LAP = replace(FACING, left_arm=To(28.5, 34, -1), right_arm=To(31.5, 34, 1))
HANDS_ON_BELLY = replace(FACING, left_arm=To(28, 27.5, -1), right_arm=To(32, 27.5, 1))
ARMS_LOOSE = replace(FACING, left_arm=Swing(-108, -98), right_arm=Swing(-72, -82))
ONE_ON_SEAT = replace(FACING, left_arm=To(18, 36, -1), right_arm=Swing(-60, -60))
HAND_ON_HIP = replace(ONE_ON_SEAT, right_arm=To(34, 31, 1))
KNEE_ACROSS = replace(FACING, left_arm=To(36, 34, -1), right_arm=To(42, 36, 1))


def facing(end: Front, *marks: Scene, start: Front = FACING, via: Front | None = None, parts: tuple[Scene, ...] = ON_CHAIR_FACING) -> Scene:
    return scene(start, end, *parts, front=marks, via=via)


def over(lean: float, body: Front) -> Front:
    """Leaning to the left, a hand on the seat."""
    return replace(body, torso=90 + lean, head=90 + lean * 1.6, left_arm=To(18, 36, -1))


ROUND_THE_HEAD = turning((30, 10), 16, 150, 20, 0.45)

LOW_SEAT = (floor(4, 50), chair((8, 36.5)))
READY = Side((16, 33.8), scale=1.02, leg=To(25.5, 45.2, 1), far_leg=To(25.5, 45.2, 1), arm=To(23, 31, -1))
UP = Side((26, 25), scale=1.02, leg=To(25.5, 45.2, 1), far_leg=To(25.5, 45.2, 1), arm=Swing(-78, -66))
OVER = replace(READY, hip=(18, 31), torso=48, head=58, arm=To(29, 31, -1))
HIGH_SEAT = (
    floor(4, 50),
    chair((8, 34.5), deep=15, back=20),
    line((9.5, 32.5), (22, 32.5), thick=3),
    line((8, 26), (21, 26), (21, 32), thick=1.5),
)


def standing_up(*marks: Scene, start: Side = READY, via: Side = OVER, parts: tuple[Scene, ...] = LOW_SEAT) -> Scene:
    return scene(start, UP, *parts, front=(arrow((40, 34), (40, 12)), *marks), via=via)


def knees_swayed(way: float) -> Front:
    """Both knees to the picture's left, -1, or right, 1; the feet stay."""
    return replace(
        FACING,
        lap=0.6,
        left_leg=To(25.5, 45.2, way),
        right_leg=To(34.5, 45.2, way),
        left_arm=To(18, 36, -1),
        right_arm=To(42, 36, 1),
    )


def squeeze(on: Canvas, t: float) -> None:
    """From behind: the two halves of the seat come together, and nothing else moves."""
    replace(FACING, hip=(30, 29), left_leg=None, right_leg=None, left_arm=Swing(-122, -62), right_arm=Swing(-58, -118)).draw(on)
    on.fill([(26, 26), (34, 26), (37, 32), (23, 32)])
    apart = 6.8 - 2.2 * t
    for half in (30 - apart, 30 + apart):
        on.disc((half, 32.6), 5.4)
    cleft = 30 - 0.5 * t
    on.rub([(cleft, 31.5), (cleft, 35.5)], 4 - 3.2 * t)


def chest_seam(on: Canvas, t: float) -> None:
    """The seam of a shirt goes with the breastbone, which shows a turn too small to see otherwise."""
    on.rub([(30 + 1.5 * t, 19), (30 + 1.5 * t, 32)], 1)


def towel(on: Canvas, t: float) -> None:
    """From the hands round the sole."""
    hand, sole = (30 - 2.5 * t, 24), (45 - 2.5 * t, 40 - 1.5 * t)
    on.stroke([hand, sole], 1.6)
    on.stroke([sole, (sole[0] + 1.5, sole[1] + 3)], 1.6)


def weight(on: Canvas, t: float) -> None:
    """A cuff round the ankle that moves."""
    bend = (-90, -47, -4)[round(2 * t)]
    ankle = along(along((18, 32.5), -1, 12.5), bend, 9.5)
    on.stroke([along(ankle, bend + 90, 3), along(ankle, bend - 90, 3)], 4.5, 1)
    on.letter(((37, 38), (45, 34), (32, 24))[round(2 * t)], "kg")


def cloth(on: Canvas, t: float) -> None:
    """Under the hands."""
    x = 32 + 8 * t
    on.stroke([(x - 2, 28.4), (x + 3, 28.4)], 1.6)


def eyes_rest_on(x: float, y: float, end: float) -> Scene:
    """A picture on a wall, and the look that goes there."""

    def draw(on: Canvas, t: float) -> None:
        on.stroke([(end, y - 7), (end + 11, y - 7), (end + 11, y + 4), (end, y + 4), (end, y - 7)], 1)
        on.stroke([(end + 2, y + 2), (end + 4.5, y - 3), (end + 6, y), (end + 8, y - 2), (end + 9, y + 2)], 1)
        on.dotted([(x, y), (x + (end - 2 - x) * (0.3 + 0.7 * t), y)], 2)

    return draw


def low_leg(*marks: Scene, toes: tuple[float, float], lifted: float = 0.0) -> Scene:
    """A knee, a shin and a large foot at the edge of a seat; the toes go from one direction to another."""

    def draw(on: Canvas, t: float) -> None:
        ankle = (24.0, 38.0 - lifted)
        on.stroke([(1.5, 16.5), (13, 16.5)], 3)
        on.stroke([(12, 17), (12, 46)], 2)
        on.stroke([(5, 8.5), (19, 9.5)], 8.5)
        on.stroke([(1, 4.5), (1, 12.5)], 1)
        on.stroke([(20, 10.5), ankle], 6.5)
        toe = toes[0] + (toes[1] - toes[0]) * t
        heel = along(along(ankle, toe - 90, 4.5), toe + 180, 3.5)
        tip = along(along(ankle, toe - 90, 5.2), toe, 15.0)
        on.fill(
            [along(ankle, toe + 90, 2.5), along(tip, toe + 90, 2.5), tip, along(heel, toe - 90, 0.8), heel, along(ankle, toe + 180, 3.2)], 1
        )
        on.stroke([heel, tip], 3)
        on.stroke([along(ankle, toe - 60, 2), along(tip, toe + 90, 1.5)], 4)
        on.stroke([part_way(ankle), ankle], 6.5)

    def part_way(ankle: tuple[float, float]) -> tuple[float, float]:
        return (ankle[0] - 1, ankle[1] - 8)

    return together(floor(2, 58), *marks, draw)


def dozing(on: Canvas, t: float) -> None:
    """One z, then two, then three, each larger."""
    for x, y, size in ((24, 10, 5), (32, 6, 7), (43, 3, 10))[: 1 + round(2 * t)]:
        on.stroke([(x, y), (x + size, y), (x, y + size), (x + size, y + size)], 1.4)


ARMCHAIR = together(
    line((10, 37), (24, 37), thick=5),
    line((10, 38), (5, 14), thick=4),
    line((12, 44), (12, 46), thick=2),
    line((24, 44), (24, 46), thick=2),
    line((10, 41), (26, 41), thick=5),
)
RECLINED = Side((15, 31.5), torso=112, head=108, scale=1.2, leg=To(37, 36, 1), far_leg=To(37, 36, 1), arm=To(22, 28, -1), toes=60)


SITTING: dict[str, Scene] = {
    "belly_breath_chair": seated(replace(HAND_ON_BELLY, belly=7, arm=To(28, 24.5, -1)), arrow((36, 27), (46, 27)), start=HAND_ON_BELLY),
    "pelvic_tilt_seated": seated(
        replace(TALL, torso=96, head=82, curve=4.5, arm=To(19, 30, -1), hip=(21, 33.2)),
        arrow((11, 31), (3, 31)),
        start=replace(TALL, arm=To(20, 31, -1), curve=-2, torso=86, hip=(20, 32.5)),
        parts=ON_STOOL,
    ),
    "knee_sway_seated": facing(
        knees_swayed(0.9), arrow((47, 41), (56, 41)), arrow((13, 41), (4, 41)), start=knees_swayed(0), via=knees_swayed(0.5)
    ),
    "seat_squeeze": together(floor(8, 52), stool(16, 44, 39), squeeze, arrow((4, 32), (14, 32)), arrow((56, 32), (46, 32))),
    "heel_slide_seated": seated(foot(41), arrow((40, 41), (48, 41))),
    "arm_leg_reach_seated": seated(
        replace(TALL, arm=Swing(4, 4), far_leg=To(42, 44.5, 1), far_toes=30, far=3),
        arrow((42, 17), (50, 17)),
        arrow((44, 37), (52, 37)),
        start=replace(TALL, far=3),
    ),
    "easy_walk_seated": seated(
        replace(TALL, leg=To(31, 45.2, 1), far_leg=To(36, 38, 1), arm=To(31, 21, -1), far_arm=To(13, 30, -1)),
        arrow((44, 41), (44, 32)),
        start=replace(TALL, leg=To(34, 38, 1), far_leg=To(31, 45.2, 1), arm=To(13, 30, -1), far_arm=To(31, 21, -1)),
    ),
    "sitting_march": seated(replace(HOLDING_SEAT, leg=Swing(30, -88)), arrow((42, 40), (42, 26)), start=LEG_DOWN),
    "heel_lifts": seated(foot(32, 40.5, -55, HOLDING_SEAT), arrow((44, 44), (44, 38)), start=HOLDING_SEAT),
    "knee_straighten": seated(LEG_STRAIGHT, turning((30, 33), 19, -44, -12), start=LEG_DOWN),
    "knee_straighten_heel_down": seated(foot(42, 44.2, 40, HOLDING_SEAT), arrow((42, 39), (50, 39)), start=HOLDING_SEAT),
    "knee_straighten_weight": seated(LEG_STRAIGHT, weight, turning((30, 33), 22, -36, -8), start=LEG_DOWN),
    "sit_to_stand": standing_up(),
    "sit_to_stand_high": standing_up(
        start=replace(READY, hip=(16, 29.3), arm=To(20, 25, -1)),
        via=replace(OVER, hip=(20, 27.5), torso=60, head=70, arm=To(20, 25, -1)),
        parts=HIGH_SEAT,
    ),
    "sit_to_stand_slow": standing_up(word("slow", 44, 22)),
    "sit_to_stand_seated": seated(leaning(TALL, 52), arrow((34, 10), (44, 10)), arrow((41, 35), (41, 43))),
    "heel_raise_seated": seated(
        replace(foot(32, 40.5, -55, HOLDING_SEAT), far_leg=To(32, 40.5, 1), far_toes=-55),
        arrow((42, 44), (42, 36)),
        arrow((50, 44), (50, 36)),
        start=HOLDING_SEAT,
    ),
    "side_leg_lift_seated": facing(replace(FACING, right_leg=To(47, 45.2, 1)), arrow((46, 40), (54, 40))),
    "calf_stretch_towel": seated(
        replace(HEEL_OUT, torso=94, head=92, arm=To(27.5, 24, -1), toes=108),
        towel,
        arrow((46, 28), (38, 28)),
        start=replace(HEEL_OUT, arm=To(30, 24, -1), toes=58),
    ),
    "quiet_sitting": facing(HANDS_IN_LAP, breath(38, 13), start=HANDS_IN_LAP),
    "quiet_sitting_supported": seated(
        replace(TALL, torso=96, head=100, arm=To(27, 31, -1)),
        breath(24, 11),
        start=replace(TALL, torso=96, head=100, arm=To(27, 31, -1)),
        parts=(floor(4, 54), chair((10, 36.5), deep=17, back=34), line((9.5, 6), (9.5, 14), thick=4)),
    ),
    "table_slide": scene(
        replace(TALL, hip=(14, 32.5), arm=To(31, 26.5, -1), leg=To(27, 45.2, 1), far_leg=To(27, 45.2, 1)),
        replace(TALL, hip=(14, 32.5), torso=62, head=68, arm=To(38.5, 27, -1), leg=To(27, 45.2, 1), far_leg=To(27, 45.2, 1)),
        floor(4, 58),
        chair((9, 36.5)),
        table(26, 58, 30),
        front=(
            cloth,
            arrow((42, 22), (54, 22)),
        ),
    ),
    "arrive": seated(TALL, breath(25, 10), arrow((41, 33), (41, 43)), arrow((7, 24), (7, 34)), start=TALL),
    "arrive_eyes_open": seated(TALL, eyes_rest_on(26, 9, 44), breath(27, 19, 5)),
    "round_and_lengthen": seated(ROUND, turning((20, 18), 17, 75, 25)),
    "round_and_lengthen_tiny": seated(replace(TALL, torso=89, head=70, curve=2, nod=8), turning((20, 18), 17, 75, 50)),
    "round_and_lengthen_arms": seated(
        replace(ROUND, arm=Swing(-10, 0), far_arm=Swing(-5, 5)),
        turning((37, 24), 16, 62, 5),
        start=replace(TALL, arm=Swing(20, 35), far_arm=Swing(160, 145), far=3),
        via=replace(TALL, curve=2.5, head=60, arm=Swing(0, 10), far_arm=Swing(10, 20), far=3),
    ),
    "lengthen_only": seated(TALL, arrow((32, 20), (32, 5)), start=SUNK),
    "side_reach": facing(replace(over(14, ONE_ON_SEAT), right_arm=Swing(100, 150)), turning((30, 24), 20, 30, 82), start=ONE_ON_SEAT),
    "side_reach_hand_on_hip": facing(over(12, HAND_ON_HIP), turning((30, 26), 22, 60, 100), start=HAND_ON_HIP),
    "side_reach_look_up": facing(
        replace(over(14, ONE_ON_SEAT), right_arm=Swing(92, 125), head=125, look=0.8),
        turning((30, 24), 20, 30, 82),
        glance((21, 9), (27, 3)),
        start=ONE_ON_SEAT,
    ),
    "soft_turn": facing(replace(KNEE_ACROSS, turn=1.0), ROUND_THE_HEAD, start=KNEE_ACROSS),
    "soft_turn_hands_on_thighs": facing(replace(FACING, turn=0.6), chest_seam, turning((30, 10), 16, 125, 45, 0.45)),
    "soft_turn_look_round": facing(replace(KNEE_ACROSS, turn=1.0, look=1.0), ROUND_THE_HEAD, glance((38, 13), (56, 13)), start=KNEE_ACROSS),
    "leg_out_lean": seated(leaning(HEEL_OUT, 55), turning((20, 30), 25, 75, 40), start=HEEL_OUT),
    "leg_out_lean_bent": seated(leaning(foot(36), 68), turning((20, 30), 25, 75, 50), start=foot(36)),
    "leg_out_lean_hold": seated(leaning(HEEL_OUT, 55), turning((20, 30), 25, 75, 40), word("hold", 46, 16, 1), start=HEEL_OUT),
    "leg_out_tall": seated(replace(HEEL_OUT, toes=88), turning((43, 41), 11, 0, 65), start=TALL, via=replace(HEEL_OUT, toes=5)),
    "ankle_circles": low_leg(turning((43, 31), 12, 230, -70, always=True), toes=(-22, 22), lifted=6),
    "toes_up_down": low_leg(arrow((52, 38), (52, 22)), toes=(0, 32)),
    "ankle_circles_both_ways": low_leg(
        turning((51, 15), 7, 230, -80, always=True), turning((51, 34), 7, -50, 260, always=True), toes=(-22, 22), lifted=6
    ),
    "rest": scene(RECLINED, RECLINED, floor(2, 56), ARMCHAIR, stool(33, 44, 40), front=(dozing,)),
    "quiet_standing_seated": facing(ARMS_LOOSE, breath(38, 13), start=ARMS_LOOSE),
    "arms_float_seated": seated(
        replace(TALL, arm=Swing(-14, -4), far_arm=Swing(-10, 0)),
        arrow((44, 30), (44, 18)),
        start=replace(TALL, arm=Swing(-66, -40), far_arm=Swing(-62, -36)),
    ),
    "open_and_close_seated": facing(
        replace(FACING, left_arm=To(18, 27, -1), right_arm=To(42, 27, 1)),
        ball(4, 9, 27),
        arrow((48, 26), (56, 26)),
        arrow((12, 26), (4, 26)),
        start=replace(FACING, left_arm=To(24, 27, -1), right_arm=To(36, 27, 1)),
    ),
    "sway_seated": facing(
        replace(ARMS_LOOSE, hip=(33, 33), torso=80, head=98), arrow((46, 22), (54, 22)), arrow((14, 22), (6, 22)), start=ARMS_LOOSE
    ),
    "loose_turn_seated": facing(
        replace(ARMS_LOOSE, turn=0.5, look=0.7, left_arm=Swing(-42, -12), right_arm=Swing(-12, -26)),
        turning((30, 10), 16, 110, 30, 0.45),
        start=ARMS_LOOSE,
    ),
    "step_and_push_seated": seated(
        replace(HANDS_AT_CHEST, arm=Swing(-2, 6), far_arm=Swing(2, 10), leg=To(39, 45.2, 1)),
        arrow((42, 18), (52, 18)),
        arrow((42, 40), (50, 40)),
        start=HANDS_AT_CHEST,
    ),
    "gather_in_seated": facing(
        replace(FACING, left_arm=Swing(-225, -290), right_arm=Swing(45, 110)),
        turning((30, 20), 22, -40, 30),
        turning((30, 20), 22, 220, 150),
        down_the_front(50, 10, 30),
        down_the_front(10, 10, 30),
        start=ARMS_LOOSE,
    ),
    "quiet_seated": facing(HANDS_ON_BELLY, breath(38, 13), start=HANDS_ON_BELLY),
}
