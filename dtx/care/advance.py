"""The steps of applied relaxation: which one a practice is, and when the next may be worth a try (clinical 3.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dtx.engine.record import SessionLog
from dtx.language import _

FIRST = 1
ENOUGH = 6
"""`after.relax` that counts, of 10."""
AT_LEAST_DAYS = 7

STAGES = {"relaxation.cue": 3, "relaxation.differential": 4, "relaxation.rapid": 5}

NEXT: Mapping[int, str] = {
    2: _("you might only let go next time: four areas, and nothing tightened"),
    3: _("you might try 'One quiet word' next: a few minutes with the word easy"),
    4: _("you might try 'Only what is needed' next, while you sit, stand or walk"),
    5: _("you might try 'Half a minute' next, whenever you see a dot you have printed"),
    6: _("you might use that half minute at the first sign of tension"),
}


def stage_of(activity_id: str, options: Mapping[str, Any]) -> int | None:
    """The stage an activity belongs to, 1 to 5, or None for one that is no part of it."""
    if activity_id == "relaxation.pmr":
        return 2 if options.get("form") == "release_only" else FIRST
    return STAGES.get(activity_id)


def stage(sessions: Iterable[SessionLog], today: date) -> int:
    """The stage to practise today: that of the latest session, or the next one when this went well for a while.

    `sessions` are the person's, oldest first; those of other activities are passed over. The next stage comes up when the
    last two sessions of this one were both done to the end with `after.relax` of 6 or more, when the first lies at least 7 days
    back, and when no later stage was practised before (Öst 1987, Behaviour Research and Therapy 25:397, for the order).
    """
    staged = [(at, log) for log in sessions if (at := stage_of(log.activity_id, log.options)) is not None]
    if not staged:
        return FIRST
    here, _ = staged[-1]
    logs = [log for at, log in staged if at == here]
    known = any(at > here for at, _ in staged)
    at_ease = len(logs) > 1 and all(map(relaxed, logs[-2:]))
    return here + 1 if at_ease and (today - day(logs[0])).days >= AT_LEAST_DAYS and not known else here


def relaxed(log: SessionLog) -> bool:
    """Whether a session was done to the end and left the person at ease. A rating that was not given tells nothing."""
    value = log.after.get("relax", {}).get("value")
    return log.status == "completed" and value is not None and value >= ENOUGH


def suggestion(stage_from: int, stage_to: int) -> str:
    """The next stage in words; nothing where there is none. The person decides."""
    if stage_to <= stage_from or stage_to not in NEXT:
        return ""
    noted = _("Twice in a row you noted {enough} or more for how relaxed you were.").format(enough=ENOUGH)
    return _("{noted} If it suits you, {next}. Staying with this one is just as fine.").format(noted=noted, next=NEXT[stage_to])


def offered(sessions: Sequence[SessionLog], today: date) -> str:
    """What to say after the latest of the sessions (oldest first): a suggestion where it has just come up, else nothing.

    It is not said again after each session, so that nobody is pressed.
    """
    staged = [log for log in sessions if stage_of(log.activity_id, log.options) is not None]
    if not staged or staged[-1] is not sessions[-1]:
        return ""
    *earlier, latest = staged
    here = stage([latest], today)
    if earlier and stage([earlier[-1]], today) == here and stage(earlier, day(earlier[-1])) > here:
        return ""
    return suggestion(here, stage(staged, today))


def day(log: SessionLog) -> date:
    return date.fromisoformat(log.started_at[:10])
