"""Errors that were put in on purpose are caught: what the validators accept means something."""

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from dtx.sharing.fhir.bundles import to_collection
from dtx.sharing.select import select
from tests.sharing.fhir.test_bundles import ABOUT, CHECK_IN, RECORD
from tests.sharing.fhir.validators import by_fhirkit, by_pyfhircheck, by_us
from tests.sharing.logs import whole

Bundle = dict[str, Any]
Mutant = Callable[[Bundle], None]


@cache
def written() -> bytes:
    return whole(to_collection(select([RECORD], ("thoughts", "diary"), diary=[CHECK_IN], about=ABOUT)))


def valid() -> Bundle:
    """One session with a thought record, and one check-in; without our code systems, which only cost time."""
    bundle: Bundle = json.loads(written())
    bundle["entry"] = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] != "CodeSystem"]
    return bundle


def first(bundle: Bundle, kind: str, **having: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(
        entry["resource"]
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == kind and having.items() <= entry["resource"].items()
    )
    return found


def pain(bundle: Bundle) -> dict[str, Any]:
    found: dict[str, Any] = next(
        entry["resource"] for entry in bundle["entry"] if entry["resource"].get("code", {}).get("coding", [{}])[0].get("code") == "72514-3"
    )
    return found


MUTANTS: dict[str, Mutant] = {
    "an unknown bundle type": lambda b: b.update(type="kollektion"),
    "no bundle type": lambda b: b.pop("type"),
    "an unknown resource": lambda b: first(b, "Procedure").update(resourceType="Prozedur"),
    "an unknown element": lambda b: first(b, "Procedure").update(mood="good"),
    "no status": lambda b: first(b, "Procedure").pop("status"),
    "a status that is none": lambda b: first(b, "Procedure").update(status="finished"),
    "an observation without a code": lambda b: pain(b).pop("code"),
    "an observation's status that is none": lambda b: pain(b).update(status="done"),
    "a value and a reason why there is none": lambda b: pain(b).update(dataAbsentReason={"text": "declined"}),
    "two values": lambda b: pain(b).update(valueInteger=6),
    "a number in quotes": lambda b: pain(b)["valueQuantity"].update(value="6"),
    "a month that is none": lambda b: pain(b).update(effectiveDateTime="2026-13-01T09:30:00+01:00"),
    "a time without its zone": lambda b: pain(b).update(effectiveDateTime="2026-05-01T09:30:00"),
    "a date in words": lambda b: first(b, "Procedure")["performedPeriod"].update(start="1 May 2026"),
    "an end before the beginning": lambda b: first(b, "Procedure")["performedPeriod"].update(end="2020-01-01T00:00:00+01:00"),
    "one thing where a list belongs": lambda b: pain(b).update(category=pain(b)["category"][0]),
    "a list where one thing belongs": lambda b: pain(b).update(subject=[pain(b)["subject"]]),
    "an empty text": lambda b: first(b, "Procedure")["code"].update(text=""),
    "an empty list": lambda b: first(b, "Procedure").update(note=[]),
    "null": lambda b: first(b, "Device").update(deviceName=None),
    "a reference to nobody": lambda b: pain(b)["subject"].update(reference="urn:uuid:00000000-0000-4000-8000-000000000000"),
    "two entries with one address": lambda b: b["entry"][1].update(fullUrl=b["entry"][0]["fullUrl"]),
    "a unit without its system": lambda b: pain(b)["valueQuantity"].pop("system"),
    "a script in the narrative": lambda b: first(b, "Patient").update(
        text={"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><script>1</script></div>"}
    ),
    "an extension nobody published": lambda b: pain(b).update(extension=[{"url": "http://nobody.invalid/phase", "valueCode": "before"}]),
    "an answer of another type": lambda b: (
        b["entry"]
        and first(b, "QuestionnaireResponse", partOf=first(b, "QuestionnaireResponse")["partOf"])["item"][0]["item"][0].update(
            answer=[{"valueInteger": 3}]
        )
    ),
    "an answer to no question": lambda b: first(b, "QuestionnaireResponse")["item"][0]["item"][0].update(linkId="nothing"),
    "a provenance without a target": lambda b: first(b, "Provenance").pop("target"),
    "a response's status that is none": lambda b: first(b, "QuestionnaireResponse").update(status="done"),
    "an id with a blank": lambda b: pain(b).update(id="a b"),
}
HARDER: dict[str, Mutant] = {
    "a day that is none": lambda b: pain(b).update(effectiveDateTime="2026-02-30T09:30:00+01:00"),
    "a reference to the wrong kind": lambda b: pain(b)["subject"].update(
        reference=next(e["fullUrl"] for e in b["entry"] if e["resource"]["resourceType"] == "Procedure")
    ),
}
"""What only our own checks find, beside two of the thirty."""

QUICK = ("a status that is none", "a value and a reason why there is none", "a script in the narrative", "an answer to no question")
"""Those of pyfhircheck's that are tried in every run."""


def mutant(name: str) -> Bundle:
    bundle = copy.deepcopy(valid())
    (MUTANTS | HARDER)[name](bundle)
    assert bundle != valid()
    return bundle


def test_there_are_thirty_and_without_them_all_is_well() -> None:
    assert len(MUTANTS) == 30
    assert by_fhirkit(valid()) == by_us(valid()) == by_pyfhircheck(valid()) == []


@pytest.mark.parametrize("name", QUICK)
def test_pyfhircheck_catches_what_others_do_not(name: str) -> None:
    assert by_pyfhircheck(mutant(name)) != []


@pytest.mark.slow
def test_the_two_validators_catch_28_of_30_and_with_our_own_checks_none_is_left() -> None:
    by_others = {name for name in MUTANTS if by_fhirkit(mutant(name)) or by_pyfhircheck(mutant(name))}
    assert len(by_others) >= 28, sorted(set(MUTANTS) - by_others)
    by_anyone = by_others | {name for name in MUTANTS | HARDER if by_us(mutant(name))}
    assert set(MUTANTS | HARDER) - by_anyone == set()


def test_our_own_checks_are_for_what_the_validators_miss() -> None:
    for name in ("a reference to nobody", "a reference to the wrong kind", "a unit without its system", "a month that is none"):
        assert by_us(mutant(name)) != [], name
