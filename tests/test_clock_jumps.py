"""The computer's clock jumps, and a session stays what it was: in order, as long as it took, and on its day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dtx.engine.clock import HandClock
from dtx.services import Services
from tests.conftest import FULL
from tests.people import well

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


class Jumpy(HandClock):
    """A clock whose date and time somebody moves while its seconds go on."""

    jump = timedelta()
    zone: ZoneInfo | None = None

    def wall(self, now: float) -> datetime:
        moment = super().wall(now) + self.jump
        return moment.astimezone(self.zone) if self.zone else moment


@pytest.fixture
def clock() -> Jumpy:
    return Jumpy(BEGIN)


@pytest.fixture
def services(dtx_home: Path, clock: Jumpy) -> Iterator[Services]:
    well(dtx_home, BEGIN)
    services = Services(dtx_home, clock=clock, safe=True)
    services.refresh()
    yield services
    services.close()


def practise(services: Services, clock: Jumpy, jump: timedelta = timedelta()) -> str:
    """Four rounds of breath to the end; half-way the computer's clock jumps. Returns the session's id."""
    practice = services.begin("breathing.four78", {})
    jumped = False
    while not practice.ended:
        if practice.question is not None:
            practice.decline(practice.now())
        elif (due := practice.next_deadline) is not None:
            clock.move_to(due)
            practice.tick(due)
            if not jumped and services.log(practice.session_id).phases_done > 5:
                clock.jump += jump
                jumped = True
    return practice.session_id


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)])
def test_a_jump_in_a_session_changes_neither_its_length_nor_its_order(jump: timedelta, services: Services, clock: Jumpy) -> None:
    log = services.log(practise(services, clock, jump))
    assert (log.status, log.active_s, log.paused_s, log.phases_done) == ("completed", 136.0, 0.0, 14)
    assert [event.seq for event in log.events] == list(range(1, len(log.events) + 1))
    times = [datetime.fromisoformat(event.at) for event in log.events]
    assert abs((times[-1] - times[0]) - jump - timedelta(seconds=136)) < timedelta(seconds=5), "the jump is to be seen, and nothing else"
    assert [event.t for event in log.events if event.kind == "phase"] == sorted(event.t for event in log.events if event.kind == "phase")
    assert services.store.verify() == []


def test_after_a_jump_backwards_sessions_can_still_be_begun_listed_and_closed(services: Services, clock: Jumpy) -> None:
    first = practise(services, clock)
    clock.jump = timedelta(days=-3)
    second = practise(services, clock)
    assert {row.session_id for row in services.history()} == {first, second}
    assert [row.session_id for row in services.history(until=date(2026, 3, 2))] == [second]
    left = services.begin("breathing.four78", {})
    left.close()
    clock.jump = timedelta(days=-30)
    (unfinished,) = services.unfinished()
    assert unfinished.open and unfinished.minutes_ago == 0, "a time that lies ahead is no long time ago"
    services.close_unfinished()
    assert services.unfinished() == [] and services.store.verify() == []


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_on_the_days_on_which_the_clocks_change_every_session_is_on_its_day(
    day: date, hours: int, services: Services, clock: Jumpy
) -> None:
    """An hour is missing, or comes twice. Sessions in each hour from midnight to midnight; those of the double hour keep their order."""
    clock.zone = BERLIN
    midnight = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    found = []
    for hour in range(-1, hours + 1):
        clock.began, clock.now = midnight.astimezone(UTC) + timedelta(hours=hour, minutes=30), 0.0
        found.append(practise(services, clock)) if FULL or hour in (-1, 0, 1, 2, 3, hours - 1, hours) else None
    listed = [row.session_id for row in services.history()]
    assert listed == found[::-1], "newest first, whatever the hands of the clock showed"
    assert [row.session_id for row in services.history(since=day, until=day)] == found[1:-1][::-1]
    assert {log.active_s for log in services.logs()} == {136.0}


def test_a_session_over_the_hour_that_is_missing_or_comes_twice_is_as_long_as_it_was(services: Services, clock: Jumpy) -> None:
    clock.zone = BERLIN
    for change in (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)):
        clock.began, clock.now = change - timedelta(seconds=60), 0.0
        log = services.log(practise(services, clock))
        first, last = (datetime.fromisoformat(log.events[place].at) for place in (0, -1))
        assert (first.utcoffset(), log.active_s) != (last.utcoffset(), 0)
        assert 136 <= (last - first).total_seconds() < 140 and log.active_s == 136.0
