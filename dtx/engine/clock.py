"""A clock one moves by hand: for `--pace fast`, for previews and for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta


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
