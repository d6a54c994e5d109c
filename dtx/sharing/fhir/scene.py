"""What every resource of one session has in common."""

from dataclasses import dataclass
from typing import Any, Self

from dtx.engine.record import SessionLog
from dtx.sharing.fhir.names import PART, uuid_of
from dtx.sharing.fhir.people import Cast
from dtx.sharing.fhir.primitives import moment


@dataclass(frozen=True, slots=True)
class Scene:
    """`begin` and `end` are FHIR's; `who` gave the answers."""

    log: SessionLog
    cast: Cast
    begin: str | None
    end: str | None
    who: dict[str, str]
    device: dict[str, str]
    procedure: dict[str, str]

    @classmethod
    def of(cls, log: SessionLog, cast: Cast) -> Self:
        return cls(
            log,
            cast,
            moment(log.started_at),
            moment(log.ended_at),
            cast.carer if log.helper == "carer" else cast.patient,
            cast.device(log.app_version),
            cast.refer("Procedure", uuid_of(log.session_id)),
        )

    def named(self, kind: str, name: str) -> dict[str, Any]:
        """The beginning of a resource that belongs to the session."""
        whole = f"{self.log.session_id}/{name}"
        return {"resourceType": kind, "id": uuid_of(whole), "identifier": [{"system": PART, "value": whole}]}
