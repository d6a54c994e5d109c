"""`dtx read`: the golden cases of the clinical specification, to the digit, through the command line."""

from pathlib import Path
from typing import Any

import pytest

from tests.commands import Commands


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def spans(page: dict[str, Any]) -> list[tuple[str, float, float]]:
    return [(phase["kind"], phase["start_s"], phase["end_s"]) for phase in page["phases"]]


def contiguous(page: dict[str, Any]) -> bool:
    """From 0, half-open, each phase at the end of the one before, the last end being the total."""
    starts = [phase["start_s"] for phase in page["phases"]]
    ends = [phase["end_s"] for phase in page["phases"]]
    return starts == [0.0, *ends[:-1]] and ends[-1] == page["total_s"] and all(s < e for s, e in zip(starts, ends, strict=True))


def test_g1_even_breath_of_five_minutes(dtx: Commands) -> None:
    """50 phases: settle, 24 times in and out, end. No hold phases."""
    done = dtx("read", "breathing.coherent_46", "--json")
    page = done.json
    assert (done.code, done.err) == (0, "")
    assert list(page) == ["activity", "total_s", "phases", "asks"]
    assert list(page["phases"][0]) == ["kind", "start_s", "end_s", "text", "cue", "at", "lines"]
    assert (page["activity"], page["total_s"], page["asks"]) == ("breathing.coherent_46", 300.0, [])
    breaths = [
        breath
        for k in range(1, 25)
        for breath in (("inhale", 30 + 10 * (k - 1), 34 + 10 * (k - 1)), ("exhale", 34 + 10 * (k - 1), 40 + 10 * (k - 1)))
    ]
    assert spans(page) == [("settle", 0, 30), *breaths, ("end", 270, 300)]
    assert len(page["phases"]) == 50
    assert contiguous(page)
    assert page["phases"][1] == {"kind": "inhale", "start_s": 30.0, "end_s": 34.0, "text": "In", "cue": "breath_in", "at": {"cycle": 1}}
    assert spans(page)[47:49] == [("inhale", 260, 264), ("exhale", 264, 270)]


def test_g2_the_same_with_a_ramp(dtx: Commands) -> None:
    """4 cycles of 3-4, 4 of 3.5-4.5, 4 of 3.5-5.5, then 14 of 4-6 and 34 seconds at the end."""
    page = dtx("read", "breathing.coherent_46", "--set", "ramp=yes", "--json").json
    found = spans(page)
    assert (page["total_s"], len(found)) == (300.0, 54)
    assert sum(kind == "inhale" for kind, *_ in found) == 26
    assert found[0] == ("settle", 0, 30) and found[-1] == ("end", 266, 300)
    assert found[1:3] == [("inhale", 30, 33), ("exhale", 33, 37)]
    assert found[9:11] == [("inhale", 58, 61.5), ("exhale", 61.5, 66)]
    assert [found[1 + 2 * cycles][1] for cycles in (4, 8, 12)] == [58, 90, 126]
    assert contiguous(page)


def test_g3_four_seven_eight_four_times(dtx: Commands) -> None:
    page = dtx("read", "breathing.four78", "--set", "cycles=4", "--json").json
    found = spans(page)
    assert (page["total_s"], len(found)) == (136.0, 14)
    assert found[1:4] == [("inhale", 30, 34), ("hold", 34, 41), ("exhale", 41, 49)]
    assert found[10:] == [("inhale", 87, 91), ("hold", 91, 98), ("exhale", 98, 106), ("end", 106, 136)]
    assert contiguous(page)


def test_g5_the_ten_minute_body_scan(dtx: Commands) -> None:
    """43 lines, 578 words, 14 sections; the last line starts at 588 and is said in 6 seconds, with 6 of quiet."""
    page = dtx("read", "body_scan.scan", "--set", "minutes=10", "--json").json
    says = [phase for phase in page["phases"] if phase["kind"] == "say"]
    assert (page["total_s"], len(says)) == (600.0, 43)
    assert sum(len(phase["text"].split()) for phase in says) == 578
    regions = list(dict.fromkeys(phase["at"]["region"] for phase in page["phases"]))
    starts = [next(phase["start_s"] for phase in page["phases"] if phase["at"]["region"] == region) for region in regions]
    assert starts == [0, 45, 90, 130, 170, 215, 265, 300, 340, 390, 440, 480, 520, 565]
    assert spans(page)[:2] == [("say", 0, 9), ("silence", 9, 12)]
    assert spans(page)[-2:] == [("say", 588, 594), ("silence", 594, 600)]
    low_back = [says.index(phase) + 1 for phase in says if phase["at"]["region"] == says[15]["at"]["region"]]
    assert low_back == [16, 17, 18, 19]
    assert contiguous(page)


def test_for_people_it_is_a_page_with_times(dtx: Commands) -> None:
    lines = dtx("read", "breathing.four78").out.splitlines()
    assert lines[0] == "breathing.four78, 02:16"
    assert "00:34   hold          7 s  Hold" in lines
    assert lines[-1] == "02:16   end"


def test_as_a_web_page_it_stands_alone(dtx: Commands, tmp_path: Path) -> None:
    """One file, nothing fetched, no script, everything escaped."""
    file = tmp_path / "page.html"
    done = dtx("read", "breathing.four78", "--html", str(file))
    text = file.read_text(encoding="utf-8")
    assert (done.code, done.out) == (0, "") and "page.html" in done.err
    assert text.startswith("<!doctype html>") and "default-src 'none'" in text
    assert "<script" not in text and "http:" not in text and "https:" not in text
    assert text.partition("only to some")[0].count("<tr class=says>") == 3 + 1 + 3, (
        "three lines to settle, one row of four breaths, three lines at the end"
    )
    assert "4 breaths" in text and "in 4 s, hold 7 s, out 8 s; until 01:46" in text
    assert "02:16" in text and "does not examine" in text


def test_the_same_moment_reads_the_same_twice(dtx: Commands) -> None:
    words = ("read", "body_scan.scan", "--at", "2026-05-01T09:30:00+01:00", "--json")
    assert dtx(*words).out == dtx(*words).out
