"""A pain diary that was kept elsewhere, as a table: read, its columns guessed, and its rows turned into what a check-in would hold.

Nothing here is taken for granted: the guess is shown to the person, who changes and confirms it before anything is kept.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dtx.care.checkin import ACTIVITY, FEELS, HELPED, MEDICINE, MOOD, NOTE, PAIN, SLEEP, TRIGGERS, placed
from dtx.care.regions import called
from dtx.care.sites import WHERE
from dtx.engine.questions import Answer, Ask, NotAnAnswer, Question, Rate, Several
from dtx.errors import DtxError, Unknown
from dtx.language import _

WORST, AVERAGE, LEAST = PAIN
WHEN, TIME, NOTHING = "at", "time", "nothing"
DELIMITERS = (",", ";", "\t", "|")
MOST_ROWS = 200_000
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
SCALES = (10, 100)
"""Ratings run from 0 to 10, or from 0 to 100."""

NOON = 12
"""The hour of a row that has a day and no time."""

FIRST_YEAR = 1970


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may mean: the question it answers, what it is called, and how such columns are headed elsewhere."""

    name: str
    words: str
    heads: tuple[str, ...]
    question: Question | None = None


FIELDS = {
    one.name: one
    for one in (
        Field(
            WHEN,
            _("the day, or day and time"),
            ("at", "date", "day", "datetime", "date time", "timestamp", "when", "recorded", "created", "datum"),
        ),
        Field(TIME, _("the time of day"), ("time", "hour", "time of day", "uhrzeit", "zeit")),
        Field(
            "pain.worst", _("pain at its worst"), ("worst pain", "pain worst", "worst", "max pain", "maximum pain", "highest pain"), WORST
        ),
        Field(
            "pain.average",
            _("pain on average"),
            (
                *("pain", "average pain", "pain average", "pain level", "pain score", "pain rating", "pain intensity", "intensity"),
                *("severity", "nrs", "vas", "schmerz", "schmerzen", "average", "usual pain"),
            ),
            AVERAGE,
        ),
        Field(
            "pain.least", _("pain at its least"), ("least pain", "pain least", "least", "min pain", "minimum pain", "lowest pain"), LEAST
        ),
        Field(
            "sites",
            _("where it hurts"),
            ("location", "locations", "site", "sites", "where", "body part", "body parts", "place", "area", "ort"),
            WHERE,
        ),
        Field(
            "words", _("what it feels like"), ("type", "type of pain", "pain type", "quality", "character", "feels like", "words"), FEELS
        ),
        Field("triggers", _("what was different"), ("trigger", "triggers", "cause", "causes", "context"), TRIGGERS),
        Field("sleep", _("how one slept"), ("sleep", "sleep quality", "slept", "schlaf"), SLEEP),
        Field("mood", _("mood"), ("mood", "stimmung", "feeling"), MOOD),
        Field("activity", _("how much one could do"), ("activity", "activity level", "function", "functioning"), ACTIVITY),
        Field("helped", _("what helped"), ("helped", "what helped", "relief", "relieved by", "remedy", "remedies"), HELPED),
        Field(
            "medicine",
            _("a medicine"),
            ("medicine", "medicines", "medication", "medications", "meds", "drug", "drugs", "treatment", "medikament", "medikamente"),
            placed(MEDICINE, "medicine", 0),
        ),
        Field(
            "note",
            _("a note"),
            ("note", "notes", "comment", "comments", "remark", "remarks", "description", "text", "notiz", "notizen"),
            NOTE,
        ),
    )
}
"""What a column may be, by the name under which `--map` knows it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns' heads, and the rows with their numbers in the file; what is missing in a row is empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def values(self, column: str) -> Iterator[str]:
        place = self.columns.index(column)
        return (cells[place] for _, cells in self.rows if cells[place])


@dataclass(frozen=True, slots=True)
class Plan:
    """Which column is what, by the name of the field; which number of a day comes first; and whose ratings run to a hundred.

    `day_first` is None where the table does not say, and so the person has to. `hundreds` are fields; all others run to ten.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = True
    hundreds: frozenset[str] = frozenset()

    @property
    def rated(self) -> tuple[str, ...]:
        """The fields whose columns are ratings."""
        return tuple(name for name in FIELDS if name in self.columns and isinstance(FIELDS[name].question, Rate))

    @property
    def scale(self) -> int:
        """Up to which number ratings run where all of them run to the same one; else that of most."""
        return SCALES[len(self.hundreds) * 2 > len(self.rated)]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would be kept. `answers` maps questions to answers; `left` says what could not be read, in sentences."""

    line: int
    at: datetime | None
    answers: tuple[tuple[Question, Answer], ...] = ()
    left: tuple[str, ...] = ()


# -- reading


def read_table(content: bytes) -> Table:
    """A CSV in any of the usual letters and separators; the first line has the heads. Raises DtxError."""
    text = letters(content)
    if text.lstrip()[:1] in ("{", "["):
        raise no_table(_("it is JSON"))
    separator = max(DELIMITERS, key=lambda one: fits(text, one))
    try:
        lines = [
            (number, cells)
            for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1)
            if any(map(str.strip, cells))
        ]
    except csv.Error as error:
        raise no_table(str(error)) from None
    if len(lines) < 2:
        raise no_table(_("it has no rows below a line of heads"))
    if len(lines) > MOST_ROWS:
        raise no_table(_("it has more than {most} rows").format(most=MOST_ROWS))
    heads = unique(head.strip() for head in lines[0][1])
    if {"session_id", "activity_id"} <= set(heads):
        raise DtxError(_("This is a table of sessions that dtx wrote, and no diary."), _("Sessions come in from a backup: `dtx backup`."))
    rows = tuple((number, tuple(cell.strip() for cell in (*cells, *[""] * len(heads))[: len(heads)])) for number, cells in lines[1:])
    return Table(heads, rows)


def letters(content: bytes) -> str:
    if b"\0" in content[:4] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise no_table(_("it is not text"))


def fits(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines have as many cells as most, and how many that is; one cell is no table."""
    try:
        counts = Counter(len(cells) for cells in list(csv.reader(io.StringIO(text[:20_000]), delimiter=separator))[:50] if cells)
    except csv.Error:
        return 0, 0
    wide = {cells: often for cells, often in counts.items() if cells > 1}
    return max(((often, cells) for cells, often in wide.items()), default=(0, 0))


def unique(heads: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, head in enumerate(heads, 1):
        head = head or f"column {number}"
        found.append(head if head not in found else f"{head} ({number})")
    return tuple(found)


def no_table(why: str) -> DtxError:
    return DtxError(
        _("This is no table of a pain diary: {why}.").format(why=why), _("Save it as CSV, with a first line that names the columns.")
    )


# -- guessing


def guess(table: Table) -> Plan:
    """What the columns are by their heads: an exact name first, then one that has it as a word."""
    columns: dict[str, str] = {}
    plain = {column: " ".join(re.sub(r"\(.*?\)|[^\w ]+|_", " ", column).casefold().split()) for column in table.columns}
    for exact in (True, False):
        for name, one in FIELDS.items():
            for head in one.heads:
                free = [column for column in table.columns if column not in columns.values() and name not in columns]
                for column in free:
                    if plain[column] == head if exact else re.search(rf"\b{re.escape(head)}\b", plain[column]):
                        columns.setdefault(name, column)
    if WHEN in columns and TIME in columns and any(":" in value for value in table.values(columns[WHEN])):
        del columns[TIME]
    return settled(table, Plan(columns))


def settled(table: Table, plan: Plan) -> Plan:
    """With the order of day and month, and the scale, as the values themselves tell."""
    days = [found for value in table.values(plan.columns[WHEN]) if (found := SLASHED.match(value))] if WHEN in plan.columns else []
    firsts, seconds = [int(found[1]) for found in days], [int(found[2]) for found in days]
    if any(first > 12 for first in firsts) or not days:
        day_first: bool | None = True
    elif any(second > 12 for second in seconds):
        day_first = False
    else:
        day_first = None
    hundreds = frozenset(name for name in plan.rated if to_a_hundred(table.values(plan.columns[name])))
    return replace(plan, day_first=day_first, hundreds=hundreds)


def to_a_hundred(values: Iterable[str]) -> bool:
    """Whether ratings run to a hundred: half of them or more are over ten. A single one is a slip, which is left out and said."""
    numbers = [number for value in values if (number := as_number(value))]
    return 0 < len(numbers) <= 2 * sum(number > SCALES[0] for number in numbers)


def scaled(plan: Plan, scale: int) -> Plan:
    """The same with all ratings up to this number."""
    return replace(plan, hundreds=frozenset(plan.rated) if scale == SCALES[1] else frozenset())


def with_columns(table: Table, plan: Plan, given: Mapping[str, str]) -> Plan:
    """Other columns for some fields; an empty one, or `nothing`, takes a field away. Raises Unknown."""
    columns = dict(plan.columns)
    for name, column in given.items():
        if name not in FIELDS:
            raise Unknown(_("There is no field {name!r}.").format(name=name), _("The fields are: {names}.").format(names=", ".join(FIELDS)))
        if column in ("", NOTHING):
            columns.pop(name, None)
        elif column not in table.columns:
            raise Unknown(
                _("There is no column {column!r}.").format(column=column),
                _("The columns are: {names}.").format(names=", ".join(table.columns)),
            )
        else:
            columns = {other: taken for other, taken in columns.items() if taken != column} | {name: column}
    return settled(table, replace(plan, columns=columns))


# -- turning rows into answers

SLASHED = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\b")
YEAR_FIRST = re.compile(r"\s*(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
NAMED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
CLOCK = re.compile(r"\b(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap])?\.?m?\b", re.IGNORECASE)
HOUR = re.compile(r"\s*(\d{1,2})\s*([ap])\.?m\.?\s*$", re.IGNORECASE)
NUMBER = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:/\s*\d+|%)?\s*$")
BETWEEN = re.compile(r"[;,|\n]| and ")


def rows(table: Table, plan: Plan, now: datetime) -> Iterator[Row]:
    """Every row, with what it would hold; one that has no day has no answers. Raises DtxError where no column is the day."""
    if WHEN not in plan.columns:
        raise DtxError(_("No column says on which day it was."), _("Say which one with --map at=COLUMN."))
    if plan.day_first is None:
        raise DtxError(
            _("The table does not show whether the day or the month comes first."),
            _("Add --dates {day_first} or --dates {month_first}.").format(day_first=DAY_FIRST, month_first=MONTH_FIRST),
        )
    places = {name: table.columns.index(column) for name, column in plan.columns.items()}
    for line, cells in table.rows:
        found = {name: cells[place] for name, place in places.items()}
        try:
            at = moment(found[WHEN], found.get(TIME, ""), plan.day_first)
            if at > now:
                raise ValueError(_("{when} lies ahead").format(when=found[WHEN]))
        except (ValueError, OverflowError, OSError) as error:
            yield Row(line, None, left=(_("Line {line}: {why}.").format(line=line, why=error),))
            continue
        yield kept(line, at, found, plan.hundreds)


def kept(line: int, at: datetime, found: Mapping[str, str], hundreds: frozenset[str]) -> Row:
    answers: list[tuple[Question, Answer]] = []
    left: list[str] = []
    for name, one in FIELDS.items():
        value = found.get(name, "")
        if not value or one.question is None:
            continue
        try:
            answer = answered(one.question, value, SCALES[name in hundreds])
        except NotAnAnswer as sentence:
            left.append(
                _("Line {line}, {words}: {value} was left out. {why}").format(
                    line=line, words=one.words, value=repr(value[:40]), why=sentence
                )
            )
            continue
        if answer not in (None, ()):
            answers.append((one.question, answer))
    return Row(line, at, tuple(answers), tuple(left))


def answered(question: Question, value: str, scale: int) -> Answer:
    """Raises NotAnAnswer."""
    if isinstance(question, Rate):
        number = as_number(value)
        if number is None or number > scale:
            raise NotAnAnswer(_("Please give a number from 0 to {scale}.").format(scale=scale))
        return question.check(int(number * 10 / scale + 0.5))
    if question is WHERE:
        return question.check(sorted({region for part in parts(value) for region in places_in(part)}))
    if isinstance(question, Several):
        return question.check(parts(value))
    assert isinstance(question, Ask)
    return question.check(value[: question.limit])


def parts(value: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(value) if part.strip()]


def places_in(words: str) -> frozenset[str]:
    """The regions that some words name: “lower back”, “both knees”, “L shoulder”. Raises NotAnAnswer for none.

    A place as dtx itself writes it, such as `front.knee_left`, is that place.
    """
    if words in WHERE.options or words in (WHERE.values or ()):
        return frozenset({words})
    plain = re.sub(r"\bl\b", "left", re.sub(r"\br\b", "right", words.casefold().replace("lower", "low").replace("both ", "")))
    for one in (plain, plain.rstrip("s"), plain.replace("feet", "foot"), plain.replace("tummy", "belly").replace("stomach", "belly")):
        if found := called(one):
            return found
    raise NotAnAnswer(_("That place is none that a check-in knows."))


def as_number(value: str) -> float | None:
    found = NUMBER.match(value)
    return float(found[1].replace(",", ".")) if found else None


def moment(day: str, time: str, day_first: bool) -> datetime:
    """When a row was written, by the clock on the wall here; a `Z` behind it is universal time. Raises ValueError."""
    if not time and day.strip().endswith("Z") and YEAR_FIRST.match(day):
        with suppress(ValueError):
            return datetime.fromisoformat(day.strip()).astimezone()
    date = day_of(day, day_first)
    rest = time or YEAR_FIRST.sub("", SLASHED.sub("", day)).removeprefix("T")
    clock = CLOCK.search(rest) if ":" in rest or time else None
    whole = HOUR.match(rest) if clock is None else None
    hour, minute, second, half = NOON, 0, 0, ""
    if clock is not None:
        hour, minute, second, half = int(clock[1]), int(clock[2]), int(clock[3] or 0), (clock[4] or "").casefold()
    elif whole is not None:
        hour, half = int(whole[1]), whole[2].casefold()
    elif time:
        raise ValueError(_("{value} is no time").format(value=repr(time[:20])))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        raise ValueError(_("{value} is no time").format(value=repr((time or day)[:20])))
    return (date + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone()


def day_of(value: str, day_first: bool) -> datetime:
    """The day, at midnight."""
    if found := YEAR_FIRST.match(value):
        year, month, day = map(int, found.groups())
    elif found := SLASHED.match(value):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if day_first else (second, first)
        year += 2000 if year < 100 else 0
    else:
        return named(value)
    return real(year, month, day, value)


def named(value: str) -> datetime:
    """“1 May 2026”, “May 1, 2026”."""
    words = " ".join(re.sub(r"(?<=\d)(st|nd|rd|th)\b|,|^\w+day\b", " ", value).split()[:3])
    for form in NAMED:
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007 - the clock on the wall
        except ValueError:
            continue
    raise ValueError(_("{value} is no day").format(value=repr(value[:20])))


def real(year: int, month: int, day: int, value: str) -> datetime:
    try:
        found = datetime(year, month, day)  # noqa: DTZ001 - the clock on the wall
    except ValueError:
        raise ValueError(_("{value} is no day").format(value=repr(value[:20]))) from None
    if year < FIRST_YEAR:
        raise ValueError(_("{value} is too long ago").format(value=repr(value[:20])))
    return found


def in_words(table: Table, plan: Plan) -> Iterator[str]:
    """The plan, a line for each column, for a person to confirm."""
    by_column = {column: name for name, column in plan.columns.items()}
    for column in table.columns:
        example = next(table.values(column), "")
        meaning = FIELDS[by_column[column]].words if column in by_column else _("left out")
        if example:
            yield _("{column}: {meaning}, for example {example}").format(column=column[:30], meaning=meaning, example=repr(example[:40]))
        else:
            yield _("{column}: {meaning}, which is empty").format(column=column[:30], meaning=meaning)
    if plan.rated:
        yield " ".join(scale_in_words(table, plan))


def scale_in_words(table: Table, plan: Plan) -> Iterator[str]:
    few, many = SCALES
    if len(plan.hundreds) == len(plan.rated):
        yield _("Ratings run from 0 to {many}. They become 0 to {few}.").format(many=many, few=few)
        return
    yield _("Ratings run from 0 to {few}.").format(few=few)
    if plan.hundreds:
        of = ", ".join(FIELDS[name].words for name in plan.rated if name in plan.hundreds)
        yield _("Those of {of} run from 0 to {many}, and become 0 to {few}.").format(of=of, many=many, few=few)
    tens = [plan.columns[name] for name in plan.rated if name not in plan.hundreds]
    if any((as_number(value) or 0) % 1 for column in tens for value in table.values(column)):
        yield _("Parts of a number are rounded.")
