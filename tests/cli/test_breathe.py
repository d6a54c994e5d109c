"""`dtx breathe`: the short way to a breath, from the command line."""

from pathlib import Path

import pytest

from tests.commands import Commands


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def test_two_minutes_of_belly_breath_with_pain_once_and_worse_once(dtx: Commands) -> None:
    done = dtx("breathe", "--plain", "--pace", "fast", "--answers", dtx.file({"gate.*": "no", "before.pain": 7, "felt_worse": "no"}))
    assert done.code == 0, done.err
    (record,) = dtx("sessions", "--json").json
    assert (record["activity_id"], record["planned_s"], record["active_s"], record["status"]) == ("breathing.belly", 120, 120, "completed")
    assert (list(record["before"]), record["after"], record["felt_worse"]) == (["pain"], {}, {"answer": "no"})
    assert "How relaxed" not in done.out and "Did anything feel worse?" in done.out
    assert "Type n (No) or y (Yes) and Enter" in done.out


def test_a_gate_that_closes_it_refuses_and_writes_nothing(dtx: Commands) -> None:
    done = dtx("breathe", "--plain", "--pace", "fast", "--answers", dtx.file({"gate.under_18": "yes", "gate.*": "no"}))
    assert done.code == 1
    assert dtx("sessions", "--json").json == []


def test_letters_answer_where_they_are_offered(dtx: Commands) -> None:
    typed = "\n" + "no\n" * 10 + "\n7\n"  # cautions, then pain
    done = dtx("breathe", "--plain", "--pace", "fast", typed=typed + "y\n2\n")
    assert done.code == 0, done.err
    (record,) = dtx("sessions", "--json").json
    assert record["felt_worse"]["answer"] in ("a_lot", "a_little")
