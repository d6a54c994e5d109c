"""What was observed around one session: the ratings, what felt worse, how long was practised, and the next morning."""

from collections.abc import Iterator, Mapping
from typing import Any

from dtx.sharing.fhir.codes import MOMENTS, coded
from dtx.sharing.fhir.names import ANSWER, HL7, LOINC, MOMENT
from dtx.sharing.fhir.people import Resource
from dtx.sharing.fhir.primitives import code, moment, words
from dtx.sharing.fhir.ratings import absent, observed, score, seconds, valued
from dtx.sharing.fhir.scene import Scene

SURVEY = {"coding": [{"system": f"{HL7}/observation-category", "code": "survey", "display": "Survey"}]}
ACTIVITY_CATEGORY = {"coding": [{"system": f"{HL7}/observation-category", "code": "activity", "display": "Activity"}]}
WHEN = {name: {"coding": [{"system": MOMENT, "code": name, "display": display}]} for name, display in MOMENTS.items()}
EXERCISE_DURATION = {"system": LOINC, "code": "55411-3", "display": "Exercise duration"}


def observations(scene: Scene) -> Iterator[Resource]:
    """In the order in which a care team would read them: what felt worse comes first."""
    log = scene.log
    if log.felt_worse is not None:
        yield felt_worse(scene, log.felt_worse)
    for name, rating in log.before.items():
        yield rated(scene, "before", name, rating)
    for name, rating in log.after.items():
        yield rated(scene, "after", name, rating)
    for name, alone in (("comfort", log.comfort), ("effort", log.effort)):
        if alone is not None:
            yield rated(scene, "after", name, alone)
    yield practised(scene)
    if log.follow_up is not None:
        yield next_morning(scene, log.follow_up)


def observation(scene: Scene, name: str, when: str, about: dict[str, Any], at: str | None, category: Any = SURVEY) -> Resource:
    found = scene.named("Observation", name) | {
        "partOf": [scene.procedure],
        "status": "final",
        "category": [category, WHEN[when]],
        "code": about,
        "subject": scene.cast.patient,
        "performer": [scene.who],
        "device": scene.device,
    }
    if at is not None:
        found["effectiveDateTime"] = at
    return found


def rated(scene: Scene, when: str, name: str, rating: Mapping[str, Any]) -> Resource:
    at = moment(rating.get("asked_at")) or (scene.begin if when == "before" else scene.end)
    return observation(scene, f"{when}.{code(name)}", when, observed(name, rating), at) | valued(rating)


def felt_worse(scene: Scene, worse: Mapping[str, Any]) -> Resource:
    found = observation(scene, "felt_worse", "after", observed("felt_worse"), scene.end)
    if isinstance(answer := worse.get("answer"), str):
        found["valueCodeableConcept"] = coded(ANSWER, f"answer.{answer}", answer)
    else:
        found["dataAbsentReason"] = absent(worse.get("declined"))
    parts = [{"code": observed(key)} | part for key, value in worse.items() for part in parts_of(key, value)]
    if parts:
        found["component"] = parts
    if text := words(worse.get("text")):
        found["note"] = [{"text": text}]
    return found


def parts_of(key: str, value: Any) -> Iterator[dict[str, Any]]:
    """The components of one detail: several where several were chosen."""
    if key in ("answer", "declined", "text"):
        return
    if value is None:
        yield {"dataAbsentReason": absent("skipped")}
    elif isinstance(value, bool):
        yield {"valueBoolean": value}
    elif isinstance(value, int | float):
        yield {"valueQuantity": score(value)}
    else:
        for one in value if isinstance(value, list | tuple) else (value,):
            yield {"valueCodeableConcept": coded(ANSWER, f"{key}.{one}", str(one))}


def practised(scene: Scene) -> Resource:
    log = scene.log
    about = observed("practised")
    if log.effort is not None:  # asked only after exercise
        about = {"coding": [*about["coding"], EXERCISE_DURATION], "text": about["text"]}
    found = observation(scene, "practised", "after", about, scene.end, ACTIVITY_CATEGORY)
    found["valueQuantity"] = seconds(log.active_s)
    found["component"] = [
        {"code": observed("planned"), "valueQuantity": seconds(log.planned_s)},
        {"code": observed("paused"), "valueQuantity": seconds(log.paused_s)},
    ]
    return found


def next_morning(scene: Scene, asked: Mapping[str, Any]) -> Resource:
    found = observation(scene, "next_morning.pain", "next-morning", observed("pain"), moment(asked.get("asked_at")))
    found |= valued({"value": asked.get("pain"), "declined": asked.get("declined")})
    if isinstance(asked.get("settled"), bool):
        found["component"] = [{"code": observed("settled"), "valueBoolean": asked["settled"]}]
    return found
