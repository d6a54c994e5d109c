"""Sounds made for the tests, in memory and in a folder laid out as `media/` is."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile

from dtx.sound import RATE
from dtx.sound.clip import Clip, Samples, soft
from dtx.sound.clips import key_of


def tone(seconds: float, hertz: float = 440.0, level: float = 0.5, channels: int = 1) -> Samples:
    at = np.arange(round(seconds * RATE)) / RATE
    return np.repeat((level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)[:, None], channels, axis=1)


def steps(frames: int, level: float = 0.25) -> Clip:
    """A clip in which every frame says which one it is: a straight line up to `level`."""
    return Clip((np.arange(1, frames + 1, dtype=np.float32) * np.float32(level / frames))[:, None])


def flat(frames: int, level: float = 0.25, *, loop: bool = False) -> Clip:
    return Clip(np.full((frames, 1), level, np.float32), loop)


def ping(seconds: float = 0.1, level: float = 0.5) -> Samples:
    """Its first half period is its loudest, so that its beginning is found again in a recording."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 1000 * at) * np.exp(-40 * at)).astype(np.float32)[:, None]


def media(folder: Path, sounds: Mapping[str, Samples], words: Mapping[str, Samples] | None = None) -> Path:
    """A media folder with these sounds and these spoken words."""
    (folder / "sounds").mkdir(parents=True)
    (folder / "voice" / "af_heart").mkdir(parents=True)
    listed = {}
    for name, samples in sounds.items():
        soundfile.write(folder / "sounds" / f"{name}.wav", samples, RATE, subtype="FLOAT")
        listed[name] = {"file": f"{name}.wav", "loop": name.startswith(("bed", "swell")), "seconds": len(samples) / RATE}
    (folder / "sounds" / "manifest.json").write_text(json.dumps({"schema": 1, "sounds": listed}))
    for text, samples in (words or {}).items():
        soundfile.write(folder / "voice" / "af_heart" / f"{key_of(text)}.wav", samples, RATE, subtype="FLOAT")
    return folder


__all__ = ["flat", "media", "ping", "soft", "steps", "tone"]
