"""Licences: of sounds and pictures that are somebody else's, and of questionnaires (clinical 0.6 and 7.2)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from dtx.care.instruments import named_in, same
from dtx.engine.questions import QUESTIONS, Ask, Ready
from dtx.host.explain import Findings, Wrong, listed, quoted
from dtx.host.inside import own_licence
from dtx.host.manifest import Declared, InstrumentLicence
from dtx.host.script import each_text, flat, words_of
from dtx.host.shape import Shape, Text, schema_of, shaped, text
from dtx.host.yaml_reader import Node

MOST_FREE = 1
"""A questionnaire's total may be asked for without a licence: one question."""


def terms(value: Any) -> str:
    word = text(value)
    if not re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(?:[/?#]\S*)?", word):
        raise Wrong(f"has to be the address of the terms, not {quoted(word)}.", "Write it in full, with https:// before it.")
    return word


def proof(value: Any) -> str:
    word = text(value)
    if word.casefold() in ("no", "none", "not yet"):
        raise Wrong("says that there is no proof.", "Get the licence in writing first, or ask for the total alone.")
    return word


class InstrumentShape(Shape):
    """The licence for the words of a questionnaire. `instrument` may be left out where there is only one."""

    instrument: Text | None = None
    holder: Text
    terms_url: Annotated[str, BeforeValidator(terms), schema_of("string", format="uri")]
    proof_on_file: Annotated[str, BeforeValidator(proof), schema_of(["string", "boolean"])]


REMEDIES = {
    "holder": "Name who owns the words.",
    "terms_url": "Add the address of the terms of use.",
    "proof_on_file": "Write 'yes', or where the proof is kept.",
}


def read_instrument_licences(node: Node | None, findings: Findings) -> tuple[InstrumentLicence, ...]:
    """The licences under `instrument_licence:`, which is one or a list."""
    if node is None:
        return ()
    nodes = node.items() if isinstance(node.value, tuple) else (node,)
    shapes = [shaped(InstrumentShape, one, findings, "'instrument_licence'", REMEDIES) for one in nodes]
    found = tuple(InstrumentLicence(one.instrument, one.holder, one.terms_url, one.proof_on_file) for one in shapes if one is not None)
    if len(found) > 1 and any(one.instrument is None for one in found):
        findings.add(node.line, "there are several licences, and one does not say for what.", "Add a line 'instrument: …' to each.")
    return found


@dataclass(frozen=True, slots=True)
class Marked:
    """A step that says of itself that its words are those of a questionnaire."""

    instrument: str
    line: int


def check_instruments(
    activities: Iterable[tuple[Declared, int]], marked: Iterable[Marked], licences: tuple[InstrumentLicence, ...], findings: Findings
) -> None:
    """The words of a questionnaire need a licence; without one only its total may be asked for (clinical 7.2)."""
    for one in marked:
        if not covered(one.instrument, licences):
            sentence = f"the words of {quoted(one.instrument)} need a licence, and none is named."
            findings.add(one.line, sentence, f"{ADD}, or leave its questions out and ask for the total alone.")
    for activity, line in activities:
        said, asked = words_and_questions(activity)
        for instrument in named_in(said) if asked > MOST_FREE else ():
            if not covered(instrument.short, licences):
                sentence = f"this names {instrument.short}, whose words are not free, and asks {asked} questions."
                findings.add(line, sentence, f"{ADD}, or ask for the total alone.")


ADD = "Add 'instrument_licence' with holder, terms_url and proof_on_file"


def covered(instrument: str, licences: tuple[InstrumentLicence, ...]) -> bool:
    return any(one.instrument is None or same(one.instrument, instrument) for one in licences)


def words_and_questions(activity: Declared) -> tuple[list[str], int]:
    """All that an activity says, and how many questions it asks that a questionnaire might."""
    steps = [told.step for told in flat(activity.steps or ()) if told.step is not None]
    said = [activity.title, activity.summary, *(text for step in steps for _, words in words_of(step) for text in each_text(words))]
    return said, sum(isinstance(step, QUESTIONS) and not isinstance(step, Ask | Ready) for step in steps)


def media_licences(value: Any) -> dict[str, str]:
    """Names of files, or patterns for several, with their licence."""
    if not isinstance(value, dict):
        raise Wrong("has to be names of files, each with its licence.", "Write 'rain.ogg: CC0, by …' under it.")
    return {name: licence_of(name, one) for name, one in value.items()}


def licence_of(name: str, value: Any) -> str:
    try:
        return text(value)
    except Wrong as wrong:
        raise Wrong(f"has an entry {quoted(name)} that {wrong.sentence}", wrong.remedy, (name,)) from None


MediaLicences = Annotated[
    dict[str, str], BeforeValidator(media_licences), schema_of("object", additionalProperties={"type": ["string", "number"]})
]


def unused(licences: Mapping[str, str], files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The entries that no file in the folder has, each with what is there."""
    names = [name for name in files if not name.endswith((".yaml", ".py"))]
    there = f"The files there are {listed(map(quoted, sorted(names)[:20]))}." if names else "There are no files beside plugin.yaml."
    for pattern in licences:
        if not any(own_licence(name, [pattern]) for name in names):
            yield pattern, there
