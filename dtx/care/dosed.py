"""A script with its exercises in the dose this person has: what they agreed to, and never more than their therapist's limits.

The plugin neither knows of it nor can prevent it.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any

from dtx.care.adapted import patient, rates
from dtx.care.progress import MOST_REPS, MOST_SETS, Limits, within
from dtx.engine.activity import Script
from dtx.engine.questions import Answer
from dtx.engine.steps import Move, Step

Ceiling = Callable[[str], Limits]


def dosed(script: Script, agreed: Mapping[str, Any] | None, ceiling: Ceiling) -> Generator[Step, Answer, None]:
    """The same script, step by step. `agreed` are accepted proposals by saved name, for a script that does not see to them itself."""
    answer: Answer = None
    left_out: set[str] = set()
    idle = 0
    try:
        step = next(script)
        while True:
            given: Step | None = step
            if isinstance(step, Move):
                given = held(as_agreed(step, agreed) if agreed is not None else step, ceiling)
                if given is None:
                    left_out.add(step.exercise)
            elif rates(step, left_out):
                given = None
            if given is None:
                idle, answer = patient(idle), None
            else:
                idle, answer = 0, (yield given)
            step = script.send(answer)
    except StopIteration:
        return


def as_agreed(move: Move, agreed: Mapping[str, Any]) -> Move | None:
    """The exercise in the version, repetitions and sets that were agreed on, or None where it was to be left out."""
    version = agreed.get(f"version.{move.exercise}")
    if move.easier is not None and version == move.easier.exercise:
        return as_agreed(replace(move.easier, transition_s=move.transition_s), agreed)
    reps, sets = number(agreed.get(f"reps.{move.exercise}")), number(agreed.get(f"sets.{move.exercise}"))
    if reps == 0:
        return None
    if move.timed_s is not None:
        return move
    most_reps, most_sets = max(MOST_REPS, move.reps), max(MOST_SETS, move.sets)
    return replace(move, reps=min(reps or move.reps, most_reps), sets=min(sets or move.sets, most_sets))


def held(move: Move | None, ceiling: Ceiling) -> Move | None:
    """The exercise and its other versions, none of them more than the therapist's limits."""
    if move is None:
        return None
    limits = ceiling(move.exercise)
    reps, sets = within(move.reps, move.sets, limits)
    return replace(
        move,
        reps=reps,
        sets=sets,
        harder=move.harder if limits.harder else "",
        easier=held(move.easier, ceiling),
        instead=held(move.instead, ceiling),
    )


def number(value: object) -> int | None:
    """A count from 0; None for what is none."""
    try:
        return max(int(str(value)), 0)
    except ValueError:
        return None
