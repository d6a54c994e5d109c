"""The day of a person: what is done in the night, until four unless they chose another hour, still belongs to the day before."""

from datetime import date, datetime, timedelta

DAY_BEGINS = 4
"""The hour, by the clock on the wall. Whoever lies awake at two has not begun a new day."""

LATEST_HOUR = 12


def day_of(moment: datetime | str, begins: int = DAY_BEGINS) -> date:
    """The day of a moment with its offset, or of one written in ISO 8601."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (at - timedelta(hours=begins)).date()
