"""Who and what took part: the person, by their pseudonym alone; a carer who gave the answers; the app."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.sharing.fhir.names import APP, HL7, LOINC_NOTICE, PATIENT, uuid_of
from dtx.sharing.fhir.primitives import code, words

Resource = dict[str, Any]
Refer = Callable[[str, str], dict[str, str]]
"""Makes a reference from a type and an id."""


def by_address(kind: str, id: str) -> dict[str, str]:
    """For resources that stand on a server, or one a line."""
    return {"reference": f"{kind}/{id}"}


def by_uuid(kind: str, id: str) -> dict[str, str]:
    """For resources in one bundle."""
    return {"reference": f"urn:uuid:{id}"}


@dataclass(frozen=True, slots=True)
class Cast:
    """Those a session refers to. `known` is the reference of a Patient whom a server knows already; nothing is made then."""

    patient_ref: str
    refer: Refer
    known: str | None = None
    patient: dict[str, str] = field(init=False)
    carer: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        own = self.refer("Patient", self.id("patient"))
        object.__setattr__(self, "patient", {"reference": self.known} if self.known else own)
        object.__setattr__(self, "carer", self.refer("RelatedPerson", self.id("carer")))

    @property
    def pseudonym(self) -> str:
        """Letter by letter, with every blank inside: without one it may be another person's."""
        return words(self.patient_ref) or "unknown"

    def id(self, name: str) -> str:
        return uuid_of(f"{self.patient_ref}/{name}")

    def device(self, version: str) -> dict[str, str]:
        return self.refer("Device", self.id(f"dtx {version}"))

    def the_patient(self) -> Resource:
        return {
            "resourceType": "Patient",
            "id": self.id("patient"),
            "identifier": [{"use": "secondary", "system": PATIENT, "value": self.pseudonym}],
        }

    def the_carer(self) -> Resource:
        return {
            "resourceType": "RelatedPerson",
            "id": self.id("carer"),
            "identifier": [{"system": PATIENT, "value": f"{self.pseudonym}/carer"}],
            "patient": self.patient,
            "relationship": [{"text": "Carer, who gave the answers"}],
        }

    def the_device(self, version: str) -> Resource:
        """The app in one version, for this person alone: nobody else's record changes with it."""
        return {
            "resourceType": "Device",
            "id": self.id(f"dtx {version}"),
            "identifier": [{"system": APP, "value": f"{self.pseudonym}/dtx {code(version)}"}],
            "deviceName": [{"name": "dtx", "type": "user-friendly-name"}],
            "type": {"text": "App for guided practice at home"},
            "version": [{"value": words(version) or "unknown"}],
            "patient": self.patient,
            "note": [{"text": DISCLAIMER}, {"text": LOINC_NOTICE}],
        }


AUTHOR = {"coding": [{"system": f"{HL7}/provenance-participant-type", "code": "author", "display": "Author"}]}
ASSEMBLER = {"coding": [{"system": f"{HL7}/provenance-participant-type", "code": "assembler", "display": "Assembler"}]}
