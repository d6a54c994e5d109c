"""The player: it takes the score, and its clock is the one that sessions run on."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from dtx.engine.score import Cue


class Player(Protocol):
    """Something that plays a score. `now` never runs backwards; cues are given in its time."""

    def now(self) -> float:
        """Seconds on the player's own clock."""
        ...

    def play(self, score: Sequence[Cue], bed: str | None) -> None:
        """Replace everything that was scheduled. An empty score is a pause."""
        ...

    def close(self) -> None: ...


class Silent:
    """A real player that makes no sound: captions and the picture carry the session, on the performance counter."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self.score: tuple[Cue, ...] = ()
        self.bed: str | None = None

    def now(self) -> float:
        return self._clock()

    def play(self, score: Sequence[Cue], bed: str | None) -> None:
        self.score, self.bed = tuple(score), bed

    def close(self) -> None:
        self.score = ()
