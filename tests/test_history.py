"""What was done, day by day and looked back on: days begin at four, nothing is a streak, and only what is shown is read."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from dtx.care.look_back import due, lines
from dtx.engine.clock import HandClock
from dtx.history import History
from dtx.records.listing import utc
from dtx.services import Services
from tests.commands import Commands
from tests.records.journals import keep

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=1)))
BELLY, SCAN = "breathing.belly", "body_scan.scan"


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home, safe=True, clock=HandClock(NOON))
    yield services
    services.close()


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def practise(
    services: Services, days_ago: float, pain: tuple[int | None, int | None] = (6, 4), activity_id: str = BELLY, **how: Any
) -> None:
    keep(services.store, activity_id, services.now() - timedelta(days=days_ago), pain, **how)


def checked_in(services: Services, dtx: Commands, days_ago: float, **answers: Any) -> None:
    dtx("checkin", "--answers", dtx.file(answers), "--at", (services.now() - timedelta(days=days_ago)).isoformat())


def test_days_practised_of_the_last_seven_count_days_and_not_sessions(services: Services) -> None:
    assert services.past.practised() == 0
    for days_ago in (0, 0.1, 1, 3, 6, 7, 8):
        practise(services, days_ago)
    assert services.past.practised() == 4


def test_a_night_hour_belongs_to_the_day_before_unless_the_person_says_otherwise(services: Services) -> None:
    for hours in (13.5, 9.5):  # 22:30 the evening before, and 02:30
        practise(services, hours / 24)
    assert services.past.practised() == 1
    services.set_profile({"day_begins": "0"})
    assert services.past.practised() == 2


def test_a_day_a_week_and_a_month_have_their_means_and_counts(services: Services) -> None:
    for days_ago, pain in ((0, (6, 4)), (0.1, (8, 4)), (0.2, (None, 3)), (7, (5, 5)), (40, (9, 9))):
        practise(services, days_ago, pain)
    days = services.past.periods("day")
    assert (len(days), days[-1].first, days[-1].sessions, days[-1].n, days[-1].before, days[-1].after) == (30, date(2026, 3, 4), 3, 2, 7, 4)
    assert days[-2].sessions == 0 and days[-2].before is None
    weeks = services.past.periods("week")
    assert [(week.sessions, week.n) for week in weeks[-2:]] == [(1, 1), (3, 2)] and len(weeks) == 13
    assert weeks[-1].first == date(2026, 3, 2), "a week begins on Monday"
    months = services.past.periods("month")
    assert [(one.first, one.last, one.sessions, one.before, one.after) for one in months] == [
        (date(2026, 1, 1), date(2026, 1, 31), 1, 9, 9),
        (date(2026, 2, 1), date(2026, 2, 28), 1, 5, 5),
        (date(2026, 3, 1), date(2026, 3, 31), 3, 7, 4),
    ]


def test_pain_at_check_ins_has_its_means_too(services: Services, dtx: Commands) -> None:
    for days_ago, pain in ((0, {"worst": 8, "average": 6}), (0.1, {"worst": 6}), (1, {"least": 1}), (40, {"average": 3})):
        checked_in(services, dtx, days_ago, pain=pain)
    days = services.past.noted("day")
    assert (days[-1].n, days[-1].worst, days[-1].average) == (2, 7, 6) and (days[-2].n, days[-2].worst) == (1, None)
    assert [(one.first, one.n, one.worst, one.average) for one in services.past.noted("month")] == [
        (date(2026, 1, 1), 1, None, 3),
        (date(2026, 3, 1), 3, 7, 6),
    ]
    assert [one.n for one in services.past.noted("week")][-1] == 3


def test_sessions_and_check_ins_come_together_newest_first_and_in_pages(services: Services, dtx: Commands) -> None:
    for days_ago in (1, 3, 5):
        practise(services, days_ago)
    for days_ago in (2, 4):
        checked_in(services, dtx, days_ago, mood=5)
    whole = services.past.items(10)
    assert [row.started_at[:10] for row in whole] == [f"2026-03-0{day}" if day > 0 else f"2026-02-{28 + day}" for day in (3, 2, 1, 0, -1)]
    first = services.past.items(2)
    rest = services.past.items(10, utc(datetime.fromisoformat(first[-1].started_at)))
    assert [*first, *rest] == whole


def steps(services: Services, look: Any) -> int:
    """What SQLite has to do for it, in hundreds of its own instructions: the same on every machine."""
    counted = [0]

    def count() -> None:
        counted[0] += 1

    services.store.connection.set_progress_handler(count, 100)
    look()
    services.store.connection.set_progress_handler(None, 0)
    return counted[0]


def many(services: Services, sessions: int) -> None:
    """So many sessions in the list, four a day, going back from today."""
    newest = services.store.sessions(limit=1)[0]
    with services.store.writing():
        for number in range(1, sessions):
            at = services.now() - timedelta(hours=6 * number)
            values = (f"s{number}", at.isoformat(), at.isoformat(), utc(at), newest.session_id)
            services.store.connection.execute(
                "INSERT INTO session (session_id, activity_id, activity_title, plugin_id, plugin_version, started_at, status, sealed, "
                "events, last_at, pain_before, pain_after, active_s, started_utc) SELECT ?, activity_id, activity_title, plugin_id, "
                "plugin_version, ?, status, 1, events, ?, pain_before, pain_after, active_s, ? FROM session WHERE session_id = ?",
                values,
            )


def test_no_page_reads_more_after_ten_times_as_many_sessions(services: Services, tmp_path: Path) -> None:
    other = Services(tmp_path / "other", safe=True, clock=services.clock)
    work = []
    for one, sessions in ((services, 400), (other, 4000)):
        practise(one, 0)
        many(one, sessions)
        one.insight()  # months are summed up once
        work.append([steps(one, look) for look in looks(one.past)])
        assert steps(one, one.insight) <= sessions / 100, "months, and not sessions"
    other.close()
    for few, more in zip(*work, strict=True):
        assert more <= few * 1.5 + 5, work


def looks(past: History) -> tuple[Callable[[], object], ...]:
    return (lambda: past.items(60), past.practised, lambda: past.periods("day"), lambda: past.periods("week"), past.look_back)


# -- the look back


def test_it_is_due_thirteen_weeks_after_the_first_note_and_after_the_last_offer() -> None:
    today = date(2026, 6, 1)
    assert not due(None, None, today)
    assert not due(today - timedelta(days=90), None, today) and due(today - timedelta(days=91), None, today)
    assert not due(date(2020, 1, 1), today - timedelta(days=90), today) and due(date(2020, 1, 1), today - timedelta(days=91), today)


def test_not_today_is_a_full_answer_for_thirteen_weeks(services: Services) -> None:
    practise(services, 100)
    assert services.past.look_back_due()
    services.look_back_answered("not_today")
    assert not services.past.look_back_due()
    services.clock = HandClock(NOON + timedelta(weeks=13))
    assert services.past.look_back_due()


def test_a_look_back_has_what_was_practised_medians_and_what_felt_worse(services: Services) -> None:
    for days_ago, pain, worse in ((1, (6, 4), None), (2, (8, 5), "a_lot"), (3, (7, 7), "not_sure"), (4, (6, 6), "no"), (5, (5, 2), None)):
        practise(services, days_ago, pain, worse=worse)
    practise(services, 6, (None, 3), SCAN)
    practise(services, 92, (10, 0))
    found = services.past.look_back()
    assert (found.first, found.last, found.sessions, found.days, found.worse) == (date(2025, 12, 4), date(2026, 3, 4), 6, 6, 1)
    first, second = found.practices
    assert (first.activity_id, first.sessions, first.n, first.before, first.after, first.change) == (BELLY, 5, 5, 6, 5, -2)
    assert (second.activity_id, second.n, second.change) == (SCAN, 0, None)
    page = dict(lines(found))
    assert next(iter(page)) == "Felt worse", "what felt worse comes first"
    assert "Belly: 5 sessions. In the middle, pain was 6 before and 5 after (5 with both numbers)." in page["Practised"]
    assert "Scan: 1 session, too few pain numbers for a middle value (0)." in page["Practised"]


def test_a_look_back_has_the_questionnaires_by_the_worked_example(services: Services, dtx: Commands) -> None:
    """Clinical 7.3: 7, 6, 8 is 7.0; 5, 4, 5 is 4.67; the change is -2.33 or -33.3 %."""
    checked_in(services, dtx, 60, peg={"pain": 7, "enjoyment": 6, "activity": 8})
    checked_in(services, dtx, 2, peg={"pain": 5, "enjoyment": 4, "activity": 5}, pgic={"change": "2"})
    page = dict(lines(services.past.look_back()))["Questionnaires"]
    assert page == (
        "PEG, how pain got in the way over a week: 4.7 of 10 on 2026-03-02.",
        "It was 7.0 on 2026-01-03: -2.33 (-33.3 %), from 2 answers.",
        "Since starting, in your own view: much improved.",
    )


def test_weekly_means_get_their_label_only_with_enough_ratings(services: Services, dtx: Commands) -> None:
    """Clinical 7.4: 6.5 to 4.5 is -2.0, 30.8 %, moderate."""
    for day, pain in enumerate((6, 7, 6, 7)):
        checked_in(services, dtx, 90 - day, pain={"average": pain})
    for day, pain in enumerate((4, 5, 4)):
        checked_in(services, dtx, 5 - day, pain={"average": pain})
    assert services.past.look_back().weeks is None
    checked_in(services, dtx, 2, pain={"average": 5})
    weeks = services.past.look_back().weeks
    assert weeks is not None and (weeks.base, weeks.week, round(weeks.percent, 1), weeks.label) == (6.5, 4.5, 30.8, "moderate")
    page = dict(lines(services.past.look_back()))["How it was"]
    assert "From a week's average of 6.5 to 4.5: 2.0 lower, 30.8 %. That is called a moderate change. It does not say why." in page


def test_medicines_stand_there_as_they_were_written_each_once(services: Services, dtx: Commands) -> None:
    checked_in(services, dtx, 3, medicine=[{"name": "Vitamin D"}, {"name": "ibuprofen"}])
    checked_in(services, dtx, 2, medicine=[{"name": "Vitamin D", "status": "missed"}])
    checked_in(services, dtx, 200, medicine=[{"name": "long ago"}])
    assert services.past.look_back().medicines == ("Vitamin D", "ibuprofen")


def test_medicines_of_the_last_four_hours_belong_to_a_session(services: Services, dtx: Commands) -> None:
    """As typed, with the time; what was missed, or taken on another day, does not."""
    noon = services.now()
    medicine = [
        {"name": "in time", "time": "8:30"},
        {"name": "too early", "time": "7:59"},
        {"name": "missed", "time": "9:00", "status": "missed"},
        {"name": "no time"},
        {"name": "last night", "time": "23:00"},
        {"name": "just then", "time": "12:00"},
    ]
    checked_in(services, dtx, -0.02, medicine=medicine)
    assert services.past.medicines_before(noon.isoformat()) == ["in time, 08:30", "just then, 12:00"]
    assert services.past.medicines_before((noon + timedelta(days=2)).isoformat()) == []


def test_questions_of_ones_own_come_first_until_they_were_asked(services: Services, dtx: Commands) -> None:
    assert dtx("questions", "--add", "May I swim?").code == 0
    dtx("questions", "--add", "May I fly?")
    assert services.past.look_back().questions[:2] == ("May I swim?", "May I fly?") and len(services.past.look_back().questions) == 3
    dtx("questions", "--asked", "1", "--answer", "Yes, slowly.")
    assert services.past.look_back().questions[0] == "May I fly?"
    assert dtx("questions", "--json").json[0]["answer"] == "Yes, slowly." and "1. May I swim? Asked on" in dtx("questions").out


@pytest.mark.parametrize(
    "words", [("--answer", "x"), ("--asked", "1"), ("--asked", "0"), ("--add", "  "), ("--add", "x" * 501), ("--asked", "x")]
)
def test_what_is_no_question_changes_nothing(dtx: Commands, words: tuple[str, ...]) -> None:
    assert dtx("questions", *words).code == 2 and dtx("questions", "--json").json == []


def test_the_profile_says_how_many_there_are(dtx: Commands) -> None:
    dtx("questions", "--add", "May I swim?")
    assert "team_questions: 1 written down" in dtx("profile").out


def test_heavy_words_in_a_question_show_where_help_is(dtx: Commands) -> None:
    assert "You are not in trouble" in dtx("questions", "--add", "what if I want to die").err


# -- the command


def test_the_history_is_a_document(services: Services, dtx: Commands) -> None:
    practise(services, 0)
    document = dtx("history", "--json").json
    assert list(document) == ["as_of", "day_begins", "days_practised_of_last_7", "by", "periods", "check_ins", "peg", "look_back"]
    assert len(document["periods"]) == 13 and document["by"] == "week" and document["day_begins"] == 4
    assert len(dtx("history", "--by", "day", "--json").json["periods"]) == 30
    assert document["look_back"]["questions"] and set(document["look_back"]) >= {"felt_worse", "activities", "peg", "pgic", "medicines"}


def test_the_history_reads_well_line_by_line(dtx: Commands) -> None:
    out = dtx("history").out
    assert "Days practised of the last 7: 0." in out and "No sessions in these weeks, and that is fine." in out
    assert "no pain numbers before and after" in dtx("history", "--by", "week").out
    assert "streak" not in out


@pytest.mark.parametrize("words", [("--by", "year"), ("--weeks", "0"), ("--weeks", "x"), ("--weeks", "99999")])
def test_what_cannot_be_looked_back_on_is_refused(dtx: Commands, words: tuple[str, ...]) -> None:
    assert dtx("history", *words).code == 2
