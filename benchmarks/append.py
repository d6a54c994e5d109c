"""What one event costs on its way to the disk, against a bare insert into SQLite with the same promises (WAL, FULL)."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Row, percentile
from dtx.engine.journal import Event
from dtx.records.store import Store

EVENTS = 1500
SESSION = "benchmark"
WORLD = {"activity_id": "breathing.coherent_46", "activity_title": "Even breath 4-6", "planned_s": 300.0}
VALUE = {"phase": 3, "kind": "inhale", "seconds": 4.0, "at": {"cycle": 2}}


def event(seq: int) -> Event:
    kind, value = ("opened", WORLD) if seq == 1 else ("phase", VALUE)
    return Event(seq, "2026-03-01T09:00:00.000000+01:00", 4.0 * seq, kind, "breathe", "0123456789abcdef", value)


def rows() -> Iterator[Row]:
    ours: list[float] = []
    bare: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "dtx.db") as store,
        closing(sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)) as raw,
    ):
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("CREATE TABLE event (session TEXT, seq INTEGER, line TEXT, PRIMARY KEY (session, seq)) WITHOUT ROWID")
        for seq in range(1, EVENTS + 1):
            one = event(seq)
            ours.append(milliseconds(lambda one=one: store.append(SESSION, [one])))  # type: ignore[misc]
            line = (SESSION, seq, json.dumps(one.to_json()))
            bare.append(milliseconds(lambda line=line: raw.execute("INSERT INTO event VALUES (?, ?, ?)", line)))  # type: ignore[misc]
    for percent, most in ((50, None), (99, 1.5)):
        yield Row(
            f"append an event, p{percent}",
            percentile(ours, percent),
            "insert into raw SQLite, WAL and FULL",
            percentile(bare, percent),
            "ms",
            most,
        )


def milliseconds(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return (perf_counter() - begin) * 1000
