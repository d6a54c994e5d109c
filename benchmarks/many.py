"""A store with as many sessions as nobody has: years of them, written as the store writes them, only faster."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from dtx.engine.journal import Event
from dtx.records import listing
from dtx.records.chain import canonical, digest, event_text, genesis, ledger_text
from dtx.records.database import transaction
from dtx.records.store import Store

ACTIVITIES = ("breathing.coherent_46", "breathing.belly", "body_scan.scan", "relaxation.pmr", "exercises.gentle_back", "quiet.pause")
EVERY = timedelta(minutes=40)
"""A session each 40 minutes, by day and by night: 100,000 of them are seven and a half years."""

WORLD = {
    "app_version": "0.1.0",
    "patient_ref": "p-1",
    "plugin_version": "1.0.0",
    "content_sha256": "ab" * 32,
    "planned_s": 300.0,
    "phases_total": 3,
    "options": {"minutes": 5},
    "flags": [],
    "previous": {"count": 0, "saved": {}},
}
AT_ONCE = 1000
EVENTS = 10
"""To each session."""


def fill(path: Path, sessions: int, last: datetime) -> None:
    """So many sessions of ten events each, the last of them at `last`; chains, ledger and list as `Store.append` and `seal` leave them."""
    chance = Random(7)
    with Store.open(path) as store:
        connection = store.connection
        connection.execute("PRAGMA synchronous = OFF")  # it is thrown away
        connection.execute("PRAGMA cache_size = -200000")
        sealed, head = 0, genesis("ledger")
        for first in range(0, sessions, AT_ONCE):
            lines: list[tuple[Any, ...]] = []
            ledger: list[tuple[Any, ...]] = []
            rows: list[tuple[Any, ...]] = []
            for number in range(first, min(first + AT_ONCE, sessions)):
                name, start = f"{number:08x}-0000-4000-8000-{number:012x}", last - EVERY * (sessions - 1 - number)
                events = list(journal(chance, start))
                end = genesis(name)
                for event in events:
                    value = canonical(event.value)
                    end = digest(end, event_text(event.seq, event.at, event.t, event.kind, event.step, event.fingerprint, value))
                    lines.append((name, event.seq, event.at, event.t, event.kind, event.step, event.fingerprint, value, end))
                sealed += 1
                line = (sealed, events[-1].at, "sealed", name, len(events), end)
                head = digest(head, ledger_text(*line))
                ledger.append((*line, head))
                rows.append((name, events, events[-1].at))
            with transaction(connection):
                connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
                connection.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", ledger)
                connection.executemany(
                    f"INSERT INTO session ({listing.COLUMNS}, started_utc) VALUES ({', '.join('?' * (len(listing.NAMES) + 1))})",
                    [listing.to_values(row) for row in map(listed, rows)],
                )


def listed(told: tuple[str, list[Event], str]) -> listing.SessionRow:
    from dataclasses import replace

    name, events, ended_at = told
    row = listing.fold(None, name, events)
    assert row is not None
    return replace(row, sealed=True, ended_at=ended_at)


def journal(chance: Random, start: datetime) -> Iterator[Event]:
    activity = chance.choice(ACTIVITIES)
    before = chance.randint(2, 9)
    after = max(0, min(10, before + chance.choice((-3, -2, -1, -1, 0, 0, 1))))
    world = {**WORLD, "activity_id": activity, "activity_title": activity.split(".")[1], "plugin_id": activity.split(".")[0]}
    told: list[tuple[str, str | None, Any, float]] = [
        ("opened", None, world, 0.0),
        ("rated", "before.pain", rating(before), 0.0),
        ("rated", "before.relax", rating(4), 0.0),
        *(("phase", f"breathe.{n}", {"phase": n, "kind": "inhale", "seconds": 100.0, "at": {"cycle": n}}, 100.0 * n) for n in (1, 2, 3)),
        ("completed", None, None, 300.0),
        ("rated", "after.pain", rating(after), 300.0),
        ("rated", "after.relax", rating(6), 300.0),
        ("felt_worse", "felt_worse", {"value": "no", "declined": None, "text": "Worse?", "saved": True}, 300.0),
    ]
    for seq, (kind, step, value, t) in enumerate(told, 1):
        yield Event(seq, (start + timedelta(seconds=t)).astimezone(UTC).isoformat(timespec="milliseconds"), t, kind, step, "f00d", value)


def rating(value: int) -> dict[str, Any]:
    return {"value": value, "declined": None, "min": 0, "max": 10, "text": "How strong is your pain right now?", "saved": True}
