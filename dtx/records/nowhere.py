"""Records that are kept nowhere: for a preview, in which everything works as usual and nothing is written down."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from dtx.engine.journal import Event
from dtx.records.database import bring_up_to_date
from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store

NOWHERE = Path(":memory:")


def in_memory() -> Store:
    """A store that is gone with the program, and was never on a disk. One thread at a time may use it."""
    connection = sqlite3.connect(str(NOWHERE), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store = MEMORY")
    bring_up_to_date(connection, NOWHERE, MIGRATIONS)
    return Store(connection, NOWHERE)


class Straight:
    """Stands in place of a `Writer`: what is written is there at once, in a store in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(self, session_id: str, events: Sequence[Event]) -> None:
        self._store.append(session_id, events)

    def draft(self, session_id: str, name: str, text: str) -> None:
        self._store.keep_draft(session_id, name, text)

    def flush(self) -> None:
        """Everything is there already."""

    def close(self) -> None:
        """There is nothing to let go of."""
