"""The regions of the body, by the names that profile, scans, relaxation and exercises share."""

from collections.abc import Iterable
from difflib import get_close_matches

from dtx.errors import Unknown
from dtx.language import _

SIDED = ("shoulder", "arm", "hand", "hip", "thigh", "knee", "calf", "foot")
MIDDLE = ("head", "face", "jaw", "neck", "throat", "chest", "upper_back", "low_back", "belly", "pelvis")
REGIONS = MIDDLE + tuple(f"{name}_{side}" for name in SIDED for side in ("left", "right"))


def both_sides(names: Iterable[str]) -> frozenset[str]:
    """The regions that are meant: a name without a side means both. Raises `Unknown` for any other name."""
    return frozenset(region for name in names for region in _meant(name.strip()))


def called(name: str) -> frozenset[str]:
    """The regions that some words name: "calf_left", "left calf", "Calf"; none where they name something else."""
    words = name.casefold().replace("_", " ").split()
    sides = [word for word in words if word in ("left", "right")]
    part = "_".join([*(word for word in words if word not in sides), *sides])
    return frozenset(_meant(part)) if part in (*SIDED, *REGIONS) else frozenset()


def _meant(name: str) -> tuple[str, ...]:
    if name in SIDED:
        return f"{name}_left", f"{name}_right"
    if name in REGIONS:
        return (name,)
    near = get_close_matches(name, (*SIDED, *REGIONS), n=1)
    raise Unknown(
        _("There is no region {name!r}.").format(name=name),
        _("Did you mean {near!r}?").format(near=near[0]) if near else _("The regions are: {regions}.").format(regions=", ".join(REGIONS)),
    )


def spoken(name: str) -> str:
    """A name as one would say it: `arm_right` is “right arm”."""
    *words, last = name.replace(" + ", " and ").split("_")
    said = " ".join((last, *words) if words and last in ("left", "right") else (*words, last))
    return _(said)
