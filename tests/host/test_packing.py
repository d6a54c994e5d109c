"""One file: the same bytes from the same contents; and whatever else calls itself one is refused as a whole."""

import io
import os
import stat
import struct
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.errors import DtxError
from dtx.host.packing import MODE, Pack, check_names, pack_of, read_pack
from dtx.host.trust import MOST_BYTES, MOST_FILE_BYTES, MOST_FILES, tree_sha256

PLUGIN = {"plugin.yaml": b"api: 1\n", "media/bell.ogg": b"OggS", "plugin.py": b"1 / 0\n"}


def folder_with(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def file_with(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "desk.dtx"
    path.write_bytes(data)
    return path


def test_what_was_packed_comes_out_as_it_was(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "desk", PLUGIN)
    found = read_pack(file_with(tmp_path, pack_of(folder).to_bytes()))
    assert (found.name, dict(found.files)) == ("desk", PLUGIN)
    assert found.tree(tmp_path).sha256 == tree_sha256(folder)


def test_the_same_contents_give_the_same_bytes_whenever_and_wherever(tmp_path: Path) -> None:
    """Written down, so that no system and no Python makes others. It is a zip file that any system opens."""
    one = folder_with(tmp_path / "one" / "desk", PLUGIN)
    two = folder_with(tmp_path / "two" / "desk", dict(reversed(PLUGIN.items())))
    os.utime(two / "plugin.yaml", (1, 1))
    (two / "plugin.yaml").chmod(0o600)
    made = pack_of(one).to_bytes()
    assert made == pack_of(two).to_bytes()
    assert sha256(made).hexdigest() == "ac9566ce7d91a1a2f1cf7e657c82678a4a2cda1d962c3791c4b2ef96b4e5482d"
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_what_only_the_author_needs_is_not_handed_over(tmp_path: Path) -> None:
    own = {".git/config": b"", ".DS_Store": b"", "media/.takes/1.wav": b"", "test_desk.py": b"", "plugin.schema.json": b""}
    folder = folder_with(tmp_path / "desk", PLUGIN | own | {"__pycache__/plugin.pyc": b"", "x.pyc": b"", "tests/test_it.py": b""})
    pack = pack_of(folder)
    assert dict(pack.files) == PLUGIN
    assert pack.left_out == (".DS_Store", ".git", "media/.takes", "plugin.schema.json", "test_desk.py", "tests")


# -- files that `dtx pack` did not make


def zipped(*entries: tuple[str, bytes] | tuple[zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as made:
        for name, data in entries:
            if isinstance(name, str):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.external_attr, info.compress_type = MODE, how
                name = info
            made.writestr(name, data)
    return whole.getvalue()


YAML = ("desk/plugin.yaml", b"api: 1\n")


def special(name: str, kind: int, data: bytes = b"/etc/passwd") -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = (kind | 0o777) << 16
    return info, data


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(YAML, YAML)


def overlapping() -> bytes:
    """Many entries of the list of contents that all point at one file: small on disk, huge when it is opened."""
    data = zipped(YAML, ("desk/big.bin", bytes(1_000_000)))
    end = data[-22:]
    _, _, _, _, count, size, offset, _ = struct.unpack("<4s4H2LH", end)
    listed = data[offset : offset + size]
    last = listed[listed.rindex(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"big.bin", f"{n:03}.bin".encode()) for n in range(300))
    return (
        data[: offset + size] + more + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 300, count + 300, size + len(more), offset, 0)
    )


def locked() -> bytes:
    data = bytearray(zipped(YAML))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def another_inside() -> bytes:
    """The name in the list of contents is another one than that before the file."""
    return zipped(YAML, ("desk/harmless.txt", b"x")).replace(b"desk/harmless.txt", b"desk/xarmless.txt", 1)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": bytes,
    "words": lambda: b"api: 1\ntitle: Desk\n",
    "a picture of a zip": lambda: b"PK\x03\x04" + bytes(100),
    "cut off": lambda: zipped(YAML)[:-10],
    "rubbish in the middle": lambda: zipped(YAML)[:-60] + bytes(60),
    "no plugin": lambda: zipped(("desk/readme.txt", b"soon")),
    "two plugins": lambda: zipped(YAML, ("walk/plugin.yaml", b"api: 1\n")),
    "a plugin without a folder": lambda: zipped(("plugin.yaml", b"api: 1\n")),
    "a name that is no id": lambda: zipped(("My Desk/plugin.yaml", b"")),
    "out of its folder": lambda: zipped(YAML, ("desk/../../evil.py", b"")),
    "out by another way": lambda: zipped(YAML, ("desk/..\\..\\evil.py", b"")),
    "beside it": lambda: zipped(YAML, ("../evil.py", b"")),
    "from the root": lambda: zipped(YAML, ("/etc/evil", b"")),
    "on a drive": lambda: zipped(YAML, ("desk/C:evil", b"")),
    "on another machine": lambda: zipped(YAML, ("//server/share", b"")),
    "a dot": lambda: zipped(YAML, ("desk/./x", b"")),
    "nothing between": lambda: zipped(YAML, ("desk//x", b"")),
    "a link": lambda: zipped(YAML, special("desk/link", stat.S_IFLNK)),
    "a pipe": lambda: zipped(YAML, special("desk/pipe", stat.S_IFIFO)),
    "a device": lambda: zipped(YAML, special("desk/zero", stat.S_IFCHR)),
    "a folder": lambda: zipped(YAML, ("desk/empty/", b"")),
    "the same twice": twice,
    "the same but for capitals": lambda: zipped(YAML, ("desk/A.py", b""), ("desk/a.py", b"")),
    "folders the same but for capitals": lambda: zipped(YAML, ("desk/A/x", b""), ("desk/a/y", b"")),
    "the same but for accents": lambda: zipped(YAML, ("desk/e\u0301.txt", b"")),
    "a file that is a folder": lambda: zipped(YAML, ("desk/a", b""), ("desk/a/b", b"")),
    "a name for a printer": lambda: zipped(YAML, ("desk/aux.txt", b"")),
    "a name that ends in a dot": lambda: zipped(YAML, ("desk/x.", b"")),
    "a hidden file": lambda: zipped(YAML, ("desk/.bashrc", b"")),
    "an escape code": lambda: zipped(YAML, ("desk/\x1b[2J.txt", b"")),
    "a name from right to left": lambda: zipped(YAML, ("desk/\u202egpj.py", b"")),
    "a very long name": lambda: zipped(YAML, (f"desk/{'x' * 200}", b"")),
    "very deep": lambda: zipped(YAML, ("desk/1/2/3/4/5/6/7", b"")),
    "compiled code": lambda: zipped(YAML, ("desk/__pycache__/plugin.cpython-313.pyc", b"")),
    "compressed": lambda: zipped(YAML, how=zipfile.ZIP_DEFLATED),
    "a bomb": lambda: zipped(YAML, ("desk/zero", bytes(50_000_000)), how=zipfile.ZIP_DEFLATED),
    "a bomb of overlaps": overlapping,
    "too many files": lambda: zipped(YAML, *((f"desk/{n}", b"") for n in range(MOST_FILES))),
    "a million names": lambda: zipped(YAML, *((f"desk/{n:040}", b"") for n in range(20_000))),
    "a file too big": lambda: zipped(YAML, ("desk/big", bytes(MOST_FILE_BYTES + 1))),
    "too much": lambda: zipped(YAML, *((f"desk/{n}", bytes(MOST_FILE_BYTES)) for n in range(11))),
    "locked": locked,
    "another name inside": another_inside,
    "something before": lambda: b"#!/bin/sh\n" + zipped(YAML),
    "something after": lambda: zipped(YAML) + b"x",
    "a comment": lambda: zipped(YAML)[:-2] + b"\x05\x00words",
    "a program before": lambda: b"PK\x03\x04" + bytes(26) + zipped(YAML),
    "huge": lambda: bytes(MOST_BYTES + 2 * 1024 * 1024),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_anything_that_dtx_pack_did_not_make_is_refused_in_one_line(tmp_path: Path, what: str) -> None:
    with pytest.raises(DtxError) as raised:
        read_pack(file_with(tmp_path, HOSTILE[what]()))
    assert str(raised.value).isprintable() and len(str(raised.value)) < 250
    assert raised.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.dtx"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are another matter there")
@pytest.mark.parametrize("what", ["nothing there", "a folder", "a pipe"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, what: str) -> None:
    path = tmp_path / "desk.dtx"
    if what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        os.mkfifo(path)
    with pytest.raises(DtxError):
        read_pack(path)


@given(st.dictionaries(st.text("aA./\\ :é\u202e\x00c0", min_size=1, max_size=12), st.binary(max_size=5), max_size=5))
def test_whatever_names_are_let_through_stay_inside_and_are_one_file_each_anywhere(files: dict[str, bytes]) -> None:
    try:
        check_names(files, "it", "")
    except DtxError:
        return
    assert len({name.casefold() for name in files}) == len(files)
    for name in files:
        assert os.path.normpath(f"/plugins/desk/{name}") == f"/plugins/desk/{name}"
        assert not set(name) & set("\\:\x00\u202e")


@given(st.binary(max_size=300))
def test_no_bytes_lead_to_anything_but_a_plugin_or_one_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    whole = bytearray(Pack("desk", {"plugin.yaml": b"api: 1\n", "x.txt": b"words"}).to_bytes())
    for place, byte in enumerate(data):
        whole[(place * 7 + byte) % len(whole)] = byte
    path = tmp_path_factory.getbasetemp() / "fuzzed.dtx"
    path.write_bytes(whole)
    try:
        found = read_pack(path)
    except DtxError:
        return
    assert set(found.files) <= {"plugin.yaml", "x.txt"} or all("/" not in name for name in found.files)
