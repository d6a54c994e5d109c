"""A script as this person needs it: sore regions, and the forms that the gate's table gives (clinical 2.4, 3.3, 5.2, 8.2).

The plugin neither knows of it nor can prevent it.
"""

from collections.abc import Collection, Generator
from dataclasses import replace

from dtx.care.breaths import holds, quickened, unheld, within
from dtx.care.gate import columns_of
from dtx.care.ratings import PAIN as NOW
from dtx.care.regions import called
from dtx.care.sore import softened
from dtx.engine.activity import Script
from dtx.engine.phase import Line
from dtx.engine.questions import QUESTIONS, Answer, Rate
from dtx.engine.reel import MOST_STEPS, too_long
from dtx.engine.steps import TIMED, Breathe, Move, Section, Step, Tense
from dtx.language import _

SOUNDS = (
    _("If it suits you, listen to the sounds around you. They can be your resting place."),
    _("Near or far, loud or soft: let each sound come and go."),
    _("You might come back to the sounds at any time."),
)
"""In place of watching the breath, with a lung condition (clinical 8.2)."""

PAIN = "pain."
"""Where a script saves the pain after an exercise: `pain.EXERCISE`."""

LONGEST_TENSE_S = 10.0
"""Tightening stays short and light, whatever a script asks for: 5 to 7 s is usual (clinical 3.1), never maximal (3.4)."""

BREATH = "breath"
"""The section of a scan that watches the breath."""


def adapted(
    script: Script, sore: frozenset[str], forms: Collection[str] = (), flags: Collection[str] = (), closed: Collection[str] = ()
) -> Generator[Step, Answer, None]:
    """The same script, step by step, for the person's `sore` regions, the gate's `forms` and the flags answered yes or not sure.

    What falls under a column of the gate that is `closed` is left out, even where a script showed it to no rehearsal. After an
    exercise that strengthens the pain is asked (clinical 5.4), also where the script does not.
    """
    answer: Answer = None
    left_out: set[str] = set()
    owed: str | None = None
    idle = 0
    try:
        step = next(script)
        while True:
            if owed is not None and not rates(step, (owed,)):
                yield pain_after(owed)
            owed = None
            given = None if rates(step, left_out) or shut(step, closed) else fitting(step, sore, forms, flags, closed)
            if isinstance(step, Move):
                left_out.update([step.exercise] if given is None else [])
                owed = step.exercise if isinstance(given, Move) and given.strengthening else None
            if given is None:
                idle = patient(idle)
                answer = None
            else:
                idle = 0
                answer = yield given
            step = script.send(answer)
    except StopIteration:
        if owed is not None:
            yield pain_after(owed)


def fitting(step: Step, sore: frozenset[str], forms: Collection[str], flags: Collection[str], closed: Collection[str] = ()) -> Step | None:
    """The step this person gets; None where it is left out."""
    match step:
        case Section():
            if "sound" in forms and step.region == BREATH:
                return listening(step)
            return softened(step) if sore.intersection(visited(step.regions, step.region)) else step
        case Tense():
            tensed = visited(step.regions, step.group)
            if sore.intersection(tensed) or ("no_belly" in forms and "belly" in tensed):
                return step.released()
            light = replace(step, tense_s=min(step.tense_s, LONGEST_TENSE_S))
            return light.gentled() if "gentle" in forms and step.tense_s else light
        case Breathe():
            return breathed(step, forms, closed)
        case Move():
            return safe_move(step, sore, flags)
    return step


def breathed(step: Breathe, forms: Collection[str], closed: Collection[str]) -> Breathe:
    """Breaths within what is offered to anybody, without holds where these are closed, and quick for whom slow ones are too much.

    Who may hold the breath, because the care team agreed, needs no other form of it.
    """
    step = within(step)
    agreed = holds(step) and "holds" not in closed
    step = quickened(step) if "L0" in forms and not agreed else step
    return unheld(step) if "holds" in closed else step


def visited(regions: Collection[str], name: str) -> Collection[str]:
    """The regions that a step names, or where it names none those that its own name says: `calf_left`, "left calf", "calf"."""
    return regions or called(name)


def patient(idle: int) -> int:
    """One more step in a row that nobody sees. Raises RecursionError when they come to no end: nothing else could stop them."""
    if idle >= MOST_STEPS:
        raise RecursionError("too many steps that are left out")
    return idle + 1


def shut(step: Step, closed: Collection[str]) -> bool:
    """Whether the gate has closed this kind of step altogether. Holds are taken out of breaths; a plain timed stretch may be anything."""
    if isinstance(step, Breathe):
        return "breathing" in closed
    if not closed or isinstance(step, QUESTIONS) or type(step) not in TIMED or too_long(step):
        return False
    phases = [phase for phase in step.phases() if phase.kind != "timed" or "exercise" in phase.at]
    return any(column in closed for phase in phases for column in columns_of(phase.kind, phase.at, phase.seconds) if column != "imagery")


def pain_after(exercise: str) -> Rate:
    return replace(NOW, save=f"{PAIN}{exercise}")


def rates(step: Step, exercises: Collection[str]) -> bool:
    """Whether it asks for the pain after one of these exercises."""
    return isinstance(step, Rate) and (step.save or "").removeprefix(PAIN) in exercises


def safe_move(move: Move, sore: frozenset[str], flags: Collection[str]) -> Move | None:
    """The exercise, the version of it that is safe with these flags, or the easier one for a sore region.

    What it leads to for who asks for something easier on the way is safe, too.
    """
    chosen = spared(move, flags)
    if chosen is move and sore.intersection(move.regions) and move.easier is not None:
        chosen = spared(move.easier, flags)
    return chosen and replace(chosen, transition_s=move.transition_s, easier=easier_of(chosen, flags))


def spared(move: Move, flags: Collection[str]) -> Move | None:
    """The exercise itself, or what stands in for it under these flags; None where nothing does."""
    if set(flags).isdisjoint(move.unsafe):
        return move
    return move.instead if move.instead is not None and set(flags).isdisjoint(move.instead.unsafe) else None


def easier_of(move: Move, flags: Collection[str]) -> Move | None:
    """The next easier version that is safe, and has none behind it that is not."""
    easier = move.easier
    while easier is not None:
        if (found := spared(easier, flags)) is not None:
            return replace(found, easier=easier_of(found, flags))
        easier = easier.easier
    return None


def listening(section: Section) -> Section:
    """The section about the breath, with the sounds around in its place."""
    kept = SOUNDS[: max(1, len(section.placed()))]
    starts = [round(section.seconds * number / len(kept)) for number in range(len(kept))]
    return replace(section, lines=tuple(Line(float(start), text) for start, text in zip(starts, kept, strict=True)))
