"""The doctor: each thing dtx needs is ok, or a sentence with a remedy."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dtx.doctor import Finding, examine, keeping, store
from dtx.services import Services
from tests.records.journals import START, at, journal


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home, safe=True)
    yield services
    services.close()


def found(services: Services) -> dict[str, Finding]:
    return {finding.about: finding for finding in examine(services)}


def test_on_a_fresh_machine_all_is_well(services: Services) -> None:
    findings = found(services)
    assert list(findings) == ["versions", "folders", "store", "keeping", "plugins", "terminal", "sound", "voice"]
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


@pytest.fixture
def many(services: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Ten sessions, of which the doctor looks into the two newest and two others unless all are wanted."""
    monkeypatch.setattr("dtx.doctor.NEWEST", 2)
    monkeypatch.setattr("dtx.doctor.OTHERS", 2)
    for number in range(10):
        start = START + timedelta(days=number)
        services.store.append(f"s{number}", journal(start=start))
        services.store.seal(f"s{number}", at(70, start))
    return services


def spoilt(services: Services, *statements: str) -> None:
    connection = services.store.connection
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)


def about_store(services: Services, *, thorough: bool = False) -> list[Finding]:
    return list(store(services, thorough=thorough))


def test_of_very_many_sessions_it_looks_into_the_newest_and_some_others_unless_all_are_wanted(many: Services) -> None:
    (finding,) = about_store(many)
    assert finding.ok and finding.says.startswith("10 sessions, the newest 2 and 2 others are whole. `dtx doctor --all`")
    assert about_store(many, thorough=True)[0].says == "10 sessions, all whole."
    spoilt(many, "UPDATE event SET value = '{}' WHERE session_id = 's9' AND seq = 3")
    assert about_store(many)[0].says == "Session s9: event 3 is not what was written."
    spoilt(many, *(f"UPDATE event SET value = '{{}}' WHERE session_id = 's{number}' AND seq = 3" for number in range(8)))
    assert len(about_store(many)) == 3 and len(about_store(many, thorough=True)) == 9


@pytest.mark.parametrize("table", ["event", "session"])
def test_a_session_that_is_lost_is_noticed_however_many_there_are(table: str, many: Services) -> None:
    spoilt(
        many, "DELETE FROM event WHERE session_id = 's0'", *(["DELETE FROM session WHERE session_id = 's0'"] if table == "session" else [])
    )
    lost = [finding.says for _ in range(20) for finding in about_store(many) if not finding.ok]
    assert table == "event" or set(lost) == {"Session s0: all 7 events are missing."}
    assert [finding.says for finding in about_store(many, thorough=True)] == ["Session s0: all 7 events are missing."]


def test_what_was_damaged_is_mended_from_a_backup_that_is_named_and_nothing_is_deleted(many: Services, tmp_path: Path) -> None:
    made = many.back_up(tmp_path / "my.backup")
    spoilt(many, "UPDATE event SET value = '{}' WHERE session_id = 's9' AND seq = 3")
    before = many.store.connection.execute("SELECT count(*) FROM event").fetchone()
    (finding,) = about_store(many)
    assert f"dtx restore {made.path}" in (finding.remedy or "") and "Keep a copy" in (finding.remedy or "")
    assert many.store.connection.execute("SELECT count(*) FROM event").fetchone() == before


def test_a_list_that_does_not_fit_is_made_again(many: Services) -> None:
    spoilt(many, "UPDATE session SET pain_after = 9 WHERE session_id = 's9'")
    (finding,) = about_store(many)
    assert not finding.ok and "--rebuild" in (finding.remedy or "") and "Nothing is lost" in (finding.remedy or "")
    many.store.rebuild()
    assert about_store(many, thorough=True)[0].ok


def test_it_says_whether_the_records_are_locked_and_when_they_were_backed_up(services: Services, tmp_path: Path) -> None:
    assert next(keeping(services)).says == "Not locked. There is no backup yet; `dtx backup FILE` writes one."
    made = services.back_up(tmp_path / "my.backup")
    services.let_go()
    services.strongbox.lock("four blue herons")
    assert (
        found(services)["keeping"].says
        == f"Locked; the passphrase or the recovery key opens it. The last backup was written on {made.made_at[:10]}."
    )
