"""The journal of a store, read with nothing of ours."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def journal(home: Path) -> list[Line]:
    """The events of every session, in order; empty where there is no store yet."""
    if not (home / "dtx.db").exists():
        return []
    with closing(sqlite3.connect(home / "dtx.db")) as store:
        store.row_factory = sqlite3.Row
        tables = {row["name"] for row in store.execute("SELECT name FROM sqlite_master")}
        rows = store.execute("SELECT * FROM event ORDER BY session_id, seq") if "event" in tables else ()
        return [{**dict(row), "value": json.loads(row["value"])} for row in rows]


def phases(events: Sequence[Line]) -> list[tuple[str, int]]:
    """The phases that are over: the step's name and the phase's number in it."""
    return [(event["step"], event["value"]["phase"]) for event in events if event["kind"] == "phase"]


def of_kind(events: Sequence[Line], kind: str) -> list[Line]:
    return [event for event in events if event["kind"] == kind]
