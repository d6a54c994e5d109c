"""The summary: what felt worse comes first, numbers are as the specification has them, and what is missing is said to be."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Expected, Intended
from dtx.engine.record import SessionLog
from dtx.sharing.paper import ROOMS, Paper, Section, signed
from dtx.sharing.summary import summary
from tests.sharing.hostile import hostile
from tests.sharing.logs import PRIVATE, rating
from tests.sharing.spans import evening, evenings, shared

JUDGING = re.compile(
    r"\b(good|bad|better|best|poor|great|excellent|significant|moderate|substantial|minimal|mild|severe|successful|effective|improved|"
    r"improvement|worsened|adherent|compliant|non-?compliant|failed to|only|just|unfortunately|encouraging|strong|weak|high|low)\b",
    re.IGNORECASE,
)


LAST_EIGHT = ("08-03", "08-10", "08-17", "08-24", "08-31", "09-07", "09-14", "09-21")
WORST = {"answer": "a_lot", "what": ["fall", "pain"], "severity": 7, "lasted": "longer", "did": "called", "better_now": False}


def section(paper: Paper, title: str) -> Section:
    return next(one for one in paper.sections if one.title == title)


def rows(paper: Paper, title: str) -> tuple[tuple[str, ...], ...]:
    table = section(paper, title).table
    return table.rows if table else ()


def text(paper: Paper) -> str:
    said = [paper.title, *(part for pair in paper.lead for part in pair), *paper.foot]
    for one in paper.sections:
        said += [one.title, *one.words, *one.below, *(cell for row in (one.table.rows if one.table else ()) for cell in row)]
        said += [*(one.table.head if one.table else ()), *([one.picture.alt] if one.picture else ())]
    return "\n".join(said)


def test_what_felt_worse_stands_first_a_lot_before_a_little() -> None:
    logs = [
        evening(0, felt_worse={"answer": "a_little", "what": ["dizzy"], "severity": 2}),
        evening(1, felt_worse=WORST),
        evening(2, felt_worse={"answer": "not_sure"}),
        evening(3),
        evening(4, felt_worse=None),
    ]
    paper = summary(shared(logs))
    assert paper.sections[0].title == "What felt worse"
    assert paper.sections[0].words == (
        "Something felt worse after 3 of 5 sessions (a lot 1, a little 1, not sure 1). Answered no: 1. No answer: 1.",
    )
    assert rows(paper, "What felt worse") == (
        ("2026-03-03 20:00", "Even breath 4-6", "a lot", "a fall, pain", "7", "longer than a day; called someone; better now: no"),
        ("2026-03-02 20:00", "Even breath 4-6", "a little", "dizzy", "2", "–"),
        ("2026-03-04 20:00", "Even breath 4-6", "not sure", "–", "–", "–"),
    )


def test_one_session_and_one_rating_are_said_as_one() -> None:
    said = text(summary(shared([evening(0)])))
    assert "Something felt worse after 0 of 1 session. Answered no: 1." in said
    assert "Both ratings: 1 of 1 session." in said
    assert re.search(r"Before: one rating, \d+\. After: one rating, \d+\.", said)


def test_what_was_practised_stands_against_what_was_planned() -> None:
    """A session that was stopped counts; one that broke off, or belongs to no item, does not. What nobody did has a row, too."""
    logs = [
        evening(0, plan_item="breath"),
        evening(1, plan_item="breath", status="stopped"),
        evening(2, plan_item="breath", status="interrupted"),
        evening(3),
    ]
    days = (("2026-03-01", "2026-03-05"),)
    breath, scan = Expected("breath", "breathing.coherent_46", 5, 4, "Breath", days), Expected("scan", "body_scan.scan", 2, 2, "Scan", days)
    gone = Expected("old", "gone.activity", 1, 1)  # its plugin is not there any more
    paper = summary(replace(shared(logs), intended=Intended("After the course", "1.2.0", "2026-03-01", (breath, scan, gone))))
    found = section(paper, "What was practised")
    assert found.words == ("Against the plan “After the course”, version 1.2.0, from 2026-03-01 on. What was stopped counts as practised.",)
    assert rows(paper, "What was practised") == (
        ("Even breath 4-6", "4", "2 of 4", "2", "1", "1", "20"),
        ("Scan", "0", "0 of 2", "0", "0", "0", "0"),
        ("gone.activity", "0", "0 of 1", "0", "0", "0", "0"),
    )
    without = summary(shared([replace(log, plan_item=None) for log in logs]))
    assert section(without, "What was practised").words == ("There was no plan for this span.",)
    assert rows(without, "What was practised")[0][2] == "–"


def test_a_mean_of_a_week_needs_four_ratings_and_a_change_a_base_of_three() -> None:
    """Clinical 7.4: 6.5 to 4.5 is -2.0 points, 30.8 %; three ratings are listed as they are."""
    first, second, third = [6, 7, 6, 7, None, None, None], [4, 5, 4, 5, None, None, None], [5, 6, 4, None, None, None, None]
    paper = summary(shared(list(evenings([(before, None) for before in (*first, *second, *third)]))))
    assert rows(paper, "Weeks") == (
        ("2026-03-02", "7", "4", "6.5", "0", "–", "–"),
        ("2026-03-09", "7", "4", "4.5", "0", "–", "−2.0 points, −30.8 %"),
        ("2026-03-16", "7", "3", "5, 6, 4", "0", "–", "–"),
    )
    low = summary(shared(list(evenings([(2, 2)] * 7 + [(1, 1)] * 7))))
    assert [row[6] for row in rows(low, "Weeks")] == ["–", "–"]


def head(paper: Paper) -> str:
    table = section(paper, "Weeks").table
    return table.head[6] if table else ""


def test_the_week_that_others_are_held_against_is_named_and_always_shown() -> None:
    """The first week of this span, and the third, have too few ratings for a mean: the second is the base, among 30 weeks and 9 rows."""
    few, some = [None] * 5 + [6, 7], [6] * 7
    paper = summary(shared(list(evenings([(before, None) for before in (*few, *some, *few, *(some * 27))]))), ROOMS[1])
    assert head(paper) == "Before, against the week from 2026-03-09"
    shown = rows(paper, "Weeks")
    assert [row[0] for row in shown] == ["2026-03-09", *(f"2026-{day}" for day in LAST_EIGHT)]
    assert [row[6] for row in shown] == ["–", *["0.0 points, 0.0 %"] * 8]  # no change has no sign
    assert section(paper, "Weeks").below == ("21 more weeks, before or between these, are in the sheet (--to csv).",)
    short = summary(shared(list(evenings([(5, 4)] * 14))))
    assert head(short) == "Before, against the week from 2026-03-02" and section(short, "Weeks").below == ()
    none = summary(shared(list(evenings([(5, 4)] * 3))))
    assert head(none) == "Before, against the first mean"


def test_the_week_that_others_are_held_against_takes_no_room_from_the_newest_where_it_is_one_of_them() -> None:
    few, some = [None] * 5 + [6, 7], [6] * 7
    paper = summary(shared(list(evenings([(before, None) for before in (*(few * 28), *some, *some)]))), ROOMS[1])
    assert [row[0] for row in rows(paper, "Weeks")][-2:] == ["2026-09-14", "2026-09-21"] and len(rows(paper, "Weeks")) == 9
    assert head(paper) == "Before, against the week from 2026-09-14"
    one = summary(shared(list(evenings([(6, None)] * 21))), ROOMS[3])
    assert [row[0] for row in rows(one, "Weeks")] == ["2026-03-02", "2026-03-16"]


@pytest.mark.parametrize(("value", "said"), [(0.0, "0.0"), (-0.0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (0.05, "+0.1"), (-2.0, "−2.0")])
def test_a_change_of_nothing_has_no_sign(value: float, said: str) -> None:
    assert signed(value) == said


def test_missing_ratings_are_counted_with_their_reasons_and_never_taken_for_zero() -> None:
    stopped = {"pain": rating(None) | {"declined": "stopped"}}
    logs = [evening(0, None, 4), evening(1, 6, None), evening(2, 6, 0), replace(evening(3), status="interrupted", before={}, after=stopped)]
    paper = summary(shared(logs))
    assert section(paper, "What is missing").words[:2] == (
        "Pain before is missing in 2 of 4 sessions (not asked 1, skipped 1).",
        "Pain after is missing in 2 of 4 sessions (skipped 1, stopped 1).",
    )
    assert rows(paper, "Weeks")[0][2:6] == ("2", "6, 6", "2", "4, 0")


def test_what_stopped_early_is_counted_by_reason_and_listed_the_newest_first() -> None:
    logs = [
        evening(0, status="stopped", stop_reason="pain", active_s=75.0),
        evening(1, status="stopped", stop_reason=None, active_s=0.0),
        evening(2, status="interrupted"),
        evening(3),
    ]
    paper = summary(shared(logs))
    assert section(paper, "What stopped early, and why").words == ("Stopped by the person: 2 of 4 sessions (no reason given 1, pain 1).",)
    assert rows(paper, "What stopped early, and why") == (
        ("2026-03-04 20:00", "Even breath 4-6", "broke off", "–", "5:00 min"),
        ("2026-03-03 20:00", "Even breath 4-6", "stopped", "–", "0:00 min"),
        ("2026-03-02 20:00", "Even breath 4-6", "stopped", "pain", "1:15 min"),
    )


def test_who_when_and_which_versions() -> None:
    logs = [evening(0), evening(0, session_id="x", helper="carer"), evening(9, app_version="0.2.0", plugin_version="1.1.0")]
    paper = summary(shared(logs, reader="physiotherapist", since="2026-03-01", until=None, erased=2))
    assert paper.lead == (
        ("Who", "p-1 (a pseudonym)"),
        ("For", "a physiotherapist"),
        ("When", "2026-03-01 to 2026-03-11"),
        ("Sessions", "3 on 2 days, 15 minutes of practice"),
        ("Answers given by", "the person 2, somebody who helps 1"),
        ("Erased", "2 sessions over all time, by the person"),
    )
    assert section(paper, "Versions").words == ("Recorded by dtx 0.1.0 (2), 0.2.0 (1).",)
    assert [row[:2] for row in rows(paper, "Versions")] == [("breathing", "1.0.0"), ("breathing", "1.1.0")]
    assert DISCLAIMER in paper.foot and f"Journal head: {'f' * 64}" in paper.foot


def test_the_morning_after_is_held_against_the_start() -> None:
    later = [{"pain": 5, "settled": True}, {"pain": 9, "settled": False}, {"pain": None, "declined": "skipped"}]
    paper = summary(shared([evening(day, follow_up=answer) for day, answer in enumerate(later)]))
    (said,) = section(paper, "The morning after exercises").words
    assert said == (
        "Asked after 3 sessions, answered after 2. Pain was at most 1 above the rating before the session after 1, more than that after 1."
    )


def test_words_of_the_person_are_there_only_where_they_included_them() -> None:
    logs = [evening(0, note=f"note of {PRIVATE}", felt_worse={"answer": "a_little", "text": f"worse, {PRIVATE}"}, saved={"t": PRIVATE})]
    assert PRIVATE not in text(summary(shared(logs)))
    said = text(summary(shared(logs, ("notes",))))
    assert f"note of {PRIVATE}" in said and f"“worse, {PRIVATE}”" in said
    left = section(summary(shared(logs)), "What is missing").words[-1]
    assert left == (
        "Not in this summary, since the person did not include it: "
        "the diary (check-ins, PEG, medicines), notes, what was written inside activities."
    )


MANY = list(evenings([(7, 3), (None, 2), (5, None), (4, 9)] * 30))


@pytest.mark.parametrize("logs", [[], [evening(0)], MANY], ids=["none", "one", "many"])
def test_the_words_judge_nothing(logs: Sequence[SessionLog]) -> None:
    """Team wording is raw values, n, dates, missing, stopped, felt worse; no adjectives (clinical 7.4).

    The disclaimer is the specification's, "better now" the person's answer, and "when pain is high" says why nothing is to be concluded.
    """
    said = text(summary(shared(logs)))
    for known in (DISCLAIMER, "better now", "when pain is high"):
        said = said.replace(known, "")
    assert JUDGING.findall(said) == []


def test_an_empty_span_says_that_it_is_empty() -> None:
    paper = summary(shared([], since="2026-03-01", until="2026-03-31"))
    assert ("When", "2026-03-01 to 2026-03-31") in paper.lead and ("Sessions", "0 in this span") in paper.lead
    assert rows(paper, "What felt worse") == ()


def test_less_room_means_fewer_rows_and_a_sentence_about_the_others() -> None:
    worse = [evening(day, felt_worse={"answer": "a_lot", "severity": 5}, status="stopped") for day in range(200)]
    usual, least = (summary(shared(worse), room) for room in (ROOMS[0], ROOMS[-1]))
    assert len(rows(usual, "What felt worse")) == 8 and len(rows(least, "What felt worse")) == 1
    (more,) = section(usual, "What felt worse").below
    assert more == "And 192 more sessions after which something felt worse, which the sheet (--to csv) lists."
    assert len(rows(usual, "Weeks")) == 13 and rows(usual, "Weeks")[0][0] == "2026-03-02"


def test_hostile_words_stay_words() -> None:
    for log in hostile():
        said = text(summary(shared([log], ("notes",))))
        assert " ".join((log.note or "").split())[:50] in said
