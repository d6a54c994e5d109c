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
from dtx.language import _, _n, on_day, plain, signed

WEEKS = 13
EVERY = timedelta(weeks=WEEKS)
DAY, EACH_WEEK, MONTH = "day", "week", "month"
"""By what the past is summed up."""

OFFER = Choose(
    _("Thirteen weeks have passed. Would you like to look back on them, on one page?"),
    (_("Yes"), _("Not today")),
    "look_back",
    ("yes", "not_today"),
)
LATER = "later"
"""Kept in place of an answer where the offer is to be made again on another day."""
CALLED = {
    "minimal": _("That is called a minimal change."),
    "moderate": _("That is called a moderate change."),
    "substantial": _("That is called a substantial change."),
}
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
        said = _("After {sessions} something felt worse. It may be worth telling your team.")
        yield _("Felt worse"), (said.format(sessions=times(found.worse, "session")),)
    yield _("Practised"), tuple(practised(found))
    if found.check_ins:
        yield _("How it was"), tuple(pains(found))
    if found.pegs or found.pgic is not None:
        yield _("Questionnaires"), tuple(questionnaires(found))
    if found.medicines:
        yield _("Medicines and supplements, as you wrote them"), (", ".join(found.medicines),)
    if found.questions:
        yield _("Questions for your team"), tuple(found.questions)


def practised(found: LookBack) -> Iterator[str]:
    if not found.sessions:
        yield _("No sessions in these weeks, and that is fine.")
        return
    yield _("{sessions} on {days}, {minutes} minutes in all.").format(
        sessions=times(found.sessions, "session"), days=times(found.days, "day"), minutes=round(found.active_s / 60)
    )
    for one in found.practices:
        yield f"{one.title}: {about(one)}"


def about(one: Practice) -> str:
    """The middle values, with how many sessions they rest on."""
    said = times(one.sessions, "session")
    if one.n < LISTED or one.change is None:
        return _("{sessions}, too few pain numbers for a middle value ({n}).").format(sessions=said, n=one.n)
    return _("{sessions}. In the middle, pain was {before} before and {after} after ({n} with both numbers).").format(
        sessions=said, before=number(one.before), after=number(one.after), n=one.n
    )


def pains(found: LookBack) -> Iterator[str]:
    called = (_("worst"), _("average"), _("least"))
    values = [f"{name} {number(value)}" for name, value in zip(called, found.pains, strict=True) if value is not None]
    middle = _("Middle values of pain: {values}.").format(values=", ".join(values))
    yield f"{times(found.check_ins, 'check-in')}." + (f" {middle}" if values else "")
    if found.weeks is not None:
        change = found.weeks
        called_so = f" {CALLED[change.label]}" if change.label else ""
        percent = f", {shown(abs(change.percent))} %" if change.label else ""
        yield (
            _("From a week's average of {base} to {week}: {points}{percent}.{label} It does not say why.").format(
                base=shown(change.base), week=shown(change.week), points=lower(change.points), percent=percent, label=called_so
            )
        )


def questionnaires(found: LookBack) -> Iterator[str]:
    if found.pegs:
        day, score = found.pegs[-1]
        yield _("PEG, how pain got in the way over a week: {score} of 10 on {day}.").format(score=shown(score), day=on_day(day))
        first_day, first = found.pegs[0]
        moved = peg.change(first, score)
        if len(found.pegs) > 1 and moved is not None:
            percent = f" ({signed(moved.percent, 1)} %)" if moved.percent is not None else ""
            yield _("It was {first} on {day}: {points}{percent}, from {answers} answers.").format(
                first=shown(first), day=on_day(first_day), points=signed(moved.points, 2), percent=percent, answers=len(found.pegs)
            )
    if found.pgic is not None:
        (item,) = load("pgic").items
        assert isinstance(item, Choose)
        yield _("Since starting, in your own view: {answer}.").format(answer=item.options[found.pgic - 1])


def times(count: int, what: str) -> str:
    """`1 session`, `3 days`, `2 check-ins`."""
    counted = {
        "session": _n("{number} session", "{number} sessions", count),
        "day": _n("{number} day", "{number} days", count),
        "check-in": _n("{number} check-in", "{number} check-ins", count),
    }
    return counted[what].format(number=count)


def number(value: float | None) -> str:
    return "–" if value is None else plain(value)


def top(own: Sequence[str]) -> tuple[str, ...]:
    """The questions that stand on the page: one's own first."""
    from dtx.care.team import SUGGESTED

    return tuple(dict.fromkeys((*own, *SUGGESTED)))[:TOP]
