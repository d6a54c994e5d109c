"""Reminders: on few days, twice a day at most, only where they were asked for, and in words that tell nobody anything."""

import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.plan import Item, Plan, standing
from dtx.care.reminders import from_plan, on_weekdays, spread
from dtx.reminders import Reminders
from dtx.settings import Settings
from dtx.sharing.calendar import to_ics
from tests.commands import Commands
from tests.evenings import EVENING
from tests.tui.rooms import Home
from tests.tui.tour import opened, press

MONDAY = date(2026, 4, 27)
SEED = UUID(int=7)
NOW = datetime(2026, 4, 27, 8, 0, tzinfo=UTC)
NEUTRAL = {"Some time for yourself", "A day to look back together"}


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    home = Home(tmp_path, monkeypatch)
    yield home
    home.close()


def plan(*times: int, since: date | None = None, until: date | None = None) -> Plan:
    items = tuple(Item(str(number), f"p{number}.p{number}", one, since=since, until=until) for number, one in enumerate(times))
    return Plan("Back and pain plan", "p-0001", "A. Therapist", "1.0.0", items, installed_on=MONDAY)


def due(of: Plan, today: date, *practised: date) -> Mapping[date, int]:
    return from_plan(of, [standing(of, item, practised, today) for item in of.items], today)


def read(content: bytes) -> Any:
    """By another parser than the one that wrote it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser's own
        import vobject

        calendar = vobject.readOne(content.decode())
        assert calendar.validate(raiseException=True)
    return calendar


def test_three_times_a_week_are_monday_wednesday_and_friday() -> None:
    first_week = [day for day in due(plan(3), MONDAY) if day < MONDAY + timedelta(days=7)]
    assert [day.strftime("%a") for day in first_week] == ["Mon", "Wed", "Fri"]


def test_what_was_practised_is_not_reminded_of() -> None:
    thursday = MONDAY + timedelta(days=3)
    left = [day for day in due(plan(3), thursday, MONDAY, thursday) if day < MONDAY + timedelta(days=7)]
    assert left == [thursday + timedelta(days=1)], "one is left, and today had its share"
    assert due(plan(7), MONDAY, MONDAY)[MONDAY + timedelta(days=1)] == 1


def test_nothing_is_due_before_it_begins_after_it_ends_or_in_five_weeks() -> None:
    first, last = MONDAY + timedelta(days=8), MONDAY + timedelta(days=16)
    found = due(plan(7, since=first, until=last), MONDAY)
    assert list(found) == [first + timedelta(days=count) for count in range(9)]
    assert max(due(plan(2), MONDAY)) < MONDAY + timedelta(weeks=4)
    assert due(plan(), MONDAY) == {}


@given(st.integers(-3, 30), st.integers(0, 7))
def test_as_many_as_are_left_over_the_days_that_are_left(times: int, number: int) -> None:
    days = [MONDAY + timedelta(days=count) for count in range(number)]
    found = list(spread(times, days))
    assert len(found) == (max(0, times) if days else 0) and found == sorted(found)
    each = [found.count(day) for day in days]
    assert not each or max(each) - min(each) <= 1, "no day has two more than another"


@given(st.lists(st.integers(1, 14), max_size=6), st.integers(0, 2), st.integers(0, 6))
def test_there_are_never_more_than_two_a_day_and_another_parser_reads_them(each: list[int], times: int, weekday: int) -> None:
    today = MONDAY + timedelta(days=weekday)
    chosen = [time(9, 0), time(19, 30)][:times]
    days = due(plan(*each), today)
    events = read(to_ics(days, chosen, SEED, NOW)).contents.get("vevent", [])
    starts = [event.dtstart.value for event in events]
    on = [start.date() if isinstance(start, datetime) else start for start in starts]
    assert set(on) == set(days) and all(on.count(day) <= max(1, times) for day in days)
    assert len({event.uid.value for event in events}) == len(events)
    assert all(hasattr(event, "valarm") == bool(times) for event in events), "without a time nothing rings"


def test_the_words_tell_nothing_and_times_are_those_on_the_wall() -> None:
    found = read(to_ics({MONDAY: 2}, [time(9, 0), time(19, 0)], SEED, NOW, review=MONDAY + timedelta(days=20)))
    events = found.vevent_list
    assert {event.summary.value for event in events} == NEUTRAL
    assert [event.dtstart.value for event in events[:2]] == [datetime(2026, 4, 27, 9, 0), datetime(2026, 4, 27, 19, 0)]  # noqa: DTZ001
    assert all(event.valarm.description.value in NEUTRAL for event in events[:2])
    text = found.serialize().casefold()
    for word in ("pain", "dtx", "breath", "exercise", "plan", "therap", "p-0001", "health", "practi"):
        assert word not in text


def test_a_newer_file_changes_the_entries_of_an_older() -> None:
    days = {MONDAY: 1, MONDAY + timedelta(days=2): 1}
    earlier = {event.uid.value for event in read(to_ics(days, [time(9, 0)], SEED, NOW)).vevent_list}
    later = {event.uid.value for event in read(to_ics(days, [time(10, 0)], SEED, NOW)).vevent_list}
    assert earlier == later
    assert earlier.isdisjoint(event.uid.value for event in read(to_ics(days, [time(9, 0)], UUID(int=8), NOW)).vevent_list)


def test_there_are_none_unless_they_are_asked_for(dtx: Commands, dtx_home: Path) -> None:
    assert dtx("calendar", "--json").json == {"off": True, "days": []}
    assert "There are no reminders" in dtx("calendar").out
    assert Settings.read(dtx_home).reminders == {}


def test_a_file_is_written_kept_and_taken_away(dtx: Commands, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert "It rings at 09:05 and 19:00." in dtx("calendar", "due.ics", "--at", "19:00", "--at", "9:05", "--on", "mon,thu").out
    assert {event.dtstart.value.strftime("%a") for event in read(file.read_bytes()).vevent_list} == {"Mon", "Thu"}
    found = dtx("calendar", "--json").json
    assert found["times"] == ["09:05", "19:00"] and found["weekdays"] == ["mon", "thu"] and len(found["days"]) == 8
    before = {event.uid.value for event in read(file.read_bytes()).vevent_list}
    dtx("calendar", "other.ics", "--at", "9:00", "--on", "mon,thu")
    assert not file.exists(), "the one before would never change again"
    assert {event.uid.value for event in read((tmp_path / "other.ics").read_bytes()).vevent_list} <= before
    assert dtx("calendar", "--off").code == 0 and not (tmp_path / "other.ics").exists()
    assert dtx("calendar", "--json").json["off"] is True


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("due.ics", "--at", "9:00", "--at", "10:00", "--at", "11:00"), 2, "There are two reminders a day at most. Leave one out."),
        (("due.ics", "--at", "25:00"), 2, "'25:00' is not a time of day. Write it as in 09:30."),
        (("due.ics", "--on", "someday"), 2, "'someday' is no day of the week. Write them as in mon,tue,wed,thu,fri,sat,sun."),
        (("--at", "9:00"), 2, "It needs a file. Name one, as in dtx calendar due.ics --at 09:30."),
    ],
)
def test_a_slip_is_one_sentence_and_changes_nothing(
    dtx: Commands, tmp_path: Path, dtx_home: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = dtx("calendar", *words)
    assert (done.code, done.sentence) == (code, sentence)
    assert not (tmp_path / "due.ics").exists() and Settings.read(dtx_home).reminders == {}


def test_somebody_elses_calendar_is_left_alone(dtx: Commands, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ics"
    mine.write_text("BEGIN:VCALENDAR\nPRODID:-//Somebody//EN\nEND:VCALENDAR\n")
    before = mine.read_bytes()
    done = dtx("calendar", "mine.ics", "--on", "mon")
    assert done.code == 1 and "not one of dtx's calendars" in done.sentence and mine.read_bytes() == before
    dtx("calendar", "due.ics", "--on", "mon")
    (tmp_path / "due.ics").write_bytes(before)
    dtx("calendar", "--off")
    assert (tmp_path / "due.ics").read_bytes() == before


@pytest.mark.parametrize(
    "kept", [{"file": 5}, {"file": "x", "times": "9"}, {"file": "/x", "times": ["a"], "weekdays": [], "seed": "?"}, {"seed": None}]
)
def test_what_cannot_be_understood_any_more_counts_as_none(dtx_home: Path, kept: dict[str, Any]) -> None:
    Settings(reminders=kept).keep(dtx_home)
    assert Reminders.kept(dtx_home) is None


def test_after_a_session_the_file_is_true_again(home: Home, tmp_path: Path) -> None:
    activity = home.write("p0", "Even breath")
    file = tmp_path / "due.ics"
    services = home.services
    today = EVENING.date()
    from dtx.sessions.planned import keep

    keep(services.store, plan(7), (EVENING - timedelta(days=1)).isoformat())
    services.remind(Reminders.chosen(file, ["09:00"]))
    days = [event.dtstart.value.date() for event in read(file.read_bytes()).vevent_list]
    assert days[0] == today
    practice = home.evening.begin(activity)
    home.evening.answer(practice)
    home.evening.guide(practice)
    home.evening.answer(practice)
    days = [event.dtstart.value.date() for event in read(file.read_bytes()).vevent_list]
    assert days[0] == today + timedelta(days=1), "what was practised is not reminded of"
    file.unlink()
    file.mkdir()
    services._keep_calendar()  # disturbs nobody


def test_chosen_weekdays_need_no_plan() -> None:
    found = on_weekdays({0, 3}, MONDAY + timedelta(days=1))
    assert len(found) == 8 and {day.weekday() for day in found} == {0, 3} and min(found) == MONDAY + timedelta(days=3)


async def test_the_app_offers_them_beside_the_plan_and_they_are_off(home: Home, tmp_path: Path) -> None:
    home.write("breath", "Even breath")
    async with opened(home) as (app, pilot):
        await press(pilot, "w")
        entry = app.screen.query_one("Rows")
        assert any("Reminders" in line and "off" in line for line in map(str, entry.lines))  # type: ignore[attr-defined]
        await press(pilot, "enter", "3", "enter", "1", "enter", "1", "enter", *str(tmp_path / "d.ics"), "tab", "enter")
        assert (tmp_path / "d.ics").exists()
        kept = Reminders.kept(home.path)
        assert kept is not None and kept.times == (time(9, 0),) and kept.weekdays == (0,)
        await press(pilot, "enter")
        await press(pilot, "enter", "1", "enter")
        assert not (tmp_path / "d.ics").exists() and Reminders.kept(home.path) is None
