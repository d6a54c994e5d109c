"""The first evening of somebody new, by the very keys that its page tells."""

import os
import re
from pathlib import Path
from subprocess import run

import pytest

from tests.live.terminal import Window

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")]

PAGE = (Path(__file__).parents[2] / "docs" / "first_evening.md").read_text("utf-8")
KEYS = {"Enter": "\r", "Esc": "\x1b", "Up": "\x1b[A", "Down": "\x1b[B", "Tab": "\t"}


def rows() -> list[tuple[list[str], list[str], bool]]:
    """The words to look for, the keys to press, and whether again and again."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| “")]
    return [
        (re.findall("“(.*?)”", seen), re.findall("`(.*?)`", pressed.partition(", or")[0]), "for each" in pressed) for seen, pressed in lines
    ]


def press(window: Window, keys: list[str]) -> None:
    """One after the other, each when the one before has been answered."""
    for key in keys:
        before = window.screen()
        window.press(KEYS.get(key, key))
        if key not in ("Tab", "q"):  # one shows by its colour alone, and after the other there is nothing to see
            window.until(f"what follows on {key}", lambda screen, before=before: screen != before)  # type: ignore[misc]
        window.run(0.3)


def test_the_page_leads_from_the_first_key_to_a_summary_for_the_care_team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    walk = rows()
    with Window([], tmp_path / "records", first_use=True) as window:
        for number, (words, keys, again) in enumerate(walk):
            window.see(*words, seconds=60)
            window.run(0.3)
            press(window, keys)
            if again:
                following = walk[number + 1][0]
                while not all(word in " ".join(window.screen().split()) for word in following):
                    press(window, keys)
        assert window.leave() == 0
    (summary,) = tmp_path.glob("practice-*.pdf")
    told = run(["pdftotext", str(summary), "-"], check=True, capture_output=True, text=True).stdout
    assert "Even breath 4-6" in told
