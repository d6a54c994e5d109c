"""The power goes at any moment: what was acknowledged is there, and the store is whole. The harness can fail: weaker promises break."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random, SystemRandom
from typing import Any, cast

import pytest

from dtx.engine.journal import Event
from dtx.errors import StoreProblem
from dtx.records.database import connect
from dtx.records.removal import Removal
from dtx.records.schema import MIGRATIONS
from dtx.records.store import Store
from tests.records.journals import at, journal, line
from tests.records.power import Connection, Disk, LoggedSystem

numbers = count()
FULL_PROMISE = ("PRAGMA wal_autocheckpoint = 12",)
"""Checkpoints come soon, so that many of the moments lie in one."""


def practised(store: Store, disk: Disk, sessions: int = 4) -> list[tuple[str, Event]]:
    """Sessions as they are written while somebody practises. Returns all events, in the order in which they were promised."""
    written: list[tuple[str, Event]] = []
    for number in range(sessions):
        name = f"s{number}"
        store.keep_draft(name, "note", "Half a th")
        for event in [*journal(None, phases=2), line(5, "x" * 3000), line(6, kind="completed")]:
            store.append(name, [event])
            written.append((name, event))
            disk.acknowledge()
        store.seal(name, at(70))
    return written


def logged(
    path: Path, pragmas: Sequence[str], work: Callable[[Store, Disk], Any], migrations: Sequence[str] = MIGRATIONS
) -> tuple[Disk, Any]:
    """Do some work on a store in a file system that writes down what happens to it."""
    disk = Disk({file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")} if path.parent.exists() else {})
    system = LoggedSystem(f"power-{next(numbers)}", disk)
    connection = connect(path, migrations, opener=lambda place: cast("Any", Connection(place, system, pragmas)))
    with Store(connection, path) as store:
        done = work(store, disk)
    return disk, done


def left(folder: Path, image: dict[str, bytes]) -> Path:
    """The files of an image, as the next start finds them."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    return folder / "dtx.db"


def kept(path: Path) -> Iterator[tuple[str, Event]]:
    """What the next start finds. Raises AssertionError or StoreProblem where the store is not whole."""
    with Store.open(path) as store:
        assert store.check() == [] and store.verify() == []
        for row in reversed(store.sessions()):
            yield from ((row.session_id, event) for event in store.events(row.session_id))


def outcome(path: Path, written: Sequence[tuple[str, Event]], promised: int) -> str:
    """`whole`, `lost` (something that was acknowledged) or `damaged`."""
    try:
        found = list(kept(path))
    except (StoreProblem, AssertionError):
        return "damaged"
    assert all(one in written for one in found), "something was found that nobody wrote"
    return "whole" if all(one in found for one in written[:promised]) else "lost"


def tried(tmp_path: Path, pragmas: Sequence[str], each: int, every: int = 1) -> list[str]:
    """The outcomes of power cuts at every moment (or at each `every`-th) of some practising."""
    disk, written = logged(tmp_path / "writing" / "dtx.db", pragmas, practised)
    seed = SystemRandom().randrange(10**6)
    print(f"seed {seed}, {len(disk.steps)} steps")
    images = [one for number, one in enumerate(disk.images(Random(seed), each)) if number % every == 0]
    found = []
    for cut, how, image in images:
        came = outcome(left(tmp_path / "left", image), written, disk.promised(cut))
        print(cut, how, came)
        found.append(came)
    return found


@pytest.mark.parametrize(("each", "every"), [(1, 5), pytest.param(4, 1, marks=pytest.mark.slow)])
def test_whatever_becomes_of_what_was_not_synced_nothing_that_was_acknowledged_is_lost(each: int, every: int, tmp_path: Path) -> None:
    found = tried(tmp_path, FULL_PROMISE, each, every)
    assert len(found) > 100 and set(found) == {"whole"}


def test_the_harness_catches_a_store_that_syncs_less(tmp_path: Path) -> None:
    """With `synchronous = NORMAL` the last commits of a write-ahead log go with the power."""
    found = tried(tmp_path, (*FULL_PROMISE, "PRAGMA synchronous = NORMAL"), 1, 4)
    assert found.count("lost") > len(found) / 20 and "damaged" not in found


def test_the_harness_catches_a_store_that_never_syncs(tmp_path: Path) -> None:
    found = tried(tmp_path, (*FULL_PROMISE, "PRAGMA synchronous = OFF"), 1, 4)
    assert "damaged" in found and "lost" in found


def same(path: Path, ids: Sequence[str]) -> dict[str, tuple[Event, ...]]:
    """What there is of these sessions, in a store that is whole."""
    with Store.open(path) as store:
        assert store.check() == [] and store.verify() == []
        return {name: store.events(name) for name in ids if store.events(name)}


def test_a_power_cut_while_something_is_erased_leaves_it_whole_or_gone_and_the_rest_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "writing" / "dtx.db"
    with Store.open(path) as store:
        for name in ("a", "b"):
            store.append(name, journal())
            store.seal(name, at(70))
    disk, done = logged(path, (), lambda store, disk: (Removal(store).erase(["a"], at(80)), disk.acknowledge()))
    assert done[0]
    for number, (cut, _, image) in enumerate(disk.images(Random(1), 1)):
        if number % 2 == 0:
            found = same(left(tmp_path / "left", image), ("a", "b"))
            assert found["b"] == tuple(journal())
            assert found.get("a") in ((None,) if disk.promised(cut) else (None, tuple(journal())))


def test_a_power_cut_while_a_store_is_brought_up_to_date_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "writing" / "dtx.db"
    golden = Path(__file__).parent / "golden" / "v2.db.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress(golden.read_bytes()))
    disk, _ = logged(path, (), lambda store, disk: None)
    assert len(disk.steps) > 20
    expected = None
    for number, (_, _, image) in enumerate(disk.images(Random(2), 1)):
        if number % 2 == 0:
            found = same(left(tmp_path / "left", image), ("done", "stopped", "open"))
            assert len(found) == 3 and found == (expected or found)
            expected = found
