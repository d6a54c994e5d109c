"""Pain diaries of many kinds as tables: what their columns are taken for, and what a row becomes."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.diary_table import Row, guess, in_words, moment, read_table, rows, scaled, with_columns
from dtx.errors import DtxError, Unknown

NOW = datetime(2026, 6, 1, 12).astimezone()


def read(text: str, encoding: str = "utf-8", **how: Any) -> list[dict[str, Any]]:
    table = read_table(text.encode(encoding))
    plan = guess(table)
    if "scale" in how:
        plan = scaled(plan, how["scale"])
    return [flat(row) for row in rows(table, replace(plan, day_first=how.get("day_first", plan.day_first)), NOW)]


def flat(row: Row) -> dict[str, Any]:
    when = {"at": row.at.strftime("%Y-%m-%d %H:%M")} if row.at is not None else {}
    return when | {str(question.save): answer for question, answer in row.answers} | ({"left": row.left} if row.left else {})


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Date,Pain\n2026-05-01,6\n", "utf-8", {"at": "2026-05-01 12:00", "pain.average": 6}),
        (
            "Date,Time,Pain level (0-10),Notes\n2026-05-01,21:30,6,wet\n",
            "utf-8-sig",
            {"at": "2026-05-01 21:30", "pain.average": 6, "note": "wet"},
        ),
        (
            "Datum;Uhrzeit;Schmerz;Notiz\n13.05.2026;9.05;6,5;Kälte\n",
            "cp1252",
            {"at": "2026-05-13 09:05", "pain.average": 7, "note": "Kälte"},
        ),
        (
            "date\tworst pain\tleast pain\n5/13/2026 8:15 PM\t8/10\t2\n",
            "utf-16",
            {"at": "2026-05-13 20:15", "pain.worst": 8, "pain.least": 2},
        ),
        ("When|VAS\n1 May 2026|65\n", "utf-8", {"at": "2026-05-01 12:00", "pain.average": 7}),
        ("Timestamp,NRS\n2026-05-01T07:05:59+02:00,0\n", "utf-8", {"at": "2026-05-01 07:05", "pain.average": 0}),
        ('Day,Severity\n"May 3rd, 2026",4\n', "utf-8", {"at": "2026-05-03 12:00", "pain.average": 4}),
    ],
)
def test_diaries_as_other_programs_write_them(text: str, encoding: str, expected: dict[str, Any]) -> None:
    assert read(text, encoding) == [expected]


def test_everything_a_check_in_holds_is_taken_from_the_columns_that_have_it() -> None:
    head = (
        "Date,Worst pain,Average pain,Least pain,Location,Type of pain,Triggers,"
        "Sleep quality,Mood,Activity level,What helped,Medication,Comments"
    )
    line = (
        '2026-05-01,8,5,2,"lower back; left knee",burning and dull,"Stress, the neighbours",'
        '4,6,7,warmth,Ibuprofen 400 mg,"A long day, and rain"'
    )
    assert read(f"{head}\n{line}\n") == [
        {
            "at": "2026-05-01 12:00",
            "pain.worst": 8,
            "pain.average": 5,
            "pain.least": 2,
            "sites": ("front.knee_left", "back.knee_left", "back.low_back"),
            "words": ("burning", "dull"),
            "triggers": ("stress", "the neighbours"),
            "sleep": 4,
            "mood": 6,
            "activity": 7,
            "helped": ("warmth",),
            "medicine[0].name": "Ibuprofen 400 mg",
            "note": "A long day, and rain",
        }
    ]


def test_which_of_day_and_month_comes_first_is_seen_from_the_table_or_asked() -> None:
    day = "Date,Pain\n03/04/2026,5\n13/04/2026,5\n"
    month = "Date,Pain\n03/04/2026,5\n03/14/2026,5\n"
    either = "Date,Pain\n03/04/2026,5\n"
    assert [row["at"][:10] for row in read(day)] == ["2026-04-03", "2026-04-13"]
    assert [row["at"][:10] for row in read(month)] == ["2026-03-04", "2026-03-14"]
    with pytest.raises(DtxError, match="does not show whether the day or the month") as problem:
        read(either)
    assert "--dates day-first" in problem.value.remedy
    assert [read(either, day_first=first)[0]["at"][:10] for first in (True, False)] == ["2026-04-03", "2026-03-04"]


def test_ratings_up_to_a_hundred_become_ratings_up_to_ten() -> None:
    assert [row["pain.average"] for row in read("Date,VAS\n2026-05-01,100\n2026-05-02,64\n2026-05-03,65\n2026-05-04,0\n")] == [10, 6, 7, 0]


def test_one_slip_of_the_keys_does_not_make_a_tenth_of_every_other_rating() -> None:
    """“11” among ratings up to ten was taken for a scale up to a hundred, and a 5 became a 1."""
    found = read("Date,Pain\n2026-05-01,5\n2026-05-02,11\n2026-05-03,7\n")
    assert [row.get("pain.average") for row in found] == [5, None, 7]
    assert found[1]["left"] == ("Line 3, pain on average: '11' was left out. Please give a number from 0 to 10.",)


def test_each_column_has_a_scale_of_its_own() -> None:
    text = "Date,Pain,Mood\n2026-05-01,5,60\n2026-05-02,3,35\n"
    assert [(row["pain.average"], row["mood"]) for row in read(text)] == [(5, 6), (3, 4)]
    table = read_table(text.encode())
    assert list(in_words(table, guess(table)))[-1] == "Ratings run from 0 to 10. Those of mood run from 0 to 100, and become 0 to 10."
    assert [(row["pain.average"], row["mood"]) for row in read(text, scale=100)] == [(1, 6), (0, 4)]


def test_that_parts_of_a_number_are_rounded_is_said_beforehand() -> None:
    table = read_table(b"Date,Pain\n2026-05-01,5.5\n")
    assert list(in_words(table, guess(table)))[-1] == "Ratings run from 0 to 10. Parts of a number are rounded."


def test_a_moment_in_universal_time_is_taken_to_the_clock_on_the_wall() -> None:
    at = datetime(2026, 5, 1, 22, 30, tzinfo=UTC).astimezone()
    assert read("Timestamp,Pain\n2026-05-01T22:30:00.000Z,5\n")[0]["at"] == at.strftime("%Y-%m-%d %H:%M")


def test_a_diary_that_dtx_wrote_is_read_again() -> None:
    head = "patient_ref,entry_id,at,kind,pain_worst,pain_average,sites,medicine,medicine_time,treatment_date,note\n"
    row = "p,d-1,2026-05-01T21:30:00.000+00:00,checkin,8,6,front.knee_left;back.low_back,,,,rain\n"
    assert read(head + row) == [
        {"at": "2026-05-01 21:30", "pain.worst": 8, "pain.average": 6, "sites": ("back.low_back", "front.knee_left"), "note": "rain"}
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"session_id,activity_id,started_at,pain_before\n1,a.b,2026-05-01,3\n", "sessions that dtx wrote"),
        (b'{"session_id": "1", "a": 2}\n{"session_id": "2", "a": 2}\n', "JSON"),
        (b'[{"a": 1},\n {"a": 2}]\n', "JSON"),
    ],
)
def test_what_else_dtx_writes_is_named_for_what_it_is(content: bytes, sentence: str) -> None:
    with pytest.raises(DtxError, match=sentence):
        read_table(content)


def test_what_is_missing_stays_missing_and_what_cannot_be_read_is_said_with_its_line() -> None:
    found = read(
        "Date,Pain,Mood\n2026-05-01,,4\n2026-05-02,bad,5\nsometime,3,3\n2027-01-01,3,3\n2026-02-30,1,1\n,,\n2026-05-03,11,2\n", scale=10
    )
    assert found[0] == {"at": "2026-05-01 12:00", "mood": 4}
    assert (
        found[1]["mood"] == 5
        and "pain.average" not in found[1]
        and found[1]["left"][0].startswith("Line 3, pain on average: 'bad' was left out.")
    )
    assert [row["left"] for row in found[2:5]] == [
        ("Line 4: 'sometime' is no day.",),
        ("Line 5: 2027-01-01 lies ahead.",),
        ("Line 6: '2026-02-30' is no day.",),
    ]
    assert found[5]["mood"] == 2 and "from 0 to 10" in found[5]["left"][0]


def test_a_place_nobody_knows_is_said_and_the_rest_of_the_row_stays() -> None:
    assert read("Date,Pain,Where\n2026-05-01,3,aura\n")[0]["pain.average"] == 3
    assert "none that a check-in knows" in read("Date,Pain,Where\n2026-05-01,3,aura\n")[0]["left"][0]


def test_the_person_says_what_a_column_is_instead() -> None:
    table = read_table(b"When,How bad,Extra\n2026-05-01,7,5\n")
    plan = guess(table)
    assert dict(plan.columns) == {"at": "When"}
    plan = with_columns(table, plan, {"pain.worst": "How bad", "mood": "Extra"})
    assert [flat(row) for row in rows(table, plan, NOW)] == [{"at": "2026-05-01 12:00", "pain.worst": 7, "mood": 5}]
    assert dict(with_columns(table, plan, {"mood": "nothing"}).columns) == {"at": "When", "pain.worst": "How bad"}
    assert dict(with_columns(table, plan, {"sleep": "Extra"}).columns) == {"at": "When", "pain.worst": "How bad", "sleep": "Extra"}
    for wrong in ({"pains": "How bad"}, {"mood": "how bad"}):
        with pytest.raises(Unknown):
            with_columns(table, plan, wrong)
    assert list(in_words(table, plan)) == [
        "When: the day, or day and time, for example '2026-05-01'",
        "How bad: pain at its worst, for example '7'",
        "Extra: mood, for example '5'",
        "Ratings run from 0 to 10.",
    ]


def test_without_a_day_nothing_can_be_brought_in() -> None:
    with pytest.raises(DtxError, match="on which day") as problem:
        read("Pain,Mood\n5,5\n")
    assert "--map at=COLUMN" in problem.value.remedy


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"just words", b"one,two\n", b"\xff\xfe\x00", b"\x00\x01\x02\x03" * 50, b'a,b\n"' + b"x" * 200_000]
)
def test_what_is_no_table_is_one_sentence(content: bytes) -> None:
    with pytest.raises(DtxError, match="no table") as problem:
        read_table(content)
    assert "CSV" in problem.value.remedy


@given(st.binary(max_size=300))
def test_no_bytes_at_all_are_more_than_a_sentence(content: bytes) -> None:
    try:
        table = read_table(content)
        plan = guess(table)
        list(in_words(table, plan))
        list(rows(table, replace(plan, columns={**plan.columns, "at": table.columns[0]}, day_first=True), NOW))
    except DtxError:
        pass


@given(st.text(max_size=30), st.text(max_size=12), st.booleans())
def test_no_day_and_no_time_at_all_are_more_than_a_value_error(day: str, time: str, day_first: bool) -> None:
    with suppress(ValueError, OverflowError, OSError):
        assert moment(day, time, day_first).year >= 1970


@given(st.integers(0, 55 * 365 * 24 * 60).map(lambda minutes: datetime.fromisoformat("1971-01-01T00:00") + timedelta(minutes=minutes)))
def test_whatever_day_and_time_it_was_every_way_of_writing_it_means_the_same(at: datetime) -> None:
    expected = at.astimezone()
    for form, day_first in (("%Y-%m-%d %H:%M", True), ("%d.%m.%Y %H:%M", True), ("%m/%d/%Y %I:%M %p", False), ("%Y-%m-%dT%H:%M:00", True)):
        assert abs(moment(at.strftime(form), "", day_first) - expected) <= timedelta(hours=1)
    assert moment(at.strftime("%d %B %Y"), at.strftime("%H:%M"), True).strftime("%d %H:%M") == at.strftime("%d %H:%M")
