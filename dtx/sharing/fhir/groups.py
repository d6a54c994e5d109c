"""An export as groups of FHIR resources: a session or a diary entry each, and what has to be there before it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dtx.engine.export import Export
from dtx.engine.record import SessionLog
from dtx.sharing.fhir.forms import entry
from dtx.sharing.fhir.people import Cast, Resource
from dtx.sharing.fhir.provenance import of_the_whole
from dtx.sharing.fhir.questionnaires import by_canonical
from dtx.sharing.fhir.session import session

Need = tuple[str, str]
"""One who took part, or a questionnaire, by what it is and which one."""

PATIENT: Need = ("patient", "")
CARER: Need = ("carer", "")

WHOLE = "export"


@dataclass(frozen=True, slots=True)
class Group:
    """What stands or falls together. `kind` is `session`, `entry`, or `export` for what is about the whole; `name` is the id."""

    kind: str
    name: str
    resources: list[Resource]
    needs: tuple[Need, ...]


def groups(export: Export, cast: Cast) -> Iterator[Group]:
    for log in export:
        made = session(log, cast)
        yield Group("session", log.session_id, made, (*needs(log), *forms(made)))
    for one in export.diary:
        made = entry(one, cast)
        yield Group("entry", one.entry_id, made, (PATIENT, *forms(made)))
    whole = of_the_whole(export.about, cast)
    if whole is not None:
        yield Group(WHOLE, WHOLE, [whole], (PATIENT, ("device", export.about.app_version)))


def needs(log: SessionLog) -> tuple[Need, ...]:
    device = ("device", log.app_version)
    return (PATIENT, device, CARER) if log.helper == "carer" else (PATIENT, device)


def forms(made: list[Resource]) -> Iterator[Need]:
    for one in made:
        if one["resourceType"] == "QuestionnaireResponse" and "questionnaire" in one:
            yield "questionnaire", one["questionnaire"]


def needed(need: Need, cast: Cast) -> list[Resource]:
    """The resource of a need; none for a patient whom the server knows already."""
    match need:
        case ("patient", _):
            return [] if cast.known else [cast.the_patient()]
        case ("carer", _):
            return [cast.the_carer()]
        case ("device", version):
            return [cast.the_device(version)]
        case (_, url):
            return [by_canonical(url)]
