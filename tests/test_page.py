"""A rehearsal and a record as pages."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dtx.engine.activity import Context
from dtx.engine.rehearsal import rehearse
from dtx.engine.steps import Breathe, Move, Pattern
from dtx.host.manifest import read_manifest
from dtx.page import page_lines
from dtx.page.html import html_page
from dtx.page.sheet import Sheet, runs, sheet
from dtx.page.text import clock
from tests.cli.test_check import HEAD
from tests.engine.worlds import playing
from tests.evenings import Evening, plugin

LINES = [{"at_s": 0.0, "text": "Sit."}, {"at_s": 15.0, "text": "Breathe."}]
PAGE: dict[str, Any] = {
    "activity": "a.b",
    "total_s": 61.5,
    "phases": [
        {"kind": "settle", "start_s": 0.0, "end_s": 30.0, "text": "Sit. Breathe.", "lines": LINES},
        {"kind": "say", "start_s": 30.0, "end_s": 61.5, "text": "<script>alert(1)</script> & \x1b[31mred", "cue": None, "at": {}},
    ],
    "asks": [{"id": "q", "kind": "text", "text": "Why <b>?"}],
}


def test_times_are_minutes_and_seconds_with_tenths_where_there_are_any() -> None:
    read = {0: "00:00", 9.5: "00:09.5", 59.96: "01:00", 60: "01:00", 61.5: "01:01.5", 270: "04:30", 3600: "60:00"}
    assert {seconds: clock(seconds) for seconds in read} == read


def test_every_line_of_a_phase_stands_at_its_time() -> None:
    assert list(page_lines(PAGE))[:3] == ["a.b, 01:01.5", "00:00   settle       30 s  Sit.", "00:15                      Breathe."]


def on_paper(page: Mapping[str, Any], tmp_path: Path, steps: str = "  - silence: 5 s\n", given: Mapping[str, Any] | None = None) -> Sheet:
    folder = plugin(tmp_path, "desk", HEAD + f"options:\n  long: {{type: yes_no, default: no, words: Longer}}\nsteps:\n{steps}")
    manifest = read_manifest(folder)
    return sheet(page, manifest, manifest.activities[0], given or {}, "0123456789abcdef")


def test_on_the_web_page_everything_others_wrote_is_only_text(tmp_path: Path) -> None:
    found = replace(on_paper(PAGE, tmp_path), title="<i>Title</i>", cautions=("Mind & body",))
    text = html_page(found).decode()
    assert "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; red" in text
    assert "&lt;i&gt;Title&lt;/i&gt;" in text and "<li>Mind &amp; body</li>" in text and "Why &lt;b&gt;?" in text
    assert "\x1b" not in text


def test_the_web_page_fetches_nothing_and_runs_nothing(tmp_path: Path) -> None:
    text = html_page(on_paper(PAGE, tmp_path)).decode()
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|<script|<link|<img|url\(|@import", text)


def test_a_colleague_sees_who_wrote_it_when_to_stop_and_where_to_sign(tmp_path: Path) -> None:
    text = html_page(on_paper(PAGE, tmp_path, given={"long": "yes"})).decode()
    for words in (
        "A. Therapist, physiotherapy",
        "none yet",
        "CC-BY-4.0",
        "When to stop",
        "Stop whenever you want to. You need no reason.",
        "A smaller or easier form",
        "<td>Longer</td><td>can be yes or no</td><td>yes</td>",
        "For whoever reviews it",
        "0123456789abcdef",
    ):
        assert words in text, words


def test_a_question_stands_where_it_is_asked_with_its_answers(tmp_path: Path) -> None:
    steps = (
        "  - say: One two.\n    pause: 4 s\n  - choose: Where?\n    from: [Back, Neck]\n    save: place\n  - silence: 5 s\n"
        "  - rate: How much?\n  - ready: Go on when you like.\n"
    )
    folder = plugin(tmp_path, "desk", HEAD + "steps:\n" + steps)
    (activity,) = read_manifest(folder).activities_from_yaml()
    page = rehearse(lambda: activity.script(Context({}, 0, date(2026, 5, 1)))).to_json("desk.desk")
    assert [(row.when, row.what, row.words, row.note) for row in on_paper(page, tmp_path, steps).rows] == [
        ("00:00", "say", "One two.", "then 4 s of quiet"),
        ("00:05", "asks", "Where?", "one of these: Back; Neck"),
        ("00:05", "quiet", "", ""),
        ("00:10", "asks", "How much?", "a number from 0 to 10"),
        ("00:10", "shows", "Go on when you like.", "to read, for as long as one likes"),
    ]


def test_what_repeats_itself_is_one_row(tmp_path: Path) -> None:
    ramp = Breathe(Pattern(4, 0, 6), 3, ramp=((2, Pattern(3, 0, 4)),))
    moves = Move("bridge", "Bridge", sets=2, reps=4, hold_s=1, rest_s=10)
    page = rehearse(playing(ramp, moves)).to_json("a.b")
    found = on_paper(page, tmp_path).rows
    assert [(row.when, row.what, row.length, row.words, row.note) for row in found] == [
        ("00:00", "2 breaths", "14 s", "In Out", "in 3 s, out 4 s; until 00:14"),
        ("00:14", "3 breaths", "30 s", "In Out", "in 4 s, out 6 s; until 00:44"),
        ("00:44", "4 times", "20 s", "Bridge", "lift 2 s, hold 1 s, lower 2 s; until 01:04"),
        ("01:04", "rest", "10 s", "Rest", ""),
        ("01:14", "4 times", "20 s", "Bridge", "lift 2 s, hold 1 s, lower 2 s; until 01:34"),
    ]


@pytest.mark.parametrize(
    "activity", ["breathing.coherent_46", "breathing.four78", "exercises.slow_flow", "relaxation.pmr", "body_scan.scan"]
)
def test_no_second_of_a_practice_is_lost_on_paper(activity: str, dtx_home: Path) -> None:
    """Each row begins where the one before ends, whatever was folded."""
    with Evening.at(dtx_home) as evening:
        page = evening.services.read(activity, {})
        ends = [0.0]
        for run in runs(page["phases"]):
            assert run[0]["start_s"] == ends[-1]
            ends.append(run[-1]["end_s"])
        assert ends[-1] == page["total_s"]
        assert len(ends) < len(page["phases"]) or activity == "relaxation.pmr"


def test_what_one_rehearsal_does_not_come_to_is_there_too(tmp_path: Path) -> None:
    steps = (
        "  - choose: Where?\n    from: [Back, Neck]\n    save: place\n  - say: For the back.\n    when: place = Back\n"
        "  - say: For the neck.\n    when: place = Neck\n  - repeat: 2\n    when: long = yes\n    steps:\n"
        "      - rate: And the neck?\n        when: place = Neck\n"
    )
    folder = plugin(tmp_path, "desk", HEAD + "options:\n  long: {type: yes_no, default: no}\nsteps:\n" + steps)
    (activity,) = read_manifest(folder).activities_from_yaml()
    page = rehearse(lambda: activity.script(Context({"long": False}, 0, date(2026, 5, 1)))).to_json("desk.desk")
    found = on_paper(page, tmp_path, steps)
    assert [(row.words, row.note) for row in found.rows if not row.asks] == [("For the back.", "only if place = Back")]
    assert [(row.words, row.note) for row in found.others] == [
        ("For the neck.", "only if place = Neck"),
        ("And the neck?", "only if long = yes and place = Neck; a number from 0 to 10"),
    ]
