"""A rehearsal and a session record as lines of text."""

from collections.abc import Iterator, Mapping
from typing import Any

from dtx.engine.record import SessionLog
from dtx.engine.saved import leaves
from dtx.language import _, at_time, localized, plain, without_note

ENDINGS = {
    "completed": _("done"),
    "stopped": without_note(_("stopped (a session)")),
    "interrupted": _("broke off"),
    "failed": _("the activity had a fault"),
    None: _("still open"),
}


def clock(seconds: float) -> str:
    """Minutes and seconds, with tenths where there are any: `04:30`, `01:01.5`."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes:02}:{rest // 10:02}" + (localized(f".{rest % 10}") if rest % 10 else "")


def moments(page: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """(when, what, how long, words) of each phase, and of each later line inside one."""
    for phase in page["phases"]:
        lines = list(phase.get("lines", ()))
        text = lines.pop(0)["text"] if lines and not lines[0]["at_s"] else phase["text"]
        yield clock(phase["start_s"]), phase["kind"], f"{plain(round(phase['end_s'] - phase['start_s'], 3))} s", " ".join(text.split())
        for line in lines:
            yield clock(phase["start_s"] + line["at_s"]), "", "", " ".join(line["text"].split())


def page_lines(page: Mapping[str, Any]) -> Iterator[str]:
    """One line a phase: when it begins, what it is, for how long, and its words."""
    yield f"{page['activity']}, {clock(page['total_s'])}"
    for when, kind, length, words in moments(page):
        yield f"{when:<7} {kind:<10} {length:>6}  {words}".rstrip()
    yield f"{clock(page['total_s']):<7} {_('end')}"
    for asked in page["asks"]:
        yield _("asks {name}: {words}").format(name=asked["id"], words=" ".join(asked["text"].split()))
    for picture in page.get("pictures", ()):
        yield f"{clock(picture['at_s']):<7} " + _("picture: {words}").format(words=" ".join(picture["alt"].split()))


def log_lines(log: SessionLog) -> Iterator[str]:
    """What is kept of a session: how it ended, what was answered, and every event."""
    yield f"{log.activity_title}, {at_time(log.started_at)}, {ENDINGS[log.status]}"
    yield _("session {id}").format(id=log.session_id)
    yield _("guided for {active} of {planned}, paused for {paused}").format(
        active=clock(log.active_s), planned=clock(log.planned_s), paused=clock(log.paused_s)
    )
    for where, asked in (("before", log.before), ("after", log.after)):
        for name, rating in asked.items():
            yield f"{where}.{name}: {shown(rating['value'])}"
    if log.stop_reason:
        yield f"stop_reason: {log.stop_reason}"
    for part, value in (log.felt_worse or {}).items():
        yield f"{'felt_worse' if part == 'answer' else f'felt_worse.{part}'}: {shown(value)}"
    for name, value in leaves(log.saved):
        yield f"{name}: {shown(value)}"
    if log.note:
        yield _("note: {words}").format(words=log.note)
    for event in log.events:
        yield f"{event.seq:>4}  {clock(event.t):<7} {event.kind:<11} {event.step or ''}".rstrip()


def shown(value: object) -> str:
    if value is None:
        return _("not given")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
