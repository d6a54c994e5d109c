"""Two validators that others wrote, and what they miss: one list of problems for each bundle, empty when all is well."""

import contextlib
import io
import json
import re
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import fhirkit

HERE = Path(__file__).parent
URN = "urn:uuid:"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@cache
def pyfhircheck() -> Any:
    """One for the whole run: reading the definitions takes longest."""
    from pyfhircheck import Validator
    from pyfhircheck.config import ValidatorConfig

    folder = tempfile.mkdtemp(prefix="fhir-r4-")
    with tarfile.open(HERE / "r4.tgz") as archive:
        archive.extractall(folder, filter="data")
    config = {"fhirVersion": "4.0.1", "localPackagePaths": [f"{folder}/fhir_r4"], "terminology": {"mode": "local"}}
    return Validator(ValidatorConfig.load_dict(config))


def by_pyfhircheck(bundle: dict[str, Any]) -> list[str]:
    with contextlib.redirect_stdout(io.StringIO()):  # a library below it prints every step it takes
        report = pyfhircheck().validate_resource(bundle)
    return [f"{issue.code} {issue.message} {issue.path}" for issue in report.issues if issue.severity.value == "error"]


def by_fhirkit(bundle: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in fhirkit.validate(json.dumps(bundle))]


LEADS_TO = {
    "subject": {"Patient"},
    "patient": {"Patient"},
    "partOf": {"Procedure"},
    "device": {"Device"},
    "usedReference": {"Device"},
    "derivedFrom": {"QuestionnaireResponse"},
    "performer": {"Patient", "RelatedPerson"},
    "author": {"Patient", "RelatedPerson"},
    "source": {"Patient", "RelatedPerson"},
}
"""Which kinds of resource our references may lead to."""


def by_us(bundle: dict[str, Any]) -> list[str]:
    """What both of them miss."""
    entries = bundle.get("entry", [])
    full = [entry.get("fullUrl") for entry in entries if isinstance(entry, dict)]
    kinds = {entry.get("fullUrl"): entry.get("resource", {}).get("resourceType") for entry in entries if isinstance(entry, dict)}
    found = [f"{url} stands there twice" for url in set(full) if full.count(url) > 1]
    found += [f"{url} is no UUIDv5" for url in full if not is_ours(url)]
    for path, key, value, around in walk(bundle):
        if key == "reference" and isinstance(value, str) and value.startswith(URN) and value not in full:
            found.append(f"{path}: {value} leads nowhere")
        for kind in [kinds.get(one.get("reference")) for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]:
            if kind is not None and kind not in LEADS_TO.get(key, {kind}):
                found.append(f"{path}: leads to a {kind}")
        if key == "code" and isinstance(value, str) and "value" in around and "system" not in around:
            found.append(f"{path}: a unit without its system")
        if isinstance(value, str) and TIME.match(value) and not is_time(value):
            found.append(f"{path}: {value} is no time")
        if value == "" or value == [] or value == {} or value is None:
            found.append(f"{path}: empty")
    return found


def walk(part: Any, path: str = "Bundle") -> Iterator[tuple[str, str, Any, dict[str, Any]]]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield f"{path}.{key}", key, value, part
            yield from walk(value, f"{path}.{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from walk(value, f"{path}[{number}]")


def is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_ours(url: object) -> bool:
    try:
        return isinstance(url, str) and url.startswith(URN) and UUID(url.removeprefix(URN)).version == 5
    except ValueError:
        return False
