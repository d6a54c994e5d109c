"""Plain words for times, lengths, places and endings."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dtx.engine.steps import Move
    from dtx.engine.view import View
    from dtx.records.listing import SessionRow

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENDINGS = {"completed": "finished", "stopped": "stopped early", "interrupted": "left open", "failed": "had a problem"}
LEAVE_OUT, BREAK = "Leave this out", "Go on now"
"""What one key does: to a part of the body, a group of muscles or an exercise; and to a rest or a change-over."""

NO_HURRY = "Kept as you go"
"""Where nothing runs, there is nothing to run out of."""

PICTURE = "Picture: {}"
"""Followed by what it shows, where there is no room for it."""

PUT_AWAY = "Put away as it is. `dtx resume` goes on with it, today or another day."
QUICKER = "The next breath is quicker."

PLACES = {"cycle": "Breath {}", "set": "Set {}", "rep": "number {}", "side": "{}", "region": "{}", "group": "{}"}


def when(stamp: str, today: date) -> str:
    """“today 14:05”, “yesterday 14:05”, “Tue 3 Feb 14:05”, and “30 Dec 2025” for another year."""
    at = datetime.fromisoformat(stamp)
    day = at.date()
    clock = f"{at:%H:%M}"
    if day == today:
        return f"today {clock}"
    if day == today - timedelta(days=1):
        return f"yesterday {clock}"
    if day.year != today.year:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {clock}"


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def which_day(on: date, today: date) -> str:
    """“Today”, “Yesterday”, “Tue 3 Feb”, and “30 Dec 2025” for another year."""
    if today - on in (timedelta(0), timedelta(days=1)):
        return "Today" if on == today else "Yesterday"
    return day(on) if on.year != today.year else f"{WEEKDAYS[on.weekday()]} {short(on)}"


def short(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"


def span(first: date, last: date, today: date) -> str:
    """A day, a week (“2 to 8 Mar”) or a month (“Mar 2026”)."""
    if first == last:
        return which_day(first, today)
    if first.day == 1 and (last - first).days > 20:
        return f"{MONTHS[first.month - 1]} {first.year}"
    year = "" if last.year == today.year else f" {last.year}"
    return f"{first.day if first.month == last.month else short(first)} to {short(last)}{year}"


def ending(status: str | None) -> str:
    return ENDINGS.get(status or "", "not finished")


def minutes(number: float) -> str:
    return f"{number:.0f} min" if number >= 1 else "under 1 min"


def ago(number: float) -> str:
    """How long ago, from minutes."""
    if number < 2:
        return "just now"
    if number < 120:
        return f"{number:.0f} minutes ago"
    return f"{number / 60:.0f} hours ago" if number < 48 * 60 else f"{number / 1440:.0f} days ago"


def clock(seconds: float) -> str:
    """Seconds that are left, as “7” or “4:05”; never less than what is left."""
    whole = -int(-max(0.0, seconds - 1e-6) // 1)
    return f"{whole // 60}:{whole % 60:02d}" if whole >= 60 else str(whole)


def left(seconds: float) -> str:
    """How much is left of a session, without hurry: whole minutes, then “under a minute”."""
    return "under a minute left" if seconds < 60 else f"{-int(-seconds // 60)} min left"


def place(at: Mapping[str, str | int]) -> str:
    """Where in the script this is: “Breath 3”, “Set 2, left, number 5”."""
    parts = [PLACES[key].format(spoken(str(value))) for key, value in at.items() if key in PLACES]
    parts += [AGAIN[at["trial"]]] if at.get("trial") in AGAIN else []
    return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:]


def spoken(name: str) -> str:
    """A name as one would say it: `arm_right` is “right arm”."""
    *words, last = name.replace(" + ", " and ").split("_")
    return " ".join((last, *words) if words and last in ("left", "right") else (*words, last))


AGAIN: Mapping[str | int, str] = {2: "second time", 3: "third time", 4: "fourth time", 5: "fifth time"}
"""The first time is told by nothing: often it is the only one."""


def leaving_out(view: "View") -> str:
    """What may be left out just now, as the words of its key; the way out of a scan, once taken, is not."""
    verb = view.step.verb if view.step is not None else ""
    return LEAVE_OUT if verb in ("tense", "move") or view.easing == "section" else ""


def repetition(at: Mapping[str, str | int], move: "Move") -> str:
    """Where in an exercise this is: “Set 1 of 2, left side, 3 of 8”."""
    parts = [f"set {at['set']} of {move.sets}"] if "set" in at and move.sets > 1 else []
    parts += [f"{at['side']} side"] if "side" in at else []
    parts += [f"{at['rep']} of {move.reps}"] if "rep" in at else []
    return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:]


def pains(before: int | None, after: int | None) -> str:
    """Both numbers, or what there is of them. No praise and no blame."""
    if before is None and after is None:
        return "No pain numbers this time, and that is fine."
    if after is None:
        return f"Before {before}. No number after, and that is fine."
    if before is None:
        return f"After {after}. No number before, and that is fine."
    return f"Before {before}, after {after}."


def last_time(row: "SessionRow", today: date) -> str:
    """The memory aid on the home page."""
    pains = "" if row.pain_before is None or row.pain_after is None else f" Pain {row.pain_before} before, {row.pain_after} after."
    return f"Last time: {row.activity_title}, {when(row.started_at, today)}, {ending(row.status)}.{pains}"
