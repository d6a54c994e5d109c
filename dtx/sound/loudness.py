"""How loud a sound is and how high it peaks, piece by piece, so that half an hour takes no more memory than a line."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dtx.sound.resample import resampled

BLOCK_S, STEP_S = 0.4, 0.1
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0

PIECE_S = 10.0
SETTLE_S = 0.25
"""What stands before a piece is filtered with it: after so long the filters have forgotten it, to 1 part in 10^20."""

PEAK_PIECE_S = 1.8
TIMES = 4
OVERSHOOT = 2.0
"""Between two samples a real sound rises to less than this many times their peak."""

Wave = NDArray[np.floating]
"""Samples between -1 and 1, one row a frame: shape (frames,) or (frames, channels)."""


def lufs(wave: Wave, rate: int) -> float:
    """Integrated loudness after ITU-R BS.1770-4; -inf for silence. What is shorter than one block of 0.4 s counts as one block."""
    energy, bounds = _energy(wave, rate)
    steps = min(round(BLOCK_S / STEP_S), len(energy))
    total = np.concatenate(([0.0], np.cumsum(energy)))
    power = (total[steps:] - total[:-steps]) / np.maximum(bounds[steps:] - bounds[:-steps], 1)
    loud = power[decibels(power) > ABSOLUTE_GATE]
    if not loud.size:
        return -np.inf
    kept = loud[decibels(loud) > decibels(loud.mean()) + RELATIVE_GATE]
    return float(decibels(kept.mean()))


def decibels(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """A mean square, K-weighted, as LUFS."""
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def dbtp(wave: Wave, rate: int) -> float:
    """The true peak in dB of full scale, from four times the samples (BS.1770-4, annex 2); -inf for silence."""
    columns, size = wave.reshape(len(wave), -1), round(PEAK_PIECE_S * rate)
    highest = 0.0
    for start in range(0, len(columns), size):
        reach = float(np.abs(columns[start : start + size]).max(initial=0.0))
        if reach * OVERSHOOT > highest:
            highest = max(highest, float(envelope(columns, start, start + size, rate).max(initial=0.0)))
    return float(20 * np.log10(highest)) if highest > 0 else -np.inf


def envelope(columns: Wave, start: int, stop: int, rate: int) -> NDArray[np.float32]:
    """For each frame from `start` to `stop` the highest point of all channels from there to the next one, between samples, too."""
    margin = round(0.05 * rate)
    before, stop = min(margin, start), min(stop, len(columns))
    piece = columns[start - before : stop + margin].astype(np.float32)
    finer = np.abs(resampled(piece, rate, TIMES * rate)).max(axis=1)
    points: NDArray[np.float32] = finer.reshape(-1, TIMES)[before : before + stop - start].max(axis=1)
    return points


def _energy(wave: Wave, rate: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The weighted energy of each whole step of 0.1 s, all channels added, and the frames that bound the steps.

    A sound under one block is a single step.
    """
    columns = wave.reshape(len(wave), -1)
    if len(columns) < round(BLOCK_S * rate):
        bounds = np.array([0, len(columns)])
    else:
        bounds = np.round(np.arange(int(len(columns) / rate / STEP_S + 1e-9) + 1) * STEP_S * rate).astype(np.int64)
        bounds = bounds[bounds <= len(columns)]
    total = np.zeros(len(bounds))
    for start, weighted in _weighted(columns, rate):
        squared = np.concatenate(([0.0], np.cumsum((weighted**2).sum(axis=1, dtype=np.float64))))
        total += squared[np.clip(bounds - start, 0, len(weighted))]
    return np.diff(total), bounds


def _weighted(columns: Wave, rate: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The sound through both filters of BS.1770, in the frequency domain: pieces, each with the frame it begins at."""
    size, settle = round(PIECE_S * rate), round(SETTLE_S * rate)
    room = 1 << (min(size + settle, len(columns)) + settle - 1).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(room))
    response = np.ones_like(z)
    for b, a in (shelf(rate), high_pass(rate)):
        response *= (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)
    for start in range(0, len(columns), size):
        before = min(settle, start)
        piece = columns[start - before : start + size].astype(np.float32)
        spectrum = np.fft.rfft(piece, room, axis=0) * response.astype(np.complex64)[:, None]
        shaped: NDArray[np.float32] = np.fft.irfft(spectrum, room, axis=0).astype(np.float32, copy=False)
        yield start, shaped[before : len(piece)]


def shelf(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The head's high shelf, +4 dB above 1682 Hz, for any sample rate."""
    k, q, gain = np.tan(np.pi * min(1681.974450955533 / rate, 0.49)), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    half = gain**0.4996667741545416
    b = (gain + half * k / q + k * k, 2 * (k * k - gain), gain - half * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def high_pass(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The second filter, 38 Hz."""
    k, q = np.tan(np.pi * min(38.13547087602444 / rate, 0.49)), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
