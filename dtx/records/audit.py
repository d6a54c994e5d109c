"""Does every chain still hold? What was changed, lost or added behind the store's back, named by session and event."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dtx.records.chain import digest, event_text, genesis, ledger_text
from dtx.records.listing import COLUMNS, folded, to_values
from dtx.records.problems import damages

Seal = tuple[str, int, str]
"""A session's last line in the ledger: kind, number of events, digest of the last one."""


def audit(connection: sqlite3.Connection) -> list[str]:
    """Sentences about what is broken: ledger, sessions, list, indexes. Raises sqlite3.Error only for what is no damage."""
    usual, connection.text_factory = connection.text_factory, _tolerant
    found: list[str] = []
    try:
        seals: dict[str, Seal] = {}
        found += _ledger(connection, seals)
        found += _sessions(connection, seals)
        found = found or list(_listing(connection)) or [f"The file: {line}." for line in _checked(connection, "integrity_check")]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not damages(error):
            raise
        found.append(f"The file is damaged beyond this point: {error}.")
    except (TypeError, AttributeError, ValueError) as error:  # a damaged cell may hold nothing, or a number where text belongs
        found.append(f"The file is damaged beyond this point: {error}.")
    finally:
        connection.text_factory = usual
    return found


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own check says, [] when all is well. It looks at the file's structure; the chains look at its content."""
    try:
        return list(_checked(connection, "quick_check"))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not damages(error):
            raise
        return [str(error)]


def _checked(connection: sqlite3.Connection, how: str) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA {how}"):
        if line != "ok":
            yield line


def _ledger(connection: sqlite3.Connection, seals: dict[str, Seal]) -> Iterator[str]:
    before, expected = genesis("ledger"), 1
    for *line, stored in connection.execute("SELECT seq, at, kind, session_id, events, head, hash FROM ledger ORDER BY seq"):
        seq, _, kind, session_id, events, head = line
        if seq != expected:
            yield f"Ledger: line {expected} is missing."
        elif not _fits(before, ledger_text, line, stored):
            yield f"Ledger: line {seq} (session {session_id}) is not what was written."
        before, expected = stored, seq + 1
        seals[session_id] = kind, events, head


def _sessions(connection: sqlite3.Connection, seals: dict[str, Seal]) -> Iterator[str]:
    seen: set[str] = set()
    session_id, before, expected = "", "", 1
    every = "SELECT session_id, seq, at, t, kind, step, fingerprint, value, hash FROM event ORDER BY session_id, seq"
    for name, seq, *line, stored in connection.execute(every):
        if name != session_id:
            if seen:
                yield from _end(session_id, expected - 1, before, seals)
            session_id, before, expected = name, genesis(name), 1
            seen.add(name)
        if seq != expected:
            yield f"Session {name}: {f'event {expected} is' if seq == expected + 1 else f'events {expected} to {seq - 1} are'} missing."
        elif not _fits(before, event_text, (seq, *line), stored):
            yield f"Session {name}: event {seq} is not what was written."
        before, expected = stored, seq + 1
    if seen:
        yield from _end(session_id, expected - 1, before, seals)
    for name, (kind, events, _) in seals.items():
        if kind == "sealed" and name not in seen:
            yield f"Session {name}: all {events} events are missing."


def _end(session_id: str, events: int, head: str, seals: dict[str, Seal]) -> Iterator[str]:
    """Does a session end where the ledger says? One that is still open has no line there."""
    kind, sealed, sealed_head = seals.get(session_id, ("sealed", events, head))
    if kind == "erased":
        yield f"Session {session_id}: it was erased, and yet there are {events} events."
    elif events < sealed:
        yield f"Session {session_id}: the events after event {events} are missing; there were {sealed}."
    elif events > sealed:
        yield f"Session {session_id}: event {sealed + 1} was added after the session was closed."
    elif head != sealed_head:
        yield f"Session {session_id}: event {events} is not the one in the ledger."


def _listing(connection: sqlite3.Connection) -> Iterator[str]:
    """Does the list say what whole chains say? If not, nothing is lost: it can be made again."""
    stored = {row[0]: row for row in connection.execute(f"SELECT {COLUMNS}, started_utc FROM session")}
    for row in folded(connection):
        if stored.pop(row.session_id, None) != to_values(row):
            yield f"Session {row.session_id}: its line in the list of sessions does not fit its events."
    for name in stored:
        yield f"Session {name}: it stands in the list of sessions and has no events."


def _fits(before: str, text: Callable[..., str], line: Iterable[Any], stored: str) -> bool:
    """Is this the line that was written? A damaged one may hold anything, even a number where text belongs."""
    try:
        return digest(before, text(*line)) == stored
    except (TypeError, ValueError):
        return False


def _tolerant(raw: bytes) -> str:
    """Damaged text is still text: it will not match its digest, which is what there is to say."""
    return raw.decode("utf-8", "backslashreplace")
