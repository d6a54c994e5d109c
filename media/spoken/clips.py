"""The rendered clips on disk and the manifest that says what each of them is."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from dtx.language import FIRST, language
from dtx.sound.clips import key_of
from dtx.sound.shipped import VOICES, list_of

FOLDER = Path(__file__).resolve().parent.parent / "voice"
LANGUAGE = language()
"""As it was chosen before anything here was loaded."""
VOICE = VOICES[LANGUAGE]
OTHER = "" if LANGUAGE == FIRST else f".{LANGUAGE}"
MANIFEST = FOLDER / list_of(LANGUAGE)
LISTED = FOLDER / f"lines{OTHER}.txt"
RATE = 24_000
SPEED, FASTEST = 0.85, 1.0
QUALITY = 0.6

MODEL = {
    "name": "Kokoro-82M v1.0 (int8)",
    "sha256": "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    "licence": "Apache-2.0",
}
STYLES = {
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "ef_dora": "f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532",
}
STYLE_SHA256 = STYLES[VOICE]
"""The style vectors of the voice, 510 rows of 256 numbers."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One line as it was rendered. `speed` and `tail_s` are as usual unless its slot was too short for that."""

    text: str
    phonemes: str
    seconds: float
    lufs: float
    peak_dbtp: float
    sha256: str
    speed: float = SPEED


@dataclass(slots=True)
class Clips:
    """Every clip by its key. `write` puts the manifest down, sorted, so that a change of one line shows as one line."""

    clips: dict[str, Clip] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Clips":
        if not MANIFEST.is_file():
            return cls()
        kept: Mapping[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))["clips"]
        return cls({name: Clip(**clip) for name, clip in kept.items()})

    def write(self) -> None:
        clips = {name: _told(self.clips[name]) for name in sorted(self.clips)}
        told = {"schema": 1, "voice": VOICE, "model": {**MODEL, "style_sha256": STYLE_SHA256}, "speed": SPEED, "clips": clips}
        partly = MANIFEST.with_suffix(".part")
        partly.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        partly.replace(MANIFEST)

    def drop(self, texts: Mapping[str, str]) -> list[str]:
        """Delete the clips of lines that nothing says any more, and files that no line knows. Their keys come back."""
        gone = [name for name in self.clips if name not in texts]
        for name in gone:
            del self.clips[name]
        for file in (FOLDER / VOICE).glob("*.ogg"):
            if file.stem not in self.clips:
                file.unlink()
        return gone


def _told(clip: Clip) -> dict[str, Any]:
    told = asdict(clip)
    if clip.speed == SPEED:
        del told["speed"]
    return told


def path_of(text: str) -> Path:
    return FOLDER / VOICE / f"{key_of(text)}.ogg"


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
