"""The session page: it follows the clock, does what it is told at once, and loses nothing."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from textual.widgets import Digits, Input, TextArea

from dtx.records.claim import is_live
from dtx.tui.app import DtxApp
from dtx.tui.guide import Guide
from dtx.tui.pacer import Pacer
from dtx.tui.passed import Passed
from dtx.tui.safe import Text
from dtx.tui.savedpage import SavedPage
from dtx.tui.sessionpage import AGAIN, DRAFT_S, SessionPage
from tests.evenings import EVENING
from tests.tui.rooms import SETTLED, Home, screen_text
from tests.tui.tour import Walk, begun, opened, pass_time, practice_of, press, stand_on


def said(app: DtxApp, where: str) -> str:
    return app.screen.query_one(where, Text).said


@pytest.fixture
def breath(home: Home) -> Home:
    """A home with one practice: six even breaths."""
    home.write("breath", "Even breath")
    return home


def asking(home: Home, *steps: str) -> Home:
    """A home with one practice that asks."""
    home.write("asking", "Asking", "".join(f"\n  - {step}" for step in steps) + "\n")
    return home


async def test_the_words_and_the_number_follow_the_clock(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        told = []
        for _ in range(10):
            told.append((said(app, ".caption"), app.screen.query_one(Digits).value))
            await pass_time(pilot, breath, 1)
        assert told == [("In", n) for n in "4321"] + [("Out", n) for n in "654321"]
        assert said(app, ".caption") == "In"
        assert said(app, ".next") == "Breath 2  ·  Next: Out"


async def test_nothing_counts_down_while_one_rests_and_comes_back(home: Home) -> None:
    home.bundled("relaxation")
    async with opened(home) as (app, pilot):
        await stand_on(pilot, "relaxation.rapid")
        await press(pilot, "enter", "enter", "r", "r")
        counted = []
        for _ in range(4):
            await pass_time(pilot, home, 7)
            counted.append((app.screen.practice.view(home.evening.clock.now).phase.kind, app.screen.query_one(Digits).display))
        assert counted == [("release", False), ("rest", False), ("return", False), ("return", False)]


async def test_no_number_hurries_a_breath_without_a_guide(home: Home) -> None:
    home.bundled("breathing")
    async with opened(home) as (app, pilot):
        await stand_on(pilot, "breathing.belly")
        practice = home.services.begin("breathing.belly", {"form": "starter", "minutes": "2"})
        app.push_screen(SessionPage(home.services, practice))
        await press(pilot, "r", "r")
        await pass_time(pilot, home, 40)
        phase = practice.view(home.evening.clock.now).phase
        assert phase is not None and phase.kind == "timed" and not app.screen.query_one(Digits).display


async def test_the_picture_is_full_between_in_and_out(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        swells = []
        for _ in range(5):
            swells.append(round(app.screen.query_one(Pacer).swell, 3))
            await pass_time(pilot, breath, 2)
        assert swells == [0.0, 0.5, 1.0, 0.75, 0.25]


async def test_stop_is_at_once_and_asks_nothing_first(breath: Home) -> None:
    async with opened(breath) as (_, pilot):
        await begun(pilot)
        await pass_time(pilot, breath, 3)
        await press(pilot, "escape")
        assert breath.kinds[-1] == "stopped"


@pytest.mark.parametrize("key", ["escape", "s"])
async def test_stop_works_on_a_question_and_what_was_not_sent_was_not_said(key: str, breath: Home) -> None:
    async with opened(breath) as (_, pilot):
        await press(pilot, "enter", "enter", "7", key)
        assert breath.kinds == ["opened", "rated", "stopped"]
        assert (breath.value(1)["value"], breath.value(1)["declined"]) == (None, "stopped")


@pytest.mark.parametrize("key", ["escape", "s"])
async def test_stop_works_while_paused(key: str, breath: Home) -> None:
    async with opened(breath) as (_, pilot):
        await begun(pilot)
        await press(pilot, "space", key)
        assert breath.kinds[-3:] == ["paused", "resumed", "stopped"]


async def test_pause_keeps_the_place_and_space_goes_on(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        await pass_time(pilot, breath, 1)
        await press(pilot, "space")
        await pass_time(pilot, breath, 60)
        assert said(app, ".caption").startswith("Paused.")
        await press(pilot, "space")
        assert (said(app, ".caption"), app.screen.query_one(Digits).value) == ("In", "3")
        assert breath.kinds[-2:] == ["paused", "resumed"]


async def test_being_away_pauses_and_says_so(breath: Home) -> None:
    """A lid closed for a minute: no burst of phases, one gap in the journal."""
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        await pass_time(pilot, breath, 1)
        breath.evening.clock.move_to(61)
        await pilot.pause(0.1)
        assert breath.kinds[-1] == "gap"
        assert said(app, ".caption").startswith("It looks as if you were away.")
        await press(pilot, "space")
        assert app.screen.query_one(Digits).value == "3"


async def test_records_that_cannot_be_written_are_one_sentence_and_the_session_waits(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        practice = await begun(pilot)
        await pass_time(pilot, breath, 2)
        with breath.no_disk(practice):
            await press(pilot, "space")
            assert said(app, ".trouble").endswith(AGAIN)
            assert AGAIN in " ".join(screen_text(app).split())
            await pass_time(pilot, breath, 1)
            assert app.screen.has_class("-held") and not app.screen.query_one(Guide).display
        await press(pilot, "enter")
        assert not app.screen.has_class("-held")
        assert breath.kinds[-1] == "paused"
        assert breath.services.store.verify() == []


async def test_whoever_closes_while_nothing_can_be_written_is_let_go(breath: Home) -> None:
    with ExitStack() as stack:
        async with opened(breath) as (app, pilot):
            stack.enter_context(breath.no_disk(await begun(pilot)))
            await press(pilot, "space", "ctrl+q")
        assert app.return_code == 0
    assert breath.kinds == ["opened", "rated", "rated"]


async def test_letters_are_letters_while_writing_and_esc_still_stops(home: Home) -> None:
    asking(home, "{ask: In your words?, save: words}")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        await press(pilot, *"stop b n r h q t", "space", "question_mark", "2")
        assert app.screen.query_one(TextArea).text == "stop b n r h q t ?2"
        assert home.kinds == ["opened", "rated", "rated"]
        await press(pilot, "escape")
        assert "stopped" in home.kinds


async def test_words_survive_help_and_going_back(home: Home) -> None:
    asking(home, "{ask: First?, save: first}", "{ask: Second?, save: second}")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        await press(pilot, *"one", "tab", "enter")
        await press(pilot, *"two", "f1")
        await press(pilot, "b")
        assert app.screen.query_one(TextArea).text == "two"
        await press(pilot, "tab", "b")
        assert app.screen.query_one(TextArea).text == "one"
        await press(pilot, "tab", "enter")
        assert app.screen.query_one(TextArea).text == "two"


async def kept_on_disk(home: Home, pilot: Walk, name: str, text: str) -> None:
    """Until the store has this draft."""
    for _ in range(500):
        if home.services.store.drafts(home.newest).get(name) == text:
            return
        await pilot.pause(0.01)
    raise AssertionError(home.services.store.drafts(home.newest))


async def test_what_is_being_written_is_on_disk_a_moment_later(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the writing goes on without a pause: the first key sets the moment, and later ones do not put it off."""
    monkeypatch.setattr("dtx.tui.sessionpage.DRAFT_S", 0.02)
    asking(home, "{ask: In your words?, save: words}")
    async with opened(home) as (_, pilot):
        await begun(pilot)
        await press(pilot, *"one")
        await kept_on_disk(home, pilot, "words", "one")
        await press(pilot, *" two")
        await kept_on_disk(home, pilot, "words", "one two")


def test_a_draft_is_never_more_than_two_seconds_behind() -> None:
    assert DRAFT_S <= 1


async def test_words_that_were_not_sent_are_there_again_after_the_program_has_closed(home: Home) -> None:
    asking(home, "{ask: First?, save: first}", "{ask: Second?, save: second}")
    async with opened(home) as (_, pilot):
        await begun(pilot)
        await press(pilot, *"one", "tab", "enter", *"half a", "ctrl+q")
    async with opened(home) as (app, pilot):
        await press(pilot, "g")
        assert app.screen.query_one(TextArea).text == "half a"
        await press(pilot, *" word", "tab", "enter")
    assert home.services.log(home.newest).saved == {"first": "one", "second": "half a word"}


async def test_where_only_one_practice_was_opened_the_terminal_says_how_to_go_on(home: Home) -> None:
    asking(home, "ask: What happened?")
    app = DtxApp(home.services, home.evening.begin("asking.asking"))
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "r", "r", "f4")
    assert app.last_words == "Put away as it is. `dtx resume` goes on with it, today or another day."
    assert home.services.unfinished()[0].form


@pytest.mark.parametrize("key", ["f4", "tab l"])
async def test_later_seals_nothing_and_the_first_page_offers_to_go_on(key: str, home: Home) -> None:
    """Clinical 8.7 item 4: thought-record drafts resume after days."""
    asking(home, "{ask: First?, save: first}", "{ask: Second?, save: second}")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        await press(pilot, *"one", "tab", "enter", *"half [b]a")
        assert "Later" in screen_text(app) and "Kept as you go" in screen_text(app)
        await press(pilot, *key.split())
        assert "Not finished yet: Asking, just now." in screen_text(app)
        assert home.services.history()[0].status is None
        await press(pilot, "g")
        assert app.screen.query_one(TextArea).text == "half [b]a"


async def test_own_words_below_a_list_are_kept_as_well(home: Home) -> None:
    home.bundled("thought_record")
    async with opened(home) as (_, pilot):
        await stand_on(pilot, "thought_record.five")
        await press(pilot, "enter", "enter", "r", "r", "tab", "tab", "enter", "tab", *"wistful", "ctrl+q")
    async with opened(home) as (app, pilot):
        await press(pilot, "g")
        assert app.screen.query_one(Input).value == "wistful"


async def test_a_form_from_days_ago_is_offered_with_how_long_ago_it_was(home: Home) -> None:
    """Clinical 8.7 item 4: thought-record drafts resume after days."""
    asking(home, "{ask: In your words?, save: words}")
    home.draft("asking.asking", EVENING - timedelta(days=3), words="three days")
    home.draft("asking.asking", EVENING - timedelta(days=2, minutes=5), words="two days")
    async with opened(home) as (app, pilot):
        assert "Not finished yet: Asking, 2 days ago." in screen_text(app)
        await press(pilot, "g")
        assert app.screen.query_one(TextArea).text == "two days"
        await press(pilot, "tab", "enter", *"rrr")
        await press(pilot, "enter")
        assert "Not finished yet: Asking, 3 days ago." in screen_text(app)


async def test_a_timed_practice_from_an_hour_ago_is_not_offered(breath: Home) -> None:
    """Clinical 8.7 item 4: a timed practice within 30 minutes, else it is kept as interrupted."""
    breath.broken_off("breath.breath", EVENING - timedelta(hours=1))
    async with opened(breath) as (app, _):
        assert "Not finished yet" not in screen_text(app)


async def test_help_pauses_what_runs(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        await press(pilot, "question_mark")
        assert breath.kinds[-1] == "paused"
        assert "112, 911 or 999" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, SessionPage)


async def test_enter_twice_answers_one_question_only(home: Home) -> None:
    asking(home, "{choose: One?, from: [A, B], save: one}", "{choose: Two?, from: [A, B], save: two}")
    async with opened(home) as (_, pilot):
        await begun(pilot)
        await press(pilot, "1", "enter", "enter", "enter")
        assert home.kinds[3:] == ["answered"]


async def test_a_question_can_be_left_out_and_is_then_null(breath: Home) -> None:
    async with opened(breath) as (_, pilot):
        await press(pilot, "enter", "enter", "7", "r")
        assert (breath.value(1)["value"], breath.value(1)["declined"]) == (None, "skipped")


async def test_the_saved_page_has_both_numbers_and_no_verdict(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await press(pilot, "enter", "enter", "6", "enter", "r")
        practice = practice_of(pilot)
        await press(pilot, "escape", "r", "4", "enter", "r", "1", "enter")
        assert isinstance(app.screen, SavedPage)
        shown = screen_text(app)
        assert "Before 6, after 4." in shown
        assert "One session cannot tell us why. Over 10 or more we can look for a pattern." in shown
        assert practice.ended and not is_live(breath.path, practice.session_id)


async def test_two_stops_in_a_week_bring_a_suggestion_and_no_blame(breath: Home) -> None:
    """Clinical 8.3."""
    breath.practised("breath.breath", EVENING - timedelta(days=2), until=10)
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, SavedPage)
        assert "This one was stopped twice in 7 days. You might try another activity" in " ".join(screen_text(app).split())


async def test_reduced_motion_shows_steps(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        app.animation_level = "none"
        await begun(pilot)
        drawn = set()
        for _ in range(20):
            await pass_time(pilot, breath, 0.5)
            drawn.add(app.screen.query_one(Pacer)._rows)
        assert len(drawn) == 5


async def test_one_session_straight_away_ends_the_app(breath: Home) -> None:
    practice = breath.services.begin("breath.breath", {})
    app = DtxApp(breath.services, practice)
    async with app.run_test() as pilot:
        await press(pilot, "r", "r")
        assert app.screen.query_one(Guide).display
        await press(pilot, "escape", "escape")  # the second one leaves the questions after it, too
        assert isinstance(app.screen, SavedPage)
        await pilot.press("enter")
    assert app.return_code == 0


async def test_leaving_the_program_lets_go_of_the_practice_without_ending_it(breath: Home) -> None:
    async with opened(breath) as (_, pilot):
        practice = await begun(pilot)
        assert is_live(breath.path, practice.session_id)
        await pilot.press("ctrl+q")
    assert not is_live(breath.path, practice.session_id)
    assert breath.kinds == ["opened", "rated", "rated"]


async def test_what_broke_off_is_offered_and_goes_on_at_its_phase(breath: Home) -> None:
    breath.broken_off("breath.breath", EVENING - timedelta(minutes=5))
    async with opened(breath) as (app, pilot):
        assert "Not finished yet: Even breath, 4 minutes ago." in screen_text(app)
        await press(pilot, "g")
        assert (said(app, ".caption"), said(app, ".next")) == ("In", "Breath 2  ·  Next: Out")
        assert breath.kinds[-1] == "resumed"


async def test_what_broke_off_can_be_closed_and_is_kept(breath: Home) -> None:
    breath.broken_off("breath.breath", EVENING - timedelta(minutes=5))
    async with opened(breath) as (app, pilot):
        await press(pilot, "c")
        assert "Not finished yet" not in screen_text(app)
        assert breath.services.history()[0].status == "interrupted"


async def test_the_line_above_shows_how_much_of_the_session_is_over(breath: Home) -> None:
    async with opened(breath) as (app, pilot):
        await begun(pilot)
        line = app.screen.query_one(Passed)
        assert line.share == 0
        await pass_time(pilot, breath, 30)
        assert line.share == 0.5
        await press(pilot, "escape")
        assert line.share is None


async def test_before_a_breath_the_picture_waits_where_it_will_move(home: Home) -> None:
    home.write("breath", "Breath", SETTLED)
    async with opened(home) as (app, pilot):
        await begun(pilot)
        pacer = app.screen.query_one(Pacer)
        await pass_time(pilot, home, 10)
        assert pacer.display and pacer.swell == 0
        await pass_time(pilot, home, 22)
        assert pacer.swell == pytest.approx(0.5)


async def test_cautions_come_first_for_whoever_has_not_practised_this_version(breath: Home) -> None:
    async def places() -> tuple[int, int]:
        async with opened(breath) as (app, pilot):
            await press(pilot, "enter")
            shown = screen_text(app)
            return shown.index("Keep breathing easily."), shown.index("Minutes")

    breath.write("breath", "Even breath", options="\n  minutes: {type: whole, from: 3, to: 20, default: 5, words: Minutes}\n")
    caution, option = await places()
    assert caution < option
    breath.practised("breath.breath", EVENING - timedelta(days=1))
    caution, option = await places()
    assert option < caution


async def test_the_controls_say_at_once_which_letters_are_keys(home: Home) -> None:
    asking(home, "ask: What is it?\n    save: what")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        assert isinstance(app.screen, SessionPage) and app.screen._sampler is not None
        app.screen._sampler.stop()  # it looks 20 times a second, and would hide a lag
        app.screen.sample()
        said_by = {control.action: control for control in app.screen.bar.controls}
        assert said_by["help"].label.key == "F1"
        await press(pilot, "tab")
        assert said_by["help"].label.key == "?"
        await press(pilot, "shift+tab")
        assert said_by["help"].label.key == "F1"
