"""Taking away and erasing: what is hidden may come back for 30 days; what is erased leaves nothing, and every other chain whole."""

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dtx.engine.journal import Event
from dtx.records.chain import canonical, digest, event_text, genesis

HIDDEN_DAYS = 30
"""Taken away in the app, a session may be brought back for so long (clinical 8.7 item 6)."""

GONE = "…"
"""Stands in a question where it quoted words that were erased."""

EVERYTHING = "*"
LEAST = 3
"""Shorter words say nothing of a person when they stand in somebody else's sentence."""


def over(hidden_at: str, now: datetime) -> bool:
    """Whether what was hidden at that time can no longer be brought back."""
    return now - datetime.fromisoformat(hidden_at) > timedelta(days=HIDDEN_DAYS)


@contextmanager
def erasing(connection: sqlite3.Connection, what: str) -> Iterator[None]:
    """Inside this block, and inside a transaction, the lines of `what` may be deleted."""
    connection.execute("INSERT INTO erasing VALUES (?)", (what,))
    yield
    connection.execute("DELETE FROM erasing")


def forget(connection: sqlite3.Connection, what: str) -> None:
    """Delete every line of a session or a check-in. The ledger is the caller's."""
    with erasing(connection, what):
        for table, name in (("event", "session_id"), ("entry", "entry_id")):
            connection.execute(f"DELETE FROM {table} WHERE {name} = ?", (what,))
    for table, name in (("session", "session_id"), ("diary", "entry_id"), ("draft", "session_id"), ("hidden", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {name} = ?", (what,))


def forget_everything(connection: sqlite3.Connection) -> None:
    """Delete every line of every table, the pseudonym and the key that signs. What the new ledger says is the caller's."""
    everything = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('meta', 'erasing')"
    tables = [name for (name,) in connection.execute(everything)]
    with erasing(connection, EVERYTHING):
        for _ in range(2):  # some are filled by what goes from others
            for table in tables:
                connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE meta SET value = lower(hex(randomblob(8))) WHERE key = 'patient_ref'")
        connection.execute("DELETE FROM meta WHERE key <> 'patient_ref'")


def words_of(events: Iterable[Event]) -> set[str]:
    """Everything a session holds in the person's words: later sessions of the same activity may have been told of it."""
    return {word for event in events if isinstance(event.value, dict) for word in texts(event.value.get("value")) if word}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def without(events: Sequence[Event], words: Collection[str]) -> list[Event] | None:
    """A later session's events without what they repeat of erased ones; None where they repeat nothing."""
    quoted = [re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) >= LEAST]
    quotes = re.compile("|".join(rf"(?<!\w){word}(?!\w)" for word in quoted)) if quoted else None
    changed = [redacted(event, words, quotes) for event in events]
    return changed if any(new is not old for new, old in zip(changed, events, strict=True)) else None


def redacted(event: Event, words: Collection[str], quotes: re.Pattern[str] | None) -> Event:
    """What the first line says of earlier sessions, and what a question quotes. The answers are of this session and stay."""
    value: Any = event.value
    if not isinstance(value, dict):
        return event
    saved = (value.get("previous") or {}).get("saved") if event.kind == "opened" else None
    if saved:
        kept = {name: one for name, one in saved.items() if not any(word in words for word in texts(one))}
        return event if len(kept) == len(saved) else replace(event, value=value | {"previous": value["previous"] | {"saved": kept}})
    if quotes is not None and isinstance(text := value.get("text"), str) and (shorter := quotes.sub(GONE, text)) != text:
        return replace(event, value=value | {"text": shorter})
    return event


def written_anew(connection: sqlite3.Connection, session_id: str, events: Collection[Event]) -> str:
    """Put these events in the place of a session's own, as a chain of their own. Returns its head."""
    with erasing(connection, session_id):
        connection.execute("DELETE FROM event WHERE session_id = ?", (session_id,))
    head = genesis(session_id)
    for event in events:
        value = canonical(event.value)
        head = digest(head, event_text(event.seq, event.at, event.t, event.kind, event.step, event.fingerprint, value))
        line = (session_id, event.seq, event.at, event.t, event.kind, event.step, event.fingerprint, value, head)
        connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", line)
    return head
