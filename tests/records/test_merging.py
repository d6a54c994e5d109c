"""Another machine's records come in as they were written there, once, and what is here stays as it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.engine.entry import Line
from dtx.errors import StoreProblem
from dtx.records.diary import Diary
from dtx.records.merging import Merged, merge
from dtx.records.removal import Removal
from dtx.records.store import Store
from tests.records.journals import at, journal, line


@pytest.fixture
def here(dtx_home: Path) -> Iterator[Store]:
    with Store.open(dtx_home / "dtx.db") as store:
        store.append("mine", journal())
        store.seal("mine", at(70))
        yield store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "other" / "dtx.db") as store:
        for name, status in (("s1", "completed"), ("s2", "stopped"), ("s3", None)):
            store.append(name, journal(status))
            if status:
                store.seal(name, at(70))
        store.keep_draft("s3", "situation", "Half a th")
        store.set_profile({"side": "left", "patient_ref": "other"}, at(1))
        diary = Diary(store)
        diary.append("d-1", [Line(1, at(0), "opened", {"kind": "checkin"}), Line(2, at(1), "pain.worst", {"value": 6, "declined": None})])
        diary.seal("d-1", at(60))
        yield store


def test_everything_that_is_not_here_comes_in_as_it_was(here: Store, other: Store) -> None:
    mine, ref, profile = here.events("mine"), here.patient_ref, here.profile()
    assert merge(here, other) == Merged(sessions=3, check_ins=1)
    assert here.verify() == [] and here.check() == []
    assert [here.find(row.session_id) for row in other.sessions()] == other.sessions()
    assert Diary(here).rows() == Diary(other).rows()
    assert [here.events(name) for name in ("s1", "s2", "s3")] == [other.events(name) for name in ("s1", "s2", "s3")]
    assert here.drafts("s3") == {"situation": "Half a th"} and [row.session_id for row in here.unsealed()] == ["s3"]
    assert (here.events("mine"), here.patient_ref, here.profile()) == (mine, ref, profile), "who one is does not come along"
    listed = here.sessions()
    here.rebuild()
    assert here.sessions() == listed


def test_what_came_once_does_not_come_twice(here: Store, other: Store) -> None:
    merge(here, other)
    head = here.head
    assert merge(here, other) == Merged(known=4) and here.head == head and here.verify() == []


def test_what_went_on_there_goes_on_here(here: Store, other: Store) -> None:
    merge(here, other)
    other.append("s3", [line(len(other.events("s3")) + 1, kind="completed")])
    other.seal("s3", at(90))
    other.append("s1", [line(len(other.events("s1")) + 1, {"pain": 3}, "follow_up")])
    assert merge(here, other) == Merged(sessions=2, known=2)
    assert here.verify() == [] and here.find("s3").status == "completed" and here.find("s3").ended_at == at(90)
    assert here.events("s1") == other.events("s1") and here.find("s1").ended_at == at(70)


def test_what_went_on_here_is_not_set_back(here: Store, other: Store) -> None:
    merge(here, other)
    here.append("s1", [line(len(here.events("s1")) + 1, {"pain": 3}, "follow_up")])
    kept = here.events("s1")
    assert merge(here, other) == Merged(known=4) and here.events("s1") == kept


def test_what_is_different_here_stays_and_is_named(here: Store, other: Store) -> None:
    here.append("s1", journal(pain=(9, 9)))
    here.seal("s1", at(70))
    kept = here.events("s1")
    assert merge(here, other) == Merged(sessions=2, check_ins=1, different=("s1",))
    assert here.events("s1") == kept and here.verify() == []


def test_what_was_erased_here_does_not_come_back(here: Store, other: Store) -> None:
    merge(here, other)
    Removal(here).erase(["s1", "d-1"], at(100))
    assert merge(here, other) == Merged(known=2, erased=2)
    assert here.events("s1") == () and here.verify() == []


def test_what_was_taken_away_there_is_taken_away_here(here: Store, other: Store) -> None:
    Removal(other).hide("s2", at(100))
    merge(here, other)
    assert [one.id for one in Removal(here).hidden()] == ["s2"] and "s2" not in [row.session_id for row in here.sessions()]
    Removal(here).bring_back("s2")
    assert here.find("s2").status == "stopped" and here.verify() == []


def test_without_room_nothing_comes_in(here: Store, other: Store) -> None:
    for number in range(300):
        other.append("s9", [line(number + 1, "x" * 500)])
    pages = here.connection.execute("PRAGMA page_count").fetchone()[0]
    here.connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    before = here.sessions(), here.head
    with pytest.raises(StoreProblem, match="no room left"):
        merge(here, other)
    assert (here.sessions(), here.head) == before and here.verify() == []
