"""Every plugin that ships passes the check that its author would run."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dtx import paths
from dtx.authors.checking import check
from dtx.host.shelf import Shelf

FOLDERS = sorted(folder.parent for folder in paths.bundled("plugins").glob("*/plugin.yaml"))


@pytest.fixture
def shelf(dtx_home: Path) -> Iterator[Shelf]:
    yield Shelf(dtx_home, safe=True)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_plugin_that_ships_has_nothing_to_put_right(folder: Path, shelf: Shelf) -> None:
    found = check(folder, shelf, date(2026, 11, 22))
    assert [str(finding) for finding in found if not finding.warning] == []


def test_the_plugins_that_ship_are_looked_at() -> None:
    assert {folder.name for folder in FOLDERS} >= {"breathing", "body_scan"}
