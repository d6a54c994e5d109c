"""Where it comes from: who said it, which app put it together, and the digests that show whether anything was changed later."""

from collections.abc import Sequence
from typing import Any

from dtx.engine.export import About
from dtx.sharing.fhir.names import CONTENT, JOURNAL, LEDGER, uuid_of
from dtx.sharing.fhir.people import ASSEMBLER, AUTHOR, Cast, Resource
from dtx.sharing.fhir.primitives import code, words
from dtx.sharing.fhir.scene import Scene


def provenance(scene: Scene, made: Sequence[Resource]) -> Resource | None:
    """Of one session, with the digest at the end of its journal. None where nobody knows when it was recorded."""
    log, recorded = scene.log, scene.end or scene.begin
    if recorded is None:
        return None
    plugin = words(f"{log.plugin_id} {log.plugin_version}") or "unknown"
    entities = [
        source(CONTENT, log.content_sha256, f"Content of the plugin {plugin}"),
        source(JOURNAL, log.head, "Journal of this session"),
    ]
    return {
        "resourceType": "Provenance",
        "id": uuid_of(f"{log.session_id}/provenance"),
        "target": [scene.cast.refer(one["resourceType"], one["id"]) for one in made],
        "recorded": recorded,
        "agent": agents(scene.who, scene.device),
        "entity": [entity for entity in entities if entity is not None],
    }


def of_the_whole(about: About, cast: Cast) -> Resource | None:
    """Of all that was exported, with the head of the ledger, and whether anything was erased. None before anything was recorded."""
    if not about.head_at:
        return None
    found: Resource = {
        "resourceType": "Provenance",
        "id": cast.id("provenance"),
        "target": [cast.patient],
        "recorded": about.head_at,
        "agent": agents(cast.patient, cast.device(about.app_version)),
        "entity": [source(LEDGER, about.head, "Ledger of all sessions, as it was for this export")],
    }
    if about.gone:
        found["reason"] = [{"text": about.gone}]
    return found


def agents(who: dict[str, str], device: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": AUTHOR, "who": who}, {"type": ASSEMBLER, "who": device}]


def source(system: str, digest: str, display: str) -> dict[str, Any] | None:
    if not digest:
        return None
    return {"role": "source", "what": {"identifier": {"system": system, "value": code(digest)}, "display": display}}
