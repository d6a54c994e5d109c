"""A routine: exercises in their order (clinical 5.2), and which version of each a person does today."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dtx import Context, Move

from .exercise import EXERCISES, HERE, Exercise

MOST_REPS, MOST_SETS = 12, 3
"""As far as an accepted proposal goes (clinical 5.4)."""
LEFT_OUT = "remove"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a routine. `id` is the exercise that stands there; `sets` and `reps` hold for each version; None keeps its own."""

    id: str
    sets: int | None = None
    reps: int | None = None
    easier: str | None = None
    harder: str | None = None

    def other(self, way: str) -> str:
        """The id of its easier or harder version, or its own where there is none."""
        return getattr(self, way) or getattr(EXERCISES[self.id], way) or self.id


@dataclass(frozen=True, slots=True)
class Routine:
    """What is done in one session; `transition_s` lies between two exercises, none before the first."""

    transition_s: float
    days_a_week: int
    daily: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """One exercise of a session: the place it has, and the version that is done."""

    slot: Slot
    exercise: Exercise


def read(path: Path) -> Mapping[str, Routine]:
    """Every routine of a file, by its id."""
    return {name: _routine(table) for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _routine(table: dict[str, Any]) -> Routine:
    slots = tuple(Slot(**one) if isinstance(one, dict) else Slot(one) for one in table["exercises"])
    return Routine(table["transition_s"], table["days_a_week"], table["daily"], slots)


ROUTINES = read(HERE / "routines.toml")


def today(routine: Routine, ctx: Context) -> tuple[Today, ...]:
    """What this person does today: as the options say, else as was agreed before; then what soreness and a chair ask for."""
    chosen = [chosen_for(slot, ctx) for slot in routine.slots]
    return tuple(one for one in chosen if one is not None)


def chosen_for(slot: Slot, ctx: Context) -> Today | None:
    """The version for one place, or None where the person agreed to leave the exercise out."""
    options, saved = ctx.options, ctx.previous.saved
    for way in ("easier", "harder"):  # who names an exercise in both has the easier one
        if slot.id in options.get(way, ()):
            version = placed(EXERCISES[slot.other(way)], ctx)
            return Today(slot, version.dosed(slot.sets, slot.reps))
    agreed = saved.get(f"version.{slot.id}")
    if agreed == LEFT_OUT:
        return None
    version = placed(EXERCISES[agreed_version(slot, agreed)], ctx)
    sets, reps = (
        within(saved.get(f"{name}.{version.id}", saved.get(f"{name}.{slot.id}")), most)
        for name, most in (("sets", MOST_SETS), ("reps", MOST_REPS))
    )
    return Today(slot, version.dosed(sets or slot.sets, reps or slot.reps))


def agreed_version(slot: Slot, agreed: object) -> str:
    """The version an accepted proposal names, as `easier`, `harder` or its id; what is no version of this exercise changes nothing."""
    if agreed in ("easier", "harder"):
        return slot.other(str(agreed))
    return agreed if isinstance(agreed, str) and agreed in versions_of(slot) else slot.id


def versions_of(slot: Slot) -> frozenset[str]:
    """The ids of everything that may stand in for an exercise."""
    exercise = EXERCISES[slot.id]
    names = (slot.other("easier"), slot.other("harder"), exercise.seated, exercise.instead, exercise.sore_version)
    return frozenset(name for name in names if name)


def within(value: object, most: int) -> int | None:
    """A number of sets or repetitions from 1 to `most`; None for what is no number."""
    try:
        return min(max(int(str(value)), 1), most)
    except ValueError:
        return None


def placed(exercise: Exercise, ctx: Context) -> Exercise:
    """The version that spares what is sore today, and that is seated where that was asked for."""
    if exercise.sore_version and touches(exercise.sore, ctx.sore):
        exercise = EXERCISES[exercise.sore_version]
    return seated(exercise) if ctx.options.get("seated") else exercise


def touches(regions: Collection[str], sore: Collection[str]) -> bool:
    """Whether a region is sore; one without a side means both."""
    return any(name in sore or f"{name}_left" in sore or f"{name}_right" in sore for name in regions)


def seated(exercise: Exercise) -> Exercise:
    return exercise if exercise.position == "sitting" else EXERCISES[exercise.seated or exercise.id]


def move(today: Today, ctx: Context, transition_s: float, how_s: float) -> Move:
    """The step of a session, with the easier version for who asks for it on the way, and the safe one for who has a flag."""
    slot, exercise = today.slot, today.exercise
    own_pace, only_seated = bool(ctx.options.get("own_pace")), bool(ctx.options.get("seated"))

    def step(exercise: Exercise) -> Move:
        return exercise.step(how_s, own_pace)

    def easier(exercise: Exercise, barred: frozenset[str] = frozenset()) -> Move | None:
        name = slot.easier if exercise.id == slot.id and slot.easier else exercise.easier
        if name is None:
            return None
        version = seated(EXERCISES[name]) if only_seated else EXERCISES[name]
        if version.id == exercise.id or barred.intersection(version.flags):
            return None
        return replace(step(version.dosed(slot.sets, slot.reps)), easier=easier(version, barred), instead=instead(version))

    def instead(exercise: Exercise) -> Move | None:
        name = exercise.seated if exercise.instead is None else exercise.instead
        if not exercise.flags or not name:
            return None
        safe = EXERCISES[name].dosed(slot.sets, slot.reps)
        return replace(step(safe), easier=easier(safe, frozenset(exercise.flags)))

    return replace(step(exercise), transition_s=transition_s, easier=easier(exercise), instead=instead(exercise))
