"""Taking away and erasing, for sessions and check-ins alike; see `erasing` for what either means."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.records import entries
from dtx.records.chain import genesis
from dtx.records.diary import Diary
from dtx.records.erasing import EVERYTHING, erasing, forget, forget_everything, over, without, words_of, written_anew
from dtx.records.problems import mapped
from dtx.records.store import Store

CHECK_IN = "Check-in"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What was taken away: a session or a check-in, when it was, and when it was taken away."""

    id: str
    title: str
    started_at: str
    hidden_at: str


class Removal:
    """Takes away, brings back and erases in one store. Every method raises a kind of StoreProblem where the file will not do as asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.diary = Diary(store)

    # taking away

    def hide(self, what: str, at: str) -> str:
        """Take a session or a check-in that is over out of every list, and return its id. `bring_back` undoes it. Raises Unknown."""
        with self.store.writing():
            row = self.diary.find(what) if what.startswith(entries.PREFIX) else self.store.find(what)
            if not row.sealed:
                raise DtxError(_("That is not over yet."), _("Go on with it or leave it first; then it can be taken away."))
            name = row.entry_id if isinstance(row, entries.EntryRow) else row.session_id
            self.store.connection.execute("INSERT INTO hidden VALUES (?, ?)", (name, at))
            self.store.connection.execute("DELETE FROM session WHERE session_id = ?", (name,))
            self.store.connection.execute("DELETE FROM diary WHERE entry_id = ?", (name,))
        return name

    def bring_back(self, prefix: str) -> str:
        """Put what was taken away in its place again, and return its id. Raises Unknown."""
        with self.store.writing():
            found = [one.id for one in self.hidden() if prefix and one.id.startswith(prefix)]
            if len(found) != 1:
                few = _("Nothing that begins with {prefix!r} was taken away.").format(prefix=prefix)
                raise Unknown(
                    _("More than one begins with {prefix!r}.").format(prefix=prefix) if found else few, _("`dtx hide` lists what was.")
                )
            self.store.connection.execute("DELETE FROM hidden WHERE id = ?", found)
            self.relist(found[0])
        return found[0]

    def hidden(self) -> list[Hidden]:
        """What was taken away, the latest first."""
        return [self._hidden(name, at) for name, at in self.store.rows("SELECT id, at FROM hidden ORDER BY at DESC, id")]

    def overdue(self, now: datetime) -> list[str]:
        """The ids of what was taken away so long ago that it cannot be brought back any more."""
        return [name for name, at in self.store.rows("SELECT id, at FROM hidden") if over(at, now)]

    def relist(self, what: str) -> None:
        """Make the line in the list again from what was written."""
        if what.startswith(entries.PREFIX):
            self.diary.relist(what)
        else:
            self.store.connection.execute("DELETE FROM session WHERE session_id = ?", (what,))
            self.store.list_again(self.store.told(what))

    # erasing

    def find(self, prefix: str) -> str:
        """The id of the session or check-in that begins so, shown or taken away. Raises Unknown."""
        hidden = [one.id for one in self.hidden() if prefix and one.id.startswith(prefix)]
        if len(hidden) == 1:
            return hidden[0]
        return self.diary.find(prefix).entry_id if prefix.startswith(entries.PREFIX) else self.store.find(prefix).session_id

    def within(self, since: date | None, until: date | None) -> list[str]:
        """The ids of all that began on these days, shown or taken away, finished or not."""
        shown = [row.session_id for row in self.store.sessions(since, until)] + [row.entry_id for row in self.diary.rows(since, until)]
        first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
        return [*shown, *(one.id for one in self.hidden() if first <= one.started_at[:10] <= last)]

    def erase(self, ids: Collection[str], at: str, span: tuple[date | None, date | None] | None = None) -> bool:
        """Erase sessions and check-ins for good, with everything that later sessions repeat of them. Every other chain stays whole.

        With a `span` of days, what the profile held on them and holds no more goes, too.

        Returns whether nothing is left in any file of the store; False while another window still holds it open.
        """
        with self._wiping(), self.store.writing():
            words: dict[str, set[str]] = {}
            for what in ids:
                if events := self.store.events(what):
                    words.setdefault(self.store.told(what).activity_id, set()).update(words_of(events))
                elif not self.diary.lines(what):
                    raise Unknown(
                        _("There is no session or check-in {what!r}.").format(what=what), _("`dtx sessions` and `dtx diary` list them.")
                    )
                forget(self.store.connection, what)
                self.store.enter("erased", at, what, 0, genesis(what))
            for activity_id, said in words.items():
                self._unsay(activity_id, said, at)
            if span is not None:
                self._forget_former(*span)
        return self._wiped()

    def erase_everything(self, at: str) -> bool:
        """Erase all there is, also who the person is; the ledger begins anew with a line that says so. As `erase`."""
        with self._wiping(), self.store.writing():
            forget_everything(self.store.connection)
            self.store.enter("erased", at, "", 0, genesis(""))
        return self._wiped()

    # the parts

    def _hidden(self, name: str, at: str) -> Hidden:
        if name.startswith(entries.PREFIX):
            return Hidden(name, CHECK_IN, self.diary.lines(name)[0].at, at)
        row = self.store.told(name)
        return Hidden(name, row.activity_title, row.started_at, at)

    def _unsay(self, activity_id: str, words: Collection[str], at: str) -> None:
        """Write the sessions of an activity anew that repeat words of erased ones."""
        listed = self.store.rows("SELECT session_id FROM session WHERE activity_id = ? UNION SELECT id FROM hidden", activity_id)
        for (session_id,) in list(listed):
            events = without(self.store.events(session_id), words)
            if events is not None:
                head = written_anew(self.store.connection, session_id, events)
                if self.store.told(session_id).sealed:
                    self.store.enter("sealed", at, session_id, len(events), head)
                if not self.store.is_hidden(session_id):
                    self.relist(session_id)

    def _forget_former(self, since: date | None, until: date | None) -> None:
        """What the person said of themselves on those days, where they have said something else since."""
        first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
        with erasing(self.store.connection, EVERYTHING):
            self.store.connection.execute(
                "DELETE FROM profile WHERE substr(at, 1, 10) BETWEEN ? AND ? AND seq NOT IN (SELECT max(seq) FROM profile GROUP BY key)",
                (first, last),
            )

    @contextmanager
    def _wiping(self) -> Iterator[None]:
        """What is deleted inside this block is overwritten, too."""
        with mapped(self.store.path):
            self.store.connection.execute("PRAGMA secure_delete = ON")
            try:
                yield
            finally:
                self.store.connection.execute("PRAGMA secure_delete = OFF")

    def _wiped(self) -> bool:
        """Write the file anew without its gaps, and empty the log beside it. False where another window stands in the way."""
        with mapped(self.store.path):
            try:
                self.store.connection.execute("VACUUM")
            finally:
                busy = self.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy
