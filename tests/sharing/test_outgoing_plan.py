"""What a therapist's plan asks for goes out as numbers of the days of the export, the same whenever it is looked at."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dtx import paths
from dtx.care.plan import Item, Plan
from dtx.engine.export import Expected, Intended
from dtx.records.store import Store
from dtx.sessions.planned import keep
from dtx.sharing.outgoing import outgoing
from tests.records.journals import at, journal

PLAN = Plan("After the course", "p-1", "A. Therapist", "1.2.0", (Item("a", "breathing.box_4444", 5), Item("b", "body_scan.scan", 2)))


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        store.append("s", journal())  # on 2026-03-01
        store.seal("s", at(70))
        yield store


def test_without_a_plan_there_is_none(store: Store) -> None:
    assert outgoing(store, lambda _: {}).intended is None


def test_two_weeks_ask_for_twice_the_week_and_only_from_its_first_day_on(store: Store) -> None:
    keep(store, PLAN, "2026-03-02T10:00:00+01:00")
    export = outgoing(store, lambda _: {}, date(2026, 3, 1), date(2026, 3, 15))
    items = (Expected("a", "breathing.box_4444", 5, 10), Expected("b", "body_scan.scan", 2, 4))
    assert export.intended == Intended("After the course", "1.2.0", "2026-03-02", items)
    before = outgoing(store, lambda _: {}, date(2026, 2, 1), date(2026, 2, 20)).intended
    assert before is not None and [item.planned for item in before.items] == [0, 0]
