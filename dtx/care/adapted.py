"""A script as this person needs it: sore regions, and the forms that the gate's table gives (clinical 2.4, 3.3, 5.2, 8.2).

The plugin neither knows of it nor can prevent it.
"""

from collections.abc import Collection, Generator
from dataclasses import replace
from math import floor

from dtx.care.gate import NATURAL_REST_S
from dtx.care.sore import softened
from dtx.engine.activity import Script
from dtx.engine.phase import Line
from dtx.engine.questions import Answer, Rate
from dtx.engine.reel import MOST_STEPS
from dtx.engine.steps import Breathe, Move, Pattern, Section, Step, Tense

QUICKEST = Pattern(2, 0, 4)
"""Level L0 (clinical 1.4), for whom slower breathing is too much."""

SOUNDS = (
    "If it suits you, listen to the sounds around you. They can be your resting place.",
    "Near or far, loud or soft: let each sound come and go.",
    "You might come back to the sounds at any time.",
)
"""In place of watching the breath, with a lung condition (clinical 8.2)."""

PAIN = "pain."
"""Where a script saves the pain after an exercise: `pain.EXERCISE`."""

BREATH = "breath"
"""The section of a scan that watches the breath."""


def adapted(
    script: Script, sore: frozenset[str], forms: Collection[str] = (), flags: Collection[str] = (), closed: Collection[str] = ()
) -> Generator[Step, Answer, None]:
    """The same script, step by step, for the person's `sore` regions, the gate's `forms` and the flags answered yes.

    What falls under a column of the gate that is `closed` is left out, even where a script showed it to no rehearsal.
    """
    answer: Answer = None
    left_out: set[str] = set()
    idle = 0
    try:
        step = next(script)
        while True:
            given = None if rates(step, left_out) or shut(step, closed) else fitting(step, sore, forms, flags)
            if isinstance(given, Breathe) and "holds" in closed:
                given = unheld(given)
            if given is None and isinstance(step, Move):
                left_out.add(step.exercise)
            if given is None:
                idle = patient(idle)
                answer = None
            else:
                idle = 0
                answer = yield given
            step = script.send(answer)
    except StopIteration:
        return


def fitting(step: Step, sore: frozenset[str], forms: Collection[str], flags: Collection[str]) -> Step | None:
    """The step this person gets; None where it is left out."""
    match step:
        case Section():
            if "sound" in forms and step.region == BREATH:
                return listening(step)
            return softened(step) if sore.intersection(step.regions) else step
        case Tense():
            if sore.intersection(step.regions) or ("no_belly" in forms and "belly" in step.regions):
                return step.released()
            return step.gentled() if "gentle" in forms and step.tense_s else step
        case Breathe() if "L0" in forms:
            return quickened(step)
        case Move():
            return safe_move(step, sore, flags)
    return step


def patient(idle: int) -> int:
    """One more step in a row that nobody sees. Raises RecursionError when they come to no end: nothing else could stop them."""
    if idle >= MOST_STEPS:
        raise RecursionError("too many steps that are left out")
    return idle + 1


COLUMNS = ((Breathe, "breathing"), (Section, "scan"), (Tense, "pmr"), (Move, "exercise"))


def shut(step: Step, closed: Collection[str]) -> bool:
    """Whether the gate has closed this kind of step altogether."""
    return any(isinstance(step, kind) and column in closed for kind, column in COLUMNS)


def unheld(breathe: Breathe) -> Breathe:
    """The same breaths without holding them; a short natural rest on empty may stay (clinical 1.2)."""

    def flowing(pattern: Pattern) -> Pattern:
        return replace(pattern, hold=0, rest=min(pattern.rest, NATURAL_REST_S))

    ramp = tuple((cycles, flowing(pattern)) for cycles, pattern in breathe.ramp)
    return replace(breathe, pattern=flowing(breathe.pattern), ramp=ramp, faster=tuple(map(flowing, breathe.faster)))


def rates(step: Step, exercises: Collection[str]) -> bool:
    """Whether it asks for the pain after one of these exercises."""
    return isinstance(step, Rate) and (step.save or "").removeprefix(PAIN) in exercises


def safe_move(move: Move, sore: frozenset[str], flags: Collection[str]) -> Move | None:
    """The exercise, the version of it that is safe with these flags, or the easier one for a sore region."""
    chosen: Move | None = move
    if not set(flags).isdisjoint(move.unsafe):
        chosen = move.instead if move.instead is not None and set(flags).isdisjoint(move.instead.unsafe) else None
    elif sore.intersection(move.regions) and move.easier is not None:
        chosen = move.easier
    return chosen and replace(chosen, transition_s=move.transition_s)


def quickened(breathe: Breathe) -> Breathe:
    """As many of the quickest breaths as there is time for; nothing slower, and no hold."""
    seconds = sum(phase.seconds for phase in breathe.phases())
    if breathe.pattern.seconds <= QUICKEST.seconds and not breathe.pattern.holds:
        return breathe
    return Breathe(QUICKEST, floor(seconds / QUICKEST.seconds + 1e-9))


def listening(section: Section) -> Section:
    """The section about the breath, with the sounds around in its place."""
    kept = SOUNDS[: max(1, len(section.placed()))]
    starts = [round(section.seconds * number / len(kept)) for number in range(len(kept))]
    return replace(section, lines=tuple(Line(float(start), text) for start, text in zip(starts, kept, strict=True)))
