"""Does every chain still hold? What was changed, lost or added behind the store's back, named by session and event."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from dtx.language import N_, _
from dtx.records import entries, listing
from dtx.records.chain import digest, entry_text, event_text, genesis, ledger_text
from dtx.records.problems import damages, of_a_database

Seal = tuple[str, int, str]
"""The last line in the ledger of a session or a check-in: kind, number of events or lines, digest of the last one."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One table of chains. `every` gives name (the `column`), seq, what `text` takes after them, and the stored digest, in order."""

    what: str
    line: str
    column: str
    every: str
    text: Callable[..., str]


SESSIONS = Chain(
    N_("Session"),
    N_("event"),
    "session_id",
    "SELECT session_id, seq, at, t, kind, step, fingerprint, value, hash FROM event ORDER BY session_id, seq",
    event_text,
)
CHECK_INS = Chain(
    N_("Check-in"), N_("line"), "entry_id", "SELECT entry_id, seq, at, name, value, hash FROM entry ORDER BY entry_id, seq", entry_text
)
CHAINS = (SESSIONS, CHECK_INS)

UNFIT_SESSION = N_("Session {name}: its line in the list of sessions does not fit its events.")
LOST_SESSION = N_("Session {name}: it stands in the list of sessions and has no events.")
UNFIT_CHECK_IN = N_("Check-in {name}: its line in the list of check-ins does not fit its lines.")
LOST_CHECK_IN = N_("Check-in {name}: it stands in the list of check-ins and has no lines.")


_tolerant = partial(str, encoding="utf-8", errors="backslashreplace")
"""Damaged text is still text: it will not match its digest, which is what there is to say."""


def of_a_list(sentence: str) -> bool:
    """Whether this is about a list alone: what was written is whole, and the list can be made from it again."""
    abouts = (UNFIT_SESSION, LOST_SESSION, UNFIT_CHECK_IN, LOST_CHECK_IN)
    return sentence.endswith(tuple(_(one).partition("{name}")[2] for one in abouts))


def audit(connection: sqlite3.Connection, only: Collection[str] | None = None) -> list[str]:
    """Sentences about what is broken: ledger, sessions, check-ins, lists, indexes. Raises sqlite3.Error only for what is no damage.

    With `only` of all sessions and check-ins these are looked into; the ledger is gone through to its end, and no session may be lost.
    """
    usual, connection.text_factory = connection.text_factory, _tolerant
    found: list[str] = []
    try:
        seals: dict[str, Seal] = {}
        found += _ledger(connection, seals)
        seen: set[str] = set()
        for chain in CHAINS:
            found += _chains(connection, chain, seals, seen, only)
        found += _lost(seals, seen if only is None else there(connection, seals))
        found = found or list(_listing(connection, only))
        if only is None:
            found = found or [_("The file: {line}.").format(line=line) for line in _checked(connection, "integrity_check")]
    except of_a_database(UnicodeDecodeError) as error:
        if not damages(error):
            raise
        found.append(_("The file is damaged beyond this point: {error}.").format(error=error))
    except (TypeError, AttributeError, ValueError) as error:  # a damaged cell may hold nothing, or a number where text belongs
        found.append(_("The file is damaged beyond this point: {error}.").format(error=error))
    finally:
        connection.text_factory = usual
    return found


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own check says, [] when all is well. It looks at the file's structure; the chains look at its content."""
    try:
        return list(_checked(connection, "quick_check"))
    except of_a_database(UnicodeDecodeError) as error:
        if not damages(error):
            raise
        return [str(error)]


def _checked(connection: sqlite3.Connection, how: str) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA {how}"):
        if line != "ok":
            yield line


def _ledger(connection: sqlite3.Connection, seals: dict[str, Seal]) -> Iterator[str]:
    before, expected = genesis("ledger"), 1
    for *line, stored in connection.execute("SELECT seq, at, kind, session_id, events, head, hash FROM ledger ORDER BY seq"):
        seq, _at, kind, session_id, events, head = line
        if seq != expected:
            yield _("Ledger: line {expected} is missing.").format(expected=expected)
        elif not _fits(before, ledger_text, line, stored):
            yield _("Ledger: line {seq} (session {session}) is not what was written.").format(seq=seq, session=session_id)
        before, expected = stored, seq + 1
        seals[session_id] = kind, events, head


def _chains(
    connection: sqlite3.Connection, chain: Chain, seals: dict[str, Seal], seen: set[str], only: Collection[str] | None
) -> Iterator[str]:
    """Every chain of one table, or those of some names, line by line."""
    what, one = _(chain.what), _(chain.line)
    here, before, expected = "", "", 1
    for name, seq, *line, stored in listing.lines(connection, chain.every, chain.column, only):
        if name != here:
            if here:
                yield from _end(chain, here, expected - 1, before, seals)
            here, before, expected = name, genesis(name), 1
            seen.add(name)
        if seq != expected:
            if seq == expected + 1:
                yield _("{what} {name}: {one} {number} is missing.").format(what=what, name=name, one=one, number=expected)
            else:
                gone = _("{what} {name}: {one}s {first} to {last} are missing.")
                yield gone.format(what=what, name=name, one=one, first=expected, last=seq - 1)
        elif not _fits(before, chain.text, (seq, *line), stored):
            yield _("{what} {name}: {one} {number} is not what was written.").format(what=what, name=name, one=one, number=seq)
        before, expected = stored, seq + 1
    if here:
        yield from _end(chain, here, expected - 1, before, seals)


def _end(chain: Chain, name: str, lines: int, head: str, seals: dict[str, Seal]) -> Iterator[str]:
    """Does a chain end where the ledger says? One that is still open has no line there."""
    kind, sealed, sealed_head = seals.get(name, ("sealed", lines, head))
    named, one = f"{_(chain.what)} {name}", _(chain.line)
    if kind == "erased":
        yield _("{named}: it was erased, and yet there are {lines} {one}s.").format(named=named, lines=lines, one=one)
    elif lines < sealed:
        yield _("{named}: the {one}s after {one} {lines} are missing; there were {sealed}.").format(
            named=named, one=one, lines=lines, sealed=sealed
        )
    elif lines > sealed:
        yield _("{named}: {one} {number} was added after the {what} was closed.").format(
            named=named, one=one, number=sealed + 1, what=_(chain.what).lower()
        )
    elif head != sealed_head:
        yield _("{named}: {one} {lines} is not the one in the ledger.").format(named=named, one=one, lines=lines)


def _lost(seals: dict[str, Seal], seen: set[str]) -> Iterator[str]:
    """What the ledger knows of and nothing is left of."""
    for name, (kind, lines, _head) in seals.items():
        if kind == "sealed" and name not in seen:
            chain = CHECK_INS if name.startswith(entries.PREFIX) else SESSIONS
            yield _("{what} {name}: all {lines} {one}s are missing.").format(what=_(chain.what), name=name, lines=lines, one=_(chain.line))


def there(connection: sqlite3.Connection, seals: dict[str, Seal]) -> set[str]:
    """Which of them there is something of; the lists know of nearly all, and the others are looked for."""
    lists = "SELECT session_id FROM session UNION ALL SELECT entry_id FROM diary UNION ALL SELECT id FROM hidden"
    found = {name for (name,) in connection.execute(lists)}
    for name in seals.keys() - found:
        either = "SELECT 1 FROM event WHERE session_id = ? UNION ALL SELECT 1 FROM entry WHERE entry_id = ? LIMIT 1"
        if connection.execute(either, (name, name)).fetchone():
            found.add(name)
    return found


def _listing(connection: sqlite3.Connection, only: Collection[str] | None) -> Iterator[str]:
    """Do the lists say what whole chains say? If not, nothing is lost: they can be made again."""
    every = f"SELECT {listing.COLUMNS}, started_utc FROM session ORDER BY session_id"
    stored = {row[0]: row for row in listing.lines(connection, every, "session_id", only)}
    for row in listing.folded(connection, only):
        if stored.pop(row.session_id, None) != listing.to_values(row):
            yield _(UNFIT_SESSION).format(name=row.session_id)
    for name in stored:
        yield _(LOST_SESSION).format(name=name)
    every = f"SELECT {entries.COLUMNS}, started_utc FROM diary ORDER BY entry_id"
    noted = {row[0]: row for row in listing.lines(connection, every, "entry_id", only)}
    for entry in entries.folded(connection, only):
        if noted.pop(entry.entry_id, None) != entries.to_values(entry):
            yield _(UNFIT_CHECK_IN).format(name=entry.entry_id)
    for name in noted:
        yield _(LOST_CHECK_IN).format(name=name)


def _fits(before: str, text: Callable[..., str], line: Iterable[Any], stored: str) -> bool:
    """Is this the line that was written? A damaged one may hold anything, even a number where text belongs."""
    try:
        return digest(before, text(*line)) == stored
    except (TypeError, ValueError):
        return False
