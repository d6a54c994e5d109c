"""An activity looked at before it begins: as this person gets it, read to its end, and held against the gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dtx.care.gate import Verdict
from dtx.engine.activity import Script
from dtx.engine.rehearsal import rehearse
from dtx.errors import Refused
from dtx.language import _
from dtx.sessions.world import Prepared

if TYPE_CHECKING:
    from dtx.host.options import Option


@dataclass(frozen=True, slots=True)
class Looked:
    """`page` is the document of `dtx read --json` for this person; `before` are the phases as the author meant them."""

    prepared: Prepared
    page: dict[str, Any]
    verdict: Verdict
    before: list[dict[str, Any]]

    def refuse(self) -> None:
        """Raise Refused for what the person's flags close today (clinical 8.2)."""
        refuse(self.prepared.opened.activity.title, self.verdict)

    def world(self) -> dict[str, Any]:
        """The first line of the session's journal."""
        planned = {"planned_s": self.page["total_s"], "phases_total": len(self.page["phases"])}
        return {**self.prepared.world, **planned, "closing": self.asked_after}

    @property
    def asked_after(self) -> list[str]:
        """What the host asks about this kind of session: effort after exercises, comfort after breathing at one's own pace."""
        moved = any("exercise" in phase["at"] for phase in self.page["phases"])
        own_pace = self.prepared.world["options"].get("pace") == "mine"
        return [name for name, asked in (("comfort", own_pace), ("effort", moved)) if asked]


def refuse(title: str, verdict: Verdict) -> None:
    """Raise Refused where the gate closes the activity of that title."""
    if verdict.blocked:
        why = verdict.blocked[0][1]
        raise Refused(_("{title} rests for now. {why}").format(title=title, why=why), verdict.instead)


def page_of(script: Callable[[], Script], activity_id: str) -> dict[str, Any]:
    """The rehearsal as a document."""
    return rehearse(script).to_json(activity_id)


def shortest(options: "Mapping[str, Option]") -> dict[str, Any]:
    """The least that may be set for the minutes, where there are minutes to set."""
    minutes = options.get("minutes")
    if minutes is None:
        return {}
    least = min(minutes.choices, default=minutes.low) if minutes.choices else minutes.low
    return {"minutes": least}
