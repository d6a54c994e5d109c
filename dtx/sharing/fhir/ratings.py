"""Values as FHIR takes them: numbers on a scale, or why there is none; never a 0 that nobody gave."""

from collections.abc import Mapping
from typing import Any

from dtx.sharing.fhir.codes import OBSERVATIONS
from dtx.sharing.fhir.names import HL7, LOINC, OBSERVED, UCUM
from dtx.sharing.fhir.primitives import code, words

ABSENT = f"{HL7}/data-absent-reason"
PAIN_CODING = {"system": LOINC, "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported"}
PAIN = {
    "coding": [PAIN_CODING],
    "text": "Pain, 0 none to 10 worst imaginable",
}
WHY = {
    "skipped": ("asked-declined", "Asked But Declined", "The person would rather not say"),
    "stopped": ("not-performed", "Not Performed", "The person had stopped before it was answered"),
    "interrupted": ("not-performed", "Not Performed", "The session broke off before it was answered"),
}
NOT_KNOWN = ("unknown", "Unknown", "It is not known why there is no answer")
MOST = 2**31 - 1
"""FHIR's integers have 32 bits."""


def score(value: float) -> dict[str, Any]:
    return {"value": value, "unit": "{score}", "system": UCUM, "code": "{score}"}


def seconds(value: float) -> dict[str, Any]:
    return {"value": round(value, 3), "unit": "s", "system": UCUM, "code": "s"}


def absent(declined: object) -> dict[str, Any]:
    coded, display, text = WHY.get(str(declined), NOT_KNOWN)
    return {"coding": [{"system": ABSENT, "code": coded, "display": display}], "text": text}


def valued(rating: Mapping[str, Any]) -> dict[str, Any]:
    """The value of a rating {value, min, max, declined}, or why it has none."""
    value = rating.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"valueQuantity": score(value)}
    return {"dataAbsentReason": absent(rating.get("declined"))}


def observed(name: str, rating: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The code of what was observed; a scale that we have no words for is told with its ends."""
    if name == "pain":
        return PAIN
    display = OBSERVATIONS.get(name)
    if display is not None:
        return {"coding": [{"system": OBSERVED, "code": name, "display": display}], "text": display}
    low, high = (rating or {}).get("min"), (rating or {}).get("max")
    return {"text": words(f"{name}, {low} to {high}") or code(name)}
