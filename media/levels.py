"""How loud a sound is, how high it peaks, and how it is written: shared by the synthesis, the voice and their tests."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[Any]
"""Samples between -1 and 1, one row a frame: shape (frames,) or (frames, channels)."""

BLOCK_S, STEP_S = 0.4, 0.1
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0
WRITE_FRAMES = 16_384
"""libsndfile can crash on one long Vorbis write, so it is fed in blocks of this many frames."""


def lufs(wave: Wave, rate: int) -> float:
    """Integrated loudness after ITU-R BS.1770-4. What is shorter than one block of 0.4 s counts as one block."""
    weighted = k_weighted(wave.reshape(len(wave), -1).astype(np.float64), rate)
    size, step = min(round(BLOCK_S * rate), len(weighted)), round(STEP_S * rate)
    total = np.vstack((np.zeros(weighted.shape[1]), np.cumsum(weighted**2, axis=0)))
    starts = np.arange(0, len(weighted) - size + 1, step)
    power = ((total[starts + size] - total[starts]) / size).sum(axis=1)
    loud = power[decibels(power) > ABSOLUTE_GATE]
    if not loud.size:
        return -np.inf
    kept = loud[decibels(loud) > decibels(loud.mean()) + RELATIVE_GATE]
    return float(decibels(kept.mean()))


def decibels(power: Any) -> Any:
    """A mean square as LUFS."""
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def k_weighted(wave: Wave, rate: int) -> Wave:
    """The two filters of BS.1770, applied in the frequency domain with room for their tails."""
    size = 1 << (len(wave) + rate // 4 - 1).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for b, a in (shelf(rate), high_pass(rate)):
        response *= (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)
    shaped: Wave = np.fft.irfft(np.fft.rfft(wave, size, axis=0) * response[:, None], size, axis=0)[: len(wave)]
    return shaped


def shelf(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The head's high shelf, +4 dB above 1682 Hz, for any sample rate."""
    k, q, gain = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    half = gain**0.4996667741545416
    b = (gain + half * k / q + k * k, 2 * (k * k - gain), gain - half * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def high_pass(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The second filter, 38 Hz."""
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def oversampled(wave: Wave, times: int = 4) -> Wave:
    """The same sound at so many times the rate, with silence around it so that its ends do not ring into each other."""
    padded = np.concatenate((wave, np.zeros((len(wave) % 2 + 512, *wave.shape[1:]))))
    spectrum = np.fft.rfft(padded, axis=0)
    return np.asarray(np.fft.irfft(spectrum, len(padded) * times, axis=0) * times)


def dbtp(wave: Wave) -> float:
    """The true peak in dB of full scale, from four times the samples (BS.1770-4, annex 2)."""
    return float(20 * np.log10(max(float(np.abs(oversampled(wave)).max(initial=0.0)), 1e-9)))


def int16(wave: Wave) -> NDArray[np.int16]:
    return np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16)


def write_vorbis(path: Path, wave: Wave, rate: int, quality: float) -> None:
    """Write an Ogg Vorbis file; `quality` is libsndfile's compression level, 0 the largest and 1 the smallest."""
    import soundfile

    frames = wave.reshape(len(wave), -1).astype(np.float32)
    with soundfile.SoundFile(
        path, "w", samplerate=rate, channels=frames.shape[1], format="OGG", subtype="VORBIS", compression_level=quality
    ) as file:
        for start in range(0, len(frames), WRITE_FRAMES):
            file.write(frames[start : start + WRITE_FRAMES])


def read(path: Path) -> tuple[Wave, int]:
    """A sound file as float32 and its rate: (frames,) when mono, else (frames, channels)."""
    import soundfile

    wave, rate = soundfile.read(path, dtype="float32")
    return wave, int(rate)
