"""Plain words for times, lengths, places and endings."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from dtx.care.regions import spoken as spoken
from dtx.language import N_, _

if TYPE_CHECKING:
    from dtx.engine.record import SessionLog
    from dtx.engine.steps import Move
    from dtx.engine.view import View
    from dtx.records.listing import SessionRow

WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
MONTHS = (_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"))
ENDINGS = {"completed": _("finished"), "stopped": _("stopped early"), "interrupted": _("left open"), "failed": _("had a problem")}
LEAVE_OUT, BREAK = _("Leave this out"), _("Go on now")
"""What one key does: to a part of the body, a group of muscles or an exercise; and to a rest or a change-over."""

NO_HURRY = _("Kept as you go")
"""Where nothing runs, there is nothing to run out of."""

NEXT = _("Next: {text}")

PICTURE = _("Picture: {}")
"""Followed by what it shows, where there is no room for it."""

PUT_AWAY = _("Put away as it is. `dtx resume` goes on with it, today or another day.")
QUICKER = _("The next breath is quicker.")

PLACES = {"cycle": _("Breath {}"), "set": _("Set {}"), "rep": _("number {}"), "side": "{}", "region": "{}", "group": "{}"}


def when(stamp: str, today: date) -> str:
    """“today 14:05”, “yesterday 14:05”, “Tue 3 Feb 14:05”, and “30 Dec 2025” for another year."""
    at = datetime.fromisoformat(stamp)
    day = at.date()
    clock = f"{at:%H:%M}"
    if day == today:
        return _("today {clock}").format(clock=clock)
    if day == today - timedelta(days=1):
        return _("yesterday {clock}").format(clock=clock)
    if day.year != today.year:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {clock}"


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def which_day(on: date, today: date) -> str:
    """“Today”, “Yesterday”, “Tue 3 Feb”, and “30 Dec 2025” for another year."""
    if today - on in (timedelta(0), timedelta(days=1)):
        return _("Today") if on == today else _("Yesterday")
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
    return _("{first} to {last}").format(first=first.day if first.month == last.month else short(first), last=f"{short(last)}{year}")


def ending(status: str | None) -> str:
    return ENDINGS.get(status or "", _("not finished"))


def minutes(number: float) -> str:
    return _("{number:.0f} min").format(number=number) if number >= 1 else _("under 1 min")


def ago(number: float) -> str:
    """How long ago, from minutes."""
    if number < 2:
        return _("just now")
    if number < 120:
        return _("{number:.0f} minutes ago").format(number=number)
    if number < 48 * 60:
        return _("{number:.0f} hours ago").format(number=number / 60)
    return _("{number:.0f} days ago").format(number=number / 1440)


def clock(seconds: float) -> str:
    """Seconds that are left, as “7” or “4:05”; never less than what is left."""
    whole = -int(-max(0.0, seconds - 1e-6) // 1)
    return f"{whole // 60}:{whole % 60:02d}" if whole >= 60 else str(whole)


def left(seconds: float) -> str:
    """How much is left of a session, without hurry: whole minutes, then “under a minute”."""
    return _("under a minute left") if seconds < 60 else _("{minutes} min left").format(minutes=-int(-seconds // 60))


def place(at: Mapping[str, str | int]) -> str:
    """Where in the script this is: “Breath 3”, “Set 2, left, number 5”."""
    parts = [PLACES[key].format(spoken(str(value))) for key, value in at.items() if key in PLACES]
    parts += [AGAIN[at["trial"]]] if at.get("trial") in AGAIN else []
    return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:]


REGIONS = (
    N_("head"),
    N_("face"),
    N_("jaw"),
    N_("neck"),
    N_("throat"),
    N_("chest"),
    N_("upper back"),
    N_("low back"),
    N_("belly"),
    N_("pelvis"),
    N_("left shoulder"),
    N_("right shoulder"),
    N_("left arm"),
    N_("right arm"),
    N_("left hand"),
    N_("right hand"),
    N_("left hip"),
    N_("right hip"),
    N_("left thigh"),
    N_("right thigh"),
    N_("left knee"),
    N_("right knee"),
    N_("left calf"),
    N_("right calf"),
    N_("left foot"),
    N_("right foot"),
    N_("left"),
    N_("right"),
    N_("yes"),
    N_("no"),
    N_("none"),
)
"""Names that are spoken in another language, too."""


AGAIN: Mapping[str | int, str] = {2: _("second time"), 3: _("third time"), 4: _("fourth time"), 5: _("fifth time")}
"""The first time is told by nothing: often it is the only one."""


def leaving_out(view: "View") -> str:
    """What may be left out just now, as the words of its key; the way out of a scan, once taken, is not."""
    verb = view.step.verb if view.step is not None else ""
    return LEAVE_OUT if verb in ("tense", "move") or view.easing == "section" else ""


def repetition(at: Mapping[str, str | int], move: "Move") -> str:
    """Where in an exercise this is: “Set 1 of 2, left side, 3 of 8”."""
    parts = [_("set {number} of {all}").format(number=at["set"], all=move.sets)] if "set" in at and move.sets > 1 else []
    parts += [side(at["side"])] if "side" in at else []
    parts += [_("{number} of {all}").format(number=at["rep"], all=move.reps)] if "rep" in at else []
    return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:]


def side(name: str | int) -> str:
    """“left side”."""
    return SIDES.get(name, str(name))


SIDES: Mapping[str | int, str] = {"left": _("left side"), "right": _("right side")}


def coming(words: str) -> str:
    """What comes after this. Some lines of practices say so themselves."""
    return words if words.startswith(("Next", NEXT.partition("{")[0])) else NEXT.format(text=words)


def pains(before: int | None, after: int | None, *, asked_after: bool = True) -> str:
    """Both numbers, or what there is of them. No praise and no blame; a number that nobody asked for is not missing."""
    if before is None and after is None:
        return _("No pain numbers this time, and that is fine.")
    if after is None and not asked_after:
        return _("Pain before: {before}.").format(before=before)
    if after is None:
        return _("Before {before}. No number after, and that is fine.").format(before=before)
    if before is None:
        return _("After {after}. No number before, and that is fine.").format(after=after)
    return _("Before {before}, after {after}.").format(before=before, after=after)


def headline(log: "SessionLog", today: date) -> str:
    """When a past session was, how it ended, and how long it took."""
    from dtx.engine.recall import length  # only where somebody looks back

    said = f"{when(log.started_at, today)}, {ending(log.status)}"
    if log.phases_total:
        said += ", " + _("guided for {active} of {planned}").format(active=length(log.active_s), planned=length(log.planned_s))
    if log.paused_s >= 1:
        said += ", " + _("paused for {paused}").format(paused=length(log.paused_s))
    return said[:1].upper() + said[1:]


def last_time(row: "SessionRow", today: date) -> str:
    """The memory aid on the home page."""
    said = _("Last time: {title}, {when}, {ending}.").format(
        title=row.activity_title, when=when(row.started_at, today), ending=ending(row.status)
    )
    if row.pain_before is None or row.pain_after is None:
        return said
    pain = _("Pain {before} before, {after} after.").format(before=row.pain_before, after=row.pain_after)
    return f"{said} {pain}"
