"""What is said to a person around a session because of what they told us: cautions before it, suggestions after it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from dtx.care import conditions, first_scans, gate
from dtx.care.advance import offered
from dtx.care.pace import offer_belly
from dtx.care.progress import hard
from dtx.care.stop_rules import two_stops
from dtx.engine.record import SessionLog
from dtx.language import _
from dtx.sessions.earlier import past
from dtx.sessions.looked import Looked
from dtx.sessions.person import Person

CARD = "thought_record.coping_card"
TO_PRINT = _("`dtx show {session} --html card.html` makes a page of it that you can print.")
BELLY = _("That pace was not easy on you, so the next one begins a little quicker. Belly breath without a guide is another way.")


def week_of(logs: Sequence[SessionLog]) -> int:
    """In which week of exercising the last of these sessions was; it looks back as far as they do."""
    moved = [date.fromisoformat(log.started_at[:10]) for log in logs if log.effort is not None]
    return (moved[-1] - moved[0]).days // 7 + 1 if moved else 1


def cautions(looked: Looked, person: Person) -> tuple[str, ...]:
    """The gate's cautions for this person and this activity, and those of the conditions they named (clinical 8.2)."""
    columns = gate.columns(looked.before)
    return tuple(dict.fromkeys((*looked.verdict.cautions, *conditions.cautions(person.profile.conditions, columns))))


def afterwards(logs: Sequence[SessionLog], now: datetime) -> Iterator[str]:
    """Suggestions after the last of these sessions, oldest first. Each leaves the choice to the person."""
    last = logs[-1]
    if twice := two_stops(logs, last.activity_id, now):
        yield twice
    if last.options.get("pace") == "mine" and offer_belly([past(last)]):
        yield BELLY
    if next_stage := offered(logs, now.date()):
        yield next_stage
    if too_hard := hard((last.effort or {}).get("value"), week_of(logs)):
        yield too_hard
    if longer := first_scans.offered(logs):
        yield longer
    if last.activity_id == CARD and any(last.saved.values()):
        yield TO_PRINT.format(session=last.session_id[:8])
