"""A backup: one ZIP file with the records (`dtx.db`), the way into them where they are locked (`dtx.key`), and what else is one's own.

`plugins/`, `media/` and `settings.json` are in it as they are. Any program that reads ZIP and SQLite can read a backup.
"""

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from dtx import __version__
from dtx.errors import DtxError, StoreProblem
from dtx.language import _
from dtx.paths import no_device, reason, refusal, sync
from dtx.records.cipher import shred

ABOUT, DATABASE, KEY = "about.json", "dtx.db", "dtx.key"
BESIDE = ("settings.json", "plugins", "media")
"""What else of the home goes into a backup."""

FORMAT = 1
MOST_BYTES = 16 << 30
"""No backup unpacks to more than this."""

PIECE = 1 << 20
HALVES = re.compile("[\ud800-\udfff]")
NOT_A_BACKUP = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, RuntimeError, EOFError)
"""What reading a file that is no backup, or no longer one, may end in. RuntimeError: it wants a password."""


def is_archive(path: Path) -> bool:
    """Whether this is a backup that dtx wrote. Raises DtxError where the file cannot be read."""
    try:
        no_device(path)
        with zipfile.ZipFile(path) as archive:
            return bool(about(archive))
    except NOT_A_BACKUP:
        return False
    except OSError as error:
        raise unreadable(path, error) from error


def about(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the backup says of itself. Raises ValueError or KeyError where it is none of ours."""
    with archive.open(ABOUT) as file:
        said: dict[str, Any] = json.loads(file.read(100_000))
    if said["dtx"] != "backup":
        raise ValueError("not a backup of dtx")
    return said


def pack(target: Path, database: Path, key: Path | None, home: Path, said: dict[str, Any]) -> None:
    """Write a backup to `target` (0600), whole or not at all. Raises DtxError."""
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr(ABOUT, json.dumps({"dtx": "backup", "format": FORMAT, "app_version": __version__, **said}, indent=1))
                archive.write(database, DATABASE, zipfile.ZIP_STORED if key is not None else None)
                if key is not None:
                    archive.write(key, KEY)
                for name, path in own_files(home):
                    archive.write(path, name)
            file.flush()
            os.fsync(file.fileno())
        with zipfile.ZipFile(beside) as archive:
            if archive.testzip() is not None:
                raise StoreProblem(
                    _("{target} could not be read back after it was written.").format(target=target),
                    _("That disk may be failing. Choose another place."),
                )
        beside.replace(target)
        sync(target.parent)
    except OSError as error:
        raise refusal(error, target) from error
    except ValueError as error:  # ZIP knows no times before 1980
        raise DtxError(
            _("{target} could not be written ({error}).").format(target=target, error=error),
            _("Choose another place; nothing was changed."),
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def own_files(home: Path) -> Iterator[tuple[str, Path]]:
    """What else belongs to the person, by its name in the backup. Links and devices are left where they are."""
    for name in BESIDE:
        top = home / name
        for path in sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]:
            if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts:
                yield writable(path.relative_to(home).as_posix()), path


def writable(name: str) -> str:
    """A name as ZIP can hold it: bytes that are no UTF-8 become %E9 and the like, so that such a file is in the backup, too."""
    return HALVES.sub(lambda half: f"%{ord(half[0]) & 0xFF:02X}", name)


@contextmanager
def unpacked(path: Path, home: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder in the home with what is in the backup, for as long as the block runs, and what it says of itself.

    Raises DtxError for what is no backup, is damaged, or holds what no backup of ours would.
    """
    folder = home / f"{DATABASE}.{os.urandom(4).hex()}.tmp"
    try:
        yield folder, unpack(path, folder)
    finally:
        clear(folder)


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        folder.mkdir(mode=0o700)
        with zipfile.ZipFile(path) as archive:
            said = about(archive)
            if int(said.get("format", 0)) > FORMAT:
                raise DtxError(_("{path} was written by a newer dtx.").format(path=path), _("Update dtx, and try it again."))
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_BYTES:
                raise damaged(path)
            for member in members:
                if member.filename != ABOUT:
                    extract(archive, member, folder / safe(path, member))
    except NOT_A_BACKUP as error:
        raise damaged(path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not (folder / DATABASE).is_file():
        raise damaged(path)
    return said


def safe(path: Path, member: zipfile.ZipInfo) -> PurePosixPath:
    """The place of a member inside the folder. Raises DtxError for one that leads elsewhere, or is no file of a backup."""
    name = PurePosixPath(member.filename)
    ours = member.filename in (DATABASE, KEY) or name.parts[:1] in tuple((top,) for top in BESIDE)
    plain = not name.is_absolute() and not {"..", ""} & set(name.parts) and not set(member.filename) & set("\\:\0") and not member.is_dir()
    link = (member.external_attr >> 16) & 0o170000 == 0o120000
    if not (ours and plain) or link:
        raise damaged(path)
    return name


def extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.open(member) as source, os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while piece := source.read(PIECE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def clear(folder: Path) -> None:
    """Take a folder of ours away, and overwrite the records that were in it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path.name.startswith(DATABASE):
                shred(path)
            else:
                path.unlink()
    with suppress(OSError):
        folder.rmdir()


def damaged(path: Path) -> DtxError:
    return DtxError(_("{path} is damaged, or is no backup of dtx.").format(path=path), _("Try another copy of it. Nothing was changed."))


def unreadable(path: Path, error: OSError) -> DtxError:
    return DtxError(
        _("{path} cannot be read ({value}).").format(path=path, value=reason(error, _("the disk failed"))),
        _("Give the name of a backup. Nothing was changed."),
    )
