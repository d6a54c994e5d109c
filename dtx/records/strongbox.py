"""The strongbox: opens the records of one home, locks and unlocks them, and holds their key for as long as they are open."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dtx import paths
from dtx.errors import DtxError, StoreCorrupt, StoreLocked, StoreProblem
from dtx.language import _
from dtx.records.cipher import UNFINISHED, alone, changing, is_locked, is_plain, key_beside, recast, shred
from dtx.records.problems import mapped
from dtx.records.store import Store

if TYPE_CHECKING:
    from dtx.records.keyfile import KeyFile

ASIDE = "aside"
"""The folder in the home for what made room for a backup."""

Ask = Callable[["KeyFile"], bytes | None]
"""Gets the key from the person; None where nobody is there to ask."""


class Strongbox:
    """`ask` is called when the records are locked, no keyring has the key, and somebody wants to read them."""

    def __init__(self, home: Path, ask: Ask | None = None) -> None:
        self.home, self.path, self.ask = home, paths.database(home), ask
        self._key: bytes | None = None

    @property
    def is_on(self) -> bool:
        """Whether the records on the disk are encrypted."""
        return is_locked(self.path)

    @property
    def key_file(self) -> "KeyFile | None":
        """How the records are opened; None where they are not locked."""
        if not self.is_on:
            return None
        from dtx.records import keyfile

        return keyfile.read(key_beside(self.path))

    @property
    def closed(self) -> bool:
        """Whether somebody has to type something before the records can be read."""
        return self.is_on and self._found() is None

    def key(self) -> bytes | None:
        """The key; None where none is needed. Raises StoreLocked where nobody gives it."""
        if not self.is_on:
            return None
        if self._found() is None and self.ask is not None and (file := self.key_file) is not None:
            self._key = self.ask(file)
        if self._key is None:
            raise StoreLocked(_("Your records are locked."), _("Open dtx on a terminal, where you can type your passphrase."))
        return self._key

    def open_store(self) -> Store:
        """A connection of its own to the records. Raises StoreProblem."""
        key = self.key()
        try:
            return Store.open(self.path, key=key)
        except StoreCorrupt:
            if self.is_on == (key is not None):
                raise
        return Store.open(self.path, key=self.key())  # unlocked in another window, just before it was opened here

    def open_with(self, typed: str) -> None:
        """Take the key out, with the passphrase or the recovery key. Raises WrongPassphrase."""
        if (file := self.key_file) is not None:
            self._key = file.open(typed)

    def hold(self, key: bytes | None) -> None:
        """Use a key that was taken out elsewhere."""
        self._key = key

    def let_go(self) -> None:
        """Forget the key. The system's keyring may still give it."""
        self._key = None

    def lock(self, passphrase: str | None) -> tuple[str, list[Path]]:
        """Encrypt the records and every copy of them here; without a passphrase the system's keyring keeps the key.

        Returns the recovery key, which is kept nowhere, and copies that could not be encrypted. Raises StoreProblem, with everything
        as it was, where another window has the records open, they are damaged or there is no room.
        """
        from dtx.records import keyfile

        if self.is_on:
            raise DtxError(
                _("Your records are locked already."), _("`dtx lock --new-passphrase` changes the passphrase, `dtx unlock` ends it.")
            )
        list(self.copies())
        with self.open_store() as store:
            self._whole(store)
        file, key, recovery = keyfile.new(passphrase)
        try:
            self._change(file, None, key)
        except BaseException:
            if not self.is_on:
                keyfile.forget(file.slots)
            raise
        self._key = key
        return recovery, self._recast_copies(None, key)

    def unlock(self) -> list[Path]:
        """Make the records readable without a key again. Returns copies that could not be. Raises StoreProblem as `lock` does."""
        if not self.is_on:
            raise DtxError(_("Your records are not locked."), _("`dtx lock` locks them."))
        key = self.key()
        with self.open_store() as store:
            self._whole(store)
        file = self.key_file
        assert file is not None
        left = self._recast_copies(key, None)
        self._change(file, key, None)
        self._key = None
        return left

    def change(self, passphrase: str) -> None:
        """Another passphrase, in the place of the old one or of the keyring. The recovery key stays the same."""
        from dtx.records import keyfile

        key, file = self.key(), self.key_file
        if key is None or file is None:
            raise DtxError(_("Your records are not locked."), _("`dtx lock` locks them."))
        keyfile.write(key_beside(self.path), file.changed(key, keyfile.checked(passphrase)))

    def copies(self) -> Iterator[Path]:
        """Whole copies of the records in the home: from before an update of dtx, and what made room for a backup."""
        yield from sorted(self.home.glob(f"{self.path.name}.*.bak"))
        for path in sorted(self.home.glob(f"{ASIDE}/*/{self.path.name}")):
            if self.path.exists() and path.samefile(self.path):  # a second name from a restoring that broke off
                path.unlink()
            else:
                yield path

    def leftovers(self) -> Iterator[Path]:
        """What a program that was killed left unfinished."""
        yield from sorted(path for path in self.home.glob(f"{self.path.name}.*") if path.suffix in (".tmp", UNFINISHED))

    def _change(self, file: "KeyFile", old: bytes | None, new: bytes | None) -> None:
        """Write the records anew under another key. The key file says so before and after, so that a power cut leaves no doubt."""
        from dtx.records import keyfile

        place = key_beside(self.path)
        with mapped(self.path), alone(self.path, old):
            pass  # raises where anybody has them open: also somebody in this process, whom another library would not see
        with changing(self.path):
            keyfile.write(place, replace(file, changing=True))
            try:
                recast(self.path, old, new)
            finally:
                if is_plain(self.path):
                    place.unlink()
                else:
                    keyfile.write(place, replace(file, changing=False))

    def _found(self) -> bytes | None:
        if self._key is None and (file := self.key_file) is not None:
            self._key = file.from_keyring()
        return self._key

    def _recast_copies(self, old: bytes | None, new: bytes | None) -> list[Path]:
        from dtx.records import keyfile

        for path in self.leftovers():
            shred(path)
        file = keyfile.read(key_beside(self.path))
        left = []
        for path in self.copies():
            beside = key_beside(path)
            own = path.parent != self.home
            if is_plain(path) is not (old is None):
                continue  # locked with another key, long ago
            try:
                if own and new is not None and file is not None:
                    keyfile.write(beside, file)
                recast(path, old, new)
                if own and new is None:
                    beside.unlink(missing_ok=True)
            except StoreProblem:
                left.append(path)
        return left

    def _whole(self, store: Store) -> None:
        if broken := store.check():
            raise StoreProblem(
                _("Your records are damaged: {broken}.").format(broken=broken[0]),
                _("They were left as they are. `dtx doctor` says what to do."),
            )
