"""Low-energy mode: two minutes of breathing, with as few questions as may be, dark and silent at night (clinical 8.7, rule 7)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dtx.care.brief import ACTIVITY, OPTIONS, is_night
from dtx.errors import Unknown
from dtx.sessions.due import Due
from dtx.sessions.practice import Practice
from dtx.sessions.screening import Screening
from dtx.sessions.sittings import Sittings

NOTHING: Mapping[str, Any] = {}


class Brief:
    """`screening` is what has to be asked before it, and is often empty; `night` says that it begins dark and silent.

    Raises `Unknown` and `PluginProblem` where there is no such activity, and StoreProblem.
    """

    def __init__(self, due: Due, sittings: Sittings, now: Callable[[], datetime], *, silent: bool = False) -> None:
        self._sittings, self._silent = sittings, silent
        self.night = is_night(now())
        self.given = OPTIONS
        try:
            self.screening: Screening = due.screen_briefly(ACTIVITY, OPTIONS)
        except Unknown:  # a plan may not leave two minutes open; then it is as long as the plan has it
            self.given = NOTHING
            self.screening = due.screen_briefly(ACTIVITY, NOTHING)

    def begin(self) -> Practice:
        """Open the session once all that is due has been asked. Raises Refused where the gate closes it, and StoreProblem."""
        practice = self._sittings.begin(ACTIVITY, self.given, self.screening, briefly=True)
        if self.night or self._silent:
            practice.loudness.hush()
        return practice
