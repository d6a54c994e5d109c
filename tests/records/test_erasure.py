"""After erasing, a word is in no file of ours any more: records, log, copies, what was set aside, backups, also older and locked ones."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from dtx.errors import StoreProblem, Unknown
from dtx.records.backing_up import back_up, opened, restore
from dtx.records.claim import claim
from dtx.records.erasure import erase
from dtx.records.store import Store
from dtx.records.strongbox import Strongbox
from tests.records.journals import START, at, journal, line
from tests.records.test_erasing import CANARY, files_with
from tests.records.test_locked import PASSPHRASE, cheap

__all__ = ["cheap"]

LATER = START + timedelta(days=9)


@pytest.fixture
def strongbox(dtx_home: Path, tmp_path: Path) -> Strongbox:
    """A home full of copies: two backups of a name, one that was brought back, one from before an update, one left unfinished."""
    strongbox = Strongbox(dtx_home)
    with strongbox.open_store() as store:
        store.append("a", [*journal(), line(8, CANARY, "note")])
        store.seal("a", at(70))
        store.append("b", journal())
        store.seal("b", at(70))
    for day in range(2):
        back_up(strongbox, tmp_path / "my.backup", START + timedelta(days=day))
    with opened(strongbox, tmp_path / "my.backup", None) as backup:
        restore(strongbox, backup, START)
    back_up(strongbox, tmp_path / "my.backup", START + timedelta(days=3))
    with strongbox.open_store() as store:
        store.back_up(dtx_home / "dtx.db.v2.bak")
        store.back_up(dtx_home / "dtx.db.ab12.tmp")
    (dtx_home / "logs").mkdir()
    (dtx_home / "logs" / "crash.log").write_text("2026-03-01T10:00:00+01:00 KeyError\n")
    return strongbox


def words_in(strongbox: Strongbox, tmp_path: Path) -> list[str]:
    """Every file of ours that holds the canary; backups are looked into."""
    backups = []
    for path in sorted(tmp_path.glob("my.backup*")):
        with opened(strongbox, path, lambda file: file.open(PASSPHRASE)) as backup:
            held = [event.value for name in backup.store.ids() for event in backup.store.events(name)]
            backups += [path.name] if CANARY in str(held) or (files_with(backup.folder, CANARY) and not backup.key) else []
    return files_with(strongbox.home, CANARY) + backups


def test_one_session_goes_everywhere_and_the_others_stay_everywhere(strongbox: Strongbox, tmp_path: Path) -> None:
    assert len(words_in(strongbox, tmp_path)) == 7
    done = erase(strongbox, ["a"], LATER)
    assert words_in(strongbox, tmp_path) == []
    assert (done.sessions, done.wiped, done.left) == (1, True, [])
    assert [path.name for path in done.backups] == ["my.backup", "my.backup.1", "my.backup.2"]
    for path in done.backups:
        with opened(strongbox, path, None) as backup:
            assert backup.store.events("b") == tuple(journal()) and backup.store.erased == 1 and backup.said["sessions"] == 1
    with strongbox.open_store() as store:
        assert store.verify() == [] and store.events("b") == tuple(journal())


def test_everything_goes_with_backups_copies_and_logs(strongbox: Strongbox, tmp_path: Path) -> None:
    (strongbox.home / "settings.json").write_text("{}")
    done = erase(strongbox, None, LATER)
    assert words_in(strongbox, tmp_path) == [] and list(tmp_path.glob("*.backup*")) == []
    assert done.sessions == 2 and done.left == []
    assert sorted(path.name for path in strongbox.home.iterdir()) == ["dtx.db", "live", "settings.json"]
    with strongbox.open_store() as store:
        assert store.sessions() == [] and store.erased == 1 and store.verify() == [] and store.backups() == []


@pytest.mark.parametrize("everything", [False, True])
def test_locked_records_are_erased_likewise_and_stay_locked(everything: bool, strongbox: Strongbox, cheap: None, tmp_path: Path) -> None:
    strongbox.lock(PASSPHRASE)
    back_up(strongbox, tmp_path / "my.backup", LATER)
    done = erase(strongbox, None if everything else ["a"], LATER)
    assert words_in(strongbox, tmp_path) == [] and done.left == [] and len(done.backups) == 4
    assert strongbox.is_on
    fresh = Strongbox(strongbox.home, lambda file: file.open(PASSPHRASE))
    with fresh.open_store() as store:
        assert store.ids() == (set() if everything else {"b"})


def test_a_backup_that_is_out_of_reach_is_named(strongbox: Strongbox, tmp_path: Path) -> None:
    (tmp_path / "my.backup").rename(tmp_path / "elsewhere")
    done = erase(strongbox, ["a"], LATER)
    assert done.left == [(tmp_path / "my.backup", "It is not there just now.")]
    assert [path.name for path in done.backups] == ["my.backup.1", "my.backup.2"]


def test_a_copy_that_cannot_be_read_is_named_and_left(strongbox: Strongbox, tmp_path: Path) -> None:
    torn = next(strongbox.home.glob("aside/*/dtx.db"))
    torn.write_bytes(b"SQLite format 3\0" + b"\xff" * 3000)
    done = erase(strongbox, ["a"], LATER)
    assert [path for path, _ in done.left] == [torn] and torn.exists()


def test_a_file_of_somebody_else_in_the_place_of_a_backup_is_left_alone(strongbox: Strongbox, tmp_path: Path) -> None:
    (tmp_path / "my.backup").write_text("my novel")
    erase(strongbox, None, LATER)
    assert (tmp_path / "my.backup").read_text() == "my novel"


def test_without_backups_those_outside_stay_as_they_are(strongbox: Strongbox, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.glob("my.backup*")}
    erase(strongbox, ["a"], LATER, backups=False)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("my.backup*")} == before
    assert files_with(strongbox.home, CANARY) == []


def test_what_goes_on_in_another_window_or_is_not_there_is_not_erased(strongbox: Strongbox, tmp_path: Path) -> None:
    with claim(strongbox.home, "a"), pytest.raises(StoreProblem, match="going on in another window"):
        erase(strongbox, ["a"], LATER)
    with pytest.raises(Unknown):
        erase(strongbox, ["a", "nobody"], LATER)
    with Store.open(strongbox.path) as store:
        assert store.ids() == {"a", "b"}


@pytest.mark.skipif(os.name != "posix", reason="a POSIX thing")
def test_the_home_holds_nothing_but_what_is_known(strongbox: Strongbox) -> None:
    erase(strongbox, ["a"], LATER)
    assert {path.name for path in strongbox.home.iterdir()} == {"dtx.db", "aside", "live", "logs"}


@pytest.mark.skipif(os.name != "posix", reason="a POSIX thing")
def test_a_second_name_that_a_restoring_left_behind_when_it_was_killed_does_no_harm(strongbox: Strongbox) -> None:
    """Overwriting what has that name would overwrite the records themselves."""
    left = strongbox.home / "aside" / "2026-01-01_000000"
    left.mkdir()
    os.link(strongbox.path, left / "dtx.db")
    done = erase(strongbox, ["a"], LATER, backups=False)
    assert done.left == [] and not (left / "dtx.db").exists() and files_with(strongbox.home, CANARY) == []
    os.link(strongbox.path, left / "dtx.db")
    erase(strongbox, None, LATER, backups=False)
    with strongbox.open_store() as store:
        assert store.verify() == [] and store.erased == 1
