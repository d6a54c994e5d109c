"""A fader: a level that moves towards where it is wanted, never faster than it may."""

from dataclasses import dataclass

from dtx.sound import RATE

QUANTUM = 1920
"""The mixer works in steps of 40 ms, so that what it makes does not depend on how much is asked for at a time."""


@dataclass(slots=True)
class Fader:
    """`level` goes by at most one whole unit in `seconds`."""

    level: float
    seconds: float

    def towards(self, wanted: float) -> tuple[float, float]:
        """The level at the beginning and at the end of the next quantum."""
        before, most = self.level, QUANTUM / RATE / self.seconds
        self.level = wanted if abs(wanted - before) <= most + 1e-9 else before + (most if wanted > before else -most)
        return before, self.level
