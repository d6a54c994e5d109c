"""What leaves is written down before anybody can have it, and nothing is written down of what never was made whole."""

from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from dtx.errors import DtxError
from dtx.giving import Giving, Wish
from dtx.services import Services
from dtx.sharing import whole
from tests.commands import Commands


@pytest.fixture
def services(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dtx_home: Path) -> Iterator[Services]:
    Commands(capsys, monkeypatch, tmp_path).session()
    services = Services(dtx_home)
    yield services
    services.close()


def ways(services: Services) -> list[str]:
    """Where it went, newest first, as another process sees it."""
    with services.open_store() as store:
        return [went_to for (went_to,) in store.rows("SELECT went_to FROM share ORDER BY seq DESC")]


def csv(services: Services) -> Giving:
    return services.give(Wish("csv"))


def test_the_note_is_there_before_the_file_is(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, replace, seen = tmp_path / "x.csv", Path.replace, []

    def looked(self: Path, target: Any) -> Path:
        seen.append((ways(services), out.exists()))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", looked)
    csv(services).write(out)
    assert seen[0] == (["file"], False)
    assert ways(services) == ["file"] and out.exists()


def test_what_could_not_be_made_whole_was_not_shared(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(whole, "fill", full)
    with pytest.raises(DtxError, match="could not be written"):
        csv(services).write(tmp_path / "x.csv")
    assert ways(services) == [] and list(tmp_path.glob("*.csv")) == []


def test_a_place_that_refuses_at_the_last_moment_is_written_down_as_that(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, target: Any) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(DtxError, match="could not be written"):
        csv(services).write(tmp_path / "x.csv")
    assert ways(services) == ["file, but it broke off", "file"]
    assert [path for path in tmp_path.iterdir() if "x.csv" in path.name] == []


def test_a_reader_that_goes_away_in_the_middle_has_had_a_part_and_is_noted(services: Services) -> None:
    content = csv(services).content()
    assert ways(services) == []
    next(content)
    assert ways(services) == ["standard output"]
    content.close()  # type: ignore[attr-defined]
    assert ways(services) == ["standard output"]


@pytest.mark.parametrize("out", ["/dev/full", "/dev/null"])
def test_what_a_device_takes_is_noted_before_it_takes_it(services: Services, out: str) -> None:
    if not Path(out).exists():
        pytest.skip("there is no such device here")
    if out == "/dev/null":
        csv(services).write(Path(out))
        assert ways(services) == ["file"]
    else:
        with pytest.raises(DtxError, match="could not be written"):
            csv(services).write(Path(out))
        assert ways(services) == ["file, but it broke off", "file"]
