"""A past session told in order: what was delivered, left out, paused and answered, from its journal alone.

The plugin is not needed for it, and may be gone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dtx.engine.journal import FINAL, Event
from dtx.engine.record import SessionLog

ENDINGS = {"completed": "Finished.", "stopped": "Stopped early.", "interrupted": "It broke off here.", "failed": "It could not go on."}
PARTS = ("exercise", "group", "region", "trial")
"""What a phase belongs to, in the order of what tells most."""

VERBS = {"breathe": "Breathing", "say": "Words", "silence": "Quiet", "timed": "Practice", "tense": "Tighten and let go", "move": "Exercise"}
NOT_ANSWERED = "not answered"
KEPT = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
LONGEST = 300
"""Of an answer in one's own words so much is shown here; all of it is in the record."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line. `at_s` is active seconds into the practice; None for what was asked around it."""

    at_s: float | None
    words: str


@dataclass(slots=True)
class _Part:
    """Phases that belong together."""

    key: tuple[str, str]
    at_s: float
    words: str
    seconds: float = 0.0
    counted: dict[str, set[Any]] = field(default_factory=dict)

    def take(self, value: Mapping[str, Any]) -> None:
        self.seconds += float(value.get("seconds") or 0)
        at = value.get("at") or {}
        if "cycle" in at:
            self.counted.setdefault("cycle", set()).add(at["cycle"])
        if "rep" in at:
            self.counted.setdefault("rep", set()).add((at.get("set"), at.get("side"), at["rep"]))

    def told(self) -> Told:
        parts = [self.words]
        for name, one, many in (("cycle", "1 breath", "{} breaths"), ("rep", "1 time", "{} times")):
            if number := len(self.counted.get(name, ())):
                parts.append(one if number == 1 else many.format(number))
        return Told(self.at_s, f"{', '.join(parts)}: {length(self.seconds)}")


def recalled(log: SessionLog) -> Iterator[Told]:
    """Every line, in the order in which it happened."""
    part: _Part | None = None
    over = False
    health = 0
    for event in log.events:
        value = event.value if isinstance(event.value, dict) else {}
        if event.kind == "gate" and value.get("value") is None:
            health += 1
            continue
        if event.kind == "phase":
            key, words = belongs(event, value)
            if part is None or part.key != key:
                if part is not None:
                    yield part.told()
                part = _Part(key, event.t - float(value.get("seconds") or 0), words)
            part.take(value)
            continue
        words = told(event, value)
        if not words:
            continue
        if part is not None:
            yield part.told()
            part = None
        over |= event.kind in FINAL
        around = event.kind in ("gate", "rated", "felt_worse", "follow_up", "note") or (over and event.kind not in FINAL)
        yield Told(None if around else event.t, words)
    if part is not None:
        yield part.told()
    if health:
        yield Told(None, f"Health questions that were {NOT_ANSWERED}: {health}.")


def belongs(event: Event, value: Mapping[str, Any]) -> tuple[tuple[str, str], str]:
    """What a phase is a part of, and what that is called."""
    at = value.get("at") or {}
    step = str(event.step or "")
    verb = step.partition(".")[0]
    for name in PARTS:
        if name in at:
            return (step if name == "trial" else name, str(at[name])), spoken(str(at[name]))
    return (step, ""), VERBS.get(verb, spoken(verb) if verb else "Practice")


def told(event: Event, value: Mapping[str, Any]) -> str:
    """One event in words; nothing for those that only a program needs."""
    kind, step = event.kind, str(event.step or "")
    if kind in ("rated", "answered", "felt_worse", "note", "gate"):
        around = step.partition(".")[0]
        return f"{around.capitalize()}: {asked(step, value)}" if kind == "rated" and around in ("before", "after") else asked(step, value)
    if kind == "resumed":
        return f"Paused for {length(float(value.get('paused_s') or 0))}."
    if kind == "skipped":
        return f"Left out: {spoken(step.partition('.')[0]) if step else 'a part'}."
    if kind in FINAL:
        reason = f" Reason: {event.value}." if kind == "stopped" and isinstance(event.value, str) else ""
        return ENDINGS[kind] + reason
    if kind == "follow_up":
        pain = value.get("pain")
        return f"The next morning, pain: {NOT_ANSWERED if pain is None else pain}."
    if kind == "sound":
        return f"The sound fell behind {value['underruns']} times." if value.get("underruns") else ""
    return {"back": "Went back.", "eased": "Made easier.", "gap": "Nothing guided you for a while."}.get(kind, "")


def asked(step: str, value: Mapping[str, Any]) -> str:
    """A question and its answer, in the words of that day."""
    if value.get("saved") is False and value.get("value") in (None, True):  # words that were only to be read
        return ""
    question = " ".join(str(value.get("text") or spoken(step)).split("\n\n")[-1].split())
    answer = value.get("value")
    if answer is None:
        return f"{question} {NOT_ANSWERED}"
    words = ", ".join(map(plain, answer)) if isinstance(answer, list) else "yes" if answer is True else plain(answer)
    flat = " ".join(words.split())
    return f"{question} {flat if len(flat) <= LONGEST else flat[:LONGEST] + '…'}"


def plain(answer: object) -> str:
    """An answer that was chosen is kept as a word such as `a_little`; what somebody wrote stays as it is."""
    return str(answer).replace("_", " ") if KEPT.fullmatch(str(answer)) else str(answer)


def spoken(name: str) -> str:
    """A name as one would say it, with a capital: `arm_right` is “Right arm”."""
    *words, last = name.replace(" + ", " and ").split("_")
    said = " ".join((last, *words) if words and last in ("left", "right") else (*words, last))
    return said[:1].upper() + said[1:]


def length(seconds: float) -> str:
    """A length of time: `45 s`, `4:00 min`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"
