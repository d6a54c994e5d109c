"""Plain mode as a whole second app, end to end on a terminal: what a screen reader hears is the transcript."""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

PROMPT = "Type a number and Enter, or Enter alone to leave."
BACK = "Type a number and Enter, or Enter alone to go back."
BOXES = re.compile("[\u2500-\u259f\u2800-\u28ff\x1b\x08]")
"""Lines and blocks that are drawn, braille, and anything that moves a cursor."""


def test_a_day_in_plain_mode(dtx_home: Path) -> None:
    """Menu, a breath that is stopped, sessions, history, what helps, check-in, profile, sharing, help, and out."""
    with Terminal("--plain", DTX_HOME=str(dtx_home), LANG="C.UTF-8") as person:
        first = person.until(PROMPT)
        assert "1. " in first and "b and Enter: two minutes of quiet breathing, straight away." in first
        person.type("b\n")
        for _ in range(10):
            person.until("Type its number")
            person.type("2\n")
        person.until("Before you begin:")
        person.until("A number from 0 to 10.")
        person.type("7\n")
        person.until("Sit or lie so your back is supported.")
        person.type("s\n")
        person.until("Type n (No) or y (Yes) and Enter")
        person.type("n\n")
        assert "You stopped early. That is fine." in person.until(PROMPT)
        person.type("v\n")
        assert "1. Belly breath, today" in person.until(BACK)
        person.type("1\n")
        person.until("x and Enter takes it away, Enter alone goes back.")
        person.type("x\n")
        assert "Nothing here yet." in person.until(f"{BACK} z and Enter brings it back")
        person.type("z\n")
        person.until(BACK)
        person.type("\n")
        person.until(PROMPT)
        person.type("v\n")
        assert "1. Belly breath, today" in person.until(BACK)
        person.type("\n")
        person.until(PROMPT)
        person.type("h\n")
        assert "Days practised of the last 7: 1." in person.until(PROMPT)
        person.type("e\n")
        person.until(PROMPT)
        person.type("i\n")
        person.until("A number from 0 to 10.")
        person.type("6\n")
        person.until("Enter alone leaves it out.")
        person.type("s\n")
        assert "It is written down." in person.until(PROMPT)
        person.type("p\n")
        assert "1. Sore places: none." in person.until(BACK)
        person.type("3\n")
        person.until("Which is your stronger side?")
        person.type("2\n")
        assert "3. Stronger side: left." in person.until(BACK)
        person.type("9\n")
        assert "Not asked" in person.until(BACK)
        person.type("\n")
        person.until(BACK)
        person.type("\n")
        person.until(PROMPT)
        person.type("x\n")
        person.until("Enter alone")
        person.type("s\n")
        assert "Nothing was handed over." in person.until(PROMPT)
        person.type("?\n")
        assert "Get help now" in person.until(PROMPT) or "emergency" in person.said
        person.type("99\n")
        assert "There is no number 99 in the list." in person.until(PROMPT)
        person.type("\n")
        assert person.close() == 0
        said = person.said
    assert not BOXES.search(said), BOXES.search(said)
    lines = [line for line in said.split("\n") if line.strip()]
    assert not any(one == other for one, other in pairwise(lines)), "something is said twice in a row"


@pytest.mark.parametrize(("words", "environment"), [((), {"ACCESSIBLE": "1"}), (("--plain",), {}), ((), {"TERM": "dumb"})])
def test_it_is_chosen_in_every_way_there_is(words: tuple[str, ...], environment: dict[str, str], dtx_home: Path) -> None:
    with Terminal(*words, DTX_HOME=str(dtx_home), **environment) as person:
        person.until(PROMPT)
        person.type("\n")
        assert person.close() == 0
        assert "\x1b" not in person.said
