"""What was handed over, when and to whom: a list that is only added to; and the key by which the care team knows this store again."""

import json
from dataclasses import asdict, dataclass, replace
from secrets import token_hex
from typing import Any

from dtx.records.store import Store

KEY = "signing_key"
COLUMNS = "at, form, went_to, reader, locked_for, include, since, until, sessions, first_day, last_day, head"


@dataclass(frozen=True, slots=True)
class Share:
    """One handing over. `went_to` is `file`, `standard output` or an address; `locked_for` names whom it was locked for, nobody if empty.

    `since` and `until` are the days asked for, `first_day` and `last_day` those of the sessions in it; `head` is the journal's at the time.
    A server said yes to `accepted` of the sessions, and, where it is `complete`, to all that left; None for what was written.
    """

    at: str
    form: str
    went_to: str
    reader: str | None
    locked_for: tuple[str, ...]
    include: tuple[str, ...]
    since: str | None
    until: str | None
    sessions: int
    first_day: str | None
    last_day: str | None
    head: str
    accepted: int | None = None
    complete: bool = True

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Shares:
    """Every method raises a kind of StoreProblem where the file will not do as asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def add(self, share: Share) -> None:
        with self.store.writing():
            add(self.store, share)

    def all(self) -> list[Share]:
        """Newest first."""
        found = []
        came_of = {seq: rest for seq, *rest in self.store.rows("SELECT seq, sessions, accepted, complete FROM sending")}
        for line in self.store.rows(f"SELECT seq, {COLUMNS} FROM share ORDER BY seq DESC"):
            seq, at, form, went_to, reader, locked_for, include, *rest = line
            share = Share(at, form, went_to, reader, tuple(json.loads(locked_for)), tuple(json.loads(include)), *rest)
            if seq in came_of:
                sessions, accepted, complete = came_of[seq]
                share = replace(share, sessions=sessions, accepted=accepted, complete=bool(complete))
            found.append(share)
        return found

    def seed(self) -> bytes:
        """The store's own secret, 32 bytes, made when it is first needed. It leaves only with a backup of the whole store."""
        kept = self.store.one("SELECT value FROM meta WHERE key = ?", KEY)
        if kept is None:
            with self.store.writing():
                self.store.connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (KEY, token_hex(32)))
            kept = self.store.one("SELECT value FROM meta WHERE key = ?", KEY)
        return bytes.fromhex(kept)


def add(store: Store, share: Share) -> int:
    """Put a line behind the others, inside a transaction, and return its number."""
    values = asdict(share) | {"locked_for": json.dumps(share.locked_for), "include": json.dumps(share.include)}
    kept = tuple(values[name] for name in COLUMNS.split(", "))
    store.connection.execute(f"INSERT INTO share SELECT 1 + coalesce(max(seq), 0), {', '.join('?' * len(kept))} FROM share", kept)
    return int(store.one("SELECT max(seq) FROM share"))
