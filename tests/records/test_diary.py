"""Check-ins are kept like sessions: line by line, chained, sealed, listed, and never changed."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dtx import paths
from dtx.engine.entry import Line, answered, fold
from dtx.errors import StoreCorrupt, Unknown
from dtx.records.database import connect
from dtx.records.diary import Diary
from dtx.records.problems import Continued
from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store
from tests.records.journals import START, at, journal


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def lines(*answers: tuple[str, object], start: float = 0, kind: str = "checkin") -> list[Line]:
    opened = Line(1, at(start), "opened", {"kind": kind, "schema": 1, "app_version": "0", "source": "self"})
    said = (Line(seq, at(start + seq), name, {"value": value, "declined": None}) for seq, (name, value) in enumerate(answers, 2))
    return [opened, *said]


def kept(store: Store, entry_id: str, *answers: tuple[str, object], start: float = 0) -> None:
    diary = Diary(store)
    diary.append(entry_id, lines(*answers, start=start))
    diary.seal(entry_id, at(start + 60))


def test_a_line_is_there_as_soon_as_it_is_written(store: Store) -> None:
    first, *rest = lines(("pain.worst", 7), ("sites", ["front.belly"]))
    Diary(store).append("d-1", [first, rest[0]])
    with Store.open(store.path) as other:
        assert Diary(other).lines("d-1") == (first, rest[0])
    Diary(store).append("d-1", rest[1:])
    entry = Diary(store).entry(Diary(store).find("d-"))
    assert entry.answers == {"pain": {"worst": 7}, "sites": ["front.belly"]} and entry.ended_at is None
    assert store.verify() == [] == store.check()


def test_the_list_has_the_numbers_that_charts_are_made_of(store: Store) -> None:
    peg = (("peg.pain", 5), ("peg.enjoyment", 4), ("peg.activity", 5))
    kept(store, "d-1", ("pain.worst", 7), ("pain.average", 5), ("pain.least", 2), *peg, ("pgic.change", "3"))
    (row,) = Diary(store).rows()
    assert (row.kind, row.started_at, row.ended_at, row.sealed, row.lines, row.last_at) == ("checkin", at(), at(60), True, 8, at(8))
    assert (row.pain_worst, row.pain_average, row.pain_least, row.pgic) == (7, 5, 2, 3)
    assert row.peg == pytest.approx(14 / 3)


def test_a_peg_with_an_item_missing_has_no_score(store: Store) -> None:
    kept(store, "d-1", ("peg.pain", 7), ("peg.enjoyment", None), ("peg.activity", 8))
    assert Diary(store).rows()[0].peg is None and Diary(store).latest("peg") is None


def test_the_last_answer_counts_and_what_was_taken_back_does_not(store: Store) -> None:
    found = lines(("mood", 3), ("sleep", 5), ("mood", 6))
    found.append(Line(5, at(9), "sleep", {"value": None, "declined": "taken_back"}))
    assert answered(found) == {"mood": 6}


def test_a_closed_check_in_is_closed(store: Store) -> None:
    kept(store, "d-1", ("mood", 3))
    head = store.head
    Diary(store).seal("d-1", at(90))
    assert store.head == head
    with pytest.raises(Continued):
        Diary(store).append("d-1", [Line(3, at(99), "mood", {"value": 9})])
    with pytest.raises(Unknown):
        Diary(store).seal("d-2", at())


def test_lines_from_another_window_are_refused_whole(store: Store) -> None:
    first, second, third = lines(("mood", 3), ("sleep", 5))
    Diary(store).append("d-1", [first, second])
    with pytest.raises(Continued):
        Diary(store).append("d-1", [second, third])
    assert Diary(store).lines("d-1") == (first, second)


@pytest.mark.parametrize("nothing", [float("nan"), object()])
def test_what_is_no_json_is_not_written(store: Store, nothing: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        Diary(store).append("d-1", lines(("mood", 3), ("sleep", nothing)))
    assert Diary(store).rows() == []


def test_check_ins_are_listed_by_day_newest_first(store: Store) -> None:
    day = 86_400.0
    for n in range(4):
        kept(store, f"d-{n}", ("mood", n), start=n * day)
    diary, first = Diary(store), START.date()
    assert [row.entry_id for row in diary.rows()] == ["d-3", "d-2", "d-1", "d-0"]
    assert [row.entry_id for row in diary.rows(limit=1)] == ["d-3"]
    assert [row.entry_id for row in diary.rows(first + timedelta(1), first + timedelta(2))] == ["d-2", "d-1"]
    assert diary.rows(until=date(2020, 1, 1)) == [] and diary.rows(kind="review") == []


def test_an_id_is_found_by_its_beginning(store: Store) -> None:
    kept(store, "d-11", ("mood", 1))
    kept(store, "d-12", ("mood", 2))
    assert Diary(store).find("d-11").entry_id == "d-11"
    for prefix in ("d-1", "", "d-3"):
        with pytest.raises(Unknown):
            Diary(store).find(prefix)


def test_what_is_being_typed_goes_when_it_is_sent(store: Store) -> None:
    Diary(store).append("d-1", lines())
    store.keep_draft("d-1", "note", "half a th")
    Diary(store).append("d-1", [Line(2, at(2), "note", {"value": "half a thought"})])
    assert store.drafts("d-1") == {}


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE entry SET value = '{\"value\":1}' WHERE entry_id = 'd-1' AND seq = 2", "Check-in d-1: line 2 is not what was written."),
        ("DELETE FROM entry WHERE entry_id = 'd-1' AND seq = 2", "Check-in d-1: line 2 is missing."),
        ("DELETE FROM entry WHERE entry_id = 'd-1' AND seq = 3", "Check-in d-1: the lines after line 2 are missing; there were 3."),
        ("DELETE FROM entry WHERE entry_id = 'd-1'", "Check-in d-1: all 3 lines are missing."),
        ("UPDATE diary SET pain_worst = 1", "Check-in d-1: its line in the list of check-ins does not fit its lines."),
        (
            "INSERT INTO diary SELECT 'd-9', kind, started_at, NULL, 0, 1, last_at, 1, 1, 1, 1, 1, started_utc FROM diary",
            "Check-in d-9: it ",
        ),
    ],
)
def test_whatever_is_changed_behind_the_back_of_the_store_shows(store: Store, sql: str, sentence: str) -> None:
    kept(store, "d-1", ("pain.worst", 7), ("mood", 3))
    for trigger in ("entry_stays", "entry_is_kept"):
        store.connection.execute(f"DROP TRIGGER {trigger}")
    store.connection.execute(sql)
    (found,) = store.verify()
    assert found.startswith(sentence)


def test_the_list_can_be_made_again(store: Store) -> None:
    kept(store, "d-1", ("pain.worst", 7), ("mood", 3))
    Diary(store).append("d-2", lines(("mood", 4), start=100))
    before = Diary(store).rows()
    store.connection.execute("DELETE FROM diary")
    store.rebuild()
    assert Diary(store).rows() == before and store.verify() == []


@pytest.mark.parametrize("sql", ["UPDATE entry SET at = 'x'", "DELETE FROM entry", "INSERT INTO entry SELECT * FROM entry LIMIT 1"])
def test_nothing_is_ever_changed_or_taken_out(store: Store, sql: str) -> None:
    kept(store, "d-1", ("mood", 3))
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(sql)


def test_a_line_that_cannot_be_read_is_said(store: Store) -> None:
    kept(store, "d-1", ("mood", 3))
    store.connection.execute("DROP TRIGGER entry_stays")
    store.connection.execute("UPDATE entry SET value = '{' WHERE seq = 2")
    with pytest.raises(StoreCorrupt, match="check-in d-1, line 2"):
        Diary(store).lines("d-1")


def test_a_store_from_before_there_were_check_ins_learns_what_its_sessions_say(dtx_home: Path, tmp_path: Path) -> None:
    """The list is made richer from the events, so that it says the same as one that was written today."""
    events = journal(pain=(7, 5))
    with Store.open(tmp_path / "new" / "dtx.db") as new:
        for n, status in enumerate(("completed", "stopped", None)):
            start = START + timedelta(days=n)
            new.append(f"s{n}", journal(status, start=start, pain=(7, 5)))
            if status:
                new.seal(f"s{n}", at(70, start))
        lists = [new.connection.execute(f"SELECT * FROM {name}").fetchall() for name in ("event", "ledger", "session")]
        expected = new.sessions()
    old = connect(paths.database(dtx_home), MIGRATIONS[:2])
    for table, every in zip(("event", "ledger", "session"), lists, strict=True):
        rows = [row[:14] for row in every]
        old.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    old.close()
    with Store.open(paths.database(dtx_home)) as store:
        assert store.sessions() == expected and store.verify() == [] and store.check() == []
        assert expected[-1].active_s == events[-1].t


def test_an_entry_is_its_lines(store: Store) -> None:
    found = fold("d-1", lines(("medicine[0].name", "x"), ("medicine[0].helped", 3), ("medicine[1].name", "y"), ("note", None)))
    assert found.to_json() == {
        "entry_id": "d-1",
        "schema": 1,
        "kind": "checkin",
        "app_version": "0",
        "source": "self",
        "started_at": at(),
        "ended_at": None,
        "answers": {"medicine": [{"name": "x", "helped": 3}, {"name": "y"}], "note": None},
    }
