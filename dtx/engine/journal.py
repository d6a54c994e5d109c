"""The journal: the append-only record of a session, and the fingerprints that tie it to its script."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from dtx.engine.questions import Answer, Question, Rate

if TYPE_CHECKING:
    from dtx.engine.steps import Step

FINAL = ("completed", "stopped", "failed", "interrupted")
"""The kinds of event that say how a script ended."""

KINDS = (
    *("opened", "gate", "rated", "phase", "answered", "paused", "resumed", "back", "skipped", "eased", "gap"),
    *("stopped", "completed", "interrupted", "failed", "felt_worse", "follow_up", "note", "sound"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal. `t` is active seconds; `at` is ISO 8601 with its UTC offset; `value` is plain JSON.

    `seq` counts from 1 in each session, without gaps. `step` names the step or question the event belongs to.
    """

    seq: int
    at: str
    t: float
    kind: str
    step: str | None = None
    fingerprint: str | None = None
    value: Any = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def fingerprint(step: "Step") -> str:
    """A short digest of what a step says and does, so that a replay notices a script that changed."""
    body = WRITTEN.encode([step.verb, step])
    return hashlib.blake2s(body.encode(), digest_size=8).hexdigest()


def plain(part: Any) -> dict[str, Any] | list[Any]:
    """A step, or a part of one, as plain JSON. Raises TypeError for what is neither."""
    if isinstance(part, set | frozenset):
        return sorted(part)
    return {field.name: getattr(part, field.name) for field in fields(part)}


WRITTEN = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=plain)


def name_of(step: "Step", index: int) -> str:
    """A question's id is its `save` name; other steps are named after what they do and where they stand."""
    return getattr(step, "save", None) or f"{step.verb}.{index + 1}"


def kind_of(name: str) -> str:
    """The kind of event that answers a question of this id."""
    head = name.split(".")[0]
    if head in ("gate", "felt_worse", "note"):
        return head
    return "rated" if head in ("before", "after", "comfort", "effort") else "answered"


def answer_value(question: Question, value: Answer, declined: str | None) -> dict[str, Any]:
    """An answer for the journal, with the question's own words, so that it reads the same after its plugin is gone."""
    plain = list(value) if isinstance(value, tuple) else value
    kept: dict[str, Any] = {"value": plain, "declined": declined, "text": question.text, "saved": question.save is not None}
    if isinstance(question, Rate):
        kept |= {"min": question.low, "max": question.high}
    return kept
