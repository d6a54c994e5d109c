"""The quality of a take: how quiet the room is, how far the voice stands out of it, and whether it was too loud for the microphone.

Sound page, section 5: accepted is what stands out by 25 dB from a room of at most -45 dBFS, with a voice of at least -38 dBFS
that nowhere reaches the end of the scale.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dtx.language import _

FRAME_S = 0.020
DEAD_DBFS = -90.0
"""Quieter than this no microphone is: it was muted, or the system lets nobody listen."""

ABOVE_DB = 15.0
"""So far above the room is what counts as speech."""

LEAST_SNR_DB, MOST_NOISE_DBFS, LEAST_SPEECH_DBFS = 25.0, -45.0, -38.0
FULL = 0.985
RUN = 3
"""So many samples at the end of the scale in a row are a peak that was cut off."""

LEAST_SPEECH_S = 0.1

MUTED = (
    _("The microphone gave nothing at all."),
    _("Unmute it, or let this terminal use it in your system's privacy settings."),
)
LOUD = _("It was too loud for the microphone, and crackles in {count} places."), _("Move back by a hand, or turn the microphone down.")
NOISY = _("The room is loud ({noise:.0f} dB; -45 is the most)."), _("Close the window, or switch off what hums, and try again.")
NOBODY = _("There is no voice in it, only the room."), _("Wait for “Speak now”, and check that the right microphone is chosen.")
FAR = _("Your voice is far away ({speech:.0f} dB; -38 is the least)."), _("Come as near as a hand's length.")
FAINT = _("Your voice hardly stands out of the room (by {snr:.0f} dB; 25 is the least)."), _("Come nearer to the microphone.")


@dataclass(frozen=True, slots=True)
class Quality:
    """`noise` and `speech` in dBFS, None where there is none; `clipped` counts the peaks that were cut off."""

    noise: float | None
    speech: float | None
    clipped: int

    @property
    def snr(self) -> float | None:
        return self.speech - self.noise if self.speech is not None and self.noise is not None else None

    @property
    def faults(self) -> tuple[tuple[str, str], ...]:
        """What is against it, each with what to do; none where it is good."""
        if self.noise is None:
            return (MUTED,)
        found: list[tuple[str, str]] = []
        if self.clipped:
            found.append((LOUD[0].format(count=self.clipped), LOUD[1]))
        if self.noise > MOST_NOISE_DBFS:
            found.append((NOISY[0].format(noise=self.noise), NOISY[1]))
        if self.speech is None:
            found.append(NOBODY)
        elif self.speech < LEAST_SPEECH_DBFS:
            found.append((FAR[0].format(speech=self.speech), FAR[1]))
        elif self.snr is not None and self.snr < LEAST_SNR_DB and self.noise <= MOST_NOISE_DBFS:
            found.append((FAINT[0].format(snr=self.snr), FAINT[1]))
        return tuple(found)

    @property
    def good(self) -> bool:
        return not self.faults


def quality(samples: NDArray[np.float32], rate: int) -> Quality:
    """Of a mono recording with a moment of the room in it: shape (frames,), from -1 to 1."""
    size = max(1, round(FRAME_S * rate))
    count = len(samples) // size
    power = (samples[: count * size].astype(np.float64).reshape(count, size) ** 2).mean(axis=1) if count else np.zeros(0)
    levels = 10 * np.log10(np.maximum(power, 1e-20))
    live = levels[levels > DEAD_DBFS]
    if not live.size:
        return Quality(None, None, 0)
    noise = float(np.percentile(live, 10))
    spoken = live[live > noise + ABOVE_DB]
    speech = float(spoken.mean()) if len(spoken) * FRAME_S >= LEAST_SPEECH_S else None
    return Quality(round(noise, 1), round(speech, 1) if speech is not None else None, clipped(samples))


def clipped(samples: NDArray[np.float32]) -> int:
    """How many times the scale's end was reached for three samples or more."""
    full = np.abs(samples) >= FULL
    ends = np.flatnonzero(np.diff(np.concatenate(([False], full, [False])).astype(np.int8)))
    runs = ends[1::2] - ends[::2]
    return int((runs >= RUN).sum())
