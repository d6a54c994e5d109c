"""The session record: a fold over the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dtx.engine.journal import FINAL, Event
from dtx.engine.saved import structured

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class SessionLog:
    """One session as it is shown and shared. Times are ISO 8601 with their offset, durations seconds.

    `before` and `after` map a scale's name to {value, min, max, asked_at, declined}; a question never asked has no key.
    `head` is the digest at the end of its journal in the store, empty where there is no store.
    `saved` is nested where the names of the questions are paths (see `engine.saved`); what was declined is None there.
    """

    session_id: str
    app_version: str
    patient_ref: str
    activity_id: str
    activity_title: str
    plugin_id: str
    plugin_version: str
    content_sha256: str
    started_at: str
    ended_at: str | None
    status: str | None
    stop_reason: str | None
    planned_s: float
    active_s: float
    paused_s: float
    phases_done: int
    phases_total: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    comfort: Mapping[str, Any] | None = None
    effort: Mapping[str, Any] | None = None
    felt_worse: Mapping[str, Any] | None = None
    follow_up: Mapping[str, Any] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    saved: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    plan_item: str | None = None
    helper: str = "self"
    underruns: int = 0
    head: str = ""
    events: tuple[Event, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The session record of the contract, without its events."""
        return {
            "session_id": self.session_id,
            "schema": SCHEMA,
            "app_version": self.app_version,
            "patient_ref": self.patient_ref,
            "activity_id": self.activity_id,
            "activity_title": self.activity_title,
            "plugin_id": self.plugin_id,
            "plugin_version": self.plugin_version,
            "content_sha256": self.content_sha256,
            "plan_item": self.plan_item,
            "helper": self.helper,
            "started_at": self.started_at,
            "ended_at": self.ended_at,
            "status": self.status,
            "stop_reason": self.stop_reason,
            "planned_s": self.planned_s,
            "active_s": self.active_s,
            "paused_s": self.paused_s,
            "phases_done": self.phases_done,
            "phases_total": self.phases_total,
            "underruns": self.underruns,
            "before": dict(self.before),
            "after": dict(self.after),
            "comfort": self.comfort,
            "effort": self.effort,
            "felt_worse": self.felt_worse,
            "follow_up": self.follow_up,
            "options": dict(self.options),
            "skipped": list(self.skipped),
            "flags": list(self.flags),
            "saved": dict(self.saved),
            "note": self.note,
        }

    @property
    def change(self) -> int | None:
        """Pain after minus pain before, where both were given. One session's change says nothing by itself."""
        before, after = self.before.get("pain", {}).get("value"), self.after.get("pain", {}).get("value")
        return after - before if before is not None and after is not None else None


@dataclass(slots=True)
class _Fold:
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    alone: dict[str, Any] = field(default_factory=dict)  # comfort, effort
    felt_worse: dict[str, Any] | None = None
    saved: dict[str, Any] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    note: str | None = None
    follow_up: Mapping[str, Any] | None = None
    phases_done: int = 0
    paused_s: float = 0.0
    active_s: float = 0.0
    status: str | None = None
    stop_reason: str | None = None
    underruns: int = 0
    over: bool = False

    def take(self, event: Event) -> None:
        if not self.over:
            self.active_s = max(self.active_s, event.t)
        match event.kind:
            case "rated":
                self._rate(event)
            case "answered" if event.step == "stop_reason":
                self.stop_reason = event.value["value"]
            case "answered" if event.value["saved"]:
                self.saved[str(event.step)] = event.value["value"]
            case "felt_worse":
                self._worsen(event)
            case "note":
                self.note = event.value["value"]
            case "phase":
                self.phases_done += 1
            case "back":
                self.phases_done = event.value["phases_done"]
                self._forget(event.value["undone"])
            case "skipped":
                self.skipped.append(str(event.step))
            case "resumed":
                self.paused_s += event.value["paused_s"]
            case "follow_up":
                self.follow_up = event.value
            case "sound":
                self.underruns += event.value["underruns"]
            case kind if kind in FINAL:
                self.status, self.over = kind, True
                self.active_s = event.t
                if kind == "stopped":
                    self.stop_reason = event.value

    def _forget(self, names: list[str]) -> None:
        """What was gone back over is asked, or done, again."""
        self.skipped = [name for name in self.skipped if name not in names]
        for name in names:
            where, _, rest = name.partition(".")
            rated = {"before": self.before, "after": self.after}.get(where, {})
            for kept, key in ((rated, rest), (self.alone, name), (self.saved, name)):
                kept.pop(key, None)
            if where == "felt_worse" and self.felt_worse is not None:
                for key in (rest,) if rest else ("answer", "declined"):
                    self.felt_worse.pop(key, None)
                self.felt_worse = self.felt_worse or None
            if name == "stop_reason":
                self.stop_reason = None

    def _rate(self, event: Event) -> None:
        where, _, scale = str(event.step).partition(".")
        keys = ("value", "min", "max")
        rating = {key: event.value.get(key) for key in keys} | {"asked_at": event.at, "declined": event.value["declined"]}
        (self.before if where == "before" else self.after if where == "after" else self.alone)[scale or where] = rating

    def _worsen(self, event: Event) -> None:
        _, _, part = str(event.step).partition(".")
        value = event.value["value"]
        if part == "better_now" and value is not None:  # asked in words, kept as what it means
            value = value == "yes"
        if not part and value is None and (self.felt_worse or {}).get("answer") is not None:
            return  # a yes was said, and how much was left open: the yes stays
        self.felt_worse = (self.felt_worse or {}) | {part or "answer": value}
        if not part and event.value["declined"]:
            self.felt_worse["declined"] = event.value["declined"]


def fold(
    session_id: str, events: Iterable[Event], ended_at: str | None = None, patient_ref: str | None = None, head: str = ""
) -> SessionLog:
    """The record of one session from its journal. `ended_at` is None while the session is still open."""
    events = tuple(events)
    world: Mapping[str, Any] = events[0].value
    state = _Fold()
    for event in events:
        state.take(event)
    return SessionLog(
        session_id=session_id,
        app_version=world["app_version"],
        patient_ref=patient_ref or world["patient_ref"],
        activity_id=world["activity_id"],
        activity_title=world["activity_title"],
        plugin_id=world["plugin_id"],
        plugin_version=world["plugin_version"],
        content_sha256=world["content_sha256"],
        started_at=events[0].at,
        ended_at=ended_at,
        status=state.status,
        stop_reason=state.stop_reason,
        planned_s=world["planned_s"],
        active_s=round(state.active_s, 3),
        paused_s=round(state.paused_s, 3),
        phases_done=state.phases_done,
        underruns=state.underruns,
        phases_total=world["phases_total"],
        before=state.before,
        after=state.after,
        comfort=state.alone.get("comfort"),
        effort=state.alone.get("effort"),
        felt_worse=state.felt_worse,
        follow_up=state.follow_up,
        options=world["options"],
        skipped=tuple(state.skipped),
        flags=tuple(world.get("flags", ())),
        saved=structured(state.saved.items()),
        note=state.note,
        plan_item=world.get("plan_item"),
        helper=world.get("helper", "self"),
        head=head,
        events=events,
    )
