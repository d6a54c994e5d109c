"""A practice as rows to read on paper: what is said and when, what is asked where, and what is said only to some."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dtx.host.durations import written
from dtx.language import _, _n, plain
from dtx.page.text import clock, moments

if TYPE_CHECKING:
    from dtx.host.manifest import Declared, Manifest
    from dtx.host.script import Told

NAMES = {
    "inhale": _("in"),
    "inhale_top": _("in again"),
    "hold": _("hold"),
    "exhale": _("out"),
    "rest_empty": _("rest"),
    "lift": _("lift"),
    "lower": _("lower"),
    "silence": _("quiet"),
    "transition": _("get ready"),
}
"""What a phase is called on paper, where its kind is no plain word."""

ONLY = _("only if ")
ASKS, SHOWS = _("asks"), _("shows")

KINDS = {
    "text": _("in one's own words"),
    "choice": _("one of these"),
    "several": _("any of these"),
    "scale": _("a number"),
    "ready": _("to read, for as long as one likes"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `asks` marks what waits for the person; `note` is small print below the words.

    `drawn` is a picture, row by row, of which the words say what it shows.
    """

    when: str
    what: str
    length: str
    words: str
    note: str = ""
    asks: bool = False
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a colleague has to see of one activity. `facts` are (name, value); `others` are said only to some."""

    title: str
    summary: str
    activity: str
    total_s: float
    facts: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    stop_rules: tuple[str, ...]
    easier: tuple[str, ...]
    settings: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    sha256: str


def sheet(
    page: Mapping[str, Any], manifest: "Manifest", declared: "Declared", given: Mapping[str, Any], sha256: str, also: Iterable[str] = ()
) -> Sheet:
    """`page` is the document of `dtx read --json`, made with the options `given`; `also` are lines of code that may be said as well."""
    told = list(told_rows(declared.steps or ()))
    only = {row.words: row.note for row in told if row.note.startswith(ONLY) and not row.asks}
    rows = tuple(replace(row, note="; ".join(filter(None, (only.get(row.words), row.note)))) for row in rows_of(page))
    shown = {row.words for row in rows} | set(lines_in(page))
    others = [row for row in told if row.words not in shown]
    others += [Row("", _("say"), "", line) for line in also if line not in shown]
    facts = (
        (_("Written by"), manifest.author),
        (_("Reviewed by"), manifest.reviewer + (f", {manifest.reviewed_on}" if manifest.reviewed_on[:1].isdigit() else "")),
        (_("Version"), manifest.version),
        (_("Licence"), manifest.licence),
        (_("Health questions that matter"), ", ".join(flag.replace("_", " ") for flag in manifest.flags) or _("none")),
    )
    return Sheet(
        declared.title,
        declared.summary or manifest.summary,
        page["activity"],
        page["total_s"],
        facts,
        tuple(dict.fromkeys((*manifest.cautions, *declared.cautions))),
        manifest.stop_rules,
        manifest.easier,
        tuple(settings_of(declared, given)),
        rows,
        tuple(dict.fromkeys(others)),
        sha256,
    )


def settings_of(declared: "Declared", given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each option: its words, what it takes, and what it was set to for this page."""
    from dtx.host.options import settle

    values = settle(declared.options, given)
    for name, option in declared.options.items():
        value = values[name]
        yield option.words or name, option.takes(), "–" if value in (None, "", ()) else option.written(value)


def rows_of(page: Mapping[str, Any]) -> Iterator[Row]:
    """The phases in order, each question and picture where it comes up, and what repeats itself in one row."""
    asks = list(page["asks"])
    pictures = list(page.get("pictures", ()))
    for run in runs(page["phases"]):
        while asks and asks[0].get("at_s", page["total_s"]) <= run[0]["start_s"]:
            yield asked(asks.pop(0))
        while pictures and pictures[0]["at_s"] <= run[0]["start_s"]:
            yield pictured(pictures.pop(0))
        if turn_of(run[0]) is not None and len(run) > 1:
            yield folded(run)
            continue
        quiet = _("then {length} of quiet").format(length=written(round(seconds(run[1]), 3))) if len(run) == 2 else ""
        for when, kind, length, words in moments({"phases": run[:1]}):
            yield Row(when, NAMES.get(kind, kind).replace("_", " "), length, words, quiet)
    yield from map(asked, asks)
    yield from map(pictured, pictures)


def pictured(picture: Mapping[str, Any]) -> Row:
    """A picture as a row: what it shows, and how it is drawn; of a movement, how it begins."""
    return Row(clock(picture["at_s"]), _("picture"), "", picture["alt"], drawn=tuple(picture["frames"][0].split("\n")))


def asked(question: Mapping[str, Any]) -> Row:
    """A question as a row: what may be answered stands below it."""
    kind = question["kind"]
    note = KINDS.get(kind, kind)
    if kind == "scale":
        note = _("a number from {least} to {most}").format(least=question["min"], most=question["max"])
    elif choices := question.get("choices"):
        note = f"{note}: {'; '.join(map(str, choices))}"
    when = clock(question["at_s"]) if "at_s" in question else ""
    return Row(when, SHOWS if kind == "ready" else ASKS, "", question["text"], note, asks=True)


def runs(phases: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Phases one by one, and all that repeat the same breath or repetition together."""
    waiting: list[Mapping[str, Any]] = []
    for phase in phases:
        if waiting and (is_quiet_of(waiting[-1], phase) if turn_of(phase) is None else belongs(waiting, phase)):
            waiting.append(phase)
            continue
        yield from settled(waiting)
        waiting = [phase]
    yield from settled(waiting)


def is_quiet_of(said: Mapping[str, Any], phase: Mapping[str, Any]) -> bool:
    """Whether a phase is the quiet after a line."""
    return bool(said["kind"] == "say" and phase["kind"] == "silence" and phase["text"] == said["text"])


def turn_of(phase: Mapping[str, Any]) -> int | None:
    at = phase.get("at", {})
    turn = at.get("cycle", at.get("rep"))
    return int(turn) if turn is not None else None


def place_of(phase: Mapping[str, Any]) -> dict[str, Any]:
    """Where it stands, but for the number of its turn; sides that change with each repetition are one place."""
    return {key: value for key, value in phase.get("at", {}).items() if key not in ("cycle", "rep", "side")}


def belongs(run: list[Mapping[str, Any]], phase: Mapping[str, Any]) -> bool:
    """Whether it goes on with the turns of a run: the same parts, as long as before."""
    first, turn = run[0], turn_of(phase)
    if turn_of(first) is None or place_of(first) != place_of(phase) or phase.get("lines"):
        return False
    if turn == turn_of(first):
        return bool(turn_of(run[-1]) == turn)
    pattern = [one for one in run if turn_of(one) == turn_of(first)]
    place = sum(turn_of(one) == turn for one in run)
    return place < len(pattern) and same(pattern[place], phase) and turn in (turn_of(run[-1]), int(turn_of(run[-1]) or 0) + 1)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["kind"] == other["kind"] and abs(seconds(one) - seconds(other)) < 1e-6)


def seconds(phase: Mapping[str, Any]) -> float:
    return float(phase["end_s"] - phase["start_s"])


def settled(run: list[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """A run of whole turns stays together; a single turn, and the parts of one that broke off, are rows of their own."""
    if not run or turn_of(run[0]) is None:
        yield from [run] if run else []
        return
    turns = [turn_of(phase) for phase in run]
    size = turns.count(turns[0])
    whole = len(run) // size * size
    if whole >= 2 * size:
        yield run[:whole]
        yield from ([phase] for phase in run[whole:])
    else:
        yield from ([phase] for phase in run)


def folded(run: Sequence[Mapping[str, Any]]) -> Row:
    size = [turn_of(phase) for phase in run].count(turn_of(run[0]))
    parts = ", ".join(f"{NAMES.get(phase['kind'], phase['kind'])} {written(round(seconds(phase), 3))}" for phase in run[:size])
    breath = "cycle" in run[0]["at"]
    turns = len(run) // size
    what = (_n("{number} breath", "{number} breaths", turns) if breath else _n("{number} time", "{number} times", turns)).format(
        number=turns
    )
    named = " ".join(dict.fromkeys(phase["text"] for phase in run[:size] if phase["text"])) if breath else run[0]["text"]
    length = f"{plain(round(run[-1]['end_s'] - run[0]['start_s'], 3))} s"
    return Row(clock(run[0]["start_s"]), what, length, named, _("{parts}; until {time}").format(parts=parts, time=clock(run[-1]["end_s"])))


def lines_in(page: Mapping[str, Any]) -> Iterator[str]:
    for phase in page["phases"]:
        yield phase["text"]
        yield from (line["text"] for line in phase.get("lines", ()))


def told_rows(steps: "Iterable[Told]", only: str = "") -> Iterator[Row]:
    """Every step of a file in words, with what has to hold for it: what one rehearsal does not come to is here."""
    from dtx.engine.questions import QUESTIONS
    from dtx.engine.rehearsal import ask_json
    from dtx.host.script import each_text, words_of

    for told in steps:
        when = _(" and ").join(filter(None, (only, f"{told.when.name} {told.when.sign} {told.when.value}" if told.when else "")))
        yield from told_rows(told.inside, when)
        condition = f"{ONLY}{when}" if when else ""
        step = told.step
        if isinstance(step, QUESTIONS):
            row = asked(ask_json("", step))
            yield replace(row, note=f"{condition}; {row.note}" if condition else row.note)
        elif step is not None:
            for _name, words in words_of(step):
                yield from (Row("", step.verb, "", text, condition) for text in each_text(words) if text)
