"""What the therapist's plans asked for goes out as numbers of the days of the export, the same whenever it is looked at."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx import paths
from dtx.care.plan import Item, Plan
from dtx.engine.export import Expected, Export, Intended
from dtx.records.removal import Removal
from dtx.records.store import Store
from dtx.sessions.planned import forget, keep
from dtx.sharing.intended import held
from dtx.sharing.outgoing import outgoing
from dtx.sharing.summary import summary
from tests.records.journals import FULL, at, journal

BOX, SCAN = "breathing.box_4444", "body_scan.scan"
PLAN = Plan("After the course", "p-1", "A. Therapist", "1.2.0", (Item("a", BOX, 5), Item("b", SCAN, 2)))
NEXT = replace(PLAN, title="At work again", version="2.0.0", items=(Item("a", BOX, 2),))


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def noon(month: int, day: int) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T12:00:00+02:00")


def kept(store: Store, plan: Plan, month: int, day: int, time: str = "10:00") -> None:
    keep(store, plan, f"2026-{month:02}-{day:02}T{time}:00+02:00")


def practise(store: Store, month: int, *days: int, item: str | None = "a", activity: str = BOX) -> None:
    """A session on each of these days, for an item of a plan."""
    for day in days:
        name, (first, *rest) = f"s-{month}-{day}-{item}", journal(start=noon(month, day))
        store.append(name, [replace(first, value=FULL | {"activity_id": activity, "plan_item": item}), *rest])
        store.seal(name, at(70, noon(month, day)))


def export(store: Store, since: str | None = None, until: str | None = None) -> Export:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return outgoing(store, lambda _: {}, first, last, titles=lambda: {BOX: "Box breath"})


def september(store: Store, first: int = 1, last: int = 30) -> Export:
    return export(store, f"2026-09-{first:02}", f"2026-09-{last:02}")


def of_planned(found: Export) -> list[str]:
    section = next(one for one in summary(found).sections if one.title == "What was practised")
    return [row[2] for row in section.table.rows] if section.table else []


def words(found: Export) -> tuple[str, ...]:
    return next(one for one in summary(found).sections if one.title == "What was practised").words


def test_without_a_plan_there_is_none(store: Store) -> None:
    practise(store, 9, 1, item=None)
    assert export(store).intended is None
    assert words(export(store)) == ("There was no plan for this span.",)


def test_two_weeks_ask_for_twice_the_week_and_only_from_its_first_day_on(store: Store) -> None:
    kept(store, PLAN, 3, 2)
    days = (("2026-03-02", "2026-03-15"),)
    items = (Expected("a", BOX, 5, 10, "Box breath", days), Expected("b", SCAN, 2, 4, "", days))
    assert export(store, "2026-03-01", "2026-03-15").intended == Intended("After the course", "1.2.0", "2026-03-02", items)
    assert export(store, "2026-02-01", "2026-02-20").intended is None  # it did not hold yet


def test_each_plan_counts_for_the_days_on_which_it_held(store: Store) -> None:
    """20 days of 5 a week and 10 of 2 are 120 sevenths: 18. The day of the change is the new plan's."""
    kept(store, replace(PLAN, items=PLAN.items[:1]), 9, 1)
    practise(store, 9, 2, 3, 5, 7, 9, 11, 13, 16, 18, 20)
    kept(store, NEXT, 9, 21)
    practise(store, 9, 22, 25)
    assert of_planned(september(store)) == ["12 of 18"]
    assert of_planned(september(store, 1, 15)) == ["7 of 11"]  # 15 days of 5 a week: 10.7
    assert words(september(store)) == (
        "Against the plan “At work again”, version 2.0.0, from 2026-09-21 on. What was stopped counts as practised. "
        "1 other plan or version held earlier in this span, and counts for its own days.",
    )
    assert words(september(store, 1, 15)) == (
        "Against the plan “After the course”, version 1.2.0, from 2026-09-01 to 2026-09-20. What was stopped counts as practised.",
    )


def test_a_plan_that_was_removed_still_held_until_then(store: Store) -> None:
    kept(store, PLAN, 9, 1)
    practise(store, 9, 2, 4, 7)
    forget(store, "2026-09-07T20:00:00+02:00")
    assert of_planned(september(store)) == ["3 of 5", "0 of 2"]
    assert words(september(store))[0].startswith("Against the plan “After the course”, version 1.2.0, from 2026-09-01 to 2026-09-07.")
    assert export(store, "2026-09-08", "2026-09-30").intended is None


def test_the_same_plan_installed_anew_asks_for_no_more_than_once(store: Store) -> None:
    for day, time in ((1, "10:00"), (1, "11:00"), (2, "10:00"), (3, "10:00"), (4, "10:00")):
        kept(store, PLAN, 9, day, time)
    found = september(store, 1, 7).intended
    assert found is not None and [(item.item, item.planned) for item in found.items] == [("a", 5), ("b", 2)]
    assert (found.since, found.until, found.earlier) == ("2026-09-01", None, 0)


def test_what_was_done_in_the_morning_counts_when_the_plan_changes_at_noon(store: Store) -> None:
    kept(store, PLAN, 9, 1)
    practise(store, 9, 3, item="b", activity=SCAN)
    kept(store, NEXT, 9, 3, "13:00")
    found = september(store, 1, 3).intended
    assert found is not None and [(item.item, item.planned) for item in found.items] == [("a", 2), ("b", 1)]  # 10 + 2 and 4 sevenths
    assert of_planned(september(store, 1, 3)) == ["1 of 1", "0 of 2"] and len(words(september(store, 1, 3))) == 1


def test_a_plan_put_right_the_same_day_asks_for_nothing(store: Store) -> None:
    kept(store, PLAN, 9, 1)
    forget(store, "2026-09-01T10:30:00+02:00")
    kept(store, NEXT, 9, 1, "11:00")
    assert of_planned(september(store, 1, 7)) == ["0 of 2"] and len(words(september(store, 1, 7))) == 1
    practise(store, 9, 1, item="b", activity=SCAN)
    assert words(september(store, 1, 7))[1] == (
        "1 session was done for what no plan in these records asks for on its day; it does not count under “Of planned”."
    )


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.booleans()), max_size=12), st.booleans())
def test_no_day_is_asked_for_by_two_plans_whatever_was_installed_and_removed_when(lines: list[tuple[date, bool]], in_order: bool) -> None:
    """Also where a clock was set back. Every day since a plan came that was never removed is some plan's."""
    lines = sorted(lines, key=lambda line: line[0]) if in_order else lines
    found = held([(day, PLAN.to_json() if plan else None) for day, plan in lines])
    assert all(one.last < other.first for one, other in pairwise(found))
    assert all(one.first <= one.last <= one.gone for one in found)
    if lines and in_order and all(plan for _, plan in lines):
        assert found[0].first == lines[0][0] and found[-1].last == date.max
        assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))


def test_a_clock_that_was_set_back_counts_no_day_twice(store: Store) -> None:
    for day in (1, 10, 5):
        kept(store, PLAN, 9, day)
    found = september(store, 1, 14).intended
    assert found is not None and [item.planned for item in found.items] == [10, 4]


def test_an_item_has_its_own_days_within_those_of_its_plan(store: Store) -> None:
    within = Item("a", BOX, 7, since=date(2026, 9, 10), until=date(2026, 9, 12))
    kept(store, replace(PLAN, items=(within,)), 9, 1)
    assert of_planned(september(store)) == ["0 of 3"]
    assert of_planned(september(store, 1, 9)) == []
    assert of_planned(export(store, "1970-01-01", "2999-12-31")) == ["0 of 3"]


def test_a_session_from_elsewhere_whose_plan_is_not_here_is_not_counted_against_another(store: Store) -> None:
    practise(store, 9, 1, 2)
    practise(store, 9, 5, item="z")
    assert words(september(store)) == (
        "These records hold no plan for this span.",
        "3 sessions were done for what no plan in these records asks for on their day; they do not count under “Of planned”.",
    )
    kept(store, PLAN, 9, 4)
    practise(store, 9, 6)
    found = september(store, 1, 10)
    assert of_planned(found) == ["1 of 5", "0 of 2"]  # 7 days
    assert words(found)[1].startswith("3 sessions were done for what no plan")


def test_where_a_plan_may_have_been_erased_that_is_said(store: Store) -> None:
    kept(store, PLAN, 9, 1)
    kept(store, replace(PLAN, version="1.3.0"), 9, 10)
    kept(store, NEXT, 9, 20)
    Removal(store).erase((), "2026-09-25T12:00:00+02:00", (date(2026, 9, 8), date(2026, 9, 12)))
    said = "Something was erased of what these records held between 2026-09-01 and 2026-09-20: whether another plan held then is not known."
    assert words(september(store))[1] == said
    assert words(september(store, 1, 8))[1] == said
    assert len(words(september(store, 21, 30))) == 1
    Removal(store).erase((), "2026-09-26T12:00:00+02:00", (date(2026, 8, 30), date(2026, 9, 12)))
    said = "Something was erased of what these records held before 2026-09-20: whether another plan held then is not known."
    assert words(september(store, 1, 8)) == ("These records hold no plan for this span.", said)
