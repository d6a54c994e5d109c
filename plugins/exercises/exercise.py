"""An exercise: what `exercises.toml` says of one (clinical 5.1), and the step it becomes."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dtx import Figure, Move

HERE = Path(__file__).parent
SWITCH_S = 5
FIGURES = "figures.toml"

BY_POSITION: Mapping[str, tuple[str, ...]] = {"lying": ("pregnancy",), "standing": ("falls",), "supported": ("falls",)}
"""Flags under which a position is left (clinical 8.2): no lying flat in late pregnancy, seated after falls."""
NO_FLEXION = "surgery"

SIDED = ("shoulder", "arm", "hand", "hip", "thigh", "knee", "calf", "foot")
"""Regions that mean both sides, when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise or one version of it. Seconds throughout; `tempo` is lift, hold, lower; `timed_s` stands in place of repetitions.

    `easier`, `harder` and `seated` are ids of versions. `instead` is what to do under a flag in `flags`: an id, None for the
    seated version, or "" to leave the exercise out. `sore_version` is for who marked a region of `sore` today.
    """

    id: str
    name: str
    kind: str
    regions: tuple[str, ...]
    position: str
    effort: int
    cues: tuple[str, ...]
    breath: str
    caution: str
    figure: str
    equipment: tuple[str, ...] = ()
    side: str = "both"
    sets: int = 1
    reps: int = 1
    tempo: tuple[float, float, float] = (0, 0, 0)
    timed_s: float | None = None
    rest_s: float = 0
    stop: str = ""
    unsafe: tuple[str, ...] = ()
    flexion: bool = False
    easier: str | None = None
    harder: str | None = None
    seated: str | None = None
    instead: str | None = None
    sore: tuple[str, ...] = ()
    sore_version: str | None = None

    @property
    def strengthening(self) -> bool:
        return self.kind == "strength"

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags of clinical 8.1 under which it is not done as it is: its own, and those of its position."""
        bent = (NO_FLEXION,) if self.flexion else ()
        return tuple(dict.fromkeys((*self.unsafe, *BY_POSITION.get(self.position, ()), *bent)))

    @property
    def both_sides(self) -> tuple[str, ...]:
        """Its regions, each with its side."""
        return tuple(name for region in self.regions for name in sides_of(region))

    @property
    def care(self) -> str:
        """The caution, and when to stop."""
        return " ".join(filter(None, (self.caution, self.stop)))

    def dosed(self, sets: int | None = None, reps: int | None = None) -> "Exercise":
        """The same with another number of sets and repetitions; None keeps its own. One by the clock stays as it is."""
        if self.timed_s is not None:
            return self
        return replace(self, sets=sets or self.sets, reps=reps or self.reps)

    def cue_for(self, seconds: float) -> str:
        """The first cue, and as many of the others and of the words on breath as a voice has time for, at two words a second."""
        told = self.cues[0]
        for more in (*self.cues[1:], self.breath):
            if len(f"{told} {more}".split()) > 2 * seconds:
                break
            told = f"{told} {more}"
        return told

    def step(self, how_s: float, own_pace: bool = False) -> Move:
        """The exercise alone, without versions; `how_s` is how long the change-over has for the cue."""
        lift_s, hold_s, lower_s = self.tempo
        return Move(
            exercise=self.id,
            text=self.name,
            sets=self.sets,
            reps=self.reps,
            lift_s=lift_s,
            hold_s=hold_s,
            lower_s=lower_s,
            side=self.side,
            rest_s=self.rest_s,
            switch_s=SWITCH_S,
            timed_s=self.timed_s,
            own_pace=own_pace and self.timed_s is None,
            how=self.cue_for(how_s),
            caution=self.care,
            regions=self.both_sides,
            strengthening=self.strengthening,
            unsafe=self.flags,
            figure=FIGURE.get(self.id),
        )


def sides_of(region: str) -> tuple[str, ...]:
    return (f"{region}_left", f"{region}_right") if region in SIDED else (region,)


def read(path: Path) -> Mapping[str, Exercise]:
    """Every exercise of a file, by its id."""
    return {name: Exercise(id=name, **dict(frozen(table))) for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def frozen(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        yield key, tuple(value) if isinstance(value, list) else value


def read_figures(path: Path) -> Mapping[str, Figure]:
    """Every drawn figure, by the id of its exercise; none where nobody has drawn any."""
    if not path.is_file():
        return {}
    drawn = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Figure(tuple(table["frames"]), table["alt"]) for name, table in drawn.items()}


FIGURE = read_figures(HERE / FIGURES)
EXERCISES = read(HERE / "exercises.toml")
