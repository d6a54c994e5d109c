"""A rehearsal and a session record as pages of text, for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from dtx.care.help import AFTERWARDS
from dtx.engine.record import SessionLog

ENDINGS = {"completed": "done", "stopped": "stopped", "interrupted": "broke off", "failed": "the activity had a fault", None: "still open"}


def clock(seconds: float) -> str:
    """Minutes and seconds, with tenths where there are any: `04:30`, `01:01.5`."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02}:{rest:04.1f}".removesuffix(".0") if rest % 1 else f"{int(minutes):02}:{int(rest):02}"


def page_lines(page: Mapping[str, Any]) -> Iterator[str]:
    """One line a phase: when it begins, what it is, for how long, and its words."""
    yield f"{page['activity']}, {clock(page['total_s'])}"
    for phase in page["phases"]:
        length = f"{phase['end_s'] - phase['start_s']:g} s"
        lines = list(phase.get("lines", ()))
        text = lines.pop(0)["text"] if lines and not lines[0]["at_s"] else phase["text"]
        yield f"{clock(phase['start_s'])}  {phase['kind']:<10} {length:>6}  {' '.join(text.split())}".rstrip()
        for line in lines:
            yield f"{clock(phase['start_s'] + line['at_s'])}  {'':<10} {'':>6}  {line['text']}"
    yield f"{clock(page['total_s'])}  end"
    for asked in page["asks"]:
        yield f"asks {asked['id']}: {asked['text']}"


def log_lines(log: SessionLog) -> Iterator[str]:
    yield f"{log.activity_title}, {log.started_at[:16].replace('T', ' ')}, {ENDINGS[log.status]}"
    yield f"session {log.session_id}"
    yield f"guided for {clock(log.active_s)} of {clock(log.planned_s)}, paused for {clock(log.paused_s)}"
    yield from rating_lines(log)
    for name, value in log.saved.items():
        yield f"{name}: {value}"
    for event in log.events:
        yield f"{event.seq:>4}  {clock(event.t)}  {event.kind:<10} {event.step or ''}".rstrip()


def rating_lines(log: SessionLog) -> Iterator[str]:
    for name, words in (("pain", "Pain"), ("relax", "Relaxed")):
        before, after = (side.get(name, {}).get("value") for side in (log.before, log.after))
        if before is not None or after is not None:
            yield f"{words}: before {given(before)}, after {given(after)}."
    if log.felt_worse and log.felt_worse.get("answer") not in (None, "no"):
        yield f"Felt worse: {log.felt_worse['answer'].replace('_', ' ')}."


def closing_lines(log: SessionLog) -> Iterator[str]:
    """What is said when a session is over: what was told, and that one session cannot say why."""
    yield from rating_lines(log)
    if log.change is not None:
        yield AFTERWARDS
    yield f"Your session is kept: {log.session_id}"


def given(value: int | None) -> str:
    return "not given" if value is None else str(value)
