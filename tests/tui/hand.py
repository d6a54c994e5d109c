"""A practice and its services held by hand: the real session and the real pages, with a clock that a test moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from dtx.care.bracket import BRACKET
from dtx.engine.activity import Script
from dtx.engine.journal import Event
from dtx.engine.record import SessionLog, fold
from dtx.engine.session import Bracket, Session
from dtx.engine.steps import Breathe, Pattern, Timed
from dtx.errors import StoreFull
from dtx.tui.app import DtxApp


def stamp(now: float) -> str:
    return f"2026-03-03T14:{int(now // 60) % 60:02d}:{now % 60:06.3f}+00:00"


def coherent(cycles: int = 6) -> Script:
    yield Timed("Sit or lie in a way that suits you.", 30, "settle")
    yield Breathe(Pattern(4, 0, 6), cycles)


@dataclass
class HandPractice:
    """The engine's session with a list for a disk. `full` makes the next writes fail, as a full disk does."""

    script: Callable[[], Script] = coherent
    title: str = "Coherent breathing"
    bracket: Bracket = BRACKET
    at: float = 0.0
    full: bool = False
    session_id: str = "s1"
    events: list[Event] = field(default_factory=list)
    closed: bool = False

    def __post_init__(self) -> None:
        self.session = Session(self.script, self.bracket)
        world = dict.fromkeys(("app_version", "patient_ref", "activity_id", "plugin_id", "plugin_version", "content_sha256"), "-")
        self.session.open(0.0, world | {"activity_title": self.title, "planned_s": 90.0, "phases_total": 13, "options": {}})
        self._write()

    def _write(self) -> None:
        if self.full:
            raise StoreFull("There is no room left to save.", "Free some space; nothing so far is lost.")
        for h in self.session.take():
            self.events.append(Event(len(self.events) + 1, stamp(h.now), h.t, h.kind, h.step, h.fingerprint, h.value))

    def now(self) -> float:
        return self.at

    @property
    def ended(self) -> bool:
        return self.session.stage == "ended" and not self.session.news

    @property
    def next_deadline(self) -> float | None:
        return self.session.next_deadline

    def view(self, now: float) -> Any:
        return self.session.view(now)

    def answer(self, value: object, now: float) -> None:
        self.session.answer(value, now)
        self._write()

    def done(self, now: float) -> None:
        self.answer(True, now)

    def close(self) -> None:
        self.closed = True

    def __getattr__(self, name: str) -> Callable[[float], None]:
        if name not in ("tick", "decline", "pause", "gap", "resume", "skip", "back", "stop"):
            raise AttributeError(name)

        def command(now: float) -> None:
            self._write()
            getattr(self.session, name)(now)
            self._write()

        return command

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]


@dataclass
class HandServices:
    """Lists in memory, in the shapes of `dtx.services`."""

    listed: list[Any] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    left: list[Any] = field(default_factory=list)
    declared: Mapping[str, Any] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    practice: HandPractice = field(default_factory=HandPractice)
    begun: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def activities(self, limit: int | None = None) -> list[Any]:
        return self.listed[:limit]

    def refresh(self) -> bool:
        return False

    def options(self, activity_id: str) -> Mapping[str, Any]:
        return self.declared

    def cautions(self, activity_id: str) -> tuple[str, ...]:
        return self.warned

    def unfinished(self) -> list[Any]:
        return self.left

    def begin(self, activity_id: str, given: Mapping[str, str]) -> HandPractice:
        self.begun.append((activity_id, given))
        return self.practice

    def resume(self, session_id: str) -> HandPractice:
        return self.practice

    def close_unfinished(self) -> None:
        self.left.clear()

    def history(self, limit: int | None = None) -> list[Any]:
        return self.rows[:limit]

    def log(self, session_id: str) -> SessionLog:
        return fold(session_id, self.practice.events)

    def ended(self, practice: HandPractice) -> SessionLog:
        return self.log(practice.session_id)


def activity(number: int, title: str, minutes: float = 5, why_not: str | None = None, summary: str = "") -> Any:
    return SimpleNamespace(
        id=f"some.activity_{number}",
        plugin="some",
        title=title,
        summary=summary,
        minutes=minutes,
        available=why_not is None,
        why_not=why_not,
    )


def row(title: str, before: int | None, after: int | None, status: str | None = "completed", at: str = "2026-03-03T14:05:00+00:00") -> Any:
    return SimpleNamespace(activity_title=title, started_at=at, status=status, pain_before=before, pain_after=after)


TITLES = (
    ("Coherent breathing, 4 in and 6 out", 5),
    ("Box breathing", 5),
    ("Body scan", 10),
    ("Muscle relaxation, seven groups", 15),
    ("Thought record", 15),
    ("Gentle back", 12),
    ("Quiet pause", 10),
)


def full_services() -> HandServices:
    listed = [
        activity(number, title, minutes, summary="Slow, even breathing at about six breaths a minute. It may help to settle.")
        for number, (title, minutes) in enumerate(TITLES)
    ]
    listed.append(activity(99, "Evening routine", 8, why_not="Line 7: no such step “pase”. Did you mean “pause”?"))
    rows = [
        row("Coherent breathing, 4 in and 6 out", 6, 4),
        row("Body scan", 5, None, "stopped", "2026-03-02T09:40:00+00:00"),
        row("Gentle back", None, None, "interrupted", "2026-02-27T18:01:00+00:00"),
        row("Thought record", 7, 7, "failed", "2025-12-30T08:15:00+00:00"),
    ]
    return HandServices(listed=listed, rows=rows, notices=["There is no sound here, so words and the picture guide you."])


def screen_text(app: DtxApp) -> str:
    """What is painted, without colours and without blanks at the ends of lines. The private compositor is read here only."""
    lines = ("".join(map(seen, strip)).rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(lines) + "\n"


def seen(part: Any) -> str:
    """The picture paints its full blocks as blanks in reverse."""
    return "█" * len(part.text) if part.text.isspace() and part.style is not None and part.style.reverse else part.text
