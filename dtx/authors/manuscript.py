"""Manuscripts: what an author has typed and not saved, kept from the first letter on, and there again after whatever happened."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dtx import paths
from dtx.errors import DtxError
from dtx.language import _


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was not saved, and the digest of the file that it was begun from."""

    text: str
    begun_from: str


class Manuscripts:
    """The manuscripts of one person, each by the folder it belongs to."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def find(self, folder: Path) -> Kept | None:
        try:
            kept = json.loads(self._path(folder).read_text(encoding="utf-8"))
            return Kept(str(kept["text"]), str(kept["begun_from"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, folder: Path, kept: Kept) -> None:
        """Raises StoreProblem where it cannot be kept."""
        path = self._path(folder)
        paths.make_private(path.parent)
        beside = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps({"text": kept.text, "begun_from": kept.begun_from}), encoding="utf-8")
            beside.replace(path)
        except OSError as problem:
            raise paths.refusal(problem, path) from None
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def forget(self, folder: Path) -> None:
        with suppress(OSError):
            self._path(folder).unlink(missing_ok=True)

    def _path(self, folder: Path) -> Path:
        return self._home / "manuscripts" / f"{sha256(str(folder).encode()).hexdigest()[:16]}.json"


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save(file: Path, text: str) -> None:
    """Write the whole file or nothing of it, as its owner has it. Raises DtxError."""
    place = Path(os.path.realpath(file))
    beside = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o600
        beside.touch(mode=0o600)
        beside.write_text(text, encoding="utf-8", newline="")
        beside.chmod(mode)
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(place)
    except (OSError, ValueError) as problem:
        why = paths.reason(problem, _("it holds what cannot be written"))
        raise DtxError(
            _("{file} cannot be saved ({why}).").format(file=file, why=why),
            _("Make room, or check that you may write there; what you typed is kept."),
        ) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
