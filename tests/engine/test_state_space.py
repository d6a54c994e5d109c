"""Every state that a session can get into with any script, up to a depth: what holds in all of them, and from all of them."""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from dtx.engine.activity import Script
from dtx.engine.journal import FINAL
from dtx.engine.phase import Line
from dtx.engine.questions import Ask, Choose, NotAnAnswer, Rate, Ready, Several
from dtx.engine.reel import RESERVED
from dtx.engine.rehearsal import Way, reply
from dtx.engine.session import Session
from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed
from tests.engine.worlds import BRACKET, Kept, begun, playing, state

MOST_STATES = 150
"""States a script is followed into, nearest first. Most scripts have fewer; an endless one has no end of them."""

Command = Callable[[Session, float], float]
"""Does something to a session at a time, and gives the time afterwards."""


def to_the_deadline(session: Session, now: float) -> float:
    now = max(now, session.next_deadline or now)
    session.tick(now)
    return now


def three_seconds(session: Session, now: float) -> float:
    """Part of a phase goes by: Back then means its beginning."""
    now = min(now + 3, session.next_deadline or now + 3)
    session.tick(now)
    return now


def much_too_late(session: Session, now: float) -> float:
    now = (session.next_deadline or now) + 20
    session.tick(now)
    return now


def answered(way: Way) -> Command:
    def command(session: Session, now: float) -> float:
        question = session.question
        try:
            session.answer(reply(question, way) if question is not None else True, now)
        except NotAnAnswer:
            assert question is None, "an answer that fits is taken"
        return now

    return command


def plainly(name: str, *more: Any) -> Command:
    """A command that takes the time alone."""

    def command(session: Session, now: float) -> float:
        getattr(session, name)(now, *more)
        return now

    return command


COMMANDS: dict[str, Command] = {
    "tick": to_the_deadline,
    "wait": three_seconds,
    "late": much_too_late,
    "first": answered("first"),
    "last": answered("last"),
    "gap": plainly("gap", 60.0),
    "stop with a reason": plainly("stop", "dizzy"),
    **{name: plainly(name) for name in ("decline", "pause", "resume", "skip", "ease", "back", "stop")},
}
"""Everything a person, a clock or a computer that slept can do to a session."""

STOPS = ("stop", "stop with a reason")


# -- scripts: one that means well, and those that do not


def kind() -> Script:
    """A little of every step."""
    yield Ambience("rain")
    yield Say("Let the shoulders be soft.", 10)
    yield Breathe(Pattern(4, 0, 6), 2, faster=(Pattern(3, 0, 4), Pattern(2, 0, 4)))
    yield Tense("face", "Gather the face lightly.", trials=1)
    where = yield Choose("Where?", ("Back", "Neck"), save="where")
    if where == "Neck":
        yield Several("Which?", ("left", "right"), save="which")
    heels = Move("heels", "Heels up", reps=1, easier=Move("toes", "Toes up"))
    yield Move("bridge", "Bridge", sets=2, reps=1, rest_s=20, easier=heels)
    yield Move("walk", "Walk", own_pace=True)
    yield Section("belly", 20, (Line(0, "The belly."),), regions=("belly",))
    yield Section("return", 20, (Line(0, "Come back."),))
    yield Ready("Go on?")


def swallows_everything() -> Script:
    while True:
        try:
            yield Silence(10)
        except BaseException:
            continue


def swallows_at_questions() -> Script:
    while True:
        try:
            yield Ask("And now?", save="now")
        except GeneratorExit:
            yield Silence(5)


def never_lets_go() -> Script:
    try:
        yield Silence(10)
        yield Silence(10)
    finally:
        while True:
            yield Ready("One more?")


def raising(error: BaseException, after: int) -> Callable[[], Script]:
    """A script that raises instead of its step of that number."""

    def script() -> Script:
        steps: tuple[Step, ...] = (Silence(5), Ask("What?", save="what"), Breathe(Pattern(4, 0, 6), 1), Ready("Go on?"))
        for number, step in enumerate(steps):
            if number == after:
                raise error
            yield step

    return script


def yielding(*nonsense: object) -> Callable[[], Script]:
    def script() -> Script:
        yield Silence(5)
        yield from nonsense  # type: ignore[misc]

    return script


def asks_as_the_host(save: str) -> Callable[[], Script]:
    return playing(Silence(5), Rate("How strong is your pain right now?", save=save), Silence(5))


def holds_the_breath() -> Script:
    yield Breathe(Pattern(4, 7, 8), 2)
    yield Breathe(Pattern(2, 120, 2, 120), 1)


def takes_over_the_terminal() -> Script:
    sys.stdout.write("\x1b[2J\x1b]0;mine\x07")
    yield Say("\x1b[2JGone.\x1b[8m", 5)
    yield Choose("\x1b[31mWell?", ("\x1b[2Jyes", "no\x07"), save="well")
    yield Timed("\x9b2J", 5, lines=(Line(0, "\u202eback"),))


def sends_itself() -> Script:
    """Reaches for its own generator."""
    me: list[Any] = []

    def inner() -> Script:
        yield Silence(5)
        me[0].send(None)
        yield Silence(5)

    me.append(inner())
    yield from me[0]


def no_generator() -> Any:
    return [Silence(5)]


def forgets_to_send() -> Any:
    return iter([Silence(5), Silence(5)])


class Mine(Silence):
    """A step of the plugin's own, whose phases would be plugin code."""


SCRIPTS: dict[str, Callable[[], Script]] = {
    script.__name__: script
    for script in (
        *(kind, swallows_everything, swallows_at_questions, never_lets_go, holds_the_breath, takes_over_the_terminal, sends_itself),
        *(no_generator, forgets_to_send),
    )
}
SCRIPTS["empty"] = playing()
for after in range(5):
    SCRIPTS[f"raises after {after}"] = raising(ValueError("private"), after)
for error in (SystemExit(3), KeyboardInterrupt(), GeneratorExit(), RecursionError(), MemoryError()):
    SCRIPTS[f"raises {type(error).__name__}"] = raising(error, 1)
for name, thing in {
    "none": None,
    "number": 42,
    "text": "Silence",
    "own step": Mine(5),
    "class": Silence,
    "no length": Silence(0),
    "backwards": Silence(-5),
    "endless phase": Silence(float("inf")),
    "no number": Silence(float("nan")),
    "words for seconds": Silence("long"),  # type: ignore[arg-type]
    "no scale": Rate("How?", 5, 1),
    "no options": Choose("Which?", ()),
    "no words": Ask(None),  # type: ignore[arg-type]
}.items():
    SCRIPTS[f"yields {name}"] = yielding(thing, Silence(5))
for save in ("before.pain", "after.pain", "felt_worse", "stop_reason", "gate.lung", "note"):
    SCRIPTS[f"asks as {save}"] = asks_as_the_host(save)


# -- the walk through all states


@dataclass
class Found:
    """The states of one script: the way to each, and where each command leads from it."""

    ways: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    edges: dict[Any, dict[str, Any]] = field(default_factory=dict)
    facts: dict[Any, "Fact"] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """What is known of a state: its stage, what is shown, its endings so far, and what came of the two ways on from there.

    `asked_after`: the rating after has been asked. `would_be_asked`: it is, when one stops and declines all that follows.
    """

    stage: str
    name: str
    endings: int
    asked_after: bool
    would_be_asked: bool
    replayed_alike: bool


def went(script: Callable[[], Script], way: tuple[str, ...]) -> tuple[Kept, float]:
    """A session that went that way, with its journal."""
    kept, now = begun(script), 0.0
    for name in way:
        now = COMMANDS[name](kept.session, now)
    kept.write()
    return kept, now


def abstracted(session: Session, now: float) -> Any:
    """What tells two states apart: everything shown, how the script ended, and what Back, Easier and Resume would do."""
    view = session.view(now)
    shown = (view.question, view.phase, view.caption, view.paused, view.easing, view.can_go_back, round(view.elapsed), view.ambience)
    ending = session.ending and (session.ending.status, session.ending.stop_reason)
    return (session.stage, session.name, ending, session.phases_done, str(shown))


def looked_at(kept: Kept, now: float, script: Callable[[], Script]) -> Fact:
    session = kept.session
    again = Session.replay(script, BRACKET, kept.events, now)
    alike = not again.news and state(again, now) == state(session, now)
    again.interrupt(now)
    stage, name, endings = session.stage, session.name, sum(event.kind in FINAL for event in kept.events)
    asked = any(event.step == "after.pain" for event in kept.events)
    if stage in ("opening", "script"):
        session.stop(now)
    while session.stage != "ended":
        assert session.stage == "closing" and session.question is not None
        session.decline(now)
    kept.write()
    return Fact(stage, name, endings, asked, any(event.step == "after.pain" for event in kept.events), alike)


def explored(script: Callable[[], Script]) -> Found:
    """Breadth first: every command from every state, until nothing new is found or there are enough."""
    found = Found()
    waiting: deque[Any] = deque()

    def visit(way: tuple[str, ...]) -> Any:
        kept, now = went(script, way)  # whatever is raised fails the test, with the script and the way in its traceback
        here = abstracted(kept.session, now)
        if here not in found.ways and len(found.ways) < MOST_STATES:
            found.ways[here], found.facts[here] = way, looked_at(kept, now, script)
            waiting.append(here)
        kept.session.interrupt(now)  # leaves the script unnoticed, as a program that ends does
        return here

    visit(())
    while waiting:
        here = waiting.popleft()
        found.edges[here] = {name: visit((*found.ways[here], name)) for name in COMMANDS}
    return found


@pytest.fixture(scope="module", params=SCRIPTS, ids=lambda name: name.replace(" ", "-"))
def found(request: pytest.FixtureRequest) -> Iterator[Found]:
    """All states of one script; that none of them was reached by raising is the first thing that this shows."""
    yield explored(SCRIPTS[request.param])


def test_stop_leads_to_the_closing_questions_in_one_call_from_every_state(found: Found) -> None:
    """Law 7."""
    for here, edges in found.edges.items():
        fact = found.facts[here]
        for stop in STOPS:
            there = found.facts.get(edges[stop])
            if there is None:  # beyond the states that were kept
                continue
            if fact.stage in ("opening", "script"):
                assert there.stage == "closing", (found.ways[here], stop)
                assert there.name == ("after.pain" if stop == "stop with a reason" else "stop_reason")
            else:
                assert there.stage == "ended", (found.ways[here], stop)


def test_the_rating_after_is_reached_from_every_state_and_left_out_on_no_way_to_the_end(found: Found) -> None:
    """Law 6."""
    for here, fact in found.facts.items():
        assert fact.would_be_asked, found.ways[here]
        assert fact.asked_after or fact.stage != "ended", found.ways[here]


def test_a_session_rebuilt_from_its_journal_is_the_same_in_every_state(found: Found) -> None:
    """Law 4."""
    assert [found.ways[here] for here, fact in found.facts.items() if not fact.replayed_alike] == []


def test_there_is_one_ending_once_there_is_one(found: Found) -> None:
    for here, fact in found.facts.items():
        assert fact.endings == (fact.stage in ("closing", "ended")), found.ways[here]


def test_no_script_ever_asks_in_the_hosts_name(found: Found) -> None:
    """Law 6."""
    assert [fact.name for fact in found.facts.values() if fact.stage == "script" and fact.name.split(".")[0] in RESERVED] == []


def test_there_are_many_states_and_the_commands_are_all_that_a_session_takes() -> None:
    """A command that joins the session has to join the list above."""
    taken = {name for name, value in vars(Session).items() if callable(value) and not name.startswith("_")}
    others = {"open", "take", "active", "view", "coming", "go_on", "interrupt", "tick", "answer"}
    assert taken - others <= set(COMMANDS)
    assert len(explored(kind).ways) > 100
