"""Durations as people write them: `4`, `90s`, `1:30`, `2 min`."""

import re

LONGEST_S = 4 * 60 * 60
FORMS = re.compile(
    r"(?P<number>[0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(?P<unit>s|sec|secs|second|seconds|m|min|mins|minute|minutes)?", re.IGNORECASE
)
CLOCK = re.compile(r"(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-5][0-9])")


class NotADuration(ValueError):
    """Text that names no length of time between 0 and four hours."""


def duration(text: str) -> float:
    """Seconds, from `4` (seconds), `90s`, `1:30` or `2 min`. Raises `NotADuration`."""
    text = text.strip()
    if found := CLOCK.fullmatch(text):
        seconds = int(found["minutes"]) * 60.0 + int(found["seconds"])
    elif found := FORMS.fullmatch(text):
        seconds = float(found["number"]) * (60 if (found["unit"] or "s").lower().startswith("m") else 1)
    else:
        raise NotADuration(text)
    if seconds > LONGEST_S:
        raise NotADuration(text)
    return round(seconds, 3)


def written(seconds: float) -> str:
    """Seconds as a person would write them, so that `duration` reads the same number back."""
    if seconds >= 60 and seconds % 1 == 0:
        return f"{int(seconds) // 60} min" if seconds % 60 == 0 else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
    return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"
