"""A session's events as JSON, as they lie in the store, without what the person did not include.

Of an event that stays with the person, only when it was and its kind are told: its step may name a health question. A practice may
repeat the person's own words, and the fingerprint of such a step says whether a guess at them is right, so it leaves with them alone.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted

from dtx.engine.journal import FINAL
from dtx.records.store import Store

AT_ONCE = 200
KINDS = 2_000
"""Kinds of event with their steps that are remembered as they are written: in years of one activity there are not many."""
OPEN = frozenset({"phase", "rated", "paused", "resumed", "back", "skipped", "eased", "gap", "sound", "follow_up", *FINAL})
"""Kinds of event whose values are numbers and words of dtx's own."""
NAMED = {"answered": "thoughts", "note": "notes"}
"""Kinds whose values leave only where that part is included."""


def shown(kind: str, step: str | None, include: frozenset[str]) -> bool:
    """Whether what an event holds may leave. What opened the session, and the health questions, never do; what the team agreed to may."""
    if kind in OPEN:
        return True
    if kind == "felt_worse":
        return step != "felt_worse.text" or "notes" in include
    if kind == "answered" and step == "stop_reason":
        return True
    if kind == "gate":
        return str(step).endswith(".agreed") and "notes" in include
    return NAMED.get(kind) in include


class Journal:
    """Gives the events of a session by its id, read for many sessions at once, in the order in which `ids` are asked for."""

    def __init__(self, store: Store, ids: Sequence[str], include: frozenset[str]) -> None:
        self.store, self.ids, self.include = store, ids, include
        self._next = 0
        self._read: dict[str, str] = {}
        self._whose = lru_cache(KINDS)(self._named)

    def __call__(self, session_id: str) -> str:
        """A JSON array, an object an event. Nothing is parsed: the store holds JSON already."""
        if session_id not in self._read:
            begin = self._next if self.ids[self._next : self._next + 1] == [session_id] else self.ids.index(session_id)
            some = self.ids[begin : begin + AT_ONCE]
            self._next = begin + len(some)
            self._read = dict.fromkeys(some, "[]") | self._arrays(some)
        return self._read[session_id]

    def _arrays(self, ids: Sequence[str]) -> dict[str, str]:
        lines = self.store.rows(
            "SELECT session_id, seq, at, t, kind, step, fingerprint, value FROM event "
            "WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY session_id, seq",
            json.dumps(ids),
        )
        told: dict[str, list[str]] = {}
        whose = self._whose
        for session_id, seq, at, t, kind, step, fingerprint, value in lines:  # a call for each of so many would take as long as the rest
            what, leaves = whose(kind, step, fingerprint)
            event = f'{{"seq":{seq},"at":{quoted(at)},"t":{t!r},{what}'
            told.setdefault(session_id, []).append(f'{event},"value":{value}}}' if leaves else f"{event}}}")
        return {session_id: f"[{','.join(events)}]" for session_id, events in told.items()}

    def _named(self, kind: str, step: str | None, fingerprint: str | None) -> tuple[str, bool]:
        """What an event is, as it is written, and whether what it holds leaves."""
        leaves = shown(kind, step, self.include)
        step, fingerprint = step if leaves else None, fingerprint if leaves and "thoughts" in self.include else None
        return f'"kind":{quoted(kind)},"step":{named(step)},"fingerprint":{named(fingerprint)}', leaves


def named(text: str | None) -> str:
    return "null" if text is None else quoted(text)
