"""The page about the exercises says what the data says, row by row."""

from pathlib import Path

import pytest

from plugins.exercises.exercise import EXERCISES, Exercise
from plugins.exercises.routine import ROUTINES, Routine, Slot

PAGE = Path(__file__).parents[2] / "docs" / "activities" / "exercises.md"
POSITIONS = {"side": "on the side", "hands_knees": "hands and knees", "supported": "standing, with support"}


def dose(exercise: Exercise) -> str:
    """The notation of clinical 5.2: sets x repetitions, seconds to lift, hold and lower."""
    if exercise.timed_s is not None:
        return "timed"
    tempo = "-".join(f"{seconds:g}" for seconds in exercise.tempo)
    sides = {"both": "", "each": " each", "alternate": " alt"}[exercise.side]
    rest = f" rest {exercise.rest_s:g}" if exercise.sets > 1 else ""
    return f"{exercise.sets}x{exercise.reps} {tempo}{rest}{sides}"


def cells(exercise: Exercise) -> list[str]:
    place = POSITIONS.get(exercise.position, exercise.position)
    return [f"`{exercise.id}`", place, dose(exercise), f"{exercise.step(10).seconds:g}", str(exercise.effort)]


def link(name: str | None) -> str:
    return f"`{name}`" if name else "-"


def row(slot: Slot) -> str:
    exercise = EXERCISES[slot.id].dosed(slot.sets, slot.reps)
    easier, harder = slot.easier_than(exercise), slot.harder_than(exercise)
    seated = "itself" if exercise.position == "sitting" else link(exercise.seated)
    return f"| {' | '.join((*cells(exercise), link(easier), link(harder), seated))} |"


def versions(routine: Routine) -> list[str]:
    """A row for each version that is no exercise of the routine itself, in the order of the data."""
    own = {slot.id for slot in routine.slots}
    waiting, found = list(routine.slots), dict[str, Slot]()
    while waiting:
        slot = waiting.pop()
        exercise = EXERCISES[slot.id]
        links = (slot.easier_than(exercise), slot.harder_than(exercise), exercise.seated, exercise.instead, exercise.sore_version)
        for name in links:
            if name and name not in own and name not in found:
                found[name] = Slot(name, slot.sets, slot.reps)
                waiting.append(found[name])
    return [f"| {' | '.join(cells(EXERCISES[name].dosed(found[name].sets, found[name].reps)))} |" for name in EXERCISES if name in found]


@pytest.mark.parametrize("name", ROUTINES)
def test_each_routine_has_its_tables(name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    part = page.split(f"`exercises.{name}`\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    assert rows == [*(row(slot) for slot in ROUTINES[name].slots), *versions(ROUTINES[name])]


@pytest.mark.parametrize("name", ROUTINES)
def test_each_routine_has_its_whole_length(name: str) -> None:
    routine = ROUTINES[name]
    seconds = sum(EXERCISES[slot.id].dosed(slot.sets, slot.reps).step(10).seconds for slot in routine.slots)
    total = int(seconds + routine.transition_s * (len(routine.slots) - 1))
    part = " ".join(PAGE.read_text(encoding="utf-8").split(f"`exercises.{name}`\n")[1].split("\n## ")[0].split())
    assert f"{total} s ({total // 60}:{total % 60:02})" in part
    assert f"{routine.transition_s:g} s between two exercises" in part


def test_no_addresses_and_a_place_for_the_reviewer() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "http" not in page and "doi" not in page.casefold()
    assert "Reviewer: none yet" in page
