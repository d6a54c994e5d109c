"""Everything that is spoken in a plugin, with the time there is for it, so that it can be recorded, made, and checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from dtx.authors.authored import PLAIN
from dtx.engine.activity import Activity, Context, Script
from dtx.engine.phase import SHORTEST_SILENCE_S, Phase, say_seconds
from dtx.engine.questions import QUESTIONS, Answer, Ask, Choose, Question, Rate
from dtx.engine.reel import Reel, laid_out
from dtx.engine.rehearsal import WAYS, reply
from dtx.engine.score import Cue
from dtx.sound.cues import heard

if TYPE_CHECKING:
    from dtx.engine.steps import Step
    from dtx.host.manifest import Declared
    from dtx.host.options import Option
    from dtx.host.script import Told

WAITS_S = 600.0
"""The room of a line at which the session waits: no take is longer than this anyhow."""

MOST_VERSIONS = 12
"""A line with an answer in it is recorded once for each there may be; with more than this it stays a caption."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line, the longest in seconds that a recording of it may take, and the `recording` that its step names.

    `varies`: what is said depends on an answer that nobody knows beforehand, so that it cannot be recorded. `place` is where it
    is written, or comes up.
    """

    text: str
    room_s: float
    place: str
    activity: str
    recording: str | None = None
    varies: bool = False


def spoken_in(phases: Iterable[Phase], place: str, activity: str) -> Iterator[Spoken]:
    """What is spoken in these phases, in order: the lines of each, or the words of its cue.

    A line may eat the quiet after it down to a second (clinical 0.2); where it has its slot to itself, it may fill it.
    """
    known = tuple(phases)
    for index, phase in enumerate(known):
        first_s = phase.lines[0].at_s if phase.lines else phase.seconds
        if first_s > 0 and phase.cue is not None and phase.text and heard(Cue(0.0, phase.cue)).spoken:
            after = known[index + 1] if index + 1 < len(known) else None
            quiet_s = after.seconds if after is not None and after.kind == "silence" and after.text == phase.text else 0.0
            slot_s = WAITS_S if phase.waits else first_s + (0.0 if phase.lines else quiet_s)
            yield Spoken(phase.text, room(phase.text, slot_s), place, activity, phase.recording)
        for number, line in enumerate(phase.lines, 1):
            end_s = phase.lines[number].at_s if number < len(phase.lines) else WAITS_S if phase.waits else phase.seconds
            yield Spoken(line.text, room(line.text, end_s - line.at_s), place, activity, line.recording)


def room(text: str, slot_s: float) -> float:
    return slot_s - SHORTEST_SILENCE_S if slot_s >= say_seconds(text) + SHORTEST_SILENCE_S else slot_s


def once(lines: Iterable[Spoken]) -> list[Spoken]:
    """Each line once, in the order in which they come up, with the least room that it has anywhere."""
    found: dict[tuple[str, str | None], Spoken] = {}
    for one in lines:
        kept = found.setdefault((one.text, one.recording), one)
        found[one.text, one.recording] = replace(kept, room_s=min(kept.room_s, one.room_s), varies=kept.varies or one.varies)
    return list(found.values())


# -- a script that is data


def told_lines(activity: str, declared: "Declared") -> Iterator[Spoken]:
    """What may be spoken in the steps of a file. Nothing is walked: each step is looked at once for each answer in its words."""
    from dtx.host.script import flat

    steps = declared.steps or ()
    known = known_answers(steps, declared.options)
    for told in flat(steps):
        if told.step is not None and not isinstance(told.step, QUESTIONS):
            place = f"{PLAIN}, line {told.line}"
            for step, varies in versions(told.step, known):
                for one in spoken_in(laid_out(step).phases, place, activity):
                    yield replace(one, varies=varies and "{" in one.text)


def versions(step: "Step", known: Mapping[str, Sequence[Answer]]) -> "Iterator[tuple[Step, bool]]":
    """The step with each answer that may stand in its words; or as it is written, where those are not known beforehand."""
    from dtx.host.script import IN_BRACES, each_text, filled, words_of

    texts = [text for _, words in words_of(step) for text in each_text(words)]
    names = tuple(dict.fromkeys(name.strip() for text in texts for name in IN_BRACES.findall(text)))
    answers = [known.get(name, ()) for name in names]
    if not all(answers) or prod(map(len, answers)) > MOST_VERSIONS:
        yield step, True
        return
    for combined in product(*answers):
        yield filled(step, dict(zip(names, combined, strict=True))), False


def known_answers(steps: "tuple[Told, ...]", options: "Mapping[str, Option]") -> dict[str, tuple[Answer, ...]]:
    """Every answer there may be, by the name it is saved under: those of questions with one answer of a list, and of such options."""
    from dtx.host.script import flat

    answers: dict[str, tuple[Answer, ...]] = {}
    for name, option in options.items():
        answers[name] = tuple(option.choices) if option.type == "choice" else (True, False) if option.type == "yes_no" else ()
    for told in flat(steps):
        step = told.step
        if isinstance(step, QUESTIONS) and step.save:
            before = answers.get(step.save)
            own: tuple[Answer, ...] = (*(step.values or step.options), None) if isinstance(step, Choose) else ()
            answers[step.save] = (*before, *own) if own and before else () if before else own
    return answers


# -- a script that is code


def coded_lines(activity: Activity, today: date) -> Iterator[Spoken]:
    """What is spoken in a script that is code, as far as it comes up in one of its forms and three ways of answering."""
    from dtx.host.options import settle

    for given in forms(activity.options):

        def script(given: Mapping[str, str] = given) -> Script:
            return activity.script(Context(settle(activity.options, given), 0, today))

        others = [one.text for one in lines_when(script, otherwise, activity.id)]
        for way in WAYS:
            for number, one in enumerate(lines_when(script, partial(reply, way=way), activity.id)):
                yield replace(one, varies=way == "first" and number < len(others) and others[number] != one.text)


def lines_when(script: Callable[[], Script], answer: Callable[[Question], Answer], activity: str) -> list[Spoken]:
    """What is spoken when each question is answered so."""
    reel, found, start_s = Reel(script, guest=True), list[Spoken](), 0.0
    while not reel.ended:
        stand = reel.current
        place = f"{activity}, {int(start_s) // 60:02d}:{int(start_s) % 60:02d} {stand.step.verb}"
        found += spoken_in(stand.phases, place, activity)
        start_s += sum(phase.seconds for phase in stand.phases)
        reel.advance(answer(stand.step) if isinstance(stand.step, QUESTIONS) else None)
    return found


def otherwise(question: Question) -> Answer:
    """Another answer of the kind that nobody knows beforehand: where a line changes with it, it cannot be recorded."""
    if isinstance(question, Ask):
        return "… …"
    return question.low + question.step if isinstance(question, Rate) else reply(question, "first")


def forms(options: "Mapping[str, Option]") -> Iterator[dict[str, str]]:
    """The forms to go through: as it comes, and with each single choice, yes and no, the least and the most."""
    yield {}
    for name, option in options.items():
        values: list[str | int | float | bool] = [*option.choices]
        values += [True, False] if option.type == "yes_no" else []
        values += [bound for bound in (option.low, option.high) if bound is not None]
        for value in values:
            if value != option.default:
                yield {name: option.written(value)}
