"""Mastering: where a recording begins and ends, how loud it is made, and a limiter that sees peaks coming."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dtx.sound.clip import Samples
from dtx.sound.loudness import OVERSHOOT, Wave, dbtp, envelope, lufs

VOICE_LUFS, BED_LUFS = -20.0, -34.0
CEILING_DBTP = -3.0
"""Of words, of a bed behind them, and of any peak (sound page, section 6)."""

SPARE_DB = 0.2
"""How far under the ceiling the limiter aims: 16 bits and a changing gain move a peak a little."""

HEAD_S, TAIL_S = 0.080, 0.250
"""What is kept before the first sound and after the last (sound page, section 4)."""

FRAME_S = 0.010
SURE_FRAMES = 3
"""A sound lasts 30 ms at least; what is shorter is the click of a button."""

NOTHING_DBFS = -70.0
DEAD_DBFS = -90.0
"""Quieter than the first nobody hears; quieter than the second no microphone is: it was off."""

ABOVE_NOISE_DB, BELOW_LOUD_DB = 12.0, 50.0
SPEECH_RANGE_DB = 24.0
"""Between its loudest parts and its pauses a voice has more than this; rain and music have less, and are not cut at their quiet places."""

LOOK_S = 0.005
PIECE_S = 2.0
MOST_TURNS = 8
NEAR_LU = 0.05
MOST_LIMITED_DB = 15.0
"""A limiter that takes more than this away leaves a voice no life."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The seconds between which something is heard."""

    start_s: float
    end_s: float


def edges(wave: Wave | NDArray[np.int16], rate: int) -> Edges | None:
    """Where the sound begins and ends; None where there is nothing to hear."""
    levels = frame_levels(wave, rate)
    live = levels[levels > DEAD_DBFS]
    if not live.size or (loud := float(np.percentile(live, 95))) < NOTHING_DBFS:
        return None
    noise = float(np.percentile(live, 10))
    floor = loud - BELOW_LOUD_DB
    if loud - noise >= SPEECH_RANGE_DB:
        floor = max(floor, noise + ABOVE_NOISE_DB)
    heard = np.convolve(levels > max(floor, NOTHING_DBFS), np.ones(SURE_FRAMES), "valid") == SURE_FRAMES
    if not heard.any():
        return None
    first, last = int(heard.argmax()), len(heard) - int(heard[::-1].argmax())
    return Edges(first * FRAME_S, (last + SURE_FRAMES - 1) * FRAME_S)


def frame_levels(wave: Wave | NDArray[np.int16], rate: int) -> NDArray[np.float64]:
    """The level of each frame of 10 ms, the loudest channel's, in dBFS."""
    columns, size = wave.reshape(len(wave), -1), max(1, round(FRAME_S * rate))
    count = -(-len(columns) // size)
    power, full_scale = np.zeros((count, columns.shape[1])), 32768 if wave.dtype.kind == "i" else 1
    for start in range(0, count, 1000):  # so that whole numbers become fractions a little at a time
        piece = columns[start * size : (start + 1000) * size].astype(np.float32) / np.float32(full_scale)
        full = np.pad(piece, ((0, -len(piece) % size), (0, 0)))
        power[start : start + 1000] = (full.reshape(-1, size, columns.shape[1]) ** 2).mean(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power.max(axis=1), 1e-20)))


def levelled(wave: Samples, rate: int, loudness: float = VOICE_LUFS, ceiling_db: float = CEILING_DBTP) -> tuple[Samples, float]:
    """The sound at this loudness in LUFS, its true peak at most at the ceiling, and the gain in dB that it took.

    The limiter takes some loudness away, which the next turn gives back. Where that would cost too much, it stays quieter.
    """
    before = lufs(wave, rate)
    if before == -np.inf:
        return wave, 0.0
    room = ceiling_db - SPARE_DB - dbtp(wave, rate)
    gain_db, made = loudness - before, wave
    for _ in range(MOST_TURNS):
        gain_db = min(gain_db, room + MOST_LIMITED_DB)
        made = wave * np.float32(10 ** (gain_db / 20))
        if gain_db > room:
            made = limited(made, rate, ceiling_db - SPARE_DB)
        missing = loudness - (lufs(made, rate) if gain_db > room else before + gain_db)
        if abs(missing) < NEAR_LU or (missing > 0 and gain_db == room + MOST_LIMITED_DB):
            break
        gain_db += missing
    over_db = dbtp(made, rate) - ceiling_db if gain_db > room else 0.0
    return made * np.float32(10 ** (-over_db / 20)) if over_db > 0 else made, gain_db


def limited(wave: Samples, rate: int, ceiling_db: float) -> Samples:
    """The gain goes down softly around each peak above the ceiling, from 10 ms before it to 10 ms after."""
    ceiling, reach, size = 10 ** (ceiling_db / 20), max(1, round(LOOK_S * rate)), round(PIECE_S * rate)
    window = np.hanning(2 * reach + 3)[1:-1].astype(np.float32)
    window /= window.sum()
    made = wave.copy()
    for start in range(0, len(wave), size):
        stop = min(start + size, len(wave))
        low, high = max(0, start - 2 * reach), min(len(wave), stop + 2 * reach)
        if float(np.abs(wave[low:high]).max(initial=0.0)) * OVERSHOOT <= ceiling:
            continue
        peaks = np.maximum(envelope(wave, low, high, rate), np.abs(wave[low:high]).max(axis=1))
        peaks[1:] = np.maximum(peaks[1:], peaks[:-1])  # a point between two frames belongs to both
        wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
        gain = np.convolve(np.pad(lowest(wanted, reach), reach, mode="edge"), window, mode="valid")
        made[start:stop] *= gain[start - low : stop - low, None]
    return made


def lowest(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """The least of each value's neighbours, `reach` to both sides, by spans that double."""
    width, span = 2 * reach + 1, 1
    least = np.pad(values, reach, constant_values=1.0)
    while 2 * span <= width:
        least = np.minimum(least[:-span], least[span:])
        span *= 2
    rest = width - span
    return np.minimum(least[: len(least) - rest], least[rest:]) if rest else least
