"""CSV, one row a session, and its dictionary: the columns of the contract, safe to open in a spreadsheet."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Content, Export, Exporter
from dtx.engine.record import SCHEMA, SessionLog
from dtx.host.hookspecs import hookimpl

COLUMNS = {
    "patient_ref": "A pseudonym; never a name.",
    "session_id": "The session's own id.",
    "activity_id": "What was practised, as plugin.activity.",
    "activity_title": "Its title on that day.",
    "plugin_id": "The plugin it came from.",
    "plugin_version": "The plugin's version on that day.",
    "content_sha256": "The plugin's content on that day, as a SHA-256.",
    "started_at": "When the session was opened, ISO 8601 with UTC offset.",
    "ended_at": "When it was saved, or its last sign of life.",
    "status": "completed, stopped (by the person; not a failure), interrupted (it broke off) or failed (the activity had a fault).",
    "stop_reason": "Why the person stopped, if they said so.",
    "planned_s": "Planned length of the guided part, in seconds.",
    "active_s": "Guided seconds that took place, without pauses.",
    "paused_s": "Seconds paused.",
    "pain_before": "Pain before, 0 (none) to 10 (the worst one can imagine). Empty: not given.",
    "pain_after": "Pain after, on the same scale. Empty: not given.",
    "pain_change": "After minus before. One session's change cannot say why.",
    "relax_before": "How relaxed before, 0 (not at all) to 10 (fully).",
    "relax_after": "How relaxed after, on the same scale.",
    "felt_worse": "Did anything feel worse: no, a_little, a_lot, not_sure.",
    "felt_worse_what": "What felt worse, separated by ;",
    "felt_worse_severity": "How bad it was, 0 to 10.",
    "next_morning_pain": "Pain at the next opening after 04:00, for exercises.",
    "helper": "self, or carer.",
    "schema": "Version of this record's shape.",
    "app_version": "Version of dtx.",
}
NOTE = {"note": "The person's own words."}

NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
PIECE = 500
FORMULA = tuple("=+-@\t\r\n\0|%＝＋－＠")


def cell(value: object) -> object:
    """A value that no spreadsheet runs as a formula (OWASP ASVS 1.2.10); numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA) and not NUMBER.match(text) else text


def row(log: SessionLog) -> dict[str, Any]:
    """One session by the names of the columns; None where there is no value."""
    worse = log.felt_worse or {}
    direct = {name: getattr(log, name) for name in COLUMNS if hasattr(log, name)}
    return direct | {
        "pain_before": log.before.get("pain", {}).get("value"),
        "pain_after": log.after.get("pain", {}).get("value"),
        "pain_change": log.change,
        "relax_before": log.before.get("relax", {}).get("value"),
        "relax_after": log.after.get("relax", {}).get("value"),
        "felt_worse": worse.get("answer"),
        "felt_worse_what": ";".join(worse.get("what") or ()) or None,
        "felt_worse_severity": worse.get("severity"),
        "next_morning_pain": (log.follow_up or {}).get("pain"),
        "schema": SCHEMA,
        "note": log.note,
    }


def to_csv(export: Export) -> Iterator[str]:
    """A BOM, CRLF, missing values empty."""
    columns = [*COLUMNS, *(NOTE if "notes" in export.include else ())]
    return written(columns, ([cell(row(log).get(name)) for name in columns] for log in export))


def dictionary(export: Export) -> Iterator[str]:
    """What each column means, what dtx is and is not, and the journal's head, which shows later that nothing was rewritten."""
    columns = COLUMNS | (NOTE if "notes" in export.include else {})
    lines = [*columns.items(), ("(about)", DISCLAIMER), ("(journal head)", export.about.head)]
    return written(["column", "meaning"], ([name, cell(meaning)] for name, meaning in lines))


def written(head: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    """CSV in pieces of some hundred rows."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    for number, values in enumerate(rows, 1):
        writer.writerow(values)
        if number % PIECE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def beside(export: Export) -> dict[str, Content]:
    return {".dictionary.csv": dictionary(export)}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("csv", "A table", ".csv", to_csv, beside, parts=("notes",))
