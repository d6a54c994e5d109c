"""FHIR R4: any session the engine can produce becomes resources that validators written by others accept, and that say what happened."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from dtx.care.help import DISCLAIMER
from dtx.engine.entry import Entry
from dtx.engine.export import About, Export
from dtx.sharing.fhir import bundles
from dtx.sharing.fhir.names import LOINC, LOINC_NOTICE, MOMENT, ROOT
from dtx.sharing.fhir.rows import of_bundle
from dtx.sharing.select import select
from tests.conftest import FULL
from tests.sharing.corpus import exports
from tests.sharing.fhir.validators import by_fhirkit, by_pyfhircheck, by_us
from tests.sharing.logs import FULL as WORDY
from tests.sharing.logs import LOG, PRIVATE, rating, whole

ABOUT = About("p-1", "0.1.0", count=1, head="cd" * 32, head_at="2026-05-01T09:36:00.000+01:00")
RECORD = replace(
    LOG,
    session_id="0b1e",
    activity_id="thought_record.seven",
    activity_title="Thought record, seven columns",
    head="ef" * 32,
    saved={
        "situation": "On the stairs",
        "emotions": [{"name": "afraid", "before": 80, "after": 55}, {"name": "sad", "before": 40, "after": None}],
        "body": ["tense muscles", "shaky"],
        "pain_now": 6,
        "thoughts": [{"text": "It will never end", "belief_before": 90, "hot": True}, {"text": "I am useless", "hot": False}],
        "traps": ["catastrophe", "my own word"],
        "facts_for": None,
        "balanced": {"text": "It eases most evenings", "belief": 60},
        "belief_after": 50,
    },
)
CHECK_IN = Entry(
    *("d-1", "checkin", "0.1.0", "self", "2026-05-01T21:00:00.000+01:00", "2026-05-01T21:02:00.000+01:00"),
    {
        "pain": {"worst": 7, "average": None},
        "words": ["burning", "aching"],
        "peg": {"offer": "yes", "pain": 5, "enjoyment": 4, "activity": 5},
    },
)


def collection(export: Export) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(whole(bundles.to_collection(export)))
    return found


def transaction(export: Export) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(whole(bundles.to_transaction(export)))
    return found


def resources(export: Export, kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in collection(export)["entry"] if entry["resource"]["resourceType"] == kind]


def one(export: Export, kind: str, **having: Any) -> dict[str, Any]:
    (found,) = [resource for resource in resources(export, kind) if having.items() <= resource.items()]
    return found


def observed(export: Export, code: str, moment: str) -> dict[str, Any]:
    """The observation with this code that was made at this moment."""
    (found,) = [
        resource
        for resource in resources(export, "Observation")
        if code in codes(resource["code"]) and moment in [code for category in resource["category"] for code in codes(category)]
    ]
    return found


def codes(concept: dict[str, Any]) -> list[str]:
    return [coding["code"] for coding in concept.get("coding", [])]


def items(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in part.get("item", []):
        yield item
        yield from items(item)


# -- any session


@given(exports())
def test_fhirkit_and_our_own_checks_accept_any_session(export: Export) -> None:
    for bundle in (collection(export), transaction(export)):
        assert by_fhirkit(bundle) == []
        assert by_us(bundle) == []


@settings(max_examples=100 if FULL else 3)
@given(exports(most=1))
def test_pyfhircheck_accepts_any_session(export: Export) -> None:
    assert by_pyfhircheck(transaction(export)) == []


@given(exports())
def test_lines_hold_the_same_resources_each_after_what_it_refers_to(export: Export) -> None:
    lines = [json.loads(line) for line in whole(bundles.to_ndjson(export)).split(b"\n")[:-1]]
    bundled = [entry["resource"] for entry in collection(export)["entry"] if entry["resource"]["resourceType"] != "CodeSystem"]
    assert [(line["resourceType"], line["id"]) for line in lines] == [(one["resourceType"], one["id"]) for one in bundled]
    there: set[str] = set()
    for line in lines:
        assert set(references(line)) <= there
        there.add(f"{line['resourceType']}/{line['id']}")
    assert len(there) == len(lines)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "reference":
                yield value
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


@given(exports())
def test_the_same_data_gives_the_same_bytes(export: Export) -> None:
    for write in (bundles.to_collection, bundles.to_transaction, bundles.to_ndjson):
        assert whole(write(export)) == whole(write(export))


def test_pyfhircheck_accepts_a_whole_file_with_everything_in_it() -> None:
    export = select([WORDY, RECORD], ("notes", "thoughts", "diary"), diary=[CHECK_IN], about=replace(ABOUT, erased=1))
    bundle = collection(export)
    assert by_pyfhircheck(bundle) == [] and by_fhirkit(bundle) == [] and by_us(bundle) == []
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert kinds == set("CodeSystem Patient Device Procedure Observation Questionnaire QuestionnaireResponse Provenance".split())


def test_an_empty_span_is_a_valid_file() -> None:
    assert whole(bundles.to_ndjson(Export())).count(b"\n") == 1
    for bundle in (collection(Export()), transaction(Export())):
        assert by_pyfhircheck(bundle) == [] and by_fhirkit(bundle) == [] and by_us(bundle) == []


# -- what they say


def test_pain_is_an_observation_before_and_one_after_with_the_codes_care_teams_know() -> None:
    export = select([LOG], about=ABOUT)
    before, after = observed(export, "72514-3", "before"), observed(export, "72514-3", "after")
    assert before["code"]["coding"][0]["system"] == LOINC
    assert before["valueQuantity"] == {"value": 6, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}
    assert after["valueQuantity"]["value"] == 4
    assert before["effectiveDateTime"] == "2026-05-01T09:30:00.000+01:00"
    assert before["partOf"] == [{"reference": f"urn:uuid:{one(export, 'Procedure')['id']}"}]
    assert [code for category in before["category"] for code in codes(category)] == ["survey", "before"]
    assert before["category"][1]["coding"][0]["system"] == MOMENT and MOMENT.startswith(ROOT)


@pytest.mark.parametrize(
    ("declined", "code"), [("skipped", "asked-declined"), ("stopped", "not-performed"), ("interrupted", "not-performed")]
)
def test_a_missing_rating_says_why_and_is_never_a_zero(declined: str, code: str) -> None:
    log = replace(LOG, before={"pain": {**rating(None), "declined": declined}}, after={"pain": rating(0)})
    export = select([log], about=ABOUT)
    before = observed(export, "72514-3", "before")
    assert codes(before["dataAbsentReason"]) == [code] and "valueQuantity" not in before
    assert observed(export, "72514-3", "after")["valueQuantity"]["value"] == 0


def test_what_was_never_asked_is_not_there() -> None:
    export = select([replace(LOG, before={}, after={}, felt_worse=None)], about=ABOUT)
    assert [codes(found["code"]) for found in resources(export, "Observation")] == [["practised"]]


@pytest.mark.parametrize(
    ("status", "reason", "fhir", "told"),
    [
        ("completed", None, "completed", None),
        ("stopped", "dizzy", "stopped", "dizzy"),
        ("stopped", None, "stopped", None),
        ("interrupted", None, "stopped", "interrupted"),
        ("failed", None, "stopped", "failed"),
        (None, None, "unknown", None),
    ],
)
def test_how_a_session_ended(status: str | None, reason: str | None, fhir: str, told: str | None) -> None:
    found = one(select([replace(LOG, status=status, stop_reason=reason)], about=ABOUT), "Procedure")
    assert found["status"] == fhir
    assert codes(found.get("statusReason", {})) == ([told] if told else [])


def test_a_procedure_says_what_when_who_and_with_which_app() -> None:
    export = select([LOG], about=ABOUT)
    found = one(export, "Procedure")
    assert found["code"] == {"coding": [found["code"]["coding"][0]], "text": "Even breath 4-6"}
    assert codes(found["code"]) == ["breathing.coherent_46"]
    assert found["performedPeriod"] == {"start": LOG.started_at, "end": LOG.ended_at}
    patient = f"urn:uuid:{one(export, 'Patient')['id']}"
    assert found["subject"]["reference"] == found["performer"][0]["actor"]["reference"] == patient
    device = one(export, "Device")
    assert found["usedReference"] == [{"reference": f"urn:uuid:{device['id']}"}]
    assert (device["deviceName"][0]["name"], device["version"][0]["value"]) == ("dtx", "0.1.0")
    assert [note["text"] for note in device["note"]] == [DISCLAIMER, LOINC_NOTICE]
    assert "name" not in one(export, "Patient") and one(export, "Patient")["identifier"][0]["value"] == "p-1"


def test_a_session_through_midnight_of_a_clock_change_has_one_clock_and_one_before_its_beginning_no_end() -> None:
    turned = replace(LOG, started_at="2026-10-25T02:55:00.000+02:00", ended_at="2026-10-25T02:05:00.000+01:00")
    assert one(select([turned], about=ABOUT), "Procedure")["performedPeriod"] == {
        "start": "2026-10-25T02:55:00.000+02:00",
        "end": "2026-10-25T03:05:00.000+02:00",
    }
    back = replace(LOG, ended_at="2026-04-30T09:36:00.000+01:00")
    assert one(select([back], about=ABOUT), "Procedure")["performedPeriod"] == {"start": LOG.started_at}


def test_what_felt_worse_comes_first_and_in_parts() -> None:
    export = select(
        [replace(LOG, felt_worse={"answer": "a_lot", "what": ["dizzy"], "severity": 7, "onset": None, "better_now": False})], about=ABOUT
    )
    first = resources(export, "Observation")[0]
    assert codes(first["code"]) == ["felt_worse"] and codes(first["valueCodeableConcept"]) == ["answer.a_lot"]
    told = {codes(part["code"])[0]: part for part in first["component"]}
    assert codes(told["what"]["valueCodeableConcept"]) == ["what.dizzy"]
    assert told["severity"]["valueQuantity"]["value"] == 7
    assert codes(told["onset"]["dataAbsentReason"]) == ["asked-declined"]
    assert told["better_now"]["valueBoolean"] is False
    assert codes(one(export, "Procedure")["complication"][0]) == ["what.dizzy"]


def test_the_next_morning_and_the_time_of_an_exercise() -> None:
    morning = {"pain": 3, "settled": True, "asked_at": "2026-05-02T08:00:00+01:00", "declined": None}
    export = select([replace(LOG, activity_id="exercises.knees", effort=rating(4), follow_up=morning)], about=ABOUT)
    found = observed(export, "72514-3", "next-morning")
    assert (found["valueQuantity"]["value"], found["effectiveDateTime"]) == (3, "2026-05-02T08:00:00+01:00")
    practised = observed(export, "practised", "after")
    assert codes(practised["code"]) == ["practised", "55411-3"]
    assert practised["valueQuantity"] == {"value": 300.0, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s"}


def test_a_carer_who_gave_the_answers_is_named_as_one() -> None:
    export = select([replace(LOG, helper="carer")], about=ABOUT)
    carer = one(export, "RelatedPerson")
    assert {found["performer"][0]["reference"] for found in resources(export, "Observation")} == {f"urn:uuid:{carer['id']}"}


def test_a_thought_record_answers_its_questionnaire_and_only_when_it_is_included() -> None:
    export = select([RECORD], ("thoughts",), about=ABOUT)
    form, answers = one(export, "Questionnaire"), one(export, "QuestionnaireResponse")
    assert answers["questionnaire"] == f"{form['url']}|{form['version']}"
    found = [(item["linkId"], answer) for item in items(answers) for answer in item.get("answer", [])]
    assert ("situation", {"valueString": "On the stairs"}) in found
    assert [answer["valueInteger"] for link, answer in found if link == "emotions.before"] == [80, 40]
    assert [answer["valueBoolean"] for link, answer in found if link == "thoughts.hot"] == [True, False]
    assert [answer["valueString"] for link, answer in found if link == "traps"] == ["catastrophe", "my own word"]
    assert "facts_for" not in [link for link, _ in found]
    assert {item["linkId"] for item in items(answers)} <= {item["linkId"] for item in items(form)}
    without = select([RECORD], ("notes",), about=ABOUT)
    assert resources(without, "QuestionnaireResponse") == resources(without, "Questionnaire") == []


@pytest.mark.parametrize(
    ("activity", "saved"),
    [
        ("clinic.own", {"level": "L2", "pain": {"bridge": 3}}),
        ("thought_record.seven", {"situation": "x", "a_field_of_a_later_version": 3}),
        ("thought_record.seven", {"belief_after": "a lot"}),
        ("thought_record.seven", {"balanced": "no group"}),
        ("thought_record.seven", {"situation": ["one", "two"]}),
    ],
)
def test_answers_that_fit_no_questionnaire_are_told_by_the_names_of_their_questions(activity: str, saved: dict[str, Any]) -> None:
    export = select([replace(RECORD, activity_id=activity, saved=saved)], ("thoughts",), about=ABOUT)
    answers = one(export, "QuestionnaireResponse")
    assert "questionnaire" not in answers and resources(export, "Questionnaire") == []
    found = {item["linkId"]: item.get("answer") for item in items(answers)}
    assert set(found) - {"record"} == {"level", "pain", "pain.bridge"} if activity == "clinic.own" else set(saved) <= set(found)


def test_the_peg_has_its_codes_its_attribution_and_a_mean_only_where_all_three_were_given() -> None:
    export = select([], ("diary",), diary=[CHECK_IN], about=ABOUT)
    form = one(export, "Questionnaire")
    asked = form["item"][0]["item"]
    assert [codes({"coding": item["code"]}) for item in asked] == [["75893-8"], ["91145-3"], ["91146-1"]]
    assert codes({"coding": form["code"]}) == ["91148-7"]
    assert "Krebs" in form["copyright"] and LOINC_NOTICE in form["copyright"]
    mean = observed(export, "91147-9", "week")
    assert mean["valueQuantity"]["value"] == 4.67
    answers = one(export, "QuestionnaireResponse", questionnaire=f"{form['url']}|1")
    assert mean["derivedFrom"] == [{"reference": f"urn:uuid:{answers['id']}"}]
    partly = replace(CHECK_IN, answers={"peg": {"pain": 5, "enjoyment": None, "activity": 5}})
    assert resources(select([], ("diary",), diary=[partly], about=ABOUT), "Observation") == []


def test_words_of_the_person_stay_out_unless_they_are_named() -> None:
    for write in (bundles.to_collection, bundles.to_transaction, bundles.to_ndjson):
        assert PRIVATE.encode() not in whole(write(select([WORDY, RECORD], (), diary=[CHECK_IN], about=ABOUT)))
        assert b"trauma" not in whole(write(select([WORDY], ("notes", "thoughts", "diary"), about=ABOUT)))
    noted = select([WORDY], ("notes",), about=ABOUT)
    assert one(noted, "Procedure")["note"] == [{"text": f"note: {PRIVATE}"}]
    assert resources(noted, "Observation")[0]["note"] == [{"text": f"worse: {PRIVATE}"}]


def test_provenance_carries_the_end_of_the_journal_and_of_the_ledger_and_says_that_something_was_erased() -> None:
    export = select([RECORD], about=replace(ABOUT, erased=2))
    own, all_of_it = resources(export, "Provenance")
    assert [entity["what"]["identifier"]["value"] for entity in own["entity"]] == ["ab" * 32, "ef" * 32]
    assert [entity["what"]["identifier"]["value"] for entity in all_of_it["entity"]] == ["cd" * 32]
    assert own["recorded"] == LOG.ended_at and [codes(agent["type"]) for agent in own["agent"]] == [["author"], ["assembler"]]
    assert "erased" in all_of_it["reason"][0]["text"]
    made = {f"urn:uuid:{entry['resource']['id']}" for entry in collection(export)["entry"]}
    assert {target["reference"] for target in own["target"]} <= made
    assert "reason" not in resources(select([RECORD], about=ABOUT), "Provenance")[1]


def test_a_transaction_puts_each_resource_where_its_identifier_is() -> None:
    entries = transaction(select([RECORD], ("thoughts",), about=ABOUT))["entry"]
    for entry in entries:
        kind, url = entry["resource"]["resourceType"], entry["request"]["url"]
        assert entry["request"]["method"] == "PUT"
        if kind == "Provenance":
            assert url == f"Provenance/{entry['resource']['id']}"
        elif kind == "Questionnaire":
            assert url.startswith("Questionnaire?url=urn:oid:") and url.endswith("&version=1")
        else:
            assert url.startswith(f"{kind}?identifier=urn:oid:") and "|" in url
            assert "id" not in entry["resource"]
    urls = [entry["request"]["url"] for entry in entries]
    assert len(set(urls)) == len(urls)


def test_a_pseudonym_with_blanks_and_signs_is_escaped_in_the_search_that_finds_it() -> None:
    entry = transaction(Export(about=replace(ABOUT, patient_ref="blue heron & 7|é")))["entry"][0]
    assert entry["request"]["url"].endswith("|blue%20heron%20%26%207%5C%7C%C3%A9")
    assert entry["resource"]["identifier"][0]["value"] == "blue heron & 7|é"


def test_a_pseudonym_with_two_blanks_is_nobody_elses() -> None:
    """On a server, one that were tidied would be put where another person's is."""
    about = [replace(ABOUT, patient_ref=ref) for ref in ("blue heron", "blue  heron")]
    exports = [select([replace(RECORD, patient_ref=one.patient_ref, helper="carer")], about=one) for one in about]
    for kind in ("Patient", "RelatedPerson", "Device"):
        values = [one(export, kind)["identifier"][0]["value"] for export in exports]
        assert values[0] == values[1].replace("  ", " ") != values[1]
        urls = [
            [entry["request"]["url"] for entry in transaction(export)["entry"] if entry["resource"]["resourceType"] == kind]
            for export in exports
        ]
        assert urls[0] != urls[1]
    for export in exports:
        bundle = collection(export)
        assert by_fhirkit(bundle) == by_us(bundle) == by_pyfhircheck(bundle) == []
        assert [row["patient_ref"] for row in of_bundle(whole(bundles.to_collection(export)))] == [export.about.patient_ref]
