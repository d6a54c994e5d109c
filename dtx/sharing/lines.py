"""JSON Lines: one record a line, unguarded values, for programs."""

import json
from collections.abc import Iterable, Iterator

from dtx.engine.export import Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.sharing.select import shared


def to_jsonl(export: Export) -> Iterator[str]:
    """A newline after each record, keys in the order of the contract; what was not to be shared has no key."""
    for log in export:
        yield json.dumps(shared(log, export.include), ensure_ascii=False, allow_nan=False) + "\n"


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("jsonl", "JSON Lines", ".jsonl", to_jsonl, parts=("notes", "thoughts"))
