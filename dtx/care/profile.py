"""The person: flags, sore regions, the stronger side, country and conditions, as they told us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from dtx.care.days import DAY_BEGINS, LATEST_HOUR
from dtx.care.flags import ANSWERS, FLAGS
from dtx.care.regions import REGIONS, both_sides
from dtx.errors import Unknown
from dtx.language import _

PSEUDONYM = re.compile(r"[A-Za-z0-9._-]{1,40}")
ACTIVITY = re.compile(r"[a-z0-9_-]{1,64}\.[a-z0-9_-]{1,64}")
SIDES = ("right", "left")
YES_NO = ("yes", "no")
CONDITIONS = ("back", "arthritis", "neuropathic", "fibromyalgia", "migraine", "crps", "post_surgical", "cancer")
DETAILS = {"flag.drowsy.where": ("driving", "in_bed", "medicine"), "flag.limited.what": ("exercise", "breath_holding", "movement")}
"""What follows on two of the flags (clinical 8.1)."""
KEYS = (
    *(f"flag.{flag}" for flag in FLAGS),
    *DETAILS,
    *(f"agreed.{flag}" for flag in FLAGS),
    *("sore", "skip", "side", "country", "conditions", "patient_ref", "day_begins", "suggest", "compare"),
    *(f"name.{region}" for region in REGIONS),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds now. `sore` holds regions with their sides; `skip` those that a scan leaves out, and `names` the person's own words.

    `details` has what followed on a flag: `drowsy` to where they are, `limited` to what is to be limited. `day_begins` is the hour at
    which a new day begins; `suggest` says whether an order of practices may be suggested from what they noted; `compare` names the two
    practices that they compare, if any.
    """

    flags: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    sore: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    side: str = "right"
    country: str | None = None
    conditions: tuple[str, ...] = ()
    day_begins: int = DAY_BEGINS
    suggest: bool = True
    compare: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Profile":
        """The profile from what the store keeps, key by key."""
        return cls(
            flags={flag: kept[key] for flag in FLAGS if (key := f"flag.{flag}") in kept},
            agreed={flag: kept[key] for flag in FLAGS if (key := f"agreed.{flag}") in kept},
            details={key.split(".")[1]: kept[key] for key in DETAILS if key in kept},
            sore=frozenset(kept.get("sore", ())),
            skip=frozenset(kept.get("skip", ())),
            names={region: kept[f"name.{region}"] for region in REGIONS if f"name.{region}" in kept},
            side=kept.get("side", "right"),
            country=kept.get("country"),
            conditions=tuple(kept.get("conditions", ())),
            day_begins=kept.get("day_begins", DAY_BEGINS),
            suggest=kept.get("suggest", "yes") == "yes",
            compare=tuple(kept.get("compare", ())),
        )


def renewed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, without what followed on an earlier answer to the same question: it was said of that day."""
    return {**{key: None for key in DETAILS if key.rpartition(".")[0] in changes}, **changes}


def read_setting(key: str, text: str) -> Any:
    """The value of one `KEY=VALUE` as the store keeps it; an empty text takes the key away. Raises `Unknown`."""
    if key not in KEYS:
        near = get_close_matches(key, KEYS, n=1)
        raise Unknown(
            _("There is no profile key {key!r}.").format(key=key),
            _("Did you mean {near!r}?").format(near=near[0]) if near else _("The keys are in docs/patients.md."),
        )
    text = text.strip()
    if not text:
        return None
    if key == "flag.limited.what":
        return [one_of(key, part.strip(), DETAILS[key]) for part in text.split(",")]
    if key in DETAILS:
        return one_of(key, text, DETAILS[key])
    if key.startswith("flag."):
        return one_of(key, text, ANSWERS)
    if key in ("sore", "skip"):
        return sorted(both_sides(text.split(",")))
    if key == "side":
        return one_of(key, text, SIDES)
    if key == "conditions":
        return [one_of(key, part.strip(), CONDITIONS) for part in text.split(",")]
    if key == "suggest":
        return one_of(key, text, YES_NO)
    if key == "compare":
        pair = [part.strip() for part in text.split(",")]
        if len(pair) != 2 or len(set(pair)) != 2 or not all(ACTIVITY.fullmatch(part) for part in pair):
            raise Unknown(
                _("{text!r} does not name two practices.").format(text=text), _("Give two ids, such as breathing.belly,body_scan.scan.")
            )
        return pair
    if key == "day_begins":
        if not (text.isdecimal() and len(text) < 3 and int(text) <= LATEST_HOUR):
            raise Unknown(
                _("{text!r} is not an hour at which a day can begin.").format(text=text),
                _("Use a whole hour from 0 to {latest_hour}, such as 4.").format(latest_hour=LATEST_HOUR),
            )
        return int(text)
    if key == "country":
        if len(text) != 2 or not text.isalpha():
            raise Unknown(_("{text!r} is not a country code.").format(text=text), _("Use two letters, such as GB or US."))
        return text.upper()
    if key == "patient_ref" and not PSEUDONYM.fullmatch(text):
        raise Unknown(
            _("A patient_ref is a pseudonym, never a name."), _("Use up to 40 letters, digits, '.', '_' and '-', without blanks.")
        )
    return " ".join(text.split())[:200]


def one_of(key: str, text: str, values: tuple[str, ...]) -> str:
    if text.casefold() in values:
        return text.casefold()
    raise Unknown(_("{key} cannot be {text!r}.").format(key=key, text=text), _("It can be {values}.").format(values=", ".join(values)))
