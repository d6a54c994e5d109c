"""The ways to answer: by digit, by arrow, by mouse; with nothing chosen to begin with."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from dtx.engine.questions import Ask, Choose, Question, Rate, Ready, Several
from dtx.tui.asking import Asking
from dtx.tui.base import BaseApp
from dtx.tui.page import Page
from dtx.tui.scale import Buttons
from tests.tui.tour import press, settle


class Answers(Page):
    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question, self.given = question, list[Any]()

    def compose(self) -> ComposeResult:
        yield Asking(self.question)

    async def on_mount(self) -> None: ...

    def show_controls(self) -> None: ...

    def on_asking_answered(self, message: Asking.Answered) -> None:
        self.given.append(message.value)

    def on_asking_declined(self, _: Asking.Declined) -> None:
        self.given.append(None)


async def after(question: Question, *keys: str) -> list[Any]:
    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        page = Answers(question)
        await app.push_screen(page)
        await settle(pilot)
        await press(pilot, *keys)
        return page.given


PAIN = Rate("How strong?", 0, 10)
LONG = Rate("How upset?", 0, 100, step=5)
ONE = Choose("Which?", ("This", "That"), values=("a", "b"))
MANY = Several("Which?", ("Left", "Right", "Middle"))


@pytest.mark.parametrize(
    ("question", "keys", "given"),
    [
        (PAIN, ("enter",), []),
        (PAIN, ("7", "enter"), [7]),
        (PAIN, ("1", "0", "enter"), [10]),
        (PAIN, ("1", "7", "enter"), [7]),
        (PAIN, ("0", "enter"), [0]),
        (PAIN, ("1", "0", "backspace", "enter"), [1]),
        (PAIN, ("7", "backspace", "enter"), []),
        (PAIN, ("right", "right", "right", "enter"), [2]),
        (PAIN, ("7", "left", "enter"), [6]),
        (PAIN, ("end", "right", "enter"), [10]),
        (PAIN, ("7", "r"), [None]),
        (LONG, ("3", "5", "enter"), [35]),
        (LONG, ("1", "0", "0", "enter"), [100]),
        (LONG, ("3", "enter"), []),
        (LONG, ("3", "right", "enter"), [5]),
        (ONE, ("enter",), []),
        (ONE, ("2", "enter"), ["b"]),
        (ONE, ("down", "enter"), ["a"]),
        (ONE, ("r",), [None]),
        (MANY, ("enter",), [()]),
        (MANY, ("3", "1", "enter"), [("Left", "Middle")]),
        (MANY, ("down", "space", "down", "space", "space", "enter"), [("Left",)]),
        (Ask("Words?"), ("h", "i", "enter", "tab", "enter"), ["hi\n"]),
        (Ask("Words?"), ("tab", "tab", "enter"), [None]),
        (Ready("Read."), ("enter",), [True]),
        (Ready("Read."), ("r",), []),
    ],
)
async def test_keys_give_the_answer(question: Question, keys: tuple[str, ...], given: list[Any]) -> None:
    assert await after(question, *keys) == given


@given(st.integers(30, 200), st.sampled_from([PAIN, LONG, Rate("How far?", 1, 7), Rate("Long?", 0, 100)]))
def test_every_number_of_a_scale_has_its_place_at_any_width(width: int, question: Rate) -> None:
    buttons = Buttons(question)
    across, wide = buttons.columns(width)
    assert across * wide <= width
    assert wide > len(str(question.high))
    assert across <= len(buttons.numbers)


async def test_a_click_chooses_a_number_and_sends_nothing() -> None:
    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        page = Answers(PAIN)
        await app.push_screen(page)
        await settle(pilot)
        await pilot.click(Buttons, offset=(6 * 4 + 2, 1))
        assert page.query_one(Buttons).value == 4
        assert page.given == []


async def test_a_click_on_a_line_moves_there_and_sends_nothing() -> None:
    from dtx.tui.choices import Choices

    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        page = Answers(ONE)
        await app.push_screen(page)
        await settle(pilot)
        await pilot.click(Choices, offset=(4, 1))
        await settle(pilot)
        assert page.query_one(Choices).highlighted == 1
        assert page.given == []
