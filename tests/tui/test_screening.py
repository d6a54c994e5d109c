"""Before a session: what is due is asked, each answer is kept at once, and what the gate closes says why and what is open."""

from datetime import timedelta

import pytest

from dtx.care.flags import FLAGS
from dtx.errors import Refused, Unknown
from dtx.tui.app import DtxApp
from dtx.tui.asking import Asking
from dtx.tui.controlbar import Control
from dtx.tui.homepage import HomePage
from dtx.tui.refusedpage import YOURS, RefusedPage
from dtx.tui.safe import Text
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.sessionpage import SessionPage
from tests.evenings import EVENING
from tests.tui.rooms import Home, answered, screen_text
from tests.tui.tour import Walk, looked, opened, press, question_of, settle

INTRO = "A few questions first, so that we can leave out what may not suit you. You may skip any of them."

HOLDS = """
  - breathe: 4-4-4-4
    times: 6
"""
MOVES = """
  - move: Bridge
    reps: 2
    tempo: 2-0-2
"""


@pytest.fixture
def stranger(home: Home) -> Home:
    """Somebody who has never answered anything, with one practice that closes for many."""
    home.stranger = True
    home.write("box", "Box", HOLDS)
    return home


def flags(home: Home) -> dict[str, str]:
    return dict(home.services.profile().flags)


def head(pilot: Walk) -> str:
    return pilot.app.screen.query_one(".left", Text).said


def on_one_line(pilot: Walk) -> str:
    assert isinstance(pilot.app, DtxApp)
    return " ".join(screen_text(pilot.app).split())


async def test_the_very_first_time_says_what_dtx_is_and_then_asks(stranger: Home) -> None:
    """Clinical 8.4: the disclaimer at first run."""
    async with opened(stranger) as (_, pilot):
        await press(pilot, "enter", "enter")
        assert "It does not examine, diagnose or treat, does not watch over you" in on_one_line(pilot)
        await press(pilot, "enter")
        assert (INTRO in on_one_line(pilot), head(pilot)) == (True, "1 of 16")
        await press(pilot, "2", "enter", "escape", "enter", "enter")
        assert "It does not examine" not in on_one_line(pilot)


async def test_each_answer_is_kept_before_the_next_is_asked_and_a_session_begins_after_the_last(stranger: Home) -> None:
    async with opened(stranger) as (app, pilot):
        await press(pilot, "enter", "enter", "enter")
        for number, flag in enumerate(FLAGS, 1):
            assert head(pilot) == f"{number} of 16"
            assert list(flags(stranger)) == list(FLAGS[: number - 1])
            await press(pilot, "2", "enter")
            assert flags(stranger)[flag] == "no"
            assert bool(stranger.services.history()) == (flag == FLAGS[-1])
        assert isinstance(app.screen, SessionPage)
    log = stranger.services.log(stranger.newest)
    assert [event.step for event in log.events if event.kind == "gate"] == [f"gate.{flag}" for flag in FLAGS if flag != "self_harm"]


async def test_leaving_keeps_what_was_answered_and_asks_the_rest_next_time(stranger: Home) -> None:
    async with opened(stranger) as (app, pilot):
        await press(pilot, "enter", "enter", "enter", "2", "enter", "r")
        assert head(pilot) == "3 of 16"
        await press(pilot, "escape")
        assert isinstance(app.screen, HomePage)
        assert (flags(stranger), stranger.services.history()) == ({"new_pain": "no", "red_flag": "declined"}, [])
        await press(pilot, "enter", "enter")
        assert (question_of(pilot), head(pilot)) == ("Are you under 18?", "1 of 14")


async def test_a_question_that_follows_on_another_is_not_counted(stranger: Home) -> None:
    async with opened(stranger) as (_, pilot):
        await press(pilot, "enter", "enter", "enter", "r", "r", "r", "1", "enter")
        assert question_of(pilot).startswith("What were you told to limit?")
        assert head(pilot) == "4 of 16"
        await press(pilot, "2", "enter")
        assert head(pilot) == "5 of 16"
    assert stranger.services.store.profile()["flag.limited.what"] == ["breath_holding"]


async def test_back_asks_the_question_before_once_more_with_what_was_said(stranger: Home) -> None:
    async with opened(stranger) as (app, pilot):
        await press(pilot, "enter", "enter", "enter")
        assert not app.screen.query_one("#back", Control).label.on
        await press(pilot, "1", "enter")
        assert app.screen.query_one("#back", Control).label.on
        await press(pilot, "b")
        assert (head(pilot), app.screen.query_one(Asking).given()) == ("1 of 16", "yes")
        await press(pilot, "2", "enter", "left", "enter")
        assert (head(pilot), flags(stranger)) == ("2 of 16", {"new_pain": "no"})


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (120, 40)])
async def test_the_warning_list_scrolls_while_question_and_answers_stay_in_sight(size: tuple[int, int], stranger: Home) -> None:
    async with opened(stranger, size) as (app, pilot):
        await press(pilot, "enter", "enter", "enter", "r")
        seen = ""
        for _ in range(20):
            shown = on_one_line(pilot)
            assert "Does anything on the warning list fit you now?" in shown
            assert all(words in shown for words in ("1 Yes", "2 No", "3 Not sure", "Go on (Enter)", "Rather not say (r)"))
            seen += shown
            if app.screen.query_one(Asking).reading.at_end:
                break
            await press(pilot, "space")
        for sign in ("Pain or pressure in the chest", "Be seen today", "Sudden loss of strength", "Numbness that keeps spreading"):
            assert sign in seen
        await press(pilot, "1", "enter")
        assert flags(stranger)["red_flag"] == "yes"


async def test_page_keys_move_the_list_and_not_the_answer(stranger: Home) -> None:
    async with opened(stranger) as (app, pilot):
        await press(pilot, "enter", "enter", "enter", "r", "2")
        asking = app.screen.query_one(Asking)
        await press(pilot, "pagedown", "pagedown")
        assert asking.reading.scroll_offset.y > 0
        await press(pilot, "pageup", "pageup", "enter")
        assert flags(stranger)["red_flag"] == "no"


async def test_thoughts_of_harming_oneself_show_where_help_is_and_leave_no_trace_in_the_session(home: Home) -> None:
    """Clinical 8.1, question 15: the screen of 4.6, then on at one's own choice."""
    home.write("easy", "Easy breath")
    home.stranger = True
    home.services.set_profile({f"flag.{flag}": "no" for flag in FLAGS if flag not in ("self_harm", "drowsy")} | {"country": "GB"})
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter", "1", "enter")
        shown = on_one_line(pilot)
        assert "You are not in trouble, and nothing has been sent to anyone." in shown
        assert "call 999 or 112 now" in shown and "Samaritans on 116 123" in shown and "I'm safe, go on (Enter)" in shown
        await press(pilot, "enter", "2", "enter")
        assert isinstance(app.screen, SessionPage)
    assert flags(home)["self_harm"] == "yes"
    assert "self_harm" not in str(home.services.log(home.newest))


async def test_what_is_closed_says_why_and_what_is_open_and_leads_back(home: Home) -> None:
    """Clinical 8.2: heart problems close breath holds. No record is written."""
    home.write("box", "Box", HOLDS)
    answered(home.services, heart="yes")
    async with opened(home) as (app, pilot):
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, RefusedPage)
        shown = on_one_line(pilot)
        assert "Box rests for now. You told us about heart, stroke, blood-pressure or fainting problems." in shown
        assert "This opens once your care team has agreed." in shown
        assert "Open today: breathing without holds, the body scan, muscle relaxation and thought records." in shown
        assert YOURS in shown
        await press(pilot, "question_mark")
        assert "The warning list" in [line for text in app.screen.query(Text) for line in text.said.splitlines()]
        await press(pilot, "escape", "enter")
        assert isinstance(app.screen, HomePage)
        assert home.services.history() == []


async def test_within_twelve_hours_nothing_is_asked_again(home: Home) -> None:
    """Clinical 8.1: flags 2, 15 and 16 once in 12 hours."""
    home.write("easy", "Easy breath")
    async with opened(home) as (app, pilot):
        home.evening.clock.move_to(home.evening.clock.now + 11.9 * 3600)
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, SessionPage)
        await press(pilot, "escape", "escape", "enter")
        home.evening.clock.move_to(home.evening.clock.now + 0.2 * 3600)
        await press(pilot, "enter", "enter")
        assert head(pilot) == "1 of 3"
        assert INTRO not in on_one_line(pilot)


async def test_an_answer_that_cannot_be_kept_is_said_and_nothing_begins(stranger: Home) -> None:
    async with opened(stranger) as (app, pilot):
        await press(pilot, "enter", "enter", "enter")
        stranger.services.close()
        for part in stranger.path.glob("dtx.db*"):
            part.rename(part.with_name(part.name.replace("dtx.db", "aside")))
        (stranger.path / "dtx.db").mkdir()
        await press(pilot, "2", "enter")
        assert isinstance(app.screen, RefusedPage)
        assert "cannot be opened for writing" in on_one_line(pilot)


# -- one session straight away


async def test_one_session_straight_away_asks_first(stranger: Home) -> None:
    app = DtxApp(stranger.services, ("box.box", {}))
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        for _ in FLAGS:
            assert isinstance(app.screen, ScreeningPage)
            await press(pilot, "2", "enter")
        assert isinstance(app.screen, SessionPage)
        await press(pilot, "escape", "escape", "enter")
    assert app.return_code == 0


async def test_leaving_the_questions_of_one_session_closes_the_app(stranger: Home) -> None:
    app = DtxApp(stranger.services, ("box.box", {}))
    async with app.run_test() as pilot:
        await press(pilot, "enter", "2", "enter")
        await pilot.press("escape")
    assert (app.return_code, flags(stranger)) == (0, {"new_pain": "no"})


async def test_a_refusal_after_the_questions_is_a_page_and_exit_code_1(stranger: Home) -> None:
    app = DtxApp(stranger.services, ("box.box", {}))
    async with app.run_test() as pilot:
        await press(pilot, "enter", "1", "enter", *["r"] * (len(FLAGS) - 1))
        assert isinstance(app.screen, RefusedPage)
        await pilot.press("enter")
    assert (app.return_code, stranger.services.history()) == (1, [])


def test_what_is_closed_without_a_question_or_not_known_is_told_where_it_was_asked_for(home: Home) -> None:
    home.write("box", "Box", HOLDS)
    answered(home.services, lung="yes")
    with pytest.raises(Refused):
        DtxApp(home.services, ("box.box", {}))
    with pytest.raises(Unknown):
        DtxApp(home.services, ("box.bx", {}))


# -- the morning after


def moved_yesterday(home: Home) -> str:
    return home.practised(home.write("moves", "Moves", MOVES), EVENING - timedelta(days=1), before__pain=4, after__pain=4, effort=2)


async def test_the_morning_after_exercises_the_first_page_asks_how_it_is_now(home: Home) -> None:
    """Clinical 0.3 and 5.4: a next-morning rating; settled is at most one above the pain before."""
    session = moved_yesterday(home)
    async with opened(home) as (app, pilot):
        assert question_of(pilot) == "After your exercises last time: how strong is your pain today?"
        await press(pilot, "5", "enter", "1", "enter")
        assert isinstance(app.screen, HomePage)
    follow_up = home.services.log(session).follow_up
    assert follow_up is not None
    assert (follow_up["pain"], follow_up["settled"]) == (5, True)


async def test_who_would_rather_not_say_in_the_morning_is_let_go_at_once(home: Home) -> None:
    moved_yesterday(home)
    async with opened(home) as (app, pilot):
        await press(pilot, "escape")
        assert isinstance(app.screen, HomePage)


async def test_the_morning_question_waits_for_the_first_page(home: Home) -> None:
    moved_yesterday(home)
    app = DtxApp(home.services)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, HomePage)
        await looked(app)
        await settle(pilot)
        assert isinstance(app.screen, ScreeningPage)
