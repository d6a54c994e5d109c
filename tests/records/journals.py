"""Journals to keep: what tests of the store put into it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dtx.engine.journal import Event

START = datetime(2026, 3, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
WORLD = {
    "activity_id": "breathing.coherent_46",
    "activity_title": "Even breath",
    "plugin_id": "breathing",
    "plugin_version": "1.0",
}

FULL = WORLD | {
    "app_version": "0.1.0",
    "patient_ref": "p-1",
    "content_sha256": "ab" * 32,
    "planned_s": 12.0,
    "phases_total": 3,
    "options": {"minutes": 5},
    "flags": ["lung"],
    "previous": {"saved": {}},
}


def at(seconds: float = 0.0, start: datetime = START) -> str:
    return (start + timedelta(seconds=seconds)).isoformat()


def rated(seq: int, step: str, value: int | None, start: datetime = START) -> Event:
    answer: dict[str, Any] = {"value": value, "declined": None if value is not None else "skipped", "min": 0, "max": 10}
    return Event(seq, at(seq, start), float(seq), "rated", step, "f00d", answer)


def journal(
    status: str | None = "completed", phases: int = 3, start: datetime = START, pain: tuple[int | None, int | None] = (6, 4)
) -> list[Event]:
    """A session from `opened` to `status`; None leaves it open."""
    events = [Event(1, at(0, start), 0.0, "opened", value=WORLD), rated(2, "before.pain", pain[0], start)]
    events += [Event(n + 3, at(n + 3, start), 4.0 * n, "phase", "breathe.1", "beef", {"kind": "inhale", "n": n}) for n in range(phases)]
    if status is not None:
        last = len(events) + 1
        events += [rated(last, "after.pain", pain[1], start), Event(last + 1, at(60, start), 4.0 * phases, status)]
    return events


def lived(name: str, saved: str = "my sister Anna", **world: Any) -> list[Event]:
    first, *rest = journal("completed")
    answer = {"value": saved, "declined": None, "text": "What was it?", "saved": True}
    events = [replace(first, value=FULL | world), Event(2, at(1), 0.0, "answered", "situation", "f", answer), *rest]
    return [replace(event, seq=seq) for seq, event in enumerate(events, 1)]


def line(seq: int, value: Any = None, kind: str = "phase") -> Event:
    return Event(seq, datetime.fromtimestamp(1_770_000_000 + seq, UTC).isoformat(), float(seq), kind, "s", "f", value)


def keep(
    store: Any,
    activity_id: str,
    start: datetime,
    pain: tuple[int | None, int | None],
    *,
    worse: str | None = None,
    world: Mapping[str, Any] = WORLD,
) -> str:
    """Put one closed session of an activity into a store, and give its id back. `world` is the rest of its first line."""
    session_id = f"{activity_id}-{start.isoformat()}"
    first, *events = journal(start=start, pain=pain)
    world = {**world, "activity_id": activity_id, "activity_title": activity_id.partition(".")[2].capitalize()}
    events = [replace(first, value=world), *events]
    if worse is not None:
        value = {"value": worse, "declined": None}
        events.append(Event(len(events) + 1, at(61, start), 12.0, "felt_worse", "felt_worse", None, value))
    store.append(session_id, events)
    store.seal(session_id, at(70, start))
    return session_id
