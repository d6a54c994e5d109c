"""Where things are: the one folder that holds all a person owns, and what ships with dtx."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

from dtx.errors import DtxError, StoreFull, StoreProblem, StoreReadOnly
from dtx.language import N_, _

CHOOSE = N_("Choose another folder with DTX_HOME, or make this one writable.")


def home() -> Path:
    """`DTX_HOME`, else the platform's folder for a person's data. It need not exist yet."""
    if chosen := os.environ.get("DTX_HOME"):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path  # 19 ms, and seldom needed in tests and packages

    return user_data_path("dtx", appauthor=False)


def database(home: Path) -> Path:
    return home / "dtx.db"


def plugins(home: Path) -> Path:
    return home / "plugins"


def media(home: Path) -> Path:
    return home / "media"


def cache(home: Path) -> Path:
    """May be deleted at any time."""
    return home / "cache"


def logs(home: Path) -> Path:
    return home / "logs"


def live(home: Path) -> Path:
    """One lock for each session that is going on right now."""
    return home / "live"


def desktop() -> Path:
    """Where the icons of this person's desktop are."""
    from platformdirs import user_desktop_path

    return user_desktop_path()


def menu() -> Path:
    """Where Linux desktops look for what this person has in the menu."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path("~/.local/share").expanduser()) / "applications"


def make_private(folder: Path) -> Path:
    """Make a folder that only its owner may enter (0700), and give it back.

    Raises StoreReadOnly where it cannot be made or written in, and StoreFull where there is no room for it.
    """
    try:
        _make(folder)
    except FileExistsError:
        raise StoreReadOnly(
            _("{folder} is a file, and dtx needs a folder there.").format(folder=folder),
            _("Move the file, or choose a folder with DTX_HOME."),
        ) from None
    except OSError as error:
        raise refusal(error, folder) from error
    _tighten(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreReadOnly(_("dtx may not write in {folder}.").format(folder=folder), _(CHOOSE))
    return folder


DEVICE = N_("Is a device and no file")

BY_THE_SYSTEM = (
    N_("Address already in use"),
    N_("Device or resource busy"),
    N_("Directory not empty"),
    N_("Disk quota exceeded"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
)
"""What a system says of files, which it says in English here; another sentence of it stays as it is."""


def reason(error: Exception, otherwise: str = "") -> str:
    """Why the system refused, in the language that is spoken; `otherwise` where it gave no reason."""
    said = getattr(error, "strerror", None)
    return _(said) if said else otherwise or type(error).__name__


def refusal(error: OSError, path: Path) -> StoreProblem:
    """What it means when the system will not make or write `path`, in a sentence."""
    from errno import EDQUOT, EFBIG, ENOSPC

    if error.errno in (ENOSPC, EDQUOT, EFBIG):
        return StoreFull(
            _("There is no room left on the disk for {path}.").format(path=path),
            _("Free some space and go on; what was saved before is safe."),
        )
    return StoreReadOnly(_("dtx cannot make or write {path} ({strerror}).").format(path=path, strerror=reason(error)), _(CHOOSE))


def for_c(path: Path) -> str | bytes:
    """A path for a library in C, as the disk has it: a str would have to be UTF-8 there."""
    return str(path) if os.name == "nt" else os.fsencode(path)


def no_device(path: Path) -> None:
    """Raise OSError for what is there and is neither file nor folder: reading it may never end."""
    from errno import ENODEV

    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(ENODEV, DEVICE)


def sync(folder: Path) -> None:
    """Make new names in a folder last through a power cut, where the system can."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def bundled(name: Literal["plugins", "media"]) -> Path:
    """The folder that ships with dtx: inside an installed package, or beside `dtx/` in a checkout. Raises DtxError."""
    package = Path(__file__).resolve().parent
    # the installed place first: site-packages may hold somebody else's `plugins`
    for folder in (package / "_bundled" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise DtxError(_("The {name} that ship with dtx are missing.").format(name=name), _("Install dtx again."))


def again() -> tuple[list[str], dict[str, str]]:
    """How to start this Python once more, as the beginning of a command and its environment.

    It finds modules where this one does, but takes nothing that lies about in the present folder for a library.
    """
    here = str(Path.cwd())
    found = [place for place in sys.path if place and place != here and os.path.isabs(place)]  # noqa: PTH117
    ours = str(Path(__file__).resolve().parent.parent)
    where = os.pathsep.join(dict.fromkeys((*found, ours)))
    return [sys.executable, "-P"], {**os.environ, "PYTHONPATH": where}


def _make(folder: Path) -> None:
    """Like `mkdir(parents=True, exist_ok=True)`, but every folder it makes is private, not only the last."""
    if not folder.parent.exists():
        _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _tighten(folder: Path) -> None:
    """Close a folder of ours to others. Shared folders (/tmp) and the person's own home folder stay as they are."""
    if sys.platform == "win32":  # a person's data folder there is theirs alone already
        return
    found = folder.stat()
    person = Path("~").expanduser()
    shared = found.st_mode & stat.S_ISVTX or found.st_uid != os.geteuid() or folder in (person, *person.parents)
    if found.st_mode & 0o077 and not shared:
        with suppress(OSError):  # a file system without modes, such as exFAT
            folder.chmod(found.st_mode & 0o700)  # what the owner closed stays closed
