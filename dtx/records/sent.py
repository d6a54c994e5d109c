"""What is on its way to a server, written down before it leaves, in one line of the list of what left; and what each server has taken
in: a session or an entry by its id, with a digest of what was sent."""

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

    def begin(self, share: Share) -> int:
        """Write down that this is about to leave. Gives the number of its line."""
        with self.store.writing():
            line = add(self.store, share)
            self.store.connection.execute("INSERT INTO sending VALUES (?, ?, 0, 0)", (line, share.sessions))
        return line

    def go_on(self, line: int, sessions: int) -> None:
        """Write down that so many more sessions, or something else, are about to leave."""
        with self.store.writing():
            self.store.connection.execute("UPDATE sending SET sessions = sessions + ?, complete = 0 WHERE seq = ?", (sessions, line))

    def note(self, receiver: str, taken: Mapping[str, str], at: str, line: int, sessions: int, complete: bool) -> None:
        """Write down what was taken in just now, so many of it sessions, and whether that is all that left."""
        with self.store.writing():
            self.store.connection.executemany(
                "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", [(receiver, name, digest, at) for name, digest in taken.items()]
            )
            self.store.connection.execute(
                "UPDATE sending SET accepted = accepted + ?, complete = ? WHERE seq = ?", (sessions, complete, line)
            )
