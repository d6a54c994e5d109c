"""Session records for the exports: plain ones, and ones full of what nobody asked to share."""

from dataclasses import replace

from dtx.engine.export import Content, Export, pieces
from dtx.engine.journal import Event
from dtx.engine.record import SessionLog
from dtx.sharing import lines, table


def whole(content: Content) -> bytes:
    """A file's content in one piece."""
    return b"".join(pieces(content))


def to_csv(export: Export) -> bytes:
    return whole(table.to_csv(export))


def to_jsonl(export: Export) -> bytes:
    return whole(lines.to_jsonl(export))


def rating(value: int | None) -> dict[str, object]:
    return {
        "value": value,
        "min": 0,
        "max": 10,
        "asked_at": "2026-05-01T09:30:00.000+01:00",
        "declined": None if value is not None else "skipped",
    }


LOG = SessionLog(
    session_id="0b1c",
    app_version="0.1.0",
    patient_ref="p-1",
    activity_id="breathing.coherent_46",
    activity_title="Even breath 4-6",
    plugin_id="breathing",
    plugin_version="1.0.0",
    content_sha256="ab" * 32,
    started_at="2026-05-01T09:30:00.000+01:00",
    ended_at="2026-05-01T09:36:00.000+01:00",
    status="completed",
    stop_reason=None,
    planned_s=300.0,
    active_s=300.0,
    paused_s=12.5,
    phases_done=50,
    phases_total=50,
    before={"pain": rating(6), "relax": rating(3)},
    after={"pain": rating(4), "relax": rating(None)},
    felt_worse={"answer": "a_little", "what": ["dizzy", "skin"], "severity": 2},
    options={"minutes": 5, "ramp": False},
)
PRIVATE = "my sister Anna"
FULL = replace(
    LOG,
    session_id="0b1d",
    note=f"note: {PRIVATE}",
    saved={"thought": f"thought: {PRIVATE}", "belief": 60},
    flags=("trauma",),
    felt_worse={**(LOG.felt_worse or {}), "text": f"worse: {PRIVATE}"},
    options={"minutes": 5, "for_whom": PRIVATE, "form": "starter"},
    events=(Event(1, LOG.started_at, 0.0, "opened", value={"text": PRIVATE}),),
)
