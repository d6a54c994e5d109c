"""“What seems to help me” from the records: the worked example comes out of real sessions, and everything has its `--json` twin."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dtx.care.insight import CANNOT_SEPARATE, COULD_BE_CHANCE, NOT_YET
from dtx.engine.clock import HandClock
from dtx.insight import NO_SUGGESTIONS, NOTHING_YET
from dtx.records.listing import utc
from dtx.services import Services
from tests.commands import Commands
from tests.records.journals import START, keep

EXAMPLE = (-1, -2, 0, -1, -3, -1, -2, 0, -1, -1)
RESTS = (0, 0, 0, -1, -1)
BELLY, SCAN = "breathing.belly", "body_scan.scan"


@pytest.fixture
def services(dtx_home: Path) -> Iterator[Services]:
    services = Services(dtx_home, safe=True, clock=HandClock(START + timedelta(days=60)))
    services.refresh()
    yield services
    services.close()


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def practise(services: Services, activity_id: str, changes: tuple[int, ...], start: datetime = START) -> None:
    for day, change in enumerate(changes):
        keep(services.store, activity_id, start + timedelta(days=day), (6, 6 + change))


def shown(document: dict[str, Any], activity_id: str) -> dict[str, Any]:
    return next(one for one in document["activities"] if one["activity_id"] == activity_id)


def test_the_worked_example_comes_out_of_the_records_to_the_digits(services: Services, dtx: Commands) -> None:
    practise(services, BELLY, EXAMPLE)
    practise(services, "quiet.pause", RESTS)
    document = dtx("insight", "--json").json
    one = shown(document, BELLY)
    assert (one["n"], one["sessions"], one["missing"], one["days"], one["stage"]) == (10, 10, 0, 10, "known")
    assert (f"{one['mean']:.2f}", f"{one['sd']:.3f}", one["r1"], one["n_eff"]) == ("-1.20", "0.919", 0, 10)
    assert [f"{end:.2f}" for end in one["interval"]] == ["-1.86", "-0.54"]
    assert (f"{one['shrunk']['weight']:.3f}", f"{one['shrunk']['mean']:.2f}", f"{one['shrunk']['sd']:.3f}") == ("0.922", "-1.11", "0.279")
    against = one["versus_quiet_pauses"]
    assert [f"{against[name]:+.2f}" for name in ("mean", "low", "high")] == ["-0.80", "-1.63", "+0.03"]
    assert (f"{against['se']:.3f}", f"{against['df']:.1f}", against["could_be_chance"]) == ("0.380", "12.3", True)
    assert document["quiet_pauses"]["n"] == 5 and document["best"] is None
    text = dtx("insight").out
    assert COULD_BE_CHANCE in text and NOT_YET in text


def test_n_and_missing_are_always_there(services: Services, dtx: Commands) -> None:
    practise(services, BELLY, EXAMPLE[:3])
    keep(services.store, BELLY, START + timedelta(days=9), (6, None), worse="a_lot")
    one = shown(dtx("insight", "--json").json, BELLY)
    assert (one["n"], one["sessions"], one["missing"], one["values"], one["felt_worse"]) == (3, 4, 1, [-1, -2, 0], 1)
    assert one["mean"] is None and one["interval"] is None
    assert "4 sessions; 3 with pain numbers before and after, 1 without." in dtx("insight").out


def test_without_quiet_pauses_nothing_can_be_separated_from_resting(services: Services, dtx: Commands) -> None:
    practise(services, BELLY, EXAMPLE)
    assert CANNOT_SEPARATE in dtx("insight").out
    assert shown(dtx("insight", "--json").json, BELLY)["versus_quiet_pauses"] is None


LOOKS: dict[str, Callable[[Services], object]] = {
    "insight": Services.insight,
    "the first page": lambda services: (services.past.items(60), services.past.practised()),
    "a month by day": lambda services: (services.past.periods("day"), services.past.noted("day")),
    "thirteen weeks": lambda services: (services.past.periods("week"), services.past.noted("week")),
    "a look back": lambda services: services.past.look_back(),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_was_long_ago_costs_nothing_today(services: Services, look: Callable[[Services], object]) -> None:
    """No screen goes through the whole history: SQLite takes as many steps with years behind the person as without."""
    today = services.now()
    practised_and_noted(services, today - timedelta(days=70), 70)
    look(services)
    before = steps(services, look)
    practised_and_noted(services, today - timedelta(days=3000), 400)
    look(services)
    assert steps(services, look) <= 1.2 * before + 200


def practised_and_noted(services: Services, first: datetime, days: int) -> None:
    store = services.store
    store.connection.execute("PRAGMA synchronous = OFF")
    with store.writing():
        for day in range(days):
            at = (first + timedelta(days=day)).isoformat()
            name, begun = f"d-{at}", utc(first + timedelta(days=day))
            told = "entry_id, kind, started_at, ended_at, sealed, lines, last_at, pain_average, started_utc"
            store.connection.execute(f"INSERT INTO diary ({told}) VALUES (?, 'checkin', ?, ?, 1, 2, ?, 5, ?)", (name, at, at, at, begun))
            for seq, (question, value) in enumerate((("pain.average", 5), ("triggers", ["stress"])), 1):
                line = (name, seq, at, question, json.dumps({"value": value}))
                store.connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, '')", line)
            told = (
                "session_id, activity_id, activity_title, plugin_id, plugin_version, started_at, ended_at, status, sealed, events, last_at"
            )
            values = (at, BELLY, "Belly", "breathing", "1", at, at, at, 6, 4, begun)
            store.connection.execute(
                f"INSERT INTO session ({told}, pain_before, pain_after, started_utc) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'completed', 1, 0, ?, ?, ?, ?)",
                values,
            )


def steps(services: Services, look: Callable[[Services], object]) -> int:
    """How many steps SQLite takes for it, to the next twenty."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    services.store.connection.set_progress_handler(step, 20)
    look(services)
    services.store.connection.set_progress_handler(None, 0)
    return 20 * taken


def test_an_empty_store_says_so_kindly(dtx: Commands) -> None:
    document = dtx("insight", "--json").json
    assert (document["activities"], document["quiet_pauses"], document["best"], document["comparing"]) == ([], None, None, None)
    assert NOTHING_YET in dtx("insight").out


def test_suggestions_have_their_reason_and_an_off_switch(services: Services, dtx: Commands) -> None:
    practise(services, BELLY, EXAMPLE)
    suggestions = dtx("insight", "--json").json["suggestions"]
    assert [one["reason"] for one in suggestions] == ["You have not tried it yet."] * 3
    assert all(one["activity_id"] not in (BELLY, "quiet.pause") for one in suggestions)
    assert NO_SUGGESTIONS in dtx("insight").out
    dtx("profile", "--set", "suggest=no")
    assert dtx("insight", "--json").json["suggestions"] == [] and NO_SUGGESTIONS not in dtx("insight").out


def test_what_felt_worse_or_is_closed_is_not_suggested(services: Services, dtx: Commands) -> None:
    first = dtx("insight", "--json").json["suggestions"][0]["activity_id"]
    keep(services.store, first, START, (6, 5), worse="a_little")
    assert first not in [one["activity_id"] for one in dtx("insight", "--json").json["suggestions"]]


def test_the_list_at_home_never_moves(services: Services) -> None:
    before = [one.id for one in services.activities()]
    practise(services, SCAN, (-5,) * 20)
    services.insight()
    assert [one.id for one in services.activities()] == before


# -- comparing two


def test_two_can_be_compared_in_a_drawn_order(services: Services, dtx: Commands) -> None:
    document = dtx("insight", "--compare", f"{BELLY},{SCAN}", "--json").json["comparing"]
    assert (document["one"], document["other"], document["pair"]) == (BELLY, SCAN, 1)
    assert document["next"] in (BELLY, SCAN) and document["n"] == {BELLY: 0, SCAN: 0}
    assert "10 of each are needed" in document["says"] and "would be next, if it suits you" in dtx("insight").out
    assert dtx("profile", "--json").json["compare"] == [BELLY, SCAN]
    assert dtx("insight", "--compare", "off", "--json").json["comparing"] is None


def test_only_sessions_since_it_began_count(services: Services) -> None:
    practise(services, BELLY, EXAMPLE)
    services.compare(f"{BELLY},{SCAN}")
    assert services.clock is not None
    since = services.now() + timedelta(hours=1)
    for number in range(3):
        services.clock.move_to(services.clock.now + 86_400)
        comparing = services.insight().comparing
        assert comparing is not None
        keep(services.store, comparing.standing.due, since + timedelta(hours=number), (6, 5))
    comparing = services.insight().comparing
    assert comparing is not None and sum(comparing.counts.values()) == 3 and comparing.standing.block == 1


@pytest.mark.parametrize("pair", [BELLY, f"{BELLY},{BELLY}", f"{BELLY},nowhere.at_all", f"{BELLY},{SCAN},quiet.pause", "a b,c d", ","])
def test_what_cannot_be_compared_changes_nothing(services: Services, dtx: Commands, pair: str) -> None:
    done = dtx("insight", "--compare", pair)
    assert done.code == 2 and done.sentence
    assert "compare" not in dtx("profile", "--json").json


# -- what went together


def test_what_went_together_needs_a_month_of_check_ins(services: Services) -> None:
    for day in range(30):
        services.clock = HandClock(START + timedelta(days=day))
        said = {"pain.average": 7 if day % 2 else 4, "also": ["triggers"], "triggers": ["stress"] if day % 2 else []}
        with services.check_in() as check_in:
            while check_in.question is not None:
                check_in.answer(said[check_in.name]) if check_in.name in said else check_in.decline()
    (found,) = services.insight().together
    assert (found.trigger, found.days_with, found.days_without, found.pain_with, found.pain_without) == ("stress", 15, 15, 7, 4)


# -- settings


@pytest.mark.parametrize(
    ("setting", "kept"),
    [("day_begins=5", ("day_begins", 5)), ("day_begins=0", ("day_begins", 0)), ("suggest=NO", ("suggest", "no"))],
)
def test_what_one_may_set(dtx: Commands, setting: str, kept: tuple[str, object]) -> None:
    assert dtx("profile", "--set", setting).code == 0
    assert dtx("profile", "--json").json[kept[0]] == kept[1]


@pytest.mark.parametrize("setting", ["day_begins=13", "day_begins=-1", "day_begins=4.5", "suggest=maybe", "compare=breathing.belly"])
def test_what_one_may_not_set(dtx: Commands, setting: str) -> None:
    assert dtx("profile", "--set", setting).code == 2
