"""What is spoken in a plugin: every line once, with the room it has, and each answer that may stand in it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dtx import paths
from dtx.authors.authored import authored
from dtx.authors.checking import lines_of
from dtx.authors.spoken import WAITS_S, Spoken, once, spoken_in
from dtx.engine.phase import Line
from dtx.engine.steps import Breathe, Move, Pattern, Say, Section, Tense, Timed
from dtx.errors import PluginProblem
from tests.cli.test_check import HEAD, coded
from tests.evenings import plugin

TODAY = date(2026, 5, 1)


def spoken(step: Say | Timed | Section | Breathe | Tense | Move) -> list[tuple[str, float]]:
    return [(one.text, one.room_s) for one in spoken_in(step.phases(), "here", "a.a")]


def told(folder: Path, steps: str, options: str = "") -> list[Spoken]:
    made = authored(plugin(folder, "told", f"{HEAD}{options}steps:\n{steps}"), None)
    return lines_of(made, TODAY)


def test_a_line_may_eat_the_quiet_after_it_down_to_a_second() -> None:
    """Clinical 0.2. Four words have 2 s, and 8 s of quiet after them."""
    assert spoken(Say("One two three four.", pause=8)) == [("One two three four.", 9)]


def test_a_line_without_quiet_after_it_may_fill_its_slot() -> None:
    assert spoken(Say("One two three four.")) == [("One two three four.", 2)]


def test_a_line_inside_a_stretch_has_the_time_up_to_the_next_one() -> None:
    lines = (Line(0, "One two."), Line(10, "Three four."))
    assert spoken(Timed("Rest.", 16, lines=lines)) == [("One two.", 9), ("Three four.", 5)]
    assert spoken(Section("belly", 20, lines)) == [("One two.", 9), ("Three four.", 9)]


def test_breaths_are_spoken_at_their_turns() -> None:
    assert once(spoken_in(Breathe(Pattern(4, 0, 6), 3).phases(), "here", "a.a")) == [
        Spoken("In", 3, "here", "a.a"),
        Spoken("Out", 5, "here", "a.a"),
    ]


def test_a_repetition_is_counted_by_its_ticks_and_says_nothing() -> None:
    said = spoken(Move("bridge", "Bridge", reps=4, transition_s=10, how="Lift the hips a little."))
    assert [text for text, _ in said] == ["Next: Bridge", "Lift the hips a little."]


def test_a_line_at_which_the_session_waits_has_all_the_time_there_is() -> None:
    waits = Timed("At your own pace.", 5, lines=("Slowly.",)).phases()
    assert next(spoken_in((replace(waits[0], waits=True),), "here", "a.a")).room_s == WAITS_S - 1


def test_each_line_is_told_once_with_the_least_room_it_has(tmp_path: Path) -> None:
    steps = "  - say: Let it be.\n    pause: 9 s\n  - say: Let it be.\n    pause: 3 s\n  - say: Let it be.\n    recording: be.wav\n"
    assert [(one.text, one.room_s, one.recording, one.place) for one in told(tmp_path, steps)] == [
        ("Let it be.", 4, None, "plugin.yaml, line 14"),
        ("Let it be.", 2, "be.wav", "plugin.yaml, line 18"),
    ]


def test_a_line_with_an_answer_of_a_list_in_it_is_one_line_for_each(tmp_path: Path) -> None:
    steps = "  - choose: Where?\n    from: [your back, your neck]\n    save: place\n  - say: Turn to {place}.\n"
    assert [one.text for one in told(tmp_path, steps)] == ["Turn to your back.", "Turn to your neck.", "Turn to that."]
    assert not any(one.varies for one in told(tmp_path, steps))


def test_a_line_with_words_of_ones_own_in_it_cannot_be_recorded(tmp_path: Path) -> None:
    steps = "  - ask: What?\n    save: what\n  - say: You wrote {what}.\n  - say: Let it be.\n"
    assert [(one.text, one.varies) for one in told(tmp_path, steps)] == [("You wrote {what}.", True), ("Let it be.", False)]


def test_a_name_with_two_questions_has_the_answers_of_both(tmp_path: Path) -> None:
    steps = "".join(f"  - choose: Where?\n    from: [{answers}]\n    save: place\n" for answers in ("back, neck", "arm, leg"))
    said = [one.text for one in told(tmp_path, f"{steps}  - say: Your {{place}}.\n")]
    assert said == ["Your back.", "Your neck.", "Your that.", "Your arm.", "Your leg."]


def test_too_many_answers_make_it_a_caption(tmp_path: Path) -> None:
    answers = ", ".join(f"part {number}" for number in range(13))
    steps = f"  - choose: Where?\n    from: [{answers}]\n    save: place\n  - say: Your {{place}}.\n"
    assert [(one.text, one.varies) for one in told(tmp_path, steps)] == [("Your {place}.", True)]


def test_lines_behind_a_condition_and_an_option_are_among_them(tmp_path: Path) -> None:
    options = "options:\n  long: {type: yes_no, default: no}\n"
    steps = "  - say: Always.\n  - repeat: 2\n    steps:\n      - say: Only then.\n        when: long = yes\n"
    assert [one.text for one in told(tmp_path, steps, options)] == ["Always.", "Only then."]


def test_code_is_gone_through_in_every_form_to_find_its_lines(tmp_path: Path) -> None:
    body = (
        "said = yield Ask('What?'); place = yield Choose('Where?', ('Back', 'Neck')); yield Say(f'You wrote {said}.', 5); "
        "yield Say(f'Your {place}.', 5)"
    )
    folder = coded(tmp_path, body)
    (folder / "plugin.py").write_text((folder / "plugin.py").read_text("utf-8").replace("import ", "import Ask, "), "utf-8")
    found = lines_of(authored(folder, None, mine=True), TODAY)
    assert [(one.text, one.varies) for one in found if not one.varies] == [
        ("Your Back.", False),
        ("Your Neck.", False),
        ("You wrote None.", False),
        ("Your None.", False),
    ]
    assert [one.text for one in found if one.varies] == ["You wrote …."]


def test_the_lines_of_code_that_nobody_approved_are_not_known(tmp_path: Path) -> None:
    with pytest.raises(PluginProblem, match="nobody has approved"):
        lines_of(authored(coded(tmp_path, "yield Say('Look up.', 5)"), None), TODAY)


@pytest.mark.slow
def test_the_lines_of_code_that_never_ends_are_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dtx.authors.checking.REHEARSAL_S", 2)
    with pytest.raises(PluginProblem, match="does not come to its end"):
        lines_of(authored(coded(tmp_path, "while True: pass\n    yield"), None, mine=True), TODAY)


@pytest.mark.parametrize("name", ["body_scan", "breathing"])
def test_the_plugins_that_ship_say_what_is_told_of_them(name: str) -> None:
    lines = lines_of(authored(paths.bundled("plugins") / name, None), TODAY)
    assert len(lines) > 10 and all(one.text and one.room_s > 0 for one in lines)
