"""Merging: what another machine's records hold and these do not, brought in chain by chain, exactly as it was written there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dtx.records import entries
from dtx.records.removal import Removal
from dtx.records.store import Store

TABLES = (("event", "session_id", 9), ("entry", "entry_id", 6))
"""The tables of chains, the column of the chain's name, and how many columns there are."""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many sessions and check-ins came in or were continued, and what did not: known already, erased here, or different here."""

    sessions: int = 0
    check_ins: int = 0
    known: int = 0
    erased: int = 0
    different: tuple[str, ...] = ()


def merge(store: Store, other: Store) -> Merged:
    """Bring in everything at once, or nothing. What is here stays as it is. Raises StoreProblem."""
    removal = Removal(store)
    sealed = {name: at for name, at, _ in other.rows("SELECT session_id, at, min(seq) FROM ledger GROUP BY session_id")}
    erased = {name for (name,) in store.rows("SELECT session_id FROM ledger WHERE kind = 'erased'")}
    hidden = dict(other.rows("SELECT id, at FROM hidden"))
    came: list[str] = []
    known, left_out, different = 0, 0, list[str]()
    with store.writing():
        for table, column, width in TABLES:
            for name in list(names(other, table, column)):
                if name in erased:
                    left_out += 1
                    continue
                state = brought(store, other, table, column, width, name)
                if state == "different":
                    different.append(name)
                elif state == "known":
                    known += 1
                else:
                    came.append(name)
                    drafts(store, other, name)
                    finish(store, removal, name, table, column, sealed.get(name), hidden.get(name))
    check_ins = sum(name.startswith(entries.PREFIX) for name in came)
    return Merged(len(came) - check_ins, check_ins, known, left_out, tuple(different))


def names(other: Store, table: str, column: str) -> Iterator[str]:
    yield from (name for (name,) in other.rows(f"SELECT {column} FROM {table} WHERE seq = 1 ORDER BY {column}"))


def brought(store: Store, other: Store, table: str, column: str, width: int, name: str) -> str:
    """`came` (all of it, or what was written after what is here), `known` or `different`."""
    ours = end(store, table, column, name)
    if ours is not None:
        there = other.one(f"SELECT hash FROM {table} WHERE {column} = ? AND seq = ?", name, ours[0])
        if there != ours[1]:
            theirs = end(other, table, column, name)
            here = store.one(f"SELECT hash FROM {table} WHERE {column} = ? AND seq = ?", name, theirs[0]) if theirs else None
            return "known" if theirs and here == theirs[1] else "different"
    last = ours[0] if ours else 0
    rows = other.rows(f"SELECT * FROM {table} WHERE {column} = ? AND seq > ? ORDER BY seq", name, last)
    lines: list[tuple[Any, ...]] = list(rows)
    if not lines:
        return "known"
    store.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", lines)
    return "came"


def end(store: Store, table: str, column: str, name: str) -> tuple[int, str] | None:
    """The last seq and digest of a chain, or None where there is none of that name."""
    return next(iter(store.rows(f"SELECT seq, hash FROM {table} WHERE {column} = ? ORDER BY seq DESC LIMIT 1", name)), None)


def drafts(store: Store, other: Store, name: str) -> None:
    for question, text in other.drafts(name).items():
        store.connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (name, question, text))


def finish(store: Store, removal: Removal, name: str, table: str, column: str, ended_at: str | None, hidden_at: str | None) -> None:
    """The ledger, and the line in the list: it came as it was, closed or open, shown or taken away."""
    last = end(store, table, column, name)
    ours = store.one("SELECT 1 FROM ledger WHERE session_id = ?", name)
    if last is not None and (ended_at is not None or ours):
        store.enter("sealed", ended_at or "", name, *last)
    if hidden_at is not None:
        store.connection.execute("INSERT OR IGNORE INTO hidden VALUES (?, ?)", (name, hidden_at))
    if not store.is_hidden(name):
        removal.relist(name)
