"""What was appended comes back, in a list a person can search, and nothing can be taken out again."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dtx import paths
from dtx.engine.journal import Event
from dtx.errors import StoreCorrupt, StoreProblem, Unknown
from dtx.records.problems import Continued
from dtx.records.store import Store
from tests.records.journals import START, at, journal, line


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def test_a_home_without_a_database_has_no_sessions(store: Store) -> None:
    assert (store.sessions(), store.unsealed(), store.profile(), store.events("x"), store.verify(), store.check()) == (
        [],
        [],
        {},
        (),
        [],
        [],
    )


def test_events_come_back_as_they_were_appended(store: Store) -> None:
    events = journal()
    store.append("s1", events[:1])
    store.append("s1", events[1:])
    assert store.events("s1") == tuple(events)


def test_the_list_shows_what_the_events_say(store: Store) -> None:
    store.append("s1", journal("stopped", pain=(7, 5)))
    (row,) = store.sessions()
    assert (row.activity_id, row.activity_title, row.plugin_id, row.plugin_version) == (
        "breathing.coherent_46",
        "Even breath",
        "breathing",
        "1.0",
    )
    assert (row.started_at, row.ended_at, row.status, row.sealed, row.events, row.last_at) == (at(), None, "stopped", False, 7, at(60))
    assert (row.pain_before, row.pain_after) == (7, 5)


@pytest.mark.parametrize("status", ["completed", "stopped", "failed", "interrupted", None])
def test_only_an_ending_sets_the_status(store: Store, status: str | None) -> None:
    store.append("s1", journal(status))
    assert store.sessions()[0].status == status


def test_a_declined_rating_is_no_number(store: Store) -> None:
    store.append("s1", journal(pain=(None, None)))
    row = store.sessions()[0]
    assert (row.pain_before, row.pain_after) == (None, None)


@pytest.mark.parametrize("seq", [1, 2, 3, 5, 9])
def test_events_that_do_not_go_on_where_the_session_ends_are_refused_and_change_nothing(store: Store, seq: int) -> None:
    kept = journal(None, phases=1)  # three events
    store.append("s1", kept)
    with pytest.raises(Continued, match="continued in another window") as problem:
        store.append("s1", [line(seq)])
    assert isinstance(problem.value, StoreProblem) and problem.value.remedy
    assert store.events("s1") == tuple(kept)


def test_a_batch_is_written_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(Continued):
        store.append("s1", [line(1), line(2), line(4)])
    with pytest.raises(ValueError):
        store.append("s1", [line(1), line(2, float("nan"))])
    with pytest.raises(TypeError):
        store.append("s1", [line(1), line(2, {1, 2})])
    assert store.events("s1") == () and store.sessions() == []
    store.append("s1", [line(1)])


def test_nothing_to_append_is_no_session(store: Store) -> None:
    store.append("s1", [])
    assert store.sessions() == []


def test_text_that_is_not_quite_text_is_kept(store: Store) -> None:
    """A terminal can hand over half a character, and a person can paste anything."""
    words = ["\udce9", "a\x00b", "😀", "‮", "É", "'; DROP TABLE event; --", "\ud83d"]
    store.append("s1", [line(1, words)])
    assert store.events("s1")[0].value == words
    assert store.verify() == []


def test_half_a_character_keeps_no_draft_from_being_kept(store: Store) -> None:
    """Whatever the draft is, what comes after it has to be written."""
    store.append("s1", [line(1)])
    store.keep_draft("s1", "note", "caf\udce9 \ud83d\ude00")
    assert store.drafts("s1") == {"note": "caf� 😀"}


def test_sealing_closes_a_session(store: Store) -> None:
    store.append("s1", journal())
    before = store.head
    assert [row.session_id for row in store.unsealed()] == ["s1"]
    store.seal("s1", at(70))
    (row,) = store.sessions()
    assert (row.sealed, row.ended_at) == (True, at(70))
    assert store.unsealed() == [] and store.verify() == [] and store.head != before


def test_sealing_again_changes_nothing(store: Store) -> None:
    store.append("s1", journal())
    store.seal("s1", at(70))
    head = store.head
    store.seal("s1", at(99))
    assert store.head == head and store.sessions()[0].ended_at == at(70)


def test_sealing_what_is_not_there_is_unknown(store: Store) -> None:
    with pytest.raises(Unknown):
        store.seal("nobody", at())


def test_the_next_morning_is_sealed_again_and_the_end_stays(store: Store) -> None:
    events = journal()
    store.append("s1", events)
    store.seal("s1", at(70))
    head = store.head
    store.append("s1", [Event(len(events) + 1, at(80_000), 12.0, "follow_up", value={"pain": 3})])
    (row,) = store.sessions()
    assert (row.sealed, row.ended_at, row.events) == (True, at(70), len(events) + 1)
    assert store.head != head and store.verify() == []


def test_the_list_is_newest_first_by_the_moment_not_by_the_text(store: Store) -> None:
    """10:00 in Auckland is before 09:00 in Lima, whatever the letters say."""
    auckland = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=13)))
    lima = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=-5)))
    for name, start in (("lima", lima), ("auckland", auckland), ("utc", datetime(2026, 3, 2, 9, tzinfo=UTC))):
        store.append(name, journal(start=start))
    assert [row.session_id for row in store.sessions()] == ["lima", "utc", "auckland"]
    assert [row.session_id for row in store.sessions(limit=1)] == ["lima"]
    assert [row.session_id for row in store.unsealed()] == ["lima", "utc", "auckland"]


def test_since_and_until_are_days_where_the_person_was(store: Store) -> None:
    """23:30 on Sunday in Honolulu is Sunday, though it is Monday nearly everywhere else."""
    honolulu, kiritimati = timezone(timedelta(hours=-10)), timezone(timedelta(hours=14))
    store.append("sunday", journal(start=datetime(2026, 3, 1, 23, 30, tzinfo=honolulu)))
    store.append("monday", journal(start=datetime(2026, 3, 2, 0, 30, tzinfo=kiritimati)))
    days = {day: [row.session_id for row in store.sessions(since=day, until=day)] for day in (date(2026, 3, n) for n in (1, 2, 3))}
    assert days == {date(2026, 3, 1): ["sunday"], date(2026, 3, 2): ["monday"], date(2026, 3, 3): []}
    assert len(store.sessions(since=date(2026, 3, 1))) == 2
    assert [row.session_id for row in store.sessions(until=date(2026, 3, 1))] == ["sunday"]


@pytest.mark.parametrize("rest", ["since", "until", "both", "neither"])
def test_lists_read_an_index_and_sort_nothing(store: Store, rest: str) -> None:
    """So that 100,000 sessions open as fast as ten."""
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)
    since = date(2026, 1, 1) if rest in ("since", "both") else None
    until = date(2026, 2, 1) if rest in ("until", "both") else None
    store.sessions(since, until, 50)
    store.connection.set_trace_callback(None)
    plan = " ".join(str(row[3]) for row in store.connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}"))
    assert "session_by_start" in plan and "TEMP" not in plan


def test_a_beginning_is_enough_to_find_a_session(store: Store) -> None:
    for name in ("ab12", "ab34", "cd", "cdef"):
        store.append(name, journal())
    assert store.find("ab1").session_id == "ab12"
    assert store.find("cd").session_id == "cd", "an id that is also a beginning means itself"
    for prefix, words in (("ab", "More than one"), ("x", "no session"), ("", "no session"), ("%", "no session"), ("ab12x", "no session")):
        with pytest.raises(Unknown, match=words):
            store.find(prefix)


def test_the_profile_says_what_holds_now_and_since_when(store: Store) -> None:
    store.set_profile({"sore": ["neck"], "country": "CH"}, at(1))
    store.set_profile({"sore": ["low_back"], "flag.heart": "no"}, at(2))
    assert store.profile() == {"sore": ["low_back"], "country": "CH", "flag.heart": "no"}
    assert store.profile_dates() == {"sore": at(2), "country": at(1), "flag.heart": at(2)}
    store.set_profile({"country": None}, at(3))
    assert "country" not in store.profile()
    assert store.connection.execute("SELECT count(*) FROM profile").fetchone() == (5,), "what held before is still known"


def test_the_person_has_a_random_name_until_they_choose_one(store: Store, tmp_path: Path) -> None:
    first = store.patient_ref
    assert len(first) == 16 and int(first, 16) >= 0
    with Store.open(store.path) as again, Store.open(tmp_path / "other" / "dtx.db") as other:
        assert again.patient_ref == first != other.patient_ref
    store.set_profile({"patient_ref": "P-17"}, at())
    assert store.patient_ref == "P-17"
    store.set_profile({"patient_ref": None}, at())
    assert store.patient_ref == first


def test_the_list_can_be_made_again_from_the_events(store: Store) -> None:
    for n, status in enumerate(["completed", "stopped", None, "failed"]):
        events = journal(status, start=START + timedelta(days=n))
        store.append(f"s{n}", events)
        if status:
            store.seal(f"s{n}", at(70, START + timedelta(days=n)))
    store.append("s0", [Event(8, at(90_000), 12.0, "follow_up", value={"pain": 2})])
    before = store.sessions()
    store.connection.execute("DELETE FROM session WHERE session_id = 's1'")
    store.connection.execute("UPDATE session SET activity_title = 'nonsense', sealed = 0, ended_at = NULL")
    assert len(store.verify()) == 4, "one sentence for each line that does not fit"
    store.rebuild()
    assert store.sessions() == before and store.verify() == []


CHANGES = [
    "UPDATE {} SET at = 'x'",
    "DELETE FROM {}",
    "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    "REPLACE INTO {0} SELECT * FROM {0}",
    "INSERT INTO {0} SELECT * FROM {0} LIMIT 1",
]


@pytest.mark.parametrize("table", ["event", "ledger", "profile"])
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_that_was_written_can_be_changed_or_taken_out(store: Store, table: str, change: str) -> None:
    store.append("s1", journal())
    store.seal("s1", at(70))
    store.set_profile({"side": "left"}, at())
    before = list(store.connection.execute(f"SELECT * FROM {table}"))
    with pytest.raises(sqlite3.IntegrityError, match=r"never|without a gap"):
        store.connection.execute(change.format(table))
    assert list(store.connection.execute(f"SELECT * FROM {table}")) == before


def test_a_backup_is_a_whole_store_of_its_own(store: Store, tmp_path: Path) -> None:
    store.append("s1", journal())
    store.seal("s1", at(70))
    store.back_up(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.sessions() == store.sessions() and copy.head == store.head and copy.patient_ref == store.patient_ref
        assert copy.verify() == []


def test_a_backup_that_cannot_be_written_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreProblem):
        store.back_up(tmp_path / "file" / "copy.db")
    assert (tmp_path / "file").read_text() == "mine"


def test_an_event_that_cannot_be_read_is_named(dtx_home: Path) -> None:
    path = paths.database(dtx_home)
    with Store.open(path) as store:
        store.append("s1", [line(1, "fine"), line(2, ["marker"])])
    spoil(path, b'["marker"]', b'["marker",')
    with Store.open(path) as store, pytest.raises(StoreCorrupt, match=r"session s1, event 2"):
        store.events("s1")


def spoil(path: Path, old: bytes, new: bytes) -> None:
    """Change the file behind SQLite's back. Everything is in it: the last connection that closes empties the log."""
    whole = path.read_bytes()
    assert whole.count(old) == 1 and len(old) == len(new)
    path.write_bytes(whole.replace(old, new))
