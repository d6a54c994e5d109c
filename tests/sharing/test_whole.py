"""A file that dtx writes is there whole, or not at all."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.errors import DtxError
from dtx.sharing.whole import is_stream, made, write_whole
from tests.commands import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="devices, links and locks of this kind are not on Windows")
HOME = Path("a-home-of-nobody")


def test_all_files_are_there_with_their_content_and_for_their_owner_alone(tmp_path: Path) -> None:
    write_whole({tmp_path / "a": b"1", tmp_path / "b": b"2"}, HOME)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_when_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(DtxError, match="could not be written"):
        write_whole({tmp_path / "a": b"after", tmp_path / "no" / "b": b"2"}, HOME)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"before"}


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    (tmp_path / "a").write_bytes(b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
    try:
        with pytest.raises(DtxError, match="could not be written"):
            write_whole({tmp_path / "b": b"small", tmp_path / "a": b"x" * 10_000}, HOME)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"before"}


@posix
def test_a_device_stays_a_device_and_a_link_a_link(tmp_path: Path) -> None:
    write_whole({Path(os.devnull): b"gone"}, HOME)
    assert not Path(os.devnull).is_file()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole({tmp_path / "link": b"1"}, HOME)
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"1"


def test_a_folder_or_an_impossible_name_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "a\0b", tmp_path / ("x" * 300)):
        with pytest.raises(DtxError, match="could not be written"):
            write_whole({path: b"1"}, HOME)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_among_the_records(tmp_path: Path) -> None:
    """A slip of the pen in `--out` may not cost anybody their sessions."""
    kept = tmp_path / "dtx.db"
    kept.write_bytes(b"all of it")
    (tmp_path / "elsewhere").symlink_to(tmp_path)
    for path in (kept, tmp_path / "trusted.json", tmp_path / "elsewhere" / "dtx.db"):
        with pytest.raises(DtxError, match="among dtx's own files"):
            write_whole({path: b"1"}, tmp_path)
    assert kept.read_bytes() == b"all of it"


@posix
@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_a_name_for_what_is_open_already_takes_it_as_it_comes(tmp_path: Path, name: str) -> None:
    """A pipe has no other name; and a file that the shell opened to add to keeps what is in it."""
    reader, writer = os.pipe()
    out = Path(name.format(writer))
    if not out.exists():
        pytest.skip("there are no such names here")
    write_whole({out: b"through"}, HOME)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        assert file.read() == b"through"
    kept = tmp_path / "kept"
    kept.write_bytes(b"before, ")
    with kept.open("ab") as file:
        out = tmp_path / "link"
        out.symlink_to(name.format(file.fileno()))
        write_whole({out: b"after"}, HOME)
    assert kept.read_bytes() == b"before, after"


@posix
def test_what_can_have_nothing_beside_it_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "7").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    os.mkfifo(tmp_path / "pipe")
    names = ("file", "7", "link", "round", "not there", "a\0b", "x" * 300, ".")
    assert not any(is_stream(tmp_path / name) for name in names)
    assert is_stream(tmp_path / "pipe") and is_stream(Path(os.devnull))


@posix
def test_a_name_for_nothing_open_is_a_sentence() -> None:
    with pytest.raises(DtxError, match="could not be written"):
        write_whole({Path("/dev/fd/987654"): b"1"}, HOME)


KILLED = """
import os, sys
from pathlib import Path
from dtx.sharing.whole import write_whole

def words():
    yield b"in the clear" * 100_000
    os.kill(os.getpid(), 9)

write_whole({Path(sys.argv[1]): words()}, Path("a-home-of-nobody"))
"""


@posix
def test_the_next_one_clears_away_what_a_killed_one_left(tmp_path: Path) -> None:
    out = tmp_path / "x.diary.csv"
    subprocess.run([sys.executable, "-c", KILLED, str(out)], cwd=ROOT, check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".x.diary.csv.") and b"in the clear" in left.read_bytes()
    write_whole({tmp_path / "y.csv": b"1"}, HOME)
    assert left.exists(), "another place is another matter"
    write_whole({tmp_path / "x.csv": b"1"}, HOME)
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "y.csv"}, "also what was to come beside it"


@posix
def test_what_is_being_written_or_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    names = (".x.csv.tmp", ".x.csv.0123abcd", "x.csv.0123abcd.tmp", ".x.csv.0123ABCD.tmp", ".xy.csv.0123abcd.tmp")
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / ".x.csv.aaaaaaaa.tmp").symlink_to(tmp_path / names[0])
    (tmp_path / ".x.csv.bbbbbbbb.tmp").mkdir()
    with made(tmp_path / ".x.csv.cccccccc.tmp"):
        write_whole({tmp_path / "x.csv": b"1"}, HOME)
        assert (tmp_path / ".x.csv.cccccccc.tmp").exists()
    assert len(list(tmp_path.iterdir())) == len(names) + 4
    write_whole({tmp_path / "x.csv": b"2"}, HOME)
    assert not (tmp_path / ".x.csv.cccccccc.tmp").exists() and (tmp_path / names[0]).read_bytes() == b"mine"


@posix
def test_two_that_write_to_one_place_at_once_do_not_hinder_each_other(tmp_path: Path) -> None:
    def words() -> Iterator[bytes]:
        yield b"1"
        write_whole({tmp_path / "x.csv": b"2"}, HOME)
        yield b"1"

    write_whole({tmp_path / "x.csv": words()}, HOME)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x.csv": b"11"}
