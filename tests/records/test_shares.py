"""What was shared stands in a list that is only added to, and the store has a key of its own."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx import paths
from dtx.records.removal import Removal
from dtx.records.shares import Share, Shares
from dtx.records.store import Store
from tests.records.journals import at

SHARE = Share(at(0), "csv", "file", None, (), (), None, None, 2, "2026-03-01", "2026-03-02", "f" * 64)
MORE = Share(
    at(9), "pdf", "standard output", "physician", ("Dr Khan",), ("diary", "notes"), "2026-03-01", "2026-03-31", 0, None, None, "e" * 64
)


@pytest.fixture
def store(dtx_home: Path) -> Iterator[Store]:
    with Store.open(paths.database(dtx_home)) as store:
        yield store


def test_the_newest_comes_first_with_all_that_was_written_down(store: Store) -> None:
    shares = Shares(store)
    assert shares.all() == []
    shares.add(SHARE)
    shares.add(MORE)
    assert shares.all() == [MORE, SHARE]


def test_a_line_is_never_changed_and_never_forgotten_but_when_everything_goes(store: Store) -> None:
    shares = Shares(store)
    shares.add(SHARE)
    for sql in ("UPDATE share SET form = 'pdf'", "DELETE FROM share", "INSERT INTO share SELECT 9, at, form, went_to, reader, locked_for, "
                "include, since, until, sessions, first_day, last_day, head FROM share"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            store.connection.execute(sql)
    seed = shares.seed()
    Removal(store).erase_everything(at(99))
    assert shares.all() == [] and shares.seed() != seed


def test_the_key_of_a_store_stays_the_same_and_no_two_have_the_same(store: Store, tmp_path: Path) -> None:
    seed = Shares(store).seed()
    assert len(seed) == 32 and Shares(store).seed() == seed
    store.back_up(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy, Store.open(tmp_path / "other.db") as other:
        assert Shares(copy).seed() == seed != Shares(other).seed()
