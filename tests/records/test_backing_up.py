"""A backup holds all there is, is made while somebody writes, and comes back only when it is whole; what was here is never lost."""

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dtx.errors import DtxError, StoreLocked, StoreProblem, StoreTooNew, Unknown
from dtx.records import backing_up, keyfile
from dtx.records.archive import own_files
from dtx.records.backing_up import back_up, lacking, opened, restore, rotated
from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store
from dtx.records.strongbox import Strongbox
from tests.records.journals import START, at, journal, line
from tests.records.processes import window
from tests.records.test_erasing import CANARY, files_with
from tests.records.test_locked import HOLDS, PASSPHRASE, cheap

__all__ = ["cheap"]


@pytest.fixture
def strongbox(dtx_home: Path) -> Strongbox:
    """A home with two sessions, a draft, a profile, a plugin and settings."""
    strongbox = Strongbox(dtx_home)
    with strongbox.open_store() as store:
        store.append("s1", [*journal(), line(8, CANARY, "note")])
        store.seal("s1", at(70))
        store.append("s2", journal(None))
        store.keep_draft("s2", "situation", "Half a th")
        store.set_profile({"sore": ["low_back"]}, at(1))
    (dtx_home / "plugins" / "mine").mkdir(parents=True)
    (dtx_home / "plugins" / "mine" / "plugin.yaml").write_text("api: 1\n")
    (dtx_home / "settings.json").write_text('{"theme": "dark"}')
    return strongbox


@pytest.fixture
def second(tmp_path: Path) -> Strongbox:
    """Another machine."""
    return Strongbox(tmp_path / "second")


def contents(strongbox: Strongbox) -> tuple[Any, ...]:
    with strongbox.open_store() as store:
        assert store.verify() == [] and store.check() == []
        everything = store.sessions(), store.events("s1"), store.events("s2"), store.drafts("s2"), store.profile(), store.head
        return *everything, store.patient_ref


def brought(strongbox: Strongbox, source: Path, ask: Callable[[keyfile.KeyFile], bytes] | None = None, days: float = 0) -> Path | None:
    with opened(strongbox, source, ask) as backup:
        return restore(strongbox, backup, START + timedelta(days=days))


def test_what_was_backed_up_on_one_machine_comes_back_on_another(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START)
    assert (made.path, made.sessions, made.check_ins, made.locked) == (tmp_path / "my.backup", 2, 0, False)
    assert os.name != "posix" or made.path.stat().st_mode & 0o777 == 0o600
    assert brought(second, made.path) is None
    assert contents(second) == contents(strongbox)
    assert [(name, path.read_bytes()) for name, path in own_files(second.home)] == [
        (name, path.read_bytes()) for name, path in own_files(strongbox.home)
    ]
    assert sorted(path.name for path in second.home.iterdir()) == ["aside", "dtx.db", "live", "plugins", "settings.json"]


def test_any_program_that_reads_zip_and_sqlite_can_read_a_backup(strongbox: Strongbox, tmp_path: Path) -> None:
    back_up(strongbox, tmp_path / "my.backup", START)
    with zipfile.ZipFile(tmp_path / "my.backup") as archive:
        assert archive.namelist() == ["about.json", "dtx.db", "settings.json", "plugins/mine/plugin.yaml"]
        assert json.loads(archive.read("about.json"))["made_at"] == START.isoformat()
        archive.extract("dtx.db", tmp_path)
    other = sqlite3.connect(tmp_path / "dtx.db")
    assert other.execute("SELECT count(*) FROM event").fetchone() == (13,)
    other.close()


def test_a_backup_is_whole_although_somebody_goes_on_writing(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    with strongbox.open_store() as store:
        for number in range(5):
            store.append("s9", [line(number + 1, number)])
            back_up(strongbox, tmp_path / f"{number}.backup", START)
            store.append("s8", [line(number + 1, number)])
    for number in range(5):
        with opened(second, tmp_path / f"{number}.backup", None) as backup:
            assert [len(backup.store.events(name)) for name in ("s9", "s8")] == [number + 1, number]


def test_seven_backups_of_a_name_are_kept_and_the_newest_has_the_name_itself(strongbox: Strongbox, tmp_path: Path) -> None:
    target = tmp_path / "my.backup"
    for day in range(9):
        back_up(strongbox, target, START + timedelta(days=day))
    made = [json.loads(zipfile.ZipFile(rotated(target, number)).read("about.json"))["made_at"] for number in range(7)]
    assert made == [(START + timedelta(days=day)).isoformat() for day in range(8, 1, -1)]
    assert len(list(tmp_path.glob("my.backup*"))) == 7 and not list(tmp_path.glob(".*"))


def test_in_a_folder_a_backup_has_a_name_of_its_own(strongbox: Strongbox, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    assert back_up(strongbox, tmp_path / "stick", START).path == tmp_path / "stick" / "dtx.backup"


def test_a_name_that_is_no_text_is_refused_before_anything_is_written(strongbox: Strongbox, tmp_path: Path) -> None:
    """Erasing has to find its backups again, by names that the store can hold."""
    with pytest.raises(Unknown, match="half a character"):
        back_up(strongbox, tmp_path / "caf\udce9", START)
    assert [path for path in tmp_path.iterdir() if "caf" in path.name] == []


def test_nothing_that_is_no_backup_is_overwritten(strongbox: Strongbox, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(Unknown, match="no backup of dtx"):
        back_up(strongbox, tmp_path / "letter.txt", START)
    assert (tmp_path / "letter.txt").read_text() == "Dear all"
    for place in (strongbox.home / "dtx.db", strongbox.home / "here.backup", strongbox.home):
        with pytest.raises(Unknown, match="inside the folder"):
            back_up(strongbox, place, START)
    with pytest.raises(Unknown, match="no folder"):
        back_up(strongbox, tmp_path / "nowhere" / "x", START)
    assert sorted(path.name for path in strongbox.home.iterdir()) == ["dtx.db", "plugins", "settings.json"]


def test_what_was_here_is_set_aside_and_comes_back_from_there(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    back_up(strongbox, tmp_path / "my.backup", START)
    with second.open_store() as store:
        store.append("other", journal())
        store.set_profile({"side": "left"}, at(1))
    (second.home / "settings.json").write_text('{"theme": "light"}')
    before = contents(second)
    with opened(second, tmp_path / "my.backup", None) as backup:
        assert lacking(second, backup) == 1
        aside = restore(second, backup, START)
    assert aside is not None and contents(second) == contents(strongbox)
    assert (aside / "settings.json").read_text() == '{"theme": "light"}'
    brought(second, aside / "dtx.db", days=1)
    assert contents(second) == before


def test_a_damaged_store_makes_room_for_a_backup_and_is_kept_byte_for_byte(strongbox: Strongbox, tmp_path: Path) -> None:
    back_up(strongbox, tmp_path / "my.backup", START)
    before = contents(strongbox)
    for number, spoilt in enumerate(
        (b"not a database at all" * 300, strongbox.path.read_bytes()[:20_000], b"SQLite format 3\0" + b"\xff" * 5000)
    ):
        strongbox.path.write_bytes(spoilt)
        aside = brought(strongbox, tmp_path / "my.backup", days=number)
        assert aside is not None and (aside / "dtx.db").read_bytes() == spoilt
        assert contents(strongbox)[:5] == before[:5]


def flip(path: Path, marker: bytes) -> None:
    whole = bytearray(path.read_bytes())
    whole[whole.index(marker)] ^= 1
    path.write_bytes(whole)


def test_a_backup_that_is_damaged_is_refused_and_nothing_changes(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    whole = made.read_bytes()
    before = contents(strongbox)
    for spoilt in (
        b"",
        b"PK\3\4",
        whole[:-40],
        whole[: len(whole) // 2],
        whole[: len(whole) // 3] + b"\xff" * 50 + whole[len(whole) // 3 + 50 :],
        b"words",
    ):
        made.write_bytes(spoilt)
        with pytest.raises(DtxError) as problem:
            brought(strongbox, made)
        assert "Nothing was changed" in str(problem.value) or "Give the name" in str(problem.value)
        assert contents(strongbox) == before
    assert sorted(path.name for path in strongbox.home.iterdir()) == ["dtx.db", "plugins", "settings.json"]


def test_a_copy_of_a_database_with_one_changed_byte_is_refused_with_the_row_that_changed(
    strongbox: Strongbox, second: Strongbox, tmp_path: Path
) -> None:
    with strongbox.open_store() as store:
        store.back_up(tmp_path / "copy.db")
    flip(tmp_path / "copy.db", CANARY.encode())
    with pytest.raises(StoreProblem, match="Session s1: event 8 is not what was written") as problem:
        brought(second, tmp_path / "copy.db")
    assert "older backup" in problem.value.remedy and not second.path.exists()


def test_a_backup_of_a_newer_dtx_is_refused(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    with Store.open(strongbox.path, (*MIGRATIONS, "CREATE TABLE later (x);")) as store:
        store.back_up(tmp_path / "copy.db")
    with pytest.raises(StoreTooNew):
        brought(second, tmp_path / "copy.db")
    with zipfile.ZipFile(tmp_path / "later.backup", "w") as archive:
        archive.writestr("about.json", '{"dtx": "backup", "format": 2}')
    with pytest.raises(DtxError, match="newer dtx"):
        brought(second, tmp_path / "later.backup")


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "plugins/../../x", "elsewhere/x", "plugins/a\\b", "C:x", "dtx.db-wal"])
def test_a_backup_that_would_write_elsewhere_is_refused(name: str, strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, "bad")
    with pytest.raises(DtxError, match="no backup of dtx"):
        brought(second, made)
    assert not second.path.exists() and not (tmp_path / "x").exists()


def test_a_backup_with_a_link_in_it_is_refused(strongbox: Strongbox, second: Strongbox, tmp_path: Path) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    link = zipfile.ZipInfo("plugins/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DtxError, match="no backup of dtx"):
        brought(second, made)


def test_while_another_window_is_open_nothing_is_put_back(strongbox: Strongbox, tmp_path: Path) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    with window(HOLDS, strongbox.path) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(StoreProblem, match="open in another window"):
            brought(strongbox, made)
        other.communicate("\n", timeout=30)
    assert contents(strongbox)[0]


@pytest.fixture
def locked(strongbox: Strongbox, cheap: None) -> Iterator[tuple[Strongbox, str]]:
    recovery, left = strongbox.lock(PASSPHRASE)
    assert left == []
    yield strongbox, recovery


def test_a_backup_of_locked_records_is_locked_and_opens_with_passphrase_or_recovery_key(
    locked: tuple[Strongbox, str], second: Strongbox, tmp_path: Path
) -> None:
    strongbox, recovery = locked
    made = back_up(strongbox, tmp_path / "my.backup", START)
    assert made.locked and files_with(tmp_path, CANARY) == [] and files_with(strongbox.home, CANARY) == []
    with pytest.raises(StoreLocked):
        brought(second, made.path)
    for number, typed in enumerate((PASSPHRASE, recovery)):
        brought(second, made.path, lambda file, typed=typed: file.open(typed), days=number)  # type: ignore[misc]
        assert contents(second) == contents(strongbox)
        assert second.is_on and Strongbox(second.home).closed
    fresh = Strongbox(second.home)
    fresh.open_with(PASSPHRASE)
    assert contents(fresh) == contents(strongbox)
    assert sorted({path.suffix for path in second.home.rglob("*") if path.is_file()}) == [".db", ".json", ".key", ".lock", ".yaml"]


def test_a_plain_backup_over_locked_records_leaves_them_plain_and_the_locked_ones_aside(
    strongbox: Strongbox, cheap: None, tmp_path: Path
) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    strongbox.lock(PASSPHRASE)
    aside = brought(Strongbox(strongbox.home), made)  # the passphrase is forgotten, and nobody asks for it
    fresh = Strongbox(strongbox.home)
    assert not fresh.is_on and contents(fresh)[:5] == contents(strongbox)[:5]
    assert aside is not None and sorted(path.name for path in aside.iterdir()) == ["dtx.db", "dtx.key"]
    brought(fresh, aside / "dtx.db", lambda file: file.open(PASSPHRASE), days=1)
    assert fresh.is_on and contents(fresh)[:5] == contents(strongbox)[:5]


def test_locking_locks_the_copies_that_lie_beside_and_clears_what_was_left_unfinished(
    strongbox: Strongbox, cheap: None, tmp_path: Path
) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    aside = brought(strongbox, made)
    assert aside is not None
    with strongbox.open_store() as store:
        store.back_up(strongbox.home / "dtx.db.v1.bak")
        store.back_up(strongbox.home / "dtx.db.0123.tmp")
        store.back_up(strongbox.home / "torn")
    (strongbox.home / "dtx.db.v0.bak").write_bytes((strongbox.home / "torn").read_bytes()[:9000])
    (strongbox.home / "torn").unlink()
    _, left = strongbox.lock(PASSPHRASE)
    assert left == [strongbox.home / "dtx.db.v0.bak"], "it cannot be read, so it cannot be locked, and that is said"
    left[0].unlink()
    assert files_with(strongbox.home, CANARY) == []
    assert contents(Strongbox(strongbox.home, lambda file: file.open(PASSPHRASE)))
    brought(strongbox, aside / "dtx.db", lambda file: file.open(PASSPHRASE), days=2)
    assert strongbox.unlock() == []
    assert not strongbox.is_on and len(files_with(strongbox.home, CANARY)) == 4


def test_restoring_that_breaks_off_leaves_either_records(strongbox: Strongbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = back_up(strongbox, tmp_path / "my.backup", START).path
    with strongbox.open_store() as store:
        store.append("later", journal())
    from dtx.records import backing_up

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(strongbox)
    monkeypatch.setattr(backing_up, "keep", fails)
    with pytest.raises(DtxError, match="no room left"):
        brought(strongbox, made)
    assert contents(strongbox) == before
    monkeypatch.undo()
    monkeypatch.setattr(backing_up, "put_files", fails)
    with pytest.raises(DtxError):
        brought(strongbox, made, days=1)
    assert contents(strongbox)[0]


@pytest.mark.usefixtures("cheap")
def test_a_backup_whose_copy_was_overwritten_by_who_locked_is_none(
    strongbox: Strongbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be a file of zeros, found out when it is needed. The backup that was there stays the newest."""
    target = tmp_path / "b.dtx"
    back_up(strongbox, target, START)
    before = target.read_bytes()
    real = backing_up.pack

    def late(unfinished: Path, staged: Path, *rest: Any) -> None:
        Strongbox(strongbox.home).lock(PASSPHRASE)
        staged.touch()
        real(unfinished, staged, *rest)
        staged.unlink()

    monkeypatch.setattr(backing_up, "pack", late)
    with pytest.raises(StoreProblem, match="just being locked"):
        back_up(strongbox, target, START)
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["b.dtx"]
