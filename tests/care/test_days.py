"""The day begins at four, or when the person says so."""

from datetime import date

from dtx.care.days import day_of


def test_the_night_belongs_to_the_day_before() -> None:
    assert day_of("2026-03-01T03:59:59+01:00") == date(2026, 2, 28)
    assert day_of("2026-03-01T04:00:00.000+01:00") == date(2026, 3, 1)
    assert day_of("2026-03-01T00:30:00+01:00", 0) == date(2026, 3, 1)


def test_it_is_the_clock_on_the_wall_that_counts() -> None:
    assert day_of("2026-03-01T05:00:00+13:00") == day_of("2026-03-01T05:00:00-09:00") == date(2026, 3, 1)
