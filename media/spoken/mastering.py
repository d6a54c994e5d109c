"""A rendered line made ready: silence trimmed, as loud as every other line, and no peak too high."""

import numpy as np

from media.levels import Wave, dbtp, lufs, oversampled

LUFS, CEILING_DBTP = -20.0, -3.0
HEAD_S, TAIL_S = 0.080, 0.250
FADE_IN_S, FADE_OUT_S = 0.005, 0.060
FRAME_S = 0.005
AUDIBLE_DB = -45.0
"""Where speech begins: this far below the loudest 5 ms. Kokoro's own silence lies near -70 dB, a soft f or h near -40 dB."""

LOOK_S = 0.005
"""How far ahead the limiter looks."""
MOST_TURNS = 12


def mastered(wave: Wave, rate: int, ceiling_db: float = CEILING_DBTP - 0.5, tail_s: float = TAIL_S) -> Wave:
    """Mono speech, trimmed, at -20 LUFS, with its true peak below `ceiling_db`; half a dB is left for what Vorbis adds."""
    trimmed = faded(trim(wave, rate, tail_s), rate, tail_s)
    gain_db, shaped = 0.0, trimmed
    for _ in range(MOST_TURNS):  # the limiter takes some loudness away, which the next turn gives back
        shaped = limited(trimmed * 10 ** (gain_db / 20), rate, ceiling_db)
        missing = LUFS - lufs(shaped, rate)
        if abs(missing) < 0.05:
            break
        gain_db += missing
    return shaped


def speech(wave: Wave, rate: int, floor_db: float = AUDIBLE_DB) -> tuple[int, int]:
    """The first and the last audible sample, to a frame of 5 ms."""
    size = round(FRAME_S * rate)
    frames = np.sqrt((wave[: len(wave) // size * size].astype(np.float64).reshape(-1, size) ** 2).mean(axis=1))
    audible = np.flatnonzero(frames > frames.max() * 10 ** (floor_db / 20))
    return int(audible[0]) * size, int(audible[-1] + 1) * size


def trim(wave: Wave, rate: int, tail_s: float = TAIL_S) -> Wave:
    """80 ms before the first sound and `tail_s` after the last, filled up with silence where there is less."""
    start, end = speech(wave, rate)
    head, tail = round(HEAD_S * rate), round(tail_s * rate)
    kept = wave[max(0, start - head) : end + tail]
    return np.concatenate((np.zeros(max(0, head - start)), kept, np.zeros(max(0, end + tail - len(wave)))))


def faded(wave: Wave, rate: int, tail_s: float = TAIL_S) -> Wave:
    """Both ends come out of silence and go back into it."""
    shaped = wave.astype(np.float64).copy()
    fade_in, fade_out = round(FADE_IN_S * rate), round(min(FADE_OUT_S, tail_s) * rate)
    shaped[:fade_in] *= raised(fade_in)
    shaped[-fade_out:] *= raised(fade_out)[::-1]
    return shaped


def raised(size: int) -> Wave:
    """Half a cosine from 0 to 1."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * (np.arange(size) + 0.5) / size))


def limited(wave: Wave, rate: int, ceiling_db: float) -> Wave:
    """The gain goes down softly around each peak above the ceiling, from 5 ms before it to 5 ms after."""
    ceiling = 10 ** (ceiling_db / 20)
    shaped = wave
    for _ in range(4):  # smoothing may leave a little above the ceiling
        if dbtp(shaped) <= ceiling_db:
            return shaped
        peaks = np.abs(oversampled(shaped))[: 4 * len(shaped)].reshape(-1, 4).max(axis=1)
        wanted = np.minimum(1.0, ceiling * 0.995 / np.maximum(peaks, 1e-9))
        reach = round(LOOK_S * rate)
        padded = np.pad(wanted, reach, constant_values=1.0)
        lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
        window = np.hanning(2 * reach + 3)[1:-1]
        shaped = shaped * np.convolve(np.pad(lowest, reach, mode="edge"), window / window.sum(), mode="valid")
    return shaped * min(1.0, 10 ** ((ceiling_db - dbtp(shaped)) / 20))
