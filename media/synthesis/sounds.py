"""The made sounds on disk, their manifest, and the frames by which a later synthesis is compared with this one."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from media.levels import Wave, int16, lufs, read, write_vorbis
from media.synthesis.recipes import RECIPES, Recipe
from media.synthesis.tones import RATE

FOLDER = Path(__file__).resolve().parent.parent / "sounds"
MANIFEST = FOLDER / "manifest.json"
FRAMES = FOLDER / "frames.npz"
EVERY = 509
"""Of the 16-bit synthesis every 509th frame is kept, by which another computer's is compared: its last bit may differ."""

QUALITY = 0.1
"""A loop needs it: a coarser one steps at its seam."""


def manifest() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return kept


def make() -> None:
    """Make every sound anew."""
    FOLDER.mkdir(exist_ok=True)
    waves = {name: recipe.wave() for name, recipe in RECIPES.items()}
    told = {name: written(name, recipe, waves[name]) for name, recipe in RECIPES.items()}
    MANIFEST.write_text(json.dumps({"schema": 1, "sounds": told}, indent=1) + "\n", encoding="utf-8")
    frames: dict[str, Any] = {name: int16(wave)[::EVERY] for name, wave in waves.items()}
    np.savez_compressed(FRAMES, **frames)


def written(name: str, recipe: Recipe, wave: Wave) -> dict[str, Any]:
    """Write one sound, and what the manifest says of it. What counts as its loudness is the file as it is decoded again."""
    path = FOLDER / f"{name}.ogg"
    pcm = int16(wave)
    write_vorbis(path, pcm / np.float32(32768), RATE, QUALITY)
    heard, _ = read(path)
    return {
        "file": path.name,
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "pcm_sha256": sha256(pcm.astype("<i2").tobytes()).hexdigest(),
        "seconds": round(len(wave) / RATE, 4),
        "loop": recipe.loop,
        "lufs": round(lufs(heard, RATE), 2),
    }
