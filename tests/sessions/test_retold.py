"""A session gone through in no time: what its player would be told is what the player of a live session is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.bracket import bracket_for
from dtx.engine.rehearsal import rehearse
from dtx.engine.score import Cue
from dtx.engine.session import Diverged
from dtx.sessions.practice import Practice
from dtx.sessions.reader import Reader
from dtx.sessions.retold import as_delivered, as_planned
from dtx.sessions.world import Prepared
from dtx.sound.performance import Performance, Telling
from dtx.sound.player import Silent
from dtx.sound.swell import Swell
from tests.evenings import Evening, plugin
from tests.heads import head

NEAR_S = 1e-6

TALK = (
    head("A talk", minutes=3)
    + """\
steps:
  - ambience: rain
  - say: The first words of all.
  - silence: 20 s
  - ask: Anything on your mind?
    save: mind
  - ambience: none
  - say: The words after the question.
  - timed: Rest for a while.
    for: 100
    lines: [First words., Later words., Last words.]
  - breathe: 4-6
    times: 3
"""
)


class Recorder(Silent):
    """A silent player that remembers what it was told, and when; the seconds in which a question stood there are left out."""

    def __init__(self, evening: Evening) -> None:
        super().__init__(lambda: evening.clock.now)
        self.told: list[Telling] = []
        self.asked_s = 0.0

    def play(self, score: Sequence[Cue], bed: str | None, swell: Sequence[Swell] = ()) -> None:
        cues = tuple(replace(cue, at=cue.at - self.asked_s) for cue in score)
        swells = tuple(replace(one, at=one.at - self.asked_s) for one in swell)
        self.told.append(Telling(self.now() - self.asked_s, cues, bed, swells))


@dataclass(frozen=True)
class Began:
    """Cues by their names, their words and when they began."""

    cues: list[tuple[float, str, str]]

    def __eq__(self, other: object) -> bool:
        """Sums of seconds differ in their last bits."""
        assert isinstance(other, Began)
        mine, theirs = (sorted(one.cues, key=lambda cue: (cue[1:], cue[0])) for one in (self, other))
        times = pytest.approx([at for at, *_ in theirs], abs=1e-5)
        return [what for _, *what in mine] == [what for _, *what in theirs] and [at for at, *_ in mine] == times


def cues(tellings: Iterable[Telling], until: float, since: float = 0.0) -> Began:
    """The cues that began: each telling's, up to the next telling."""
    found, told = [], list(tellings)
    for one, following in zip(told, [*(one.at for one in told[1:]), until], strict=True):
        for cue in one.score:
            if one.at - NEAR_S <= cue.at < following - NEAR_S and cue.at >= since - NEAR_S:
                found.append((cue.at - since, cue.name, cue.text))
    return Began(found)


def fullness(tellings: Iterable[Telling], at: float) -> float | None:
    """How full the swell is at a moment."""
    plan = [one for one in tellings if one.at <= at][-1].swell
    return next((round(one.level(at), 6) for one in plan if one.at <= at < one.at + one.seconds), None)


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    plugin(tmp_path / "plugins", "talk", TALK)
    with Evening.at(tmp_path / "home", folder=tmp_path / "plugins") as evening:
        yield evening


def prepared(reader: Reader, activity_id: str, given: dict[str, Any]) -> Prepared:
    return reader.look(activity_id, given, reader.now()).prepared


def delivered(evening: Evening, session_id: str, bed: str = "brown") -> Performance:
    events = evening.services.store.events(session_id)
    world = events[0].value
    script = Prepared(evening.services.shelf.open(world["activity_id"]), world).script
    return as_delivered(script, bracket_for(world), events, bed)


@dataclass
class Lived:
    """A live session, what its player was told, and when its script began and ended."""

    practice: Practice
    player: Recorder
    began: float
    ended: float = field(default=0.0)

    @property
    def seconds(self) -> float:
        return self.ended - self.began - self.player.asked_s


def begun(evening: Evening, activity_id: str, given: dict[str, Any] | None = None) -> Lived:
    practice = evening.begin(activity_id, given)
    recorder = Recorder(evening)
    practice.player = recorder
    while practice.view(evening.clock.now).stage == "opening":
        evening.clock.move_to(evening.clock.now + 3.3)  # a person takes their time
        practice.decline(evening.clock.now)
    return Lived(practice, recorder, evening.clock.now)


def guide(evening: Evening, practice: Practice, until: float = inf) -> None:
    """Let time pass as a driver does, which looks at the clock more often than phases end."""
    while (deadline := practice.next_deadline) is not None and evening.clock.now < until:
        evening.clock.move_to(min(deadline, until, evening.clock.now + 10))
        practice.tick(evening.clock.now)


def wait(evening: Evening, lived: Lived, until: float) -> None:
    """Let time pass in which nobody is guided further: a question may stand there."""
    lived.player.asked_s += until - evening.clock.now if lived.practice.question is not None else 0.0
    evening.clock.move_to(until)


def finished(evening: Evening, lived: Lived) -> Lived:
    """Guide to the end of the script, answering its questions after some seconds each, and then what comes after."""
    practice = lived.practice
    while practice.view(evening.clock.now).stage == "script":
        if practice.view(evening.clock.now).paused is not None:
            practice.resume(evening.clock.now)
        guide(evening, practice)
        if practice.view(evening.clock.now).stage == "script":
            wait(evening, lived, evening.clock.now + 2.5)
            practice.answer("some words", evening.clock.now) if practice.question else practice.done(evening.clock.now)
    lived.ended = evening.clock.now
    evening.answer(practice)
    assert practice.ended
    return lived


ACTIVITIES = [
    ("breathing.coherent_46", {"minutes": "3"}),
    ("breathing.sigh", {}),
    ("breathing.four78", {}),
    ("body_scan.scan", {"minutes": "45"}),
    ("relaxation.pmr", {}),
    ("relaxation.rapid", {}),
    ("exercises.knees", {}),
    ("exercises.slow_flow", {}),
    ("talk.talk", {}),
]


@pytest.mark.parametrize(("activity_id", "given"), ACTIVITIES, ids=[name for name, _ in ACTIVITIES])
def test_a_plan_has_the_times_and_the_cues_of_its_page(activity_id: str, given: dict[str, str], evening: Evening) -> None:
    ready = prepared(evening.services.reader, activity_id, given)
    page = rehearse(ready.script)
    planned = as_planned(ready.script, "brown")
    assert planned.frames == round(page.total_s * 48_000) == round(evening.services.read(activity_id, given)["total_s"] * 48_000)
    expected = [(start, phase.cue, phase.text) for phase, start, _ in page.phases if phase.cue and not phase.waits]
    expected += [(start + line.at_s, "voice", line.text) for phase, start, _ in page.phases for line in phase.lines]
    assert cues(planned.tellings, planned.seconds) == Began(expected)
    for phase, start, end in page.phases:
        if phase.swell is not None:
            assert fullness(planned.tellings, start + 1e-9) == pytest.approx(phase.swell[0], abs=1e-6), start
            assert fullness(planned.tellings, (start + end) / 2) == pytest.approx(sum(phase.swell) / 2, abs=1e-6), start


def test_the_bed_is_the_scripts_else_the_persons(evening: Evening) -> None:
    talk = as_planned(prepared(evening.services.reader, "talk.talk", {}).script, "ocean")
    assert talk.tellings[0].bed == "rain" and talk.tellings[-1].bed == "none"
    breaths = as_planned(prepared(evening.services.reader, "breathing.four78", {}).script, "ocean")
    assert {one.bed for one in breaths.tellings} == {"ocean"}


def test_a_session_that_nobody_disturbed_is_the_plan(evening: Evening) -> None:
    lived = finished(evening, begun(evening, "breathing.coherent_46", {"minutes": "3"}))
    made = delivered(evening, lived.practice.session_id)
    planned = as_planned(prepared(evening.services.reader, "breathing.coherent_46", {"minutes": "3"}).script, "brown")
    assert made.seconds == planned.seconds == 180.0
    assert cues(made.tellings, 180.0) == cues(planned.tellings, 180.0)


def same_as_live(evening: Evening, lived: Lived) -> Performance:
    made, log = delivered(evening, lived.practice.session_id), evening.services.log(lived.practice.session_id)
    assert made.seconds == pytest.approx(lived.seconds, abs=1e-4)
    assert made.seconds == pytest.approx(log.active_s + log.paused_s, abs=2e-3)
    assert cues(made.tellings, made.seconds) == cues(lived.player.told, lived.ended - lived.player.asked_s, lived.began)
    return made


def test_pauses_skips_backs_and_easing_are_where_they_were(evening: Evening) -> None:
    lived = begun(evening, "relaxation.pmr")
    practice, clock = lived.practice, evening.clock
    for until, command in (
        (50.5, practice.pause),
        (63.25, practice.resume),
        (100.125, practice.skip),
        (131.75, practice.back),
        (160.1, practice.ease),
        (200.6, practice.pause),
        (204.6, practice.skip),
    ):
        guide(evening, practice, lived.began + until)
        clock.move_to(lived.began + until)
        command(clock.now)
    guide(evening, practice, lived.began + 300.2)
    practice.stop(clock.now, "time")
    lived.ended = clock.now
    evening.answer(practice)
    made = same_as_live(evening, lived)
    assert made.seconds == pytest.approx(300.2, abs=1e-5)
    silent = [one.at for one in made.tellings if one.bed is None]
    assert silent == [pytest.approx(50.5), pytest.approx(200.6)]
    assert [one for one in made.tellings if one.bed is None and (one.score or one.swell)] == []


COMMANDS = st.sampled_from(["pause", "skip", "back", "ease", "wait"])


@given(
    st.lists(st.tuples(st.floats(0.1, 40), COMMANDS), max_size=12), st.sampled_from(["talk.talk", "breathing.box_4444", "body_scan.scan"])
)
def test_whatever_a_person_does_the_file_has_what_the_player_was_told(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[float, str]], activity_id: str
) -> None:
    folder = tmp_path_factory.mktemp("evening")
    plugin(folder / "plugins", "talk", TALK)
    with Evening.at(folder / "home", folder=folder / "plugins") as evening:
        lived = begun(evening, activity_id)
        practice = lived.practice
        for after_s, deed in deeds:
            until = evening.clock.now + after_s
            guide(evening, practice, until)
            wait(evening, lived, until)
            if practice.view(until).stage != "script":
                break
            if practice.view(until).paused is not None:
                practice.resume(until)
            elif deed != "wait":
                getattr(practice, deed)(until)
        if practice.view(evening.clock.now).stage == "script":
            finished(evening, lived)
        else:
            return  # it ended somewhere on the way, and nobody looked at when
        same_as_live(evening, lived)


def test_a_session_that_broke_off_and_was_gone_on_with_is_as_long_as_what_is_known_of_it(evening: Evening) -> None:
    lived = begun(evening, "breathing.coherent_46", {"minutes": "3"})
    evening.guide(lived.practice, lived.began + 52.0)
    lived.practice.close()
    evening.clock.move_to(evening.clock.now + 60)
    practice = evening.services.resume(lived.practice.session_id)
    evening.guide(practice)
    evening.answer(practice)
    log = evening.services.log(practice.session_id)
    made = delivered(evening, practice.session_id)
    assert made.seconds == pytest.approx(log.active_s) == 180.0
    planned = as_planned(prepared(evening.services.reader, "breathing.coherent_46", {"minutes": "3"}).script, "brown")
    assert cues(made.tellings, 180.0) == cues(planned.tellings, 180.0)


def test_a_journal_that_does_not_fit_the_script_is_noticed(evening: Evening, tmp_path: Path) -> None:
    lived = finished(evening, begun(evening, "talk.talk"))
    plugin(tmp_path / "plugins", "talk", TALK.replace("The first words", "Some other words"))
    with pytest.raises(Diverged):
        delivered(evening, lived.practice.session_id)
