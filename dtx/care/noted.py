"""What a check-in says, in words: one line for each thing that was noted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dtx.care.checkin import ONE, PAIN, TAKEN
from dtx.care.measures import phq4
from dtx.care.measures.measure import load, shown
from dtx.care.sites import SITES, said
from dtx.engine.entry import Entry
from dtx.engine.questions import Choose, Several
from dtx.language import _

CALLED: Mapping[str, str] = {
    "sites": _("Where it hurt"),
    "words": _("What it felt like"),
    "triggers": _("Different that day"),
    "sleep": _("Sleep"),
    "mood": _("Mood"),
    "activity": _("What I could do"),
    "helped": _("What helped"),
    "note": _("Note"),
}
PAINS = {"worst": _("worst"), "average": _("average"), "least": _("least")}
NOTHING = _("Nothing was noted.")


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
    given = [
        f"{PAINS.get(name, name)} {kept[name]}"
        for name in (str(question.save).partition(".")[2] for question in PAIN)
        if kept.get(name) is not None
    ]
    if given:
        yield _("Pain: {given}").format(given=", ".join(given))


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
    return _("{value} of 10").format(value=value) if isinstance(value, int) else str(value)


def label(question: Choose | Several, value: str) -> str:
    """The words of an answer; a word of the person's own is itself."""
    kept = question.values or question.options
    words = question.options[kept.index(value)] if value in kept else value
    return words[:1].lower() + words[1:] if value in kept and not words.startswith("I ") else words


def repeated(answers: Mapping[str, Any]) -> Iterator[str]:
    for one in items(answers.get("medicine")):
        parts = [
            label(TAKEN, one["status"]) if one.get("status") else "",
            _("at {time}").format(time=one["time"]) if one.get("time") else "",
        ]
        parts += [_("for {reason}").format(reason=one["reason"]) if one.get("reason") else "", helped(one)]
        parts += [_("side effect: {side_effect}").format(side_effect=one["side_effect"]) if one.get("side_effect") else ""]
        yield _("Medicine or supplement: {words}").format(words=", ".join(filter(None, [str(one.get("name", "")), *parts])))
    for one in items(answers.get("treatment")):
        parts = [str(one.get("what", "")), _("on {date}").format(date=one["date"]) if one.get("date") else "", helped(one)]
        yield _("Treatment: {words}").format(words=", ".join(filter(None, parts)))


def items(value: Any) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def helped(one: Mapping[str, Any]) -> str:
    return _("helped {helped} of 10").format(helped=one["helped"]) if one.get("helped") is not None else ""


def measures(answers: Mapping[str, Any]) -> Iterator[str]:
    weekly = answers.get("peg") or {}
    given = [one for name in ("pain", "enjoyment", "activity") if isinstance(one := weekly.get(name), int)]
    if len(given) == 3:
        pain, enjoyment, activity = given
        yield _("PEG, the past week: {score} of 10 (average pain {pain}, enjoyment {enjoyment}, activity {activity})").format(
            score=shown(sum(given) / 3), pain=pain, enjoyment=enjoyment, activity=activity
        )
    asked = [item.save.partition(".")[2] for item in load("phq4").items if item.save]
    four = [one for name in asked if isinstance(one := (answers.get("phq4") or {}).get(name), str)]
    if len(four) == len(asked):
        yield _("PHQ-4, the past 2 weeks: {total} of 12. This is no diagnosis").format(total=phq4.score([int(one) for one in four]).total)
    change = (answers.get("pgic") or {}).get("change")
    if isinstance(change, str):
        (item,) = load("pgic").items
        assert isinstance(item, Choose)
        yield _("Since starting: {change}").format(change=label(item, change))
