"""The player: it takes the score, and its clock is the one that sessions run on."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from dtx.engine.score import Cue
from dtx.sound.status import Status
from dtx.sound.swell import Swell


class Player(Protocol):
    """Something that plays a score. `now` never runs backwards; cues are given in its time. No call makes its caller wait."""

    def now(self) -> float:
        """Seconds on the player's own clock."""
        ...

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = ()) -> None:
        """Replace everything that was scheduled, to the end of the score's horizon. No score, no bed and no swell is a pause."""
        ...

    def volume(self, bus: str, level: float) -> None:
        """`bus` is voice, cues, bed or all; `level` is 0 to 1, where 0.6 is about -9 dB."""
        ...

    def mute(self, on: bool = True) -> None: ...

    def late(self, seconds: float) -> None:
        """How much later the device is heard than it says; all that is played from now on comes so much sooner."""
        ...

    def status(self) -> Status:
        """How it is with the sound just now."""
        ...

    def again(self) -> None:
        """Try the sound again after it was lost."""
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

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = ()) -> None:
        self.score, self.bed = tuple(score), bed

    def volume(self, bus: str, level: float) -> None:
        """There is nothing that could be louder."""

    def mute(self, on: bool = True) -> None:
        """It makes no sound anyhow."""

    def late(self, seconds: float) -> None:
        """Nothing is heard, and so nothing is late."""

    def status(self) -> Status:
        return Status()

    def again(self) -> None:
        """It goes on as it is."""

    def close(self) -> None:
        self.score = ()
