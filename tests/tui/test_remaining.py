"""What is left is never said to be more than there is, once something was left out, made easier or gone back to."""

from dtx.engine.steps import Breathe, Move, Pattern, Section, Tense
from dtx.engine.view import View
from dtx.tui.remaining import eased, left_out, repeated

BRIDGE = Move("bridge", "Bridge", sets=2, reps=6, lift_s=2, hold_s=2, lower_s=2, rest_s=30)


def view(step: Breathe | Move | Section | Tense, place: int, elapsed: float = 0.0, active: float = 0.0) -> View:
    phase = step.phases()[place]
    return View("script", step.verb, step=step, phase=phase, elapsed=elapsed, remaining=phase.seconds - elapsed, active=active)


def test_leaving_out_a_rest_takes_the_rest_and_an_exercise_all_that_was_left_of_it() -> None:
    """Clinical 5.2: the bridge lasts 102 s, its rest is from 36 to 66."""
    rest = next(place for place, phase in enumerate(BRIDGE.phases()) if phase.kind == "rest")
    assert left_out(596, view(BRIDGE, rest, 10), view(BRIDGE, rest + 1)) == 576
    assert left_out(596, view(BRIDGE, rest + 1), view(BRIDGE, 0)) == 596 - 36


def test_the_way_out_of_a_scan_leaves_its_last_section() -> None:
    """Clinical 2.2: the return of the ten-minute form lasts 35 s."""
    assert (
        eased(600, view(Section("belly", 35, ("The belly.",)), 0, 5, 270), view(Section("return", 35, ("Come back.",)), 0, 0, 270)) == 305
    )


def test_going_back_adds_what_comes_once_more() -> None:
    assert repeated(100, view(BRIDGE, 2, 1), view(BRIDGE, 0)) == 105
    assert repeated(100, view(BRIDGE, 2, 1), view(BRIDGE, 2)) == 101


def test_a_quicker_breath_has_room_for_as_many_as_the_time_left_has() -> None:
    """Clinical 1.4: 3-4 after 4-6; of the 50 s after the first breath, seven of 7 s fill 49."""
    breath = Breathe(Pattern(4, 0, 6), 6, faster=(Pattern(3, 0, 4),))
    assert eased(60, view(breath, 1, 2), view(breath, 1, 2)) == 59
