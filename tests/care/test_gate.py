"""The gate: every cell of clinical 8.2's table, and the rules around it."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.flags import FLAGS
from dtx.care.gate import COLUMNS, Verdict, agreement_holds, columns, due, open_in_bed, unpaced, verdict
from dtx.care.gate_words import OPEN

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)

SPECIFIED = """
| flag | breathing holds | breathing no holds | scan | PMR | thought tools | exercise | imagery/selfhyp | heat/cold |
|---|---|---|---|---|---|---|---|---|
| 1 new/worse, 2 red flag | B | C | C | B | - | **B + 5.5** | C | B |
| 5 heart/BP | B | C | - | F gentle | - | B | - | C |
| 6 lung | B | F L0 | F sound focus | F gentle | - | C | - | - |
| 7 epilepsy | B | C | C | C | - | C | B | C |
| 8 pregnancy | B | C | - | F no belly | - | C (no lying flat late) | - | C |
| 9 surgery/osteoporosis | - | - | - | F skip area | - | B / F no flexion | - | B area |
| 10 numb/circulation | - | - | - | C | - | C | - | B |
| 11 cancer/infection | C | - | - | C | - | B | - | B |
| 12 falls | C sit | - | C sit | F seated | - | F seated/supported | C | - |
| 13 trauma/psychosis | C | C eyes open | F 5 min, eyes open | F gentle | C | - | B | - |
| 14 eating disorder | - | - | C | - | - | C | - | - |
| 16 drowsy/driving | B | B | B | B | - | B | B | B |
"""
"""Clinical 8.2, copied."""

MEANT = {
    "-": ("", ""),
    "B": ("B", ""),
    "**B + 5.5**": ("B", ""),
    "B area": ("B", ""),
    "B / F no flexion": ("B", "no_flexion"),
    "C": ("C", ""),
    "C sit": ("C", ""),
    "C (no lying flat late)": ("C", ""),
    "C eyes open": ("C", "eyes_open"),
    "F gentle": ("F", "gentle"),
    "F L0": ("F", "L0"),
    "F sound focus": ("F", "sound"),
    "F no belly": ("F", "no_belly"),
    "F skip area": ("F", "skip_area"),
    "F seated": ("F", "seated"),
    "F seated/supported": ("F", "seated"),
    "F 5 min, eyes open": ("F", "short_open_eyes"),
}
NUMBERED = {str(number): flag for number, flag in enumerate(FLAGS, 1)}


def cells() -> list[tuple[str, str, str, str]]:
    """(flag, column, kind, form) of every cell of the copied table."""
    found = []
    for line in SPECIFIED.strip().splitlines()[2:]:
        name, *marks = (part.strip() for part in line.strip("|").split("|"))
        for number, (column, mark) in product((word for word in name.split() if word.isdigit()), zip(COLUMNS, marks, strict=True)):
            found.append((NUMBERED[number], column, *MEANT[mark]))
    return found


CELLS = cells()
STAY_BLOCKED = ("new_pain", "red_flag", "drowsy")  # "except flags 1, 2, 16 which stay B"


def test_the_copied_table_covers_every_flag_that_has_a_row() -> None:
    assert {flag for flag, *_ in CELLS} == set(FLAGS) - {"under_18", "limited", "self_harm"}
    assert len(CELLS) == 13 * len(COLUMNS)


@pytest.mark.parametrize(("flag", "column", "kind", "form"), CELLS)
def test_every_cell_does_to_a_yes_what_the_table_says(flag: str, column: str, kind: str, form: str) -> None:
    said = verdict({column}, {flag: "yes"})
    assert [flag for flag, _ in said.blocked] == ([flag] if kind == "B" else [])
    assert bool(said.cautions) == (kind in ("C", "F"))
    assert said.forms == (frozenset({form}) if form and kind != "B" else frozenset())
    assert bool(said.instead) == bool(said.blocked)


@pytest.mark.parametrize(("flag", "column", "kind", "form"), CELLS)
def test_unsure_cautions_where_a_yes_would_block_except_for_three_flags(flag: str, column: str, kind: str, form: str) -> None:
    said = verdict({column}, {flag: "unsure"})
    assert bool(said.blocked) == (kind == "B" and flag in STAY_BLOCKED)
    assert bool(said.cautions) == (kind in ("C", "F") or (kind == "B" and flag not in STAY_BLOCKED))
    assert said.forms == (frozenset({form}) if form and kind != "B" else frozenset())


@pytest.mark.parametrize(("flag", "column", "kind", "form"), CELLS)
def test_a_declined_answer_never_blocks_and_cautions_where_unsure_would_say_something(flag: str, column: str, kind: str, form: str) -> None:
    said = verdict({column}, {flag: None})
    assert not said.blocked and not said.forms
    assert bool(said.cautions) == bool(kind)


IS_CHANGED = ("is used", "starts at the quickest", "is left out", "are left out", "is done sitting", "are done sitting")


@pytest.mark.parametrize(("flag", "column", "kind", "form"), [cell for cell in CELLS if cell[3]])
def test_nobody_is_told_of_a_form_that_they_do_not_get(flag: str, column: str, kind: str, form: str) -> None:
    """Before clinical 8.2's forms were for `unsure`, too, the caution told of them all the same."""
    (told,) = verdict({column}, {flag: None}).cautions
    assert not any(words in told for words in IS_CHANGED)


@pytest.mark.parametrize(("flag", "column", "kind", "form"), CELLS)
def test_no_and_never_answered_change_nothing(flag: str, column: str, kind: str, form: str) -> None:
    assert verdict({column}, {flag: "no"}) == verdict({column}, {}) == Verdict()


@pytest.mark.parametrize(("flag", "column", "kind", "form"), CELLS)
def test_the_care_teams_word_lifts_a_block_and_leaves_cautions_and_forms(flag: str, column: str, kind: str, form: str) -> None:
    said = verdict({column}, {flag: "yes"}, {flag})
    assert not said.blocked
    assert said.forms == (frozenset({form}) if form else frozenset())
    assert bool(said.cautions) == (kind in ("C", "F") or bool(form))


def test_under_eighteen_everything_waits_for_a_guardian_and_the_care_team() -> None:
    for column in COLUMNS:
        ((flag, sentence),) = verdict({column}, {"under_18": "yes"}).blocked
        assert flag == "under_18"
        assert "guardian" in sentence
        assert not verdict({column}, {"under_18": "yes"}, {"under_18"}).blocked


@pytest.mark.parametrize(
    ("named", "closed"),
    [
        (("exercise",), {"exercise"}),
        (("breath_holding",), {"holds"}),
        (("movement",), {"exercise", "pmr"}),
        (("breath_holding", "exercise"), {"holds", "exercise"}),
        ((), {"holds", "exercise", "pmr"}),
        (None, {"holds", "exercise", "pmr"}),
    ],
)
def test_a_named_limit_blocks_its_own_columns_and_an_unnamed_one_all_of_them(named: tuple[str, ...] | None, closed: set[str]) -> None:
    blocked = {column for column in COLUMNS if verdict({column}, {"limited": "yes"}, (), {"limited": named}).blocked}
    assert blocked == closed
    assert verdict({"exercise"}, {"limited": "unsure"}, (), {"limited": ("exercise",)}).cautions


def test_thoughts_of_self_harm_show_where_help_is_and_block_nothing() -> None:
    for answer, screens in (("yes", {"self_harm"}), ("unsure", {"self_harm"}), ("no", set()), (None, set())):
        said = verdict(COLUMNS, {"self_harm": answer})
        assert not said.blocked
        assert said.screens == screens


def test_the_warning_list_is_shown_with_a_red_flag_and_before_exercise_with_new_pain() -> None:
    assert verdict({"thought"}, {"red_flag": "yes"}).screens == {"red_flags"}
    assert verdict({"exercise"}, {"new_pain": "unsure"}).screens == {"red_flags"}
    assert verdict({"scan"}, {"new_pain": "yes"}).screens == set()


@pytest.mark.parametrize("where", ["driving", "medicine", None])
def test_drowsy_blocks_all_but_thought_tools(where: str | None) -> None:
    for column in COLUMNS:
        assert bool(verdict({column}, {"drowsy": "yes"}, (), {"drowsy": where}).blocked) == (column != "thought")


def test_drowsy_and_lying_safely_in_bed_leaves_the_scan_and_breathing_without_a_pace_open() -> None:
    def blocked(*columns: str, without_a_pace: bool = False) -> bool:
        return bool(verdict(columns, {"drowsy": "yes"}, (), {"drowsy": "in_bed"}, unpaced=without_a_pace).blocked)

    assert not blocked("scan")
    assert not blocked("breathing", without_a_pace=True)
    assert blocked("breathing")
    assert blocked("scan", "exercise")
    assert all(blocked(column) for column in COLUMNS if column not in ("scan", "thought"))
    assert open_in_bed({"scan"}, False)


def test_in_bed_a_refusal_names_the_scan_and_belly_breathing_without_a_pace() -> None:
    said = verdict({"pmr"}, {"drowsy": "yes"}, (), {"drowsy": "in_bed"})
    assert said.instead == "Open today: the body scan, thought records and belly breathing in its starter form."


def test_nobody_can_agree_to_practising_at_the_wheel() -> None:
    assert verdict({"scan"}, {"drowsy": "yes"}, {"drowsy"}, {"drowsy": "driving"}).blocked
    assert not verdict({"scan"}, {"drowsy": "yes"}, {"drowsy"}, {"drowsy": "medicine"}).blocked


def test_a_refusal_says_why_when_it_opens_and_what_is_open() -> None:
    said = verdict({"exercise"}, {"heart": "yes"})
    assert said.blocked == (
        ("heart", "You told us about heart, stroke, blood-pressure or fainting problems. This opens once your care team has agreed."),
    )
    assert said.instead == "Open today: breathing without holds, the body scan, muscle relaxation and thought records."


@given(
    st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(("yes", "no", "unsure", None))), st.sets(st.sampled_from(COLUMNS), min_size=1)
)
def test_what_is_named_as_open_is_open(answers: dict[str, str | None], wanted: set[str]) -> None:
    said = verdict(wanted, answers)
    for column, name in OPEN.items():
        if name in said.instead:
            assert not verdict({column}, answers).blocked


@given(st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(("yes", "unsure", None)), min_size=1), st.sets(st.sampled_from(FLAGS)))
def test_an_agreement_never_closes_anything_and_more_columns_never_open_anything(answers: dict[str, str | None], agreed: set[str]) -> None:
    for column in COLUMNS:
        without = {flag for flag, _ in verdict({column}, answers).blocked}
        assert {flag for flag, _ in verdict({column}, answers, agreed).blocked} <= without
        assert without <= {flag for flag, _ in verdict(COLUMNS, answers).blocked}


def phase(kind: str, seconds: float = 4, **at: Any) -> dict[str, Any]:
    return {"kind": kind, "at": at, "start_s": 0.0, "end_s": seconds}


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        ([phase("settle"), phase("inhale", cycle=1), phase("exhale", cycle=1), phase("end")], {"breathing"}),
        ([phase("inhale"), phase("hold"), phase("exhale"), phase("rest_empty")], {"holds", "breathing"}),
        ([phase("inhale"), phase("exhale"), phase("rest_empty", 1)], {"breathing"}),
        ([phase("inhale"), phase("exhale"), phase("rest_empty", 4)], {"holds", "breathing"}),
        ([phase("settle"), phase("timed", 240), phase("end")], {"breathing"}),
        ([phase("say", region="belly"), phase("silence", region="belly")], {"scan"}),
        ([phase("say"), phase("silence")], {"imagery"}),
        ([phase("settle"), phase("cue", group="face"), phase("tense", group="face"), phase("release", group="face")], {"pmr"}),
        ([phase("cue", group="face"), phase("release", group="face")], {"pmr"}),
        ([phase("lift", exercise="bridge"), phase("hold", exercise="bridge"), phase("lower", exercise="bridge")], {"exercise"}),
        ([phase("timed", exercise="easy_walk")], {"exercise"}),
        ([phase("lift")], {"exercise"}),
        ([], {"thought"}),
        ([phase("settle"), phase("end")], {"breathing", "imagery"}),
        ([phase("trance")], {"breathing", "imagery"}),
        ([phase("timed", exercise="easy_walk"), phase("say", region="belly")], {"exercise", "scan"}),
    ],
)
def test_the_columns_come_from_the_phases_and_not_from_a_claim(phases: list[dict[str, Any]], expected: set[str]) -> None:
    assert columns(phases) == expected


def test_breathing_without_a_pace_is_settle_one_timed_phase_and_end() -> None:
    assert unpaced([phase("settle"), phase("timed", 240), phase("end")])
    assert not unpaced([phase("settle"), phase("timed", 240, exercise="easy_walk"), phase("end")])
    assert not unpaced([phase("settle"), phase("inhale"), phase("exhale"), phase("end")])


def test_every_flag_is_due_at_first_use_in_the_order_of_the_specification() -> None:
    assert due({}, NOW) == FLAGS


def test_three_flags_are_asked_each_session_once_in_twelve_hours_and_the_rest_after_ninety_days() -> None:
    def asked(ago: timedelta) -> tuple[str, ...]:
        return due(dict.fromkeys(FLAGS, ("no", NOW - ago)), NOW)

    assert asked(timedelta(hours=11, minutes=59)) == ()
    assert asked(timedelta(hours=12)) == ("red_flag", "self_harm", "drowsy")
    assert asked(timedelta(days=89)) == ("red_flag", "self_harm", "drowsy")
    assert asked(timedelta(days=90)) == FLAGS


def test_an_answer_from_a_clock_that_was_months_ahead_is_asked_again() -> None:
    assert due({**dict.fromkeys(FLAGS, ("no", NOW)), "heart": ("no", NOW + timedelta(days=200))}, NOW) == ("heart",)


def test_an_agreement_is_asked_again_after_ninety_days() -> None:
    assert agreement_holds(NOW - timedelta(days=89), NOW)
    assert not agreement_holds(NOW - timedelta(days=90), NOW)


def test_a_hold_that_was_agreed_to_is_not_changed_into_another_breath() -> None:
    assert verdict({"holds", "breathing"}, {"lung": "yes"}).forms == {"L0"}
    assert verdict({"holds", "breathing"}, {"lung": "yes"}, {"lung"}).forms == set()
    assert verdict({"breathing"}, {"lung": "yes"}, {"lung"}).forms == {"L0"}
