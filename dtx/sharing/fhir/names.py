"""What things are called in FHIR: systems of identifiers and codes, and ids that the same session always gets again.

No domain belongs to dtx, so its systems are OIDs below one that was drawn at random (ITU-T X.667, arc 2.25), which nobody else has.
"""

import hashlib
from uuid import UUID

ROOT = "urn:oid:2.25.128482925398802334178168355318518863459"
NAMESPACE = UUID("ed11a268-5646-4cf5-9b1b-7721df3f3272")

PATIENT, SESSION, PART, APP, JOURNAL, LEDGER, CONTENT, PLAN = (f"{ROOT}.{number}" for number in range(1, 9))
"""Systems of identifiers: the pseudonym; a session; what belongs to a session or a diary entry; the app; the digest at the end of a
session's journal, and of the ledger of all; the content of a plugin; an item of a plan."""

MOMENT, ACTIVITY, OBSERVED, ANSWER, ENDING = (f"{ROOT}.{number}" for number in range(11, 16))
"""Systems of codes: before or after, what was practised, what was observed, what could be answered, why a session ended early."""

THOUGHT_RECORD, EXPERIMENT, COPING_CARD, PEG = (f"{ROOT}.{number}" for number in range(21, 25))
"""Questionnaires, by their canonical url."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem"

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. and the Logical "
    "Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at "
    "http://loinc.org/license. LOINC is a registered United States trademark of Regenstrief Institute, Inc."
)

_seed = hashlib.sha1(NAMESPACE.bytes, usedforsecurity=False)


def uuid_of(name: str) -> str:
    """UUIDv5 of a name: the same name, the same id, in every export."""
    seed = _seed.copy()  # as uuid.uuid5, which takes three times as long
    seed.update(name.encode("utf-8", "surrogatepass"))
    text = seed.hexdigest()[:32]
    variant = "89ab"[int(text[16], 16) & 3]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"
