"""A plugin's own pictures: drawn where there is room for them, else said in words; never in the way of the question."""

import pytest

from tests.tui.rooms import Home, screen_text
from tests.tui.tour import Walk, opened, pass_time, press, resize

DESK = ["  +----+    o", "  |    |   /|", "  +----+  / |_", "     ====  | |", *["     |  |  | |"] * 3, "    /    \\ | |"]
ALT = "Somebody sits at a desk and looks out of a window."
LOOK = f"\n    picture: desk.txt\n    alt: {ALT}\n"
SAID = "  - say: Look up from the screen.\n    pause: 20 s" + LOOK


async def into(pilot: Walk, home: Home, seconds: float = 2) -> None:
    await press(pilot, "enter", "enter", "r", "r")
    await pass_time(pilot, home, seconds)


def furnished(home: Home, steps: str, alt: str = ALT) -> None:
    folder = home.folder / "desk"
    folder.mkdir(parents=True)
    (folder / "desk.txt").write_text("\n".join(DESK) + "\n", encoding="utf-8")
    home.write("desk", "Desk", "\n" + steps.replace(ALT, alt))


def drawn(text: str) -> bool:
    """Whether each row of the picture stands below the one before, as far from the left."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if DESK[0].strip() in line), None)
    if first is None:
        return False
    left = lines[first].index(DESK[0].strip()) - (len(DESK[0]) - len(DESK[0].lstrip()))
    return all(lines[first + number][left:].rstrip() == row for number, row in enumerate(DESK))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 24)])
async def test_a_picture_stands_above_the_words(size: tuple[int, int], home: Home) -> None:
    furnished(home, SAID)
    async with opened(home, size) as (app, pilot):
        await into(pilot, home)
        text = screen_text(app)
        assert drawn(text) and "Look up from the screen." in text and ALT not in text


async def test_where_there_is_no_room_people_read_what_it_shows(home: Home) -> None:
    furnished(home, SAID)
    async with opened(home, (40, 15)) as (app, pilot):
        await into(pilot, home)
        text = " ".join(screen_text(app).split())
        assert f"Picture: {ALT} Look up from the screen." in text and "====" not in text
        await resize(pilot, (80, 24))
        await pass_time(pilot, home, 0.5)
        assert drawn(screen_text(app))


async def test_in_a_pause_nothing_is_to_be_looked_at(home: Home) -> None:
    furnished(home, SAID)
    async with opened(home) as (app, pilot):
        await into(pilot, home)
        await press(pilot, "space")
        assert "====" not in screen_text(app) and "Paused." in screen_text(app)


QUESTIONS = (
    "  - ready: Sit like this." + LOOK,
    "  - choose: Do you sit like this?\n    from: [Yes, No]" + LOOK,
    "  - several: How do you sit?\n    from: [Upright, Bent]" + LOOK,
    "  - rate: How easy is it?" + LOOK,
    "  - ask: How is it to sit like this?" + LOOK,
)


@pytest.mark.parametrize("steps", QUESTIONS, ids=["ready", "choose", "several", "rate", "ask"])
async def test_a_question_is_never_hidden_by_its_picture(steps: str, home: Home) -> None:
    furnished(home, steps)
    question = steps.split(": ", 1)[1].splitlines()[0]
    async with opened(home, (80, 40)) as (app, pilot):
        await press(pilot, "enter", "enter", "r", "r")
        for size, room in (((80, 40), True), ((40, 15), False), ((80, 24), None), ((80, 40), True)):
            await resize(pilot, size)
            text = screen_text(app)
            assert question in " ".join(text.split()) and "Go on" in text and "Stop" in text, (size, text)
            seen = drawn(text)
            assert seen is room or room is None
            assert seen != (f"Picture: {ALT}" in " ".join(text.split()))


async def test_what_it_shows_is_never_read_as_orders(home: Home) -> None:
    furnished(home, SAID, '"[bold]Somebody[/] \\x1b]52;c;aGk=\\x07 \\u202esits"')
    async with opened(home, (40, 15)) as (app, pilot):
        await into(pilot, home)
        text = screen_text(app)
        assert "[bold]Somebody[/]" in text and "\x1b" not in text and "\u202e" not in text


async def test_an_exercise_of_a_plugin_shows_its_picture_or_what_it_shows(home: Home) -> None:
    furnished(home, "  - move: Sit back\n    for: 1 min" + LOOK)
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "r", "r")
        await pass_time(pilot, home, 2)
        assert drawn(screen_text(app))
        await resize(pilot, (40, 15))
        await pass_time(pilot, home, 0.5)
        assert f"Picture: {ALT}" in " ".join(screen_text(app).split())
