"""What each server has taken in: a session or an entry by its id, with a digest of what was sent; and with it the line in the list of
what left, so that neither is ever there without the other."""

from collections.abc import Mapping

from dtx.records.shares import Share, add
from dtx.records.store import Store


class Sent:
    """Every method raises a kind of StoreProblem where the file will not do as asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def digests(self, receiver: str) -> dict[str, str]:
        """By id, the digest of what this server has."""
        return dict(self.store.rows("SELECT name, hash FROM sent WHERE receiver = ?", receiver))

    def note(self, receiver: str, taken: Mapping[str, str], at: str, share: Share | None) -> None:
        """Write down what was taken in just now, and the line about it."""
        with self.store.writing():
            self.store.connection.executemany(
                "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", [(receiver, name, digest, at) for name, digest in taken.items()]
            )
            if share is not None:
                add(self.store, share)
