"""Looking back on the screen: day by day, in charts, by what seems to help, and on one page, all by keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest

from dtx.care.insight import CANNOT_SEPARATE, NOT_YET
from dtx.engine.clock import HandClock
from dtx.errors import StoreFull
from dtx.tui.asking import Asking
from dtx.tui.chart import Line, bars, points
from dtx.tui.chartpage import NOTHING as NO_CHART
from dtx.tui.chartpage import ChartPage
from dtx.tui.checkinpage import NotedPage
from dtx.tui.historypage import EARLIER, NOTHING, PAGE, HistoryPage
from dtx.tui.homepage import HomePage
from dtx.tui.insightpage import WITHOUT, InsightPage, OnePage
from dtx.tui.lookbackpage import LookBackPage
from dtx.tui.pastpage import PastPage
from dtx.tui.rows import Rows
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.startpage import StartPage
from dtx.tui.teampage import TITLE
from tests.evenings import EVENING
from tests.records import journals
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, press, question_of, resize

EXAMPLE = (-1, -2, 0, -1, -3, -1, -2, 0, -1, -1)


@pytest.fixture
def home(home: Home) -> Home:
    home.write("box", "Box breathing")
    home.write("sea", "Sea sounds")
    return home


def kept(home: Home, activity_id: str, days_ago: float, pain: tuple[int | None, int | None], **how: Any) -> None:
    """A session put straight into the store, with the first line of a real one."""
    if not home.services.history(limit=1):
        home.practised("box.box", EVENING - timedelta(days=80))
    world = home.services.log(home.services.history()[-1].session_id).events[0].value
    journals.keep(home.services.store, activity_id, EVENING - timedelta(days=days_ago), pain, world=world, **how)


def noted(home: Home, days_ago: float, **answers: Any) -> None:
    """A check-in so many days ago."""
    services, clock = home.services, home.services.clock
    services.clock = HandClock(EVENING - timedelta(days=days_ago))
    with services.check_in() as check_in:
        while check_in.question is not None:
            name = check_in.name
            check_in.answer(answers[name]) if name in answers else check_in.decline()
    services.clock = clock


def on_one_line(app: Any) -> str:
    return " ".join(screen_text(app).split())


# -- day by day


async def test_the_history_tells_sessions_and_check_ins_day_by_day(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(hours=2), before__pain=6, after__pain=4)
    home.practised("sea.sea", EVENING - timedelta(days=1), until=20, before__pain=5)
    noted(home, 1.1, **{"pain.worst": 7, "pain.least": 2})
    async with opened(home) as (app, pilot):
        await press(pilot, "h")
        shown = screen_text(app)
        assert "Days practised of the last 7: 2." in shown and "streak" not in shown
        lines = [line.split() for line in shown.splitlines() if "Box" in line or "Sea" in line or "Check-in" in line]
        assert lines[0][:2] == ["›", "Today"] and "6" in lines[0] and "4" in lines[0] and lines[0][-1] == "finished"
        assert lines[1][0] == "Yesterday" and lines[1][-2:] == ["stopped", "early"]
        assert "worst" in lines[2] and "7," in lines[2] and lines[2][0][0].isdigit(), "the day is named once"


async def test_a_session_that_is_opened_says_what_was_delivered_and_answered(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(hours=2), before__pain=6, after__pain=4)
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "enter")
        assert isinstance(app.screen, PastPage)
        shown = screen_text(app)
        assert "Before 6, after 4." in shown and "One session cannot tell us why." in shown
        assert "Breathing, 6 breaths: 1:00 min" in shown and "Before: How strong is your pain right now? 6" in shown
        await press(pilot, "b")
        assert isinstance(app.screen, HistoryPage)


async def test_a_check_in_that_is_opened_says_what_was_noted(home: Home) -> None:
    noted(home, 0.1, **{"pain.worst": 7, "also": ["note"], "note": "[b]rain[/b]"})
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "enter")
        assert isinstance(app.screen, NotedPage)
        assert "Pain: worst 7" in screen_text(app) and "Note: [b]rain[/b]" in screen_text(app)


async def test_the_history_reads_on_a_page_at_a_time(home: Home) -> None:
    for number in range(PAGE + 5):
        kept(home, "box.box", number, (6, 5))
    async with opened(home) as (app, pilot):
        await press(pilot, "h")
        page, rows = app.screen, app.screen.query_one(Rows)
        assert isinstance(page, HistoryPage) and len(page.items) == PAGE and rows.lines[-1] == EARLIER
        await press(pilot, "end", "enter")
        assert len(page.items) == PAGE + 6 and rows.lines[-1] != EARLIER and rows.highlighted == PAGE


async def test_an_empty_history_says_so_and_everything_else_is_still_there(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h")
        assert NOTHING.split(".")[0] in on_one_line(app)
        await press(pilot, "c")
        assert isinstance(app.screen, ChartPage) and NO_CHART in screen_text(app)
        await press(pilot, "b", "w")
        assert isinstance(app.screen, InsightPage)
        await press(pilot, "b", "l")
        assert isinstance(app.screen, LookBackPage) and "No sessions in these weeks, and that is fine." in screen_text(app)


# -- charts


def test_a_chart_has_its_values_over_their_labels_without_colours() -> None:
    drawn = points(["1 Mar", "2 Mar"], [Line("before", "o", [6.0, None]), Line("after", "x", [6.0, 10.0])], 40, 10)
    assert drawn.count("o") == 1 and drawn.count("x") == 2, "equal values do not hide each other"
    assert "1 Mar" in drawn and "\x1b[3" not in drawn and all(len(line) <= 44 for line in drawn.splitlines())
    assert "█" in bars(["1 Mar", "2 Mar"], [0, 3], 40, 10)


def test_a_chart_of_nothing_is_nothing() -> None:
    assert points([], [Line("a", "o", [])], 40, 8) == bars([], [], 40, 8) == ""


@pytest.mark.parametrize("labels", [["1 Mar"], [f"{day} Mar" for day in range(1, 32)]])
def test_a_chart_can_be_of_any_length(labels: list[str]) -> None:
    assert points(labels, [Line("a", "o", [5.0] * len(labels))], 40, 8)
    assert bars(labels, [1] * len(labels), 40, 8)


async def test_every_chart_stands_in_words_below_itself(home: Home) -> None:
    kept(home, "box.box", 0.1, (6, 4))
    kept(home, "box.box", 7, (8, 7))
    noted(home, 0.2, **{"pain.worst": 7, "pain.average": 5, "peg.offer": "yes", "peg.pain": 5, "peg.enjoyment": 4, "peg.activity": 5})
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "c")
        shown = screen_text(app)
        assert "6.0 before, 4.0 after (1 session)" in shown and "8.0 before, 7.0 after (1 session)" in shown and "┌" in shown
        await press(pilot, "r")
        assert "Today: 6.0 before, 4.0 after" in on_one_line(app) or "all of it, by month" in screen_text(app)
        await press(pilot, "2")
        assert "Sessions" in screen_text(app) and "1 session" in screen_text(app)
        await press(pilot, "3")
        assert "Today: 4.7" in screen_text(app)
        await press(pilot, "4")
        assert "worst 7.0, average 5.0 (1 check-in)" in screen_text(app)


async def test_a_small_window_has_the_values_without_the_drawing(home: Home) -> None:
    kept(home, "box.box", 0.1, (6, 4))
    async with opened(home, (40, 15)) as (app, pilot):
        await press(pilot, "h", "c")
        assert "6.0 before, 4.0 after" in screen_text(app) and "┌" not in screen_text(app)
        await resize(pilot, (80, 24))
        assert "┌" in screen_text(app)


# -- what seems to help


async def test_what_seems_to_help_is_shown_with_its_counts_and_tells_more(home: Home) -> None:
    for day, change in enumerate(EXAMPLE, 1):
        kept(home, "box.box", day, (6, 6 + change))
    kept(home, "sea.sea", 1.1, (6, None))
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "w")
        shown = screen_text(app)
        assert NOT_YET.split(".")[0] in on_one_line(app)
        assert "10 of 11×  1.2 lower (-1.9 to -0.5)" in shown and "0 of 1×  too few to say" in shown
        await press(pilot, "enter")
        assert isinstance(app.screen, OnePage)
        assert CANNOT_SEPARATE in on_one_line(app) and "11 sessions; 10 with pain numbers before and after, 1 without." in on_one_line(app)


async def test_suggestions_have_an_off_switch_and_the_list_at_home_stays(home: Home) -> None:
    async with opened(home) as (app, pilot):
        before = app.screen.query_one(Rows).lines
        await press(pilot, "h", "w")
        assert "If you would like a suggestion: Box breathing. You have not tried it yet." in on_one_line(app)
        await press(pilot, "x")
        assert WITHOUT in screen_text(app) and home.services.profile().suggest is False
        await press(pilot, "x")
        assert home.services.profile().suggest is True
        await press(pilot, "b", "b")
        assert app.screen.query_one(Rows).lines == before


async def test_two_can_be_compared_and_the_comparison_ended(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "w", "m", "1", "enter", "1", "enter")
        assert isinstance(app.screen, InsightPage) and set(home.services.profile().compare) == {"box.box", "sea.sea"}
        assert "Pair 1:" in screen_text(app) and "would be next, if it suits you." in on_one_line(app)
        before = home.services.insight().comparing
        await press(pilot, "m")
        assert home.services.profile().compare == () and "Pair 1" not in screen_text(app)
        assert "has ended. z goes on with it." in on_one_line(app)
        await press(pilot, "z")
        assert home.services.insight().comparing == before and "Pair 1:" in screen_text(app) and "has ended" not in screen_text(app)
        await press(pilot, "m", "z", "m", "b", "w", "z")
        assert home.services.profile().compare == (), "the page that was left remembers nothing"


async def test_what_is_due_or_suggested_is_one_key_away_and_begins_nothing(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "w", "g")
        assert isinstance(app.screen, StartPage) and app.screen.listed.id == "box.box"
        await press(pilot, "b")
        assert isinstance(app.screen, InsightPage) and home.services.history() == []


async def test_quiet_pauses_are_invited_while_there_are_too_few(home: Home) -> None:
    kept(home, "box.box", 1, (6, 4))
    async with opened(home, (120, 40)) as (app, pilot):
        await press(pilot, "h", "w")
        assert "Quiet pauses to compare with: 0 of 5 so far." in on_one_line(app)


async def test_what_was_taken_before_a_session_stands_beside_it(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(hours=1), before__pain=6, after__pain=4)
    noted(home, 0.01, **{"also": ("medicine",), "medicine[0].name": "ibuprofen", "medicine[0].time": "18:00"})
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "down", "enter")
        assert "Noted as taken in the four hours before: ibuprofen, 18:00." in on_one_line(app)


# -- the look back, and questions for the team


async def test_a_look_back_is_offered_once_and_not_today_is_a_full_answer(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(weeks=14))
    async with opened(home) as (app, pilot):
        assert isinstance(app.screen, ScreeningPage) and "Thirteen weeks have passed" in screen_text(app)
        await press(pilot, "2", "enter")
        assert isinstance(app.screen, HomePage)
    async with opened(home) as (app, _):
        assert isinstance(app.screen, HomePage)


async def test_leaving_the_offer_counts_as_offered(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(weeks=14))
    async with opened(home) as (_, pilot):
        await press(pilot, "escape")
    async with opened(home) as (app, _):
        assert isinstance(app.screen, HomePage)


async def test_the_look_back_asks_how_things_are_only_when_asked_to(home: Home) -> None:
    home.practised("box.box", EVENING - timedelta(weeks=14))
    async with opened(home) as (app, pilot):
        await press(pilot, "1", "enter")
        assert isinstance(app.screen, LookBackPage)
        await press(pilot, "n")
        while "my overall status is" not in question_of(pilot):
            await press(pilot, "r")
        await press(pilot, "2", "enter", "enter")
        assert isinstance(app.screen, LookBackPage)
        assert "Since starting, in your own view: much improved." in on_one_line(app)


async def test_questions_for_the_team_are_written_asked_and_answered(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "u", "enter", *"May I swim?", "tab", "enter")
        assert TITLE in screen_text(app) and "May I swim?" in screen_text(app) and "not asked yet" in screen_text(app)
        await press(pilot, "home", "enter", "1", "enter", *"Yes", "tab", "enter")
        (one,) = home.services.team_questions()
        assert (one.text, one.answer, one.asked_on) == ("May I swim?", "Yes", EVENING.date().isoformat())
        await press(pilot, "down", "down", "enter", "1", "3", "enter")
        assert len(home.services.team_questions()) == 3
        before = home.services.team_questions()
        await press(pilot, "home", "enter", "2", "enter")
        assert len(home.services.team_questions()) == 2 and "z brings it back" in on_one_line(app)
        await press(pilot, "z")
        assert home.services.team_questions() == before and "z brings it back" not in on_one_line(app)
        await press(pilot, "z")
        assert home.services.team_questions() == before


async def test_heavy_words_in_a_question_show_where_help_is(home: Home) -> None:
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "u", "enter", *"I want to die", "tab", "enter")
        assert "You are not in trouble" in on_one_line(app)


async def test_records_that_cannot_be_read_say_so_instead_of_closing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull("There is no room left on the disk.", "Free some space and go on.")

    async with opened(home) as (app, pilot):
        monkeypatch.setattr("dtx.history.History.items", full)
        await press(pilot, "h")
        assert "There is no room left on the disk." in screen_text(app)


async def test_sizes_and_signs(home: Home) -> None:
    """Nothing leaves the window, and the controls keep their place, on each page at 40 x 15."""
    for day, change in enumerate(EXAMPLE, 1):
        kept(home, "box.box", day, (6, 6 + change))
    async with opened(home, (40, 15)) as (app, pilot):
        for keys in (["h"], ["enter"], ["b", "c"], ["b", "w"], ["enter"], ["b", "b", "l"], ["u"]):
            await press(pilot, *keys)
            lines = screen_text(app).splitlines()
            assert len(lines) == 15 and all(len(line) <= 40 for line in lines), keys
            assert "Leave" in screen_text(app) and not app.screen.query(Asking)


async def test_what_the_keys_are_on_is_taken_away_at_once_and_one_key_brings_it_back(home: Home) -> None:
    first = home.practised("box.box", EVENING - timedelta(hours=2), before__pain=6, after__pain=4)
    home.practised("sea.sea", EVENING - timedelta(days=1), until=20, before__pain=5)
    noted(home, 1.1, **{"pain.worst": 7})
    async with opened(home) as (app, pilot):
        await press(pilot, "h", "x")
        shown = on_one_line(app)
        assert "Box breathing" not in shown and "z brings it back" in shown and "last 7: 1" in shown
        assert [row.session_id for row in home.services.history()] != [first] and len(home.services.history()) == 1
        await press(pilot, "z")
        assert "› Today" in on_one_line(app) and "Box breathing" in on_one_line(app) and "x Take away" in on_one_line(app)
        await press(pilot, "down", "down", "x", "x", "x", "x")
        assert home.services.history() == [] and home.services.entries() == [] and NOTHING.split(".")[0] in on_one_line(app)
        await press(pilot, "z", "b", "h")
        assert len(home.services.history()) + len(home.services.entries()) == 1
        assert len(home.services.removal.hidden()) == 2


async def test_a_session_that_is_not_over_is_not_taken_away(home: Home) -> None:
    home.broken_off("box.box")
    async with opened(home) as (_, pilot):
        await press(pilot, "h", "x")
        assert len(home.services.history()) == 1
