"""The commands: a session from its beginning to the list, and every document in the shape of the contract."""

from pathlib import Path

import pytest

from dtx.cli.commands import COMMANDS
from tests.commands import ANSWERS, Commands

RECORD = (
    "session_id schema app_version patient_ref activity_id activity_title plugin_id plugin_version content_sha256 plan_item helper "
    "started_at ended_at status stop_reason planned_s active_s paused_s phases_done phases_total underruns before "
    "after comfort effort felt_worse follow_up options skipped flags saved note"
).split()


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def test_a_session_is_in_the_list_as_it_was(dtx: Commands) -> None:
    """Pain 6 before and 4 after, five minutes, 300.000 s, at the time and in the zone that were given."""
    done = dtx.session("breathing.coherent_46", "--at", "2026-05-01T09:30:00+05:30")
    assert (done.code, done.err) == (0, "")
    (record,) = dtx.sessions()
    assert list(record) == RECORD
    assert (record["status"], record["planned_s"], record["active_s"], record["paused_s"]) == ("completed", 300.0, 300.0, 0.0)
    assert (record["phases_done"], record["phases_total"]) == (50, 50)
    assert (record["started_at"], record["ended_at"]) == ("2026-05-01T09:30:00.000+05:30", "2026-05-01T09:35:00.000+05:30")
    assert record["before"]["pain"] == {"value": 6, "min": 0, "max": 10, "asked_at": "2026-05-01T09:30:00.000+05:30", "declined": None}
    assert record["after"]["pain"]["value"] == 4
    assert record["felt_worse"] == {"answer": "no"}


def test_a_declined_rating_is_null_with_a_reason_and_never_zero(dtx: Commands) -> None:
    dtx.session(answers={"after.pain": 0})
    (record,) = dtx.sessions()
    assert (record["before"]["pain"]["value"], record["before"]["pain"]["declined"]) == (None, "skipped")
    assert (record["after"]["pain"]["value"], record["after"]["pain"]["declined"]) == (0, None)


def test_show_adds_every_event(dtx: Commands) -> None:
    dtx.session()
    session_id = dtx.sessions()[0]["session_id"]
    shown = dtx("show", session_id[:8], "--json").json
    assert list(shown) == [*RECORD, "events"]
    assert [event["seq"] for event in shown["events"]] == list(range(1, len(shown["events"]) + 1))
    assert all(list(event) == ["seq", "at", "t", "kind", "step", "fingerprint", "value"] for event in shown["events"])
    assert sum(event["kind"] == "phase" for event in shown["events"]) == 50
    text = dtx("show", session_id).out
    assert "before.pain: 6" in text and "guided for 05:00 of 05:00" in text


def test_sessions_come_newest_first_and_within_days(dtx: Commands) -> None:
    for at in ("2026-05-03T10:00:00+00:00", "2026-05-01T10:00:00+00:00", "2026-05-02T10:00:00+00:00"):
        dtx.session("breathing.four78", "--at", at)
    assert [record["started_at"][:10] for record in dtx.sessions()] == ["2026-05-03", "2026-05-02", "2026-05-01"]
    some = dtx("sessions", "--since", "2026-05-02", "--until", "2026-05-02", "--json").json
    assert [record["started_at"][:10] for record in some] == ["2026-05-02"]
    assert dtx("sessions", "--since", "2030-01-01", "--json").json == []


def test_without_a_time_a_fast_session_begins_where_the_last_one_ended(dtx: Commands) -> None:
    """Two in one second of real time do not overlap."""
    dtx.session()
    dtx.session()
    later, earlier = dtx.sessions()
    assert later["started_at"] >= earlier["ended_at"]


def test_activities_say_what_can_be_set_and_what_is_asked(dtx: Commands) -> None:
    listed = dtx("--safe", "activities", "--json").json
    assert all(list(one) == ["id", "plugin", "title", "summary", "minutes", "options", "asks", "available", "why_not"] for one in listed)
    even = next(one for one in listed if one["id"] == "breathing.coherent_46")
    assert even["available"] is True and even["why_not"] is None
    minutes = even["options"]["properties"]["minutes"]
    assert (minutes["type"], minutes["minimum"], minutes["maximum"], minutes["default"]) == ("integer", 3, 20, 5)
    assert {"breathing.four78", "body_scan.scan"} <= {one["id"] for one in listed}


def test_plugins_say_how_each_is(dtx: Commands) -> None:
    listed = dtx("--safe", "plugins", "--json").json
    keys = ["id", "source", "version", "state", "problem", "activities", "load_ms", "sha256"]
    assert all(list(one) == keys and one["state"] == "ok" and one["problem"] is None for one in listed)
    dtx.session()
    assert dtx.sessions()[0]["content_sha256"] == next(one["sha256"] for one in listed if one["id"] == "breathing")


def test_the_language_is_kept_for_the_next_start_and_one_that_is_not_spoken_changes_nothing(dtx: Commands) -> None:
    assert dtx("profile", "--set", "language=es", "--json").json["language"] == "es"
    refused = dtx("profile", "--set", "language=xx", "--set", "side=left")
    assert refused.code == 2 and "en, es" in refused.err
    assert "side" not in dtx("profile", "--json").json
    assert "language" not in dtx("profile", "--set", "language=", "--json").json


@pytest.mark.parametrize("key", ["name.belly", "agreed.heart"])
def test_heavy_words_in_the_profile_show_where_help_is_and_are_kept(key: str, dtx: Commands) -> None:
    """Clinical 4.6: all free text, on save."""
    assert dtx("profile", "--set", "flag.heart=yes", "--set", "country=US").err == ""
    done = dtx("profile", "--set", f"{key}=I want to die", "--json")
    assert done.code == 0 and "You are not in trouble" in done.err and "988" in done.err
    assert done.json[key] == "I want to die"


def test_the_profile_keeps_what_was_said_and_lets_go_of_it(dtx: Commands) -> None:
    assert dtx("profile", "--set", "sore=low_back", "--set", "flag.lung=no", "--json").json["sore"] == ["low_back"]
    assert dtx("profile", "--set", "sore=").code == 0
    kept = dtx("profile", "--json").json
    assert "sore" not in kept and kept["flag.lung"] == "no" and kept["patient_ref"]


def test_resume_without_anything_to_go_on_with_says_so(dtx: Commands) -> None:
    done = dtx("resume")
    assert done.code == 1
    assert done.sentence.startswith("There is no unfinished session.")


def test_every_command_has_help_and_says_what_it_does(dtx: Commands) -> None:
    listed = dtx("--help").out
    for name in COMMANDS:
        assert f"  {name} " in listed
        helped = dtx(name, "--help")
        assert helped.code == 0 and f"dtx {name}" in helped.out


def test_without_a_terminal_dtx_alone_offers_the_list_line_by_line(dtx: Commands) -> None:
    done = dtx(typed="")
    assert done.code == 0
    assert "1. " in done.out and "Type a number and Enter, or Enter alone to leave." in done.out
    assert dtx.sessions() == []
    assert dtx("profile", "--set", "country=US").code == 0
    helped = dtx(typed="?\nw\n")
    assert helped.code == 0 and "In an emergency call 911." in helped.out and "- Fainting" in helped.out


def test_a_list_says_of_bad_activities_what_is_wrong_and_shows_the_others(dtx: Commands, dtx_home: Path) -> None:
    """Broken YAML, code that was not approved: each is an entry with one sentence, and takes no other down."""
    for name, text in (("torn", "api: 1\ntitle: [\n"), ("empty", "")):
        (dtx_home / "plugins" / name).mkdir(parents=True)
        (dtx_home / "plugins" / name / "plugin.yaml").write_text(text, encoding="utf-8")
    listed = {one["id"]: one for one in dtx("activities", "--json").json}
    assert listed["torn"]["available"] is False and listed["torn"]["why_not"]
    assert listed["breathing.coherent_46"]["available"] is True
    states = {one["id"]: one["state"] for one in dtx("plugins", "--json").json}
    assert states["torn"] == states["empty"] == "broken" and states["breathing"] == "ok"
    assert dtx("--safe", "activities", "--json").json == [one for one in listed.values() if one["plugin"] not in ("torn", "empty")]
    assert dtx.session(answers=ANSWERS).code == 0


def test_a_list_with_nothing_on_it_says_so(dtx: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTX_PLUGINS", "nope")
    listed = dtx("activities")
    assert (listed.code, listed.out) == (0, "")
    assert listed.err == (
        "dtx: There is nothing to practise here. DTX_PLUGINS leaves nothing over; unset it, or name plugins that are there.\n"
    )
