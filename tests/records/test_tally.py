"""Months are summed up once, and again whenever something in them changes; the sums say what the sessions say."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from dtx import paths
from dtx.care.changes import Changes
from dtx.engine.journal import Event
from dtx.errors import StoreReadOnly
from dtx.records.store import Store
from dtx.records.tally import by_activity, by_month, summed_up
from tests.records.journals import at, journal

EVENING = datetime(2026, 1, 30, 23, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def practised(store: Store, name: str, start: datetime, pain: tuple[int | None, int | None], worse: str | None = None) -> None:
    events = journal(start=start, pain=pain)
    if worse:
        events.append(Event(len(events) + 1, at(61, start), 12.0, "felt_worse", "felt_worse", None, {"value": worse, "declined": None}))
    store.append(name, events)
    store.seal(name, at(70, start))


def test_there_is_nothing_to_sum_up_where_nothing_was_practised(store: Store) -> None:
    assert by_activity(store) == {} and by_month(store) == []


def test_a_month_says_what_its_sessions_say(store: Store) -> None:
    for n, (pain, worse) in enumerate(
        [((6, 4), "no"), ((5, 5), "a_lot"), ((None, 3), None), ((8, 5), "not_sure"), ((7, None), "a_little")]
    ):
        practised(store, f"s{n}", EVENING + timedelta(hours=12 * n), pain, worse)
    store.append("open", journal(None, start=EVENING))
    january, february = (summed_up(store, "breathing.coherent_46", month) for month in ("2026-01", "2026-02"))
    assert (january.month, january.sessions, january.missing, january.days) == ("2026-01", 3, 1, 2), "until four it is still yesterday"
    assert (february.month, february.sessions, february.missing) == ("2026-02", 2, 1)
    whole = by_activity(store)["breathing.coherent_46"]
    assert whole.changes == Changes.of((-2, 0, -3)) and (whole.sessions, whole.missing, whole.worse) == (5, 2, 2)
    assert (whole.before_sum, whole.before_squares, whole.crossed) == (6 + 5 + 8, 36 + 25 + 64, -12 + 0 - 24)
    assert whole.active_s == 60.0 and whole.relaxed == 0 and whole.month == "2026-01"
    assert by_month(store) == [("2026-01", 3, 2, 11, -2), ("2026-02", 2, 1, 8, -3)]


def test_the_sums_do_not_depend_on_when_they_were_asked_for(store: Store) -> None:
    """Sessions come in any order, some are sealed again the next morning, some leave the list: the sums follow."""
    chance = random.Random(7)
    days = list(range(90))
    chance.shuffle(days)
    for n, day in enumerate(days):
        pain = chance.choice([(6, 4), (5, 6), (None, 2), (9, 9)])
        practised(store, f"s{n}", EVENING + timedelta(days=day), pain)
        if n % 17 == 0:
            by_month(store)
    store.append("s3", [Event(8, at(90_000), 12.0, "follow_up", value={"pain": 2})])
    store.connection.execute("DELETE FROM session WHERE session_id = 's4'")
    kept, months = by_activity(store), by_month(store)
    assert store.connection.execute("SELECT count(*) FROM untallied").fetchone() == (0,)
    store.connection.execute("INSERT INTO untallied SELECT activity_id, month FROM tally")
    store.connection.execute("DELETE FROM tally")
    assert (by_activity(store), by_month(store)) == (kept, months) and len(months) > 2
    rows = [row for row in reversed(store.sessions()) if row.change is not None]
    assert kept["breathing.coherent_46"].changes == Changes.of(row.change for row in rows if row.change is not None)


def test_nothing_is_left_of_a_month_whose_sessions_are_gone(store: Store) -> None:
    practised(store, "s1", EVENING, (6, 4))
    assert len(by_month(store)) == 1
    store.connection.execute("DELETE FROM session")
    assert by_month(store) == [] and store.connection.execute("SELECT count(*) FROM tally").fetchone() == (0,)


def test_months_without_a_number_are_passed_over_where_changes_follow_each_other(store: Store) -> None:
    """How much each change resembles the one before it does not depend on where months begin."""
    pains: list[tuple[int | None, int | None]] = [(6, 4), (None, 3), (7, 8), (None, None), (5, 2)]
    for n, pain in enumerate(pains):
        practised(store, f"s{n}", EVENING + timedelta(days=31 * n), pain)
    assert by_activity(store)["breathing.coherent_46"].changes == Changes.of((-2, 1, -3))
    practised(store, "none", EVENING.replace(year=2020), (None, 1))
    whole = by_activity(store)["breathing.coherent_46"]
    assert whole.changes == Changes.of((-2, 1, -3)) and whole.month == "2020-01"


def test_without_any_number_there_is_no_change(store: Store) -> None:
    practised(store, "s1", EVENING, (None, 4))
    assert by_activity(store)["breathing.coherent_46"].changes == Changes()


def test_a_store_that_can_only_be_read_is_summed_up_all_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Months that are kept and months that cannot be count alike, and none counts twice."""
    practised(store, "s1", EVENING, (6, 4))
    by_month(store)
    practised(store, "s2", EVENING + timedelta(days=40), (5, 6))
    practised(store, "s3", EVENING + timedelta(hours=1), (7, 4))

    def refuse(*_: object) -> None:
        raise StoreReadOnly("It cannot be written.", "Make it writable.")

    with monkeypatch.context() as patch:
        patch.setattr("dtx.records.tally._keep", refuse)
        found = by_activity(store), by_month(store)
    assert found == (by_activity(store), by_month(store))
    assert found[0]["breathing.coherent_46"].changes == Changes.of((-2, -3, 1)) and len(found[1]) == 2
