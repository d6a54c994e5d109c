"""A shelf with one plugin on it: a folder that its author is working on, read as it is on disk each time it is asked for."""

from collections.abc import Iterator
from pathlib import Path

from dtx import paths
from dtx.host.shelf import Shelf
from dtx.host.sources import BUNDLED, FOLDER, Found, digest


class Desk(Shelf):
    """`mine`: its code may run though nobody has approved it, since its author says so."""

    def __init__(self, home: Path, folder: Path, *, mine: bool = False) -> None:
        super().__init__(home, only="")
        self.folder, self._mine = folder.resolve(), mine
        self._view = digest(["desk", str(self.folder), str(mine)])

    def words_to_read(self, activity_id: str) -> list[str]:
        return ["read", str(self.folder.parent / activity_id), *(["--mine"] if self._mine else [])]

    def _found(self) -> Iterator[Found]:
        ours = self.folder.parent == paths.bundled("plugins").resolve()
        yield Found(str(self.folder), BUNDLED if ours else FOLDER, ours or self._mine)

    def _vouches(self, place: Found) -> bool:
        return super()._vouches(place) if place.source == BUNDLED else self._mine or not place.approved
