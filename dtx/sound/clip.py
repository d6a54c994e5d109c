"""A clip: some sound in memory, as the mixer wants it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dtx.sound import RATE

SOFTEST_ATTACK_S = 0.004
"""No sound rises faster than this (sound page, section 6): somebody may be startled."""

HIGHEST_PEAK = 10 ** (-3 / 20)
"""-3 dBFS. Nothing that is played alone comes nearer to full scale."""

LONG_S = 60.0
"""What is longer than this is read while it sounds."""

Samples = NDArray[np.float32]


class Source(Protocol):
    """What a mixer can play: so many frames, read in any order."""

    @property
    def frames(self) -> int: ...

    @property
    def bytes(self) -> int:
        """What it takes of the memory."""
        ...

    def read(self, start: int, stop: int) -> Samples:
        """The frames from `start` to `stop`, in the shape (frames, 1) or (frames, 2)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Frames of sound at 48 kHz: `samples` has the shape (frames, 1) or (frames, 2). A loop has no beginning and no end."""

    samples: Samples
    loop: bool = False

    @property
    def frames(self) -> int:
        return len(self.samples)

    @property
    def bytes(self) -> int:
        return self.samples.nbytes

    def read(self, start: int, stop: int) -> Samples:
        """The frames from `start` to `stop`; a loop goes round as often as need be."""
        if not self.loop:
            return self.samples[start:stop]
        start, count = start % self.frames, stop - start
        if start + count <= self.frames:
            return self.samples[start : start + count]
        return self.samples[np.arange(start, start + count) % self.frames]


def soft(samples: Samples, gain: float = 1.0, *, loop: bool = False) -> Clip:
    """A clip with this gain that neither startles nor clicks: its peak is at most -3 dBFS, and it rises and ends within 4 ms or more."""
    peak = float(np.abs(samples).max(initial=0.0)) * gain
    made = samples * np.float32(min(gain, gain * HIGHEST_PEAK / peak) if peak > 0 else gain)
    if made.shape[1] == 1:
        made = np.repeat(made, 2, axis=1)  # quicker to mix
    if not loop:
        count = min(round(SOFTEST_ATTACK_S * RATE), len(made) // 2)
        rise = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / max(count, 1))).astype(np.float32)[:, None]
        made[:count] *= rise
        made[len(made) - count :] *= rise[::-1]
    return Clip(made, loop)
