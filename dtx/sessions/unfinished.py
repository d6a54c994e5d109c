"""Sessions that broke off: how long ago, and whether they may still be taken up."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dtx.host.sources import kept_root
from dtx.records.claim import is_live
from dtx.records.listing import SessionRow
from dtx.records.store import Store

RESUME_S = 30 * 60
"""A timed practice may be taken up again for half an hour (clinical 8.7 item 4)."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that broke off. `minutes_ago` counts from its last sign of life; `open` while it may be taken up again.

    A `form` asks questions only, and stays open for as long as it takes.
    """

    session_id: str
    title: str
    minutes_ago: int
    open: bool
    form: bool = False


def unfinished(store: Store, home: Path, now: datetime) -> list[Unfinished]:
    """Sessions that broke off and are going on nowhere, newest first."""
    left = [row for row in store.unsealed() if not is_live(home, row.session_id)]
    return [
        Unfinished(row.session_id, row.activity_title, minutes_since(row, now), still_open(store, row, now), is_form(store, row))
        for row in left
    ]


def is_form(store: Store, row: SessionRow) -> bool:
    """Whether the session only asks questions, so that no time passes in it."""
    return bool(store.events(row.session_id)[0].value["phases_total"] == 0)


def still_open(store: Store, row: SessionRow, now: datetime) -> bool:
    return (now - datetime.fromisoformat(row.last_at)).total_seconds() <= RESUME_S or is_form(store, row)


def let_go_of_copies(store: Store, home: Path) -> None:
    """Delete older copies of plugins that were kept for sessions which have ended by now, and their approvals."""
    if not kept_root(home).is_dir():
        return
    from dtx.host.placing import kept, let_go
    from dtx.host.trust import APPROVALS, TrustFile

    needed = {store.opened(row.session_id)["content_sha256"] for row in store.unsealed()}
    for plugin, sha256 in kept(home):
        if sha256 not in needed:
            let_go(home, plugin, sha256)
            TrustFile(home / APPROVALS).unpin_kept(plugin, sha256)


def minutes_since(row: SessionRow, now: datetime) -> int:
    return max(0, int((now - datetime.fromisoformat(row.last_at)).total_seconds() // 60))
