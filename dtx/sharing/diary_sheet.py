"""The diary as a table: one row for each check-in, and one for each measure, medicine and treatment noted in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dtx.care.checkin import ACTIVITY, FEELS, HELPED, MOOD, SLEEP, TAKEN, TRIGGERS
from dtx.care.measures import peg, phq4
from dtx.care.measures.measure import load
from dtx.engine.entry import Entry
from dtx.engine.export import Export
from dtx.engine.questions import Rate
from dtx.language import _
from dtx.sharing.cells import written
from dtx.sharing.columns import NOTE, Column, choices, score

PAIN = _("since the last check-in, or that day")
NOT_GIVEN = _("declined, or not asked; never zero")
PEG_CODES = {"pain": "LOINC 75893-8", "enjoyment": "LOINC 91145-3", "activity": "LOINC 91146-1"}
PEG_ITEMS = {"pain": _("pain"), "enjoyment": _("enjoyment"), "activity": _("activity")}
PEG_SCORE = "LOINC 91147-9"
KINDS = {
    "checkin": _("what was noted of a day"),
    "peg": _("the PEG, three questions about the past week"),
    "phq4": _("the PHQ-4, four questions about the past two weeks; no diagnosis"),
    "pgic": _("the person's impression of change since the beginning"),
    "medicine": _("a medicine or supplement, as the person logged it"),
    "treatment": _("a treatment elsewhere"),
}


def rated(question: Rate, meaning: str) -> Column:
    unit = _("0 ({low}) to 10 ({high})").format(low=question.low_label, high=question.high_label)
    return Column(str(question.save), "integer", meaning, NOT_GIVEN, unit, low=0, high=10)


FIRST = (
    Column("patient_ref", "text", _("A pseudonym; never a name.")),
    Column("entry_id", "text", _("The check-in's own id: rows with the same one were noted together.")),
    Column("at", "time", _("When it was noted."), unit=_("ISO 8601 with UTC offset")),
    Column("kind", "text", _("What the row holds."), choices=KINDS),
)
CHECK_IN = (
    score("pain_worst", _("Pain at its worst, {when}.").format(when=PAIN), NOT_GIVEN),
    score("pain_average", _("Pain on average, {when}.").format(when=PAIN), NOT_GIVEN),
    score("pain_least", _("Pain at its least, {when}.").format(when=PAIN), NOT_GIVEN),
    rated(SLEEP, _("How the person slept last night.")),
    rated(MOOD, _("How their mood was.")),
    rated(ACTIVITY, _("How much of what they wanted to do they could do.")),
    Column("sites", "text", _("Where it hurt, as places of the body; several are separated by ;"), NOT_GIVEN),
    Column("words", "text", _("What it felt like; several are separated by ;"), NOT_GIVEN, choices=choices(FEELS)),
    Column("triggers", "text", _("What was different that day; several are separated by ;"), NOT_GIVEN, choices=choices(TRIGGERS)),
    Column("helped", "text", _("What helped that day; several are separated by ;"), NOT_GIVEN, choices=choices(HELPED)),
)
MEASURES = (
    *(
        score(f"peg_{name}", _("PEG, the past week: {item}.").format(item=PEG_ITEMS[name]), NOT_GIVEN, code)
        for name, code in PEG_CODES.items()
    ),
    Column(
        "peg_score", "number", _("PEG: the mean of the three."), _("one of the three is missing"), _("0 to 10"), PEG_SCORE, low=0, high=10
    ),
    Column("phq4_anxiety", "integer", _("PHQ-4: its two questions about worry (GAD-2)."), _("one is missing"), _("0 to 6"), low=0, high=6),
    Column(
        "phq4_low_mood", "integer", _("PHQ-4: its two questions about low mood (PHQ-2)."), _("one is missing"), _("0 to 6"), low=0, high=6
    ),
    Column("phq4_total", "integer", _("PHQ-4: all four."), _("one is missing"), _("0 to 12"), low=0, high=12),
    Column(
        "pgic",
        "integer",
        _("Impression of change: 1 very much improved, 4 no change, 7 very much worse."),
        NOT_GIVEN,
        _("1 to 7"),
        low=1,
        high=7,
    ),
)
TAKEN_AND_DONE = (
    Column("medicine", "text", _("What the person called it."), _("no medicine in this row")),
    Column("medicine_time", "text", _("When that was, by the person's clock."), NOT_GIVEN, "HH:MM"),
    Column("medicine_status", "text", _("Whether it was taken."), NOT_GIVEN, choices=choices(TAKEN)),
    score("medicine_helped", _("How much it helped, from not at all to very much."), NOT_GIVEN),
    Column("treatment", "text", _("What the person called it."), _("no treatment in this row")),
    Column("treatment_date", "text", _("On which day."), NOT_GIVEN, "YYYY-MM-DD"),
    score("treatment_helped", _("How much it helped, from not at all to very much."), NOT_GIVEN),
    Column("source", "text", _("self, or where it was imported from.")),
)
IN_WORDS = (
    Column("medicine_reason", "text", _("What it was taken for, in the person's own words."), _("nothing written")),
    Column("medicine_side_effect", "text", _("A side effect, in the person's own words."), _("nothing written")),
    NOTE,
)
"""Only where notes are included, too."""


def to_csv(export: Export) -> Iterator[str]:
    """`STEM.diary.csv`."""
    names = [column.name for column in columns(export.include)]
    lines = rows(export.diary, export.about.patient_ref)
    return written(names, ([*map(line.get, names)] for line in lines))


def columns(include: Iterable[str]) -> tuple[Column, ...]:
    return (*FIRST, *CHECK_IN, *MEASURES, *TAKEN_AND_DONE, *(IN_WORDS if "notes" in include else ()))


def rows(entries: Iterable[Entry], patient_ref: str) -> Iterator[dict[str, Any]]:
    """Rows by the names of the columns, oldest entry first; what has no value has no key."""
    for entry in entries:
        first = {"patient_ref": patient_ref, "entry_id": entry.entry_id, "at": entry.started_at, "source": entry.source}
        for kind, values in parts(entry.answers):
            yield first | {"kind": kind} | values


def parts(answers: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind, values) for each thing that an entry holds."""
    if day := check_in(answers):
        yield "checkin", day
    for kind, find in (("peg", weekly), ("phq4", four), ("pgic", impression)):
        if values := find(answers):
            yield kind, values
    for one in listed(answers.get("medicine")):
        more = {f"medicine_{name}": one.get(name) for name in ("time", "status", "helped", "reason", "side_effect")}
        yield "medicine", filled({"medicine": one.get("name")} | more)
    for one in listed(answers.get("treatment")):
        yield "treatment", filled({"treatment": one.get("what"), "treatment_date": one.get("date"), "treatment_helped": one.get("helped")})


def check_in(answers: Mapping[str, Any]) -> dict[str, Any]:
    pain = part(answers, "pain")
    day = {f"pain_{which}": pain.get(which) for which in ("worst", "average", "least")}
    day |= {name: answers.get(name) for name in ("sleep", "mood", "activity", "note")}
    for name in ("sites", "words", "triggers", "helped"):
        if isinstance(several := answers.get(name), list):
            day[name] = ";".join(map(str, several))
    return filled(day)


def weekly(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The items that were answered, and the score, which needs all three (Krebs 2009)."""
    given = part(answers, "peg")
    values = [value if isinstance(value := given.get(name), int) else None for name in PEG_CODES]
    found = filled({f"peg_{name}": value for name, value in zip(PEG_CODES, values, strict=True)})
    try:
        return found | filled({"peg_score": peg.score(values)}) if found else {}
    except ValueError:  # a number from elsewhere that is no answer makes no score
        return found


def four(answers: Mapping[str, Any]) -> dict[str, Any]:
    given = part(answers, "phq4")
    values = [whole(given.get(str(item.save).partition(".")[2])) for item in load("phq4").items]
    try:
        scores = phq4.score(values)
    except ValueError:
        return {}
    return filled({"phq4_anxiety": scores.gad2, "phq4_low_mood": scores.phq2, "phq4_total": scores.total})


def impression(answers: Mapping[str, Any]) -> dict[str, Any]:
    return filled({"pgic": whole(part(answers, "pgic").get("change"))})


def whole(value: Any) -> int | None:
    """The number of a choice, which is kept as text."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def part(answers: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = answers.get(name)
    return found if isinstance(found, Mapping) else {}


def listed(value: Any) -> Sequence[Mapping[str, Any]]:
    """The things of a list of which anything was said."""
    things = value if isinstance(value, list) else []
    return [one for one in things if isinstance(one, Mapping) and any(part is not None for part in one.values())]


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
