"""The thought tools as tests walk them: loaded as dtx loads them, and asked to their end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from dtx.engine.activity import Activity, Context, Previous
from dtx.engine.journal import name_of
from dtx.engine.questions import QUESTIONS, Question, Ready
from dtx.engine.reel import Reel
from dtx.engine.saved import structured
from dtx.host.loader import load
from dtx.host.manifest import Manifest, read_manifest
from dtx.host.trust import read_tree
from dtx.plain import Given

FOLDER = Path(__file__).parents[2] / "plugins" / "thought_record"
NAMES = ("seven", "five", "experiment", "coping_card")

SEVEN: dict[str, Any] = {
    "situation": "Sunday, at the kitchen table. My sister rang.",
    "emotions": [{"name": "afraid", "before": 80, "after": 55}, {"name": "stuck inside", "before": 40, "after": 35}],
    "body": ["tense muscles", "jaw"],
    "pain_now": 6,
    "thoughts": [
        {"text": "They think I fake it", "hot": False, "belief_before": 60},
        {"text": "I will be in bed for a week", "hot": True, "belief_before": 90},
    ],
    "traps": ["fortune", "waiting for rain"],
    "facts_for": "In March it took two days.",
    "facts_against": "In May it was all right.",
    "balanced": {"text": "One hour has gone all right.", "belief": 60},
    "belief_after": 45,
    "action": {"what": "Ring her", "when": "Monday", "where": "in the armchair", "size": "five minutes", "obstacle": "She asks for more"},
}
"""A whole record, with every key of clinical 4.1."""

COLUMNS_OF_FIVE = ("situation", "emotions", "thoughts", "balanced", "belief_after")
"""Columns 1, 2, 3, 6 and 7."""

EXPERIMENT: dict[str, Any] = {
    "belief": "If I bend, my back will lock",
    "belief_before": 85,
    "prediction": {"what": "It locks", "how_bad": 8, "by_when": "at once", "how_would_you_know": "Somebody pulls me up"},
    "alternative": "It pulls a little",
    "test": "Take one book from the bottom shelf",
    "size": "once",
    "safety_props": "holding my breath",
    "date": "Tuesday at eleven",
    "pain_now": 4,
    "result": {"what": "It pulled, and then I had the book", "pain_during": 5, "pain_next_morning": 4},
    "belief_after": 50,
    "learned": "A pull is no lock",
    "next": "Two books",
}

CARD: dict[str, Any] = {
    "when": "my back flares up",
    "notice": "clenched teeth",
    "tell_myself": "it has gone down every time",
    "do": "breathe out slowly",
    "contact": "Sam",
    "got_me_through": "a warm shower",
}


@dataclass(frozen=True)
class Walk:
    """Everything that was asked, by id, and what a record would have in `saved`."""

    asked: list[tuple[str, Question]]
    saved: dict[str, Any]

    @property
    def ids(self) -> list[str]:
        """The ids of what is kept."""
        return [name for name, question in self.asked if question.save]

    @property
    def read(self) -> list[str]:
        """Words that were only to be read."""
        return [question.text for _, question in self.asked if isinstance(question, Ready)]

    def text(self, name: str) -> str:
        return next(question.text for asked, question in self.asked if asked == name)


@cache
def plugin() -> tuple[Manifest, Mapping[str, Activity], Mapping[str, ModuleType]]:
    """The manifest, the activities by name, and the plugin's modules by name."""
    import sys

    manifest = read_manifest(FOLDER)
    activities = load(manifest, read_tree(FOLDER)).activities
    start = "dtx_plugins.thought_record."
    modules = {name.removeprefix(start): module for name, module in sys.modules.items() if name.startswith(start)}
    return manifest, {id.partition(".")[2]: activity for id, activity in activities.items()}, modules


def walk(name: str, answers: Mapping[str, Any], *, previous: Mapping[str, Any] | None = None, seed: int = 1) -> Walk:
    """One session, answered from what an answers file would hold."""
    script = plugin()[1][name].script
    ctx = Context({}, seed, date(2026, 5, 1), previous=Previous(saved=previous or {}))
    reel, given = Reel(lambda: script(ctx), guest=True), Given(answers)
    asked: list[tuple[str, Question]] = []
    kept: list[tuple[str, Any]] = []
    while not reel.ended:
        question = reel.current.step
        assert isinstance(question, QUESTIONS)
        asked.append((name_of(question, reel.index), question))
        value = given.ask(asked[-1][0], question)
        answer = None if value is None else question.check(value)
        if question.save:
            kept.append((question.save, list(answer) if isinstance(answer, tuple) else answer))
        reel.advance(answer)
    assert reel.failure is None
    return Walk(asked, structured(kept))
