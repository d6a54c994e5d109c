"""What the global options decided, and the services, made when a command needs them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dtx.cli.passphrase import Passphrase

if TYPE_CHECKING:
    from dtx.services import Services


class Context:
    def __init__(self, safe: bool, folders: Sequence[Path], passphrase: Passphrase) -> None:
        self._safe, self._folders, self.passphrase = safe, folders, passphrase
        self._services: Services | None = None

    @property
    def words(self) -> list[str]:
        """The same options once more, for a dtx that this one starts."""
        folders = [word for folder in self._folders for word in ("--plugins", str(folder.absolute()))]
        return [*(["--safe"] if self._safe else []), *folders]

    @property
    def services(self) -> "Services":
        if self._services is None:
            from dtx.services import Services

            self._services = Services(folders=self._folders, safe=self._safe, sound=True)
            self._services.strongbox.ask = self.passphrase
        return self._services

    def at(self, folder: Path, mine: bool) -> "Services":
        """The services with one plugin on the shelf: that in a folder, in place of all others."""
        from dtx.host.desk import Desk
        from dtx.paths import home
        from dtx.services import Services

        self.close()
        self._services = Services(sound=True, shelf=Desk(home(), folder, mine=mine and not self._safe))
        return self._services

    def close(self) -> None:
        if self._services is not None:
            self._services.close()
