"""What there is to say about the sound."""

from dataclasses import dataclass
from typing import Literal

from dtx.language import _

State = Literal["starting", "playing", "silent", "lost", "closed"]

NO_LIBRARY = _("There is no sound here (PortAudio is missing), so words and the picture guide you.")
NO_DEVICE = _("There is no sound device here, so words and the picture guide you.")
NO_ANSWER = _("The sound device does not answer, so words and the picture guide you.")
LOST = _("The sound stopped. You might go on with words and the picture, or try the sound again.")
STARTING = _("The sound is getting ready.")


@dataclass(frozen=True, slots=True)
class Status:
    """`silent` means there never was any sound, `lost` that it went away. `underruns` counts the gaps in the sound of this session."""

    state: State = "silent"
    says: str = ""
    backend: str | None = None
    device: str | None = None
    latency_s: float | None = None
    underruns: int = 0

    @property
    def lost(self) -> bool:
        return self.state == "lost"


def why_not(reasons: dict[str, str]) -> str:
    """One sentence about why no library could open a stream, from what each of them said."""
    missing = ("PortAudio library not found", "ModuleNotFoundError", "ImportError")
    return NO_LIBRARY if all(any(word in reason for word in missing) for reason in reasons.values()) else NO_DEVICE
