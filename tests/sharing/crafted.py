"""Letters that no dtx would write: whoever has a team's public key can sign and lock whatever they like."""

import json
from pathlib import Path
from typing import Any

from dtx.engine.export import About
from dtx.sharing.sealed import locked, packed
from dtx.sharing.signed import NAME, Statement, signature


def record(**values: Any) -> dict[str, Any]:
    """A record of JSON Lines, as far as a sheet needs one."""
    texts = dict.fromkeys(("activity_id", "activity_title", "plugin_id", "plugin_version", "content_sha256", "app_version"), "x")
    times = {"started_at": "2026-05-01T10:00:00.000+02:00", "ended_at": "2026-05-01T10:10:00.000+02:00", "status": "completed"}
    numbers = {"planned_s": 60.0, "active_s": 60.0, "paused_s": 0.0, "schema": 1}
    answers: dict[str, Any] = {"before": {}, "after": {}, "felt_worse": {"answer": "no"}, "helper": "self"}
    return {"session_id": "s-1", "patient_ref": "p-1"} | texts | times | numbers | answers | values


def letter(path: Path, key: str, *records: dict[str, Any], seed: bytes = b"x" * 32, **about: Any) -> Path:
    """JSON Lines of these records, signed with the seed and locked for the key."""
    ref = about.pop("patient_ref", records[0]["patient_ref"] if records else "p-1")
    files = {"sessions.jsonl": "\n".join(map(json.dumps, records)).encode()}
    told = Statement.of(About(patient_ref=ref, count=len(records), **about), "jsonl", frozenset(), files)
    path.write_bytes(locked(packed(files | {NAME: signature(told, seed)}), [key]))
    return path
