"""The columns of the sheet: what each holds, of what kind, in what unit, what an empty cell means, and its code where it has one.

Names, kinds and values are the same in every language; what they mean is told in the one that is spoken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from dtx.care.bracket import STOP_REASON
from dtx.care.felt_worse import FELT_WORSE, WHAT
from dtx.engine.journal import FINAL
from dtx.engine.record import SCHEMA, SessionLog
from dtx.language import _

Kind = Literal["text", "time", "integer", "number"]

PAIN_CODE = "LOINC 72514-3"
"""Pain severity, 0 to 10, verbal numeric rating, reported."""


@dataclass(frozen=True, slots=True)
class Column:
    """`choices` maps each value that may stand in the column to what it means; empty where anything may."""

    name: str
    kind: Kind
    meaning: str
    empty: str = ""
    unit: str = ""
    code: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None


def score(name: str, meaning: str, empty: str, code: str = "") -> Column:
    return Column(name, "integer", meaning, empty, _("0 to 10"), code, low=0, high=10)


def choices(question: Any) -> dict[str, str]:
    return dict(zip(question.values, question.options, strict=True))


GIVEN = _("declined, or never asked; never zero")
ENDINGS = {
    "completed": _("to its end"),
    "stopped": _("by the person; not a failure"),
    "failed": _("the activity had a fault"),
    "interrupted": _("it broke off, and was not gone on with"),
}
assert tuple(ENDINGS) == ("completed", "stopped", "failed", "interrupted") == FINAL

SHEET = (
    Column("patient_ref", "text", _("A pseudonym; never a name.")),
    Column("session_id", "text", _("The session's own id, the same in every export.")),
    Column("activity_id", "text", _("What was practised, as plugin.activity.")),
    Column("activity_title", "text", _("Its title on that day.")),
    Column("plugin_id", "text", _("The plugin it came from.")),
    Column("plugin_version", "text", _("The plugin's version on that day.")),
    Column("content_sha256", "text", _("The plugin's content on that day, as a SHA-256.")),
    Column("started_at", "time", _("When the session was opened, by the clock on the person's wall."), unit=_("ISO 8601 with UTC offset")),
    Column("ended_at", "time", _("When it was saved, or its last sign of life."), unit=_("ISO 8601 with UTC offset")),
    Column("status", "text", _("How it ended."), choices=ENDINGS),
    Column("stop_reason", "text", _("Why the person stopped."), _("not stopped, or no reason given"), choices=choices(STOP_REASON)),
    Column("planned_s", "number", _("Planned length of the guided part."), unit="s"),
    Column("active_s", "number", _("Guided time that took place, without pauses."), unit="s"),
    Column("paused_s", "number", _("Time paused."), unit="s"),
    score("pain_before", _("Pain before, from none to the worst one can imagine."), GIVEN, PAIN_CODE),
    score("pain_after", _("Pain after, on the same scale."), GIVEN, PAIN_CODE),
    Column(
        "pain_change", "integer", _("After minus before. One session's change cannot say why."), _("one of the two is empty"), _("points"),
        low=-10, high=10,
    ),
    score("relax_before", _("How relaxed before, from not at all to fully."), GIVEN),
    score("relax_after", _("How relaxed after, on the same scale."), GIVEN),
    Column("felt_worse", "text", _("Did anything feel worse?"), GIVEN, choices=choices(FELT_WORSE)),
    Column("felt_worse_what", "text", _("What felt worse; several are separated by ;"), _("nothing, or not given"), choices=choices(WHAT)),
    score("felt_worse_severity", _("How bad it was, from not bad at all to as bad as can be."), _("nothing felt worse, or not given")),
    score("next_morning_pain", _("Pain at the next opening after 04:00, for exercises."), _("not asked, or not given"), PAIN_CODE),
    Column("helper", "text", _("Who gave the answers."), choices={"self": _("the person"), "carer": _("somebody who helps")}),
    Column("schema", "integer", _("Version of this record's shape.")),
    Column("app_version", "text", _("Version of dtx.")),
)  # fmt: skip
NOTE = Column("note", "text", _("The person's own words: a note, and what they wrote of what felt worse."), _("nothing written"))
NAMES = tuple(column.name for column in (*SHEET, NOTE))
OFFSET = Column("utc_offset", "text", _("The UTC offset of the times in this row, where their cells have no place for it."))

practised = attrgetter(*NAMES[: NAMES.index("pain_before")])
"""What a record holds just as the sheet does: one look for all of it, since there may be 100,000 of them."""

MEANINGS = tuple(Column(name, "text", "") for name in ("column", "meaning", "kind", "unit", "empty", "values", "code"))
"""The columns of a data dictionary."""


def sheet(include: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a table: the note is there only where it was asked for."""
    return (*SHEET, NOTE) if "notes" in include else SHEET


def meaning(column: Column) -> dict[str, str]:
    """One column as a line of a data dictionary."""
    told = {name.name: getattr(column, name.name, "") for name in MEANINGS}
    return told | {"column": column.name, "values": "; ".join(f"{value}: {words}" for value, words in column.choices.items())}


def moment_of(value: object) -> datetime | None:
    """An ISO time; None for what is none."""
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def on_the_wall(value: object, start: object = None) -> datetime | None:
    """The time on the person's clock, without its offset; None for what is no time that a sheet has.

    It is told by the clock at the `start` of its row: a row has one offset, and clocks change while somebody practises.
    """
    moment, begun = moment_of(value), moment_of(start)
    if moment is None or moment.year < 1900:
        return None
    if moment.tzinfo is not None and begun is not None and begun.tzinfo is not None and moment.utcoffset() != begun.utcoffset():
        try:
            moment = moment.astimezone(begun.tzinfo)
        except OverflowError:  # the last day of the year 9999
            return None
    return moment.replace(tzinfo=None)


def offset(value: object) -> str | None:
    """`UTC+01:00` of an ISO time: no sheet takes it for a sum or a time of day."""
    moment = moment_of(value)
    return None if moment is None or moment.tzinfo is None else f"UTC{moment.isoformat()[-6:]}"


def values(log: SessionLog) -> tuple[Any, ...]:
    """One session in the order of SHEET, and its note behind that; None where there is no value."""
    before, after, worse = log.before, log.after, log.felt_worse or {}
    return (
        *practised(log),
        before.get("pain", {}).get("value"),
        after.get("pain", {}).get("value"),
        log.change,
        before.get("relax", {}).get("value"),
        after.get("relax", {}).get("value"),
        worse.get("answer"),
        ";".join(worse.get("what") or ()) or None,
        worse.get("severity"),
        (log.follow_up or {}).get("pain"),
        log.helper,
        SCHEMA,
        log.app_version,
        own_words(log.note, worse),
    )


def own_words(note: str | None, worse: Mapping[str, Any]) -> str | None:
    """A note, and in a line of its own what was written of what felt worse; None where there is neither."""
    return "\n".join(filter(None, (note, worse.get("text")))) or None


def row(log: SessionLog) -> dict[str, Any]:
    """One session by the names of the columns; None where there is no value."""
    return dict(zip(NAMES, values(log), strict=True))
