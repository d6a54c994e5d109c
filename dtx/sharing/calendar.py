"""A calendar file of what is due. It may be synced to a telephone and lie open on a table, so it names no practice, no plan and no dtx."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from dtx.language import _

MADE_BY = "-//Personal calendar//EN"
"""A calendar must say what wrote it. By this one its own file is known again."""

FOR_YOURSELF = _("Some time for yourself")
TALK = _("A day to look back together")
LASTS = timedelta(minutes=15)


def to_ics(due: Mapping[date, int], times: Sequence[time], seed: UUID, now: datetime, review: date | None = None) -> bytes:
    """A day of `due` has one entry for each of the `times` at most, which rings; without times one for the whole day, which does not.

    Times are those on the wall, wherever the person is. The same day and place keep their UID, so that a newer file changes an older.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day, number in due.items():
        for place, at in enumerate(times[:number] or [None]):
            calendar.add_component(entry(FOR_YOURSELF, day, at, uuid5(seed, f"{day} {place}"), now))
    if review is not None and review >= now.date():
        calendar.add_component(entry(TALK, review, None, uuid5(seed, "review"), now))
    content: bytes = calendar.to_ical()
    return content


def entry(words: str, day: date, at: time | None, uid: UUID, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(uid))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if at is None:
        event.add("dtstart", day)
        return event
    event.add("dtstart", datetime.combine(day, at))
    event.add("duration", LASTS)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
