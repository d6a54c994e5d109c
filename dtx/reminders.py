"""The calendar file a person asked for: written, kept true after each session, taken away again. There is none until then."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

from dtx.care.plan import Plan
from dtx.care.reminders import MOST_A_DAY, from_plan, on_weekdays
from dtx.errors import Refused, Unknown
from dtx.language import _
from dtx.records.store import Store
from dtx.sessions.planned import standings
from dtx.settings import Settings
from dtx.sharing.whole import write_whole

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOBODYS = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Where the file is, when in the day it rings (at no time unless one was chosen), and on which days; none leaves them to the plan."""

    file: Path
    times: tuple[time, ...] = ()
    weekdays: tuple[int, ...] = ()
    seed: UUID = NOBODYS

    @classmethod
    def chosen(cls, file: Path, times: Sequence[str], weekdays: str = "") -> Self:
        """From what was typed. Raises `Unknown`."""
        return cls(file.expanduser().absolute(), in_order(times), tuple(days_of(weekdays)), uuid4())

    @classmethod
    def kept(cls, home: Path) -> Self | None:
        """What was asked for last; None where nothing was, or where it cannot be understood any more."""
        found = Settings.read(home).reminders
        try:
            file = Path(found["file"])
            times = in_order(found["times"])
            return cls(file, times, tuple(days_of(",".join(found["weekdays"]))), UUID(found["seed"])) if file.is_absolute() else None
        except (KeyError, TypeError, ValueError, Unknown, AttributeError):
            return None

    def to_json(self) -> dict[str, Any]:
        days = [WEEKDAYS[one] for one in self.weekdays]
        return {"file": str(self.file), "times": [f"{one:%H:%M}" for one in self.times], "weekdays": days}

    def keep(self, home: Path) -> None:
        kept = self.to_json() | {"seed": str(self.seed)}
        replace(Settings.read(home), reminders=kept).keep(home, quietly=False)

    def due(self, store: Store, plan: Plan | None, today: date) -> dict[date, int]:
        """How many reminders each of the coming days has."""
        if self.weekdays:
            found = on_weekdays(self.weekdays, today)
        else:
            found = from_plan(plan, standings(store, plan, today), today) if plan is not None else {}
        most = max(1, len(self.times))
        return {day: min(number, most) for day, number in found.items()}

    def write(self, home: Path, store: Store, plan: Plan | None, now: datetime) -> dict[date, int]:
        """Put the file in its place, and say what is in it. Raises `Refused` where somebody else's file is there, and DtxError."""
        from dtx.sharing.calendar import to_ics

        if self.file.exists() and not is_ours(self.file):
            raise Refused(
                _("{file} is there already and is not one of dtx's calendars.").format(file=self.file), _("Choose another name for it.")
            )
        due = self.due(store, plan, now.date())
        write_whole({self.file: to_ics(due, self.times, self.seed, now, plan.review_on if plan is not None else None)}, home)
        return due


def off(home: Path) -> Path | None:
    """Remind no more: forget what was chosen, and take the file away. Gives back which one it was."""
    reminders = Reminders.kept(home)
    if Settings.read(home).reminders:
        replace(Settings.read(home), reminders={}).keep(home, quietly=False)
    if reminders is None:
        return None
    take_away(reminders.file)
    return reminders.file


def with_seed_of(kept: Reminders | None, wanted: Reminders) -> Reminders:
    """The same entries go on under the names they had, so that a calendar changes them and shows none twice."""
    return wanted if kept is None else replace(wanted, seed=kept.seed)


def take_away(file: Path) -> None:
    """Delete it, where it is one of ours."""
    with suppress(OSError):
        if is_ours(file):
            file.unlink()


def is_ours(file: Path) -> bool:
    from dtx.sharing.calendar import MADE_BY

    try:
        with file.open("rb") as opened:
            return MADE_BY.encode() in opened.read(400)
    except OSError:
        return False


def in_order(times: Sequence[str]) -> tuple[time, ...]:
    """Times of day, `HH:MM`, the earliest first. Raises `Unknown`."""
    found = set()
    for typed in times:
        try:
            found.add(time.fromisoformat(typed.strip().zfill(5)).replace(second=0, microsecond=0, tzinfo=None))
        except ValueError:
            raise Unknown(_("{typed!r} is not a time of day.").format(typed=typed), _("Write it as in 09:30.")) from None
    if len(found) > MOST_A_DAY:
        raise Unknown(_("There are two reminders a day at most."), _("Leave one out."))
    return tuple(sorted(found))


def days_of(typed: str) -> Sequence[int]:
    """Days of the week as numbers, 0 being Monday. Raises `Unknown`."""
    found = set()
    for word in filter(None, (one.strip().lower() for one in typed.split(","))):
        if word not in WEEKDAYS:
            raise Unknown(
                _("{typed!r} is no day of the week.").format(typed=word), _("Write them as in {days}.").format(days=",".join(WEEKDAYS))
            )
        found.add(WEEKDAYS.index(word))
    return sorted(found)
