"""The diary: check-ins, written line by line into the store and never changed."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from dtx.engine.entry import Entry, Line, fold
from dtx.errors import Unknown
from dtx.language import _
from dtx.records import entries
from dtx.records.chain import canonical, digest, entry_text, genesis
from dtx.records.entries import COLUMNS, EntryRow, from_values, to_values
from dtx.records.listing import earliest, latest
from dtx.records.problems import Continued, damaged
from dtx.records.store import LAST, Store


class Diary:
    """The check-ins in one store. Every method raises a kind of StoreProblem where the file will not do as asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # writing

    def append(self, entry_id: str, lines: Sequence[Line]) -> None:
        """Write lines behind those that are there: all of them or none. They are on disk when this returns.

        Raises Continued when `seq` does not go on where the stored entry ends or the entry is closed, ValueError or TypeError for
        what is no JSON.
        """
        if not lines:
            return
        with self.store.writing():
            last, head = self._head(entry_id)
            if (row := self._row(entry_id)) is not None and row.sealed:
                raise Continued(_("This check-in is already closed."), _("Write another one whenever you like."))
            for seq, line in enumerate(lines, last + 1):
                if line.seq != seq:
                    raise Continued(
                        _("This check-in was continued in another window: line {seq} came where {expected} belongs.").format(
                            seq=line.seq, expected=seq
                        ),
                        _("Go on in the other window. Everything saved so far is kept."),
                    )
                value = canonical(line.value)
                head = digest(head, entry_text(seq, line.at, line.name, value))
                self.store.connection.execute(
                    "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (entry_id, seq, line.at, line.name, value, head)
                )
            if not self.store.is_hidden(entry_id):
                self._list(entries.fold(entry_id, self.lines(entry_id)))
            sent = [(entry_id, line.name) for line in lines]
            self.store.connection.executemany("DELETE FROM draft WHERE session_id = ? AND name = ?", sent)

    def seal(self, entry_id: str, ended_at: str) -> None:
        """Close an entry: its head goes into the ledger. Sealing twice changes nothing. Raises Unknown."""
        with self.store.writing():
            row = self._row(entry_id)
            if row is None:
                raise _unknown(entry_id)
            if not row.sealed:
                self.store.enter("sealed", ended_at, entry_id, *self._head(entry_id))
                self.store.connection.execute("UPDATE diary SET sealed = 1, ended_at = ? WHERE entry_id = ?", (ended_at, entry_id))

    def relist(self, entry_id: str) -> None:
        """Make the line in the list again from what was written and the ledger."""
        ended_at = self.store.one("SELECT at FROM ledger WHERE session_id = ? ORDER BY seq LIMIT 1", entry_id)
        self._list(entries.fold(entry_id, self.lines(entry_id), ended_at))

    # reading

    def lines(self, entry_id: str) -> tuple[Line, ...]:
        """The lines of an entry, none for an unknown one. Raises StoreCorrupt where one cannot be read."""
        found = []
        for seq, at, name, value in self.store.rows("SELECT seq, at, name, value FROM entry WHERE entry_id = ? ORDER BY seq", entry_id):
            try:
                found.append(Line(seq, at, name, json.loads(value)))
            except ValueError:
                raise damaged(
                    self.store.path, _("holds a line that cannot be read (check-in {name}, line {seq})").format(name=entry_id, seq=seq)
                ) from None
        return tuple(found)

    def entry(self, row: EntryRow) -> Entry:
        """One entry with its lines."""
        return fold(row.entry_id, self.lines(row.entry_id), row.ended_at)

    def rows(
        self, since: date | None = None, until: date | None = None, limit: int | None = None, *, kind: str | None = None
    ) -> list[EntryRow]:
        """Newest first. `since` and `until` are days, both included, by the clock on the wall where the person was."""
        where, values = ["1"], list[Any]()
        if kind is not None:
            where.append("kind = ?")
            values.append(kind)
        if since is not None:
            where.append("started_utc >= ? AND substr(started_at, 1, 10) >= ?")
            values += [earliest(since), since.isoformat()]
        if until is not None:
            where.append("started_utc < ? AND substr(started_at, 1, 10) <= ?")
            values += [latest(until), until.isoformat()]
        order = f"WHERE {' AND '.join(where)} ORDER BY started_utc DESC, entry_id DESC LIMIT ?"
        return self._listed(order, *values, -1 if limit is None else limit)

    def page(self, limit: int, before: str | None = None) -> list[EntryRow]:
        """The newest entries, or those that began before a moment, given as `listing.utc` writes it."""
        where = "WHERE started_utc < ?" if before is not None else "WHERE ? IS NULL"
        return self._listed(f"{where} ORDER BY started_utc DESC, entry_id DESC LIMIT ?", before, limit)

    def unsealed(self) -> list[EntryRow]:
        """Entries that are being written, or were left behind. Newest first."""
        return self._listed("WHERE sealed = 0 ORDER BY started_utc DESC, entry_id DESC")

    def latest(self, column: str) -> EntryRow | None:
        """The newest closed entry that has this number, one of the columns of the list."""
        assert column in entries.NAMES
        return next(iter(self._listed(f"WHERE sealed = 1 AND {column} IS NOT NULL ORDER BY started_utc DESC LIMIT 1")), None)

    def find(self, prefix: str) -> EntryRow:
        """The entry with this id, or the only one whose id begins so. Raises Unknown."""
        if row := self._row(prefix):
            return row
        found = self._listed("WHERE entry_id BETWEEN ? AND ? LIMIT 2", prefix, prefix + LAST) if prefix else []
        if len(found) > 1:
            raise Unknown(
                _("More than one check-in begins with {prefix!r}.").format(prefix=prefix), _("Give more of its id; `dtx diary` lists them.")
            )
        if not found:
            raise _unknown(prefix)
        return found[0]

    # the parts

    def _listed(self, rest: str, *values: Any) -> list[EntryRow]:
        return [from_values(row) for row in self.store.rows(f"SELECT {COLUMNS} FROM diary {rest}", *values)]

    def _row(self, entry_id: str) -> EntryRow | None:
        return next(iter(self._listed("WHERE entry_id = ?", entry_id)), None)

    def _list(self, row: EntryRow | None) -> None:
        if row is not None:
            self.store.connection.execute(f"INSERT OR REPLACE INTO diary VALUES ({', '.join('?' * 13)})", to_values(row))

    def _head(self, entry_id: str) -> tuple[int, str]:
        """The last `seq` and digest of an entry; 0 and where its chain begins, for a new one."""
        found = self.store.rows("SELECT seq, hash FROM entry WHERE entry_id = ? ORDER BY seq DESC LIMIT 1", entry_id)
        return next(((seq, head) for seq, head in found), (0, genesis(entry_id)))


def _unknown(entry_id: str) -> Unknown:
    return Unknown(_("There is no check-in {entry_id!r}.").format(entry_id=entry_id), _("`dtx diary` lists them."))
