"""A practice while it is being written: what is wrong with the text as it stands, and what would happen when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dtx.authors.authored import PLAIN
from dtx.engine.phase import Phase
from dtx.engine.questions import QUESTIONS, Answer, Question
from dtx.engine.reel import MOST_IN_ALL, NoStep, Stand, laid_out
from dtx.engine.rehearsal import reply
from dtx.engine.steps import TimedStep
from dtx.engine.view import View

if TYPE_CHECKING:
    from dtx.host.manifest import Declared, Manifest
    from dtx.host.script import Told

MOST_MOMENTS = 2_000
"""As many steps as a script may have."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to put right, or with `hint` to look at, on a `line` from 1; None is the whole file."""

    line: int | None
    sentence: str
    remedy: str
    hint: bool = False

    def __str__(self) -> str:
        place = f"Line {self.line}: " if self.line is not None else ""
        return f"{place}{'(a hint) ' if self.hint else ''}{self.sentence} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of an activity, in the order in which it comes: `start_s` is None for a step that this rehearsal does not come to.

    `only` is what has to hold for it.
    """

    activity: str
    line: int
    stand: Stand
    start_s: float | None
    only: str = ""

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.stand.phases)

    @property
    def words(self) -> str:
        """What it is about, in its own words."""
        step = self.stand.step
        if isinstance(step, QUESTIONS):
            return step.text
        named = (phase.text or next((line.text for line in phase.lines), "") for phase in self.stand.phases)
        return next(filter(None, named), getattr(step, "sound", None) or "")

    def view(self, following: "Moment | None" = None) -> View:
        """What the patient sees in the middle of it."""
        step, phases = self.stand.step, self.stand.phases
        if isinstance(step, QUESTIONS):
            return View("script", step.verb, question=step, caption=step.text)
        phase = phases[0] if phases else Phase("silence", 1.0)
        coming = phases[1] if len(phases) > 1 else next(iter(following.stand.phases), None) if following is not None else None
        half = phase.seconds / 2 if phase.swell is not None else 0.0
        return View(
            "script",
            step.verb,
            step=as_timed(step),
            phase=phase,
            elapsed=half,
            remaining=phase.seconds - half,
            active=(self.start_s or 0.0) + half,
            caption=phase.caption(half),
            coming=coming,
            can_go_back=True,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it stands: `marks` by line, and where it can be read, the `moments` of each activity in the order of the file."""

    marks: tuple[Mark, ...]
    moments: tuple[Moment, ...] = ()
    titles: Mapping[str, str] | None = None
    code: str | None = None

    @property
    def readable(self) -> bool:
        return self.titles is not None

    @property
    def totals(self) -> dict[str, float]:
        """How long each activity takes, in seconds."""
        totals: dict[str, float] = {}
        for one in self.moments:
            end = 0.0 if one.start_s is None else one.start_s + one.seconds
            totals[one.activity] = max(totals.get(one.activity, 0.0), end)
        return totals

    def at(self, line: int) -> int | None:
        """The place among `moments` of the step that a line belongs to; None above the first."""
        before = [place for place, one in enumerate(self.moments) if one.line <= line]
        if not before:
            return None
        latest = max(self.moments[place].line for place in before)
        return next(place for place in before if self.moments[place].line == latest)

    def mark_near(self, line: int) -> Mark | None:
        """What there is to say about a line; else the first thing there is to put right."""
        here = [mark for mark in self.marks if mark.line == line]
        wrong = [mark for mark in self.marks if not mark.hint]
        return next(iter([*here, *wrong, *self.marks]), None)

    def next_mark(self, line: int) -> Mark | None:
        """The next thing below a line, and from the end the first again."""
        placed = sorted((mark for mark in self.marks if mark.line is not None), key=lambda mark: mark.line or 0)
        return next((mark for mark in placed if (mark.line or 0) > line), placed[0] if placed else None)


def read_draft(folder: Path, text: str) -> Draft:
    """Read a text as if it stood in the folder's `plugin.yaml`. It raises nothing, whatever the text is."""
    from dtx.host.contents import contents_of
    from dtx.host.manifest import ManifestProblems

    try:
        manifest = contents_of(folder, text)
    except ManifestProblems as problems:
        return Draft(tuple(Mark(one.line, one.sentence, one.remedy) for one in problems.problems))
    moments = tuple(moment for one in manifest.activities for moment in moments_of(f"{manifest.id}.{one.id}", one))
    titles = {f"{manifest.id}.{one.id}": one.title for one in manifest.activities}
    marks = dict.fromkeys(sorted(marks_of(manifest, moments, text), key=lambda mark: (mark.hint, mark.line or 0)))
    return Draft(tuple(marks), moments, titles, manifest.code)


# -- what happens when


def moments_of(activity: str, declared: "Declared") -> list[Moment]:
    """The rehearsal of an activity by its first answers, with the steps it does not come to in their places."""
    from dtx.host.options import settle
    from dtx.host.script import filled, flat

    steps = declared.steps or ()
    conditions = dict(conditions_of(steps))
    values = settle(declared.options, {})
    walked = list(rehearsed(activity, steps, dict(values), conditions))
    reached = {moment.line for moment in walked}
    for told in flat(steps):
        if told.step is None or told.line in reached or len(walked) >= MOST_MOMENTS:
            continue
        try:
            stand = laid_out(filled(told.step, first_answers(steps, values)))
        except NoStep:
            continue
        place = next((place for place, moment in reversed(list(enumerate(walked))) if moment.line < told.line), -1)
        walked.insert(place + 1, Moment(activity, told.line, stand, None, conditions.get(told.line, "")))
    return walked


def rehearsed(activity: str, steps: "tuple[Told, ...]", values: dict[str, object], conditions: Mapping[int, str]) -> Iterator[Moment]:
    from dtx.host.script import told_in_order

    walk, now, phases, answer = told_in_order(steps, values), 0.0, 0, None
    for _ in range(MOST_MOMENTS):
        try:
            told, step = walk.send(answer)
            stand = laid_out(step, guest=True)
        except (StopIteration, NoStep):
            return
        yield Moment(activity, told.line, stand, round(now, 6), conditions.get(told.line, ""))
        now += sum(phase.seconds for phase in stand.phases)
        phases += len(stand.phases)
        if phases > MOST_IN_ALL:
            return
        answer = first_answer(step) if isinstance(step, QUESTIONS) else None


def first_answer(question: Question) -> Answer:
    return reply(question, "first")


def first_answers(steps: "tuple[Told, ...]", values: Mapping[str, object]) -> dict[str, object]:
    """What would be known if every question was answered by its first answer."""
    from dtx.host.script import flat

    asked = (told.step for told in flat(steps) if isinstance(told.step, QUESTIONS))
    return {**values, **{step.save: first_answer(step) for step in asked if step.save}}


def conditions_of(steps: "Iterable[Told]", outer: str = "") -> Iterator[tuple[int, str]]:
    """What has to hold for each line, where anything has to."""
    for told in steps:
        own = f"{told.when.name} {told.when.sign} {told.when.value}" if told.when is not None else ""
        here = " and ".join(filter(None, (outer, own)))
        if here:
            yield told.line, here
        yield from conditions_of(told.inside, here)


# -- what is to be put right


def marks_of(manifest: "Manifest", moments: Iterable[Moment], text: str) -> Iterator[Mark]:
    """What the rules have against the words, the times and the sounds; what keeps the file from being read is said before that."""
    from dtx.authors.spoken import told_lines
    from dtx.host.delivery import step_faults, words_in
    from dtx.host.wording import faults
    from dtx.sound.shipped import sounds

    said: set[str] = set()
    for moment in moments:
        for words in words_in(moment.stand.step):
            if words not in said:
                said.add(words)
                yield from (Mark(moment.line, fault.sentence, fault.remedy, fault.warning) for fault in faults(words))
        yield from (Mark(moment.line, fault.sentence, fault.remedy, fault.warning) for fault in step_faults(moment.stand))
    lines = text.splitlines()
    for words in (manifest.title, manifest.summary, *manifest.cautions, *manifest.stop_rules, *manifest.easier):
        place = next((number for number, line in enumerate(lines, 1) if words in line), None)
        yield from (Mark(place, fault.sentence, fault.remedy, fault.warning) for fault in faults(words))
    shipped = sounds()
    for one in manifest.activities:
        for line in told_lines(one.id, one):
            name = line.recording
            if name is not None and not (manifest.folder / name).is_file() and Path(name).stem not in shipped:
                yield Mark(
                    int(line.place.rpartition(" ")[2]), f"there is no '{name}' in this folder.", "Record it with `dtx record`.", True
                )


def as_timed(step: object) -> TimedStep:
    assert isinstance(step, TimedStep)
    return step


def replaced(draft: Draft, latest: Draft) -> Draft:
    """What to show while the latest text cannot be read: its marks, over the moments of the last one that could."""
    return latest if latest.readable else replace(latest, moments=draft.moments)


__all__ = ["PLAIN", "Draft", "Mark", "Moment", "read_draft", "replaced"]
