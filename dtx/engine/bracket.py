"""The bracket: what the host puts around every script (law 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dtx.engine.activity import Script
from dtx.engine.questions import Answer


@dataclass(frozen=True, slots=True)
class Ending:
    """How the script ended: `status` is one of FINAL. `answers` are those to saved questions so far, by their names."""

    status: str
    stop_reason: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


def untouched(script: Script, before: Mapping[str, Answer]) -> Script:
    """The script as it is."""
    return script


@dataclass(frozen=True, slots=True)
class Bracket:
    """Questions before the script, and after it however it ended; `around` guards the script itself, and knows the answers before.

    `way_out` is said to whom leaves a scan early, for the time of its return.
    """

    opening: Callable[[], Script]
    closing: Callable[[Ending], Script]
    around: Callable[[Script, Mapping[str, Answer]], Script] = untouched
    way_out: str = ""
