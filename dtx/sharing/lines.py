"""JSON Lines: one record a line with its events, unguarded values, for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing.select import shared


def to_jsonl(export: Export) -> Iterator[bytes]:
    """A newline after each record, keys in the order of the contract, `events` last; what was not to be shared has no key."""
    for log in export:
        record = written(shared(log, export.include))
        events = export.journal(log.session_id)
        yield b'%b,"events":%b}\n' % (record[:-1], events.encode()) if events is not None else record + b"\n"


def diary(export: Export) -> Iterator[bytes]:
    """`STEM.diary.jsonl`: one check-in a line."""
    for entry in export.diary:
        yield written({"patient_ref": export.about.patient_ref} | entry.to_json()) + b"\n"


def written(record: dict[str, Any]) -> bytes:
    try:
        return to_json(record)  # in a third of the time
    except ValueError:  # half a character has no bytes
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def beside(export: Export) -> dict[str, Content]:
    return {".diary.jsonl": diary(export)} if "diary" in export.include else {}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("jsonl", _("JSON Lines"), ".jsonl", to_jsonl, beside)
