"""Sounds made for tests: a voice that is none, with pauses in it as a voice has, and files of it in every format."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 48_000
KINDS = {
    "wav": ("WAV", "PCM_16"),
    "wav24": ("WAV", "PCM_24"),
    "wavfloat": ("WAV", "FLOAT"),
    "wavulaw": ("WAV", "ULAW"),
    "flac": ("FLAC", "PCM_16"),
    "aiff": ("AIFF", "PCM_16"),
    "ogg": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
}


def talk(seconds: float = 2.0, rate: int = RATE, level: float = 0.2, channels: int = 1, noise: float = 1e-4) -> NDArray[np.float32]:
    """Syllables of 0.2 s with pauses of 0.1 s, over a little noise: shape (frames, channels)."""
    at = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * hertz * at) / n for n, hertz in enumerate((160, 330, 480, 2100), 1))
    inside = at % 0.3
    shape = np.where(inside < 0.2, np.sin(np.pi * np.clip(inside / 0.2, 0, 1)) ** 0.5, 0)
    made = level * tone * shape + noise * np.random.default_rng(4).standard_normal(len(at))
    return np.repeat(made.astype(np.float32)[:, None], channels, axis=1)


def quiet(seconds: float, rate: int = RATE, noise: float = 1e-4, channels: int = 1) -> NDArray[np.float32]:
    """A room in which nobody speaks."""
    made = noise * np.random.default_rng(5).standard_normal((round(seconds * rate), 1))
    return np.repeat(made.astype(np.float32), channels, axis=1)


def write(path: Path, samples: NDArray[np.floating], rate: int = RATE, kind: str = "wav") -> Path:
    """In blocks: one large write of Vorbis crashes the library."""
    format_, subtype = KINDS[kind]
    path.parent.mkdir(parents=True, exist_ok=True)
    with soundfile.SoundFile(path, "w", rate, samples.shape[1], format=format_, subtype=subtype) as file:
        for start in range(0, len(samples), 16_384):
            file.write(samples[start : start + 16_384])
    return path


def read(path: Path) -> tuple[NDArray[np.float32], int]:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return samples, int(rate)
