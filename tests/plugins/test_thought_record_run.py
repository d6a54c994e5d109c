"""The thought tools as a person meets them: run, kept, shown and printed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ANSWERS, Commands
from tests.evenings import Evening
from tests.plugins.thought_records import CARD, COLUMNS_OF_FIVE, EXPERIMENT, SEVEN

WELL = {f"gate.{flag}": "no" for flag in ("new_pain", "red_flag", "under_18", "limited", "trauma", "self_harm", "drowsy")}
AROUND = ANSWERS | WELL


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def kept(dtx: Commands, activity: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The whole record of one session."""
    done = dtx.session(f"thought_record.{activity}", answers=AROUND | answers)
    assert done.code == 0, done.err
    record: dict[str, Any] = dtx("show", dtx.sessions()[0]["session_id"], "--json").json
    return record


def test_a_record_has_the_keys_and_kinds_of_the_specification(dtx: Commands) -> None:
    """Clinical 4.1, field by field."""
    record = kept(dtx, "seven", SEVEN)
    saved = record["saved"]
    assert (record["status"], saved) == ("completed", SEVEN)
    assert list(saved) == [
        *("situation", "emotions", "body", "pain_now", "thoughts", "traps", "facts_for", "facts_against"),
        *("balanced", "belief_after", "action"),
    ]
    assert [[type(value) for value in one.values()] for one in saved["emotions"]] == [[str, int, int]] * 2
    assert [{name: type(value) for name, value in one.items()} for one in saved["thoughts"]] == [
        {"text": str, "belief_before": int, "hot": bool}
    ] * 2
    assert [one["hot"] for one in saved["thoughts"]] == [False, True]
    assert {type(saved[name]) for name in ("pain_now", "belief_after")} == {int}
    assert set(saved["action"]) == {"what", "when", "where", "size", "obstacle"}


@pytest.mark.parametrize(("activity", "answers"), [("experiment", EXPERIMENT), ("coping_card", CARD)])
def test_the_other_tools_keep_what_they_were_given(activity: str, answers: dict[str, Any], dtx: Commands) -> None:
    assert kept(dtx, activity, answers)["saved"] == answers


def test_the_short_form_keeps_its_five_columns(dtx: Commands) -> None:
    assert set(kept(dtx, "five", SEVEN)["saved"]) == set(COLUMNS_OF_FIVE)


def test_the_names_of_the_questions_are_answers_too(dtx: Commands) -> None:
    """The ids that `dtx activities` lists."""
    listed = next(one for one in dtx("activities", "--json").json if one["id"] == "thought_record.five")["asks"]
    by_name = {
        "situation": "at home",
        "emotions[].name": ["afraid", "stuck inside"],
        "emotions[0].before": 80,
        "emotions[0].after": 55,
        "thoughts[0].text": "a",
        "thoughts[0].belief_before": 90,
        "thoughts[].hot": "0",
        "balanced.text": "b",
        "balanced.belief": 60,
        "belief_after": 45,
    }
    assert set(by_name) <= set(listed)
    done = dtx.session("thought_record.five", answers=AROUND | by_name)
    assert (done.code, done.err) == (0, "")
    assert dtx.sessions()[0]["saved"] == {
        "situation": "at home",
        "emotions": [{"name": "afraid", "before": 80, "after": 55}, {"name": "stuck inside", "before": None, "after": None}],
        "thoughts": [{"text": "a", "belief_before": 90, "hot": True}],
        "balanced": {"text": "b", "belief": 60},
        "belief_after": 45,
    }


def test_all_declined_is_a_session_too(dtx: Commands) -> None:
    record = kept(dtx, "seven", {})
    assert record["status"] == "completed"
    assert set(record["saved"]) == set(SEVEN)
    assert record["saved"]["emotions"] is None and record["saved"]["thoughts"] is None


def test_a_number_between_the_steps_writes_nothing(dtx: Commands) -> None:
    done = dtx.session("thought_record.seven", answers=AROUND | {"belief_after": 42})
    assert (done.code, done.sentence) == (2, "The answer to belief_after does not fit. Please give a number in steps of 5.")
    assert dtx.sessions() == []


def test_an_export_has_the_words_only_where_they_are_asked_for(dtx: Commands) -> None:
    kept(dtx, "seven", SEVEN)
    assert "kitchen" not in dtx("export", "--to", "jsonl").out
    [line] = dtx("export", "--to", "jsonl", "--include", "thoughts", "--yes").out.splitlines()
    assert json.loads(line)["saved"] == SEVEN


def test_the_record_reads_as_lines(dtx: Commands) -> None:
    kept(dtx, "seven", SEVEN)
    lines = dtx("show", dtx.sessions()[0]["session_id"]).out.splitlines()
    for line in ("emotions[0].name: afraid", "thoughts[1].hot: True", "balanced.belief: 60", "traps: fortune, waiting for rain"):
        assert line in lines


class TestThePage:
    """`dtx show SESSION --html FILE`."""

    @staticmethod
    def printed(dtx: Commands, file: Path) -> str:
        done = dtx("show", dtx.sessions()[0]["session_id"], "--html", str(file))
        assert (done.code, done.out, done.err) == (0, "", f"Written to {file}.\n")
        return file.read_text("utf-8")

    def test_the_card_has_its_lines_and_where_help_is_and_nothing_else(self, dtx: Commands, tmp_path: Path) -> None:
        kept(dtx, "coping_card", CARD | {"contact": "Sam <3"})
        page = self.printed(dtx, tmp_path / "card.html")
        words = [
            line
            for line in re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", "\n", page, flags=re.DOTALL).splitlines()
            if line.strip()
        ]
        assert words[:-1] == [
            "Coping card",
            "When my back flares up",
            "I notice clenched teeth",
            "I can tell myself: it has gone down every time",
            "I can do (2 min): breathe out slowly",
            "I can contact Sam &lt;3",
            "What got me through before: a warm shower",
        ]
        assert "call" in words[-1]
        assert not re.search(r"diagnos|medicine|patient_ref", page, re.IGNORECASE)

    def test_a_record_shows_all_that_was_written_and_the_change_as_numbers(self, dtx: Commands, tmp_path: Path) -> None:
        kept(dtx, "seven", SEVEN)
        page = self.printed(dtx, tmp_path / "record.html")
        for words in (
            "afraid 80 -&gt; 55",
            "★ I will be in bed for a week (believed 90 of 100)",
            "In May it was all right.",
            "armchair",
            "jaw",
        ):
            assert words in page
        assert "<script" not in page and "http" not in page.replace("http-equiv", "")

    def test_an_experiment_is_told_by_its_fields(self, dtx: Commands, tmp_path: Path) -> None:
        kept(dtx, "experiment", EXPERIMENT)
        page = self.printed(dtx, tmp_path / "experiment.html")
        assert '<th scope="row">What else might happen</th><td>It pulls a little</td>' in page
        assert '<th scope="row">How would you know</th><td>Somebody pulls me up</td>' in page

    def test_with_json_it_is_one_document_and_the_file_as_well(self, dtx: Commands, tmp_path: Path) -> None:
        kept(dtx, "coping_card", CARD)
        done = dtx("show", dtx.sessions()[0]["session_id"], "--json", "--html", str(tmp_path / "card.html"))
        assert done.json["saved"] == CARD and (tmp_path / "card.html").exists()

    @pytest.mark.parametrize("activity", ["coping_card", "seven"])
    def test_where_nothing_was_written_there_is_a_sentence_and_no_file(self, activity: str, dtx: Commands, tmp_path: Path) -> None:
        kept(dtx, activity, {})
        done = dtx("show", dtx.sessions()[0]["session_id"], "--html", str(tmp_path / "card.html"))
        assert done.code == 1 and done.sentence.startswith("Nothing was written down in this session.")
        assert not (tmp_path / "card.html").exists()


def test_an_example_is_one_key_away_at_every_question(dtx: Commands) -> None:
    """Typed: `x` shows it and asks again; the answer comes after."""
    dtx.session("breathing.four78", answers=AROUND)
    done = dtx("run", "thought_record.coping_card", "--plain", "--pace", "fast", typed="6\n3\nx\nmy back flares up\n")
    assert "An example: my back flares up in the evening\nWhen ___\n" in done.out
    assert dtx.sessions()[0]["saved"]["when"] == "my back flares up"


def test_the_last_card_is_offered_to_look_at(dtx_home: Path) -> None:
    with Evening.at(dtx_home) as evening:
        first = evening.begin("thought_record.coping_card")
        evening.answer(first, contact="Sam")
        second = evening.begin("thought_record.coping_card")
        texts = []
        while second.question is not None:
            texts.append(second.question.text)
            second.decline(evening.clock.now)
    assert [text.rpartition("\n\n")[2] for text in texts if "Last time" in text] == ["Last time: Sam"]


def test_going_back_takes_an_answer_out_of_the_structure(dtx_home: Path) -> None:
    with Evening.at(dtx_home) as evening:
        practice = evening.begin("thought_record.five")
        while practice.view(evening.clock.now).name != "emotions[].name":
            practice.decline(evening.clock.now)
        for answer in (["afraid", "sad"], 80, 40):
            practice.answer(answer, evening.clock.now)
        for _ in range(3):
            practice.back(evening.clock.now)
        assert practice.view(evening.clock.now).name == "emotions[].name"
        practice.answer(["sad"], evening.clock.now)
        evening.answer(practice)
        assert evening.services.log(practice.session_id).saved["emotions"] == [{"name": "sad", "before": None, "after": None}]
