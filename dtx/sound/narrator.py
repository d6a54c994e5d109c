"""The narrator: the voice that ships with dtx and what it can say, from its list, without loading a sound library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dtx import paths
from dtx.errors import DtxError

VOICE = "The voice is made by a computer ({name})."
NO_VOICE = "There is no voice here, so words on the screen guide you."


@dataclass(frozen=True, slots=True)
class Narrator:
    """`seconds` is how long each line takes, by its words."""

    name: str
    seconds: Mapping[str, float]


def narrator(media: Path | None = None) -> Narrator | None:
    """Who speaks; None where the words were left out of the installation, or cannot be read."""
    try:
        listed = json.loads(((media or paths.bundled("media")) / "voice" / "manifest.json").read_text(encoding="utf-8"))
        seconds = {str(clip["text"]): float(clip["seconds"]) for clip in listed["clips"].values()}
        return Narrator(str(listed["voice"]), seconds) if seconds else None
    except (DtxError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def introduced(speaks: Narrator | None) -> str:
    """One sentence on who guides."""
    return VOICE.format(name=speaks.name) if speaks is not None else NO_VOICE
