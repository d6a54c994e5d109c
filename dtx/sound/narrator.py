"""The narrator: the voice that ships with dtx and what it can say, from its list, without loading a sound library."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dtx.language import _
from dtx.sound.shipped import recorded

VOICE = _("The voice is made by a computer ({name}).")
NO_VOICE = _("There is no voice here, so words on the screen guide you.")


@dataclass(frozen=True, slots=True)
class Narrator:
    """`seconds` is how long each line takes, by its words."""

    name: str
    seconds: Mapping[str, float]


def narrator(media: Path | None = None) -> Narrator | None:
    """Who speaks; None where the words were left out of the installation, or cannot be read."""
    found: Narrator | None = None
    for listed in recorded(media):
        try:
            seconds = {str(clip["text"]): float(clip["seconds"]) for clip in listed["clips"].values()}
            if seconds:
                found = Narrator(found.name, {**seconds, **found.seconds}) if found else Narrator(str(listed["voice"]), seconds)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def introduced(speaks: Narrator | None) -> str:
    """One sentence on who guides."""
    return VOICE.format(name=speaks.name) if speaks is not None else NO_VOICE
