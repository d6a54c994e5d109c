"""What a person wrote in answer to an activity's own questions, or into the diary, as QuestionnaireResponses."""

from collections.abc import Iterator, Mapping
from typing import Any

from dtx.care.measures.peg import score as peg_score
from dtx.engine.entry import Entry
from dtx.sharing.fhir import names
from dtx.sharing.fhir.names import LOINC, PART, PEG, uuid_of
from dtx.sharing.fhir.observations import SURVEY, WHEN
from dtx.sharing.fhir.people import Cast, Resource
from dtx.sharing.fhir.primitives import code, moment, words
from dtx.sharing.fhir.questionnaires import PEG_CODES, canonical, ours
from dtx.sharing.fhir.ratings import MOST, score
from dtx.sharing.fhir.scene import Scene

Item = dict[str, Any]

ROOT = "record"
"""The linkId of the one group that holds everything: inside a group no validator miscounts a question with many answers."""

VALUE = {"string": "valueString", "text": "valueString", "integer": "valueInteger", "boolean": "valueBoolean"}


def response(scene: Scene) -> Resource:
    """What one session saved: by its Questionnaire where it fits one, else by the names of its questions alone."""
    log = scene.log
    definition = ours().get(log.activity_id)
    items = fitted(log.saved, definition["item"]) if definition else None
    found = scene.named("QuestionnaireResponse", "saved")
    found["identifier"] = found["identifier"][0]
    found["partOf"] = [scene.procedure]
    if definition and items is not None:
        found["questionnaire"] = canonical(getattr(names, definition["url"]))
    found["status"] = "completed" if log.status == "completed" else "stopped"
    found["subject"] = scene.cast.patient
    if scene.end is not None:
        found["authored"] = scene.end
    found |= {"author": scene.who, "source": scene.who}
    title = definition["title"] if definition else words(log.activity_title)
    return found | {"item": [grouped(ROOT, title or code(log.activity_id), list(grown(log.saved)) if items is None else items)]}


def fitted(saved: Mapping[str, Any], defined: list[Item]) -> list[Item] | None:
    """The items of a Questionnaire with their answers, or None where something was saved that it does not ask for."""
    known = {item["linkId"].rpartition(".")[2]: item for item in defined}
    if not known.keys() >= saved.keys():
        return None
    found: list[Item] = []
    for key, item in known.items():
        if key not in saved or saved[key] is None:
            continue
        values = saved[key] if isinstance(saved[key], list | tuple) else [saved[key]]
        if len(values) > 1 and not item.get("repeats"):
            return None
        made = [inside(value, item) for value in values]
        if any(one is None for one in made):
            return None
        if item["type"] == "group":
            found += [{"linkId": item["linkId"], "text": item["text"], "item": one} for one in made if one]
        elif answers := [answer for one in made if one for answer in one]:
            found.append({"linkId": item["linkId"], "text": item["text"], "answer": answers})
    return found


def inside(value: Any, item: Item) -> list[Item] | None:
    """What stands in one item: its own items, or its answer; None where it is of another type."""
    if item["type"] == "group":
        return fitted(value, item["item"]) if isinstance(value, Mapping) else None
    answer = answered(value)
    return None if answer is None else [answer] if not answer or VALUE[item["type"]] in answer else None


def answered(value: Any) -> Item | None:
    """One answer by its type, {} for words of which nothing is left, None for what is no single value."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) <= MOST:
        return {"valueInteger": value}
    if isinstance(value, int | float):
        return {"valueDecimal": value}
    if isinstance(value, str):
        told = words(value)
        return {"valueString": told} if told else {}
    return None


def grown(saved: Mapping[str, Any], path: str = "") -> Iterator[Item]:
    """Items from the structure itself, named after its keys. What was declined is an item without an answer."""
    for key, value in saved.items():
        link = code(f"{path}{key}")
        told: Item = {"linkId": link, "text": code(key.replace("_", " "))}
        many = list(value) if isinstance(value, list | tuple) else [value]
        groups = [one for one in many if isinstance(one, Mapping)]
        for group in groups:
            if items := list(grown(group, f"{path}{key}.")):
                yield told | {"item": items}
        answers = [answer for one in many if one is not None and (answer := answered(one))]
        if answers or not groups:
            yield told | ({"answer": answers} if answers else {})


def entry(one: Entry, cast: Cast) -> list[Resource]:
    """A diary entry: the PEG with its own questionnaire and its mean, everything else by the names of its questions."""
    answers = dict(one.answers)
    items = answers.pop("peg", None)
    at = moment(one.ended_at or one.started_at)
    found: list[Resource] = []
    if answers:
        found.append(kept(one, cast, at, "answers") | {"item": [grouped(ROOT, "Diary", list(grown(answers)))]})
    if isinstance(items, Mapping):
        found += peg(one, cast, at, items)
    return found


def kept(one: Entry, cast: Cast, at: str | None, name: str, questionnaire: str | None = None) -> Resource:
    whole = f"{one.entry_id}/{name}"
    found: Resource = {"resourceType": "QuestionnaireResponse", "id": uuid_of(whole), "identifier": {"system": PART, "value": code(whole)}}
    if questionnaire:
        found["questionnaire"] = questionnaire
    found |= {"status": "completed", "subject": cast.patient}
    if at is not None:
        found["authored"] = at
    return found | {"author": cast.patient, "source": cast.patient}


def peg(one: Entry, cast: Cast, at: str | None, items: Mapping[str, Any]) -> Iterator[Resource]:
    """The three answers, and their mean where all three were given (Krebs 2009, J Gen Intern Med 24:733)."""
    values = [items.get(key) if type(items.get(key)) is int else None for key in PEG_CODES]
    form = kept(one, cast, at, "peg", canonical(PEG))
    given = [
        {"linkId": f"peg.{key}", "answer": [{"valueInteger": value}]}
        for key, value in zip(PEG_CODES, values, strict=True)
        if value is not None
    ]
    yield form | {"item": [grouped(ROOT, "PEG", given)]}
    mean = peg_score(values)
    if mean is None:
        return
    whole = f"{one.entry_id}/peg.mean"
    found: Resource = {
        "resourceType": "Observation",
        "id": uuid_of(whole),
        "identifier": [{"system": PART, "value": code(whole)}],
        "status": "final",
        "category": [SURVEY, WHEN["week"]],
        "code": {"coding": [{"system": LOINC, "code": "91147-9"}], "text": "PEG: mean of pain, enjoyment and general activity, 0 to 10"},
        "subject": cast.patient,
        "performer": [cast.patient],
        "valueQuantity": score(round(mean, 2)),
        "derivedFrom": [cast.refer("QuestionnaireResponse", form["id"])],
    }
    if at is not None:
        found["effectiveDateTime"] = at
    yield found


def grouped(link: str, text: str, items: list[Item]) -> Item:
    return {"linkId": link, "text": text} | ({"item": items} if items else {})
