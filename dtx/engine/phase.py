"""A phase: what happens for some seconds inside a step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

WORDS_PER_SECOND = 2
"""120 words a minute, the pace of the guiding voice (clinical 0.2)."""

SHORTEST_SILENCE_S = 1.0
"""Speech that overruns may eat the silence after it down to this (clinical 0.2)."""


def say_seconds(text: str) -> int:
    """The slot a line of speech gets, in whole seconds: one for every two words, rounded up."""
    return ceil(len(text.split()) / WORDS_PER_SECOND)


@dataclass(frozen=True, slots=True)
class Line:
    """A caption that appears `at_s` seconds into its phase, and is spoken there when there is a voice, or heard as its `recording`."""

    at_s: float
    text: str
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """Some seconds of one kind. `waits` marks one that ends when the person says so; `seconds` is then the plan.

    `alone` marks a rest or a change-over: skipping it ends it and not the whole step.
    `swell` is how full the picture is (0 empty, 1 full) at the beginning and at the end.
    """

    kind: str
    seconds: float
    text: str = ""
    cue: str | None = None
    at: Mapping[str, str | int] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    recording: str | None = None
    waits: bool = False
    alone: bool = False
    swell: tuple[float, float] | None = None

    def caption(self, elapsed: float) -> str:
        """The words to show `elapsed` seconds into the phase: the latest line, else the text."""
        said = [line.text for line in self.lines if line.at_s <= elapsed + 1e-9]
        return said[-1] if said else self.text


def timed_lines(texts: tuple[str, ...], seconds: float) -> tuple[Line, ...]:
    """Spread lines evenly over a phase, in whole seconds."""
    return tuple(Line(float(int(i * seconds / len(texts))), text) for i, text in enumerate(texts))


def placed(phases: tuple[Phase, ...], start_s: float = 0.0) -> Iterator[tuple[Phase, float, float]]:
    """Phases with their start and end, contiguous from `start_s`."""
    for phase in phases:
        yield phase, start_s, start_s + phase.seconds
        start_s += phase.seconds
