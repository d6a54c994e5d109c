"""Every way in which a bundled activity can be delivered: its options, and what a person may have told dtx about themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from dtx import paths
from dtx.care.adapted import adapted
from dtx.care.flags import FLAGS
from dtx.care.gate import TABLE
from dtx.care.regions import REGIONS
from dtx.care.scan import arranged, wishes
from dtx.engine.activity import Activity, Context, Previous, Script
from dtx.engine.questions import QUESTIONS, Answer, Ask, Choose, Question, Rate, Several
from dtx.engine.steps import Move, Step
from dtx.host.options import Option, settle
from dtx.language import language

TODAY = date(2026, 1, 5)
NEW = Previous()
LONG_AGO = Previous(count=30, first_day=TODAY - timedelta(days=60), last_day=TODAY - timedelta(days=1))
FORMS = sorted({mark.form for marks in TABLE.values() for mark in marks.values() if mark.form})
DRAWS = 24
"""Scripts of questions draw some of their words and turn with the answers, so they are walked with as many seeds."""

ONLY: Mapping[tuple[str, str], Mapping[str, str]] = {("es", "body_scan.scan"): {"minutes": "5"}}
"""Where a plugin is translated in part: what its options have to be for what is."""

READ_ONLY: Mapping[str, tuple[str, ...]] = {"es": ("quiet", "relaxation")}
"""Plugins whose words in a language are read, and not spoken so far."""

GIVEN = "\ue000"
"""A mark that no text holds: words in which an answer stands are known by it."""


class Number(int):
    """A number somebody gave, which shows in any text that it gets into."""

    def __str__(self) -> str:
        return GIVEN

    def __format__(self, spec: str) -> str:
        return GIVEN


class Word(str):
    """A choice somebody made, which shows in any text that it gets into."""

    __slots__ = ()

    def __str__(self) -> str:
        return GIVEN

    def __format__(self, spec: str) -> str:
        return GIVEN


@dataclass(frozen=True, slots=True)
class Person:
    """What the host and a script know of somebody."""

    sore: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    side: str = "right"
    previous: Previous = NEW


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through an activity, with the options given for it."""

    activity: str
    given: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(slots=True)
class Reply:
    """Answers by chance, from a seed; None for what is declined."""

    chance: Random = field(default_factory=lambda: Random(0))

    def __call__(self, question: Question) -> Answer:
        if self.chance.random() < 0.15:
            return None
        match question:
            case Ask():
                return GIVEN
            case Rate(low=low, high=high):
                return Number(self.chance.choice((low, high)))
            case Choose():
                return Word(self.chance.choice(question.values or question.options))
            case Several():
                return tuple(map(Word, question.values or question.options))
        return True


def activities() -> Iterator[Activity]:
    """Every activity that ships with dtx in the language that is spoken, with its declared options."""
    from dtx.host.loader import load
    from dtx.host.manifest import read_manifest, spoken
    from dtx.host.trust import read_tree

    for folder in sorted(one.parent for one in paths.bundled("plugins").glob("*/plugin.yaml")):
        manifest = spoken(read_manifest(folder))
        if language() != manifest.language and (manifest.words is None or manifest.id in READ_ONLY.get(language(), ())):
            continue
        found = {activity.id: activity for activity in manifest.activities_from_yaml()}
        if any(one.steps is None for one in manifest.activities):
            found |= load(manifest, read_tree(folder)).activities
        yield from (found[f"{manifest.id}.{one.id}"] for one in manifest.activities)


def walks(activity: Activity) -> Iterator[Walk]:
    """Each way through one activity. The same words may come up in many of them."""
    for given in settings(activity.options):
        if any(given.get(name, usual) != usual for name, usual in ONLY.get((language(), activity.id), {}).items()):
            continue
        for person in people(given, activity):
            yield walk(activity, given, person)
    yield from grown(activity)
    if any(isinstance(step, QUESTIONS) for step in walk(activity, {}, Person()).steps):
        for seed in range(DRAWS):
            yield walk(activity, {}, Person(), seed)


def settings(options: Mapping[str, Option]) -> Iterator[dict[str, Any]]:
    """All combinations of choices, least and most; of a list of things none, all, and each alone."""
    names = list(options)
    for values in product(*(choices(option) for option in options.values())):
        given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        instead = [name for name in given if (other := options[name].instead_of) and other in given]
        lists = [name for name in given if options[name].type == "several"]
        if not instead and len(lists) < 2:
            yield {name: options[name].written(value) for name, value in given.items()}


def choices(option: Option) -> list[Any]:
    """What to set an option to; None leaves it as it comes."""
    match option.type:
        case "choice":
            values: list[Any] = list(option.choices)
        case "several":
            values = [tuple(option.choices), *((one,) for one in option.choices)]
        case "yes_no":
            values = [True, False]
        case _:
            values = [bound for bound in (option.low, option.high) if bound is not None]
    return [None, *(value for value in values if value != option.default)]


def people(given: Mapping[str, Any], activity: Activity) -> Iterator[Person]:
    """Somebody for whom nothing is changed; and, unless single things are picked from a list, one for each thing that may change it."""
    yield Person()
    if any("," not in given[name] for name, option in activity.options.items() if option.type == "several" and name in given):
        return
    yield from (Person(previous=LONG_AGO), Person(side="left"), Person(sore=frozenset(REGIONS)))
    yield from (Person(sore=frozenset({region})) for region in REGIONS)
    yield from (Person(forms=frozenset({form})) for form in FORMS)
    yield from (Person(flags=frozenset({flag})) for flag in FLAGS)


def grown(activity: Activity) -> Iterator[Walk]:
    """With versions of exercises that were agreed to one after the other, and with each exercise left out."""
    agreed: dict[str, str] = {}
    while True:
        told = walk(activity, {}, Person(previous=replace(LONG_AGO, saved=dict(agreed))))
        yield told
        moves = [step for step in told.steps if isinstance(step, Move)]
        harder = {f"version.{move.exercise}": move.harder for move in moves if move.harder}
        if not harder.keys() - agreed.keys():
            break
        agreed |= harder
    if moves:
        left_out = {f"reps.{move.exercise}": "0" for move in moves}
        yield walk(activity, {}, Person(previous=replace(LONG_AGO, saved={**agreed, **left_out})))


def walk(activity: Activity, given: Mapping[str, Any], person: Person, seed: int | None = None) -> Walk:
    """The steps as the host delivers them to this person."""
    options = settle(activity.options, given)
    context = Context(options, seed or 0, TODAY, person.sore, person.side, person.previous, person.flags, forms=person.forms)
    skip, order = wishes(options)
    script = adapted(arranged(activity.script(context), skip, order), person.sore, person.forms, person.flags)
    return Walk(activity.id, given, tuple(gone_through(script, Reply(Random(seed)) if seed is not None else None)))


def gone_through(script: Script, reply: Reply | None) -> Iterator[Step]:
    """Each step of a script. With no `reply` every question is declined."""
    answer: Answer = None
    try:
        step = next(script)
        while True:
            yield step
            answer = reply(step) if reply is not None and isinstance(step, QUESTIONS) else None
            step = script.send(answer)
    except StopIteration:
        return
