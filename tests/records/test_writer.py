"""The writer keeps order, tells the truth about what is on disk, and loses nothing it was given."""

import os
import random
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from dtx import paths
from dtx.errors import StoreCorrupt, StoreFull
from dtx.records.problems import Continued
from dtx.records.store import Store
from dtx.records.writer import Writer
from tests.conftest import FULL
from tests.records.journals import journal, line
from tests.records.processes import said, window

KILLS = 200 if FULL else 20


@pytest.fixture
def path(dtx_home: Path) -> Path:
    return paths.database(dtx_home)


def seqs(path: Path, session_id: str) -> list[int]:
    with Store.open(path) as store:
        assert store.verify() == [] and store.check() == []
        return [event.seq for event in store.events(session_id)]


def test_what_was_flushed_is_on_disk(path: Path) -> None:
    with Writer(path) as writer:
        for event in journal():
            writer.append("s1", [event])
        writer.flush()
        assert writer.waiting == ()
        with Store.open(path) as store:
            assert store.events("s1") == tuple(journal())


def test_closing_flushes(path: Path) -> None:
    others = threading.enumerate()
    with Writer(path) as writer:
        writer.append("s1", journal())
    assert seqs(path, "s1") == [1, 2, 3, 4, 5, 6, 7]
    assert not any(thread.name == "dtx-writer" and thread not in others for thread in threading.enumerate())


def test_a_writer_that_is_given_nothing_touches_nothing(path: Path) -> None:
    with Writer(path) as writer:
        writer.flush()
    assert not path.exists()


def test_appending_never_waits_for_the_disk(path: Path) -> None:
    """Nor for another window that holds the lock: the painting path goes on."""
    may_open = threading.Event()

    def held(path: Path) -> Store:
        assert may_open.wait(60)
        return Store.open(path)

    with Writer(path, held) as writer:
        for seq in range(1, 1001):
            writer.append("s1", [line(seq)])
        assert len(writer.waiting) == 1000
        may_open.set()
    assert seqs(path, "s1") == list(range(1, 1001))


def test_order_is_kept_whoever_appends(path: Path) -> None:
    with Writer(path) as writer:

        def one(name: str) -> None:
            for seq in range(1, 101):
                writer.append(name, [line(seq)])
                if seq % 10 == 0:
                    writer.flush()

        threads = [threading.Thread(target=one, args=(name,)) for name in ("a", "b", "c")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all(seqs(path, name) == list(range(1, 101)) for name in ("a", "b", "c"))


def roomy(pages: list[int]) -> Callable[[Path], Store]:
    """Opens a store on a disk with room for `pages[0]` pages."""

    def open_store(path: Path) -> Store:
        store = Store.open(path)
        store.connection.execute(f"PRAGMA max_page_count = {pages[0]}")
        return store

    return open_store


def test_a_full_disk_loses_nothing_and_the_rest_is_written_when_there_is_room(path: Path) -> None:
    pages, saved = [40], 0
    with Writer(path, roomy(pages)) as writer:
        with pytest.raises(StoreFull):
            for seq in count(1):
                writer.append("s1", [line(seq, "x" * 500)])
                writer.flush()
                saved = seq
        assert seqs(path, "s1") == list(range(1, saved + 1)), "everything acknowledged is there"
        for seq in range(saved + 2, saved + 6):  # the session goes on meanwhile
            writer.append("s1", [line(seq, "x" * 500)])
        with pytest.raises(StoreFull):
            writer.flush()
        assert [events[0].seq for _, events in writer.waiting] == list(range(saved + 1, saved + 6))
        pages[0] = 1000
        writer.flush()
        assert writer.waiting == ()
        assert seqs(path, "s1") == list(range(1, saved + 6))


def test_a_problem_in_the_background_that_passed_is_not_reported(path: Path) -> None:
    pages, refused = [5], threading.Event()

    def open_store(path: Path) -> Store:
        if pages[0] == 5:
            pages[0] = 1000
            refused.set()
            raise StoreFull("There is no room.", "Make some.")
        return roomy(pages)(path)

    with Writer(path, open_store) as writer:
        writer.append("s1", [line(1)])
        assert refused.wait(60)
        writer.append("s1", [line(2)])
    assert seqs(path, "s1") == [1, 2]


def test_closing_on_a_full_disk_says_so_and_hands_back_what_is_not_saved(path: Path) -> None:
    pages = [1000]
    writer = Writer(path, roomy(pages))
    writer.append("s1", [line(1)])
    writer.flush()
    writer.close()
    pages[0] = 1
    writer.append("s1", [line(seq, "x" * 5000) for seq in range(2, 100)])
    with pytest.raises(StoreFull):
        writer.close()
    ((session_id, events),) = writer.waiting
    assert (session_id, len(events)) == ("s1", 98)
    pages[0] = 1000
    writer.close()
    assert seqs(path, "s1") == list(range(1, 100)), "a writer may be used again after it was closed"


def test_a_store_that_cannot_be_opened_is_said_at_the_flush(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"words " * 1000)
    writer = Writer(path)
    writer.append("s1", [line(1)])
    with pytest.raises(StoreCorrupt):
        writer.flush()
    with pytest.raises(StoreCorrupt):
        writer.close()
    assert path.read_bytes() == b"words " * 1000 and len(writer.waiting) == 1


def test_a_session_that_went_on_elsewhere_does_not_hold_up_the_others(path: Path) -> None:
    with Writer(path) as writer:
        writer.append("s1", [line(1)])
        writer.flush()
        with Store.open(path) as elsewhere:
            elsewhere.append("s1", [line(2, "elsewhere")])
        writer.append("s1", [line(2, "here")])
        writer.append("s2", [line(1)])
        with pytest.raises(Continued):
            writer.flush()
        writer.append("s1", [line(3, "here")])
        with pytest.raises(Continued):
            writer.flush()
        writer.append("s2", [line(2)])
        writer.flush()
        assert [(name, [event.value for event in events]) for name, events in writer.refused] == [("s1", ["here"]), ("s1", ["here"])]
    assert (seqs(path, "s1"), seqs(path, "s2")) == ([1, 2], [1, 2])


def test_an_event_that_is_no_json_is_set_aside_with_what_follows_it(path: Path) -> None:
    with Writer(path) as writer:
        writer.append("s1", [line(1)])
        writer.append("s1", [line(2, float("inf"))])
        with pytest.raises(ValueError, match="Out of range"):
            writer.flush()
    assert seqs(path, "s1") == [1]


WRITES = """
import sys
from pathlib import Path
from dtx.records.writer import Writer
from tests.records.journals import line
with Writer(Path(sys.argv[1])) as writer:
    seq = 0
    while True:
        batch = seq % 3 + 1
        for _ in range(batch):
            seq += 1
            writer.append(sys.argv[2], [line(seq, "x" * (seq * 37 % 900))])
        writer.flush()
        print(seq, flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_it_acknowledged(path: Path) -> None:
    chance = random.Random(os.environ.get("DTX_SEED", "kill"))
    acknowledged: dict[str, int] = {}
    for n in range(KILLS):
        name, enough = f"s{n}", chance.randrange(0, 120)
        with window(WRITES, path, name) as process:
            assert process.stdout is not None
            seen = 0
            for text in process.stdout:
                seen = int(text)
                if seen > enough:
                    break
            for _ in range(chance.randrange(20_000)):  # some moment inside the next transactions
                pass
            process.kill()
            rest = process.stdout.read().rpartition("\n")[0]  # acknowledged before the kill, read after it
            acknowledged[name] = int(rest.rpartition("\n")[2] or seen)
    with Store.open(path) as store:
        assert store.verify() == [] and store.check() == []
        for name, seen in acknowledged.items():
            kept = store.events(name)
            assert len(kept) >= seen and [event.seq for event in kept] == list(range(1, len(kept) + 1))
            assert store.find(name).events == len(kept)
    assert sum(acknowledged.values()) > KILLS * 10


LIMITED = """
import resource, sys
from itertools import count
from pathlib import Path
from dtx.errors import StoreFull
from dtx.records.writer import Writer
from tests.records.journals import line
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
with Writer(Path(sys.argv[1])) as writer:
    try:
        for seq in count(1):
            writer.append("s1", [line(seq, "x" * 300)])
            writer.flush()
    except StoreFull:
        writer.append("s1", [line(seq + 1)])
        waiting = len(writer.waiting)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        writer.flush()
print(seq + 1, waiting)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX's")
def test_a_disk_that_refuses_to_write_loses_nothing_either(path: Path) -> None:
    last, waiting = map(int, said(LIMITED, path).split())
    assert waiting == 2 and seqs(path, "s1") == list(range(1, last + 1))
