"""Scripts, brackets and a hand-held clock for the engine's tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket, Ending
from dtx.engine.journal import Event
from dtx.engine.questions import Ask, Choose, Rate, Ready, Several
from dtx.engine.session import Happened, Session
from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed

PAIN = Rate("How strong is your pain right now?", save="before.pain")
PAIN_AFTER = replace(PAIN, save="after.pain")


def opening() -> Script:
    yield PAIN


def closing(ending: Ending) -> Script:
    if ending.status == "stopped" and ending.stop_reason is None:
        yield Choose("Why?", ("pain", "time", "other"), save="stop_reason")
    yield PAIN_AFTER
    yield Choose("Did anything feel worse?", ("no", "a_little", "a_lot", "not_sure"), save="felt_worse")


BRACKET = Bracket(opening, closing)


def playing(*steps: Step) -> Callable[[], Script]:
    def script() -> Script:
        for step in steps:
            yield step

    return script


@dataclass
class Kept:
    """A session with the journal it has written so far."""

    session: Session
    events: list[Event]

    def write(self) -> None:
        self.events += [numbered(happened, len(self.events) + i + 1) for i, happened in enumerate(self.session.take())]


def numbered(happened: Happened, seq: int) -> Event:
    return Event(seq, "2026-11-22T10:00:00+00:00", happened.t, happened.kind, happened.step, happened.fingerprint, happened.value)


def begun(script: Callable[[], Script], now: float = 0.0, bracket: Bracket = BRACKET) -> Kept:
    kept = Kept(Session(script, bracket), [])
    kept.session.open(now, {})
    kept.write()
    return kept


def into_script(script: Callable[[], Script], now: float = 0.0) -> Kept:
    kept = begun(script, now)
    kept.session.answer(6, now)
    kept.write()
    return kept


seconds = st.sampled_from([0.5, 1, 1.5, 2, 3.69, 4, 5.54, 6.5, 10])
timed: st.SearchStrategy[Step] = st.one_of(
    st.builds(Say, st.just("Let the shoulders be soft."), seconds),
    st.builds(Silence, seconds),
    st.builds(Breathe, st.builds(Pattern, seconds, st.sampled_from([0, 2]), seconds, st.sampled_from([0, 1])), st.integers(1, 4)),
    st.builds(Tense, st.just("face"), st.just("Gather the face lightly."), st.integers(1, 2)),
    st.builds(Timed, st.just("Rest"), seconds),
    st.builds(
        Move,
        st.just("heel_slide"),
        st.just("Slide one heel away."),
        sets=st.integers(1, 2),
        reps=st.integers(1, 3),
        side=st.sampled_from(["both", "each", "alternate"]),
        rest_s=st.sampled_from([0, 20]),
        own_pace=st.booleans(),
        transition_s=st.sampled_from([0, 15]),
    ),
    st.builds(Ambience, st.sampled_from(["rain", None])),
    st.just(Section("belly", 30, ("Let attention drift round to the belly.", "No forcing, no fixing."))),
)
asked: st.SearchStrategy[Step] = st.sampled_from(
    [Ask("What did you notice?", save="noticed"), Choose("Where?", ("Back", "Neck")), Several("Which?", ("a", "b")), Ready("Go on?")]
)
scripts = st.lists(st.one_of(timed, timed, asked), max_size=6)

Command = tuple[str, float]
commands = st.lists(
    st.tuples(
        st.sampled_from(["tick", "tick", "tick", "deadline", "deadline", "answer", "decline", "pause", "resume", "skip", "back", "late"]),
        st.sampled_from([0.0, 0.05, 0.7, 1.9, 3.3]),
    ),
    max_size=40,
)


def fitting(session: Session) -> Any:
    """An answer the shown question takes."""
    question = session.question
    if isinstance(question, Rate):
        return 4
    if isinstance(question, Choose):
        return question.options[-1]
    if isinstance(question, Several):
        return [question.options[0]]
    return True if isinstance(question, Ready) or question is None else "warm"


def do(session: Session, command: Command, now: float) -> float:
    """Carry out one command at `now` plus its wait; gives the time it was carried out."""
    name, wait = command
    now += wait
    deadline = session.next_deadline
    if name == "late":
        now = max(now, (deadline or now) + 20)
        session.tick(now)
    elif name == "deadline":
        now = max(now, deadline or now)
        session.tick(now)
    else:
        if deadline is not None and now - deadline > 2:
            now = deadline
        session.tick(now)
        if name == "answer" and (session.question is not None or (session.view(now).phase is not None and session.view(now).phase.waits)):  # type: ignore[union-attr]
            session.answer(fitting(session), now)
        elif name in ("decline", "pause", "resume", "skip", "back"):
            getattr(session, name)(now)
    return now


def state(session: Session, now: float) -> tuple[Any, ...]:
    """Everything about a session that its journal has to give back."""
    view = session.view(now)
    return (
        view.stage,
        view.name,
        view.question,
        view.step,
        view.phase,
        view.ambience,
        view.coming,
        session.phases_done,
        session.ending,
    )
