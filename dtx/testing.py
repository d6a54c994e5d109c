"""For the tests of plugin authors: a practice gone through in no time, with the answers a test gives and nothing left on disk.

    from dtx.testing import rehearse

    def test_the_belief_is_asked_again():
        done = rehearse("thought_record", ["They think I am lazy.", 80, "Yes", "They may be tired, too.", 40])
        assert done.saved["belief.after"] == 40

With pytest there is a fixture of the same name, which finds the plugin beside the test. Everything runs in this process, so that a
debugger stops where one wants it to; what never ends here is met by `dtx check`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from dtx import paths
from dtx.authors.preview import Preview
from dtx.engine.activity import Context, Script
from dtx.engine.clock import HandClock
from dtx.engine.phase import Phase
from dtx.engine.questions import NotAnAnswer, Question
from dtx.engine.record import SessionLog
from dtx.engine.reel import RESERVED
from dtx.engine.saved import leaves
from dtx.errors import Unknown
from dtx.host.desk import Desk
from dtx.host.shelf import Opened, Shelf
from dtx.host.sources import Found
from dtx.host.trust import MANIFEST, Tree
from dtx.sessions.looked import Looked
from dtx.sessions.practice import Practice
from dtx.sessions.reader import Reader
from dtx.sessions.screening import Screening

Answers = Sequence[Any] | Mapping[str, Any]
"""Answers to the practice's own questions in their order, or by question id. None declines; what is missing is declined."""

NONE: Mapping[str, Any] = MappingProxyType({})
A_FRIDAY = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of it.

    `status` is completed, stopped or failed; `saved` the answers by the names they were saved under; `asked` the ids of the
    practice's own questions in order; `said` every line of words; `phases` what was guided, in order; `total_s` their seconds.
    `record` is the whole session as dtx keeps it.
    """

    status: str
    saved: Mapping[str, Any]
    asked: tuple[str, ...]
    said: tuple[str, ...]
    phases: tuple[Phase, ...]
    total_s: float
    record: SessionLog = field(repr=False)


class WrongAnswer(AssertionError):
    """The answers that a test gives do not fit what is asked."""


def rehearse(
    plugin: str | PathLike[str],
    answers: Answers = (),
    *,
    options: Mapping[str, Any] = NONE,
    profile: Mapping[str, str] = NONE,
    previous: Mapping[str, Any] = NONE,
    at: datetime = A_FRIDAY,
    stop_after_s: float | None = None,
    may_fail: bool = False,
    near: Path | None = None,
) -> Rehearsed:
    """Go through one practice as a person would, on a clock that does not wait.

    `plugin` is its folder, its name or an activity's id. A name is looked for in the folder `near` (else the present one) and those
    above it, then among all plugins. `profile` is as for `dtx profile --set`, `previous` what earlier sessions saved.
    With `stop_after_s` the person stops then. What the script raises is raised here, unless it `may_fail`.

    Raises WrongAnswer for an answer that its question cannot take and for answers that are left over, `Unknown` for what is not there,
    Refused where the health questions close it, and `PluginProblem` where it does not load.
    """
    folder, activity = find(plugin, near or Path.cwd())
    with bench(folder, at) as services:
        services.set_profile(dict(profile))
        activity_id = activity or the_only(services, folder)
        screening = Screening()
        screening.saved |= dict(previous)
        practice = services.begin(activity_id, options, screening)
        try:
            told = Telling(answers)
            go_through(practice, services.hand, told, stop_after_s)
        finally:
            practice.close()
        log = services.log(practice.session_id)
        if services.raised and not may_fail:
            raise services.raised[0]
        if log.status == "failed" and not may_fail:
            raise AssertionError(f"{activity_id} breaks off: {next(event.value for event in log.events if event.kind == 'failed')}.")
        told.check_all_given(log.status)
        return Rehearsed(str(log.status), dict(leaves(log.saved)), tuple(told.asked), *told.heard, log.active_s, log)


# -- what it needs


class Telling:
    """Gives a test's answers, and notes what is asked, said and guided."""

    def __init__(self, answers: Answers) -> None:
        self._by_id = dict(answers) if isinstance(answers, Mapping) else None
        self._in_order = list(answers) if not isinstance(answers, Mapping | str) else []
        if isinstance(answers, str):
            raise WrongAnswer("Give a list of answers, not a text.")
        self._used: set[str] = set()
        self.asked: list[str] = []
        self._said: dict[str, None] = {}
        self._phases: list[Phase] = []

    @property
    def heard(self) -> tuple[tuple[str, ...], tuple[Phase, ...]]:
        return tuple(self._said), tuple(self._phases)

    def give(self, practice: Practice, name: str, question: Question, now: float) -> None:
        """Answer one question; dtx's own are declined unless an answer is given under their id."""
        own = name.split(".")[0].split("[")[0] not in RESERVED
        if own:
            self.asked.append(name)
            self._said.setdefault(question.text)
        if self._by_id is not None:
            answer = self._by_id.get(name)
            self._used.add(name)
        else:
            answer = self._in_order.pop(0) if own and self._in_order else None
        try:
            practice.answer(answer, now) if answer is not None else practice.decline(now)
        except NotAnAnswer as problem:
            raise WrongAnswer(f"{name} ({question.text}) cannot take {answer!r}. {problem}") from None

    def guide(self, phase: Phase) -> None:
        self._phases.append(phase)
        for words in (phase.text, *(line.text for line in phase.lines)):
            if words:
                self._said.setdefault(words)

    def check_all_given(self, status: str | None) -> None:
        """Raise WrongAnswer for answers that nobody asked for; a session that was stopped or failed leaves some over."""
        left = [repr(one) for one in self._in_order] or [name for name in self._by_id or () if name not in self._used]
        if left and status == "completed":
            raise WrongAnswer(f"Nobody asked for {', '.join(left)}. It asked: {', '.join(self.asked) or 'nothing'}.")


def go_through(practice: Practice, clock: HandClock, told: Telling, stop_after_s: float | None) -> None:
    """To the end, phase by phase and question by question."""
    while not practice.ended:
        view = practice.view(clock.now)
        if view.question is not None:
            told.give(practice, view.name, view.question, clock.now)
        elif view.phase is not None:
            told.guide(view.phase)
            if practice.next_deadline is None:  # it waits for the person to be done
                practice.done(clock.now)
                continue
            end = practice.next_deadline
            if stop_after_s is not None and view.active + view.remaining > stop_after_s:
                clock.move_to(end - (view.active + view.remaining - stop_after_s))
                practice.tick(clock.now)
                practice.stop(clock.now)
                stop_after_s = None
            else:
                clock.move_to(end)
                practice.tick(clock.now)


def find(plugin: str | PathLike[str], near: Path) -> tuple[Path, str | None]:
    """The folder of a plugin, and the activity that is meant where one was named. Raises `Unknown`."""
    word = str(plugin)
    if (Path(word) / MANIFEST).is_file():
        return Path(word).resolve(), None
    name, dot, _ = word.partition(".")
    for place in (near, *near.resolve().parents):
        for folder in (place / name, place):
            if folder.name == name and (folder / MANIFEST).is_file():
                return folder.resolve(), word if dot else None
    with TemporaryDirectory() as home:
        return Shelf(Path(home), only="").manifest(name).folder, word if dot else None


def the_only(services: Preview, folder: Path) -> str:
    """The id of the plugin's one activity. Raises `Unknown` where there are several."""
    ids = [f"{folder.name}.{one.id}" for one in services.shelf.manifest(folder.name).activities]
    if len(ids) > 1:
        raise Unknown(f"{folder.name} has {len(ids)} activities.", f"Name one of them: {', '.join(ids)}.")
    return ids[0]


class Bench(Preview):
    """A preview for tests: code is loaded and rehearsed in this process, and what it raises is kept to be raised again."""

    def __init__(self, home: Path, folder: Path, at: datetime) -> None:
        self.hand = HandClock(at)
        super().__init__(home, folder, mine=True, sound=False, clock=self.hand)
        self.raised: list[Exception] = []
        self.shelf = OwnDesk(home, folder, self.raised)

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            self._reader = OwnReader(self.shelf, lambda: self.store, self.now, self.home)
        return self._reader


class OwnDesk(Desk):
    def __init__(self, home: Path, folder: Path, raised: list[Exception]) -> None:
        super().__init__(home, folder, mine=True)
        self._raised = raised

    def prove(self, place: Found, tree: Tree) -> None:
        """An author's own code is loaded here at once."""

    def open(self, activity_id: str, sha256: str | None = None) -> Opened:
        opened = super().open(activity_id, sha256)
        script = partial(noted, opened.activity.script, self._raised)
        return replace(opened, activity=replace(opened.activity, script=script))


class OwnReader(Reader):
    def look(
        self, activity_id: str, given: Mapping[str, Any], at: datetime, *, agreed: Mapping[str, Any] = NONE, here: bool = False
    ) -> Looked:
        return super().look(activity_id, given, at, agreed=agreed, here=True)


def noted(script: Callable[[Context], Script], raised: list[Exception], ctx: Context) -> Script:
    """The same script; what it raises is noted before dtx makes the best of it."""
    try:
        yield from script(ctx)
    except Exception as error:
        raised.append(error)
        raise


@contextmanager
def bench(folder: Path, at: datetime) -> Iterator[Bench]:
    with TemporaryDirectory(prefix="dtx-test-") as home:
        services = Bench(paths.make_private(Path(home)), folder, at)
        try:
            yield services
        finally:
            services.close()
