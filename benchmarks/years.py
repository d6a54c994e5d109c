"""What looking back costs after many years: 100,000 sessions, a million events and 10,000 check-ins, against bare SQL and 150 ms."""

import json
import random
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measure import Row
from dtx.engine.clock import HandClock
from dtx.records.listing import utc
from dtx.records.store import Store
from dtx.records.tally import by_activity
from dtx.services import Services

SESSIONS, EVENTS, CHECK_INS = 100_000, 10, 10_000
BREATHS = ("breathing.coherent_46", "breathing.coherent_55", "breathing.belly", "breathing.sigh")
ACTIVITIES = (*BREATHS, "body_scan.scan", "relaxation.pmr", "exercises.gentle_back", "quiet.pause")
NOW = datetime.fromisoformat("2026-11-01T20:00:00+01:00")
MOST_MS = 150.0
TIMES = 7
MONTHS = "SELECT substr(started_at, 1, 7), count(*), avg(pain_before), avg(pain_after) FROM session WHERE sealed = 1 GROUP BY 1"


def fill(store: Store) -> None:
    """The lists and the events as they would be, without their digests, which nobody reads here."""
    chance, connection = random.Random(1), store.connection
    connection.execute("DROP TRIGGER event_goes_on")
    connection.execute("BEGIN")
    for number in range(SESSIONS):
        at = NOW - timedelta(hours=3 * (SESSIONS - number))
        name, activity = f"s{number:06}", chance.choice(ACTIVITIES)
        before = chance.randint(2, 9)
        after = max(0, before + chance.randint(-3, 1)) if chance.random() < 0.95 else None
        columns = (
            "session_id, activity_id, activity_title, plugin_id, plugin_version, started_at, ended_at, status, sealed, events, last_at"
        )
        values = (name, activity, activity, "p", "1", at.isoformat(), at.isoformat(), "completed", 1, EVENTS, at.isoformat())
        rest = (before, after, 3, 6, "no", 300.0, utc(at))
        connection.execute(
            f"INSERT INTO session ({columns}, pain_before, pain_after, relax_before, relax_after, felt_worse, active_s, started_utc) "
            f"VALUES ({', '.join('?' * (len(values) + len(rest)))})",
            values + rest,
        )
        lines = (
            (name, seq, at.isoformat(), float(seq), "phase", "s", "f", '{"kind":"inhale","seconds":4}', "") for seq in range(1, EVENTS + 1)
        )
        connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
    for number in range(CHECK_INS):
        at = NOW - timedelta(hours=20 * (CHECK_INS - number))
        name = f"d-{number:06}"
        peg = 5.0 if number % 8 == 0 else None
        row = (name, "checkin", at.isoformat(), at.isoformat(), 1, 3, at.isoformat(), 7, 5, 2, peg, None, utc(at))
        connection.execute(f"INSERT INTO diary VALUES ({', '.join('?' * len(row))})", row)
        said = (
            ("opened", {"kind": "checkin"}),
            ("pain.average", {"value": chance.randint(2, 8)}),
            ("triggers", {"value": ["stress"][number % 2 :]}),
        )
        for seq, (question, value) in enumerate(said, 1):
            connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, '')", (name, seq, at.isoformat(), question, json.dumps(value)))
    connection.execute("COMMIT")


def milliseconds(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return (perf_counter() - begin) * 1000


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        services = Services(home, safe=True, clock=HandClock(NOW))
        services.refresh()
        fill(services.store)
        first = milliseconds(lambda: by_activity(services.store))
        bare = sqlite3.connect(home / "dtx.db", isolation_level=None)
        looks: dict[str, Callable[[], object]] = {
            "the history's first page": lambda: (services.past.items(60), services.past.practised()),
            "a month by day": lambda: services.past.periods("day"),
            "thirteen weeks by week": lambda: services.past.periods("week"),
            "all of it by month": lambda: services.past.periods("month"),
            "pain at check-ins by month": lambda: services.past.noted("month"),
            "a look back": services.past.look_back,
            "what seems to help": services.insight,
        }
        taken: dict[str, list[float]] = {name: [] for name in looks}
        scans = []
        for _ in range(TIMES):
            scans.append(milliseconds(lambda: bare.execute(MONTHS).fetchall()))
            for name, look in looks.items():
                taken[name].append(milliseconds(look))
        scan = median(scans)
        yield Row("summing up 100,000 sessions, once", first, "means by month, bare SQL over all sessions", scan, "ms")
        for name, values in taken.items():
            yield Row(name, median(values), "150 ms", MOST_MS, "ms", 1.0)
        yield Row("all of it by month", median(taken["all of it by month"]), "the same by bare SQL over all sessions", scan, "ms", 1.5)
        tracemalloc.start()
        for look in looks.values():
            look()
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        yield Row("memory of all of these", peak, "16 MB", 16.0, "MB", 1.0)
        bare.close()
        services.close()
