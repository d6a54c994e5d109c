"""Short walks of one person through the app, for whoever wants to see what they see: the first run, sessions, stops, words that weigh."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from dtx.care.flags import FLAGS
from dtx.tui.app import DtxApp
from dtx.tui.asking import Asking
from dtx.tui.rows import Rows
from dtx.tui.savedpage import SavedPage
from dtx.tui.sessionpage import SessionPage
from tests.evenings import EVENING
from tests.tui.rooms import Home
from tests.tui.tour import Walk, opened, press, settle, stand_on

Looks = AsyncIterator[tuple[DtxApp, str]]
Size = tuple[int, int]

STEP_S = 1.5
"""Looked at less often than every two seconds, a practice takes it that nobody was guided."""


async def guided(home: Home, pilot: Walk, seconds: float) -> None:
    """Be guided for so long, or up to the next question."""
    page, clock = pilot.app.screen, home.evening.clock
    end = clock.now + seconds
    while isinstance(page, SessionPage) and page.practice.question is None and not page.practice.ended and clock.now < end:
        clock.move_to(min(end, clock.now + STEP_S))
        page.sample()
    await settle(pilot)


async def through(home: Home, pilot: Walk, app: DtxApp, every_s: float = 10) -> Looks:
    """A script up to its end, with a look every so often."""
    count = 0
    while isinstance(app.screen, SessionPage) and not app.screen.query(Asking) and count < 100:
        yield app, f"guided {count}"
        await guided(home, pilot, every_s)
        count += 1


async def answers(pilot: Walk, app: DtxApp, name: str, keys: tuple[tuple[str, ...], ...]) -> Looks:
    """One question after the other, each looked at before it is answered."""
    for number, given in enumerate(keys):
        yield app, f"{name} {number}"
        await press(pilot, *given)


async def first_run(home: Home, size: Size) -> Looks:
    """A newcomer's two minutes of breathing: what dtx is, the questions, the sound, the pain, the breath, and worse or not."""
    home.stranger = True
    home.bundled("breathing")
    home.bundled("body_scan")
    async with opened(home, size) as (app, pilot):
        yield app, "home"
        await press(pilot, "space")
        yield app, "what it is"
        await press(pilot, "enter")
        number = 0
        while not isinstance(app.screen, SessionPage) and number < 20:
            yield app, f"question {number}"
            await press(pilot, *(("2", "enter") if app.screen.query(Asking) and number < 10 else ("enter",)))
            number += 1
        yield app, "pain"
        await press(pilot, "7", "enter")
        async for one in through(home, pilot, app, 20):
            yield one
        yield app, "worse"
        await press(pilot, "n")
        yield app, "saved" if isinstance(app.screen, SavedPage) else "not saved"
        await press(pilot, "enter")
        yield app, "home again"
        assert home.kinds[-1] == "felt_worse"


async def breathing(home: Home, size: Size) -> Looks:
    """Five minutes of even breath after which it felt a lot worse, and then what was done lately."""
    home.bundled("breathing")
    async with opened(home, size) as (app, pilot):
        await stand_on(pilot, "breathing.coherent_46")
        yield app, "list"
        await press(pilot, "enter")
        yield app, "start"
        await press(pilot, "enter")
        async for one in answers(pilot, app, "before", (("6", "enter"), ("3", "enter"))):
            yield one
        await guided(home, pilot, 31)
        yield app, "breath"
        await press(pilot, "space")
        yield app, "paused"
        await press(pilot, "space")
        async for one in through(home, pilot, app, 60):
            yield one
        async for one in answers(pilot, app, "after", (("8", "enter"), ("3", "enter"))):
            yield one
        number = 0
        while app.screen.query(Asking) and number < 12:
            yield app, f"felt worse {number}"
            declined = {"text": ("tab", "tab", "enter"), "ready": ("enter",)}.get(app.screen.query_one(Asking).question.kind, ("r",))
            await press(pilot, *(("3", "enter") if number == 0 else ("1", "enter") if number < 3 else declined))
            number += 1
        yield app, "saved" if isinstance(app.screen, SavedPage) else "not saved"
        await press(pilot, "enter", "h")
        yield app, "history"
        await press(pilot, "enter")
        yield app, "session"


async def scan(home: Home, size: Size) -> Looks:
    """The scan of five minutes, line by line, to its end."""
    home.bundled("body_scan")
    async with opened(home, size) as (app, pilot):
        await stand_on(pilot, "body_scan.scan")
        await press(pilot, "enter")
        yield app, "start"
        await press(pilot, "enter", "r", "r")
        async for one in through(home, pilot, app, 14):
            yield one
        async for one in answers(pilot, app, "after", (("4", "enter"), ("5", "enter"), ("1", "enter"))):
            yield one
        yield app, "saved" if isinstance(app.screen, SavedPage) else "not saved"


async def stopped(home: Home, size: Size) -> Looks:
    """Stop in the middle, and something on the warning list was why."""
    home.bundled("breathing")
    async with opened(home, size) as (app, pilot):
        await stand_on(pilot, "breathing.coherent_46")
        await press(pilot, "enter", "enter", "r", "r")
        await guided(home, pilot, 40)
        await press(pilot, "escape")
        yield app, "why"
        await press(pilot, "6", "enter")
        yield app, "what to do now"
        await press(pilot, "enter")
        yield app, "grounding"
        await press(pilot, "enter")
        async for one in answers(pilot, app, "after", (("r",), ("r",), ("r",))):
            yield one
        yield app, "saved" if isinstance(app.screen, SavedPage) else "not saved"
        await press(pilot, "enter", "question_mark")
        yield app, "help"


async def heavy(home: Home, size: Size) -> Looks:
    """A yes to the question about oneself, and heavy words in a check-in's note."""
    home.bundled("breathing")
    home.stranger = True
    home.services.set_profile({f"flag.{flag}": "no" for flag in FLAGS if flag not in ("self_harm", "drowsy")} | {"country": "ES"})
    async with opened(home, size) as (app, pilot):
        await press(pilot, "enter", "enter")
        yield app, "thoughts"
        await press(pilot, "1", "enter")
        yield app, "help after a yes"
        await press(pilot, "enter", "escape", "i")
        number = 0
        while not (app.screen.query(Asking) and app.screen.query_one(Asking).question.kind == "text") and number < 12:
            yield app, f"check-in {number}"
            several = app.screen.query_one(Asking).question.kind == "several"
            await press(pilot, *(("end", "space", "enter") if several else ("r",)))
            number += 1
        yield app, "note"
        await press(pilot, *["space" if key == " " else key for key in "no puedo más"], "tab", "enter")
        yield app, "help after words"
        await press(pilot, "enter")
        yield app, "noted"


async def looking_back(home: Home, size: Size) -> Looks:
    """Charts, what helps and a look back, where means are no whole numbers."""
    home.bundled("breathing")
    for days, before, after in ((1, 6, 4), (2, 7, 5), (3, 5, 5), (9, 8, 6), (10, 7, 4)):
        home.practised("breathing.coherent_46", EVENING - timedelta(days=days), before__pain=before, after__pain=after)
    home.services.look_back_answered("not_today")
    async with opened(home, size) as (app, pilot):
        yield app, "home"
        await press(pilot, "h")
        yield app, "history"
        await press(pilot, "c")
        for number in "1234":
            await press(pilot, number)
            yield app, f"chart {number}"
        await press(pilot, "b", "w")
        yield app, "what helps"
        await press(pilot, "enter")
        yield app, "what helps, one"
        await press(pilot, "b", "l")
        yield app, "look back"


async def handing_over(home: Home, size: Size) -> Looks:
    """What a summary would hold, before anything is handed over."""
    home.bundled("breathing")
    home.practised("breathing.coherent_46", before__pain=6, after__pain=4)
    async with opened(home, size) as (app, pilot):
        await press(pilot, "x")
        yield app, "share"
        await press(pilot, *["down"] * 5, "enter")
        yield app, "preview"
        await press(pilot, "escape", "escape", "c")
        yield app, "home"


async def all_around(home: Home, size: Size) -> Looks:
    """Every line of the lists that the first page leads to, opened and left again; what one could do now; the palette with letters."""
    home.bundled("breathing")
    home.practised("breathing.coherent_46", before__pain=6, after__pain=4)
    home.services.look_back_answered("not_today")
    async with opened(home, size) as (app, pilot):
        for key in "xypoa":
            await press(pilot, key)
            listed = app.screen
            for number in range(len(listed.query_one(Rows).lines)):
                listed.query_one(Rows).highlighted = number
                await press(pilot, "enter")
                yield app, f"{key} {number}"
                for _ in range(4):
                    if app.screen is not listed:
                        await press(pilot, "escape")
            while app.screen is not app.screen_stack[0]:
                await press(pilot, "escape")
        await press(pilot, "f")
        number = 0
        while app.screen.query(Asking) and number < 6:
            yield app, f"find {number}"
            await press(pilot, "1", "enter")
            number += 1
        yield app, "what fits"
        await press(pilot, "f", "ctrl+p", *"pul")
        yield app, "palette"


SCENES: dict[str, Callable[[Home, Size], Looks]] = {
    scene.__name__: scene for scene in (first_run, breathing, scan, stopped, heavy, looking_back, handing_over, all_around)
}
