"""What to propose for each exercise, from how it went before: asked before the session, and only ever a proposal (clinical 5.4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from dtx.care.progress import Done, Limits, Proposal, proposal
from dtx.care.zones import zone
from dtx.engine.questions import Choose
from dtx.engine.record import SessionLog
from dtx.engine.reel import Reel
from dtx.engine.steps import Move
from dtx.language import _, _n
from dtx.sessions.screening import Asked, Screening
from dtx.sessions.world import Prepared

AS_IT_IS = _("Keep it as it is")
FOR_TODAY = {
    "remove": _("Leave it out"),
    "easier": _("Take the easier version"),
    "harder": _("Try the next version"),
    "set": _("One more set"),
}
MOST_ASKED = 3
"""More proposals than this before one session would be work."""


def no_limits(exercise: str) -> Limits:
    return Limits()


def moves_of(prepared: Prepared) -> Iterator[Move]:
    """The exercises of a routine, in order."""
    reel = Reel(prepared.script, guest=True)
    while not reel.ended:
        if isinstance(reel.current.step, Move):
            yield reel.current.step
        reel.advance(None)


def done(log: SessionLog, exercise: str) -> Done | None:
    """How one exercise went in one session; None where it was not begun."""
    places: list[dict[str, Any]] = [
        at for event in log.events if event.kind == "phase" and (at := event.value.get("at") or {}).get("exercise") == exercise
    ]
    if not places:
        return None
    return Done(
        date.fromisoformat(log.started_at[:10]),
        max((at.get("rep", 0) for at in places), default=0),
        max((at.get("set", 1) for at in places), default=1),
        zone_after(log, exercise),
        (log.follow_up or {}).get("settled"),
        (log.effort or {}).get("value"),
        exercise,
    )


def zone_after(log: SessionLog, exercise: str) -> str | None:
    """The zone of the pain right after the exercise, else after the session.

    Where nobody said how strong the pain was before, the scale's own limits hold for the exercise, as they did during the session;
    pain after the whole session then says nothing of any one of them.
    """
    before = log.before.get("pain", {}).get("value")
    asked = log.saved.get("pain")
    own = asked.get(exercise) if isinstance(asked, dict) else None
    if isinstance(own, int):
        return zone(own, before or 0)
    after = log.after.get("pain", {}).get("value")
    return zone(after, before) if isinstance(after, int) and before is not None else None


def propose(
    screening: Screening, moves: Sequence[Move], logs: Sequence[SessionLog], today: date, ceiling: Callable[[str], Limits] = no_limits
) -> Asked:
    """Ask about the first few exercises for which there is something to propose; `logs` are oldest first.

    `ceiling` is what the therapist set for an exercise, and is never gone past.

    What was agreed goes into `screening.saved` as `reps.ID`, `sets.ID` and `version.ID`.
    """
    asked = 0
    for move in moves:
        history = [went for log in logs if (went := done(log, move.exercise)) is not None and went.reps]
        easier = move.easier.exercise if move.easier is not None else None
        found = proposal(history, today, ceiling(move.exercise), harder=move.harder or None, easier=easier)
        if found is None or asked == MOST_ASKED:
            continue
        asked += 1
        choices = [found, *([found.otherwise] if found.otherwise else [])]
        question = Choose(
            f"{move.text}. {' '.join(one.words for one in choices)}",
            (*(label(one) for one in choices), AS_IT_IS),
            f"progress.{move.exercise}",
            (*(one.kind for one in choices), "same"),
        )
        answer = yield question
        for one in choices:
            if one.kind == answer:
                screening.saved |= agreed(move.exercise, one)


def label(found: Proposal) -> str:
    return FOR_TODAY.get(found.kind) or _n("{reps} repetition", "{reps} repetitions", found.reps).format(reps=found.reps)


def agreed(exercise: str, found: Proposal) -> dict[str, str]:
    """What a yes changes, by saved name."""
    version = {f"version.{exercise}": found.exercise, f"version.{found.exercise}": found.exercise} if found.exercise != exercise else {}
    return {**version, f"reps.{found.exercise}": str(found.reps), f"sets.{found.exercise}": str(found.sets)}
