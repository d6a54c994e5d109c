"""A player that is heard nowhere, says what a test wants of it, and writes down what it is told."""

from collections.abc import Sequence

from dtx.engine.clock import HandClock
from dtx.engine.score import Cue
from dtx.sound.player import Silent
from dtx.sound.status import State, Status
from dtx.sound.swell import Swell


class Told(Silent):
    """`plays` holds what was to be heard, one tuple of names for each time; `clock` is moved by hand."""

    def __init__(self, clock: HandClock, device: str | None = "Speakers", state: State = "playing", says: str = "") -> None:
        super().__init__(clock)
        self.clock, self.device, self.state, self.says = clock, device, state, says
        self.levels, self.muted, self.late_s, self.closed = dict[str, float](), False, 0.0, False
        self.tried = 0
        self.plays: list[tuple[str, ...]] = []

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = ()) -> None:
        super().play(score, bed, swell)
        self.plays.append((*(cue.text or cue.name for cue in score), *([bed] if bed else []), *("swell" for _ in swell)))

    def volume(self, bus: str, level: float) -> None:
        self.levels[bus] = level

    def mute(self, on: bool = True) -> None:
        self.muted = on

    def late(self, seconds: float) -> None:
        self.late_s = seconds

    def status(self) -> Status:
        known = self.state == "playing"
        return Status(self.state, self.says, "sounddevice" if known else None, self.device if known else None, 0.256 if known else None)

    def again(self) -> None:
        self.tried += 1
        self.state, self.says = "starting", "Getting ready."

    def close(self) -> None:
        self.closed = True
