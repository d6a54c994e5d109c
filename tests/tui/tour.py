"""A walk through every page, for tests that look at all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from dtx.care.first_use import QUESTIONS
from dtx.sessions.practice import Practice
from dtx.tui.app import DtxApp
from dtx.tui.asking import Asking
from dtx.tui.homepage import HomePage
from dtx.tui.rows import Rows
from dtx.tui.sessionpage import SessionPage
from tests.evenings import EVENING
from tests.tui.rooms import Home

Walk = Pilot[None]

TITLES = (
    ("Body scan", 10),
    ("Box breathing", 5),
    ("Gentle back", 12),
    ("Muscle relaxation, seven groups", 15),
    ("Quiet pause", 10),
    ("Thought record", 15),
)

OPTIONS = """
  minutes: {type: whole, from: 3, to: 20, default: 5, words: Minutes}
  cycles: {type: whole, from: 1, to: 60, words: Breaths}
  ramp: {type: yes_no, default: no, words: Begin slowly}
  order: {type: text, words: Order}
"""

STEPS = """
  - rate: How upset?
    high: 100
    step: 5
    low_label: calm
    high_label: as upset as can be
    save: suds
  - choose: Which one?
    from: [This, That]
    save: which
  - several: Which ones?
    from: [Left, Right, Middle]
    save: several
  - ask: In your words?
    save: words
  - ready: Read this for as long as you like.
  - say: This is a longer line of words that would not be announced before its time.
    pause: 4 s
  - breathe: 4-6
    times: 2
  - tense: hand_left
    words: Make a loose fist.
    times: 1
  - move: Bridge
    reps: 5
    own_pace: yes
"""


def furnish(home: Home) -> None:
    """Eight practices of ours, one of them broken, two of those that ship, and four sessions that ended in four ways."""
    tour = home.write("tour", "A tour of all there is", STEPS, options=OPTIONS)
    for number, (title, minutes) in enumerate(TITLES):
        home.write(f"p{number}", title, minutes=minutes)
    home.write("evening", "Evening routine", "\n  - pase: 4 s\n", minutes=8)
    home.bundled("exercises")
    home.bundled("thought_record")
    days = [EVENING - timedelta(days=days) for days in (120, 4, 1)]
    home.practised("p0.p0", days[0], before__pain=6, after__pain=4)
    home.broken_off("p1.p1", days[1])
    home.practised("p2.p2", days[2], until=20, before__pain=5)
    home.practised(tour, EVENING - timedelta(minutes=30), before__pain=7, after__pain=7)
    home.services.look_back_answered("not_today")  # it would be offered before anything else


@asynccontextmanager
async def opened(home: Home, size: tuple[int, int] = (80, 24), theme: str | None = None) -> AsyncIterator[tuple[DtxApp, Walk]]:
    """The app on its first page. The sampling timer does run, but the practice's clock stands still unless moved."""
    app = DtxApp(home.services, chosen_theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await looked(app)
        await settle(pilot)
        yield app, pilot


async def looked(app: DtxApp) -> None:
    """Until the first page has looked for plugins and for sound."""
    page = next(page for page in app.screen_stack if isinstance(page, HomePage))
    while not page.looked or page.listening is None or page.listening.is_alive():
        assert app._exception is None, "the first page fell over"
        await asyncio.sleep(0.005)


KEYS = {"space": " ", "question_mark": "?"}
"""Keys with a name that write something."""


async def settle(pilot: Walk) -> None:
    """Until every widget has had its messages and the page is laid out; `pilot.pause` waits for the whole computer to be idle."""
    quiet = 0
    while quiet < 2:
        assert pilot.app._exception is None, "the app fell over"
        await pilot._wait_for_screen()
        await asyncio.sleep(0.005)
        quiet = 0 if busy(pilot.app) else quiet + 1


def busy(app: App[None]) -> bool:
    """Whether anything waits to be handled or laid out."""
    screen = app.screen
    nodes = [app, screen, *screen.walk_children()]
    waiting = any(node.message_queue_size or node._next_callbacks for node in nodes) or app._resize_event is not None
    return waiting or bool(screen._callbacks or screen._dirty_widgets) or any(widget._layout_required for widget in nodes[1:])  # type: ignore[attr-defined]


async def press(pilot: Walk, *keys: str) -> None:
    """Press keys, and let the page that follows be painted."""
    for key in keys:
        pilot.app.post_message(pressed(key))
        await settle(pilot)


async def press_at_once(pilot: Walk, *keys: str) -> None:
    """Press keys so quickly that the second comes before the first was followed."""
    for key in keys:
        pilot.app.post_message(pressed(key))
    await settle(pilot)


def pressed(key: str) -> events.Key:
    return events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, KEYS.get(key))


async def resize(pilot: Walk, size: tuple[int, int]) -> None:
    """Give the window another size."""
    assert isinstance(pilot.app._driver, HeadlessDriver)
    pilot.app._driver._size = Size(*size)
    pilot.app.post_message(events.Resize(Size(*size), Size(*size)))
    await settle(pilot)


async def stand_on(pilot: Walk, activity_id: str) -> None:
    """Go to an activity in the list."""
    page = pilot.app.screen
    assert isinstance(page, HomePage)
    page.query_one(Rows).highlighted = [one.id for one in page.listed].index(activity_id)
    await settle(pilot)


async def begun(pilot: Walk) -> Practice:
    """Begin the first activity of the list as it is, and leave out the host's questions."""
    await press(pilot, "enter", "enter", "r", "r")
    return practice_of(pilot)


def practice_of(pilot: Walk) -> Practice:
    assert isinstance(pilot.app.screen, SessionPage)
    return pilot.app.screen.practice


async def pass_time(pilot: Walk, home: Home, seconds: float) -> None:
    """Move the clock in steps of half a second, with a sample after each."""
    clock, page = home.evening.clock, pilot.app.screen
    assert isinstance(page, SessionPage)
    for _ in range(round(seconds * 2)):
        clock.move_to(clock.now + 0.5)
        page.sample()
    await settle(pilot)


async def pages(home: Home, pilot: Walk) -> AsyncIterator[str]:
    """Go through every page and kind of question of a furnished home, and name each when it is on the screen."""
    yield "home"
    async for name in looking_back(pilot):
        yield name
    await press(pilot, "question_mark")
    yield "help"
    await press(pilot, "b", "ctrl+p")
    yield "palette"
    await press(pilot, "escape")
    await stand_on(pilot, "p0.p0")
    await press(pilot, "enter")
    yield "start, known"
    await press(pilot, "b")
    await stand_on(pilot, "p3.p3")
    await press(pilot, "enter")
    yield "start, new"
    await press(pilot, "b")
    async for name in around_a_tour(home, pilot):
        yield name
    async for name in through_a_form(pilot):
        yield name
    async for name in through_exercises(home, pilot):
        yield name
    async for name in about_the_person(pilot):
        yield name
    async for name in about_the_records(pilot):
        yield name
    home.evening.clock.move_to(home.evening.clock.now + 13 * 3600)
    async for name in before_a_session(pilot):
        yield name


async def looking_back(pilot: Walk) -> AsyncIterator[str]:
    """What was done and noted, after a check-in with all there is to ask."""
    await press(pilot, "i")
    yield "check-in"
    await press(pilot, "7", "enter", "r", "r", *"123456789", "down", "space", "down", "space", "enter")
    yield "the body"
    await press(pilot, "space", "enter")
    yield "words of pain"
    for _ in range(6):
        await press(pilot, "r")
    yield "a medicine"
    await press(pilot, *"x", "tab", "enter")
    yield "a time"
    await press(pilot, "escape", "h")
    yield "history"
    await press(pilot, "enter")
    yield "a check-in"
    await press(pilot, "b", "down", "enter")
    yield "a session"
    await press(pilot, "b", "c")
    yield "chart of pain"
    for number in "234":
        await press(pilot, number)
        yield f"chart {number}"
    await press(pilot, "b", "w")
    yield "what helps"
    await press(pilot, "enter")
    yield "what helps, one"
    await press(pilot, "b", "m")
    yield "compare two"
    await press(pilot, "escape", "b", "l")
    yield "look back"
    await press(pilot, "u")
    yield "questions for the team"
    await press(pilot, "b", "b", "b")


async def around_a_tour(home: Home, pilot: Walk) -> AsyncIterator[str]:
    """One session with every kind of question and step."""
    await stand_on(pilot, "tour.tour")
    await press(pilot, "enter")
    yield "start, with options"
    await press(pilot, "enter")
    yield "scale, nothing chosen"
    await press(pilot, "7")
    yield "scale"
    await press(pilot, "enter", "r", "3", "5")
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
    await pass_time(pilot, home, 12.5)
    yield "breath"
    await press(pilot, "space")
    yield "paused"
    await press(pilot, "space")
    await pass_time(pilot, home, 31.5)
    yield "tense"
    await pass_time(pilot, home, 42)
    yield "own pace"
    with home.no_disk(practice_of(pilot)):
        await press(pilot, "enter")
        yield "held"
    await press(pilot, "enter", "enter")
    yield "after"
    await press(pilot, "4", "enter", "r", "3", "enter", "1")
    yield "felt worse"
    await press(pilot, "enter")
    yield "saved"
    await press(pilot, "enter")


async def through_a_form(pilot: Walk) -> AsyncIterator[str]:
    """A thought record, up to the first number, and put away."""
    await stand_on(pilot, "thought_record.seven")
    await press(pilot, "enter", "enter", "r", "r", *"ab", "f2")
    yield "words, with an example"
    await press(pilot, "tab", "enter", "1", "end", "down", *"own")
    yield "own words"
    await press(pilot, "f2")
    yield "own words, with an example"
    await press(pilot, "enter", "4", "0", "f2")
    yield "long scale, with an example"
    await press(pilot, "escape", "escape", "enter")


async def through_exercises(home: Home, pilot: Walk) -> AsyncIterator[str]:
    """Into the second exercise of a routine, and its easier version."""
    await stand_on(pilot, "exercises.gentle_back")
    await press(pilot, "enter", "enter", "r", "r")
    yield "long ready"
    await press(pilot, "space")
    yield "long ready, further down"
    await press(pilot, "enter")
    yield "exercise by the clock"
    await pass_time(pilot, home, 65)
    yield "before an exercise"
    await pass_time(pilot, home, 12)
    yield "exercise"
    await press(pilot, "e")
    yield "easier exercise"
    await press(pilot, "space")
    yield "exercise, paused"
    await press(pilot, "escape", "escape", "enter")


async def about_the_person(pilot: Walk) -> AsyncIterator[str]:
    """Everything a person may say about themselves."""
    await press(pilot, "p")
    yield "about you"
    for name in ("sore places", "left out of scans", "own names", "stronger side", "country", "conditions"):
        await press(pilot, "enter")
        yield name
        await press(pilot, "escape", "down")
    await press(pilot, "enter")
    yield "answers"
    await press(pilot, "down", "down", "down", "enter", "1", "enter")
    yield "answer that follows on another"
    await press(pilot, "enter", "b", "down", "enter")
    yield "care team"
    await press(pilot, "enter", *"Dr")
    yield "care team, in words"
    await press(pilot, "escape", "b", "down", "enter")
    yield "name on records"
    await press(pilot, "escape", "b")


async def about_the_records(pilot: Walk) -> AsyncIterator[str]:
    """What else the keys of the first page lead to."""
    for key, name in (("x", "share"), ("y", "your data"), ("o", "sound"), ("a", "your own practices")):
        await press(pilot, key)
        yield name
        await press(pilot, "escape")


async def before_a_session(pilot: Walk) -> AsyncIterator[str]:
    """The questions of the next morning, up to a refusal."""
    await stand_on(pilot, "p0.p0")
    await press(pilot, "enter", "enter")
    yield "morning"
    await press(pilot, "r", "r")
    while QUESTIONS["red_flag"].text not in question_of(pilot):
        await press(pilot, "r")
    yield "warning list"
    await press(pilot, "space", "space")
    yield "warning list, further down"
    await press(pilot, "2", "enter", "1", "enter")
    yield "where help is"
    await press(pilot, "enter", "1", "enter")
    yield "follow-up"
    await press(pilot, "1", "enter")
    yield "refused"
    await press(pilot, "enter")


def question_of(pilot: Walk) -> str:
    return pilot.app.screen.query_one(Asking).question.text
