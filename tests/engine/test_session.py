"""The engine's laws, held against scripts and people of every kind."""

import gc
import random
import weakref
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket
from dtx.engine.journal import FINAL
from dtx.engine.questions import QUESTIONS, Ask, Choose, NotAnAnswer, Rate, Ready
from dtx.engine.reel import MOST_STEPS, Reel
from dtx.engine.session import Diverged, Session
from dtx.engine.steps import Breathe, Move, Pattern, Say, Silence, Step, Timed
from tests.conftest import FULL
from tests.engine.worlds import BRACKET, Command, begun, commands, do, fitting, into_script, playing, scripts, state

EVEN = Pattern(4, 0, 6)


def phase_ends(kept: object) -> list[float]:
    return [event.t for event in kept.events if event.kind == "phase"]  # type: ignore[attr-defined]


@given(
    steps=st.lists(st.floats(0.001, 1.99), min_size=1, max_size=2_000),
    offset=st.floats(0, 5),
    start=st.sampled_from([0.0, 1e6]),
)
@settings(max_examples=25 if FULL else 8)
def test_eighteen_hundred_phases_end_within_a_microsecond_of_the_plan_at_any_sampling_rate(
    steps: list[float], offset: float, start: float
) -> None:
    kept = into_script(playing(Breathe(Pattern(3.69, 0, 5.54), 900)), start + offset)
    now, turn = start + offset, 0
    while kept.session.stage == "script":
        now += steps[turn % len(steps)]
        turn += 1
        deadline = kept.session.next_deadline
        assert deadline is not None
        kept.session.tick(max(now, deadline) if steps[turn % len(steps)] > 1 else now)
        now = max(now, deadline) if steps[turn % len(steps)] > 1 else now
        if turn > 20_000:  # slow samplers are cut short: what they saw was on time
            break
    kept.write()
    planned = [9.23 * (i // 2) + (3.69 if i % 2 == 0 else 9.23) for i in range(1_800)]
    assert all(abs(t - plan) < 1e-6 for t, plan in zip(phase_ends(kept), planned, strict=False))
    happened_at = [event for event in kept.events if event.kind == "gap"]
    assert not happened_at


def test_a_phase_begins_at_the_planned_end_of_the_one_before_however_late_the_tick_came() -> None:
    kept = into_script(playing(Breathe(EVEN, 24)), 100.0)
    for _ in range(48):
        deadline = kept.session.next_deadline
        assert deadline is not None
        kept.session.tick(deadline + 0.3)  # always 0.3 s late
    kept.write()
    assert phase_ends(kept)[-1] == pytest.approx(240.0, abs=1e-6)
    assert next(event.t for event in kept.events if event.kind == "completed") == 240.0


@given(steps=scripts, doings=commands)
@settings(max_examples=150 if FULL else 50)
def test_replaying_the_journal_gives_the_same_session_after_every_event(steps: list[Step], doings: list[Command]) -> None:
    kept, now = into_script(playing(*steps)), 0.0
    for doing in doings:
        now = do(kept.session, doing, now)
        kept.write()
        again = Session.replay(playing(*steps), BRACKET, kept.events, now)
        assert not again.news
        assert state(again, now) == state(kept.session, now)


@given(steps=scripts, doings=commands)
def test_active_and_paused_time_add_up_to_the_time_the_script_took(steps: list[Step], doings: list[Command]) -> None:
    kept, now = into_script(playing(*steps), 50.0), 50.0
    for doing in doings:
        now = do(kept.session, doing, now)
    if kept.session.stage == "script":
        kept.session.resume(now)
        kept.write()
        paused = sum(event.value["paused_s"] for event in kept.events if event.kind == "resumed")
        together = kept.session.active(now) + paused
        if any(isinstance(step, QUESTIONS) for step in steps):
            assert together <= now - 50.0 + 1e-5
        else:
            assert together == pytest.approx(now - 50.0, abs=1e-5)


def test_time_to_think_about_a_question_is_no_time_of_the_script() -> None:
    """The contract counts the script alone; what is read before the first exercise is outside of the clock."""
    kept = into_script(playing(Ready("You might have ready: a chair."), Say("One.", 10), Rate("How is it?", save="how"), Say("Two.", 10)))
    assert kept.session.active(100.0) == 0.0
    kept.session.answer(True, 100.0)
    assert kept.session.next_deadline == 101.0
    for at in (101.0, 110.0):
        kept.session.tick(at)
    assert kept.session.view(500.0).active == 10.0
    kept.session.back(500.0)
    assert kept.session.next_deadline == 509.0
    kept.session.tick(509.0)
    kept.session.answer(4, 600.0)
    for at in (601.0, 610.0):
        kept.session.tick(at)
    kept.write()
    assert [(event.kind, event.t) for event in kept.events if event.kind in ("answered", "completed")] == [
        ("answered", 0.0),
        ("answered", 19.0),
        ("completed", 29.0),
    ]


def test_where_a_script_only_asks_its_time_is_the_time_it_took() -> None:
    session = Session(playing(Ask("What happened?", save="situation")), BRACKET)
    session.open(0.0, {"phases_total": 0})
    session.answer(6, 0.0)
    session.answer("At the shops.", 240.0)
    assert session.active(300.0) == 240.0


@given(steps=scripts, doings=commands, paused=st.booleans())
def test_stop_reaches_the_after_rating_from_every_state(steps: list[Step], doings: list[Command], paused: bool) -> None:
    kept, now = begun(playing(*steps)), 0.0
    for doing in doings:
        now = do(kept.session, doing, now)
    if paused:
        kept.session.pause(now)
    if kept.session.stage in ("opening", "script"):
        kept.session.stop(now)
        assert kept.session.name == "stop_reason"
        kept.session.decline(now)
        assert kept.session.name == "after.pain"
        assert kept.session.ending is not None and kept.session.ending.status == "stopped"


@given(steps=scripts, doings=commands)
def test_a_session_has_one_ending_and_its_time_never_runs_backwards(steps: list[Step], doings: list[Command]) -> None:
    kept, now = begun(playing(*steps)), 0.0
    for doing in doings:
        now = do(kept.session, doing, now)
    kept.session.stop(now)
    while kept.session.stage == "closing":
        kept.session.answer(fitting(kept.session), now)
    kept.write()
    assert sum(event.kind in FINAL for event in kept.events) == 1
    assert [event.t for event in kept.events] == sorted(event.t for event in kept.events)
    assert [event.seq for event in kept.events] == list(range(1, len(kept.events) + 1))


def test_back_begins_the_present_phase_again_or_goes_to_the_one_before() -> None:
    kept = into_script(playing(Say("One.", 10), Breathe(EVEN, 2)))
    for now in (1.0, 10.0, 13.0):
        kept.session.tick(now)
    kept.session.back(13.0)  # three seconds into the in-breath: that again
    assert kept.session.view(13.0).phase.kind == "inhale"  # type: ignore[union-attr]
    assert kept.session.view(13.0).elapsed == 0
    kept.session.back(14.0)  # one second in: what was before it, the quiet after the line
    assert kept.session.view(14.0).phase.kind == "silence"  # type: ignore[union-attr]
    assert kept.session.phases_done == 1
    kept.session.back(14.1)
    assert kept.session.view(14.1).phase.kind == "say"  # type: ignore[union-attr]
    assert not kept.session.view(14.1).can_go_back


def test_back_asks_the_question_before_again_and_its_second_answer_counts() -> None:
    heard: list[object] = []

    def script() -> Script:
        heard.append((yield Ask("First?", save="first")))
        heard.append((yield Ask("Second?", save="second")))

    kept = into_script(script)
    kept.session.answer("one", 1.0)
    kept.session.back(2.0)
    assert kept.session.name == "first"
    kept.session.answer("uno", 3.0)
    kept.session.answer("two", 4.0)
    assert heard[-2:] == ["uno", "two"]


def test_nobody_gets_back_into_the_rating_before_once_the_script_runs() -> None:
    kept = into_script(playing(Ask("What?", save="what")))
    kept.session.back(1.0)
    assert kept.session.name == "what"


def test_pause_holds_the_phase_and_resume_goes_on_where_it_was() -> None:
    kept = into_script(playing(Silence(10)))
    kept.session.pause(4.0)
    kept.session.tick(500.0)
    assert kept.session.next_deadline is None
    assert kept.session.view(500.0).remaining == 6.0
    kept.session.resume(500.0)
    assert kept.session.next_deadline == 506.0
    kept.session.tick(506.0)
    kept.write()
    assert [(e.kind, e.t) for e in kept.events if e.kind == "completed"] == [("completed", 10.0)]


def test_a_tick_more_than_two_seconds_late_pauses_and_no_phase_is_raced_through() -> None:
    kept = into_script(playing(Breathe(EVEN, 24)))
    kept.session.tick(3.0)
    kept.session.tick(23.0)  # the lid was closed for 20 s
    kept.write()
    assert phase_ends(kept) == []
    assert kept.session.view(23.0).paused == "gap"
    gap = next(event for event in kept.events if event.kind == "gap")
    assert (gap.t, gap.value) == (3.0, {"seconds": 20.0})
    kept.session.resume(30.0)
    assert kept.session.view(30.0).elapsed == 3.0


def test_a_computer_that_slept_says_how_long_though_its_clock_stood_still() -> None:
    kept = into_script(playing(Breathe(EVEN, 24)))
    kept.session.tick(3.0)
    kept.session.gap(3.05, away_s=3_600.0)
    kept.write()
    gap = next(event for event in kept.events if event.kind == "gap")
    assert (gap.t, gap.value) == (3.0, {"seconds": 3_600.0})


def test_a_tick_just_under_two_seconds_late_is_forgiven() -> None:
    kept = into_script(playing(Breathe(EVEN, 24)))
    kept.session.tick(5.99)
    assert kept.session.view(5.99).phase.kind == "exhale"  # type: ignore[union-attr]
    assert kept.session.view(5.99).elapsed == pytest.approx(1.99)


def test_skip_leaves_out_the_step_but_of_a_rest_only_the_rest() -> None:
    move = Move("bridge", "Press heels.", sets=2, reps=1, rest_s=30)
    kept = into_script(playing(move, Timed("Walk", 120)))
    kept.session.tick(2.0)
    kept.session.tick(4.0)
    assert kept.session.view(4.0).phase.kind == "rest"  # type: ignore[union-attr]
    kept.session.skip(5.0)
    assert kept.session.view(5.0).phase.at == {"exercise": "bridge", "set": 2, "rep": 1}  # type: ignore[union-attr]
    kept.session.skip(6.0)
    assert kept.session.view(6.0).phase.text == "Walk"  # type: ignore[union-attr]


def test_reps_at_ones_own_pace_wait_for_the_person_and_the_next_phase_begins_then() -> None:
    kept = into_script(playing(Move("bridge", "Press heels.", reps=6, own_pace=True), Silence(10)))
    kept.session.tick(1_000.0)
    assert kept.session.next_deadline is None
    kept.session.answer(True, 1_000.0)
    assert kept.session.next_deadline == 1_010.0


@pytest.mark.parametrize("error", [ValueError("private words"), SystemExit(3), KeyboardInterrupt(), GeneratorExit(), RecursionError()])
def test_a_script_that_raises_half_way_still_reaches_the_after_rating(error: BaseException) -> None:
    def script() -> Script:
        yield Silence(5)
        raise error

    kept = into_script(script)
    kept.session.tick(5.0)
    kept.write()
    failed = next(event for event in kept.events if event.kind == "failed")
    assert failed.value == f"it raised {type(error).__name__}"
    assert "private" not in str(kept.events)
    assert kept.session.name == "after.pain"


def test_a_script_that_raises_at_its_first_step_still_reaches_the_after_rating() -> None:
    def script() -> Script:
        raise RuntimeError
        yield

    assert into_script(script).session.name == "after.pain"


@pytest.mark.parametrize("nonsense", [None, "Say", 4, object(), Silence(0), Silence(float("nan")), Silence(-1), Say("word", float("inf"))])
def test_a_script_that_yields_nonsense_fails_and_keeps_everything(nonsense: object) -> None:
    kept = into_script(playing(Silence(1), nonsense))  # type: ignore[arg-type]
    kept.session.tick(1.0)
    assert kept.session.ending is not None and kept.session.ending.status == "failed"
    assert kept.session.name == "after.pain"


@pytest.mark.parametrize(
    "step",
    [
        Ask("What?", save=5),  # type: ignore[arg-type]
        Ask("Bad \udfff words"),
        Ask("What?", save="a b"),
        Choose("Which?", ()),
        Choose("Which?", ("a", "b"), values=("a",)),
        Rate("How?", low=10, high=0),
        Rate("How?", low=0, high=10, step=0),
        Timed("hi", 5, at={1: 2, "a": 3}),  # type: ignore[dict-item]
        Timed("hi", 5, at={"x": object()}),  # type: ignore[dict-item]
        Say(7, 5),  # type: ignore[arg-type]
        type("Mine", (Silence,), {})(5),
        type("Mine", (Ask,), {})("What?"),
    ],
)
def test_a_step_that_cannot_be_shown_or_written_down_ends_the_script_as_failed(step: Step) -> None:
    kept = into_script(playing(Silence(1), step))
    kept.session.tick(1.0)
    kept.write()
    assert kept.session.ending is not None and kept.session.ending.status == "failed"
    assert kept.session.name == "after.pain"


@pytest.mark.parametrize(
    "name", ["before.pain", "after.pain", "felt_worse", "felt_worse.what", "stop_reason", "note", "gate.lung", "comfort"]
)
def test_no_script_can_ask_in_the_hosts_name(name: str) -> None:
    kept = into_script(playing(Rate("Fake", 0, 100, save=name)))
    assert kept.session.ending is not None and kept.session.ending.status == "failed"


def test_back_leads_into_a_skipped_step_where_it_was_left() -> None:
    kept = into_script(playing(Say("One two three four.", 10), Say("Five six.", 10)))
    kept.session.skip(1.0)
    kept.session.back(1.5)
    assert kept.session.view(1.5).phase.kind == "say"  # type: ignore[union-attr]


def test_a_stop_in_the_closing_still_shows_the_words_that_are_there_to_be_read() -> None:
    def closing(ending: object) -> Script:
        yield Rate("Pain?", save="after.pain")
        yield Ready("It would be good to tell your care team.")
        yield Ask("More?", save="felt_worse.text")

    kept = begun(playing(), bracket=Bracket(lambda: playing(Ready("Go on."))(), closing))  # type: ignore[arg-type]
    kept.session.answer(True, 0.0)
    kept.session.stop(0.0)
    assert kept.session.name == "ready.2"
    kept.session.stop(0.0)
    assert kept.session.stage == "ended"


def test_a_script_without_an_end_is_ended_after_two_thousand_steps() -> None:
    def script() -> Iterator[Step]:
        while True:
            yield Ask("Again?")

    kept = into_script(script)  # type: ignore[arg-type]
    for turn in range(MOST_STEPS):
        kept.session.answer("yes", float(turn))
    assert kept.session.ending is not None and kept.session.ending.status == "failed"


def test_stop_never_enters_the_script_even_one_that_swallows_every_exception() -> None:
    entered: list[str] = []

    def script() -> Script:
        while True:
            try:
                yield Silence(10)
            except BaseException:
                entered.append("except")
            finally:
                entered.append("finally")

    kept = into_script(script)
    entered.clear()
    kept.session.stop(1.0, "pain")
    assert kept.session.name == "after.pain"
    del kept
    gc.collect()
    assert entered == []


def test_a_script_that_ran_to_its_end_is_let_go_of_and_one_that_was_left_is_not() -> None:
    """In an app that is open for months, sessions leave nothing behind."""
    kept_alive = []
    for stop_at in (None, 1.0):
        script = playing(Silence(10))()
        reel = Reel(lambda script=script: script)  # type: ignore[misc]
        if stop_at is None:
            reel.advance(None)
            assert reel.ended
        alive = weakref.ref(script)
        reel.drop()
        del script, reel
        gc.collect()
        kept_alive.append(alive() is not None)
    assert kept_alive == [False, True]


def test_stop_at_a_question_of_the_script_does_not_hand_it_an_answer() -> None:
    heard: list[object] = []

    def script() -> Script:
        heard.append((yield Ask("What?", save="what")))

    kept = into_script(script)
    kept.session.stop(1.0, "pain")
    kept.write()
    assert heard == []
    assert [(event.kind, event.step) for event in kept.events[2:]] == [("answered", "what"), ("stopped", None)]


def test_an_impure_script_is_noticed_on_replay_by_the_fingerprint_of_its_step() -> None:
    dice = random.Random(1)

    def script() -> Script:
        yield Say(f"A number: {dice.random()}.", 5)
        yield Silence(5)

    kept = into_script(script)
    kept.session.tick(5.0)
    kept.session.tick(10.0)
    kept.write()
    with pytest.raises(Diverged) as caught:
        Session.replay(script, BRACKET, kept.events, 0.0)
    assert caught.value.seq == 3


def test_a_changed_prompt_is_noticed_on_replay() -> None:
    kept = into_script(playing(Ask("Old words?", save="a")))
    kept.session.answer("x", 1.0)
    kept.write()
    with pytest.raises(Diverged):
        Session.replay(playing(Ask("New words?", save="a")), BRACKET, kept.events, 0.0)


def test_a_broken_phase_begins_again_and_its_lost_part_is_not_active_time() -> None:
    steps = playing(Say("One two.", 10), Silence(20))
    kept = into_script(steps)
    for now in (1.0, 10.0, 17.0):  # killed 7 s into the quiet that follows
        kept.session.tick(now)
    kept.write()
    again = Session.replay(steps, BRACKET, kept.events, 9_000.0)
    again.go_on(9_000.0)
    assert again.view(9_000.0).elapsed == 0
    now = 9_000.0
    while again.stage == "script":
        assert again.next_deadline is not None
        now = again.next_deadline
        again.tick(now)
    assert next(h.t for h in again.news if h.kind == "completed") == 30.0


def test_an_answer_of_the_wrong_kind_changes_nothing() -> None:
    kept = begun(playing())
    before = state(kept.session, 0.0)
    for wrong in ("lots", 11, -1, 6.5, True, None, [6]):
        with pytest.raises(NotAnAnswer):
            kept.session.answer(wrong, 0.0)
    assert state(kept.session, 0.0) == before
    assert kept.session.news == []


def test_a_declined_rating_is_null_with_a_reason_never_zero() -> None:
    kept = begun(playing(Silence(1)))
    kept.session.decline(0.0)
    kept.write()
    rated = kept.events[-1]
    assert (rated.kind, rated.value["value"], rated.value["declined"]) == ("rated", None, "skipped")


def test_a_rating_left_open_by_stop_says_so() -> None:
    kept = begun(playing(Silence(1)))
    kept.session.stop(0.0)
    kept.write()
    assert kept.events[1].value["declined"] == "stopped"


def test_asking_for_the_view_or_the_score_changes_nothing() -> None:
    kept = into_script(playing(Breathe(EVEN, 3), Say("Done.", 5)))
    before = state(kept.session, 1.0)
    for _ in range(5):
        list(kept.session.coming())
        kept.session.view(1.0)
    assert state(kept.session, 1.0) == before
    assert kept.session.news == []


def test_a_scale_counts_in_its_own_steps() -> None:
    belief = Rate("How much?", high=100, step=5, save="belief")
    assert belief.check("85") == 85
    with pytest.raises(NotAnAnswer, match="steps of 5"):
        belief.check(83)
    assert replace(belief, step=1).check(83) == 83
