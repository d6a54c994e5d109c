"""What the summary needs to know of each session, gathered in one pass over the export, and small enough to keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dtx.engine.record import SessionLog

LONGEST = 60
"""Letters of a title that have room in a table."""


def cut(words: str, letters: int) -> str:
    """In one line, and no longer than that."""
    line = " ".join(words.split())
    return line if len(line) <= letters else f"{line[: letters - 2].rstrip()} …"


@dataclass(frozen=True, slots=True)
class Told:
    """One session. Ratings are None where they were not given; `no_before` and `no_after` say why, `not asked` where they never were."""

    start: datetime
    activity_id: str
    title: str
    status: str | None
    reason: str | None
    active_s: float
    before: int | None
    after: int | None
    no_before: str | None
    no_after: str | None
    felt_worse: Mapping[str, Any]
    follow_up: Mapping[str, Any]
    relax_before: int | None
    relax_after: int | None
    plan_item: str | None
    helper: str
    note: str | None
    saved: Mapping[str, Any]

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def when(self) -> str:
        return self.start.strftime("%Y-%m-%d %H:%M")

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())

    @classmethod
    def of(cls, log: SessionLog) -> "Told":
        (before, no_before), (after, no_after) = given(log.before), given(log.after)
        return cls(
            start=datetime.fromisoformat(log.started_at),
            activity_id=log.activity_id,
            title=cut(log.activity_title or log.activity_id, LONGEST),
            status=log.status,
            reason=log.stop_reason,
            active_s=log.active_s,
            before=before,
            after=after,
            no_before=no_before,
            no_after=no_after,
            felt_worse=log.felt_worse or {},
            follow_up=log.follow_up or {},
            relax_before=(log.before.get("relax") or {}).get("value"),
            relax_after=(log.after.get("relax") or {}).get("value"),
            plan_item=log.plan_item,
            helper=log.helper,
            note=log.note,
            saved=log.saved,
        )


def given(ratings: Mapping[str, Any]) -> tuple[int | None, str | None]:
    """The pain, or why there is none."""
    pain = ratings.get("pain")
    if pain is None:
        return None, "not asked"
    value = pain.get("value")
    return (value, None) if value is not None else (None, pain.get("declined") or "skipped")


@dataclass(slots=True)
class Span:
    """All sessions of an export, oldest first, and which versions recorded and guided them."""

    sessions: list[Told] = field(default_factory=list)
    apps: Counter[str] = field(default_factory=Counter)
    scripts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, logs: Iterable[SessionLog]) -> "Span":
        found = cls()
        for log in logs:
            found.sessions.append(Told.of(log))
            found.apps[log.app_version] += 1
            found.scripts[cut(log.plugin_id, 30), cut(log.plugin_version, 20), log.content_sha256] += 1
        return found
