"""Every test here gets a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.rooms import Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    home = Home(tmp_path, monkeypatch)
    yield home
    home.close()
