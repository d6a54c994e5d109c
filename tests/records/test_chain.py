"""The chains notice what was changed, lost or added behind the store's back, and say where."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtx.engine.journal import KINDS, Event
from dtx.errors import StoreProblem
from dtx.records.chain import canonical, digest, entry_text, event_text, genesis, ledger_text
from dtx.records.store import Store
from tests.conftest import FULL
from tests.records.journals import START, at, journal, line

READER = Path(__file__).with_name("read_store.py")

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
moments = st.integers(0, 10**8).map(lambda seconds: (START + timedelta(seconds=seconds)).isoformat())
lines = st.tuples(moments, st.floats(0, 1e6), st.sampled_from(KINDS), st.none() | st.text(), st.none() | st.text(max_size=16), plain)
batches = st.lists(st.tuples(st.sampled_from(["a", "b", "ä\x00"]), st.lists(lines, min_size=1, max_size=4), st.booleans()), max_size=8)


@settings(max_examples=60 if FULL else 25)
@given(batches)
def test_whatever_is_appended_in_whatever_batches_the_chains_hold(batches: list[tuple[str, list[Any], bool]]) -> None:
    with TemporaryDirectory() as folder:
        path, kept = Path(folder) / "dtx.db", dict[str, tuple[Event, ...]]()
        with Store.open(path) as store:
            for name, new, seal in batches:
                events = tuple(Event(seq, *fields) for seq, fields in enumerate(new, len(kept.get(name, ())) + 1))
                kept[name] = kept.get(name, ()) + events
                store.append(name, events)
                if seal:
                    store.seal(name, at(5))
        with Store.open(path) as store:
            assert store.verify() == [] and store.check() == []
            assert {name: store.events(name) for name in kept} == kept
            listed = store.sessions()
            store.rebuild()
            assert store.sessions() == listed and {row.session_id for row in listed} == set(kept)


@given(plain)
def test_canonical_json_reads_and_writes_to_itself(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text and text.isascii()


@given(lines, st.integers(1, 10**6))
def test_the_text_under_the_digest_is_the_whole_event(fields: Any, seq: int) -> None:
    event = Event(seq, *fields)
    text = event_text(seq, event.at, event.t, event.kind, event.step, event.fingerprint, canonical(event.value))
    assert text == canonical(event.to_json())


@given(st.tuples(st.integers(1), st.text(), st.text(), st.text(), st.integers(0), st.text()))
def test_the_text_under_a_digest_of_the_ledger_is_the_whole_line(line: Any) -> None:
    assert ledger_text(*line) == canonical(dict(zip(("seq", "at", "kind", "session_id", "events", "head"), line, strict=True)))


@given(st.text(), st.text(), st.integers(1), plain)
def test_the_text_under_a_digest_of_a_check_in_is_the_whole_line(at: str, name: str, seq: int, value: Any) -> None:
    assert entry_text(seq, at, name, canonical(value)) == canonical({"seq": seq, "at": at, "name": name, "value": value})


def test_the_chain_of_a_known_session_has_a_known_head() -> None:
    """The format of the chain is public: a store written today holds in ten years. The numbers are `sha256sum`'s."""
    text = event_text(1, "2026-03-01T10:00:00+01:00", 0.0, "opened", None, None, canonical({"b": 1, "a": "é"}))
    assert text == (
        '{"at":"2026-03-01T10:00:00+01:00","fingerprint":null,"kind":"opened","seq":1,"step":null,"t":0.0,"value":{"a":"\\u00e9","b":1}}'
    )
    assert genesis("s1") == "e8bc163c82eee18733288c7d4ac636db3a6deb013ef2d37b68322be20edc45cc"
    assert digest(genesis("s1"), text) == "2b4e3f1906f6efe27663057cd36f26ee4ea612788e4e0b2a8d895bc0c4c819db"


@pytest.fixture
def path(dtx_home: Path) -> Path:
    """A closed store with three sessions of six events; the last is still open."""
    return fill(dtx_home / "dtx.db")


def fill(path: Path) -> Path:
    with Store.open(path) as store:
        for name in ("s1", "s2", "s3"):
            store.append(name, [line(seq, f"<{name}/{seq}>") for seq in range(1, 7)])
        store.seal("s1", at(70))
        store.seal("s2", at(71))
    return path


def state(path: Path) -> tuple[object, ...]:
    """All that stands under a digest, and the list."""
    with Store.open(path) as store:
        return store.sessions(), store.head, [store.events(name) for name in ("s1", "s2", "s3")]


def tamper(path: Path, *statements: str) -> list[str]:
    """Change rows as somebody would who knows SQLite, and say what the audit finds."""
    with Store.open(path) as store:
        for (trigger,) in store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            store.connection.execute(statement)
        return store.verify()


@pytest.mark.parametrize("bit", range(8))
@pytest.mark.parametrize(("session", "seq"), [("s1", 1), ("s1", 6), ("s2", 3), ("s3", 2)])
def test_one_flipped_bit_in_a_row_is_named_where_sqlite_sees_nothing(path: Path, session: str, seq: int, bit: int) -> None:
    whole, marker = bytearray(path.read_bytes()), f"<{session}/{seq}>".encode()
    assert whole.count(marker) == 1
    whole[whole.index(marker)] ^= 1 << bit
    path.write_bytes(whole)
    with Store.open(path) as store:
        assert store.check() == []
        assert store.verify() == [f"Session {session}: event {seq} is not what was written."]


@settings(max_examples=2000 if FULL else 100)
@given(st.data())
def test_any_byte_of_the_file_that_changes_is_noticed_or_changes_nothing(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = fill(Path(folder) / "dtx.db")
        before = state(path)
        whole = bytearray(path.read_bytes())
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        try:
            with Store.open(path) as store:
                said = store.check() + store.verify()
            assert said or state(path) == before
        except StoreProblem:
            pass


def test_a_damaged_index_is_noticed_and_made_again(path: Path) -> None:
    whole = path.read_bytes()
    assert whole.count(b"000000s3") == 3, "once in each index over the sessions"
    where = whole.index(b"000000s3")
    path.write_bytes(whole[:where] + b"900000" + whole[where + 6 :])
    with Store.open(path) as store:
        assert len(store.verify()) >= 1
        store.rebuild()
        assert store.verify() == [] and [row.session_id for row in store.sessions()] == ["s3", "s2", "s1"]


@pytest.mark.parametrize(
    "change",
    ["at = '2026-03-01T10:00:01+01:00'", "t = t + 1e-9", "kind = 'gate'", "step = NULL", "fingerprint = 'e'", "value = 'null'"],
)
def test_every_column_of_an_event_is_under_its_digest(path: Path, change: str) -> None:
    assert tamper(path, f"UPDATE event SET {change} WHERE session_id = 's2' AND seq = 4") == [
        "Session s2: event 4 is not what was written."
    ]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM event WHERE session_id = 's1' AND seq = 3", "Session s1: event 3 is missing."),
        ("DELETE FROM event WHERE session_id = 's3' AND seq IN (1, 2)", "Session s3: events 1 to 2 are missing."),
        ("DELETE FROM event WHERE session_id = 's1' AND seq > 4", "Session s1: the events after event 4 are missing; there were 6."),
        ("DELETE FROM event WHERE session_id = 's2'", "Session s2: all 6 events are missing."),
        ("DELETE FROM event WHERE session_id = 's3'", "Session s3: it stands in the list of sessions and has no events."),
        ("UPDATE event SET session_id = 's9' WHERE session_id = 's3'", "Session s9: event 1 is not what was written."),
        ("DELETE FROM ledger WHERE seq = 1", "Ledger: line 1 is missing."),
        ("DELETE FROM ledger WHERE seq = 2", "Session s2: its line in the list of sessions does not fit its events."),
        ("UPDATE ledger SET at = 'x' WHERE seq = 2", "Ledger: line 2 (session s2) is not what was written."),
        (
            "UPDATE session SET pain_after = 1 WHERE session_id = 's2'",
            "Session s2: its line in the list of sessions does not fit its events.",
        ),
    ],
)
def test_what_is_gone_or_moved_is_named(path: Path, statement: str, sentence: str) -> None:
    assert sentence in tamper(path, statement)


def test_a_session_rewritten_with_fresh_digests_does_not_fit_the_ledger(path: Path) -> None:
    with Store.open(path.with_name("other.db")) as other:
        other.append("s1", [line(seq, "nicer") for seq in range(1, 7)])
        forged = other.connection.execute("SELECT * FROM event").fetchall()
    with Store.open(path) as store:
        store.connection.executescript("DROP TRIGGER event_is_kept; DELETE FROM event WHERE session_id = 's1'")
        store.connection.executemany(f"INSERT INTO event VALUES ({', '.join('?' * 9)})", forged)
        assert store.verify() == ["Session s1: event 6 is not the one in the ledger."]


def test_an_event_behind_the_seal_of_a_closed_session_is_named(path: Path) -> None:
    with Store.open(path) as store:
        store.connection.execute("UPDATE session SET sealed = 0 WHERE session_id = 's1'")
        store.append("s1", [line(7)])
        assert store.verify() == ["Session s1: event 7 was added after the session was closed."]


def test_an_erased_session_leaves_every_chain_whole(path: Path) -> None:
    """The ledger can say that a session was erased; its events are then rightly gone."""
    with Store.open(path) as store:
        erased = (3, at(99), "erased", "s2", 6, "")
        store.connection.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", (*erased, digest(store.head, ledger_text(*erased))))
        assert store.verify() == ["Session s2: it was erased, and yet there are 6 events."]
        store.connection.executescript(
            "DROP TRIGGER event_is_kept; DELETE FROM event WHERE session_id = 's2'; DELETE FROM session WHERE session_id = 's2'"
        )
        assert store.verify() == []


def test_twenty_lines_of_plain_python_read_the_store_and_check_the_chain(path: Path) -> None:
    assert len(READER.read_text().splitlines()) <= 25
    with Store.open(path) as store:
        store.append("s4", journal())
    read = subprocess.run([sys.executable, str(READER), str(path)], capture_output=True, text=True, check=True)
    events = [json.loads(text) for text in read.stdout.splitlines()]
    assert len(events) == 18 + 7
    with Store.open(path) as store:
        assert [event for event in events if event["session_id"] == "s4"] == [
            {"session_id": "s4"} | e.to_json() for e in store.events("s4")
        ]
    tamper(path, "UPDATE event SET kind = 'gap' WHERE session_id = 's2' AND seq = 4")
    read = subprocess.run([sys.executable, str(READER), str(path)], capture_output=True, text=True)
    assert (read.returncode, read.stderr.strip()) == (1, "session s2, event 4: changed")
