"""The sounds and voices that ship with dtx, by name, from their lists alone, without loading a sound library."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dtx import paths
from dtx.errors import DtxError
from dtx.language import FIRST, language

VOICES: Mapping[str, str] = MappingProxyType({FIRST: "af_heart", "es": "ef_dora"})
"""The voice that ships for each language: the name of a folder in `media/voice`."""


def sounds() -> frozenset[str]:
    """Their names, such as `bowl` or `bed_rain`; none where they were left out of the installation."""
    try:
        listed = json.loads((paths.bundled("media") / "sounds" / "manifest.json").read_text(encoding="utf-8"))
        return frozenset(map(str, listed["sounds"]))
    except (DtxError, OSError, ValueError, KeyError):
        return frozenset()


def speakers() -> tuple[str, ...]:
    """The languages whose voices are asked, best first: the one that is spoken, and the one in which most lines were recorded.

    A line is found by its words, so each voice speaks its own language; the order counts for words that two languages share.
    """
    return tuple(dict.fromkeys((language() if language() in VOICES else FIRST, FIRST)))


def speaking() -> tuple[str, ...]:
    """The folders of these voices in `media/voice`."""
    return tuple(VOICES[code] for code in speakers())


def list_of(code: str) -> str:
    """The name of the list of what was recorded in a language."""
    return "manifest.json" if code == FIRST else f"manifest.{code}.json"


def recorded(media: Path | None = None) -> Iterator[Mapping[str, Any]]:
    """The lists of what these voices can say, best first; one that cannot be read is left out."""
    for code in speakers():
        try:
            listed = json.loads(((media or paths.bundled("media")) / "voice" / list_of(code)).read_text(encoding="utf-8"))
        except (DtxError, OSError, ValueError):
            continue
        if isinstance(listed, dict) and isinstance(listed.get("clips"), dict):
            yield listed
