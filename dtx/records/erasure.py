"""Erasing everywhere: in the records, in every copy of them here, and in the backups that dtx wrote and can reach."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dtx import paths
from dtx.errors import DtxError, StoreProblem
from dtx.language import _
from dtx.records.archive import DATABASE, KEY, clear, is_archive, pack, unpacked
from dtx.records.backing_up import ROTATED, key_for, rotated
from dtx.records.cipher import is_plain, key_beside, shred
from dtx.records.claim import is_live
from dtx.records.removal import Removal
from dtx.records.store import Store
from dtx.records.strongbox import ASIDE, Strongbox
from dtx.settings import Settings


@dataclass(slots=True)
class Erased:
    """`wiped` is False while another window holds the old file open; then what is left goes when that window closes.

    `backups` are those it was taken out of. `left` has the files that may still hold it, each with the reason.
    """

    sessions: int = 0
    wiped: bool = True
    backups: list[Path] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)


Span = tuple[date | None, date | None]


def erase(strongbox: Strongbox, ids: Collection[str] | None, now: datetime, *, span: Span | None = None, backups: bool = True) -> Erased:
    """Erase these sessions and check-ins (None: all there is, also who the person is). Raises StoreProblem and Unknown.

    With the `span` of days they were chosen by, what the profile held then and holds no more goes, too. Without `backups` those outside
    of the home are left as they are.
    """
    at = now.isoformat(timespec="seconds")
    done = Erased()
    with strongbox.open_store() as store:
        everything = ids is None
        known = store.ids() if ids is None else set(ids)
        if live := next((name for name in known if is_live(strongbox.home, name)), None):
            raise StoreProblem(
                _("The session {live} is going on in another window.").format(live=live[:8]), _("End it there first; nothing was erased.")
            )
        written = [path for path, _ in store.backups()]
        removal = Removal(store)
        done.wiped = removal.erase_everything(at) if everything else removal.erase(known, at, span)
        done.sessions = len(known)
    for path in strongbox.leftovers():
        shred_any(path)
    for path in list(strongbox.copies()):
        in_copy(strongbox, path, None if everything else known, at, span, done)
    if everything:
        forget_recipients(strongbox.home)
        clear(paths.logs(strongbox.home))
        clear(strongbox.home / ASIDE)
    for path in found(written) if backups else ():
        try:
            if everything:
                shred(path)
            else:
                in_backup(strongbox, path, known, at, span)
            done.backups.append(path)
        except DtxError as problem:
            done.left.append((path, problem.problem))
        except OSError as error:
            done.left.append((path, _("It cannot be changed ({strerror}).").format(strerror=paths.reason(error))))
    done.left += [(path, _("It is not there just now.")) for path in written if backups and not path.exists() and path not in done.backups]
    return done


def forget_recipients(home: Path) -> None:
    """For whom somebody locked files says something of them, too. What was chosen for this computer stays."""
    settings = Settings.read(home)
    if settings.recipients:
        replace(settings, recipients={}).keep(home, quietly=False)


def found(written: Collection[Path]) -> Iterator[Path]:
    """The backups that are there, also the older ones of each name. A file that somebody else put there is none."""
    for path in written:
        for number in range(ROTATED):
            one = rotated(path, number)
            with suppress(DtxError):
                if one.is_file() and is_archive(one):
                    yield one


def in_copy(strongbox: Strongbox, path: Path, ids: Collection[str] | None, at: str, span: Span | None, done: Erased) -> None:
    """A copy in the home. One from before an update has done what it was for, and goes as a whole."""
    if ids is None or path.suffix == ".bak":
        shred(path)
        return
    try:
        with Store.open(path, key=strongbox.key() if not is_plain(path) else None) as store:
            out_of(store, ids, at, span)
        for older in path.parent.glob(f"{path.name}.*.bak"):
            shred(older)
    except StoreProblem as problem:
        done.left.append((path, problem.problem))


def in_backup(strongbox: Strongbox, path: Path, ids: Collection[str], at: str, span: Span | None) -> None:
    """Write a backup anew without them."""
    with unpacked(path, strongbox.home) as (folder, said):
        key = key_for(strongbox, folder, None)
        with Store.open(folder / DATABASE, key=key) as store:
            if not out_of(store, ids, at, span):
                return
            counts: dict[str, Any] = {"sessions": count(store, "session"), "check_ins": count(store, "diary")}
        pack(path, folder / DATABASE, key_beside(folder / DATABASE) if (folder / KEY).exists() else None, folder, said | counts)


def out_of(store: Store, ids: Collection[str], at: str, span: Span | None) -> bool:
    """Erase what there is of them in a store. True where there was something to look for."""
    here = store.ids() & set(ids)
    if here or span is not None:
        Removal(store).erase(here, at, span)
    return bool(here) or span is not None


def count(store: Store, table: str) -> int:
    return int(store.one(f"SELECT count(*) FROM {table}"))


def shred_any(path: Path) -> None:
    if path.is_dir():
        clear(path)
    else:
        shred(path)
