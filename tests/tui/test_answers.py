"""The ways to answer: by digit, by arrow, by mouse; with nothing chosen to begin with."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from dtx.engine.questions import Ask, Choose, Question, Rate, Ready, Several
from dtx.tui.asking import Asking
from dtx.tui.base import BaseApp
from dtx.tui.choices import hanging
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.reading import Reading, told
from dtx.tui.scale import Buttons
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, press, resize, settle


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


async def after(pilot: Pilot[None], question: Question, *keys: str) -> list[Any]:
    page = Answers(question)
    await pilot.app.push_screen(page)
    await settle(pilot)
    await press(pilot, *keys)
    await pilot.app.pop_screen()
    return page.given


PAIN = Rate("How strong?", 0, 10)
LONG = Rate("How upset?", 0, 100, step=5)
ONE = Choose("Which?", ("This", "That"), values=("a", "b"))
MANY = Several("Which?", ("Left", "Right", "Middle"))
OWN = Several("Which?", ("Left", "Right"), own=True)
WORKED = Ask("Words?", example="A worked answer.")


KEYS: tuple[tuple[Question, tuple[str, ...], list[Any]], ...] = (
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
    (LONG, ("right", "up", "up", "enter"), [20]),
    (LONG, ("5", "0", "down", "left", "enter"), [35]),
    (LONG, ("9", "5", "up", "enter"), [100]),
    (LONG, ("3", "7", "enter"), []),
    (OWN, ("1", "tab", *"up, down", "enter"), [("Left", "up", "down")]),
    (OWN, ("down", "down", "space", "down", *"s 1st,", "up", "up", "space", "enter"), [("Left", "Right", "s 1st")]),
    (OWN, ("tab", *"left, Left", "enter"), [("left", "Left")]),
    (OWN, ("tab", "7", "enter"), []),
    (OWN, ("enter",), [()]),
    (OWN, ("r",), [None]),
    (WORKED, ("a", "f2", "b", "f2", "tab", "enter"), ["ab"]),
    (Ask("Words?"), ("h", "i", "enter", "tab", "enter"), ["hi\n"]),
    (Ask("Words?"), ("tab", "tab", "enter"), [None]),
    (Ready("Read."), ("enter",), [True]),
    (Ready("Read."), ("r",), []),
)


async def test_keys_give_the_answer() -> None:
    """One page after the other in one app, each as it is for a new question."""
    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        for question, keys, given in KEYS:
            assert await after(pilot, question, *keys) == given, (question, keys)


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


async def shown(question: Question, size: tuple[int, int], *keys: str) -> list[str]:
    """The screen with this question, and after each key."""
    app: App[None] = BaseApp()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(Answers(question))
        await settle(pilot)
        screens = [screen_text(app)]
        for key in keys:
            await press(pilot, key)
            screens.append(screen_text(app))
    return [" ".join(screen.split()) for screen in screens]


@pytest.mark.parametrize("size", [(40, 15), (80, 24)])
@pytest.mark.parametrize("question", [WORKED, replace(LONG, example="A worked answer."), replace(OWN, example="A worked answer.")])
async def test_an_example_comes_and_goes_with_f2(size: tuple[int, int], question: Question) -> None:
    without, with_it, again = await shown(question, size, "f2", "f2")
    assert "A worked answer." not in without and "F2" in without
    assert "For example: A worked answer." in with_it and question.text in with_it and "Go on" in with_it
    assert "A worked answer." not in again


async def test_where_there_is_no_example_f2_does_nothing_and_is_not_named() -> None:
    before, after = await shown(PAIN, (80, 24), "f2")
    assert before == after and "F2" not in before


async def test_the_button_says_what_the_question_wants_it_to_say() -> None:
    (screen,) = await shown(Ready("Read.", button="I am safe, go on"), (80, 24))
    assert "I am safe, go on (Enter)" in screen


LONG_WORDS = "\n".join(f"- line {number}" for number in range(40))


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
@pytest.mark.parametrize(
    "question",
    [
        Ready(LONG_WORDS),
        Choose(f"{LONG_WORDS}\n\nWhich?", ("This", "That")),
        Several(f"Which?\n\n{LONG_WORDS}", tuple(f"Answer {number}" for number in range(40)), own=True, example=LONG_WORDS),
        Ask(f"What?\n\n{LONG_WORDS}", example=LONG_WORDS),
        Rate(f"How?\n\n{LONG_WORDS}", 0, 100, step=5),
    ],
    ids=lambda question: question.kind,
)
async def test_however_long_it_is_the_buttons_and_the_answers_stay_in_sight(size: tuple[int, int], question: Question) -> None:
    app: App[None] = BaseApp()
    async with app.run_test(size=size) as pilot:
        page = Answers(question)
        await app.push_screen(page)
        await settle(pilot)
        for keys in ((), ("f2",), ("f2",)):
            await press(pilot, *keys)
            asking = page.query_one(Asking)
            assert asking.max_scroll_y == 0
            for part in (*asking.query(Press), *([asking.field] if asking.field is not None else [])):
                assert part.region.height > 0 and app.screen.region.contains_region(part.region), part
        reading = page.query_one(Reading)
        first, presses = reading.scroll_offset.y, 0
        while not reading.at_end and presses < 40:
            await press(pilot, "pagedown")
            presses += 1
        assert reading.at_end and reading.scroll_offset.y > first


async def test_space_reads_on_to_the_end_and_then_from_the_top() -> None:
    app: App[None] = BaseApp()
    async with app.run_test() as pilot:
        page = Answers(Ready(LONG_WORDS))
        await app.push_screen(page)
        await settle(pilot)
        reading, places = page.query_one(Reading), []
        for _ in range(5):
            places.append(reading.scroll_offset.y)
            await press(pilot, "space")
        assert places[0] == 0 and places[1] > 0
        assert 0 in places[2:]
        assert page.given == []


def test_the_question_is_strong_and_what_it_is_about_is_not() -> None:
    def strong(text: str) -> list[str]:
        content = told(text)
        return [content.plain[span.start : span.end] for span in content.spans]

    assert strong("How?") == ["How?"]
    assert strong("“My thought.”\n\nHow true?\n\nTake your time.") == ["How true?"]
    assert strong("At once\nCall.\n- One\n- Two\n\nDoes it fit?") == ["At once", "Call.", "Does it fit?"]
    assert strong("“My thought.”\n\nA fairer way: “Theirs.”\n\nHow true?") == ["How true?"]
    assert strong("You need:\n- a chair\nNothing is forced.") == ["You need:"]


@given(st.text(alphabet="ab \n", max_size=300), st.integers(8, 80))
def test_a_long_answer_goes_on_under_its_own_beginning_and_loses_no_word(words: str, width: int) -> None:
    lines = hanging("1  ", words, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(["1", *words.split()])
    if width >= 20:
        assert all(len(line) <= width for line in lines)


async def test_a_larger_window_for_a_while_does_not_lose_ones_place_in_long_words(home: Home) -> None:
    long = " ".join(f"This is sentence number {number} of many." for number in range(60))
    home.write("long", "Long words", f"\n  - ready: {long}\n")
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "r", "r", "space")
        before = screen_text(app)
        assert "sentence number 0 " not in before
        for size in ((140, 60), (80, 24)):
            await resize(pilot, size)
        assert screen_text(app) == before
