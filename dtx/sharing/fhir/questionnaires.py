"""The Questionnaires that answers refer to: our thought tools, and the PEG with the codes of LOINC."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from dtx.care.measures.measure import load
from dtx.engine.questions import Rate
from dtx.sharing.fhir import names
from dtx.sharing.fhir.names import LOINC, LOINC_NOTICE, uuid_of

VERSION = "1"
PEG_TITLE = "PEG: pain, enjoyment of life and general activity over the past week"
PEG_CODES = {
    "pain": ("75893-8", "Pain severity in the past week - 0-10 numeric rating"),
    "enjoyment": ("91145-3", "Pain interference with enjoyment of life in the past week"),
    "activity": ("91146-1", "Pain interference with general activity in the past week"),
}


@cache
def ours() -> dict[str, dict[str, Any]]:
    """The definition of each thought tool, by the ids of its activities."""
    defined = json.loads(files(__package__).joinpath("questionnaires.json").read_text(encoding="utf-8"))
    return {activity: one for one in defined.values() for activity in one["activities"]}


def canonical(url: str) -> str:
    return f"{url}|{VERSION}"


def questionnaire(definition: dict[str, Any]) -> dict[str, Any]:
    return whole(getattr(names, definition["url"]), definition["name"], definition["title"], definition["copyright"], definition["item"])


def peg() -> dict[str, Any]:
    measure = load("peg")
    items = [
        {
            "linkId": item.save,
            "code": [{"system": LOINC, "code": PEG_CODES[key][0]}],
            "text": f"{item.text} ({item.low} {item.low_label}, {item.high} {item.high_label})",
            "type": "integer",
        }
        for key, item in zip(PEG_CODES, measure.items, strict=True)
        if isinstance(item, Rate)
    ]
    notice = f"{measure.source} {measure.licence} {LOINC_NOTICE}"
    return whole(names.PEG, "DtxPeg", PEG_TITLE, notice, items) | {"code": [{"system": LOINC, "code": "91148-7"}]}


def whole(url: str, name: str, title: str, copyright: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "id": uuid_of(canonical(url)),
        "url": url,
        "version": VERSION,
        "name": name,
        "title": title,
        "status": "active",
        "subjectType": ["Patient"],
        "copyright": copyright,
        "item": [{"linkId": "record", "text": title, "type": "group", "item": items}],
    }


@cache
def by_canonical(url: str) -> dict[str, Any]:
    """The Questionnaire of a canonical url with its version."""
    made = [peg(), *(questionnaire(one) for one in {id(one): one for one in ours().values()}.values())]
    return next(one for one in made if canonical(one["url"]) == url)
