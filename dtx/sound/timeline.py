"""The timeline: a player's seconds, on the performance counter until sound is steady, and then on what is heard. Never a step back."""

from dtx.sound.board import Beat
from dtx.sound.clock import AHEAD_S


class Timeline:
    """`delay_s` is how much later a device is heard than it says, as some wireless ones are."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self._ahead = 0.0
        self._origin: float | None = None
        self._latest = float("-inf")

    @property
    def heard(self) -> bool:
        """Whether the time is that of what is heard."""
        return self._origin is not None

    def now(self, counter: float, beat: Beat | None) -> float:
        """The player's time. `counter` is the performance counter; `beat` is the last word about the sound, None without any."""
        if beat is None or not beat.steady:
            now = counter + self._ahead
        else:
            audible = beat.audible + min(max(0.0, counter - beat.at), AHEAD_S)
            if self._origin is None:
                self._origin = counter + self._ahead - audible
            now = self._origin + audible
        self._latest = max(self._latest, now)
        self._ahead = self._latest - counter
        return self._latest

    def lost(self, counter: float, beat: Beat | None) -> None:
        """There is no sound any more: go on from where it stopped, with the performance counter."""
        self.now(counter, beat)
        self._origin = None

    def second(self, at: float) -> float:
        """The second of the stream that is heard at `at`. Only while `heard`."""
        if self._origin is None:
            raise ValueError("nothing is heard")
        return at - self._origin - self.delay_s
