"""CSV, one row a session, and its dictionary: the columns of the contract, safe to open in a spreadsheet."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.engine.record import SCHEMA, SessionLog
from dtx.sharing.select import Selection

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


def to_csv(selection: Selection) -> bytes:
    """UTF-8 with BOM, CRLF, missing values empty."""
    columns = [*COLUMNS, *(NOTE if "notes" in selection.include else ())]
    return written(columns, ([cell(row(log).get(name)) for name in columns] for log in selection.logs))


def dictionary(selection: Selection, head: str) -> bytes:
    """What each column means, what dtx is and is not, and the journal's head, which shows later that nothing was rewritten."""
    columns = COLUMNS | (NOTE if "notes" in selection.include else {})
    lines = [*columns.items(), ("(about)", DISCLAIMER), ("(journal head)", head)]
    return written(["column", "meaning"], ([name, cell(meaning)] for name, meaning in lines))


def written(head: list[str], rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
