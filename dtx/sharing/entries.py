"""Diary entries as they leave: numbers, choices, and the names of medicines and treatments; other words of the person only with notes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dtx.care.checkin import ALSO, ONE, PEG_OFFER
from dtx.engine.entry import Entry
from dtx.engine.questions import Several

NEVER = (str(ALSO.save), "help_shown", PEG_OFFER.partition(".")[2], "another")
"""How the questions went on, and that help was shown: nobody's business."""

WORDS = ("note", "reason", "side_effect")
"""Typed answers that go with notes alone."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Entries without what was not named; each pass goes through them anew."""

    entries: Iterable[Entry]
    include: frozenset[str]

    def __iter__(self) -> Iterator[Entry]:
        return (replace(entry, answers=answers(entry.answers, "notes" in self.include), lines=()) for entry in self.entries)


def answers(found: Mapping[str, Any], wordy: bool) -> dict[str, Any]:
    """The answers of an entry; with `wordy` also what the person typed."""
    return {
        key: answer(key, value, wordy)
        for key, value in found.items()
        if key not in NEVER and (wordy or key not in WORDS) and not (isinstance(value, Mapping) and not answers(value, wordy))
    }


def answer(key: str, value: Any, wordy: bool) -> Any:
    if isinstance(value, Mapping):
        return answers(value, wordy)
    if isinstance(value, list | tuple):
        return [answers(one, wordy) if isinstance(one, Mapping) else one for one in value if wordy or known(key, one)]
    return value


def known(key: str, one: Any) -> bool:
    """Whether it is one of the answers that were offered, not words of one's own."""
    question = ONE.get(key)
    return not isinstance(one, str) or (isinstance(question, Several) and one in question.values)
