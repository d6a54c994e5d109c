"""A preview: a practice as its patients will have it, read from its author's folder, with nothing written down."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dtx.care.flags import FLAGS
from dtx.engine.clock import Clock
from dtx.engine.questions import Answer, NotAnAnswer
from dtx.engine.record import SessionLog
from dtx.host.desk import Desk
from dtx.host.sources import stamp
from dtx.records.nowhere import Straight, in_memory
from dtx.records.store import Store
from dtx.services import Services
from dtx.sessions.practice import Practice
from dtx.sessions.sittings import Sittings

if TYPE_CHECKING:
    from dtx.host.index import Listed

MOST_AT_ONCE_S = 1.0
"""However long nobody looked, so much of a practice passes at most: with a fast clock a hiccup is no absence."""

STAGES = ("opening", "script", "closing", "ended")


class FastClock:
    """Runs `speed` times as fast as the computer's own, and only while somebody looks at it."""

    def __init__(self, began: datetime, speed: float, counter: Callable[[], float] = time.perf_counter) -> None:
        self._began, self._speed, self._counter = began, speed, counter
        self._now, self._seen = 0.0, counter()

    @property
    def now(self) -> float:
        seen = self._counter()
        self._now += min(MOST_AT_ONCE_S, (seen - self._seen) * self._speed)
        self._seen = seen
        return self._now

    def __call__(self) -> float:
        return self.now

    def wall(self, now: float) -> datetime:
        """The date stands still: nothing in a preview is about the hour."""
        return self._began


@dataclass(frozen=True, slots=True)
class Place:
    """Where a preview is: its stage, how many steps of it came before, and what was answered so far, by name."""

    stage: str
    number: int
    answers: Mapping[str, Answer] = field(default_factory=dict)


class Preview(Services):
    """Everything a driver works with, for one folder. At its own speed a practice is heard, at any other it is silent.

    Nobody has practised before, and every health question is answered with no. `mine` as for `Desk`.
    """

    def __init__(
        self, home: Path, folder: Path, *, mine: bool = False, speed: float = 1.0, sound: bool = True, clock: Clock | None = None
    ) -> None:
        fast = FastClock(datetime.now().astimezone(), speed) if speed != 1 and clock is None else clock
        super().__init__(home, clock=fast, sound=sound and fast is None, shelf=Desk(home, folder, mine=mine))
        self.folder, self.speed = folder, speed

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = in_memory()
            self._store.set_profile({f"flag.{flag}": "no" for flag in FLAGS}, self.now().isoformat(timespec="seconds"))
        return self._store

    @property
    def _sittings(self) -> Sittings:
        return Sittings(self.reader, self.home, self.clock, nobody, sound=self.sound, writer=lambda: Straight(self.store))

    def stamp(self) -> str:
        """Changes when anything in the folder does."""
        return stamp(str(self.folder))

    def practices(self) -> "list[Listed]":
        """What can be practised, as the folder is now. Raises PluginProblem with everything that is wrong."""
        self.shelf.manifest(self.folder.name)
        self.refresh()
        return [line for line in self.activities() if line.plugin == self.folder.name]

    def look(self, activity_id: str, given: Mapping[str, Any]) -> None:
        """Go through an activity to its end, and remember it, so that opening it takes no time. Raises as `begin` does."""
        self.reader.look(activity_id, given, self.now())

    def place(self, practice: Practice) -> Place:
        """Where a practice is, to be gone back to in another one."""
        view = practice.view(practice.now())
        events = self.store.events(practice.session_id)
        answers = {event.step: event.value["value"] for event in events if event.step and event.kind in ("rated", "answered", "felt_worse")}
        return Place(view.stage, view.number, answers)

    def begin_at(self, activity_id: str, given: Mapping[str, Any], place: Place) -> Practice:
        """A new session at a place, with the same answers as far as they still fit. Raises as `begin` does.

        Where the script has become shorter, it is at its last step.
        """
        practice = self.begin(activity_id, given)
        last = go_to(practice, place)
        if last is None:
            return practice
        practice.close()
        practice = self.begin(activity_id, given)
        go_to(practice, replace(place, number=last))
        return practice


def go_to(practice: Practice, place: Place) -> int | None:
    """Go on to a place; where there is none such any more, the number of the last step of the script."""
    last = 0
    while not practice.ended:
        now = practice.now()
        view = practice.view(now)
        here, there = (STAGES.index(view.stage), view.number), (STAGES.index(place.stage), place.number)
        if here >= there:
            return last if here[0] > there[0] and place.stage == "script" else None
        last = view.number if view.stage == "script" else last
        if view.question is None:
            practice.skip(now)
            continue
        try:
            practice.answer(place.answers.get(view.name), now)
        except NotAnAnswer:
            practice.decline(now)
    return None


def nobody(log: SessionLog) -> None:
    """No plugin is told of what nobody practised."""
