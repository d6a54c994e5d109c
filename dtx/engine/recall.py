"""A past session told in order: what was delivered, left out, paused and answered, from its journal alone.

The plugin is not needed for it, and may be gone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dtx.engine.journal import FINAL, Event
from dtx.engine.kept_words import ANSWERS, PLACES
from dtx.engine.record import SessionLog
from dtx.language import _, _n

ENDINGS = {
    "completed": _("Finished."),
    "stopped": _("Stopped early."),
    "interrupted": _("It broke off here."),
    "failed": _("It could not go on."),
}
AROUND = {"before": _("Before"), "after": _("After")}
PARTS = ("exercise", "group", "region", "trial")
"""What a phase belongs to, in the order of what tells most."""

VERBS = {
    "breathe": _("Breathing"),
    "say": _("Words"),
    "silence": _("Quiet"),
    "timed": _("Practice"),
    "tense": _("Tighten and let go"),
    "move": _("Exercise"),
}
NOT_ANSWERED = _("not answered")
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
        if breaths := len(self.counted.get("cycle", ())):
            parts.append(_n("{number} breath", "{number} breaths", breaths).format(number=breaths))
        if times := len(self.counted.get("rep", ())):
            parts.append(_n("{tried} time", "{tried} times", times).format(tried=times))
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
        yield Told(None, _("Health questions that were not answered: {number}.").format(number=health))


def belongs(event: Event, value: Mapping[str, Any]) -> tuple[tuple[str, str], str]:
    """What a phase is a part of, and what that is called."""
    at = value.get("at") or {}
    step = str(event.step or "")
    verb = step.partition(".")[0]
    for name in PARTS:
        if name in at:
            return (step if name == "trial" else name, str(at[name])), spoken(str(at[name]))
    return (step, ""), VERBS.get(verb, spoken(verb) if verb else _("Practice"))


def told(event: Event, value: Mapping[str, Any]) -> str:
    """One event in words; nothing for those that only a program needs."""
    kind, step = event.kind, str(event.step or "")
    if kind in ("rated", "answered", "felt_worse", "note", "gate"):
        around = step.partition(".")[0]
        return f"{AROUND[around]}: {asked(step, value)}" if kind == "rated" and around in AROUND else asked(step, value)
    if kind == "resumed":
        return _("Paused for {length}.").format(length=length(float(value.get("paused_s") or 0)))
    if kind == "skipped":
        return _("Left out: {what}.").format(what=spoken(step.partition(".")[0]) if step else _("a part"))
    if kind in FINAL:
        if kind == "stopped" and isinstance(event.value, str):
            return f"{ENDINGS[kind]} {_('Reason: {reason}.').format(reason=plain(event.value))}"
        return ENDINGS[kind]
    if kind == "follow_up":
        pain = value.get("pain")
        return _("The next morning, pain: {pain}.").format(pain=NOT_ANSWERED if pain is None else pain)
    if kind == "sound":
        behind = int(value.get("underruns") or 0)
        return (
            _n("The sound fell behind {number} time.", "The sound fell behind {number} times.", behind).format(number=behind)
            if behind
            else ""
        )
    return {"back": _("Went back."), "eased": _("Made easier."), "gap": _("Nothing guided you for a while.")}.get(kind, "")


def asked(step: str, value: Mapping[str, Any]) -> str:
    """A question and its answer, in the words of that day."""
    if value.get("saved") is False and value.get("value") in (None, True):  # words that were only to be read
        return ""
    question = " ".join(str(value.get("text") or spoken(step)).split("\n\n")[-1].split())
    answer = value.get("value")
    if answer is None:
        return f"{question} {NOT_ANSWERED}"
    words = ", ".join(map(plain, answer)) if isinstance(answer, list) else _("yes") if answer is True else plain(answer)
    flat = " ".join(words.split())
    return f"{question} {flat if len(flat) <= LONGEST else flat[:LONGEST] + '…'}"


def plain(answer: object) -> str:
    """An answer that was chosen is kept as a word such as `a_little`; what somebody wrote stays as it is."""
    if str(answer) in ANSWERS:
        return ANSWERS[str(answer)]
    return str(answer).replace("_", " ") if KEPT.fullmatch(str(answer)) else str(answer)


def spoken(name: str) -> str:
    """A name as one would say it, with a capital: `arm_right` is “Right arm”."""
    if name in PLACES:
        return PLACES[name][:1].upper() + PLACES[name][1:]
    *words, last = name.replace(" + ", " and ").split("_")
    said = " ".join((last, *words) if words and last in ("left", "right") else (*words, last))
    said = _(said)
    return said[:1].upper() + said[1:]


def length(seconds: float) -> str:
    """A length of time: `45 s`, `4:00 min`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"
