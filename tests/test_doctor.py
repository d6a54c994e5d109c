"""The doctor: each thing dtx needs is ok, or a sentence with a remedy."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.doctor import Finding, examine
from dtx.services import Services


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home, safe=True)
    yield services
    services.close()


def found(services: Services) -> dict[str, Finding]:
    return {finding.about: finding for finding in examine(services)}


def test_on_a_fresh_machine_all_is_well(services: Services) -> None:
    findings = found(services)
    assert list(findings) == ["versions", "folders", "store", "plugins", "terminal", "sound", "voice"]
    assert all(finding.ok and finding.says.endswith(".") for finding in findings.values())
    assert str(services.home) in findings["folders"].says
    assert json.loads(json.dumps(findings["store"].to_json())) == {
        "about": "store",
        "ok": True,
        "says": "0 sessions, all whole.",
        "remedy": None,
    }


def test_what_is_not_well_comes_with_a_remedy_and_the_others_are_still_looked_at(services: Services) -> None:
    services.home.mkdir()
    (services.home / "dtx.db").write_bytes(b"no database" * 100)
    findings = found(services)
    assert not findings["store"].ok and findings["store"].remedy
    assert findings["plugins"].ok and findings["sound"].ok


def test_a_record_that_somebody_changed_is_noticed(services: Services) -> None:
    practice = services.begin("breathing.four78", {})
    practice.stop(practice.now())
    practice.stop(practice.now())
    practice.close()
    services.close()
    connection = sqlite3.connect(services.home / "dtx.db")
    with connection:
        triggers = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE event SET value = '{}' WHERE seq = 1")
    connection.close()
    finding = found(services)["store"]
    assert not finding.ok and "backup" in (finding.remedy or "")


def test_a_window_that_is_too_small_is_said(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dtx.doctor.is_terminal", lambda: True)
    for columns, lines, ok in ((80, 24, True), (40, 15, True), (39, 24, False), (80, 14, False)):
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("LINES", str(lines))
        finding = found(services)["terminal"]
        assert (finding.ok, finding.remedy is None) == (ok, ok)
