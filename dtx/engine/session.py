"""The session: one run of an activity, as a state machine with no clock, no file and no screen.

Everything that changes a session is an event, and every event passes through `_apply`, live and on replay alike.
Opening (gate and ratings before), script, closing (ratings after, felt worse): the first and the last are the host's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket, Ending
from dtx.engine.journal import FINAL, Event, answer_value, kind_of, name_of
from dtx.engine.phase import Phase
from dtx.engine.questions import QUESTIONS, Answer, NotAnAnswer, Question, Ready
from dtx.engine.reel import Reel
from dtx.engine.steps import Ambience, Breathe, Move, Section, Step, Tense
from dtx.engine.view import NO_BED, View
from dtx.language import _

LATE_S = 2.0
"""A tick later than this after a deadline means that nobody was guided: pause, don't race (law 2)."""

RETURN = "return"
"""The section of a scan to which the way out leads."""

NOTHING: Mapping[str, Any] = MappingProxyType({})

AGAIN_S = 2.0
"""Back goes to the beginning of the present phase, or, so soon after that, to the one before."""


class Diverged(Exception):
    """A journal that does not fit the script: the step at `seq` is another one now."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the script differs from the one in the journal at line {seq}")
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the session knows it: at `now` of the driver's clock, before it has a number and a date."""

    now: float
    t: float
    kind: str
    step: str | None = None
    fingerprint: str | None = None
    value: Any = None


class Session:
    """One run of a script between its brackets. `now` is seconds on any clock that never runs backwards.

    `script` gives a fresh generator in the same frozen world each time it is called. Events wait in `news` until the
    driver takes them with `take()` to write them down.
    """

    def __init__(self, script: Callable[[], Script], bracket: Bracket) -> None:
        self._script, self._bracket = script, bracket
        self.stage = "opening"
        self.news: list[Happened] = []
        self.ending: Ending | None = None
        self._reel = Reel.empty()
        self._phase = 0
        self._done: list[tuple[int, int]] = []
        self._left: dict[int, int] = {}  # the phase at which a step was skipped
        self._anchor = 0.0  # the `now` at which the script's active time was 0, moved on by every pause
        self._t0 = 0.0  # active seconds at which the present phase or question began
        self._seen = 0.0
        self._paused_at: float | None = None
        self._paused: str | None = None
        self._ambience: str | None = None
        self._leaving = False
        self._form = False
        self._answers: dict[str, Answer] = {}
        self._kept: dict[str, Any] = {}

    # -- what drivers push in

    def open(self, now: float, world: Mapping[str, Any], gate: Mapping[str, Any] = NOTHING) -> None:
        """Begin. `world` is kept in the journal's first line, and the answers of the `gate` that was passed behind it."""
        self._emit(now, "opened", value=dict(world))
        for name, value in gate.items():
            self._keep(Happened(now, 0.0, "gate", name, None, value))

    def tick(self, now: float) -> None:
        """Let time pass: phases whose end has come are over, each at its planned moment."""
        while (deadline := self.next_deadline) is not None and now >= deadline:
            if now - deadline > LATE_S:
                self.gap(now)
                break
            phase = self._phases[self._phase]
            self._emit(now, "phase", t=self._t0 + phase.seconds, value=self._phase_value())
        self._seen = now

    def answer(self, value: object, now: float) -> None:
        """Answer the question shown, or end a phase that waits. Raises `NotAnAnswer` and changes nothing then."""
        if (question := self.question) is not None:
            answer = question.check(value)
            self._emit(now, kind_of(self.name), value=answer_value(question, answer, None if answer is not None else "skipped"))
        elif self._waits:
            self._unpause(now)
            self._emit(now, "phase", value=self._phase_value())
        else:
            raise NotAnAnswer(_("There is nothing to answer just now."))

    def decline(self, now: float) -> None:
        """Leave the question unanswered: null with a reason, never 0 and never a copy."""
        if (question := self.question) is not None:
            self._emit(now, kind_of(self.name), value=answer_value(question, None, "skipped"))

    def pause(self, now: float) -> None:
        if self._guiding and self._paused is None:
            self._emit(now, "paused")

    def gap(self, now: float, away_s: float | None = None) -> None:
        """Nobody was guided since the last call: freeze the session there, and keep the length of the gap.

        `away_s` is that length where `now` does not tell it: most clocks stand still while a computer sleeps.
        """
        if self._guiding and self._paused is None:
            seen = min(max(self._seen, self._anchor + self._t0), now)
            self._emit(seen, "gap", value={"seconds": round(now - seen if away_s is None else away_s, 3)})

    def resume(self, now: float) -> None:
        if self._paused_at is not None:
            self._emit(now, "resumed", value={"paused_s": round(now - self._paused_at, 6)})

    def skip(self, now: float) -> None:
        """Leave out the rest of the step; of a rest or a change-over only that; of a question the answer."""
        if self.question is not None:
            self.decline(now)
        elif self._guiding:
            self._unpause(now)
            self._emit(now, "skipped", value=self._phase_value())

    def ease(self, now: float) -> None:
        """Make what is running easier, if it can be: a faster pace, no more tensing, the easier exercise, the way out of a scan."""
        if self._easing is not None:
            self._unpause(now)
            self._emit(now, "eased", value=self._phase_value())

    def back(self, now: float) -> None:
        """To the last thing again: the present phase's beginning, or the phase or question before it."""
        if (place := self._place_before(now)) is not None:
            self._unpause(now)
            step, phase = place
            done = sum(one < place for one in self._done) if self.stage == "script" else len(self._done)
            undone = [name_of(stand.step, index) for index, stand in enumerate(self._reel.stands[step:], step)]
            self._emit(now, "back", value={"step": step, "phase": phase, "phases_done": done, "undone": undone})

    def stop(self, now: float, reason: str | None = None) -> None:
        """End the script at once, from any state; the closing questions follow.

        A stop inside the closing leaves its questions, up to words that are there to be read: advice is not skipped.
        """
        if self.stage in ("opening", "script"):
            self._unpause(now)
            self._decline_shown(now, "stopped")
            self._emit(now, "stopped", value=reason)
        else:
            self._decline_shown(now, "stopped")
            while self.stage == "closing" and not isinstance(self.question, Ready):
                self._decline_shown(now, "stopped")

    def interrupt(self, now: float) -> None:
        """Close a session that nobody goes on with, keeping all it had."""
        if self.stage != "ended":
            self._decline_shown(now, "interrupted")
            self._emit(now, "interrupted")

    def take(self) -> list[Happened]:
        """The events since the last call, in order."""
        news, self.news = self.news, []
        return news

    # -- what drivers read out

    @property
    def question(self) -> Question | None:
        step = self._step
        return step if isinstance(step, QUESTIONS) else None

    @property
    def name(self) -> str:
        """The id of the question, or the name of the step, shown now."""
        step = self._step
        return name_of(step, self._reel.index) if step is not None else self.stage

    @property
    def next_deadline(self) -> float | None:
        """When the present phase ends, or None while nothing runs by itself."""
        if not self._guiding or self._paused is not None or self._waits:
            return None
        return self._anchor + self._t0 + self._phases[self._phase].seconds

    @property
    def stop_reason(self) -> object:
        """Why it was stopped, as far as the person has said so by now."""
        said = self.ending.stop_reason if self.ending is not None else None
        return said if said is not None else self._answers.get("stop_reason")

    @property
    def phases_done(self) -> int:
        return len(self._done)

    def active(self, now: float) -> float:
        """Seconds of the script so far, without pauses. A question takes none of them, but where there is nothing else."""
        if self.stage != "script" or self._outside:
            return self._t0
        at = (now if self._paused_at is None else self._paused_at) - self._anchor
        if self._guiding and not self._waits:
            at = min(at, self._t0 + self._phases[self._phase].seconds)
        return max(self._t0, at)

    def view(self, now: float) -> View:
        """What to show at `now`. Asking changes nothing."""
        step = self._step
        if step is None:
            return View("ended", "ended", active=self.active(now), caption="")
        shown: dict[str, Any] = {"ambience": self._ambience, "active": self.active(now), "can_go_back": self._place_before(now) is not None}
        shown["number"] = self._reel.index
        if isinstance(step, QUESTIONS):
            return View(self.stage, self.name, question=step, caption=step.text, **shown)
        phase = self._phases[self._phase]
        leaving = self._leaving and isinstance(step, Section)
        elapsed = shown["active"] - self._t0
        remaining = max(0.0, phase.seconds - elapsed)
        return View(
            self.stage,
            self.name,
            step=step,
            phase=phase,
            elapsed=elapsed,
            remaining=remaining,
            caption=self._bracket.way_out if leaving else phase.caption(elapsed),
            easing=self._easing,
            eases_next=self._eases_next,
            coming=next(self.coming(), None),
            paused=self._paused,
            **shown,
        )

    def coming(self) -> Iterator[Phase]:
        """The phases after the present one, as far as they are known (law 3)."""
        yield from self._phases[self._phase + 1 :]
        for stand in self._reel.ahead():
            yield from stand.phases

    # -- replay

    @classmethod
    def replay(cls, script: Callable[[], Script], bracket: Bracket, events: Iterable[Event], now: float) -> Self:
        """Rebuild a session from its journal; the phase that broke begins again at `now`.

        Raises `Diverged` when the script is no longer the one that was run.
        """
        session = cls(script, bracket)
        for event in events:
            if event.fingerprint is not None and event.fingerprint != session._mark:
                raise Diverged(event.seq)
            session._apply(Happened(event.t, event.t, event.kind, event.step, event.fingerprint, event.value))
        session._paused = session._paused_at = None
        session._anchor, session._seen = now - session._t0, now
        session._settle(now)
        return session

    @classmethod
    def reopen(cls, script: Callable[[], Script], bracket: Bracket, events: Iterable[Event], now: float) -> Self:
        """Take up a form: a script of questions only. Answers are matched by the questions' ids, whatever else has changed.

        A question that is new stands open; behind it, what was answered before is answered again by itself.
        """
        session = cls(script, bracket)
        opened, *rest = events
        session._apply(Happened(0.0, 0.0, opened.kind, value=opened.value))
        for event in rest:
            if event.kind == "back":
                session._kept = {name: value for name, value in session._kept.items() if name not in event.value["undone"]}
            elif event.kind in ("rated", "answered") and event.step is not None and event.value["declined"] in (None, "skipped"):
                session._kept[event.step] = event.value
        while (value := session._kept_answer()) is not None:
            session._apply(Happened(0.0, 0.0, kind_of(session.name), session.name, None, value))
        session._settle(now)
        return session

    def _kept_answer(self) -> dict[str, Any] | None:
        """What was answered before to the question shown, if it still fits."""
        question, kept = self.question, self._kept.pop(self.name, None)
        if question is None or kept is None:
            return None
        try:
            _ = kept["value"] is None or question.check(kept["value"])
        except NotAnAnswer:
            return None
        return dict(kept)

    def go_on(self, now: float) -> None:
        """Note in the journal that a broken session goes on."""
        self._anchor, self._seen = now - self._t0, now
        self._emit(now, "resumed", value={"paused_s": 0.0, "again": True})

    # -- the machine

    @property
    def _step(self) -> Step | None:
        return None if self.stage == "ended" or self._reel.ended else self._reel.current.step

    @property
    def _phases(self) -> tuple[Phase, ...]:
        return () if self.stage == "ended" or self._reel.ended else self._reel.current.phases

    @property
    def _mark(self) -> str | None:
        return self._reel.current.mark if self._step is not None else None

    @property
    def _guiding(self) -> bool:
        return self.stage == "script" and self._step is not None and bool(self._phases)

    @property
    def _outside(self) -> bool:
        """Whether a question stands between timed steps: nobody is guided meanwhile, however long it takes."""
        return self.stage == "script" and self.question is not None and not self._form

    @property
    def _easing(self) -> str | None:
        """What is made easier just now: the verb of the step, or None where there is nothing to make easier."""
        step = self._step
        if not self._guiding or step is None:
            return None
        if isinstance(step, Section):
            inside = step.region != RETURN and any(is_return(stand.step) for stand in self._reel.ahead())
            return step.verb if inside else None
        return step.verb if self._reel.easier(self._phase) is not None else None

    @property
    def _eases_next(self) -> bool:
        """Whether the next step, once this phase is over, can be made easier: so much is known while this one is timed (law 3)."""
        if self._phase + 1 < len(self._phases):
            return False
        stand = next(self._reel.ahead(), None)
        return stand is not None and isinstance(stand.step, Breathe | Tense | Move) and stand.step.eased(stand.phases, 0) is not None

    @property
    def _waits(self) -> bool:
        return self._guiding and self._phases[self._phase].waits

    def _phase_value(self) -> dict[str, Any]:
        phase = self._phases[self._phase]
        return {"phase": self._phase, "kind": phase.kind, "seconds": phase.seconds, "at": dict(phase.at)}

    def _emit(self, now: float, kind: str, *, t: float | None = None, value: Any = None) -> None:
        step = self._step if kind != "opened" else None
        named = step is not None and kind not in FINAL
        happened = Happened(
            now,
            round(self.active(now) if t is None else t, 6),
            kind,
            self.name if named else None,
            self._mark if named else None,
            value,
        )
        self._keep(happened)
        self._settle(now)

    def _keep(self, happened: Happened) -> None:
        self.news.append(happened)
        self._apply(happened)

    def _settle(self, now: float) -> None:
        """Say that the script is over, when it is and nobody has said so yet."""
        if self.stage == "script" and self._reel.ended:
            self._emit(now, "failed" if self._reel.failure else "completed", t=self._t0, value=self._reel.failure)
        if self.stage == "script" and self._kept and (value := self._kept_answer()) is not None:
            self._emit(now, kind_of(self.name), value=value)
        self._seen = now

    def _apply(self, event: Happened) -> None:
        """The one place where a session changes."""
        if self._outside:
            self._anchor = event.now - event.t
        match event.kind:
            case "opened":
                self._form = event.value.get("phases_total") == 0
                self._enter(Reel(self._bracket.opening), event)
            case "rated" | "answered" | "felt_worse" | "note":
                value, declined = event.value["value"], event.value["declined"]
                if event.value["saved"] and event.step is not None:
                    self._answers[event.step] = value
                # what Stop or a crash leaves open is noted and not handed on: Stop never enters the script (law 7)
                if declined != "interrupted" and (declined != "stopped" or self.stage == "closing"):
                    self._advance(tuple(value) if isinstance(value, list) else value, event)
            case "phase":
                self._done.append((self._reel.index, self._phase))
                self._next_phase(event)
            case "skipped":
                alone = self._phases[self._phase].alone
                self._left |= {} if alone else {self._reel.index: self._phase}
                self._next_phase(event) if alone else self._advance(None, event)
            case "eased":
                self._ease(event)
            case "paused":
                self._paused, self._paused_at = "paused", event.now
            case "gap":
                self._paused, self._paused_at = "gap", event.now
            case "resumed":
                if self._paused_at is not None:
                    self._anchor += event.now - self._paused_at
                self._paused = self._paused_at = None
            case "back":
                self._go_back(event)
            case "completed" | "stopped" | "failed":
                reason = event.value if event.kind == "stopped" else None
                self._close(Ending(event.kind, reason, dict(self._answers)), event)
            case "interrupted":
                self._reel.drop()
                self.stage = "ended"

    def _advance(self, answer: Answer, event: Happened) -> None:
        self._reel.advance(answer)
        self._enter(self._reel, event)

    def _next_phase(self, event: Happened) -> None:
        if self._phase + 1 < len(self._phases):
            self._phase += 1
            self._t0 = event.t
        else:
            self._advance(None, event)

    def _enter(self, reel: Reel, event: Happened, phase: int = 0) -> None:
        """Stand at the reel's step, walking on over steps that take no time and stages that are over."""
        self._reel, self._phase = reel, phase
        if self.stage == "script":
            self._t0 = event.t
        while not reel.ended:
            stand = reel.current
            if isinstance(stand.step, QUESTIONS) or stand.phases:
                return
            if isinstance(stand.step, Ambience):
                self._ambience = stand.step.sound or NO_BED
            reel.advance(None)
        if reel.failure and self.stage != "script":  # the host's own questions: a fault in dtx, never to be passed over
            raise RuntimeError(f"the {self.stage} questions broke off: {reel.failure}")
        if self.stage == "opening":
            self.stage, self._anchor = "script", event.now
            before = dict(self._answers)
            self._enter(Reel(lambda: self._bracket.around(self._script(), before), guest=True), event)
        elif self.stage == "closing":
            self.stage = "ended"

    def _ease(self, event: Happened) -> None:
        step = self._step
        if isinstance(step, Section):
            self._left[self._reel.index] = self._phase
            self._leaving = True
            while not self._reel.ended and not is_return(self._reel.current.step):
                self._reel.advance(None)
            self._enter(self._reel, event)
            return
        self._reel.ease(self._phase)
        if not isinstance(step, Breathe):  # a breath is finished first, anything else is left at once
            self._next_phase(event)

    def _close(self, ending: Ending, event: Happened) -> None:
        self._reel.drop()
        self.ending, self.stage, self._t0, self._ambience = ending, "closing", event.t, None
        self._enter(Reel(lambda: self._bracket.closing(ending)), event)

    def _go_back(self, event: Happened) -> None:
        step, phase = event.value["step"], event.value["phase"]
        self._leaving = False
        for name in event.value["undone"]:
            self._answers.pop(name, None)
        if self.stage == "script":
            self._done = [one for one in self._done if one < (step, phase)]
            self._left = {one: left for one, left in self._left.items() if one < step}
        self._enter(self._reel.rewound(step), event, phase)

    def _place_before(self, now: float) -> tuple[int, int] | None:
        """Where Back leads: (step, phase), or None at the beginning of a stage."""
        if self._step is None:
            return None
        index = self._reel.index
        if self._guiding and (self.active(now) - self._t0 > AGAIN_S):
            return index, self._phase
        if self._guiding and self._phase:
            return index, self._phase - 1
        for before in range(index - 1, -1, -1):
            stand = self._reel.stands[before]
            if isinstance(stand.step, QUESTIONS) or stand.phases:
                return before, self._left.get(before, max(0, len(stand.phases) - 1))
        return (index, 0) if self._guiding and self.active(now) > self._t0 else None

    def _unpause(self, now: float) -> None:
        if self._paused is not None:
            self.resume(now)

    def _decline_shown(self, now: float, why: str) -> None:
        if (question := self.question) is not None:
            self._emit(now, kind_of(self.name), value=answer_value(question, None, why))


def is_return(step: Step) -> bool:
    return isinstance(step, Section) and step.region == RETURN
