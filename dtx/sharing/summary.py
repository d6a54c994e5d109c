"""One summary for people: what felt worse first, then what was practised, pain before and after, and what is missing. No adjectives."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from dtx.care.bracket import STOP_REASON
from dtx.care.felt_worse import DID, FELT_WORSE, LASTED, ONSET, WHAT
from dtx.care.help import DISCLAIMER
from dtx.care.measures.measure import shown
from dtx.care.plan import PRACTISED
from dtx.engine.export import Expected, Export, Intended
from dtx.language import _, _n, at_time, day_of, without_note
from dtx.sharing import readers
from dtx.sharing.paper import NONE, ROOMS, Paper, Room, Section, Table, counted, shortened
from dtx.sharing.summary_diary import Diary, check_ins, measures, medicines
from dtx.sharing.summary_ratings import mornings, pain, relaxed, weeks
from dtx.sharing.summary_words import notes, thoughts
from dtx.sharing.told import LONGEST, Span, Told, cut

TITLE = _("Summary of practice at home")
OWN_ACCOUNT = _("The person's own account, recorded at home with dtx; nobody watched while it was recorded.")
WORDS_OF = {
    value: words.lower()
    for question in (STOP_REASON, FELT_WORSE, WHAT, ONSET, LASTED, DID)
    for value, words in zip(question.values, question.options, strict=True)
}
STOPPED = without_note(_("stopped (a session)"))
"""Many languages have one word for a session that was stopped, and another for a person who did."""
ENDED = {
    "completed": _("to the end"),
    "stopped": STOPPED,
    "interrupted": _("broke off"),
    "failed": _("fault"),
    None: _("still open"),
}
NO_RATING = {"skipped": _("skipped"), "stopped": STOPPED, "interrupted": _("broken off"), "not asked": _("not asked")}


def summary(export: Export, room: Room = ROOMS[0]) -> Paper:
    """The facts of a span, as sentences and tables. Empty spans are said to be empty."""
    span = Span.of(export)
    return Paper(
        title=TITLE,
        lead=tuple(lead(export, span)),
        sections=tuple(section for section in sections(export, span, room) if section),
        foot=(OWN_ACCOUNT, DISCLAIMER, _("Journal head: {head}").format(head=export.about.head)),
        margin=f"{TITLE}, {export.about.patient_ref}, {days(export)}",
    )


def sections(export: Export, span: Span, room: Room) -> Iterator[Section | None]:
    """The parts in the order of whoever reads it; what is missing, and the versions, at the end for everybody."""
    sessions, diary = span.sessions, Diary.of(export)
    parts: dict[str, Callable[[], Section | None]] = {
        "felt_worse": lambda: felt_worse(sessions, room),
        "practised": lambda: practised(export, sessions, room),
        "pain": lambda: pain(sessions),
        "weeks": lambda: weeks(sessions, room),
        "relax": lambda: relaxed(sessions),
        "mornings": lambda: mornings(sessions),
        "check_ins": lambda: check_ins(diary, room),
        "measures": lambda: measures(diary, room),
        "medicines": lambda: medicines(diary, sessions, room),
        "stopped": lambda: stopped(sessions, room),
        "thoughts": lambda: thoughts(export, sessions, room),
        "notes": lambda: notes(export, sessions, diary, room),
    }
    for name in readers.order(export.about.reader):
        yield parts[name]()
    yield missing(export, sessions)
    yield versions(span, room)


def days(export: Export) -> str:
    """The span in words: the days asked for, else those of the sessions in it."""
    about = export.about
    first, last = about.since or about.first_day, about.until or about.last_day
    if first is None and last is None:
        return _("no sessions")
    return _("{first} to {last}").format(first=day_of(first) or _("the beginning"), last=day_of(last) or _("the last session"))


def lead(export: Export, span: Span) -> Iterator[tuple[str, str]]:
    about, sessions = export.about, span.sessions
    yield _("Who"), _("{name} (a pseudonym)").format(name=about.patient_ref)
    if about.reader:
        yield _("For"), readers.titled(about.reader)
    yield _("When"), days(export)
    if not sessions:
        yield _("Sessions"), _("0 in this span")
        return
    minutes = sum(one.active_s for one in sessions) / 60
    on = len({one.day for one in sessions})
    said = _n("{number} on {on} day, {minutes} minutes of practice", "{number} on {on} days, {minutes} minutes of practice", on)
    yield _("Sessions"), said.format(number=len(sessions), on=on, minutes=shown(minutes, 0))
    helpers = Counter(one.helper for one in sessions)
    if set(helpers) != {"self"}:
        yield _("Answers given by"), counted(helpers, {"self": _("the person"), "carer": _("somebody who helps")})
    if about.erased:
        gone = _n("{number} session over all time, by the person", "{number} sessions over all time, by the person", about.erased)
        yield _("Erased"), gone.format(number=about.erased)


def felt_worse(sessions: Sequence[Told], room: Room) -> Section:
    answers = Counter(one.felt_worse.get("answer") for one in sessions)
    worse = [one for one in reversed(sessions) if one.felt_worse.get("answer") not in (None, "no")]
    order = ("a_lot", "a_little", "not_sure")
    worse.sort(key=lambda one: (order.index(one.felt_worse["answer"]), -(one.felt_worse.get("severity") or 0)))
    after = _n("Something felt worse after {worse} of {all} session", "Something felt worse after {worse} of {all} sessions", len(sessions))
    told = after.format(worse=len(worse), all=len(sessions))
    kinds = [f"{WORDS_OF[answer]} {answers[answer]}" for answer in order if answers[answer]]
    told += f" ({', '.join(kinds)})." if kinds else "."
    told += " " + _("Answered no: {no}. No answer: {none}.").format(no=answers["no"], none=answers[None])
    rows, more = shortened([worse_row(one, room) for one in worse], room.worse, _("sessions after which something felt worse"))
    head = (_("When"), _("Activity"), _("Worse"), _("What"), "0–10", _("Began, lasted, what was done"))
    return Section(_("What felt worse"), (told,), Table(head, rows, (4,), (3, 5)) if rows else None, below=more)


def worse_row(one: Told, room: Room) -> tuple[str, ...]:
    worse = one.felt_worse
    severity, better = worse.get("severity"), worse.get("better_now")
    more = [WORDS_OF.get(worse[part], str(worse[part])) for part in ("onset", "lasted", "did") if worse.get(part)]
    more += [_("better now: yes") if better else _("better now: no")] if better is not None else []
    more += [f"“{cut(worse['text'], room.letters)}”"] if worse.get("text") else []
    what = ", ".join(WORDS_OF.get(part, str(part)) for part in worse.get("what") or ()) or NONE
    return (
        at_time(one.when),
        one.title,
        WORDS_OF[worse["answer"]],
        what,
        NONE if severity is None else str(severity),
        "; ".join(more) or NONE,
    )


def practised(export: Export, sessions: Sequence[Told], room: Room) -> Section:
    """What was done of each activity, against the plan where there is one. What a plan asks for and nobody did has a row, too."""
    by: dict[str, list[Told]] = defaultdict(list)
    for one in sessions:
        by[one.activity_id].append(one)
    plan = export.intended
    asked: dict[str, list[Expected]] = defaultdict(list)
    for item in plan.items if plan else ():
        asked[item.activity_id].append(item)
        by.setdefault(item.activity_id, [])
    found = sorted(by.items(), key=lambda pair: (not asked.get(pair[0]), -len(pair[1]), pair[0]))
    rows, more = shortened([practised_row(name, those, asked.get(name, [])) for name, those in found], room.activities, _("activities"))
    head = (_("Activity"), _("Sessions"), _("Of planned"), _("To the end"), STOPPED.capitalize(), _("Broke off"), _("Minutes"))
    stray = sum(one.plan_item is not None and not counts(one, asked[one.activity_id]) for one in sessions)
    words = tuple(against(export, stray))
    return Section(_("What was practised"), words, Table(head, rows, (1, 2, 3, 4, 5, 6)) if rows else None, below=more)


def counts(one: Told, asked: Sequence[Expected]) -> bool:
    return any(item.counts(one.activity_id, one.plan_item, one.day.isoformat()) for item in asked)


def against(export: Export, stray: int) -> Iterator[str]:
    """Against which plan, and what is not known of it. `stray` sessions are for no item that a plan here asks for on their day."""
    if export.intended is not None:
        yield which(export.intended)
    elif stray or export.unsure:
        yield _("These records hold no plan for this span.")
    else:
        yield _("There was no plan for this span.")
    if stray:
        yield _n(
            "{number} session was done for what no plan in these records asks for on its day; it does not count under “Of planned”.",
            "{number} sessions were done for what no plan in these records asks for on their day; they do not count under “Of planned”.",
            stray,
        ).format(number=stray)
    if export.unsure is not None:
        since, until = export.unsure
        when = _("between {first} and {last}") if since else _("before {last}")
        said = _("Something was erased of what these records held {when}: whether another plan held then is not known.")
        yield said.format(when=when.format(first=day_of(since), last=day_of(until)))


def which(plan: Intended) -> str:
    since, until = day_of(plan.since), day_of(plan.until)
    when = _("from {first} to {last}") if until else _("from {day} on")
    held = ", " + when.format(first=since, last=until, day=since) if since else ""
    said = _("Against the plan “{title}”, version {version}{since}. What was stopped counts as practised.")
    told = said.format(title=cut(plan.title, 60), version=cut(plan.version, 20), since=held)
    if plan.earlier:
        told += " " + _n(
            "{number} other plan or version held earlier in this span, and counts for its own days.",
            "{number} other plans or versions held earlier in this span, and count for their own days.",
            plan.earlier,
        ).format(number=plan.earlier)
    return told


def practised_row(name: str, those: Sequence[Told], asked: Sequence[Expected]) -> tuple[str, ...]:
    ended = Counter(one.status for one in those)
    broke = ended["interrupted"] + ended["failed"] + ended[None]
    minutes = sum(one.active_s for one in those) / 60
    done = sum(one.status in PRACTISED and counts(one, asked) for one in those)
    of = _("{done} of {all}").format(done=done, all=sum(item.planned for item in asked)) if asked else NONE
    titles = [one.title for one in those[-1:]] + [cut(item.title, LONGEST) for item in asked if item.title]
    title = next(iter(titles), name)
    return title, str(len(those)), of, str(ended["completed"]), str(ended["stopped"]), str(broke), shown(minutes, 0)


def stopped(sessions: Sequence[Told], room: Room) -> Section:
    """What did not go to its end, newest first, and why."""
    those = [one for one in reversed(sessions) if one.status != "completed"]
    by_person = [one for one in those if one.status == "stopped"]
    reasons = Counter(one.reason for one in by_person)
    told = _("Stopped by the person: {stopped} of {all} sessions").format(stopped=len(by_person), all=len(sessions))
    why = counted(reasons, {**WORDS_OF, None: _("no reason given")})
    told += f" ({why})." if reasons else "."
    rows = [(at_time(one.when), one.title, ENDED[one.status], WORDS_OF.get(one.reason or "", NONE), minutes(one.active_s)) for one in those]
    kept, more = shortened(rows, room.stopped, _("sessions that ended early"))
    head = (_("When"), _("Activity"), _("How"), _("Why"), _("After"))
    return Section(_("What stopped early, and why"), (told,), Table(head, kept, (4,), (1,)) if kept else None, below=more)


def minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02} min"


def missing(export: Export, sessions: Sequence[Told]) -> Section:
    """What is not there, and why, as far as it is known."""
    words = []
    before, after = _("Pain before is missing in {gone} of {all} sessions"), _("Pain after is missing in {gone} of {all} sessions")
    for said, why in ((before, [one.no_before for one in sessions]), (after, [one.no_after for one in sessions])):
        gone = Counter(reason for reason in why if reason)
        told = said.format(gone=sum(gone.values()), all=len(sessions))
        words.append(told + (f" ({counted(gone, NO_RATING)})." if gone else "."))
    left = [part for part in LEFT_OUT if part not in export.include]
    if left:
        words.append(
            _("Not in this summary, since the person did not include it: {parts}.").format(parts=", ".join(LEFT_OUT[part] for part in left))
        )
    return Section(_("What is missing"), tuple(words))


LEFT_OUT = {
    "diary": _("the diary (check-ins, PEG, medicines)"),
    "notes": _("notes"),
    "thoughts": _("what was written inside activities"),
}


def versions(span: Span, room: Room) -> Section | None:
    if not span.sessions:
        return None
    apps = ", ".join(f"{version} ({count})" for version, count in sorted(span.apps.items()))
    found = [(plugin, version, content[:16], str(count)) for (plugin, version, content), count in sorted(span.scripts.items())]
    rows, more = shortened(found, room.scripts, _("versions of scripts"))
    head = (_("Plugin"), _("Version"), _("Content (SHA-256, first 16)"), _("Sessions"))
    return Section(_("Versions"), (_("Recorded by dtx {apps}.").format(apps=apps),), Table(head, rows, (3,), (2,)), below=more)
