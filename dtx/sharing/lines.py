"""JSON Lines: one record a line with its events, unguarded values, for programs."""

import json
from collections.abc import Iterable, Iterator

from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing.select import shared

written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode  # what was JSON has no circles


def to_jsonl(export: Export) -> Iterator[str]:
    """A newline after each record, keys in the order of the contract, `events` last; what was not to be shared has no key."""
    for log in export:
        record = written(shared(log, export.include))
        events = export.journal(log.session_id)
        yield f'{record[:-1]}, "events": {events}}}\n' if events is not None else f"{record}\n"


def diary(export: Export) -> Iterator[str]:
    """`STEM.diary.jsonl`: one check-in a line."""
    for entry in export.diary:
        yield f"{written({'patient_ref': export.about.patient_ref} | entry.to_json())}\n"


def beside(export: Export) -> dict[str, Content]:
    return {".diary.jsonl": diary(export)} if "diary" in export.include else {}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("jsonl", _("JSON Lines"), ".jsonl", to_jsonl, beside)
