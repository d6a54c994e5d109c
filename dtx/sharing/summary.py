"""One summary for people: what felt worse first, then what was practised, pain before and after, and what is missing. No adjectives."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from dtx.care.bracket import STOP_REASON
from dtx.care.felt_worse import DID, FELT_WORSE, LASTED, ONSET, WHAT
from dtx.care.help import DISCLAIMER
from dtx.care.measures.change import change, weekly_mean
from dtx.care.measures.measure import shown
from dtx.engine.export import Export
from dtx.sharing.chart import MOST_MARKS, Pair, svg
from dtx.sharing.paper import Paper, Picture, Section, Table, shortened
from dtx.sharing.told import Span, Told, cut

NONE = "–"
"""What stands in a cell for what was not given."""
TITLE = "Summary of practice at home"
OWN_ACCOUNT = "The person's own account, recorded at home with dtx; nobody watched while it was recorded."
WORDS_OF = {
    value: words.lower()
    for question in (STOP_REASON, FELT_WORSE, WHAT, ONSET, LASTED, DID)
    for value, words in zip(question.values, question.options, strict=True)
}
ENDED = {"completed": "to the end", "stopped": "stopped", "interrupted": "broke off", "failed": "fault", None: "still open"}


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows each table may have, so that the whole is two pages at most."""

    worse: int = 8
    activities: int = 10
    weeks: int = 13
    stopped: int = 6
    diary: int = 8
    words: int = 6
    scripts: int = 8
    letters: int = 240


ROOMS = (Room(), Room(5, 8, 9, 4, 5, 4, 5, 160), Room(3, 6, 5, 2, 3, 2, 3, 100), Room(1, 3, 2, 1, 1, 1, 1, 60))
"""From the usual to the least."""


def summary(export: Export, room: Room = ROOMS[0]) -> Paper:
    """The facts of a span, as sentences and tables. Empty spans are said to be empty."""
    span = Span.of(export)
    return Paper(
        title=TITLE,
        lead=tuple(lead(export, span)),
        sections=tuple(section for section in sections(export, span, room) if section),
        foot=(OWN_ACCOUNT, DISCLAIMER, f"Journal head: {export.about.head}"),
        margin=f"{TITLE}, {export.about.patient_ref}, {days(export)}",
    )


def sections(export: Export, span: Span, room: Room) -> Iterator[Section | None]:
    sessions = span.sessions
    yield felt_worse(sessions, room)
    yield practised(sessions, room)
    yield pain(sessions)
    yield weeks(sessions, room)
    yield mornings(sessions)
    yield stopped(sessions, room)
    yield notes(export, sessions, room)
    yield missing(export, sessions)
    yield versions(span, room)


def days(export: Export) -> str:
    """The span in words: the days asked for, else those of the sessions in it."""
    about = export.about
    first, last = about.since or about.first_day, about.until or about.last_day
    if first is None and last is None:
        return "no sessions"
    return f"{first or 'the beginning'} to {last or 'the last session'}"


def lead(export: Export, span: Span) -> Iterator[tuple[str, str]]:
    about, sessions = export.about, span.sessions
    yield "Who", f"{about.patient_ref} (a pseudonym)"
    if about.reader:
        yield "For", f"a {about.reader}"
    yield "When", days(export)
    if not sessions:
        yield "Sessions", "0 in this span"
        return
    minutes = sum(one.active_s for one in sessions) / 60
    on = len({one.day for one in sessions})
    yield "Sessions", f"{len(sessions)} on {on} {'day' if on == 1 else 'days'}, {shown(minutes, 0)} minutes of practice"
    helpers = Counter(one.helper for one in sessions)
    if set(helpers) != {"self"}:
        yield "Answers given by", counted(helpers, {"self": "the person", "carer": "somebody who helps"})
    if about.erased:
        yield "Erased", f"{about.erased} {'session' if about.erased == 1 else 'sessions'} over all time, by the person"


def felt_worse(sessions: Sequence[Told], room: Room) -> Section:
    answers = Counter(one.felt_worse.get("answer") for one in sessions)
    worse = [one for one in reversed(sessions) if one.felt_worse.get("answer") not in (None, "no")]
    order = ("a_lot", "a_little", "not_sure")
    worse.sort(key=lambda one: (order.index(one.felt_worse["answer"]), -(one.felt_worse.get("severity") or 0)))
    told = f"Something felt worse after {len(worse)} of {len(sessions)} sessions"
    kinds = [f"{WORDS_OF[answer]} {answers[answer]}" for answer in order if answers[answer]]
    told += f" ({', '.join(kinds)})." if kinds else "."
    told += f" Answered no: {answers['no']}. No answer: {answers[None]}."
    rows, more = shortened([worse_row(one, room) for one in worse], room.worse, "sessions after which something felt worse")
    head = ("When", "Activity", "Worse", "What", "0–10", "Began, lasted, what was done")
    return Section("What felt worse", (told,), Table(head, rows, (4,), (3, 5)) if rows else None, below=more)


def worse_row(one: Told, room: Room) -> tuple[str, ...]:
    worse = one.felt_worse
    severity, better = worse.get("severity"), worse.get("better_now")
    more = [WORDS_OF.get(worse[part], str(worse[part])) for part in ("onset", "lasted", "did") if worse.get(part)]
    more += [f"better now: {'yes' if better else 'no'}"] if better is not None else []
    more += [f"“{cut(worse['text'], room.letters)}”"] if worse.get("text") else []
    what = ", ".join(WORDS_OF.get(part, str(part)) for part in worse.get("what") or ()) or NONE
    return one.when, one.title, WORDS_OF[worse["answer"]], what, NONE if severity is None else str(severity), "; ".join(more) or NONE


def practised(sessions: Sequence[Told], room: Room) -> Section:
    by: dict[str, list[Told]] = defaultdict(list)
    for one in sessions:
        by[one.activity_id].append(one)
    found = sorted(by.values(), key=lambda those: (-len(those), those[-1].title))
    rows, more = shortened([practised_row(those) for those in found], room.activities, "activities")
    head = ("Activity", "Sessions", "To the end", "Stopped", "Broke off", "Minutes")
    planned = "There was no plan for this span." if sessions else ""
    return Section("What was practised", (planned,) if planned else (), Table(head, rows, (1, 2, 3, 4, 5)) if rows else None, below=more)


def practised_row(those: Sequence[Told]) -> tuple[str, ...]:
    ended = Counter(one.status for one in those)
    broke = ended["interrupted"] + ended["failed"] + ended[None]
    minutes = sum(one.active_s for one in those) / 60
    return those[-1].title, str(len(those)), str(ended["completed"]), str(ended["stopped"]), str(broke), shown(minutes, 0)


def pain(sessions: Sequence[Told]) -> Section | None:
    if not sessions:
        return None
    first, last = sessions[0].day, max(one.day for one in sessions)
    both = [one for one in sessions if one.before is not None and one.after is not None]
    said = f"Pain from 0 (none) to 10 (the worst one can imagine). Both ratings: {len(both)} of {len(sessions)} sessions."
    if len(sessions) <= MOST_MARKS:
        pairs, each = [pair(one) for one in sessions], "each session"
    else:
        pairs, each = list(weekly_pairs(sessions)), "the mean of each week"
        said += " The picture shows the mean of each week with at least 4 ratings."
    alt = f"Pain before and after, {each}, {first} to {last}. " + " ".join(in_words(sessions))
    return Section("Pain before and after", (said,), picture=Picture(svg(pairs, first, last), alt), below=(AFTERWARDS_FOR_TEAMS,))


AFTERWARDS_FOR_TEAMS = "The change within one session cannot say why: people tend to practise when pain is high, and pain moves by itself."


def in_words(sessions: Sequence[Told]) -> Iterator[str]:
    for name, values in (("Before", [one.before for one in sessions]), ("After", [one.after for one in sessions])):
        found = [value for value in values if value is not None]
        yield f"{name}: {len(found)} ratings, {min(found)} to {max(found)}." if found else f"{name}: no ratings."


def pair(one: Told) -> Pair:
    part = (one.start.hour * 60 + one.start.minute) / 1440
    return Pair(one.day.toordinal() + part, one.before, one.after)


def weekly_pairs(sessions: Sequence[Told]) -> Iterator[Pair]:
    for monday, those in by_week(sessions):
        yield Pair(max(monday, sessions[0].day).toordinal() + 0.5, weekly_mean(befores(those)), weekly_mean(afters(those)))


def weeks(sessions: Sequence[Told], room: Room) -> Section | None:
    """Weekly means. Fewer than 4 ratings make no mean and are listed; the change from the first mean needs a base of 3.0 (clinical 7.4)."""
    found = list(by_week(sessions))
    if not found:
        return None
    first = next((monday for monday, those in found if weekly_mean(befores(those)) is not None), None)
    base = befores(dict(found)[first]) if first else []
    rows = [week_row(monday, those, base if first and monday > first else ()) for monday, those in found]
    more: tuple[str, ...] = ()
    if len(rows) > room.weeks:
        left = len(rows) - room.weeks
        rows = [rows[0], *rows[-(room.weeks - 1) :]] if room.weeks > 1 else rows[-1:]
        more = (f"The {left} weeks between the first and these are in the sheet (--to csv).",)
    head = ("Week from", "Sessions", "n", "Pain before", "n", "Pain after", "Before, against the first week")
    said = "A mean needs at least 4 ratings in the week; fewer are listed as they are."
    return Section("Weeks", (said,), Table(head, tuple(rows), (1, 2, 3, 4, 5, 6), (6,)), below=more)


def week_row(monday: date, those: Sequence[Told], base: Sequence[int]) -> tuple[str, ...]:
    before, after = befores(those), afters(those)
    moved = change(base, before)
    against = f"{signed(moved.points)} points, {signed(-moved.percent)} %" if moved else NONE
    return monday.isoformat(), str(len(those)), str(len(before)), mean(before), str(len(after)), mean(after), against


def mean(ratings: Sequence[int]) -> str:
    found = weekly_mean(ratings)
    if found is not None:
        return shown(found)
    return ", ".join(map(str, ratings)) or NONE


def signed(value: float) -> str:
    """`−2.0`, with a true minus sign."""
    text = shown(value)
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def by_week(sessions: Sequence[Told]) -> Iterator[tuple[date, list[Told]]]:
    """Each week in which there was a session, from Monday on, by the clock on the person's wall."""
    found: dict[date, list[Told]] = defaultdict(list)
    for one in sessions:
        found[one.monday].append(one)
    yield from sorted(found.items())


def befores(those: Iterable[Told]) -> list[int]:
    return [one.before for one in those if one.before is not None]


def afters(those: Iterable[Told]) -> list[int]:
    return [one.after for one in those if one.after is not None]


def mornings(sessions: Sequence[Told]) -> Section | None:
    """The morning after exercises: asked, answered, and whether pain was back to at most one above its start (clinical 5.4)."""
    asked = [one for one in sessions if one.follow_up]
    if not asked:
        return None
    rated = [one for one in asked if one.follow_up.get("pain") is not None]
    settled = sum(one.follow_up.get("settled") is True for one in rated)
    told = (
        f"Asked after {len(asked)} sessions, answered after {len(rated)}. "
        f"Pain was at most 1 above the rating before the session after {settled}, more than that after {len(rated) - settled}."
    )
    return Section("The morning after exercises", (told,))


def stopped(sessions: Sequence[Told], room: Room) -> Section:
    """What did not go to its end, newest first, and why."""
    those = [one for one in reversed(sessions) if one.status != "completed"]
    by_person = [one for one in those if one.status == "stopped"]
    reasons = Counter(one.reason for one in by_person)
    told = f"Stopped by the person: {len(by_person)} of {len(sessions)} sessions"
    told += f" ({counted(reasons, {**WORDS_OF, None: 'no reason given'})})." if reasons else "."
    rows = [(one.when, one.title, ENDED[one.status], WORDS_OF.get(one.reason or "", NONE), minutes(one.active_s)) for one in those]
    kept, more = shortened(rows, room.stopped, "sessions that ended early")
    head = ("When", "Activity", "How", "Why", "After")
    return Section("What stopped early, and why", (told,), Table(head, kept, (4,), (1,)) if kept else None, below=more)


def minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02} min"


OWN_WORDS = "Notes, in the person's own words"


def notes(export: Export, sessions: Sequence[Told], room: Room) -> Section | None:
    """Only where the person included them; the newest first."""
    if "notes" not in export.include:
        return None
    rows = [(one.when, one.title, cut(one.note, room.letters)) for one in reversed(sessions) if one.note]
    kept, more = shortened(rows, room.words, "notes")
    if not kept:
        return Section(OWN_WORDS, ("No notes in this span.",))
    return Section(OWN_WORDS, table=Table(("When", "Activity", "Note"), kept, wide=(2,)), below=more)


def missing(export: Export, sessions: Sequence[Told]) -> Section:
    """What is not there, and why, as far as it is known."""
    words = []
    for name, why in (("before", [one.no_before for one in sessions]), ("after", [one.no_after for one in sessions])):
        gone = Counter(reason for reason in why if reason)
        words.append(
            f"Pain {name} is missing in {sum(gone.values())} of {len(sessions)} sessions" + (f" ({counted(gone)})." if gone else ".")
        )
    left = [part for part in LEFT_OUT if part not in export.include]
    if left:
        words.append(f"Not in this summary, since the person did not include it: {', '.join(LEFT_OUT[part] for part in left)}.")
    return Section("What is missing", tuple(words))


LEFT_OUT = {"diary": "the diary (check-ins, PEG, medicines)", "notes": "notes", "thoughts": "what was written inside activities"}


def versions(span: Span, room: Room) -> Section | None:
    if not span.sessions:
        return None
    apps = ", ".join(f"{version} ({count})" for version, count in sorted(span.apps.items()))
    found = [(plugin, version, content[:16], str(count)) for (plugin, version, content), count in sorted(span.scripts.items())]
    rows, more = shortened(found, room.scripts, "versions of scripts")
    head = ("Plugin", "Version", "Content (SHA-256, first 16)", "Sessions")
    return Section("Versions", (f"Recorded by dtx {apps}.",), Table(head, rows, (3,), (2,)), below=more)


def counted(found: Mapping[Any, int], words: Mapping[Any, str] = MappingProxyType({})) -> str:
    """`pain 2, time 1`, the most first."""
    order = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
    return ", ".join(f"{words.get(name, name)} {count}" for name, count in order)
