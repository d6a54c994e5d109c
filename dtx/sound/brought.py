"""What came of a sound file that somebody brought."""

from dataclasses import dataclass
from pathlib import Path

from dtx.errors import DtxError


class Unreadable(DtxError):
    """A sound file that cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A clip as it was brought in. `cut_s` is the silence taken off both ends, `gain_db` how much louder it was made."""

    path: Path
    seconds: float
    rate: int
    lufs: float
    peak_dbtp: float
    gain_db: float
    cut_s: float
