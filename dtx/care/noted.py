"""What a check-in says, in words: one line for each thing that was noted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dtx.care.checkin import ONE, PAIN, TAKEN
from dtx.care.measures import phq4
from dtx.care.measures.measure import load, shown
from dtx.care.sites import SITES, said
from dtx.engine.entry import Entry
from dtx.engine.questions import Choose, Several

CALLED: Mapping[str, str] = {
    "sites": "Where it hurt",
    "words": "What it felt like",
    "triggers": "Different that day",
    "sleep": "Sleep",
    "mood": "Mood",
    "activity": "What I could do",
    "helped": "What helped",
    "note": "Note",
}
NOTHING = "Nothing was noted."


def noted(entry: Entry) -> Iterator[str]:
    """The lines. What was declined is left out."""
    answers = entry.answers
    lines = [*pains(answers), *singles(answers), *repeated(answers), *measures(answers)]
    yield from lines or [NOTHING]


def in_short(entry: Entry) -> str:
    """All of it on one line."""
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in noted(entry))


def pains(answers: Mapping[str, Any]) -> Iterator[str]:
    kept = answers.get("pain") or {}
    given = [f"{name} {kept[name]}" for name in (str(question.save).partition(".")[2] for question in PAIN) if kept.get(name) is not None]
    if given:
        yield f"Pain: {', '.join(given)}"


def singles(answers: Mapping[str, Any]) -> Iterator[str]:
    for name, called in CALLED.items():
        value = answers.get(name)
        if value not in (None, [], ""):
            yield f"{called}: {in_words(name, value)}"


def in_words(name: str, value: Any) -> str:
    if name == "sites":
        return ", ".join(said(site) if site in SITES else str(site) for site in value)
    question = ONE[name]
    if isinstance(question, Several):
        return ", ".join(label(question, one) for one in value)
    return f"{value} of 10" if isinstance(value, int) else str(value)


def label(question: Choose | Several, value: str) -> str:
    """The words of an answer; a word of the person's own is itself."""
    kept = question.values or question.options
    words = question.options[kept.index(value)] if value in kept else value
    return words[:1].lower() + words[1:] if value in kept and not words.startswith("I ") else words


def repeated(answers: Mapping[str, Any]) -> Iterator[str]:
    for one in items(answers.get("medicine")):
        parts = [label(TAKEN, one["status"]) if one.get("status") else "", f"at {one['time']}" if one.get("time") else ""]
        parts += [f"for {one['reason']}" if one.get("reason") else "", helped(one)]
        parts += [f"side effect: {one['side_effect']}" if one.get("side_effect") else ""]
        yield f"Medicine or supplement: {', '.join(filter(None, [str(one.get('name', '')), *parts]))}"
    for one in items(answers.get("treatment")):
        parts = [str(one.get("what", "")), f"on {one['date']}" if one.get("date") else "", helped(one)]
        yield f"Treatment: {', '.join(filter(None, parts))}"


def items(value: Any) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def helped(one: Mapping[str, Any]) -> str:
    return f"helped {one['helped']} of 10" if one.get("helped") is not None else ""


def measures(answers: Mapping[str, Any]) -> Iterator[str]:
    weekly = answers.get("peg") or {}
    given = [one for name in ("pain", "enjoyment", "activity") if isinstance(one := weekly.get(name), int)]
    if len(given) == 3:
        yield f"PEG, the past week: {shown(sum(given) / 3)} of 10 (average pain {given[0]}, enjoyment {given[1]}, activity {given[2]})"
    asked = [item.save.partition(".")[2] for item in load("phq4").items if item.save]
    four = [one for name in asked if isinstance(one := (answers.get("phq4") or {}).get(name), str)]
    if len(four) == len(asked):
        yield f"PHQ-4, the past 2 weeks: {phq4.score([int(one) for one in four]).total} of 12. This is no diagnosis"
    change = (answers.get("pgic") or {}).get("change")
    if isinstance(change, str):
        (item,) = load("pgic").items
        assert isinstance(item, Choose)
        yield f"Since starting: {label(item, change)}"
