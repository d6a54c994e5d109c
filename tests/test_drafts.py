"""What is being written is not lost, and a form waits for days, also when its plugin has changed meanwhile (law 4, clinical 8.7)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.errors import Refused
from dtx.sessions.practice import Practice
from tests.commands import Commands
from tests.evenings import Evening, plugin
from tests.heads import head

OLD = (
    head("My words", version="1.0.0")
    + """steps:
  - ask: What happened?
    save: situation
  - ask: What did you think?
    save: thought
  - ask: What did the weather do?
    save: weather
  - ask: What now?
    save: action
"""
)
NEW = (
    head("My words", version="1.1.0")
    + """steps:
  - ask: What was happening, and where?
    save: situation
  - choose: Who was there?
    from: [Nobody, Somebody]
    save: who
  - ask: What went through your mind?
    save: thought
  - ask: One small thing you will do next?
    save: action
"""
)
DAYS = 3 * 86400.0


@pytest.fixture
def evening(dtx_home: Path, tmp_path: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home, folder=tmp_path / "more") as there:
        yield there


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def begun(evening: Evening, tmp_path: Path) -> Practice:
    """A record with three answers, left at the fourth question."""
    plugin(tmp_path / "more", "words", OLD)
    evening.services.refresh()
    practice = evening.services.begin("words.words", {})
    for answer in (5, None, "At the shops.", "I cannot do this.", "Rain."):
        practice.answer(answer, 0.0) if answer is not None else practice.decline(0.0)
    return practice


def test_a_draft_opens_after_days_and_other_sessions_leave_it_alone(evening: Evening, tmp_path: Path) -> None:
    practice = begun(evening, tmp_path)
    practice.close()
    evening.clock.move_to(DAYS)
    evening.services.begin("breathing.belly", {}).close()
    evening.services.close_unfinished()
    (left,) = [one for one in evening.services.unfinished() if one.form]
    assert left.open and left.minutes_ago == 3 * 24 * 60
    again = evening.services.resume(left.session_id)
    assert again.view(evening.clock.now).name == "action"
    again.close()


def test_a_draft_begun_under_an_older_version_opens_in_the_new_one(evening: Evening, tmp_path: Path, dtx: Commands) -> None:
    """Fields are matched by id; a new one stands open; one that is gone is kept, and shown."""
    practice = begun(evening, tmp_path)
    practice.close()
    plugin(tmp_path / "more", "words", NEW)
    evening.clock.move_to(DAYS)
    evening.services.refresh()
    again = evening.services.resume(practice.session_id)
    assert again.view(DAYS).caption == "Who was there?"
    again.answer("Nobody", DAYS)
    assert again.view(DAYS).caption == "One small thing you will do next?"
    again.answer("Ring a friend.", DAYS)
    evening.answer(again)
    record = evening.services.log(practice.session_id)
    assert record.status == "completed" and record.before["pain"]["value"] == 5
    assert record.saved == {
        "situation": "At the shops.",
        "thought": "I cannot do this.",
        "weather": "Rain.",
        "who": "Nobody",
        "action": "Ring a friend.",
    }
    assert json.loads(dtx("show", practice.session_id, "--json").out)["saved"]["weather"] == "Rain."
    assert "Rain." in dtx("show", practice.session_id).out
    assert evening.services.store.verify() == []


def test_a_draft_waits_for_its_plugin_to_come_back(evening: Evening, tmp_path: Path) -> None:
    practice = begun(evening, tmp_path)
    practice.close()
    folder = tmp_path / "more" / "words"
    folder.rename(tmp_path / "elsewhere")
    evening.services.refresh()
    with pytest.raises(Refused, match="the draft waits"):
        evening.services.resume(practice.session_id)
    (tmp_path / "elsewhere").rename(folder)
    evening.services.refresh()
    evening.services.resume(practice.session_id).close()


def test_what_is_being_written_is_there_again_and_gone_once_it_is_sent(evening: Evening, tmp_path: Path) -> None:
    practice = begun(evening, tmp_path)
    practice.draft("action", "Ring a fr")
    practice.close()
    again = evening.services.resume(practice.session_id)
    assert dict(again.drafts()) == {"action": "Ring a fr"}
    again.answer("Ring a friend.", 0.0)
    again.close()
    assert evening.services.store.drafts(practice.session_id) == {}


def test_words_that_were_never_sent_are_kept_when_nobody_goes_on(evening: Evening, tmp_path: Path) -> None:
    practice = begun(evening, tmp_path)
    practice.draft("action", "Ring a fr")
    practice.close()
    evening.services.leave(practice.session_id)
    record = evening.services.log(practice.session_id)
    assert (record.status, record.saved["action"]) == ("interrupted", "Ring a fr")
    assert evening.services.store.drafts(practice.session_id) == {} and evening.services.store.verify() == []


def test_resume_takes_up_the_draft_behind_a_practice_that_is_too_long_ago(evening: Evening, tmp_path: Path, dtx: Commands) -> None:
    """The practice is closed as interrupted; the draft is what can be gone on with."""
    practice = begun(evening, tmp_path)
    practice.close()
    evening.services.begin("breathing.belly", {}).close()
    done = dtx("--plugins", str(tmp_path / "more"), "resume", "--plain", "--pace", "fast", "--at", "2026-05-04T20:00:00+00:00")
    assert done.code == 0 and "What now?" in done.out
    assert sorted(str(row.status) for row in evening.services.history()) == ["completed", "interrupted"]
