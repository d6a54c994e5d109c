"""Making what is running easier: one key, and what it means is up to the step."""

from dataclasses import replace

import pytest

from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket
from dtx.engine.questions import Ask, Choose
from dtx.engine.session import Session
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Step, Tense
from tests.engine.worlds import BRACKET, Kept, begun, closing, into_script, opening, playing

WAY_OUT = "Open your eyes."
SLOW, QUICK, QUICKEST = Pattern(4, 0, 6), Pattern(4, 0, 5), Pattern(3, 0, 5)
HEEL = Move("heel_slide", "Heel slide", sets=2, reps=3, lift_s=2, lower_s=2, rest_s=20)
SHORT = replace(HEEL, exercise="heel_slide_short", text="Short heel slide", lift_s=1, lower_s=1)


def to(kept: Kept, end: float) -> None:
    """Tick through every deadline up to `end`."""
    while (deadline := kept.session.next_deadline) is not None and deadline <= end:
        kept.session.tick(deadline)
    kept.session.tick(end)


def kinds(kept: Kept) -> list[tuple[str, float]]:
    """The kinds and seconds of the phases that are over."""
    kept.write()
    return [(event.value["kind"], event.value["seconds"]) for event in kept.events if event.kind == "phase"]


def test_too_slow_takes_the_next_faster_pace_at_the_next_breath() -> None:
    kept = into_script(playing(Breathe(SLOW, 6, faster=(QUICK, QUICKEST))))
    to(kept, 12)
    assert kept.session.view(12).easing == "breathe"
    kept.session.ease(12)
    view = kept.session.view(12)
    assert view.phase is not None and (view.phase.kind, view.remaining) == ("inhale", 2)
    to(kept, 60)
    # the second breath is finished; in the 40 s that were left there is room for four breaths of 9 s
    assert kinds(kept) == [("inhale", 4), ("exhale", 6)] * 2 + [("inhale", 4), ("exhale", 5)] * 4


def test_too_slow_twice_takes_two_steps_and_there_is_nothing_below_the_last() -> None:
    kept = into_script(playing(Breathe(SLOW, 6, faster=(QUICK, QUICKEST))))
    for at in (1, 2):
        kept.session.ease(at)
    assert kept.session.view(2).easing is None
    kept.session.ease(3)
    to(kept, 30)
    assert kinds(kept)[:6] == [("inhale", 4), ("exhale", 6), ("inhale", 3), ("exhale", 5), ("inhale", 3), ("exhale", 5)]


def test_what_comes_next_is_known_to_be_easable_while_the_step_before_it_runs() -> None:
    """So that a page can keep a place for it, and nothing jumps."""
    for breathe, known in ((Breathe(SLOW, 2, faster=(QUICK,)), True), (Breathe(SLOW, 2), False)):
        kept = into_script(playing(Say("Sit or lie.", 30), breathe))
        assert kept.session.view(1).eases_next is False  # the quiet after the words comes first
        to(kept, 10)
        assert kept.session.view(10).eases_next is known


def test_a_pace_without_a_faster_one_has_nothing_to_ease() -> None:
    kept = into_script(playing(Breathe(SLOW, 2)))
    assert kept.session.view(0).easing is None
    kept.session.ease(1)
    kept.write()
    assert [event.kind for event in kept.events if event.kind == "eased"] == []


def test_a_cramp_ends_the_tensing_at_once_and_for_good() -> None:
    kept = into_script(playing(Tense("foot", "Curl the toes lightly.")))
    to(kept, 12)
    assert kept.session.view(12).easing == "tense"
    kept.session.ease(12)
    view = kept.session.view(12)
    assert view.phase is not None and (view.phase.kind, view.remaining) == ("release", 35)
    to(kept, 100)
    assert kept.session.stage == "closing" and [kind for kind, _ in kinds(kept)] == ["cue", "release"]


FOOT = Tense("foot", "Curl the toes lightly.")
SOLE = Tense("sole", "Press the sole down.", regions=("foot_left", "foot_right"))


@pytest.mark.parametrize(
    ("first", "again", "let_go"),
    [
        (FOOT, FOOT, True),
        (FOOT, replace(FOOT, text="Once more the toes.", trials=1), True),
        (SOLE, replace(SOLE, group="both soles"), True),
        (FOOT, Tense("hand", "Make a loose fist."), False),
        (FOOT, SOLE, False),
    ],
)
def test_after_a_cramp_that_group_is_only_let_go_for_the_rest_of_the_session(first: Tense, again: Tense, let_go: bool) -> None:
    """Clinical 3.4. A script may come back to it, known ahead or behind a question."""
    script = playing(first, Say("A pause.", 10), again, Ask("How was that?", save="how"), again)
    kept = into_script(script)
    to(kept, 12)
    list(kept.session.coming())  # the player has looked ahead by then
    kept.session.ease(12)
    while kept.session.stage == "script":
        now = kept.session.next_deadline
        kept.session.tick(now) if now is not None else kept.session.answer("Fine.", 300)
    after = [kind for kind, _ in kinds(kept)]
    assert ("tense" not in after[2:]) == let_go and after[:1] == ["cue"]
    assert after.count("release") == (3 if let_go else 1 + 2 * again.trials)


def test_a_cramp_is_not_forgotten_by_going_back_or_by_a_closed_window() -> None:
    script = playing(FOOT, Say("A pause.", 10), FOOT)
    kept = into_script(script)
    to(kept, 12 + 96 + 10)  # tensing for the second time it comes
    kept.session.ease(118)
    for now in (119.0, 119.1, 119.2, 119.3):
        kept.session.back(now)
    kept.write()
    again = Session.replay(script, BRACKET, kept.events, 200)
    for session, now in ((kept.session, 120.0), (again, 200.0)):
        view = session.view(now)
        assert view.phase is not None
        assert "tense" not in [view.phase.kind, *(phase.kind for phase in session.coming())]


def test_the_easier_exercise_takes_over_from_the_next_repetition() -> None:
    kept = into_script(playing(replace(HEEL, easier=SHORT)))
    to(kept, 5)  # in the lift of the second repetition
    kept.session.ease(5)
    view = kept.session.view(5)
    assert view.phase is not None and view.phase.at == {"exercise": "heel_slide_short", "set": 1, "rep": 3}
    to(kept, 5 + 2 + 20 + 3 * 2)
    assert kept.session.stage == "closing"
    assert kinds(kept)[-8:] == [("lift", 1), ("lower", 1), ("rest", 20), *[("lift", 1), ("lower", 1)] * 3][-8:]


SCAN: tuple[Step, ...] = (
    Section("arrive", 20, ("Welcome.",)),
    Section("belly", 30, ("Let attention drift round to the belly.",)),
    Section("return", 20, ("Let sounds come back.",)),
)


def leaving() -> Kept:
    kept = begun(playing(*SCAN), bracket=replace(BRACKET, way_out=WAY_OUT))
    kept.session.answer(6, 0)
    return kept


def test_the_way_out_of_a_scan_leads_to_its_return_with_words_of_its_own() -> None:
    kept = leaving()
    to(kept, 5)
    assert kept.session.view(5).easing == "section"
    kept.session.ease(5)
    view = kept.session.view(5)
    assert view.phase is not None and view.phase.at == {"region": "return"}
    assert (view.caption, view.easing) == (WAY_OUT, None)
    to(kept, 25)
    assert kept.session.stage == "closing" and kept.session.ending is not None and kept.session.ending.status == "completed"


def test_what_was_made_easier_is_so_again_on_replay_and_after_going_back() -> None:
    script = playing(Breathe(SLOW, 6, faster=(QUICK,)))
    kept = into_script(script)
    to(kept, 12)
    kept.session.ease(12)
    to(kept, 25)
    kept.session.back(25)
    kept.write()
    again = Session.replay(script, BRACKET, kept.events, 100)
    assert again.view(100).phase == kept.session.view(25).phase
    assert [phase.seconds for phase in again.coming()] == [phase.seconds for phase in kept.session.coming()]


def test_the_host_may_guard_the_script_with_what_was_answered_before_it() -> None:
    def around(script: Script, before: object) -> Script:
        assert before == {"before.pain": 6}
        for step in script:
            yield replace(step, text="Guarded.") if isinstance(step, Ask) else step

    kept = begun(playing(Ask("What?", save="what")), bracket=Bracket(opening, closing, around))
    kept.session.answer(6, 0)
    assert kept.session.view(0).caption == "Guarded."


def test_the_gates_answers_stand_behind_the_first_line_and_ask_nothing() -> None:
    session = Session(playing(), BRACKET)
    session.open(0, {}, {"gate.lung": {"value": "no", "declined": None, "text": "Lungs?", "saved": True}})
    assert [(event.kind, event.step) for event in session.take()] == [("opened", None), ("gate", "gate.lung")]
    assert session.name == "before.pain"


def form(*questions: Step) -> Kept:
    return into_script(playing(*questions))


OLD = (Ask("What happened?", save="situation"), Ask("What went through your mind?", save="thought"), Ask("Gone soon", save="gone"))
NEW = (
    Ask("What was happening?", save="situation"),
    Choose("Who was there?", ("Nobody", "Somebody"), save="who"),
    Ask("And your mind?", save="thought"),
    Ask("One small thing?", save="action"),
)


def test_a_form_goes_on_by_the_ids_of_its_questions_when_its_words_have_changed() -> None:
    """A new question stands open; what was answered behind it is answered again by itself; an unknown answer stays in the journal."""
    kept = form(*OLD)
    for words in ("At the shops.", "I cannot do this.", "kept all the same"):
        kept.session.answer(words, 0)
    kept.write()
    written = [event for event in kept.events if event.kind in ("opened", "rated", "answered")]
    session = Session.reopen(playing(*NEW), BRACKET, written, 50)
    assert session.name == "who"
    session.answer("Nobody", 51)
    assert session.name == "action"
    news = [(event.step, event.value["value"]) for event in session.take() if event.kind == "answered"]
    assert news == [("who", "Nobody"), ("thought", "I cannot do this.")]


@pytest.mark.parametrize("declined", ["skipped", "stopped", "interrupted"])
def test_a_form_asks_again_only_what_nobody_had_the_chance_to_answer(declined: str) -> None:
    kept = form(*OLD)
    kept.session.decline(0)
    kept.write()
    last = kept.events[-1]
    events = [*kept.events[:-1], replace(last, value={**last.value, "declined": declined})]
    session = Session.reopen(playing(*OLD), BRACKET, events, 50)
    assert session.name == ("thought" if declined == "skipped" else "situation")
