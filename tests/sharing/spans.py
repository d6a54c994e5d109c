"""Spans of sessions for the summary: evenings from 2026-03-02, a Monday, on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from dtx.engine.export import About, Export
from dtx.engine.record import SessionLog
from dtx.sharing.select import select
from tests.sharing.logs import LOG, rating

MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=1)))


def evening(day: int, before: int | None = 6, after: int | None = 4, **changes: Any) -> SessionLog:
    """A session on the evening of that day, 0 being a Monday."""
    start = MONDAY + timedelta(days=day)
    told: dict[str, Any] = {
        "session_id": f"e{day:04}",
        "started_at": start.isoformat(timespec="milliseconds"),
        "ended_at": (start + timedelta(minutes=6)).isoformat(timespec="milliseconds"),
        "before": {"pain": rating(before)},
        "after": {"pain": rating(after)},
        "felt_worse": {"answer": "no"},
    }
    return replace(LOG, **(told | changes))


def evenings(pairs: Sequence[tuple[int | None, int | None]]) -> Iterator[SessionLog]:
    for day, (before, after) in enumerate(pairs):
        yield evening(day, before, after)


def shared(logs: Sequence[SessionLog], include: Sequence[str] = (), **about: Any) -> Export:
    days = [log.started_at[:10] for log in logs]
    told = {"patient_ref": "p-1", "count": len(logs), "first_day": min(days, default=None), "last_day": max(days, default=None)}
    return select(logs, include, about=About(**(told | {"head": "f" * 64} | about)))
