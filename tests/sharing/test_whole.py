"""A file that dtx writes is there whole, or not at all."""

import os
import stat
from pathlib import Path

import pytest

from dtx.errors import DtxError
from dtx.sharing.whole import write_whole

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


@pytest.mark.skipif(os.name != "posix", reason="devices and links of this kind are not on Windows")
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
