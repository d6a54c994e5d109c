"""A look back on one page, every 13 weeks: practised, medians, PEG and PGIC, what felt worse, and questions for one's team (clinical 6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dtx.care.changes import LISTED
from dtx.care.insight import lower
from dtx.care.measures import change as weekly
from dtx.care.measures import peg
from dtx.care.measures.measure import load, shown
from dtx.engine.questions import Choose

WEEKS = 13
EVERY = timedelta(weeks=WEEKS)
DAY, EACH_WEEK, MONTH = "day", "week", "month"
"""By what the past is summed up."""

OFFER = Choose(
    "Thirteen weeks have passed. Would you like to look back on them, on one page?", ("Yes", "Not today"), "look_back", ("yes", "not_today")
)
TOP = 3
"""So many questions for the team stand on the page."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One activity within the span. Medians are None where no pain was given; `worse` counts sessions after which something felt worse."""

    activity_id: str
    title: str
    sessions: int
    n: int
    before: float | None
    after: float | None
    change: float | None
    worse: int


@dataclass(frozen=True, slots=True)
class LookBack:
    """What there was from `first` to `last`, both included. `pains` are medians of check-ins: worst, average, least.

    `pegs` are the scores with their days, oldest first; `pgic` is the latest answer, 1 to 7. `weeks` is the change from the first
    week with enough ratings to the last, where there are two.
    """

    first: date
    last: date
    sessions: int
    days: int
    active_s: float
    practices: tuple[Practice, ...]
    worse: int
    check_ins: int
    pains: tuple[float | None, float | None, float | None]
    pegs: tuple[tuple[date, float], ...]
    pgic: int | None
    weeks: weekly.Change | None
    medicines: tuple[str, ...]
    questions: tuple[str, ...]


def due(since: date | None, offered: date | None, today: date) -> bool:
    """Whether 13 weeks have passed since the first note, or since a look back was offered last."""
    begin = max((day for day in (since, offered) if day is not None), default=None)
    return begin is not None and today - begin >= EVERY


def lines(found: LookBack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The page: headings, each with its sentences. What felt worse stands first, where there was anything."""
    if found.worse:
        yield "Felt worse", (f"After {times(found.worse, 'session')} something felt worse. It may be worth telling your team.",)
    yield "Practised", tuple(practised(found))
    if found.check_ins:
        yield "How it was", tuple(pains(found))
    if found.pegs or found.pgic is not None:
        yield "Questionnaires", tuple(questionnaires(found))
    if found.medicines:
        yield "Medicines and supplements, as you wrote them", (", ".join(found.medicines),)
    if found.questions:
        yield "Questions for your team", tuple(found.questions)


def practised(found: LookBack) -> Iterator[str]:
    if not found.sessions:
        yield "No sessions in these weeks, and that is fine."
        return
    yield f"{times(found.sessions, 'session')} on {times(found.days, 'day')}, {round(found.active_s / 60)} minutes in all."
    for one in found.practices:
        yield f"{one.title}: {about(one)}"


def about(one: Practice) -> str:
    """The middle values, with how many sessions they rest on."""
    said = times(one.sessions, "session")
    if one.n < LISTED or one.change is None:
        return f"{said}, too few pain numbers for a middle value ({one.n})."
    return f"{said}. In the middle, pain was {number(one.before)} before and {number(one.after)} after ({one.n} with both numbers)."


def pains(found: LookBack) -> Iterator[str]:
    names = [f"{name} {number(value)}" for name, value in zip(("worst", "average", "least"), found.pains, strict=True) if value is not None]
    yield f"{times(found.check_ins, 'check-in')}." + (f" Middle values of pain: {', '.join(names)}." if names else "")
    if found.weeks is not None:
        change = found.weeks
        label = f" That is called a {change.label} change." if change.label else ""
        percent = f", {shown(abs(change.percent))} %" if change.label else ""
        yield (
            f"From a week's average of {shown(change.base)} to {shown(change.week)}: {lower(change.points)}{percent}.{label} "
            "It does not say why."
        )


def questionnaires(found: LookBack) -> Iterator[str]:
    if found.pegs:
        day, score = found.pegs[-1]
        yield f"PEG, how pain got in the way over a week: {shown(score)} of 10 on {day.isoformat()}."
        first_day, first = found.pegs[0]
        moved = peg.change(first, score)
        if len(found.pegs) > 1 and moved is not None:
            percent = f" ({moved.percent:+.1f} %)" if moved.percent is not None else ""
            yield f"It was {shown(first)} on {first_day.isoformat()}: {moved.points:+.2f}{percent}, from {len(found.pegs)} answers."
    if found.pgic is not None:
        (item,) = load("pgic").items
        assert isinstance(item, Choose)
        yield f"Since starting, in your own view: {item.options[found.pgic - 1]}."


def times(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def top(own: Sequence[str]) -> tuple[str, ...]:
    """The questions that stand on the page: one's own first."""
    from dtx.care.team import SUGGESTED

    return tuple(dict.fromkeys((*own, *SUGGESTED)))[:TOP]
