"""`dtx checkin` and `dtx diary`: written whole or not at all, and listed as documents."""

import json
from pathlib import Path
from typing import Any

import pytest

from dtx.care.checkin import MOST
from tests.commands import Commands

AT = "2026-03-02T09:30:00+01:00"


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def diary(dtx: Commands) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dtx("diary", "--json").json
    return found


def test_answers_from_a_file_are_an_entry(dtx: Commands) -> None:
    answers = {"pain": {"worst": 7, "least": 2}, "sites": ["low_back", "Left knee, front"], "mood": 6, "note": "rain"}
    done = dtx("checkin", "--answers", dtx.file(answers), "--at", AT, "--json")
    assert done.code == 0 and done.json == diary(dtx)[0]
    (entry,) = diary(dtx)
    assert list(entry) == ["entry_id", "schema", "kind", "app_version", "source", "started_at", "ended_at", "answers"]
    assert (entry["kind"], entry["source"], entry["started_at"]) == ("checkin", "self", "2026-03-02T09:30:00.000+01:00")
    assert entry["answers"] == {
        "pain": {"worst": 7, "average": None, "least": 2},
        "sites": ["back.low_back", "front.knee_left"],
        "mood": 6,
        "note": "rain",
    }


def test_only_what_is_in_the_file_is_asked(dtx: Commands) -> None:
    dtx("checkin", "--answers", dtx.file({"peg": {"pain": 7, "enjoyment": 6, "activity": 8}, "pgic.change": "2"}))
    (entry,) = diary(dtx)
    assert entry["answers"]["peg"] == {"pain": 7, "enjoyment": 6, "activity": 8} and entry["answers"]["pgic"] == {"change": "2"}
    assert "PEG, the past week: 7.0 of 10" in dtx("diary").out and "Since starting: much improved" in dtx("diary").out


def test_medicines_and_treatments_come_in_lists_or_by_name(dtx: Commands) -> None:
    answers = {
        "medicine": [{"name": "a", "time": "7 pm", "status": "extra", "helped": 3}, {"name": "b"}],
        "treatment[0].what": "massage",
        "treatment[0].date": "2026-02-27",
    }
    dtx("checkin", "--answers", dtx.file(answers), "--at", AT)
    (entry,) = diary(dtx)
    assert [(one["name"], one["time"]) for one in entry["answers"]["medicine"]] == [("a", "19:00"), ("b", None)]
    assert entry["answers"]["treatment"] == [{"what": "massage", "date": "2026-02-27", "helped": None}]
    assert "Medicine or supplement: a, taken as an extra, at 19:00, helped 3 of 10" in dtx("diary").out


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"mood": 11}, "The answer to mood does not fit"),
        ({"mood": "5"}, "without quotation marks"),
        ({"moood": 5}, "Did you mean 'mood'?"),
        ({"pain": {"worst": 7, "wurst": 1}}, "No question is known as 'pain.wurst'"),
        ({"sites": ["moon"]}, "The answer to sites does not fit"),
        ({"medicine": [{"time": "8:30"}]}, "medicine[0] has no name"),
        ({"medicine": [{"name": "a"}, {"helped": 3}]}, "medicine[1] has no name"),
        ({"medicine": [{"name": "a", "time": "half past"}]}, "The answer to medicine[0].time does not fit"),
        ({"treatment": [{"what": "a", "date": "2999-01-01"}]}, "still to come"),
        ({"medicine": [{"name": str(n)} for n in range(MOST + 1)]}, "There is room for 20"),
        ({"phq4": {"nervous": "4"}}, "The answer to phq4.nervous does not fit"),
        ({"pgic.change": "8"}, "The answer to pgic.change does not fit"),
        ({"note": "x" * 20_001}, "The answer to note does not fit"),
    ],
)
def test_an_answer_that_does_not_fit_writes_nothing(dtx: Commands, answers: Any, words: str) -> None:
    done = dtx("checkin", "--answers", dtx.file(answers), "--at", AT)
    assert done.code == 2 and words in done.sentence
    assert diary(dtx) == []


@pytest.mark.parametrize("answers", [{}, {"mood": None}, {"also": ["mood"]}])
def test_a_file_without_answers_writes_nothing(dtx: Commands, answers: Any) -> None:
    done = dtx("checkin", "--answers", dtx.file(answers))
    assert done.code == 1 and "There is no answer in that file" in done.sentence
    assert diary(dtx) == []


@pytest.mark.parametrize("words", [("--at", AT), ("--json",), ("--answers", "nowhere.json"), ("--plain", "--json")])
def test_words_that_do_not_go_together_are_refused(dtx: Commands, words: tuple[str, ...]) -> None:
    assert dtx("checkin", *words).code == 2


def test_line_by_line_the_same_questions_are_asked(dtx: Commands) -> None:
    done = dtx("checkin", "--plain", typed="7\n5\n2\n1,4,11\n1\n\n11\n3\n\nsome rain\n\n2\n")
    assert done.code == 0 and "Since your last check-in, or today" in done.out and "dtx diary" in done.out
    (entry,) = diary(dtx)
    said = entry["answers"]
    assert said["pain"] == {"worst": 7, "average": 5, "least": 2} and said["sites"] == ["front.face"]
    assert said["sleep"] is None and said["peg"] == {"offer": None}


def test_line_by_line_one_can_go_back_and_leave(dtx: Commands) -> None:
    done = dtx("checkin", "--plain", typed="7\nb\n8\ns\n")
    assert done.code == 0
    assert [entry["answers"] for entry in diary(dtx)] == [{"pain": {"worst": 8}}]


def test_nothing_typed_is_nothing_noted(dtx: Commands) -> None:
    done = dtx("checkin", "--plain", typed="")
    assert done.code == 0 and "Nothing was noted" in done.out and diary(dtx) == []
    assert "No check-ins here yet" in dtx("diary").out


def test_heavy_words_from_a_file_show_where_help_is(dtx: Commands) -> None:
    done = dtx("checkin", "--answers", dtx.file({"note": "better off dead"}))
    assert done.code == 0 and done.out == "" and "You are not in trouble" in done.err


def test_check_ins_come_newest_first_and_within_days(dtx: Commands) -> None:
    for day in ("2026-05-03", "2026-05-01", "2026-05-02"):
        dtx("checkin", "--answers", dtx.file({"mood": 1}), "--at", f"{day}T10:00:00+00:00")
    assert [entry["started_at"][:10] for entry in diary(dtx)] == ["2026-05-03", "2026-05-02", "2026-05-01"]
    assert len(dtx("diary", "--since", "2026-05-02", "--json").json) == 2
    assert dtx("diary", "--since", "2026-05-02", "--until", "2026-05-01").code == 2


def test_what_a_terminal_would_act_on_is_not_shown(dtx: Commands) -> None:
    dtx("checkin", "--answers", dtx.file(json.dumps({"note": "a\x1b[31mred\x1b]52;c;x\x07"})))
    assert "\x1b" not in dtx("diary").out and "\x1b" not in dtx("diary", "--json").out


def test_without_a_screen_a_check_in_is_one_letter_away(dtx: Commands) -> None:
    done = dtx(typed="i\n7\ns\n")
    assert done.code == 0 and "i check in" in done.out
    assert [entry["answers"] for entry in diary(dtx)] == [{"pain": {"worst": 7}}]


def test_without_a_screen_a_look_back_is_offered_once_in_thirteen_weeks(dtx: Commands) -> None:
    dtx("checkin", "--answers", dtx.file({"mood": 1}), "--at", "2020-05-01T10:00:00+00:00")
    assert "Thirteen weeks have passed." in dtx(typed="").out
    assert "Thirteen weeks have passed." not in dtx(typed="").out
