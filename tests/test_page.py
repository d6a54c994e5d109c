"""A rehearsal and a record as pages."""

from typing import Any

from dtx.page import page_lines
from dtx.page.html import html_page
from dtx.page.text import clock

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


def test_on_the_web_page_everything_others_wrote_is_only_text() -> None:
    text = html_page(PAGE, "<i>Title</i>", ["Mind & body"]).decode()
    assert "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; red" in text
    assert "&lt;i&gt;Title&lt;/i&gt;" in text and "<li>Mind &amp; body</li>" in text and "Why &lt;b&gt;?" in text
    assert "\x1b" not in text
