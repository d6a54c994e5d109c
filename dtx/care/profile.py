"""The person: flags, sore regions, the stronger side, country and conditions, as they told us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from dtx.care.flags import ANSWERS, FLAGS
from dtx.care.regions import both_sides
from dtx.errors import Unknown

PSEUDONYM = re.compile(r"[A-Za-z0-9._-]{1,40}")
SIDES = ("right", "left")
CONDITIONS = ("back", "arthritis", "neuropathic", "fibromyalgia", "migraine", "crps", "post_surgical", "cancer")
KEYS = (*(f"flag.{flag}" for flag in FLAGS), *(f"agreed.{flag}" for flag in FLAGS), "sore", "side", "country", "conditions", "patient_ref")


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds now. `sore` holds regions with their sides."""

    flags: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, str] = field(default_factory=dict)
    sore: frozenset[str] = frozenset()
    side: str = "right"
    country: str | None = None
    conditions: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Profile":
        """The profile from what the store keeps, key by key."""
        return cls(
            flags={flag: kept[key] for flag in FLAGS if (key := f"flag.{flag}") in kept},
            agreed={flag: kept[key] for flag in FLAGS if (key := f"agreed.{flag}") in kept},
            sore=frozenset(kept.get("sore", ())),
            side=kept.get("side", "right"),
            country=kept.get("country"),
            conditions=tuple(kept.get("conditions", ())),
        )


def read_setting(key: str, text: str) -> Any:
    """The value of one `KEY=VALUE` as the store keeps it; an empty text takes the key away. Raises `Unknown`."""
    if key not in KEYS:
        near = get_close_matches(key, KEYS, n=1)
        raise Unknown(f"There is no profile key {key!r}.", f"Did you mean {near[0]!r}?" if near else "The keys are in docs/patients.md.")
    text = text.strip()
    if not text:
        return None
    if key.startswith("flag."):
        return one_of(key, text, ANSWERS)
    if key == "sore":
        return sorted(both_sides(text.split(",")))
    if key == "side":
        return one_of(key, text, SIDES)
    if key == "conditions":
        return [one_of(key, part.strip(), CONDITIONS) for part in text.split(",")]
    if key == "country":
        if len(text) != 2 or not text.isalpha():
            raise Unknown(f"{text!r} is not a country code.", "Use two letters, such as GB or US.")
        return text.upper()
    if key == "patient_ref" and not PSEUDONYM.fullmatch(text):
        raise Unknown("A patient_ref is a pseudonym, never a name.", "Use up to 40 letters, digits, '.', '_' and '-', without blanks.")
    return " ".join(text.split())[:200]


def one_of(key: str, text: str, values: tuple[str, ...]) -> str:
    if text.casefold() in values:
        return text.casefold()
    raise Unknown(f"{key} cannot be {text!r}.", f"It can be {', '.join(values)}.")
