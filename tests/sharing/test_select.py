"""What nobody named stays out of an export, in every form."""

import json
from dataclasses import replace

import pytest

from dtx.engine.entry import Entry
from dtx.engine.export import About
from dtx.sharing.formats import ours
from dtx.sharing.preview import in_words
from dtx.sharing.select import select
from tests.sharing.logs import FULL, LOG, PRIVATE, to_csv, to_jsonl


def wordless(activity_id: str) -> frozenset[str]:
    return frozenset({"minutes", "form"})


def test_without_include_no_word_the_person_wrote_leaves() -> None:
    selection = select([LOG, FULL], (), wordless)
    for content in (to_csv(selection), to_jsonl(selection)):
        assert PRIVATE.encode() not in content
        assert b"trauma" not in content


def test_what_is_left_out_has_no_key_because_empty_would_say_that_there_was_nothing() -> None:
    (record,) = map(json.loads, to_jsonl(select([FULL], (), wordless)).splitlines())
    assert {"note", "saved", "flags", "events"} & set(record) == set()
    assert record["felt_worse"] == {"answer": "a_little", "what": ["dizzy", "skin"], "severity": 2}
    assert record["options"] == {"minutes": 5, "form": "starter"}
    assert record["before"]["pain"]["value"] == 6


@pytest.mark.parametrize(
    ("part", "keys", "stays_out"),
    [("notes", {"note"}, "thought:"), ("thoughts", {"saved"}, "note:")],
)
def test_each_part_lets_in_what_it_names_and_no_more(part: str, keys: set[str], stays_out: str) -> None:
    content = to_jsonl(select([FULL], (part,), wordless))
    (record,) = map(json.loads, content.splitlines())
    assert {"note", "saved", "flags"} & set(record) == keys
    assert stays_out.encode() not in content
    assert (b"worse:" in content) == (part == "notes")


def test_of_a_plugin_that_is_gone_only_numbers_and_yes_or_no_are_kept() -> None:
    (record,) = map(json.loads, to_jsonl(select([FULL])).splitlines())
    assert record["options"] == {"minutes": 5}


def test_the_preview_says_in_words_what_is_in_and_what_is_not() -> None:
    csv, jsonl = (ours()[name] for name in ("csv", "jsonl"))
    about = About(count=2, first_day="2026-05-01", last_day="2026-05-03")
    assert in_words(select([]), csv) == "No sessions in that time, so there is nothing to share yet."
    words = in_words(select([LOG, FULL], about=about), jsonl)
    assert words.startswith("2 sessions, from 2026-05-01 to 2026-05-03:")
    assert "Without your notes, thoughts, diary." in words
    assert "With your notes." in in_words(select([LOG], ("notes",), about=about), csv)
    assert "A table has no place for thoughts; --to jsonl has." in in_words(select([LOG], ("thoughts",), about=about), csv)


def test_diary_entries_go_out_only_when_they_are_named() -> None:
    entry = Entry("d-1", "checkin", "0.1.0", "self", "2026-05-01T21:00:00+01:00", "2026-05-01T21:02:00+01:00", {"pain": {"worst": 7}})
    assert list(select([], ("notes",), diary=[entry]).diary) == []
    assert list(select([], ("diary",), diary=[entry]).diary) == [entry]


def test_chosen_options_stay_whether_there_are_words_beside_them_or_not() -> None:
    for log in (FULL, LOG):
        chosen = replace(log, options={"minutes": 5, "form": "starter"})
        (record,) = map(json.loads, to_jsonl(select([chosen], (), wordless)).splitlines())
        assert record["options"] == {"minutes": 5, "form": "starter"}


def test_no_plugin_is_read_for_sessions_whose_options_are_numbers() -> None:
    def read(activity_id: str) -> frozenset[str]:
        raise AssertionError(f"{activity_id} is read")

    (record,) = map(json.loads, to_jsonl(select([LOG], (), read)).splitlines())
    assert record["options"] == LOG.options


def test_an_export_may_be_gone_through_as_often_as_one_likes() -> None:
    export = select([LOG, FULL])
    assert [log.session_id for log in export] == [log.session_id for log in export] == [LOG.session_id, FULL.session_id]
