"""A routine: exercises in their order (clinical 5.2), and which version of each a person does today."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dtx import Context, Move

from .exercise import EXERCISES, HERE, Exercise, sides_of

MOST_REPS, MOST_SETS = 12, 3
"""As far as an accepted proposal goes (clinical 5.4)."""


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

    def easier_than(self, version: Exercise) -> str:
        return (version.id == self.id and self.easier) or version.easier or ""

    def harder_than(self, version: Exercise) -> str:
        return (version.id == self.id and self.harder) or version.harder or ""


@dataclass(frozen=True, slots=True)
class Routine:
    """What is done in one session; `transition_s` lies between two exercises, none before the first."""

    transition_s: float
    days_a_week: int
    daily: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """One exercise of a session: the place it has, the version that is done, and the id of a harder one that may be proposed."""

    slot: Slot
    exercise: Exercise
    harder: str = ""


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
    """The version for one place, or None where the person agreed to leave it out.

    An option decides, else what was agreed before. Who names an exercise in both lists has the easier one.
    """
    saved = ctx.previous.saved
    way = next((way for way in ("easier", "harder") if slot.id in (ctx.options.get(way) or ())), None)
    wanted = EXERCISES[slot.other(way) if way else agreed_version(slot, saved)]
    version = placed(wanted, ctx)
    reps = number(saved.get(f"reps.{version.id}"))
    if reps == 0:
        return None
    sets = number(saved.get(f"sets.{version.id}"))
    dosed = version.dosed(min(sets, MOST_SETS) if sets else slot.sets, min(reps, MOST_REPS) if reps else slot.reps)
    harder = slot.harder_than(version) if way is None and version == wanted else ""
    return Today(slot, dosed, harder if harder and placed(EXERCISES[harder], ctx).id == harder else "")


def agreed_version(slot: Slot, saved: Mapping[str, Any]) -> str:
    """The version that accepted proposals lead to, one after the other; what names no exercise changes nothing."""
    name, seen = slot.id, set[str]()
    while name not in seen and (agreed := str(saved.get(f"version.{name}"))) in EXERCISES:
        seen.add(name)
        name = agreed
    return name


def number(value: object) -> int | None:
    """A count from 0; None for what is none."""
    try:
        return max(int(str(value)), 0)
    except ValueError:
        return None


def placed(exercise: Exercise, ctx: Context) -> Exercise:
    """The version that spares what is sore today, and that is seated where that was asked for."""
    if exercise.sore_version and any(ctx.sore.intersection(sides_of(region)) for region in exercise.sore):
        exercise = EXERCISES[exercise.sore_version]
    return seated(exercise) if ctx.options.get("seated") else exercise


def seated(exercise: Exercise) -> Exercise:
    return exercise if exercise.position == "sitting" else EXERCISES[exercise.seated or exercise.id]


def move(today: Today, ctx: Context, transition_s: float, how_s: float) -> Move:
    """The step of a session, with the easier version for who asks for it on the way, and the safe one for who has a flag."""
    slot = today.slot

    def step(exercise: Exercise) -> Move:
        return exercise.step(how_s, bool(ctx.options.get("own_pace")))

    def easier(exercise: Exercise, barred: frozenset[str] = ctx.flags) -> Move | None:
        name = slot.easier_than(exercise)
        version = EXERCISES[name] if name else exercise
        version = seated(version) if ctx.options.get("seated") else version
        if version.id == exercise.id or barred.intersection(version.flags):
            return None
        return replace(step(version.dosed(slot.sets, slot.reps)), easier=easier(version, barred), instead=instead(version))

    def instead(exercise: Exercise) -> Move | None:
        name = exercise.seated if exercise.instead is None else exercise.instead
        if not exercise.flags or not name:
            return None
        safe = EXERCISES[name]
        return replace(step(safe.dosed(slot.sets, slot.reps)), easier=easier(safe, ctx.flags.union(exercise.flags)))

    exercise = today.exercise
    return replace(step(exercise), transition_s=transition_s, easier=easier(exercise), harder=today.harder, instead=instead(exercise))
