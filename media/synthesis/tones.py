"""Struck tones: sums of decaying modes, each a pair that beats softly between left and right."""

from dataclasses import dataclass

import numpy as np

from media.levels import Wave

RATE = 48_000
NEAR, FAR = 0.62, 0.38
"""How much of each half of a pair is on its own side, and on the other."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One mode: its frequency as a multiple of the lowest, its strength, the seconds in which it falls by 60 dB, its beats a second."""

    ratio: float
    strength: float
    t60_s: float
    beats_hz: float = 0.0


def struck(lowest_hz: float, modes: tuple[Mode, ...], seconds: float, attack_s: float, fade_s: float) -> Wave:
    """Stereo, shape (frames, 2), not yet at any level. It begins and ends in silence."""
    time = np.arange(round(seconds * RATE)) / RATE
    left, right = np.zeros_like(time), np.zeros_like(time)
    for number, mode in enumerate(modes):
        decay = mode.strength * 10 ** (-3 * time / mode.t60_s)
        middle = 2 * np.pi * lowest_hz * mode.ratio
        below, above = (np.sin((middle + sign * np.pi * mode.beats_hz) * time) * decay for sign in (-1, 1))
        near, far = (NEAR, FAR) if number % 2 == 0 else (FAR, NEAR)
        left += near * below + far * above
        right += far * below + near * above
    wave = np.stack((left, right), axis=1)
    attack, fade = round(attack_s * RATE), round(fade_s * RATE)
    wave[:attack] *= rise(attack)[:, None]
    wave[-fade:] *= rise(fade)[::-1, None]
    return wave


def rise(frames: int) -> Wave:
    """Half a cosine from 0 to 1: no corner at either end."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.arange(frames) / frames))


def bowl() -> Wave:
    """A singing bowl."""
    modes = Mode(1, 1, 14, 0.7), Mode(2.77, 0.45, 7, 1.3), Mode(5.18, 0.14, 3.2, 2.1), Mode(8.16, 0.04, 1.4, 2.9)
    return struck(196, modes, 14, attack_s=0.018, fade_s=2)


def chime() -> Wave:
    """A small bell, for the end and for a change."""
    modes = Mode(1, 1, 4, 0.5), Mode(2.756, 0.22, 1.6, 1.1), Mode(5.404, 0.05, 0.6, 1.7)
    return struck(660, modes, 4.5, attack_s=0.010, fade_s=0.5)


def tick() -> Wave:
    """A count: short and dull, so that it does not startle."""
    return struck(880, (Mode(1, 1, 0.18), Mode(2.4, 0.25, 0.08)), 0.25, attack_s=0.006, fade_s=0.05)


def breath(lowest_hz: float, seconds: float) -> Wave:
    """A soft tone for a turn of the breath; how high it is tells which turn. Its attack suits those who startle easily."""
    modes = Mode(1, 1, 0.75 * seconds, 0.6), Mode(2, 0.16, 0.45 * seconds, 0.9), Mode(3.01, 0.04, 0.25 * seconds, 1.3)
    return struck(lowest_hz, modes, seconds, attack_s=0.030, fade_s=0.4 * seconds)
