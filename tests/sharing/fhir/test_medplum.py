"""A real FHIR server process takes our sessions in, once however often they are sent, finds them by code and moment, and gives them back.

Medplum's router over its memory, behind node, on loopback. `npm install --no-package-lock` in this folder brings it.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest

from dtx.sharing.fhir.bundles import to_transaction
from dtx.sharing.fhir.names import LOINC, MOMENT, PATIENT, SESSION
from dtx.sharing.fhir.server import TOKEN
from dtx.sharing.select import select
from tests.commands import Commands
from tests.sharing.fhir.test_bundles import ABOUT, CHECK_IN, RECORD
from tests.sharing.logs import FULL, LOG, whole

HERE = Path(__file__).parent

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loopback")]


@contextmanager
def running(**environment: str) -> Iterator[str]:
    """The address of a server process with nothing in it. What is missing for it is a failure."""
    assert (HERE / "node_modules" / "@medplum" / "fhir-router").exists(), f"npm install --no-package-lock in {HERE} brings the server"
    process = subprocess.Popen(
        ["node", "server.mjs"], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        assert process.stdout is not None and process.stderr is not None
        address = process.stdout.readline().strip()
        assert address, process.stderr.read()
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def server() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    commands = Commands(capsys, monkeypatch, tmp_path)
    for day, answers in (
        ("01", {"before.pain": 6, "after.pain": 4}),
        ("02", {"before.pain": 0, "felt_worse": "a_lot", "felt_worse.what": ["dizzy"]}),
    ):
        commands.session("breathing.coherent_46", "--at", f"2026-05-{day}T09:30:00+01:00", answers=answers)
    return commands


def get(server: str, kind: str, **query: str) -> list[dict[str, Any]]:
    with urlopen(f"{server}{kind}?{urlencode(query | {'_count': '100'})}") as reply:
        found = json.load(reply)
    assert found["type"] == "searchset"
    return [entry["resource"] for entry in found.get("entry", [])]


def post(server: str, bundle: bytes) -> list[str]:
    request = Request(server, data=bundle, headers={"Content-Type": "application/fhir+json"}, method="POST")
    with urlopen(request) as reply:
        return [entry["response"]["status"] for entry in json.load(reply)["entry"]]


def everything(server: str) -> dict[str, int]:
    kinds = ("Patient", "Device", "RelatedPerson", "Procedure", "Observation", "Questionnaire", "QuestionnaireResponse", "Provenance")
    return {kind: len(get(server, kind)) for kind in kinds}


def test_what_is_sent_twice_is_there_once(dtx: Commands, server: str) -> None:
    done = dtx("send", "--fhir", server, "--json")
    assert done.code == 0, done.err
    first = everything(server)
    assert (first["Patient"], first["Device"], first["Procedure"], first["Provenance"]) == (1, 1, 2, 3)
    again = dtx("send", "--fhir", server, "--again", "--json")
    assert again.code == 0 and len(again.json["sent"]) == 2
    assert everything(server) == first


def test_pain_is_found_by_its_code_and_by_before_and_after(dtx: Commands, server: str) -> None:
    assert dtx("send", "--fhir", server).code == 0
    assert len(get(server, "Observation", code=f"{LOINC}|72514-3")) == 4
    before = get(server, "Observation", code=f"{LOINC}|72514-3", category=f"{MOMENT}|before")
    assert sorted(found["valueQuantity"]["value"] for found in before) == [0, 6]
    after = get(server, "Observation", code="72514-3", category="after")
    assert [found.get("valueQuantity", {}).get("value") for found in after].count(4) == 1
    assert [found["dataAbsentReason"]["coding"][0]["code"] for found in after if "dataAbsentReason" in found] == ["asked-declined"]
    (worse,) = [found for found in get(server, "Observation", code="felt_worse") if "component" in found]
    assert worse["component"][0]["valueCodeableConcept"]["coding"][0]["code"] == "what.dizzy"


def test_a_session_is_found_by_its_id_with_all_that_belongs_to_it(dtx: Commands, server: str) -> None:
    assert dtx("send", "--fhir", server).code == 0
    session = dtx.sessions()[0]
    found = get(server, "Procedure", identifier=f"{SESSION}|{session['session_id']}", _revinclude="Observation:part-of")
    kinds = [resource["resourceType"] for resource in found]
    assert kinds.count("Procedure") == 1 and kinds.count("Observation") >= 5
    (procedure,) = [resource for resource in found if resource["resourceType"] == "Procedure"]
    assert {part["partOf"][0]["reference"] for part in found if part is not procedure} == {f"Procedure/{procedure['id']}"}


def test_a_person_is_found_by_their_pseudonym_and_their_sessions_by_them(dtx: Commands, server: str) -> None:
    assert dtx("profile", "--set", "patient_ref=blue-heron-7").code == 0
    assert dtx("send", "--fhir", server).code == 0
    (patient,) = get(server, "Patient", identifier=f"{PATIENT}|blue-heron-7")
    assert len(get(server, "Procedure", subject=f"Patient/{patient['id']}")) == 2


def test_what_is_read_back_is_what_was_sent(server: str) -> None:
    export = select([LOG, FULL, RECORD], ("notes", "thoughts", "diary"), diary=[CHECK_IN], about=ABOUT)
    content = whole(to_transaction(export))
    first = dict(zip((entry["request"]["url"] for entry in json.loads(content)["entry"]), post(server, content), strict=True))
    assert {url: status for url, status in first.items() if status[:3] != "201" and not url.startswith("Provenance/")} == {}
    assert {status[:3] for status in post(server, content)} <= {"200", "304"}
    entries = json.loads(content)["entry"]
    there = {entry["fullUrl"]: read_back(server, entry) for entry in entries}
    names = {f"{found['resourceType']}/{found['id']}": url for url, found in there.items()}
    for entry in entries:
        assert plain(there[entry["fullUrl"]], names) == plain(entry["resource"], {}), entry["request"]["url"]
    assert sum(everything(server).values()) == len(entries)


def read_back(server: str, entry: dict[str, Any]) -> dict[str, Any]:
    """The one resource that the search of its own request finds."""
    kind, _, query = entry["request"]["url"].partition("?")
    url = f"{server}{kind}?{quote(query, safe='=&%:')}" if query else f"{server}{kind}"
    with urlopen(url) as reply:
        found = json.load(reply)
    if query:
        assert len(found["entry"]) == 1, entry["request"]["url"]
        found = found["entry"][0]["resource"]
    result: dict[str, Any] = found
    return result


def plain(resource: Any, names: dict[str, str]) -> Any:
    """Without what the server adds, and with references as they were sent."""
    if isinstance(resource, dict):
        own = {key: value for key, value in resource.items() if not ("resourceType" in resource and key in ("id", "meta"))}
        return {key: names.get(value, value) if key == "reference" else plain(value, names) for key, value in own.items()}
    return [plain(part, names) for part in resource] if isinstance(resource, list) else resource


def test_a_server_that_wants_a_token_gets_it_and_without_it_takes_nothing_in(dtx: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(FHIR_TOKEN="s3cret") as server:
        refused = dtx("send", "--fhir", server)
        assert refused.code == 1 and TOKEN in refused.err and refused.out.startswith("0 sent")
        monkeypatch.setenv(TOKEN, "s3cret")
        assert dtx("send", "--fhir", server).out.startswith("2 sent just now")


def test_a_resource_that_is_wrong_is_refused_by_this_server(server: str) -> None:
    """Else what it takes in would mean nothing."""
    bundle = json.loads(whole(to_transaction(select([LOG], about=ABOUT))))
    next(entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Procedure")["resource"].pop("status")
    with pytest.raises(OSError, match="400"):
        post(server, json.dumps(bundle).encode())
    assert sum(everything(server).values()) == 0
