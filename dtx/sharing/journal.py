"""A session's events as JSON, as they lie in the store, without what the person did not include."""

from collections.abc import Iterator
from json.encoder import encode_basestring_ascii as quoted

from dtx.engine.journal import FINAL
from dtx.records.store import Store

OPEN = frozenset({"phase", "rated", "paused", "resumed", "back", "skipped", "eased", "gap", "sound", "follow_up", *FINAL})
"""Kinds of event whose values are numbers and words of dtx's own."""
NAMED = {"answered": "thoughts", "note": "notes"}
"""Kinds whose values leave only where that part is included."""


def shown(kind: str, step: str | None, include: frozenset[str]) -> bool:
    """Whether an event's value may leave. What opened the session, and the health questions, never do; what the team agreed to may."""
    if kind in OPEN:
        return True
    if kind == "felt_worse":
        return step != "felt_worse.text" or "notes" in include
    if kind == "answered" and step == "stop_reason":
        return True
    if kind == "gate":
        return str(step).endswith(".agreed") and "notes" in include
    return NAMED.get(kind) in include


def journal(store: Store, session_id: str, include: frozenset[str]) -> str:
    """A JSON array, an object an event; a value that does not leave has no key. Nothing is parsed: the store holds JSON already."""
    return f"[{', '.join(events(store, session_id, include))}]"


def events(store: Store, session_id: str, include: frozenset[str]) -> Iterator[str]:
    lines = store.rows("SELECT seq, at, t, kind, step, fingerprint, value FROM event WHERE session_id = ? ORDER BY seq", session_id)
    for seq, at, t, kind, step, fingerprint, value in lines:
        whose = f'"step": {named(step)}, "fingerprint": {named(fingerprint)}'
        told = f', "value": {value}' if shown(kind, step, include) else ""
        yield f'{{"seq": {seq}, "at": {quoted(at)}, "t": {t!r}, "kind": {quoted(kind)}, {whose}{told}}}'


def named(text: str | None) -> str:
    return "null" if text is None else quoted(text)
