"""One session as FHIR: a Procedure, what was observed before, in and after it, what was written, and where all of it comes from."""

from functools import lru_cache

from dtx.engine.record import SessionLog
from dtx.sharing.fhir.codes import coded
from dtx.sharing.fhir.forms import response
from dtx.sharing.fhir.names import ACTIVITY, ANSWER, ENDING, PLAN, SESSION, uuid_of
from dtx.sharing.fhir.observations import observations
from dtx.sharing.fhir.people import Cast, Resource
from dtx.sharing.fhir.primitives import code, period, words
from dtx.sharing.fhir.provenance import provenance
from dtx.sharing.fhir.scene import Scene

STATUS = {"completed": "completed", "stopped": "stopped", "interrupted": "stopped", "failed": "stopped"}
WORSE = ("a_little", "a_lot", "not_sure")


def session(log: SessionLog, cast: Cast) -> list[Resource]:
    """Every resource of a session, the Procedure first and its Provenance last."""
    scene = Scene.of(log, cast)
    found = [procedure(scene), *observations(scene)]
    if log.saved:
        found.append(response(scene))
    where_from = provenance(scene, found)
    return found if where_from is None else [*found, where_from]


def procedure(scene: Scene) -> Resource:
    log = scene.log
    found: Resource = {
        "resourceType": "Procedure",
        "id": uuid_of(log.session_id),
        "identifier": [{"system": SESSION, "value": code(log.session_id)}],
    }
    if log.plan_item:
        found["basedOn"] = [{"type": "CarePlan", "identifier": {"system": PLAN, "value": code(log.plan_item)}}]
    found["status"] = STATUS.get(str(log.status), "unknown")
    reason = log.stop_reason if log.status in ("stopped", "completed") else log.status
    if reason:
        found["statusReason"] = coded(ENDING, reason, reason)
    found["code"] = activity(log.activity_id, log.activity_title)
    found["subject"] = scene.cast.patient
    if performed := period(scene.begin, scene.end):
        found["performedPeriod"] = performed
    found["performer"] = [{"actor": scene.cast.patient}]
    worse = log.felt_worse or {}
    if worse.get("answer") in WORSE and worse.get("what"):
        found["complication"] = [coded(ANSWER, f"what.{what}", what) for what in worse["what"]]
    if note := words(log.note):
        found["note"] = [{"text": note}]
    found["usedReference"] = [scene.device]
    return found


@lru_cache(1024)
def activity(activity_id: str, title: str) -> Resource:
    """What was practised: its id, and its title on that day."""
    told = words(title) or code(activity_id)
    return {"coding": [{"system": ACTIVITY, "code": code(activity_id), "display": told}], "text": told}
