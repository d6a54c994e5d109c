"""FHIR R4 in three forms: one file for a person to hand on, one that a server takes in, and a line a resource for bulk."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from dtx.engine.export import Export
from dtx.sharing.fhir.codes import code_systems
from dtx.sharing.fhir.groups import PATIENT, Need, groups, needed
from dtx.sharing.fhir.people import Cast, Resource, by_address, by_uuid

MEANT = re.compile(r"[\\$,|]")
"""What means something in a search, and stands behind a backslash where it is itself (FHIR R4, search, escaping)."""

encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")).encode  # we make no circles


def to_collection(export: Export) -> Iterator[str]:
    """A Bundle of the type `collection`, which explains its own codes."""
    return bundled(
        "collection", map(encode, map(contained, chain(code_systems(), resources(export, Cast(export.about.patient_ref, by_uuid)))))
    )


def to_transaction(export: Export) -> Iterator[str]:
    """A Bundle of the type `transaction`: each resource is put where its identifier is, so that the same session is there once."""
    return bundled("transaction", map(encode, map(put, resources(export, Cast(export.about.patient_ref, by_uuid)))))


def to_ndjson(export: Export) -> Iterator[str]:
    """One resource a line, its type first; what is referred to comes before."""
    for resource in resources(export, Cast(export.about.patient_ref, by_address)):
        yield encode(resource) + "\n"


def resources(export: Export, cast: Cast) -> Iterator[Resource]:
    """All of them, each once; the patient always."""
    yield from needed(PATIENT, cast)
    there: set[Need] = {PATIENT}
    for group in groups(export, cast):
        for need in group.needs:
            if need not in there:
                there.add(need)
                yield from needed(need, cast)
        yield from group.resources


def bundled(kind: str, entries: Iterable[str]) -> Iterator[str]:
    """A Bundle of entries that are written already, a piece at a time."""
    before = f'{{"resourceType":"Bundle","type":"{kind}","entry":[\n'
    for entry in entries:
        yield before + entry
        before = ",\n"
    yield "\n]}\n"


def contained(resource: Resource) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def put(resource: Resource) -> dict[str, Any]:
    """An entry of a transaction. What has an identifier gets its id from the server; a Provenance has none, and brings its own."""
    full = {"fullUrl": f"urn:uuid:{resource['id']}"}
    kind = resource["resourceType"]
    if kind == "Provenance":
        return full | {"resource": resource, "request": {"method": "PUT", "url": f"Provenance/{resource['id']}"}}
    without = {key: value for key, value in resource.items() if key != "id"}
    return full | {"resource": without, "request": {"method": "PUT", "url": f"{kind}?{asked(resource)}"}}


def asked(resource: Resource) -> str:
    """The search that finds this resource and no other."""
    if "url" in resource:
        return f"url={quote(resource['url'], safe=':')}&version={resource['version']}"
    found = resource["identifier"]
    found = found[0] if isinstance(found, list) else found
    system, value = (quote(MEANT.sub(r"\\\g<0>", found[key]), safe=":") for key in ("system", "value"))
    return f"identifier={system}|{value}"
