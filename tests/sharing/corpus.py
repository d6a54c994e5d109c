"""Any session the engine can produce, in any language: lived through by chance, with answers missing, stopped, broken off and erased."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from dtx.care.bracket import bracket_for
from dtx.care.flags import FLAGS
from dtx.engine.activity import Script
from dtx.engine.entry import Entry
from dtx.engine.export import About, Export
from dtx.engine.journal import Event
from dtx.engine.questions import Ask, Choose, NotAnAnswer, Rate, Ready, Several
from dtx.engine.record import SessionLog, fold
from dtx.engine.session import Session
from dtx.engine.steps import Say, Step
from dtx.sharing.select import select
from tests.engine.worlds import do, timed

LANGUAGES = (
    "Lass die Schultern weich werden.",
    "دع كتفيك يسترخيان",
    "הניחו לכתפיים להתרכך",
    "肩の力を抜いてみてください。",
    "अपने कंधों को ढीला छोड़ दें",
    "Отпустите плечи\u00a0– если хотите",
    "ผ่อนคลายไหล่ของคุณ",
    "Let\u2028the\u2003shoulders 🫁 be soft\x1b[31m",
    '<script>alert(1)</script> & "quotes" \\ \'n',
    "\ufeff\u200b=1+1\x00",
)
words = st.one_of(st.sampled_from(LANGUAGES), st.text(max_size=30))
names = st.sampled_from(
    [
        *("situation", "emotions[].name", "emotions[0].before", "emotions[1].after", "thoughts[0].text", "thoughts[].hot", "traps"),
        *("balanced.text", "balanced.belief", "balanced", "facts_for", "action.what", "when", "notice", "belief", "prediction.how_bad"),
        *("a.b", "pain", "level", "weiß nicht", "é.à", "unknown_field", "situation.deeper"),
    ]
)
activities = st.sampled_from(
    [
        *("breathing.coherent_46", "body_scan.scan", "exercises.gentle_back", "thought_record.seven", "thought_record.five"),
        *("thought_record.experiment", "thought_record.coping_card", "clinic_7.übung"),
    ]
)
questions: st.SearchStrategy[Step] = st.one_of(
    st.builds(Ask, words.filter(str.strip), names),
    st.builds(lambda text, save: Several(text, ("a", "b", "c"), save, own=True), words.filter(str.strip), names),
    st.builds(lambda text, save: Choose(text, ("Yes", "No"), save, ("yes", "no")), words.filter(str.strip), names),
    st.builds(lambda save: Rate("How much?", 0, 100, save=save), names),
    st.builds(lambda text: Say(text, 4), words.filter(str.strip)),
    st.just(Ready("Go on?")),
)
scripts = st.lists(st.one_of(questions, questions, timed), max_size=6)
COMMANDS = ("tick", "deadline", "deadline", "answer", "answer", "decline", "pause", "resume", "skip", "back", "late", "stop", "ease")
commands = st.lists(st.tuples(st.sampled_from(COMMANDS), st.sampled_from([0.0, 0.7, 3.3])), max_size=20)
moments = st.integers(86_400, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))  # 1970 to 2089
offsets = st.one_of(st.sampled_from([0, 60, -300, 345, 840, -720]), st.integers(-14 * 60, 14 * 60)).map(
    lambda m: timezone(timedelta(minutes=m))
)
MOST_STEPS = 300


@st.composite
def sessions(draw: st.DrawFn, number: int = 0) -> SessionLog:
    """One session, from its journal."""
    steps = draw(scripts)

    def script() -> Script:
        yield from steps
        if fails:
            raise RuntimeError("a fault in the script")

    fails = draw(st.booleans()) and draw(st.booleans())
    world = world_of(draw)
    session = Session(script, bracket_for(world))
    session.open(0.0, world, {flag: {"value": "no"} for flag in draw(st.sets(st.sampled_from(FLAGS), max_size=2))})
    now = lived(session, draw(commands), lambda: draw(words))
    now = ended(session, now, draw)
    start = draw(moments).astimezone(draw(offsets))
    jump, later = draw(st.sampled_from([0, 0, 0, -3600, 86_400])), draw(st.one_of(st.none(), st.none(), offsets))

    def at(seconds: float) -> str:
        """The clock on the wall, which may be put right after the first second, or be in another zone then."""
        moment = start + timedelta(seconds=seconds + (jump if seconds > 1 else 0))
        return (moment.astimezone(later) if later and seconds > 1 else moment).isoformat(timespec="milliseconds")

    happened = session.take()
    events = [Event(seq, at(one.now), one.t, one.kind, one.step, one.fingerprint, one.value) for seq, one in enumerate(happened, 1)]
    if draw(st.booleans()):
        events.append(followed_up(draw, len(events) + 1, at(now + 40_000)))
    if draw(st.booleans()):
        events.append(Event(len(events) + 1, at(now), 0.0, "note", "note", None, {"value": draw(words), "declined": None}))
    head = "" if draw(st.booleans()) else f"{number:064x}"
    return fold(
        f"{number:04d}-{draw(st.uuids())}", events, at(now), draw(st.sampled_from(["p-1", "blue heron 7", "blue  heron", "é"])), head
    )


def world_of(draw: st.DrawFn) -> dict[str, Any]:
    activity = draw(activities)
    return {
        "app_version": draw(st.sampled_from(["0.1.0", "1.0.0-β"])),
        "patient_ref": "p-1",
        "activity_id": activity,
        "activity_title": draw(words),
        "plugin_id": activity.partition(".")[0],
        "plugin_version": draw(words),
        "content_sha256": "ab" * 32,
        "planned_s": draw(st.sampled_from([0.0, 300.0, 1234.567])),
        "phases_total": draw(st.integers(0, 500)),
        "options": draw(st.dictionaries(st.sampled_from(["minutes", "for_whom"]), st.one_of(st.integers(), words), max_size=2)),
        "flags": [],
        "plan_item": draw(st.one_of(st.none(), st.just("plan-3/breathing"))),
        "helper": draw(st.sampled_from(["self", "self", "carer"])),
        "closing": draw(st.lists(st.sampled_from(["comfort", "effort"]), unique=True)),
        "country": draw(st.sampled_from([None, "DE", "GB"])),
    }


def lived(session: Session, chosen: list[tuple[str, float]], word: Callable[[], str]) -> float:
    now = 0.0
    for name, wait in chosen:
        if session.stage == "ended":
            break
        if name in ("stop", "ease"):
            getattr(session, name)(now)
        elif name == "answer" and session.question is not None:
            answered(session, now, word)
        else:
            now = do(session, (name, wait), now)
    return now


def answered(session: Session, now: float, word: Callable[[], str]) -> None:
    question = session.question
    given: Any = True
    if isinstance(question, Ask):
        given = word()
    elif isinstance(question, Rate):
        given = question.low + (len(word()) % 11) * question.step
    elif isinstance(question, Choose):
        given = question.options[len(word()) % len(question.options)]
    elif isinstance(question, Several):
        given = [question.options[0], *([w] if question.own and (w := word()).strip() and len(w) < 30 else [])]
    try:
        session.answer(given, now)
    except NotAnAnswer:
        session.decline(now)


def ended(session: Session, now: float, draw: st.DrawFn) -> float:
    """To its end: answering, declining, stopping or broken off."""
    how = draw(st.sampled_from(["answer", "decline", "mixed", "stop", "interrupt"]))
    for _ in range(MOST_STEPS):
        if session.stage == "ended" or how == "interrupt":
            break
        if how == "stop" and session.stage != "closing":
            session.stop(now, draw(st.sampled_from([None, "pain", "dizzy", "time", "other"])))
        elif session.question is not None:
            if how == "decline" or (how == "mixed" and draw(st.booleans())):
                session.decline(now)
            else:
                answered(session, now, lambda: draw(words))
        elif session.next_deadline is not None:
            now = max(now, session.next_deadline)
            session.tick(now)
        elif session.view(now).paused is not None:
            session.resume(now)
        else:
            session.answer(True, now)
    session.interrupt(now)
    return now


def followed_up(draw: st.DrawFn, seq: int, at: str) -> Event:
    pain = draw(st.one_of(st.none(), st.integers(0, 10)))
    value = {
        "pain": pain,
        "settled": draw(st.one_of(st.none(), st.booleans())),
        "asked_at": at,
        "declined": None if pain is not None else "skipped",
    }
    return Event(seq, at, 0.0, "follow_up", "follow_up", None, value)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "pain": st.dictionaries(st.sampled_from(["worst", "average", "least"]), st.one_of(st.none(), st.integers(0, 10)), max_size=3),
        "words": st.lists(st.one_of(st.just("burning"), words), max_size=3),
        "sites": st.lists(st.sampled_from(["back.low_back", "front.chest"]), max_size=2),
        "note": st.one_of(st.none(), words),
        "medicine": st.lists(st.fixed_dictionaries({"name": words, "status": st.just("taken"), "helped": st.integers(0, 10)}), max_size=2),
        "peg": st.dictionaries(
            st.sampled_from(["pain", "enjoyment", "activity", "offer"]), st.one_of(st.none(), st.integers(0, 10)), max_size=4
        ),
        "pgic": st.fixed_dictionaries({"change": st.sampled_from(["1", "4", None])}),
        "also": st.lists(st.just("note"), max_size=1),
    },
)


@st.composite
def entries(draw: st.DrawFn, number: int = 0) -> Entry:
    at = draw(moments).astimezone(draw(offsets)).isoformat(timespec="milliseconds")
    return Entry(f"d-{number}-{draw(st.uuids())}", "checkin", "0.1.0", "self", at, at, draw(ANSWERS))


@st.composite
def exports(draw: st.DrawFn, most: int = 2) -> Export:
    """Some sessions and diary entries, with whatever the person included."""
    logs = [draw(sessions(number)) for number in range(draw(st.integers(0, most)))]
    diary = [draw(entries(number)) for number in range(draw(st.integers(0, 1)))]
    include = draw(st.sets(st.sampled_from(["notes", "thoughts", "diary"])))
    about = About(
        patient_ref=draw(st.sampled_from(["p-1", "blue heron 7", "blue  heron", "é"])),
        app_version="0.1.0",
        count=len(logs),
        head="cd" * 32,
        head_at=draw(st.one_of(st.none(), moments.map(datetime.isoformat))),
        erased=draw(st.integers(0, 2)),
    )
    return select(logs, include, lambda _: frozenset({"minutes"}), diary, about)
