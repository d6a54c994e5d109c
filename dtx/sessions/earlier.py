"""The fold over a person's earlier sessions of one activity: what a script may know of them (law 8)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dtx.care.pace import Past, next_level, unwell
from dtx.care.zones import zone
from dtx.engine.activity import Previous
from dtx.engine.record import SessionLog, fold
from dtx.engine.saved import leaves
from dtx.records.listing import SessionRow
from dtx.records.store import Store

LATELY = 10
"""How many sessions are looked at one by one."""


AGREED = ("reps", "sets", "version")
"""What a proposal changes for an exercise, as the first part of a saved name."""


def log_of(store: Store, row: SessionRow) -> SessionLog:
    """One session with its events."""
    return fold(row.session_id, store.events(row.session_id), row.ended_at, store.patient_ref)


def earlier(span: tuple[int, date | None, date | None], logs: Sequence[SessionLog], lung: bool) -> Previous:
    """`span` says how many sessions there were, and on which days the first and the last; `logs` are the last ten, oldest first.

    `lung`: the person has a lung condition.

    What was saved before these ten is in the world of the first of them.
    """
    saved: dict[str, Any] = {}
    for log in logs:
        saved |= log.events[0].value["previous"]["saved"] if log.events else {}
        saved |= {name: value for name, value in leaves(log.saved) if value is not None}
    saved["level"] = next_level([past(log) for log in logs if log.options.get("pace") == "mine"], lung)
    if not logs:
        return Previous(saved=saved)
    return Previous(
        count=span[0],
        first_day=span[1],
        last_day=span[2],
        comforts=tuple((log.comfort or {}).get("value") for log in logs),
        efforts=tuple((log.effort or {}).get("value") for log in logs),
        felt_worse=tuple((log.felt_worse or {}).get("answer") for log in logs),
        zones=zones(logs),
        saved=saved,
    )


def progression(logs: Sequence[SessionLog]) -> dict[str, Any]:
    """What was agreed for each exercise in these sessions, oldest first: repetitions, sets and version, by saved name."""
    agreed: dict[str, Any] = {}
    for log in logs:
        kept = {**log.events[0].value["previous"]["saved"], **dict(leaves(log.saved))}
        agreed |= {name: value for name, value in kept.items() if name.partition(".")[0] in AGREED and value is not None}
    return agreed


def past(log: SessionLog) -> Past:
    """One session at the person's own pace."""
    level = log.options.get("level") or log.events[0].value["previous"]["saved"].get("level", "L1")
    worse = (log.felt_worse or {}).get("what") or ()
    return Past(level, log.status == "completed", (log.comfort or {}).get("value"), unwell(log.stop_reason, worse))


def zones(logs: Sequence[SessionLog]) -> dict[str, tuple[str, ...]]:
    """By exercise, the zone right after it in each session in which it was rated; the scale's own limits where no pain was said before."""
    found: dict[str, tuple[str, ...]] = {}
    for log in logs:
        before = log.before.get("pain", {}).get("value")
        rated = log.saved.get("pain")
        for exercise, now in rated.items() if isinstance(rated, dict) else ():
            if isinstance(now, int):
                found[exercise] = (*found.get(exercise, ()), zone(now, before or 0))
    return found
