"""A check-in as it is written: nothing is lost, nothing is made up, and going back changes only what is answered anew."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dtx.care.checkin import ALSO, REVIEW, SECTIONS, UNWELL
from dtx.care.words_of_harm import WRITTEN
from dtx.checkin import CheckIn
from dtx.engine.clock import HandClock
from dtx.engine.entry import Entry
from dtx.engine.questions import NotAnAnswer, Ready
from dtx.errors import StoreFull
from dtx.services import Services

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Answers = dict[str, object]


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home, clock=HandClock(MORNING))
    yield services
    services.close()


def later(services: Services, **how: float) -> None:
    assert services.clock is not None
    services.clock = HandClock(services.now() + timedelta(**how))


def go(check_in: CheckIn, answers: Answers, stop_at: str | None = None) -> list[str]:
    """Answer what is asked, decline the rest, and name what was asked. Reads what is only to be read."""
    asked = []
    while check_in.question is not None and check_in.name != stop_at:
        name, question = check_in.name, check_in.question
        asked.append(name)
        if isinstance(question, Ready):
            check_in.answer(True)
        elif name in answers:
            check_in.answer(answers[name])
        else:
            check_in.decline()
    return asked


def written(services: Services, answers: Answers, kind: str = "checkin") -> Entry:
    with services.check_in(kind=kind) as check_in:
        go(check_in, answers)
    return services.entries(limit=1)[0]


def test_the_three_numbers_come_first_and_the_rest_is_as_one_likes(services: Services) -> None:
    with services.check_in() as check_in:
        assert go(check_in, {}) == ["pain.worst", "pain.average", "pain.least", "also", "peg.offer"]
        assert not check_in.can_go_back or check_in.question is None


def test_every_section_is_asked_where_it_is_wanted_and_kept_as_it_was_said(services: Services) -> None:
    entry = written(
        services,
        {
            "pain.worst": 7,
            "pain.average": "5",
            "pain.least": 0,
            "also": list(SECTIONS),
            "sites": ["front.knee_left", "low_back", "knee_right"],
            "words": ["burning", "like sand"],
            "triggers": [],
            "sleep": 4,
            "mood": 6,
            "activity": 3,
            "medicine[0].name": "Vitamin D",
            "medicine[0].time": "8.30",
            "medicine[0].status": "taken",
            "medicine[0].another": "yes",
            "medicine[1].name": "ibuprofen",
            "medicine[1].time": "now",
            "medicine[1].status": "extra",
            "medicine[1].reason": "back",
            "medicine[1].helped": 5,
            "treatment[0].what": "massage",
            "treatment[0].date": "yesterday",
            "treatment[0].helped": 8,
            "phq4.nervous": "1",
            "phq4.worrying": "2",
            "phq4.interest": "1",
            "phq4.down": "3",
            "note": "[b]rain[/b]",
            "peg.offer": "yes",
            "peg.pain": 7,
            "peg.enjoyment": 6,
            "peg.activity": 8,
        },
    )
    said = entry.answers
    assert said["pain"] == {"worst": 7, "average": 5, "least": 0}
    assert said["sites"] == ["front.knee_left", "back.low_back", "front.knee_right", "back.knee_right"]
    assert said["words"] == ["burning", "like sand"] and said["triggers"] == [] and said["note"] == "[b]rain[/b]"
    first, second = said["medicine"]
    assert (first["name"], first["time"], first["status"], first["helped"]) == ("Vitamin D", "08:30", "taken", None)
    assert (second["name"], second["time"], second["reason"], second["helped"]) == ("ibuprofen", "09:30", "back", 5)
    assert said["treatment"] == [{"what": "massage", "date": "2026-03-01", "helped": 8, "another": None}]
    assert said["peg"] == {"offer": "yes", "pain": 7, "enjoyment": 6, "activity": 8}
    assert services.diary.rows()[0].peg == 7.0
    assert entry.started_at.startswith("2026-03-02T09:30:00") and entry.ended_at is not None
    assert services.store.verify() == []


def test_an_answer_is_on_disk_before_the_next_question(services: Services, dtx_home: Path) -> None:
    check_in = services.check_in()
    check_in.answer(7)
    other = Services(dtx_home)
    (row,) = other.diary.rows()
    assert (row.pain_worst, row.sealed, row.ended_at) == (7, False, None)
    other.close()
    check_in.close()


def test_whoever_says_nothing_leaves_no_entry(services: Services) -> None:
    with services.check_in() as check_in:
        go(check_in, {"also": []})
    assert services.entries() == []


def test_what_was_declined_before_the_first_answer_is_kept_with_it(services: Services) -> None:
    entry = written(services, {"pain.least": 2})
    assert entry.answers["pain"] == {"worst": None, "average": None, "least": 2}
    assert [line.value["declined"] for line in entry.lines[1:4]] == ["skipped", "skipped", None]


def test_leaving_keeps_what_was_said(services: Services) -> None:
    with services.check_in() as check_in:
        go(check_in, {"pain.worst": 7, "pain.average": 5}, stop_at="pain.least")
    (entry,) = services.entries()
    assert entry.answers == {"pain": {"worst": 7, "average": 5}} and entry.ended_at is not None


def test_going_back_asks_once_more_and_the_last_answer_counts(services: Services) -> None:
    with services.check_in() as check_in:
        assert not check_in.can_go_back
        check_in.answer(7)
        check_in.answer(5)
        check_in.back()
        assert check_in.name == "pain.average" and check_in.answers["pain.average"] == 5
        check_in.back()
        assert check_in.name == "pain.worst" and not check_in.can_go_back
        check_in.answer(8)
        check_in.answer(5)
        go(check_in, {})
    (entry,) = services.entries()
    assert entry.answers["pain"]["worst"] == 8 and entry.answers["pain"]["average"] == 5
    assert [line.name for line in entry.lines].count("pain.average") == 1, "the same answer again is no news"


def test_what_was_gone_back_over_and_not_asked_again_is_taken_back(services: Services) -> None:
    with services.check_in() as check_in:
        go(check_in, {"pain.worst": 7, "also": ["mood", "sleep"], "sleep": 3, "mood": 9}, stop_at="peg.offer")
        for _ in range(3):
            check_in.back()
        assert check_in.question is ALSO
        go(check_in, {"also": ["sleep"], "sleep": 3})
    (entry,) = services.entries()
    assert "mood" not in entry.answers and entry.answers["sleep"] == 3
    assert services.store.verify() == []


def test_what_broke_off_is_closed_with_everything_also_what_was_being_typed(services: Services, dtx_home: Path) -> None:
    check_in = services.check_in()
    go(check_in, {"pain.worst": 7, "also": ["note"]}, stop_at="note")
    check_in.draft("half a th")
    assert check_in._held is not None
    check_in._held.__exit__(None, None, None)  # as when the process dies
    later(services, hours=3)
    services.check_in().close()
    (entry,) = services.entries()
    assert entry.answers["note"] == "half a th" and entry.answers["pain"]["worst"] == 7
    assert entry.ended_at is not None and entry.ended_at < services.now().isoformat()
    assert services.store.drafts(entry.entry_id) == {}


def test_what_another_window_is_writing_is_left_alone(services: Services, dtx_home: Path) -> None:
    check_in = services.check_in()
    check_in.answer(7)
    services.check_in().close()
    assert services.diary.rows()[0].ended_at is None
    check_in.close()
    assert services.diary.rows()[0].ended_at is not None


def test_words_typed_first_of_all_are_kept_too(services: Services) -> None:
    check_in = services.check_in()
    go(check_in, {"also": ["note"]}, stop_at="note")
    assert not check_in.begun or check_in.answers.get("also") == ("note",)
    check_in.draft("a")
    assert services.store.drafts(check_in.entry_id) == {"note": "a"}
    check_in.close()


def test_several_a_day_are_several_entries(services: Services) -> None:
    for hour in range(3):
        written(services, {"pain.worst": hour})
        later(services, hours=1)
    assert [entry.answers["pain"]["worst"] for entry in services.entries()] == [2, 1, 0]


def test_an_answer_that_is_none_is_said_and_nothing_is_written(services: Services) -> None:
    with services.check_in() as check_in:
        with pytest.raises(NotAnAnswer):
            check_in.answer(11)
        assert check_in.name == "pain.worst" and not check_in.begun


def test_a_disk_that_is_full_loses_nothing_and_can_be_tried_again(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    check_in = services.check_in()
    check_in.answer(7)
    real = services.diary.__class__.append

    def full(*_: object) -> None:
        raise StoreFull("There is no room.", "Make some.")

    monkeypatch.setattr(services.diary.__class__, "append", full)
    with pytest.raises(StoreFull):
        check_in.answer(5)
    assert check_in.name == "pain.average"
    monkeypatch.setattr(services.diary.__class__, "append", real)
    check_in.answer(5)
    check_in.close()
    assert services.entries()[0].answers["pain"] == {"worst": 7, "average": 5}


# -- what is asked now and then


def test_the_weekly_questions_come_after_a_week_and_not_today_is_a_full_answer(services: Services) -> None:
    offered = []
    for _ in range(10):
        with services.check_in() as check_in:
            asked = go(check_in, {"pain.worst": 1, "peg.offer": "not_today" if len(offered) == 0 else "yes", "peg.pain": 5} | PEG)
        offered.append("peg.offer" in asked)
        later(services, days=1)
    assert offered == [True, True] + [False] * 6 + [True, False]


PEG = {"peg.enjoyment": 4, "peg.activity": 5}


def test_they_are_offered_once_a_day(services: Services) -> None:
    written(services, {"peg.offer": "not_today", "pain.worst": 1})
    later(services, hours=5)
    with services.check_in() as check_in:
        assert "peg.offer" not in go(check_in, {})


def test_the_night_still_belongs_to_the_day_before(services: Services) -> None:
    services.clock = HandClock(MORNING.replace(hour=23))
    written(services, {"peg.offer": "not_today", "pain.worst": 1})
    later(services, hours=4)
    with services.check_in() as check_in:
        assert "peg.offer" not in go(check_in, {})
    later(services, hours=2)
    with services.check_in() as check_in:
        assert "peg.offer" in go(check_in, {})


def test_a_peg_that_was_left_half_way_is_due_again(services: Services) -> None:
    written(services, {"peg.offer": "yes", "peg.pain": 4, "peg.enjoyment": 4})
    assert services.diary.rows()[0].peg is None
    later(services, days=1)
    with services.check_in() as check_in:
        assert "peg.offer" in go(check_in, {})


def test_a_look_back_asks_how_things_are_since_the_beginning(services: Services) -> None:
    entry = written(services, {"peg.offer": "not_today", "pgic.change": "3"}, REVIEW)
    assert entry.kind == REVIEW and entry.answers["pgic"] == {"change": "3"}
    assert services.diary.rows(kind=REVIEW)[0].pgic == 3


# -- safety


@pytest.mark.parametrize("name", ["note", "words", "medicine[0].reason"])
def test_words_that_sound_too_heavy_show_where_help_is_wherever_they_are_written(services: Services, name: str) -> None:
    services.set_profile({"country": "GB"})
    said = "some days I want to die"
    answers: Answers = {"also": ["note", "words", "medicine"], "medicine[0].name": "x", name: [said] if name == "words" else said}
    check_in = services.check_in()
    go(check_in, answers, stop_at="help_shown")
    assert isinstance(check_in.question, Ready)
    assert check_in.question.text.startswith(WRITTEN) and "Samaritans" in check_in.question.text and "999 or 112" in check_in.question.text
    go(check_in, {})
    check_in.close()
    (entry,) = services.entries()
    assert entry.answers["help_shown"] is True


def test_pain_that_kills_in_a_manner_of_speaking_shows_nothing(services: Services) -> None:
    with services.check_in() as check_in:
        assert "help_shown" not in go(check_in, {"also": ["note"], "note": "this pain is killing me"})


def test_trouble_breathing_after_a_medicine_leads_to_the_number_to_call(services: Services) -> None:
    services.set_profile({"country": "US"})
    check_in = services.check_in()
    go(check_in, {"also": ["medicine"], "medicine[0].name": "x", "medicine[0].another": UNWELL}, stop_at="help_shown")
    assert check_in.question is not None and check_in.question.text.startswith("Please call 911 now")
    check_in.close()


@pytest.mark.parametrize(
    ("answers", "shown"),
    [((1, 2, 0, 0), True), ((0, 0, 1, 2), True), ((1, 1, 1, 1), False), ((2, 0, 2, 0), False), ((1, None, 1, 2), True)],
)
def test_answers_that_are_worth_a_talk_say_so_and_nothing_is_sent(services: Services, answers: tuple[int | None, ...], shown: bool) -> None:
    names = ("phq4.nervous", "phq4.worrying", "phq4.interest", "phq4.down")
    given: Answers = {name: str(one) for name, one in zip(names, answers, strict=True) if one is not None}
    check_in = services.check_in()
    asked = go(check_in, {"also": ["phq4"], **given})
    assert ("help_shown" in asked) is shown
    check_in.close()


def test_every_log_of_a_medicine_says_the_fixed_line_and_gives_no_advice(services: Services) -> None:
    check_in = services.check_in()
    go(check_in, {"also": ["medicine"]}, stop_at="medicine[0].name")
    assert check_in.question is not None
    assert check_in.question.text.startswith("Do not stop or change medicines because of this app; ask your prescriber or pharmacist.")
    check_in.close()
