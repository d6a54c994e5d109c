"""The limiter: whatever is mixed together, nothing leaves above -1 dBFS."""

from math import exp

import numpy as np

from dtx.sound import RATE
from dtx.sound.clip import Samples
from dtx.sound.fader import QUANTUM

CEILING = 10 ** (-1 / 20)
RELEASE_S = 0.25
KEPT = exp(-QUANTUM / RATE / RELEASE_S)
TIME: Samples = np.repeat((np.arange(1, QUANTUM + 1, dtype=np.float32) / np.float32(QUANTUM))[:, None], 2, axis=1)


class Limiter:
    """Takes one quantum after the other, and gives each back one later: it looks that far ahead, so that it never jumps."""

    def __init__(self) -> None:
        self._waiting = np.zeros((QUANTUM, 2), np.float32)
        self._waiting_gain = 1.0
        self._gain = 1.0

    def push(self, quantum: Samples) -> Samples:
        """The quantum before this one, under the ceiling."""
        peak = float(max(quantum.max(initial=0.0), -quantum.min(initial=0.0)))
        allowed = min(1.0, CEILING / peak) if peak > 0 else 1.0
        recovered = 1.0 - (1.0 - self._gain) * KEPT
        before, self._gain = self._gain, min(allowed, self._waiting_gain, recovered)
        made = self._waiting
        if before < 1.0 or self._gain < 1.0:
            made = made * (TIME * (self._gain - before) + before)
            np.clip(made, -CEILING, CEILING, out=made)  # for the last bit of the rounding
        self._waiting, self._waiting_gain = quantum, allowed
        return made
