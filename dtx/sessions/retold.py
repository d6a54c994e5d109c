"""A session gone through in no time, and all that its player would be told meanwhile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket, Ending
from dtx.engine.journal import FINAL, Event
from dtx.engine.questions import NotAnAnswer
from dtx.engine.rehearsal import reply
from dtx.engine.score import HORIZON_S, Cue, score
from dtx.engine.session import Diverged, Happened, Session
from dtx.sound.performance import Performance, Telling
from dtx.sound.swell import Swell, swells


@dataclass(frozen=True, slots=True)
class Moment:
    """From `at` on: the score, the bed that the script names, and whether somebody is guided."""

    at: float
    score: tuple[Cue, ...]
    swell: tuple[Swell, ...]
    ambience: str | None
    guided: bool


class Retold(Session):
    """A session, driven or replayed, that keeps what there was to hear from one event to the next.

    Time runs from the beginning of the script, with every pause as long as it was; a question takes none of it. Where a session
    broke off and was gone on with, only what the journal knows of the broken phase is there, and the phase begins again right after it.
    """

    def __init__(self, script: Callable[[], Script], bracket: Bracket) -> None:
        super().__init__(script, bracket)
        self._moments: list[Moment] = []
        self._end_s = 0.0
        self._shift_s = 0.0  # how much later than in active time it is
        self._told_until_s = 0.0
        self._applied = 0

    def performance(self, bed: str) -> Performance:
        """All of it. `bed` sounds where the script names none; in a pause, and while something is asked, there is silence."""
        told = (Telling(one.at, one.score, one.ambience or bed if one.guided else None, one.swell) for one in self._moments)
        return Performance(tuple(told), self._end_s)

    def _apply(self, event: Happened) -> None:
        before = self.stage
        self._applied += 1
        if event.kind == "phase" and event.value != self._phase_value():
            raise Diverged(self._applied)  # the same step, but laid out otherwise
        super()._apply(event)
        if "script" not in (before, self.stage):
            return
        if event.kind == "resumed":
            again = event.value.get("again", False)
            self._shift_s = self._end_s - event.t if again else self._shift_s + event.value["paused_s"]
        self._end_s = max(self._end_s, event.t + self._shift_s)
        if self.stage == "script":
            self._listen(event)

    def _listen(self, event: Happened) -> None:
        now, shift, deadline, view = event.t, self._shift_s, self.next_deadline, self.view(event.t)
        if view.phase is None and view.question is None:  # nothing is left but to say that it is over
            return
        known = event.kind == "phase" and deadline is not None and deadline + shift <= self._told_until_s
        if known and self._moments and self._moments[-1].ambience == view.ambience:
            return
        ahead_s = HORIZON_S + (deadline - now if deadline is not None else 0.0)
        self._told_until_s = now + shift + ahead_s if deadline is not None else 0.0
        cues = tuple(replace(cue, at=cue.at + shift) for cue in score(self, now, ahead_s))
        swell = tuple(replace(one, at=one.at + shift) for one in swells(self, now, ahead_s))
        if self._moments and self._moments[-1].at == self._end_s:
            self._moments.pop()
        guided = view.phase is not None and view.paused is None
        self._moments.append(Moment(self._end_s, cues, swell, view.ambience, guided))


def as_planned(script: Callable[[], Script], bed: str) -> Performance:
    """A script as it is when nobody intervenes. Questions take no time, and are answered as in a rehearsal."""
    session = Retold(script, Bracket(nothing, no_questions))
    session.open(0.0, {})
    now = 0.0
    while session.stage == "script":
        if session.question is not None:
            answer_as_rehearsed(session, now)
        elif (deadline := session.next_deadline) is not None:
            now = deadline
            session.tick(now)
        else:  # a phase that waits has its planned length
            phase = session.view(now).phase
            now += phase.seconds if phase is not None else 0.0
            session.answer(True, now)
    return session.performance(bed)


def as_delivered(script: Callable[[], Script], bracket: Bracket, events: Iterable[Event], bed: str) -> Performance:
    """What was delivered according to a journal, up to the end of the script. Raises `Diverged` where the script is another one now."""
    session = Retold.replay(script, bracket, up_to_the_end(events), 0.0)
    return session.performance(bed)


def up_to_the_end(events: Iterable[Event]) -> Iterable[Event]:
    for event in events:
        yield event
        if event.kind in FINAL:
            return


def answer_as_rehearsed(session: Session, now: float) -> None:
    question = session.question
    assert question is not None
    try:
        session.answer(reply(question, "first"), now)
    except NotAnAnswer:
        session.decline(now)


def nothing() -> Script:
    yield from ()


def no_questions(ending: Ending) -> Script:
    yield from ()
