"""Our own codes with their meanings, as CodeSystems: what no public system is known to say.

The meanings are in English whatever language a person speaks, so that a code means the same everywhere.
"""

from functools import lru_cache
from typing import Any

from dtx.sharing.fhir.names import ANSWER, ENDING, MOMENT, OBSERVED, uuid_of
from dtx.sharing.fhir.primitives import words

MOMENTS = {
    "before": "Before the session",
    "after": "After the session",
    "next-morning": "The next morning",
    "week": "About the past week",
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
DETAILS = {
    "answer": {"no": "No", "a_little": "A little", "a_lot": "A lot", "not_sure": "Not sure"},
    "what": {
        "pain": "Pain",
        "dizzy": "Dizzy",
        "breath": "Breath",
        "panic": "Panic",
        "low_mood": "Low mood",
        "memories": "Memories",
        "cramp": "Cramp",
        "skin": "Skin",
        "fall": "A fall",
        "other": "Something else",
    },
    "onset": {"during": "During", "within_1h": "Within an hour", "later": "Later"},
    "lasted": {"<10min": "Under 10 minutes", "<1h": "Under an hour", "<24h": "Under a day", "longer": "Longer than a day"},
    "did": {"nothing": "Nothing", "rested": "Rested", "stopped": "Stopped", "medicine": "Took medicine", "called": "Called someone"},
}
ANSWERS = {f"{key}.{code}": display for key, displays in DETAILS.items() for code, display in displays.items()}
ENDINGS = {
    "pain": "Pain",
    "dizzy": "Dizzy",
    "upset": "Upset",
    "panic": "Panic",
    "cramp": "Cramp",
    "red_flag": "Something on the warning list",
    "time": "Time",
    "tired": "Tired",
    "other": "Something else",
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
