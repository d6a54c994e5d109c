"""Closed sessions as they were folded from their journals, kept so that an export of many years need not read every event again.

What is kept can be made again from the events at any time, and is where it does not fit them any more: other events, another dtx,
or a digest that says it is not what was written.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, make_dataclass
from typing import Any, NamedTuple, cast

from pydantic_core import from_json

from dtx import __version__
from dtx.engine.record import SessionLog, fold
from dtx.errors import StoreProblem
from dtx.records.chain import digest
from dtx.records.store import Store

AT_ONCE = 500
BESIDE = ("patient_ref", "head", "events")
"""Not kept with the others: the pseudonym may change, and the events stand in their own table."""
NAMES = [field.name for field in fields(SessionLog) if field.name not in BESIDE]
Draft = make_dataclass("Draft", [*NAMES, *BESIDE], slots=True)
"""A record that is not yet closed to change: checking at each field that it is never changed would take seven times as long."""
TUPLES = [NAMES.index(name) for name in ("skipped", "flags")]
SHAPE = f"{__version__} {digest('', ' '.join(NAMES))[:8]}"
"""What is kept by another version is not read: it may have folded otherwise."""


class Folded(NamedTuple):
    """One session as it is kept: how many events it was folded from, their head, the record as JSON, and the digest of these two."""

    session_id: str
    events: int
    head: str
    value: str
    hash: str


def logs(store: Store, ids: Sequence[str]) -> Iterator[SessionLog]:
    """These closed sessions in this order, without their events; what was erased meanwhile is left out."""
    ref = store.patient_ref
    for some in chunks(ids):
        found = kept(store, some)
        found |= keep_folded(store, [session_id for session_id in some if session_id not in found])
        for session_id in some:
            if one := found.get(session_id):
                yield log_of(one, ref)


def keep_folded(store: Store, ids: Sequence[str]) -> dict[str, Folded]:
    """Fold these from their events, and keep what came of it; a store that can only be read is folded each time."""
    fresh = {one.session_id: one for session_id in ids for one in folded(store, session_id)}
    if fresh:
        with suppress(StoreProblem):
            keep(store, fresh.values())
    return fresh


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))


def kept(store: Store, ids: Sequence[str]) -> dict[str, Folded]:
    """What is kept of these and still fits."""
    rows = store.rows(
        "SELECT folded.session_id, folded.events, folded.head, folded.value, folded.hash FROM json_each(?) AS wanted "
        "JOIN folded ON folded.session_id = wanted.value JOIN session ON session.session_id = folded.session_id "
        "WHERE folded.shape = ? AND folded.events = session.events",
        json.dumps(ids),
        SHAPE,
    )
    return {one.session_id: one for one in map(Folded._make, rows) if digest(one.head, one.value) == one.hash}


def folded(store: Store, session_id: str) -> Iterator[Folded]:
    """One session folded from its events; nothing where there are none any more."""
    events = store.events(session_id)
    if events:
        log = fold(session_id, events, store.find(session_id).ended_at)
        values = [getattr(log, name) for name in NAMES]
        head, value = store.end_of(session_id)[1], json.dumps(values, separators=(",", ":"))  # ASCII can write down half a character, too
        yield Folded(session_id, len(events), head, value, digest(head, value))


def keep(store: Store, fresh: Iterable[Folded]) -> None:
    """Keep these, where their sessions are still listed."""
    with store.writing():
        store.connection.executemany(
            "INSERT OR REPLACE INTO folded SELECT session_id, ?, ?, ?, ?, ? FROM session WHERE session_id = ?",
            [(SHAPE, one.events, one.head, one.value, one.hash, one.session_id) for one in fresh],
        )


def log_of(one: Folded, ref: str) -> SessionLog:
    values = decoded(one.value)
    for place in TUPLES:
        values[place] = tuple(values[place])
    log: Any = Draft(*values, ref, one.head, ())
    log.__class__ = SessionLog
    return cast(SessionLog, log)


def decoded(text: str) -> list[Any]:
    try:
        values: list[Any] = from_json(text)  # in half the time
    except ValueError:  # it has no half characters, as a terminal may hand over
        values = json.loads(text)
    return values
