"""The planned length of a session, in seconds, once a person has left something out, made it easier, or gone back."""

from collections.abc import Sequence

from dtx.engine.phase import Phase
from dtx.engine.steps import Breathe, Move, Section, Tense
from dtx.engine.view import View


def left_out(planned: float, before: View, after: View) -> float:
    """Of a break only the break goes, of anything else the rest of its step."""
    phases, here = placed(before)
    return planned - before.remaining - (0.0 if before.phase is None or before.phase.alone else total(phases[here + 1 :]))


def eased(planned: float, before: View, after: View) -> float:
    """Out of a scan its last section alone remains; of a breath the present one is finished, anything else is left at once."""
    step = before.step
    phases, here = placed(before)
    if isinstance(step, Section):
        return after.active + total(placed(after)[0])
    if not isinstance(step, Breathe | Tense | Move) or here == len(phases):
        return planned
    easier = step.eased(phases, here) or phases
    return planned + total(easier) - total(phases) - (0.0 if isinstance(step, Breathe) else before.remaining)


def repeated(planned: float, before: View, after: View) -> float:
    """What is over and comes once more."""
    (phases, here), (again, there) = placed(before), placed(after)
    over = before.elapsed + total(phases[:here])
    if after.name == before.name and there <= here:
        return planned + over - total(phases[:there])
    return planned + over + total(again[there:])


def placed(view: View) -> tuple[tuple[Phase, ...], int]:
    """The phases of the step as it was written, and where among them the present one is; past the end where it is another by now."""
    phases = view.step.phases() if view.step is not None else ()
    return phases, phases.index(view.phase) if view.phase is not None and view.phase in phases else len(phases)


def total(phases: Sequence[Phase]) -> float:
    return sum(phase.seconds for phase in phases)
