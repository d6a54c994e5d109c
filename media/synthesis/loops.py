"""Loops without a seam: noise shaped in the frequency domain over the whole loop, whose end runs on into its beginning."""

import numpy as np

from media.levels import Wave
from media.synthesis.tones import RATE, rise

ALIKE = 0.3
"""The correlation of left and right: wide, but with a middle."""


def chance(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def noise(seconds: float, seed: int, slope: float, low_hz: float, high_hz: float) -> Wave:
    """Noise whose amplitude falls as f^slope between two soft edges. Shape (frames,), rms 1, periodic."""
    frames = round(seconds * RATE)
    hz = np.fft.rfftfreq(frames, 1 / RATE)
    hz[0] = hz[1]
    strength = hz**slope / np.sqrt((1 + (low_hz / hz) ** 6) * (1 + (hz / high_hz) ** 6))
    strength[0] = 0
    wave = np.fft.irfft(strength * np.exp(2j * np.pi * chance(seed).random(len(hz))), frames)
    return np.asarray(wave / np.sqrt(np.mean(wave**2)))


def wide(seconds: float, seed: int, slope: float, low_hz: float, high_hz: float) -> Wave:
    """The same in stereo, shape (frames, 2)."""
    left, other = (noise(seconds, seed + number, slope, low_hz, high_hz) for number in range(2))
    return np.stack((left, ALIKE * left + np.sqrt(1 - ALIKE**2) * other), axis=1)


def pink() -> Wave:
    return wide(30, 11, -0.5, 40, 9_000)


def brown() -> Wave:
    return wide(30, 21, -1, 35, 2_500)


def rain() -> Wave:
    """A soft hiss with 90 drops a second; a drop at the end of the loop goes on at its beginning."""
    seconds, drops = 30, 90
    wave = wide(seconds, 31, -0.3, 400, 7_000)
    random = chance(33)
    frames = len(wave)
    for _ in range(seconds * drops):
        start, hz, length_s, strength, place = random.random(5) * (frames, 3_000, 0.014, 1.4, 1) + (0, 1_200, 0.006, 0.2, 0)
        size = round(length_s * RATE)
        drop = strength * np.sin(2 * np.pi * hz * np.arange(size) / RATE) * np.hanning(size)
        at = (int(start) + np.arange(size)) % frames
        wave[at, 0] += drop * (1 - place)
        wave[at, 1] += drop * place
    return wave


def ocean() -> Wave:
    """Four waves of ten seconds, each of another height: a dark swell, and a hiss where it breaks."""
    seconds, period_s, rising = 40, 10, 0.42
    up = round(rising * period_s * RATE)
    swell = np.concatenate((rise(up), rise(round(period_s * RATE) - up)[::-1]))
    height = np.concatenate([peak * swell for peak in (1.0, 0.8, 0.92, 0.75)])[:, None]
    deep, hiss = wide(seconds, 41, -1, 35, 1_200), wide(seconds, 43, -0.4, 700, 5_500)
    return np.asarray(deep * (0.35 + 0.65 * height) + 0.35 * hiss * height**2.2)


def swell_dark() -> Wave:
    """The low half of the breath swell: a soft chord whose parts beat slowly, over deep noise."""
    seconds = 12
    time = np.arange(seconds * RATE) / RATE
    turns = chance(51).random((6, 2))
    wave = 0.25 * wide(seconds, 52, -1, 50, 400)
    for number, (hz, strength) in enumerate(((110, 1.0), (165, 0.6), (220, 0.35))):
        for pair, sign in enumerate((-1, 1)):  # whole periods in the loop, so that it has no seam
            tone = np.sin(2 * np.pi * (round(hz * seconds) + sign) / seconds * time + 2 * np.pi * turns[2 * number + pair, 0])
            wave[:, 0] += 0.5 * strength * tone
            wave[:, 1] += 0.5 * strength * np.roll(tone, round(0.004 * RATE))
    return wave


def swell_bright() -> Wave:
    """The high half of the breath swell: air."""
    return wide(12, 61, -0.5, 700, 5_000)
