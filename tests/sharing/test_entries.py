"""Diary entries as they leave: what was counted and chosen, and words only where notes were named."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dtx.care.checkin import every_question
from dtx.engine.entry import Entry
from dtx.engine.questions import Ask
from dtx.engine.saved import any_item
from dtx.sharing.entries import NEVER, WORDS
from dtx.sharing.select import select
from tests.commands import Commands

FOUND = {
    "pain": {"worst": 7, "average": None},
    "also": ["note", "medicine"],
    "sites": ["back.low_back"],
    "words": ["burning", "like my aunt's iron"],
    "note": "I saw Anna",
    "help_shown": True,
    "medicine": [{"name": "Ibuprofen", "status": "taken", "reason": "Anna came", "side_effect": "sleepy", "helped": 3, "another": "no"}],
    "peg": {"offer": "not_today"},
}
ENTRY = Entry("d-1", "checkin", "0.1.0", "self", "2026-05-01T21:00:00+01:00", "2026-05-01T21:02:00+01:00", FOUND)


def shared(*include: str) -> dict[str, object]:
    (entry,) = select([], ("diary", *include), diary=[ENTRY]).diary
    return dict(entry.answers)


def test_without_notes_there_are_numbers_choices_and_names_of_medicines() -> None:
    assert shared() == {
        "pain": {"worst": 7, "average": None},
        "sites": ["back.low_back"],
        "words": ["burning"],
        "medicine": [{"name": "Ibuprofen", "status": "taken", "helped": 3}],
    }


def test_with_notes_every_word_is_there_but_not_how_the_questions_went_on_nor_that_help_was_shown() -> None:
    wordy = shared("notes")
    assert wordy["note"] == "I saw Anna" and wordy["words"] == ["burning", "like my aunt's iron"]
    assert wordy["medicine"] == [{"name": "Ibuprofen", "status": "taken", "reason": "Anna came", "side_effect": "sleepy", "helped": 3}]
    assert {"also", "help_shown", "peg"} & set(wordy) == set()


def test_every_question_that_is_answered_in_words_is_known_here() -> None:
    typed = {any_item(name).rpartition(".")[2] for name, question in every_question(datetime.now(UTC)) if type(question) is Ask}
    assert typed - {"name", "what"} == set(WORDS)
    assert "another" in NEVER and "offer" in NEVER


def test_the_diary_of_the_store_goes_out_with_the_span_and_only_when_it_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    assert dtx("checkin", "--answers", dtx.file({"pain.worst": 7, "peg.pain": 5, "peg.enjoyment": 4, "peg.activity": 5})).code == 0
    assert '"91147-9"' in dtx("export", "--to", "fhir", "--include", "diary", "--yes").out
    assert '"91147-9"' not in dtx("export", "--to", "fhir").out
    assert '"91147-9"' not in dtx("export", "--to", "fhir", "--include", "diary", "--yes", "--until", "2020-01-01").out
    assert replace(ENTRY, lines=()) == ENTRY
