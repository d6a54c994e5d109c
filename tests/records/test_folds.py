"""Closed sessions are kept as they were folded, and what is kept never says anything that the journal does not."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dtx import paths
from dtx.engine.journal import Event
from dtx.engine.record import fold
from dtx.records import folds
from dtx.records.folds import logs
from dtx.records.removal import Removal
from dtx.records.store import Store
from tests.records.journals import at, line, lived


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        for name in ("one", "two"):
            store.append(name, lived(name))
            store.seal(name, at(70))
        yield store


def unread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, nobody may read an event."""

    def events(session_id: str) -> tuple[Event, ...]:
        raise AssertionError(f"the events of {session_id} are read again")

    monkeypatch.setattr(store, "events", events)


def test_they_are_the_records_themselves_without_events_and_with_their_heads(store: Store) -> None:
    for _ in range(2):  # folded, and then kept
        found = list(logs(store, ["two", "one"]))
        assert [log.session_id for log in found] == ["two", "one"]
        for log in found:
            told = fold(log.session_id, store.events(log.session_id), at(70), store.patient_ref)
            assert log == replace(told, events=(), head=store.end_of(log.session_id)[1])
            assert len(log.head) == 64


def test_what_is_kept_is_not_folded_again_and_has_the_pseudonym_of_today(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(logs(store, ["one", "two"]))
    store.set_profile({"patient_ref": "blue heron"}, at(80))
    unread(store, monkeypatch)
    again = list(logs(store, ["one", "two"]))
    assert [log.patient_ref for log in again] == ["blue heron"] * 2
    assert [replace(log, patient_ref="") for log in again] == [replace(log, patient_ref="") for log in first]


def test_what_comes_after_the_end_is_seen(store: Store) -> None:
    list(logs(store, ["one"]))
    seq = len(store.events("one")) + 1
    store.append("one", [replace(line(seq, {"pain": 3, "settled": True, "asked_at": at(80), "declined": None}), kind="follow_up")])
    (log,) = logs(store, ["one"])
    assert log.follow_up is not None and log.follow_up["pain"] == 3
    assert log.head == store.end_of("one")[1]


@pytest.mark.parametrize(
    "change",
    ["UPDATE folded SET value = replace(value, 'Anna', 'Otto')", "UPDATE folded SET shape = '0.0.1 x'", "UPDATE folded SET events = 1"],
)
def test_what_is_not_what_was_written_is_folded_again(store: Store, change: str) -> None:
    first = list(logs(store, ["one", "two"]))
    store.connection.execute(change)
    assert list(logs(store, ["one", "two"])) == first


def test_a_store_that_can_only_be_read_is_folded_each_time(store: Store) -> None:
    store.connection.execute("PRAGMA query_only = ON")
    assert [log.session_id for log in logs(store, ["one", "two"])] == ["one", "two"]
    assert store.connection.execute("SELECT count(*) FROM folded").fetchone() == (0,)


def test_what_is_erased_is_in_no_fold_and_what_repeats_it_is_folded_again(store: Store, dtx_home: Path) -> None:
    store.append("three", lived("three", saved="something else", previous={"saved": {"situation": "my sister Anna"}}))
    store.seal("three", at(90))
    assert len(list(logs(store, ["one", "two", "three"]))) == 3
    Removal(store).erase(["one", "two"], at(100))
    assert [name for (name,) in store.connection.execute("SELECT session_id FROM folded")] in ([], ["three"])
    (log,) = logs(store, ["one", "two", "three"])
    assert log.head == store.end_of("three")[1]
    store.close()
    for file in paths.database(dtx_home).parent.glob("dtx.db*"):
        assert b"sister Anna" not in file.read_bytes()
    store.connection = sqlite3.connect(":memory:")


def test_what_was_taken_away_is_kept_nowhere_until_it_comes_back(store: Store) -> None:
    list(logs(store, ["one", "two"]))
    Removal(store).hide("one", datetime.now(UTC).isoformat())
    assert store.ended()[0] == ["two"]
    assert [name for (name,) in store.connection.execute("SELECT session_id FROM folded")] == ["two"]
    Removal(store).bring_back("one")
    assert sorted(store.ended()[0]) == ["one", "two"]
    assert [log.session_id for log in logs(store, ["one"])] == ["one"]


def test_many_are_read_in_their_order_some_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folds, "AT_ONCE", 2)
    names = [f"s{number}" for number in range(5)]
    for name in names:
        store.append(name, lived(name))
        store.seal(name, at(70))
    order = [*reversed(names), "gone", "one"]
    assert [log.session_id for log in logs(store, order)] == [*reversed(names), "one"]


def test_half_a_character_is_kept_as_it_was_typed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal may hand one over: no text of a store can hold it, and the session is still the person's."""
    store.append("half", lived("half", saved="caf\udce9 ☕"))
    store.seal("half", at(90))
    (first,) = logs(store, ["half"])
    assert first.saved == {"situation": "caf\udce9 ☕"}
    unread(store, monkeypatch)
    assert list(logs(store, ["half"])) == [first]


def test_what_is_kept_is_plain_json(store: Store) -> None:
    list(logs(store, ["one"]))
    (value,) = store.connection.execute("SELECT value FROM folded").fetchone()
    assert dict(zip(folds.NAMES, json.loads(value), strict=True))["flags"] == ["lung"]
