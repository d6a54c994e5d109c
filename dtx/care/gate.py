"""The gate: what a person's flags close, caution about or change, by the kind of activity (clinical 8.1 and 8.2)."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dtx.care.flags import AGAIN_DAYS, EVEN_IF_UNSURE, EVERY_12_H, EVERY_SESSION, FLAGS
from dtx.care.gate_words import LIST_FIRST, NOTHING_OPEN, OPEN, UNPACED_BELLY, caution, refusal
from dtx.language import _, all_of

COLUMNS = ("holds", "breathing", "scan", "pmr", "thought", "exercise", "imagery", "heat")
"""Breathing that holds the breath, breathing that does not, body scan, muscle relaxation, thought tools, and so on."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the table. `kind` is B (block until the care team agrees), C (caution) or F (modified form).

    `form` names the modified form; on a B it holds once the team has agreed, on a C it comes with the caution.
    """

    kind: str
    form: str = ""


B, C = Mark("B"), Mark("C")


def form(name: str) -> Mark:
    return Mark("F", name)


def row(*marks: Mark | None) -> Mapping[str, Mark]:
    return {column: mark for column, mark in zip(COLUMNS, marks, strict=True) if mark}


NEW = row(B, C, C, B, None, B, C, B)

TABLE: Mapping[str, Mapping[str, Mark]] = {
    #                 holds  breathing             scan                     pmr                thought exercise         imagery heat
    "new_pain": NEW,
    "red_flag": NEW,
    "under_18": row(B, B, B, B, B, B, B, B),
    "limited": row(B, None, None, B, None, B, None, None),
    "heart": row(B, C, None, form("gentle"), None, B, None, C),
    "lung": row(B, form("L0"), form("sound"), form("gentle"), None, C, None, None),
    "epilepsy": row(B, C, C, C, None, C, B, C),
    "pregnancy": row(B, C, None, form("no_belly"), None, C, None, C),
    "surgery": row(None, None, None, form("skip_area"), None, Mark("B", "no_flexion"), None, B),
    "numb": row(None, None, None, C, None, C, None, B),
    "cancer": row(C, None, None, C, None, B, None, B),
    "falls": row(C, None, C, form("seated"), None, form("seated"), C, None),
    "trauma": row(C, Mark("C", "eyes_open"), form("short_open_eyes"), form("gentle"), C, None, B, None),
    "eating": row(None, None, C, None, None, C, None, None),
    "self_harm": {},
    "drowsy": row(B, B, B, B, None, B, B, B),
}

LIMITS = {"exercise": ("exercise",), "breath_holding": ("holds",), "movement": ("exercise", "pmr")}
"""What a professional may have asked to limit, and the columns it closes. With none named, all of them are closed."""

NATURAL_REST_S = 1.0
"""A longer rest on empty lungs counts as holding the breath (the longest natural rest of clinical 1.2)."""

KINDS = {
    "inhale": "breathing", "inhale_top": "breathing", "exhale": "breathing", "rest_empty": "breathing", "timed": "breathing",
    "tense": "pmr", "release": "pmr", "lift": "exercise",
}  # fmt: skip
BETWEEN = ("settle", "end", "cue", "rest", "return", "lower", "switch", "transition")
"""Phases that go with others and say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one activity today.

    `blocked` holds (flag, sentences to the person), `cautions` what to show before it begins, `forms` how it is changed.
    `screens` names what to show first: `red_flags` (clinical 5.5), `self_harm` (4.6). `instead` says what is open.
    """

    blocked: tuple[tuple[str, str], ...] = ()
    cautions: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    screens: frozenset[str] = frozenset()
    instead: str = ""


def columns(phases: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The columns an activity falls under, from the phases of its rehearsal (`dtx read --json`), not from the plugin's claim.

    Timed phases that belong to no exercise are un-paced breathing. No phases at all, only questions: a thought tool.
    Phases that tell nothing, or of an unknown kind, are quiet time: breathing and imagery.
    """
    phases = tuple(phases)
    found = frozenset(column for phase in phases for column in _columns(phase))
    if found:
        return found
    return frozenset({"breathing", "imagery"}) if phases else frozenset({"thought"})


def _columns(phase: Mapping[str, Any]) -> tuple[str, ...]:
    return columns_of(phase["kind"], phase.get("at") or {}, phase.get("end_s", 0) - phase.get("start_s", 0))


def columns_of(kind: str, at: Container[str], seconds: float) -> tuple[str, ...]:
    """What one phase says of an activity."""
    if "exercise" in at:
        return ("exercise",)
    if kind == "hold" or (kind == "rest_empty" and seconds > NATURAL_REST_S + 1e-6):
        return "holds", "breathing"
    if kind in ("say", "silence"):
        return ("scan",) if "region" in at else ("imagery",)
    if kind in KINDS:
        return (KINDS[kind],)
    return () if kind in BETWEEN else ("breathing", "imagery")


def unpaced(phases: Iterable[Mapping[str, Any]]) -> bool:
    """Whether it is breathing without a pace: settle, one `timed`, end."""
    phases = tuple(phases)
    return [phase["kind"] for phase in phases] == ["settle", "timed", "end"] and columns(phases) == {"breathing"}


def due(answered: Mapping[str, tuple[str | None, datetime]], now: datetime) -> tuple[str, ...]:
    """The flags to ask now, in their order: never answered, or too long ago (clinical 8.1).

    An answer that lies as far in the future, because a clock was wrong, counts as too long ago.
    """

    def holds(flag: str) -> bool:
        period = EVERY_12_H if flag in EVERY_SESSION else timedelta(days=AGAIN_DAYS)
        return flag in answered and abs(now - answered[flag][1]) < period

    return tuple(flag for flag in FLAGS if not holds(flag))


def needed(columns: Collection[str]) -> tuple[str, ...]:
    """The flags that have to be known before an activity of these columns: those of each session, and those the table has a word on."""
    return tuple(flag for flag in FLAGS if flag in EVERY_SESSION or any(column in TABLE[flag] for column in columns))


def agreement_holds(statement_at: datetime, now: datetime) -> bool:
    """Whether "my care team agreed" still counts; it is asked again after 90 days (clinical 8.1)."""
    return abs(now - statement_at) < timedelta(days=AGAIN_DAYS)


def verdict(
    columns: Collection[str],
    answers: Mapping[str, str | None],
    agreed: Container[str] = (),
    details: Mapping[str, Any] | None = None,
    *,
    unpaced: bool = False,
) -> Verdict:
    """What the person's answers mean for an activity that falls under `columns`.

    `answers` maps a flag to yes, no, unsure or None (declined); a flag never answered is absent and changes nothing.
    `agreed` holds the flags whose agreement still counts. `details` has the follow-ups: `drowsy` to `driving`, `in_bed` or
    `medicine`, `limited` to some of `LIMITS`. `unpaced`: see the function of that name.
    """
    details = details or {}
    blocked: dict[str, str] = {}
    cautions: dict[str, None] = {}
    forms: set[str] = set()
    for flag, column, mark in _rulings(columns, answers, agreed, details, unpaced):
        answer = answers[flag]
        if mark.kind == "B":
            blocked.setdefault(flag, refusal(flag, answer, details.get(flag)))
            continue
        cautions[caution(flag, column if tells_truly(flag, column, answer) else "", answer)] = None
        forms.update(filter(None, (mark.form,)))
    instead = _instead(blocked, answers, agreed, details) if blocked else ""
    return Verdict(tuple(blocked.items()), tuple(cautions), frozenset(forms), frozenset(_screens(blocked, columns, answers)), instead)


def _rulings(
    columns: Collection[str], answers: Mapping[str, str | None], agreed: Container[str], details: Mapping[str, Any], unpaced: bool
) -> Iterator[tuple[str, str, Mark]]:
    for flag in FLAGS:
        answer = answers.get(flag, "no")
        if answer == "no":
            continue
        lifted = flag in agreed and not (flag == "drowsy" and details.get(flag) == "driving")  # nobody agrees to that
        if flag == "drowsy" and answer == "yes" and details.get(flag) == "in_bed" and open_in_bed(columns, unpaced):
            yield flag, "in_bed", C
            continue
        for column in COLUMNS:
            mark = TABLE[flag].get(column)
            if column not in columns or mark is None or (flag == "limited" and column not in _limited(details.get(flag))):
                continue
            if lifted and column == "breathing" and "holds" in columns:
                continue  # who may hold the breath needs no changed form of it
            if ruled := _ruling(flag, mark, answer, lifted):
                yield flag, column, ruled


def _ruling(flag: str, mark: Mark, answer: str | None, lifted: bool) -> Mark | None:
    """What a cell comes to. Whoever is not sure gets the form of a yes, and a caution for its block; who would rather not say is told."""
    if mark.kind == "B" and lifted:
        return form(mark.form) if mark.form else None
    if answer == "yes" or (answer == "unsure" and (mark.kind != "B" or flag in EVEN_IF_UNSURE)):
        return mark
    return C


def tells_truly(flag: str, column: str, answer: str | None) -> bool:
    """Whether the words of a cell hold: those that tell of a changed form do not where the question was left open."""
    mark = TABLE[flag].get(column)
    return answer is not None or mark is None or not mark.form


def _limited(named: Iterable[str] | None) -> frozenset[str]:
    return frozenset(column for limit in (named or LIMITS) for column in LIMITS[limit])


def open_in_bed(columns: Collection[str], unpaced: bool) -> bool:
    """Very drowsy, lying safely in bed: the scan and breathing without a pace stay open (clinical 8.1, question 16)."""
    return set(columns) <= ({"scan", "breathing"} if unpaced else {"scan"})


def _screens(blocked: Container[str], columns: Container[str], answers: Mapping[str, str | None]) -> Iterator[str]:
    said = {flag for flag, answer in answers.items() if answer in ("yes", "unsure")}
    if "red_flag" in said or ("new_pain" in blocked and "exercise" in columns):
        yield "red_flags"
    if "self_harm" in said:
        yield "self_harm"


def _instead(blocked: Container[str], answers: Mapping[str, str | None], agreed: Container[str], details: Mapping[str, Any]) -> str:
    if "red_flag" in blocked:
        return LIST_FIRST
    if "drowsy" in blocked and details.get("drowsy") == "driving":
        return NOTHING_OPEN  # thought records too are for when one has stopped

    def is_open(column: str, without_a_pace: bool = False) -> bool:
        return not any(mark.kind == "B" for *_flag, mark in _rulings((column,), answers, agreed, details, without_a_pace))

    names = [name for column, name in OPEN.items() if is_open(column)]
    if not is_open("breathing") and is_open("breathing", without_a_pace=True):
        names.append(UNPACED_BELLY)
    if not names:
        return NOTHING_OPEN
    return _("Open today: {names}.").format(names=all_of(names))
