"""The clips: what there is to hear, found by the name of a sound, by words, or as a recording in a plugin's folder."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import normalize

import numpy as np

from dtx import paths
from dtx.errors import DtxError
from dtx.sound import RATE
from dtx.sound.clip import LONG_S, Clip, Samples, Source, soft
from dtx.sound.reading import Reading
from dtx.sound.resample import resampled
from dtx.sound.shipped import speaking

SUFFIXES = (".flac", ".ogg", ".wav", ".mp3", ".opus", ".aiff", ".aif")
"""What a clip may be written in; everything that soundfile reads."""

LOUDNESS = MappingProxyType({"bowl": -24.0, "chime": -26.0, "tick": -30.0, "breath": -30.0, "bed": -34.0})
"""LUFS of each kind of sound, by the beginning of its name; words have -20 (sound page, section 6). The swell is as made."""

KEPT_BYTES = 12_000_000
KEPT_LOOPS = 3
"""What is kept of clips that were used, so that a breath's sounds are read once; a bed and the two halves of the swell."""

LONGEST_LOOP_S = 120
"""A bed is a loop; of a longer one this much is used, so that it does not fill the memory."""


def key_of(words: str) -> str:
    """The name of the file in which these words are spoken: it depends on the words and on nothing else."""
    return sha256(" ".join(normalize("NFC", words).split()).encode()).hexdigest()[:16]


class Clips:
    """Reads clips as they are asked for. What cannot be found or read is None: the caption says it.

    `voices` are folders of spoken words, best first: a person's own takes, then what ships with dtx, then what was made
    here. `folder` is the plugin's, for its recordings and beds.
    """

    def __init__(self, media: Path | None = None, *, voices: Sequence[Path] | None = None, folder: Path | None = None) -> None:
        try:
            self._media = media or paths.bundled("media")
        except DtxError:  # an installation without them is silent, not broken
            self._media = Path()
        self._voices = tuple(voices) if voices is not None else tuple(self._media / "voice" / one for one in speaking())
        self._folder = folder
        self._kept: OrderedDict[Path, Source] = OrderedDict()
        self._loops: OrderedDict[Path, Clip] = OrderedDict()

    def sound(self, name: str) -> Source | None:
        """A sound by its name: `bowl`, `breath_in`."""
        return self._source(self._shipped(name), self._gain(name))

    def loop(self, name: str) -> Clip | None:
        """A loop by its name: `swell_dark`; or a bed as scripts name it: `rain.ogg`, of the plugin's folder or of ours."""
        own = self._inside(name)
        if own is not None:
            return self._loop(own, 1.0)
        stem = name.rpartition("/")[2].rsplit(".", 1)[0]
        for known in (stem, f"bed_{stem}"):
            if (path := self._shipped(known)) is not None:
                return self._loop(path, self._gain(known))
        return None

    def words(self, words: str) -> Source | None:
        """A line as it is spoken."""
        key = key_of(words)
        return self._source(first(folder / f"{key}{suffix}" for folder in self._voices for suffix in SUFFIXES), 1.0)

    def recording(self, name: str) -> Source | None:
        """A recording in the plugin's folder, or the shipped sound of that name."""
        own = self._inside(name)
        return self._source(own, 1.0) if own is not None else self.sound(name.rsplit(".", 1)[0])

    @cached_property
    def _sounds(self) -> Mapping[str, Mapping[str, Any]]:
        try:
            listed = json.loads((self._media / "sounds" / "manifest.json").read_text(encoding="utf-8"))
            return dict(listed["sounds"])
        except (OSError, ValueError, KeyError):
            return {}

    def _shipped(self, name: str) -> Path | None:
        listed = self._sounds.get(name)
        return self._media / "sounds" / str(listed["file"]) if listed is not None else None

    def _gain(self, name: str) -> float:
        """From the loudness it was made with to the one it is meant to have."""
        made = self._sounds.get(name, {}).get("lufs")
        meant = next((level for kind, level in LOUDNESS.items() if name.startswith(kind)), None)
        return 10 ** ((meant - made) / 20) if made is not None and meant is not None else 1.0

    def _inside(self, name: str) -> Path | None:
        """The file of this name in the plugin's folder; nothing outside of it, wherever a link may lead."""
        if self._folder is None:
            return None
        path = (self._folder / name).resolve()
        return path if path.is_relative_to(self._folder.resolve()) and path.is_file() else None

    def _loop(self, path: Path, gain: float) -> Clip | None:
        if path not in self._loops:
            samples = read(path)
            if samples is None:
                return None
            self._loops[path] = soft(samples, gain, loop=True)
            if len(self._loops) > KEPT_LOOPS:
                self._loops.popitem(last=False)
        self._loops.move_to_end(path)
        return self._loops[path]

    def _source(self, path: Path | None, gain: float) -> Source | None:
        if path is None:
            return None
        if path not in self._kept:
            source = opened(path, gain)
            if source is None:
                return None
            self._kept[path] = source
            while len(self._kept) > 1 and sum(one.bytes for one in self._kept.values()) > KEPT_BYTES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(path)
        return self._kept[path]


def opened(path: Path, gain: float) -> Source | None:
    """A clip in memory, or a long one that is read while it sounds; None where it cannot be read."""
    import soundfile

    try:
        if soundfile.info(paths.for_c(path)).duration > LONG_S:
            return Reading(path)
    except (OSError, RuntimeError):  # soundfile's own error is a RuntimeError
        return None
    samples = read(path)
    return soft(samples, gain) if samples is not None else None


def read(path: Path) -> Samples | None:
    """A sound file at 48 kHz, mono or stereo, or None where it cannot be read or holds nothing. Of a long one, the first minutes."""
    import soundfile

    try:
        with soundfile.SoundFile(paths.for_c(path)) as file:
            rate = int(file.samplerate)
            samples: Samples = file.read(LONGEST_LOOP_S * rate, dtype="float32", always_2d=True)
    except (OSError, RuntimeError):
        return None
    if samples.shape[1] > 2:
        samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
    return resampled(samples, rate, RATE) if len(samples) and np.isfinite(samples).all() else None


def first(candidates: Any) -> Path | None:
    return next((path for path in candidates if path.is_file()), None)
