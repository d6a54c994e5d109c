"""One file that holds a plugin: the same bytes from the same contents, and nothing in it that could do harm when it is read.

It is a zip file without compression, so that it cannot grow when it is opened and is the same on every computer. What a file from
`dtx pack` would not have (links, other compression, names that lead elsewhere) is refused as a whole.
"""

import io
import re
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dtx.engine.words import clean
from dtx.errors import DtxError, PluginProblem
from dtx.host.trust import DEEPEST, MANIFEST, MOST_BYTES, MOST_FILE_BYTES, MOST_FILES, Tree, plain_bytes, read_files, tree_of
from dtx.language import _
from dtx.paths import reason

SUFFIX = ".dtx"
PLAN = "plan.yaml"
MOST_PACKED = MOST_BYTES + 1024 * 1024
"""Bytes of the whole file: what is in it, and its list of contents."""

LONGEST_NAME = 100
PLUGIN_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
ALIKE = (1980, 1, 1, 0, 0, 0)
MODE = (stat.S_IFREG | 0o644) << 16
END = struct.Struct("<4s4H2LH")
MADE = _("Ask whoever gave it to you for a file that `dtx pack` has made.")
TAKEN_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pack:
    """`name` is the plugin's id, `files` the bytes of each of its files by their path in its folder, in the order of their names."""

    name: str
    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()

    def tree(self, folder: Path) -> Tree:
        """As it would be hashed in a folder of the plugin's name inside `folder`."""
        return tree_of(folder / self.name, self.files.items())

    def to_bytes(self) -> bytes:
        """The whole file. The same contents give the same bytes, on any day and any system."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
            for name, data in self.files.items():
                info = zipfile.ZipInfo(f"{self.name}/{name}", ALIKE)
                info.external_attr, info.create_system = MODE, 3
                packed.writestr(info, data)
        return whole.getvalue()


def pack_of(folder: Path) -> Pack:
    """A plugin's folder as it will be handed over. What only its author needs is left out: hidden files, tests, the editor's schema.

    Raises `PluginProblem` as `read_tree` does, and DtxError for a name that another system could not hold.
    """
    hidden: list[str] = []
    files = read_files(folder, hidden)
    check_names(files, _("The folder '{name}'").format(name=folder.name), _("Rename it, and pack again."))
    return Pack(folder.name, files, tuple(sorted(hidden)))


def read_pack(path: Path) -> Pack:
    """What is in a file that `dtx pack` made. Nothing is written anywhere. Raises DtxError for every other file."""
    what = _("{name} is no file that dtx can install").format(name=path.name)
    try:
        data = plain_bytes(path.resolve(), path.name, path.name, MOST_PACKED)
    except PluginProblem:
        raise DtxError(_("{what}: it is larger than 20 MB, or a folder.").format(what=what), MADE) from None
    except OSError as error:
        raise DtxError(
            _("{path} cannot be opened ({strerror}).").format(path=path, strerror=reason(error)),
            _("Check its name, and that you may read it."),
        ) from None
    check_frame(data, what)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            check_infos(infos, what)
            found = {info.filename: packed.read(info) for info in infos}
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, RuntimeError, EOFError):
        raise DtxError(_("{what}: it is damaged.").format(what=what), _("Copy it again, or ask for it once more.")) from None
    tops = {name.partition("/")[0] for name in found}
    one = len(tops) == 1 and PLUGIN_ID.fullmatch(top := next(iter(tops)))
    if not one or not (f"{top}/{MANIFEST}" in found or list(found) == [f"plan/{PLAN}"]):
        raise DtxError(_("{what}: it does not hold one plugin, or one plan.").format(what=what), MADE)
    files = {name.partition("/")[2]: found[name] for name in sorted(found)}
    check_names(files, path.name, MADE)
    return Pack(top, files)


def holds_plan(path: Path) -> bool:
    """Whether a packed file holds a plan. What cannot be read holds none."""
    try:
        return list(read_pack(path).files) == [PLAN]
    except DtxError:
        return False


def check_frame(data: bytes, what: str) -> None:
    """Hold the end of a zip file to what ours has, before anything follows the places that it names."""
    if data[:4] != b"PK\x03\x04" or len(data) < END.size:
        raise DtxError(f"{what}.", MADE)
    sign, disk, first_disk, here, count, size, offset, comment = END.unpack(data[-END.size :])
    if sign != b"PK\x05\x06" or comment or disk or first_disk or here != count:
        raise DtxError(_("{what}: it is damaged, or something was added to it.").format(what=what), MADE)
    if count > MOST_FILES or size > MOST_FILES * 512:
        raise DtxError(_("{what}: it has more than {most_files} files.").format(what=what, most_files=MOST_FILES), MADE)
    if offset + size + END.size != len(data):
        raise DtxError(_("{what}: something was added to it.").format(what=what), MADE)


def check_infos(infos: Iterable[zipfile.ZipInfo], what: str) -> None:
    """Hold each entry to what ours are like. Raises DtxError."""
    seen: set[str] = set()
    total = following = 0
    for info in infos:
        if info.filename in seen:
            raise DtxError(_("{what}: it has two files of one name.").format(what=what), MADE)
        seen.add(info.filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or info.is_dir():
            raise DtxError(_("{what}: it has a link, or something else that is no file.").format(what=what), MADE)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & ~0x800 or info.compress_size != info.file_size:
            raise DtxError(_("{what}: it is compressed or locked.").format(what=what), MADE)
        if info.extra or info.comment or info.header_offset != following:
            raise DtxError(_("{what}: something was added to it.").format(what=what), MADE)
        following += 30 + len(info.filename.encode("utf-8", "surrogatepass")) + info.file_size
        total += info.file_size
        if info.file_size > MOST_FILE_BYTES or total > MOST_BYTES:
            raise DtxError(_("{what}: it has a file over 2 MB, or more than 20 MB.").format(what=what), MADE)


def check_names(names: Iterable[str], what: str, remedy: str) -> None:
    """Raise DtxError for a path that leads out of its folder, or that some system could not hold, or holds as another one."""
    spelt: dict[str, str] = {}
    files, folders = set[str](), set[str]()
    for name in names:
        parts = name.split("/")
        if fault := next(filter(None, map(fault_of, parts)), None):
            raise DtxError(
                _("{what} has a file '{clean}', which {fault}.").format(what=what, clean=clean(name)[:LONGEST_NAME], fault=fault), remedy
            )
        if len(parts) > DEEPEST:
            raise DtxError(_("{what} has folders more than {deepest} deep.").format(what=what, deepest=DEEPEST), remedy)
        for end in range(1, len(parts) + 1):
            here = "/".join(parts[:end])
            if spelt.setdefault(here.casefold(), here) != here:
                raise DtxError(_("{what} has two files called '{here}' but for capitals.").format(what=what, here=here), remedy)
        files.add(name)
        folders.update("/".join(parts[:end]) for end in range(1, len(parts)))
    if files & folders:
        raise DtxError(_("{what} has a file and a folder of one name.").format(what=what), remedy)


def fault_of(part: str) -> str | None:
    """What is wrong with one part of a path, as the end of a sentence; None where nothing is."""
    if part in ("", ".", ".."):
        return _("leads out of its folder")
    if not part.isprintable() or unicodedata.normalize("NFC", part) != part or len(part.encode()) > LONGEST_NAME:
        return _("has a name that cannot be shown, or is too long")
    if part[0] == ".":
        return _("is hidden")
    if re.search(r'[\\:<>"|?*]', part) or part[-1] in ". " or part[0] == " " or TAKEN_BY_WINDOWS.fullmatch(part):
        return _("has a name that not every system can hold")
    if part == "__pycache__" or part.endswith(".pyc"):
        return _("is compiled code")
    return None
