"""The next morning: how the pain is after exercise, asked at the first opening after four o'clock (clinical 0.3, 5.4, 8.5)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import cast

from dtx.care.felt_worse import FELT_WORSE, felt_worse
from dtx.care.ratings import PAIN
from dtx.care.zones import settled
from dtx.engine.journal import Event, answer_value
from dtx.engine.record import SessionLog
from dtx.language import _
from dtx.sessions.screening import Asked

MORNING = time(4)
LATEST = timedelta(hours=48)
"""After that it is no longer the morning after."""

NEXT_PAIN = replace(PAIN, text=_("After your exercises last time: how strong is your pain today?"), save="follow_up.pain")
NEXT_WORSE = replace(FELT_WORSE, text=_("Did anything feel worse after your exercises last time?"))

Write = Callable[[list[Event]], None]


def due(log: SessionLog, now: datetime) -> bool:
    """Whether it is the morning after this session, it was exercise, and nobody has asked yet."""
    if log.ended_at is None or log.follow_up is not None or not moved(log):
        return False
    ended = datetime.fromisoformat(log.ended_at).astimezone(now.tzinfo)
    morning = datetime.combine(ended.date(), MORNING, ended.tzinfo)
    return (morning if ended < morning else morning + timedelta(days=1)) <= now <= ended + LATEST


def moved(log: SessionLog) -> bool:
    """Whether any exercise was done in it, however the session ended."""
    return any(event.kind == "phase" and "exercise" in (event.value.get("at") or {}) for event in log.events)


def ask(log: SessionLog, write: Write, now: Callable[[], datetime]) -> Asked:
    """The question, and what belongs to feeling worse. `write` appends events behind those of the session, which is closed."""
    seq = len(log.events)

    def event(kind: str, step: str, value: object) -> Event:
        nonlocal seq
        seq += 1
        return Event(seq, now().isoformat(timespec="milliseconds"), log.active_s, kind, step, None, value)

    pain = yield NEXT_PAIN
    number = pain if isinstance(pain, int) else None
    before = log.before.get("pain", {}).get("value")
    declined = None if number is not None else "skipped"
    asked_at = now().isoformat(timespec="seconds")
    write(
        [event("follow_up", "follow_up", {"pain": number, "settled": settled(number, before), "asked_at": asked_at, "declined": declined})]
    )
    worse = cast(Asked, felt_worse(NEXT_WORSE))  # the host's own script, of questions alone
    question = next(worse)
    while True:
        answer = yield question
        if question is NEXT_WORSE and answer in (None, "no"):
            return  # what was said right after the session stays
        if question.save:
            value = answer_value(question, answer, None if answer is not None else "skipped")
            write([event("felt_worse", question.save, value)])
        try:
            question = worse.send(answer)
        except StopIteration:
            return


def waiting(logs: Iterable[SessionLog], now: datetime) -> Iterator[SessionLog]:
    return (log for log in logs if due(log, now))
