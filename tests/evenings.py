"""A person at home: services over a fresh folder, a clock moved by hand, and sessions that are gone through in an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from dtx.engine.clock import HandClock
from dtx.engine.questions import Choose, Rate, Ready, Several
from dtx.services import Services
from dtx.sessions.practice import Practice

EVENING = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)


@dataclass
class Evening:
    """Services and the clock that all sessions of this evening run on."""

    services: Services
    clock: HandClock

    @classmethod
    def at(cls, home: Path, began: datetime = EVENING, folder: Path | None = None) -> "Evening":
        clock = HandClock(began)
        return cls(Services(home, folders=[folder] if folder else [], clock=clock), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.services.close()

    def begin(self, activity_id: str, given: Mapping[str, Any] | None = None) -> Practice:
        return self.services.begin(activity_id, given or {})

    def answer(self, practice: Practice, **answers: Any) -> None:
        """Answer what is asked, by id with `__` for a dot, until something is guided or the session is over."""
        while practice.question is not None:
            name = practice.view(self.clock.now).name
            given = answers.get(name.replace(".", "__"))
            if given is None:
                practice.decline(self.clock.now)
            else:
                practice.answer(given, self.clock.now)

    def guide(self, practice: Practice, until: float | None = None) -> None:
        """Move the clock from deadline to deadline, up to a question, the end, or `until`."""
        while (deadline := practice.next_deadline) is not None:
            if until is not None and deadline > until:
                self.clock.move_to(until)
                practice.tick(until)
                return
            self.clock.move_to(deadline)
            practice.tick(deadline)


def any_answer(question: object) -> Any:
    """Some answer that fits."""
    if isinstance(question, Rate):
        return question.low
    if isinstance(question, Choose | Several):
        return question.options[0]
    return True if isinstance(question, Ready) else "some words"


def plugin(folder: Path, name: str, yaml: str, code: str | None = None) -> Path:
    """Write a plugin's folder as its author would."""
    here = folder / name
    here.mkdir(parents=True, exist_ok=True)
    (here / "plugin.yaml").write_text(yaml, "utf-8")
    if code is not None:
        (here / "plugin.py").write_text(code, "utf-8")
    return here
