"""The sounds that ship with dtx, by name, from their list alone, without loading a sound library."""

import json

from dtx import paths
from dtx.errors import DtxError


def sounds() -> frozenset[str]:
    """Their names, such as `bowl` or `bed_rain`; none where they were left out of the installation."""
    try:
        listed = json.loads((paths.bundled("media") / "sounds" / "manifest.json").read_text(encoding="utf-8"))
        return frozenset(map(str, listed["sounds"]))
    except (DtxError, OSError, ValueError, KeyError):
        return frozenset()
