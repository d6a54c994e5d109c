"""The score: what will sound if nobody intervenes."""

from dataclasses import replace

from dtx.engine.phase import Line
from dtx.engine.questions import Ask
from dtx.engine.score import score
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Silence, Tense, Timed
from tests.engine.worlds import into_script, playing


def test_the_score_reaches_over_step_boundaries_up_to_the_next_question() -> None:
    kept = into_script(playing(Silence(5), Breathe(Pattern(4, 0, 6), 1), Say("Well.", 5), Ask("What?"), Say("Later.", 5)), 100.0)
    assert [(cue.at, cue.name) for cue in score(kept.session, 100.0)] == [(105, "breath_in"), (109, "breath_out"), (115, "voice")]


def test_a_cue_that_has_just_begun_is_in_the_score() -> None:
    """An answer begins the next phase, and the player is told a moment later."""
    kept = into_script(playing(Breathe(Pattern(4, 0, 6), 2)))
    assert [cue.at for cue in score(kept.session, 0.02)] == [0, 4, 10, 14]


def test_cues_that_are_over_are_not_in_the_score() -> None:
    kept = into_script(playing(Breathe(Pattern(4, 0, 6), 2)))
    kept.session.tick(1.0)
    assert [cue.at for cue in score(kept.session, 1.0)] == [4, 10, 14]


def test_lines_inside_a_phase_are_spoken_at_their_places() -> None:
    kept = into_script(playing(Timed("Settle", 30, lines=(Line(0, "One."), Line(10, "Two.")))))
    assert [(cue.at, cue.text) for cue in score(kept.session, 0.0)] == [(0, "One."), (10, "Two.")]


def test_a_line_may_have_a_recording_and_only_the_latest_one_goes_on() -> None:
    lines = (Line(0, "One.", "one.ogg"), Line(10, "Two.", "two.ogg"), Line(20, "Three."))
    kept = into_script(playing(Timed("Settle", 30, lines=lines)))
    assert [cue.recording for cue in score(kept.session, 0.0)] == ["one.ogg", "two.ogg", None]
    assert [cue.text for cue in score(kept.session, 5.0)] == ["One.", "Two.", "Three."]
    assert [cue.text for cue in score(kept.session, 15.0)] == ["Two.", "Three."]
    assert [cue.text for cue in score(kept.session, 25.0)] == []


def test_a_recording_is_heard_where_its_words_are_said() -> None:
    """In a section at its line, of a muscle group at its cue, of an exercise in the change-over before it; never in a softened form."""
    section = Section("feet", 40, (Line(0, "The feet.", "feet.ogg"), Line(20, "Or not.")))
    assert [(phase.kind, phase.recording) for phase in section.phases() if phase.kind == "say"] == [("say", "feet.ogg"), ("say", None)]
    fist = Tense("hand", "Make a loose fist.", trials=1, recording="fist.ogg")
    assert [phase.recording for phase in fist.phases()] == ["fist.ogg", None, None]
    assert [phase.recording for phase in fist.released().phases()] == [None, None]
    bridge = Move("bridge", "Bridge", reps=1, transition_s=15, recording="bridge.ogg")
    assert bridge.phases()[0].recording == "bridge.ogg"
    with_words = replace(bridge, how="Lift the hips.").phases()[0]
    assert (with_words.recording, [line.recording for line in with_words.lines]) == (None, ["bridge.ogg", None])


def test_the_score_is_empty_while_paused_and_while_something_is_asked() -> None:
    kept = into_script(playing(Silence(10), Ask("What?")))
    kept.session.pause(1.0)
    assert score(kept.session, 1.0) == ()
    kept.session.resume(1.0)
    kept.session.tick(10.0)
    assert score(kept.session, 10.0) == ()


def test_nothing_is_scored_behind_reps_at_ones_own_pace() -> None:
    kept = into_script(playing(Silence(5), Move("x", "X", own_pace=True), Say("Well.", 5)))
    assert score(kept.session, 0.0) == ()


def test_the_score_looks_no_further_than_its_horizon() -> None:
    kept = into_script(playing(Breathe(Pattern(4, 0, 6), 100)))
    assert max(cue.at for cue in score(kept.session, 0.0)) <= 60
