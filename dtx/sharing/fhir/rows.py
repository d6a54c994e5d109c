"""The sessions of a file of FHIR resources as rows of the sheet: what `session.py` writes, read back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dtx.sharing.fhir.names import CONTENT
from dtx.sharing.fhir.people import Resource
from dtx.sharing.fhir.ratings import PAIN_CODING

PAIN_CODE = PAIN_CODING["code"]
PLUGIN = "Content of the plugin "
ENDED = ("interrupted", "failed")
"""Ways to end that stand in FHIR as the reason for a stop."""


def of_bundle(content: bytes) -> Iterator[dict[str, Any]]:
    """Raises KeyError, IndexError, TypeError, AttributeError and ValueError for what is none of ours."""
    entries = json.loads(content)["entry"]
    yield from rows({"id": id_in(entry["fullUrl"])} | entry["resource"] for entry in entries)


def of_lines(content: bytes) -> Iterator[dict[str, Any]]:
    """As `of_bundle`, from a resource a line."""
    yield from rows(json.loads(line) for line in content.decode().split("\n") if line)


def rows(resources: Iterable[Resource]) -> Iterator[dict[str, Any]]:
    """One for each Procedure, in their order."""
    found: dict[str, dict[str, Resource]] = defaultdict(dict)
    observed: dict[str, list[Resource]] = defaultdict(list)
    sources: dict[str, Resource] = {}
    for resource in resources:
        kind = resource["resourceType"]
        if kind == "Observation" and "partOf" in resource:
            observed[refers(resource["partOf"][0])].append(resource)
        elif kind == "Provenance":
            sources[refers(resource["target"][0])] = resource
        elif kind in ("Patient", "Device", "RelatedPerson", "Procedure"):
            found[kind][resource["id"]] = resource
    for name, procedure in found["Procedure"].items():
        patient, device = found["Patient"][refers(procedure["subject"])], found["Device"][refers(procedure["usedReference"][0])]
        row = told(procedure) | source(sources.get(name, {})) | around(observed[name])
        worse = [one for one in observed[name] if named(one["code"]) == "felt_worse"]
        row["note"] = "\n".join(one["note"][0]["text"] for one in (procedure, *worse) if "note" in one) or None
        row["patient_ref"], row["app_version"] = patient["identifier"][0]["value"], device["version"][0]["value"]
        by = {refers(one["performer"][0]) for one in observed[name]}
        yield row | {"helper": "carer" if by & found["RelatedPerson"].keys() else "self"}


def told(procedure: Resource) -> dict[str, Any]:
    """What was practised, when, and how it ended."""
    reason, status = coded(procedure.get("statusReason")), procedure["status"]
    if status == "stopped" and reason in ENDED:
        status, reason = reason, None
    practised, when = procedure["code"]["coding"][0], procedure.get("performedPeriod", {})
    return {
        "session_id": procedure["identifier"][0]["value"],
        "activity_id": practised["code"],
        "activity_title": practised["display"],
        "plugin_id": practised["code"].partition(".")[0],
        "started_at": when.get("start"),
        "ended_at": when.get("end"),
        "status": None if status == "unknown" else status,
        "stop_reason": reason,
    }


def source(provenance: Resource) -> dict[str, Any]:
    """The plugin's version and content, from where the session says it comes from."""
    for entity in provenance.get("entity", ()):
        what = entity["what"]
        if what["identifier"]["system"] == CONTENT:
            _, _, version = what["display"].removeprefix(PLUGIN).partition(" ")
            return {"content_sha256": what["identifier"]["value"], "plugin_version": version or None}
    return {}


def around(observations: Iterable[Resource]) -> dict[str, Any]:
    """What was rated, how long was practised, and what felt worse."""
    row: dict[str, Any] = {}
    for one in observations:
        when, what = one["category"][1]["coding"][0]["code"], named(one["code"])
        if what in ("pain", "relax"):
            row["next_morning_pain" if when == "next-morning" else f"{what}_{when}"] = quantity(one)
        elif what == "practised":
            lengths = {named(part["code"]): quantity(part) for part in one["component"]}
            row |= {"active_s": quantity(one), "planned_s": lengths["planned"], "paused_s": lengths["paused"]}
        elif what == "felt_worse":
            parts = [(named(part["code"]), part) for part in one.get("component", ())]
            row["felt_worse"] = coded(one.get("valueCodeableConcept"), "answer.")
            given = [coded(part.get("valueCodeableConcept"), "what.") for name, part in parts if name == "what"]
            row["felt_worse_what"] = ";".join(filter(None, given)) or None
            row["felt_worse_severity"] = next((quantity(part) for name, part in parts if name == "severity"), None)
    before, after = row.get("pain_before"), row.get("pain_after")
    return row | {"pain_change": None if before is None or after is None else after - before}


def quantity(one: Mapping[str, Any]) -> Any:
    return one["valueQuantity"]["value"] if "valueQuantity" in one else None


def named(code: Mapping[str, Any]) -> str | None:
    """Which of our observations it is; None for a scale that a plugin made."""
    if "coding" not in code:
        return None
    found = code["coding"][0]["code"]
    return "pain" if found == PAIN_CODE else str(found)


def coded(concept: Mapping[str, Any] | None, prefix: str = "") -> str | None:
    """The code of a concept without what stands before it, or its words where it has none."""
    if concept is None:
        return None
    code = concept["coding"][0]["code"] if "coding" in concept else concept["text"]
    return str(code).removeprefix(prefix)


def refers(reference: Mapping[str, str]) -> str:
    return id_in(reference["reference"])


def id_in(address: str) -> str:
    """`urn:uuid:1` and `Patient/1` are both `1`."""
    return address.rpartition("/")[2].removeprefix("urn:uuid:")
