"""Our own codes with their meanings, as CodeSystems: what no public system is known to say."""

from functools import lru_cache
from typing import Any

from dtx.care.bracket import STOP_REASON
from dtx.care.felt_worse import DID, FELT_WORSE, LASTED, ONSET, WHAT
from dtx.engine.questions import Choose, Several
from dtx.sharing.fhir.names import ANSWER, ENDING, MOMENT, OBSERVED, uuid_of
from dtx.sharing.fhir.primitives import words


def told(question: Choose | Several) -> dict[str, str]:
    """What may be answered, by code, in the question's own words."""
    return dict(zip(question.values, question.options, strict=True))


MOMENTS = {
    "before": "Before the session",
    "after": "After the session",
    "next-morning": "The next morning",
    "week": "About the past week",
    "between": "Between sessions",
}
OBSERVATIONS = {
    "relax": "How relaxed, 0 not at all to 10 fully",
    "mood": "Mood, 0 very low to 10 very good",
    "bother": "How much pain bothers, 0 not at all to 10 extremely",
    "suds": "Distress, 0 to 100",
    "comfort": "How comfortable the pace was, 0 to 10",
    "effort": "How hard it was, 0 to 10",
    "practised": "Time practised, without pauses",
    "planned": "Time planned for the practice",
    "paused": "Time paused",
    "felt_worse": "Did anything feel worse during the session, or after it?",
    "what": "What felt worse",
    "severity": "How bad it was at its worst, 0 to 10",
    "onset": "When it began",
    "lasted": "How long it lasted",
    "did": "What the person did",
    "better_now": "Better when it was asked",
    "settled": "Pain the next morning at most one more than before the session",
}
DETAILS: dict[str, Choose | Several] = {"answer": FELT_WORSE, "what": WHAT, "onset": ONSET, "lasted": LASTED, "did": DID}
ANSWERS = {f"{key}.{name}": text for key, question in DETAILS.items() for name, text in told(question).items()}
ENDINGS = told(STOP_REASON) | {
    "interrupted": "It broke off: a closed window, a lost connection or a power cut",
    "failed": "The practice's script had a fault",
}

SYSTEMS = {
    MOMENT: ("Moment", "When it was asked, seen from the session", MOMENTS),
    OBSERVED: ("Observed", "What was observed in a session practised at home", OBSERVATIONS),
    ANSWER: ("Answer", "Answers about what felt worse, each behind its question", ANSWERS),
    ENDING: ("Ending", "Why a session ended before its end; stopping is not a failure", ENDINGS),
}


@lru_cache(1024)
def coded(system: str, code: str, otherwise: str) -> dict[str, Any]:
    """A concept of one of our systems; what is none of its codes is told in words alone."""
    display = SYSTEMS[system][2].get(code)
    if display is None:
        return {"text": words(otherwise) or "unknown"}
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def code_systems() -> list[dict[str, Any]]:
    """For a file given to a person, so that it explains itself."""
    return [
        {
            "resourceType": "CodeSystem",
            "id": uuid_of(url),
            "url": url,
            "version": "1",
            "name": f"Dtx{name}",
            "title": title,
            "status": "active",
            "experimental": False,
            "caseSensitive": True,
            "content": "complete",
            "count": len(concepts),
            "concept": [{"code": code, "display": display} for code, display in concepts.items()],
        }
        for url, (name, title, concepts) in SYSTEMS.items()
    ]
