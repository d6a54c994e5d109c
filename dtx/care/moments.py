"""Answers that are a time of day or a day, typed the way people type them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from dtx.engine.questions import Answer, Ask, NotAnAnswer
from dtx.language import _

CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.h ]?([0-5][0-9]))?\s*(am|pm|a\.m\.|p\.m\.|h|o'clock|uhr)?", re.IGNORECASE)
NOON = 12


@dataclass(frozen=True, slots=True)
class TimeOfDay(Ask):
    """Kept as HH:MM. `now` is what the word means, HH:MM."""

    kind: ClassVar[str] = "text"
    now: str = "00:00"

    def check(self, value: object) -> Answer:
        typed = Ask(self.text, limit=40).check(value)
        if not isinstance(typed, str):
            return None
        if typed.casefold() == "now":
            return self.now
        found = CLOCK.fullmatch(typed)
        half = (found[3] or "").casefold().replace(".", "") if found is not None else ""
        hour = int(found[1]) if found is not None else 0
        if found is None or (half in ("am", "pm") and not 1 <= hour <= NOON):
            raise NotAnAnswer(_("Please write a time such as 8:30 or 17:00, or the word now."))
        if half in ("am", "pm"):
            hour = hour % NOON + (NOON if half == "pm" else 0)
        return f"{hour:02d}:{found[2] or '00'}"


@dataclass(frozen=True, slots=True)
class Day(Ask):
    """Kept as YYYY-MM-DD; never later than `today`."""

    kind: ClassVar[str] = "text"
    today: date = date.min

    def check(self, value: object) -> Answer:
        typed = Ask(self.text, limit=40).check(value)
        if not isinstance(typed, str):
            return None
        days = {"today": 0, "yesterday": 1}
        if typed.casefold() in days:
            return (self.today - timedelta(days=days[typed.casefold()])).isoformat()
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            raise NotAnAnswer(_("Please write today, yesterday, or a day such as 2026-02-03.")) from None
        if found > self.today:
            raise NotAnAnswer(_("That day is still to come. Please write a day up to today."))
        return found.isoformat()
