"""The check-in on the screen: by keyboard alone, kept at every step, and the same whether the body is drawn or listed."""

from collections import deque
from itertools import pairwise

import pytest

from dtx.care.sites import SITES, WHERE, region_of, said
from dtx.care.words_of_harm import WRITTEN
from dtx.tui.app import DtxApp
from dtx.tui.asking import Asking
from dtx.tui.bodymap import PLACES, BodyMap, Where, beyond, place
from dtx.tui.checkinpage import CheckInPage, NotedPage
from dtx.tui.choices import Choices
from dtx.tui.homepage import HomePage
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import Walk, opened, press, question_of, resize

ARROWS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


@pytest.fixture
def home(home: Home) -> Home:
    home.write("box", "Box")
    return home


def answers(home: Home) -> dict[str, object]:
    return dict(home.services.entries(limit=1)[0].answers)


async def to_sections(pilot: Walk, *keys: str) -> None:
    """To the question what else one would like to note, with its lines ticked."""
    await press(pilot, "i", "7", "enter", "5", "enter", "2", "enter", *keys, "enter")


# -- the drawing


def test_every_place_has_a_box_of_its_own() -> None:
    assert {region_of(site) for site in SITES} == set(PLACES)
    boxes = [place(site) for site in SITES]
    assert len(set(boxes)) == len(SITES)
    for row in range(12):
        columns = sorted(column for line, column in boxes if line == row)
        assert all(right - left >= 4 for left, right in pairwise(columns)), row


def test_the_arrows_lead_everywhere_and_back() -> None:
    for start in SITES:
        seen, todo = {start}, deque([start])
        while todo:
            here = todo.popleft()
            for rows, columns in ARROWS.values():
                there = beyond(here, rows, columns)
                if there not in seen:
                    seen.add(there)
                    todo.append(there)
        assert seen == set(SITES), start


def test_an_arrow_goes_the_way_it_points() -> None:
    for site in SITES:
        for rows, columns in ARROWS.values():
            there = beyond(site, rows, columns)
            down, right = place(there)[0] - place(site)[0], place(there)[1] - place(site)[1]
            assert there == site or down * rows + right * columns > 0


def test_the_way_down_the_middle_and_down_a_leg() -> None:
    way, here = ["front.face"], "front.face"
    while (there := beyond(here, 1, 0)) != here:
        way.append(here := there)
    assert way[:6] == ["front.face", "front.jaw", "front.throat", "front.chest", "front.belly", "front.pelvis"]
    assert way[6:] == [f"front.{name}_left" for name in ("thigh", "knee", "calf", "foot")]


async def test_places_are_walked_and_ticked_with_the_keyboard_and_said_in_words(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "1")
        drawn = app.screen.query_one(BodyMap)
        assert app.focused is drawn and drawn.here == "front.face"
        shown = screen_text(app)
        assert "FRONT" in shown and "BACK" in shown and "Face: not ticked." in shown and "> <" in shown
        await press(pilot, "down", "down", "down", "down", "space")
        assert "Belly: hurts." in screen_text(app) and ">x<" in screen_text(app)
        await press(pilot, "right", "right", "right")
        assert drawn.here.startswith("back."), "the arrows cross over to the other drawing"
        await press(pilot, "up", "space", "space")
        words = said(drawn.here)
        assert f"{words[:1].upper()}{words[1:]}: not ticked." in screen_text(app) and "[x]" in screen_text(app)
        await press(pilot, "enter")
        assert answers(home)["sites"] == ["front.belly"]


async def test_the_real_cursor_stands_in_the_box(home: Home) -> None:
    """Braille displays and magnifiers follow it."""
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "1")
        await press(pilot, "down", "down")
        lines = screen_text(app).splitlines()
        x, y = app.cursor_position
        assert lines[y][x - 1] == ">" and lines[y][x + 1] == "<"


async def test_a_click_ticks(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "1")
        drawn = app.screen.query_one(BodyMap)
        row, column = place("back.low_back")
        await pilot.click(BodyMap, offset=(drawn._left + column, row))
        assert drawn.ticks == {"back.low_back"} and "Low back: hurts." in screen_text(app)


async def test_a_small_window_lists_the_same_places_and_keeps_what_was_ticked(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "1")
        await press(pilot, "down", "space")
        await resize(pilot, (40, 15))
        listed = app.screen.query_one(Where).query_one(Choices)
        assert app.focused is listed and listed.ticked == ("front.jaw",) and "[x] Jaw" in screen_text(app)
        await press(pilot, "1")
        await resize(pilot, (80, 24))
        drawn = app.screen.query_one(BodyMap)
        assert app.focused is drawn and drawn.ticks == {"front.face", "front.jaw"}
        await press(pilot, "enter")
        assert answers(home)["sites"] == ["front.face", "front.jaw"]


async def test_the_list_says_every_place_in_words(home: Home) -> None:
    async with opened(home, (40, 15)) as (app, pilot):
        await to_sections(pilot, "1")
        listed = app.screen.query_one(Where).query_one(Choices)
        assert len(listed.lines) == len(SITES) == 43
        await press(pilot, "end", "space", "enter")
        assert answers(home)["sites"] == ["back.foot_right"] and said("back.foot_right") == "right foot, back"


def test_what_is_said_of_places_is_said_once_each() -> None:
    assert len({said(site) for site in SITES}) == len(SITES) == len(WHERE.options)


# -- the check-in


async def test_a_check_in_by_keyboard_alone_and_what_it_says_at_the_end(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "4", "5")
        assert question_of(pilot) == "How did you sleep last night?"
        await press(pilot, "3", "enter", "6", "enter", "2", "enter")
        assert isinstance(app.screen, NotedPage)
        shown = screen_text(app)
        for line in ("It is written down.", "Pain: worst 7, average 5, least 2", "Sleep: 3 of 10", "Mood: 6 of 10"):
            assert line in shown
        await press(pilot, "enter")
        assert isinstance(app.screen, HomePage)
    assert answers(home)["peg"] == {"offer": "not_today"}


async def test_back_asks_once_more_and_never_shows_a_number_again(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "i", "7", "enter", "b")
        assert question_of(pilot).endswith("at its worst?")
        field = app.screen.query_one(Asking).field
        assert field is not None and field.given() is None
        await press(pilot, "8", "enter", "escape")
        assert isinstance(app.screen, HomePage)
    assert answers(home) == {"pain": {"worst": 8}}


async def test_leaving_keeps_what_was_typed(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "end", "space")
        await press(pilot, *"rain", "escape")
        assert isinstance(app.screen, HomePage)
    assert answers(home)["note"] == "rain" and home.services.entries()[0].ended_at is not None


async def test_what_is_typed_is_on_disk_before_it_is_sent(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "end", "space")
        await press(pilot, *"rain")
        page = app.screen
        assert isinstance(page, CheckInPage)
        page.keep_draft()
        assert home.services.store.drafts(page.screening.entry_id) == {"note": "rain"}


async def test_whoever_only_looks_leaves_nothing(home: Home) -> None:
    async with opened(home) as (_, pilot):
        await press(pilot, "i", "r", "escape")
    assert home.services.entries() == []


async def test_heavy_words_show_where_help_is_and_are_kept(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await to_sections(pilot, "end", "space")
        await press(pilot, *"I want to die", "tab", "enter")
        assert WRITTEN in " ".join(screen_text(app).split())
        await press(pilot, "enter")
    assert answers(home)["note"] == "I want to die" and answers(home)["help_shown"] is True


async def test_a_disk_that_cannot_be_written_says_so_and_the_answer_waits(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from dtx.errors import StoreFull
    from dtx.records.diary import Diary

    def full(*_: object) -> None:
        raise StoreFull("There is no room left on the disk.", "Free some space and go on.")

    async with opened(home) as (app, pilot):
        await press(pilot, "i")
        with monkeypatch.context() as patch:
            patch.setattr(Diary, "append", full)
            await press(pilot, "7", "enter")
            assert "There is no room left on the disk." in screen_text(app)
        await press(pilot, "enter")
        assert question_of(pilot).endswith("on average?")
    assert answers(home) == {"pain": {"worst": 7}}


@pytest.mark.parametrize(
    "size", [pytest.param((40, 15), marks=pytest.mark.slow), (80, 24), pytest.param((120, 40), marks=pytest.mark.slow)]
)
async def test_the_drawing_and_every_question_fit_and_can_be_read(home: Home, size: tuple[int, int]) -> None:
    from dtx.tui.controlbar import Control
    from dtx.tui.press import Press
    from tests.tui.test_pages import contrasts

    async with opened(home, size) as (app, pilot):
        await to_sections(pilot, *"123456789", "down", "space")
        for _ in range(4):
            region = app.screen.region
            assert all(region.contains_region(one.region) for one in app.screen.query(Control))
            assert all(region.contains_region(one.region) for one in app.screen.query(Press)), question_of(pilot)
            assert min(ratio for _, ratio in contrasts(app)) >= 7
            await press(pilot, "enter")


async def test_the_command_opens_the_check_in_by_itself_and_closes_after_it(home: Home) -> None:
    app = DtxApp(home.services, page="checkin")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, CheckInPage)
        await pilot.press("7", "enter", "escape")
    assert app.return_code == 0 and answers(home) == {"pain": {"worst": 7}}
