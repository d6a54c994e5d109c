"""On which of the coming days there is something to be reminded of, and never more often than twice a day."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from math import ceil

from dtx.care.plan import WEEK, Plan, Standing, monday, planned

MOST_A_DAY = 2
WEEKS = 4
"""So far ahead: whoever has not opened dtx for so long is reminded no more."""


def from_plan(plan: Plan, stands: Sequence[Standing], today: date, weeks: int = WEEKS) -> dict[date, int]:
    """How many things a plan has for each of the coming days, what is left of this week included. Days without any are left out."""
    found: dict[date, int] = {}
    for one in stands:
        item = one.item
        begun = plan.installed_on or today
        for number in range(weeks):
            first = monday(today) + timedelta(weeks=number)
            week = [day for day in (first + timedelta(days=count) for count in range(WEEK)) if item.holds(day)]
            left = planned(item, first, first + timedelta(days=WEEK - 1), begun)
            if number == 0:
                left -= one.week
                had = one.today >= ceil(item.times_a_week / WEEK)
                week = [day for day in week if day > today or (day == today and not had)]
            for day in spread(left, week):
                found[day] = found.get(day, 0) + 1
    return dict(sorted(found.items()))


def on_weekdays(chosen: Collection[int], today: date, weeks: int = WEEKS) -> dict[date, int]:
    """As many as there may be on each of the chosen days, 0 being Monday."""
    days = (today + timedelta(days=count) for count in range(weeks * WEEK))
    return {day: MOST_A_DAY for day in days if day.weekday() in chosen}


def spread(times: int, days: Sequence[date]) -> Iterator[date]:
    """So many times over these days, as evenly as it goes and rather early: three in a week are Monday, Wednesday and Friday."""
    for place, day in enumerate(days):
        share = ceil((place + 1) * times / len(days) - 1e-9) - ceil(place * times / len(days) - 1e-9)
        yield from [day] * max(0, share)
