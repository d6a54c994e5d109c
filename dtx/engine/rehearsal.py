"""Rehearsal: a script walked without a clock, which gives back what a generator hides: its length, phases and questions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from dtx.engine.activity import Script
from dtx.engine.figure import Figure, shown_by
from dtx.engine.journal import name_of
from dtx.engine.phase import Phase
from dtx.engine.questions import QUESTIONS, Answer, Ask, Choose, Question, Rate, Ready, Several
from dtx.engine.reel import Reel

Way = Literal["first", "last", "declined"]
WAYS: tuple[Way, ...] = ("first", "last", "declined")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One walk: phases as (phase, start, end) in seconds from 0, contiguous; questions as (id, question), each at its `asked_s`;
    pictures as (figure, start).

    `failure` says why the script broke off, if it did.
    """

    phases: tuple[tuple[Phase, float, float], ...]
    asks: tuple[tuple[str, Question], ...]
    failure: str | None = None
    asked_s: tuple[float, ...] = ()
    figures: tuple[tuple[Figure, float], ...] = ()

    @property
    def total_s(self) -> float:
        return self.phases[-1][2] if self.phases else 0.0

    def to_json(self, activity_id: str) -> dict[str, Any]:
        """The document of `dtx read --json`; with `pictures` where there are any, and a `failure` where the script broke off."""
        pictures = [{"at_s": at, "alt": figure.alt, "frames": list(figure.frames)} for figure, at in self.figures]
        return {
            "activity": activity_id,
            "total_s": self.total_s,
            "phases": [phase_json(phase, start, end) for phase, start, end in self.phases],
            "asks": [ask_json(name, question) | {"at_s": at} for (name, question), at in zip(self.asks, self.asked_s, strict=True)],
        } | {name: more for name, more in (("pictures", pictures), ("failure", self.failure)) if more}


def rehearse(script: Callable[[], Script], way: Way = "first") -> Rehearsal:
    """Walk a script, answering each question by the way given. Times are kept to a microsecond."""
    reel = Reel(script, guest=True)
    phases: list[tuple[Phase, float, float]] = []
    asks: list[tuple[str, Question]] = []
    asked_s: list[float] = []
    figures: list[tuple[Figure, float]] = []
    now = 0.0
    while not reel.ended:
        stand = reel.current
        if (figure := shown_by(stand.step)) is not None:
            figures.append((figure, now))
        if isinstance(stand.step, QUESTIONS):
            asks.append((name_of(stand.step, reel.index), stand.step))
            asked_s.append(now)
            reel.advance(reply(stand.step, way))
            continue
        for phase in stand.phases:
            end = round(now + phase.seconds, 6)
            phases.append((phase, now, end))
            now = end
        reel.advance(None)
    return Rehearsal(tuple(phases), tuple(asks), reel.failure, tuple(asked_s), tuple(figures))


def reply(question: Question, way: Way) -> Answer:
    """What somebody would answer who always takes the first, or the last, or nothing."""
    if way == "declined":
        return None
    pick = 0 if way == "first" else -1
    if isinstance(question, Rate):
        return (question.low, question.high)[pick]
    if isinstance(question, Choose):
        return (question.values or question.options)[pick]
    if isinstance(question, Several):
        options = question.values or question.options
        return options[:1] if way == "first" else options
    return True if isinstance(question, Ready) else "…"


def phase_json(phase: Phase, start: float, end: float) -> dict[str, Any]:
    lines = {"lines": [{"at_s": line.at_s, "text": line.text} for line in phase.lines]} if phase.lines else {}
    return {"kind": phase.kind, "start_s": start, "end_s": end, "text": phase.text, "cue": phase.cue, "at": dict(phase.at)} | lines


def ask_json(name: str, question: Question) -> dict[str, Any]:
    asked: dict[str, Any] = {"id": name, "kind": question.kind, "text": question.text}
    if isinstance(question, Rate):
        asked |= {"min": question.low, "max": question.high}
    elif isinstance(question, Choose | Several):
        asked |= {"choices": list(question.values or question.options)}
    return asked


def question_of(asked: dict[str, Any]) -> Question:
    """The question that `ask_json` wrote down, as far as its answers go: for whoever was told of it by another process."""
    text, name = asked["text"], asked["id"]
    match asked["kind"]:
        case "scale":
            return Rate(text, asked["min"], asked["max"], save=name)
        case "choice":
            return Choose(text, tuple(asked["choices"]), name)
        case "several":
            return Several(text, tuple(asked["choices"]), name, own=True)
        case "ready":
            return Ready(text, name)
    return Ask(text, name)
