"""From the first key to the care team's table, as a person does it: only keys go in, and only what is on the screen counts."""

import csv
import io
import os
from pathlib import Path

import pytest

from dtx.care.felt_worse import FELT_WORSE
from dtx.care.ratings import PAIN, RELAX
from tests.conftest import FULL
from tests.live.terminal import Window, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")

DOWN, RIGHT, TAB, ENTER, ESC = "\x1b[B", "\x1b[C", "\t", "\r", "\x1b"


def focused(window: Window, words: str) -> bool:
    """Whether the row with these words stands out from the page."""
    row = next((number for number, text in enumerate(window.rows()) if words in text), None)
    if row is None:
        return False
    column = window.rows()[row].index(words)
    return bool(window.shown.buffer[row][column].bg != window.shown.buffer[0][0].bg)


def go_to(window: Window, words: str, key: str = TAB) -> None:
    """Press a key until the row with these words has the focus."""
    for _ in range(40):
        if focused(window, words):
            return
        window.press(key)
        window.run(0.3)
    raise AssertionError(f"{key!r} does not lead to {words!r}:\n{window.screen()}")


def rate(window: Window, question: str, number: int) -> None:
    window.see(question)
    before = window.screen()
    for _ in range(20):  # a busy machine may show a question a moment before it takes keys
        window.press(f"{number}")
        window.run(0.3)
        if window.screen() != before:
            break
    window.press(ENTER)


def next_line(window: Window) -> None:
    """However long a busy machine takes to show it."""
    before = window.screen()
    window.press(DOWN)
    window.until("the next line", lambda screen: screen != before)


def choose_the_shortest(window: Window) -> None:
    """Even breath 4-6 with a single breath."""
    window.see("Even breath 4-6")
    for _ in range(20):
        if "› Even breath 4-6" in window.screen():
            break
        next_line(window)
    window.press(ENTER)
    window.see("Begin", "Leave")
    go_to(window, "How many breaths")
    window.press(RIGHT)
    window.see("How many breaths? ‹ 1 ›")
    window.press(ENTER)


def first_use(window: Window) -> None:
    """No to each of the sixteen questions about one's health."""
    window.see("What this is, and is not")
    window.press(ENTER)
    for number in range(1, 17):
        window.see(f"{number} of 16")
        window.run(0.2)
        window.press("2")
        window.run(0.2)
        window.press(ENTER)


def worse(window: Window) -> None:
    """A little worse, in as few words as there are."""
    window.see("Did anything feel worse")
    go_to_choice = 1 + list(FELT_WORSE.values).index("a_little")
    window.press(f"{go_to_choice}")
    window.run(0.2)
    window.press(ENTER)
    for question in (
        "What felt worse",
        "How bad was it",
        "When did it begin",
        "How long did it last",
        "What did you do",
        "Is it better now",
    ):
        window.see(question)
        window.press("r")
    window.see("Anything you would like to add")
    for keys in ("Only a little.", TAB, ENTER):
        window.press(keys)
        window.run(0.3)


@pytest.mark.parametrize(
    ("early", "size"),
    [
        pytest.param(True, (40, 15), id="stopped-40x15", marks=pytest.mark.slow),
        pytest.param(False, (80, 24), id="finished-80x24"),
        pytest.param(True, (80, 24), id="stopped-80x24", marks=pytest.mark.slow),
        pytest.param(False, (40, 15), id="finished-40x15", marks=pytest.mark.slow),
    ],
)
def test_first_key_to_export(early: bool, size: tuple[int, int], tmp_path: Path) -> None:
    with Window([], tmp_path, size, first_use=True) as window:
        choose_the_shortest(window)
        first_use(window)
        rate(window, PAIN.text, 6)
        rate(window, RELAX.text, 3)
        window.see("Sit or lie", "Pause")
        if early:
            window.press(ESC)
            window.see("say why")
            window.press("r")
        else:
            if not FULL:
                window.press("n")  # half a minute of settling, and of coming back at the end, are left out
            window.see("Breath 1", seconds=45)
            window.see("Let the guide go", seconds=30)
            if not FULL:
                window.press("n")
        window.until("the question after", lambda screen: PAIN.text in " ".join(screen.split()), 45)
        assert "before" not in window.screen().casefold()
        rate(window, PAIN.text, 4)
        rate(window, RELAX.text, 5)
        worse(window)
        window.see("Saved", "Before 6, after 4")
        window.press(ENTER)
        window.see("What would suit you today?", "Last time")
        window.press("h")
        window.see("Days practised of the last 7", "Even")
        row = next(row for row in window.rows() if "Even" in row and "6" in row)
        assert "4" in row
        if size[0] >= 80:
            assert ("stopped early" if early else "finished") in row
        window.press("b")
        window.see("What would suit you today?")
        window.press("q")
        assert window.leave() == 0
        assert window.modes == set()
        assert "Traceback" not in window.text()
    exported = run(["export", "--to", "csv"], tmp_path)
    assert exported.returncode == 0
    (line,) = csv.DictReader(io.StringIO(exported.stdout.removeprefix("\ufeff")))
    assert (line["activity_id"], line["status"]) == ("breathing.coherent_46", "stopped" if early else "completed")
    assert (line["pain_before"], line["pain_after"], line["pain_change"], line["felt_worse"]) == ("6", "4", "-2", "a_little")
    assert float(line["planned_s"]) == 70
    assert float(line["active_s"]) == 70 if FULL and not early else float(line["active_s"]) < 70
