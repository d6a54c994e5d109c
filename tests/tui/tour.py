"""A walk through every page, for tests that look at all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from dtx.engine.activity import Script
from dtx.engine.questions import Ask, Choose, Rate, Ready, Several
from dtx.engine.session import Bracket, Ending
from dtx.engine.steps import Breathe, Move, Pattern, Say, Tense
from dtx.host.options import Option
from dtx.tui.app import DtxApp
from tests.tui.hand import HandPractice, HandServices, full_services

Walk = Pilot[None]

DECLARED = {
    "minutes": Option("minutes", "whole", "Minutes", 3, 20, (), 5),
    "cycles": Option("cycles", "whole", "Breaths", 1, 60),
    "ramp": Option("ramp", "yes_no", "Begin slowly", default=False),
    "order": Option("order", "text", "Order", default=""),
}


def questions() -> Script:
    yield Rate("How strong?", 0, 10, "not at all", "very", save="before.pain")
    yield Rate("How upset?", 0, 100, "calm", "as upset as can be", save="suds", step=5)
    yield Choose("Which one?", ("This", "That"), "which")
    yield Several("Which ones?", ("Left", "Right", "Middle"), "several")
    yield Ask("In your words?", "words")
    yield Ready("Read this for as long as you like.")


def phases() -> Script:
    yield Say("This is a longer line of words that would not be announced before its time.", pause=4)
    yield Breathe(Pattern(4, 0, 6), 2)
    yield Tense("hand_left", "Make a loose fist.", trials=1)
    yield Move("bridge", "Bridge", reps=5, own_pace=True)


def closing(ending: Ending) -> Script:
    yield Rate("How strong now?", 0, 10, "not at all", "very", save="after.pain")


def touring_services() -> HandServices:
    services = full_services()
    services.practice = HandPractice(phases, bracket=Bracket(questions, closing))
    services.declared, services.warned = DECLARED, ("Keep breathing easily.",)
    return services


@asynccontextmanager
async def opened(services: HandServices, size: tuple[int, int] = (80, 24), theme: str | None = None) -> AsyncIterator[tuple[DtxApp, Walk]]:
    """The app on its first page. The sampling timer does run, but the practice's clock stands still unless moved."""
    app = DtxApp(services, chosen_theme=theme)  # type: ignore[arg-type]
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def press(pilot: Walk, *keys: str) -> None:
    """Press keys, and let the page that follows be painted."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.pause()


async def pass_time(pilot: Walk, practice: HandPractice, seconds: float) -> None:
    """Move the practice's clock in steps of half a second, with a sample after each."""
    for _ in range(round(seconds * 2)):
        practice.at += 0.5
        pilot.app.screen.sample()  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.pause()


async def pages(services: HandServices, pilot: Walk) -> AsyncIterator[str]:
    """Go through every page and kind of question, and name each when it is on the screen."""
    practice = services.practice
    yield "home"
    await press(pilot, "h")
    yield "history"
    await press(pilot, "b", "question_mark")
    yield "help"
    await press(pilot, "b", "enter")
    yield "start"
    await press(pilot, "enter")
    yield "scale, nothing chosen"
    await press(pilot, "7")
    yield "scale"
    await press(pilot, "enter", "3", "5")
    yield "long scale"
    await press(pilot, "enter", "2")
    yield "choice"
    await press(pilot, "enter", "1", "3")
    yield "several"
    await press(pilot, "enter", *"ab")
    yield "words"
    await press(pilot, "tab")
    yield "words, on the button"
    await press(pilot, "enter")
    yield "ready"
    await press(pilot, "enter")
    yield "say"
    await pass_time(pilot, practice, 12.5)
    yield "breath"
    await press(pilot, "space")
    yield "paused"
    await press(pilot, "space")
    await pass_time(pilot, practice, 31.5)
    yield "tense"
    await pass_time(pilot, practice, 42)
    yield "own pace"
    practice.full = True
    await press(pilot, "enter")
    yield "held"
    practice.full = False
    await press(pilot, "enter", "enter")
    yield "after"
    await press(pilot, "4", "enter")
    await pilot.pause()
    yield "saved"
