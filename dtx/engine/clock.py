"""A clock one moves by hand: for `--pace fast`, for previews and for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A clock in place of the computer's: seconds since it began, and the date and time at any of them."""

    @property
    def now(self) -> float: ...

    def __call__(self) -> float: ...

    def wall(self, now: float) -> datetime: ...


@dataclass
class HandClock:
    """`now` is seconds since `began`, and stands still until somebody moves it."""

    began: datetime
    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def wall(self, now: float) -> datetime:
        """The date and time at `now`."""
        return self.began + timedelta(seconds=now)

    def move_to(self, now: float) -> None:
        self.now = max(self.now, now)
