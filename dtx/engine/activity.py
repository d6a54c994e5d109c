"""An activity, and everything its script may know about the world."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from dtx.engine.questions import Answer
from dtx.engine.steps import Step

Script = Generator[Step, Answer, None]
"""A generator of frozen steps; it receives an answer after each question and None after each timed step."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A number with its scale, or the reason why there is none (`skipped`, `stopped` or `interrupted`)."""

    value: int | None
    low: int = 0
    high: int = 10
    asked_at: str | None = None
    declined: str | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The host's fold over a person's earlier sessions of one activity. Lists hold the last ten, oldest first.

    `zones` maps an exercise to green, amber or red after it, `saved` a saved name to its last answer.
    """

    count: int = 0
    first_day: date | None = None
    last_day: date | None = None
    comforts: tuple[int | None, ...] = ()
    efforts: tuple[int | None, ...] = ()
    felt_worse: tuple[str | None, ...] = ()
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    saved: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """All that a script may know. It is written into the first line of the journal, so a replay sees the same world.

    `flags` are the first-use questions answered yes, `forms` how the gate wants it changed for them, and `conditions` what the
    person says they live with.
    """

    options: Mapping[str, Any]
    seed: int
    today: date
    sore: frozenset[str] = frozenset()
    side: str = "right"
    previous: Previous = Previous()
    flags: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    random: Random = field(init=False, compare=False, repr=False)
    """Chance, seeded: a new context draws the same numbers again, so a replay takes the same turns."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "random", Random(self.seed))


@dataclass(frozen=True, slots=True)
class Activity:
    """Something a person can do. `id` is `folder.activity`; `script` gives a new generator for a context."""

    id: str
    title: str
    summary: str
    minutes: float
    script: Callable[[Context], Script]
    options: Mapping[str, Any] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
