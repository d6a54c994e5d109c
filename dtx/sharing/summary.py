"""One summary for people: what felt worse first, then what was practised, pain before and after, and what is missing. No adjectives."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from dtx.care.bracket import STOP_REASON
from dtx.care.felt_worse import DID, FELT_WORSE, LASTED, ONSET, WHAT
from dtx.care.help import DISCLAIMER
from dtx.care.measures.measure import shown
from dtx.care.plan import PRACTISED
from dtx.engine.export import Expected, Export, Intended
from dtx.sharing import readers
from dtx.sharing.paper import NONE, ROOMS, Paper, Room, Section, Table, counted, shortened
from dtx.sharing.summary_diary import Diary, check_ins, measures, medicines
from dtx.sharing.summary_ratings import mornings, pain, relaxed, weeks
from dtx.sharing.summary_words import notes, thoughts
from dtx.sharing.told import Span, Told, cut

TITLE = "Summary of practice at home"
OWN_ACCOUNT = "The person's own account, recorded at home with dtx; nobody watched while it was recorded."
WORDS_OF = {
    value: words.lower()
    for question in (STOP_REASON, FELT_WORSE, WHAT, ONSET, LASTED, DID)
    for value, words in zip(question.values, question.options, strict=True)
}
ENDED = {"completed": "to the end", "stopped": "stopped", "interrupted": "broke off", "failed": "fault", None: "still open"}


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
    rows, more = shortened([practised_row(name, those, asked.get(name, [])) for name, those in found], room.activities, "activities")
    head = ("Activity", "Sessions", "Of planned", "To the end", "Stopped", "Broke off", "Minutes")
    return Section("What was practised", (against(plan),), Table(head, rows, (1, 2, 3, 4, 5, 6)) if rows else None, below=more)


def against(plan: Intended | None) -> str:
    if plan is None:
        return "There was no plan for this span."
    since = f", from {plan.since} on" if plan.since else ""
    return f"Against the plan “{cut(plan.title, 60)}”, version {cut(plan.version, 20)}{since}. What was stopped counts as practised."


def practised_row(name: str, those: Sequence[Told], asked: Sequence[Expected]) -> tuple[str, ...]:
    ended = Counter(one.status for one in those)
    broke = ended["interrupted"] + ended["failed"] + ended[None]
    minutes = sum(one.active_s for one in those) / 60
    items = {item.item for item in asked}
    done = sum(one.plan_item in items and one.status in PRACTISED for one in those)
    of = f"{done} of {sum(item.planned for item in asked)}" if asked else NONE
    title = those[-1].title if those else name
    return title, str(len(those)), of, str(ended["completed"]), str(ended["stopped"]), str(broke), shown(minutes, 0)


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
