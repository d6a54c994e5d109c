"""Sessions from the first question to the record, with everything real but the waiting."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dtx.errors import Refused, ScriptProblem, StoreProblem, Unknown
from dtx.records.claim import claim
from dtx.services import Services
from tests.evenings import EVENING, Evening, plugin
from tests.heads import head

CALM = {"before__pain": 6, "before__relax": 3, "after__pain": 4, "after__relax": 5, "felt_worse": "no"}


OFFER = "@hookimpl\ndef dtx_activities(plugin):\n    yield plugin.activity(script)\n"


def trust(evening: Evening, name: str) -> None:
    """Approve a plugin's code as it is now."""
    evening.services.refresh()
    entry = next(entry for entry in evening.services.shelf.plugins() if entry.id == name)
    evening.services.shelf.trusted.pin(name, str(entry.sha256))  # type: ignore[attr-defined]


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with Evening.at(tmp_path / "home", folder=tmp_path) as evening:
        yield evening


def test_five_minutes_of_even_breath_leave_the_record_of_the_contract(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46")
    evening.answer(practice, **CALM)
    evening.guide(practice)
    evening.answer(practice, **CALM)
    assert practice.ended
    record = evening.services.log(practice.session_id).to_json()
    assert record["status"] == "completed"
    assert (record["planned_s"], record["active_s"], record["paused_s"]) == (300.0, 300.0, 0.0)
    assert (record["phases_done"], record["phases_total"]) == (50, 50)
    at = "2026-05-01T20:00:00.000+00:00"
    assert record["before"]["pain"] == {"value": 6, "min": 0, "max": 10, "asked_at": at, "declined": None}
    assert record["after"]["pain"]["value"] == 4
    assert record["felt_worse"] == {"answer": "no"}
    assert record["started_at"] == at
    assert record["ended_at"] == "2026-05-01T20:05:00.000+00:00"
    assert record["options"] == {"minutes": 5, "cycles": None, "ramp": False, "pace": "fixed", "level": None}
    assert evening.services.store.verify() == []


def test_declined_ratings_are_null_with_a_reason_and_one_never_asked_has_no_key(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    evening.answer(practice)
    practice.stop(evening.clock.now, "time")
    practice.stop(evening.clock.now)  # a second stop leaves the closing questions, too
    record = evening.services.log(practice.session_id).to_json()
    assert record["before"]["pain"]["value"] is None
    assert record["before"]["pain"]["declined"] == "skipped"
    assert record["after"]["pain"]["declined"] == "stopped"
    assert "mood" not in record["before"]
    assert (record["status"], record["stop_reason"], record["active_s"]) == ("stopped", "time", 0.0)


def test_pauses_are_counted_apart(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    evening.answer(practice)
    evening.guide(practice, until=31.0)
    practice.pause(31.0)
    evening.clock.move_to(91.0)
    practice.resume(91.0)
    evening.guide(practice)
    evening.answer(practice)
    record = evening.services.log(practice.session_id)
    assert (record.active_s, record.paused_s, record.phases_done) == (70.0, 60.0, 4)


def test_what_felt_worse_is_kept_field_by_field(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    evening.answer(practice)
    evening.guide(practice)
    worse = {
        "felt_worse": "a_lot",
        "felt_worse__what": ["pain", "dizzy"],
        "felt_worse__severity": 7,
        "felt_worse__lasted": "<1h",
        "felt_worse__text": "[b]it[/b] hurt",
        "felt_worse__better_now": "yes",
    }
    while not practice.ended:
        evening.answer(practice, **worse, **{f"ready__{n}": True for n in range(20)})
    kept = evening.services.log(practice.session_id).felt_worse
    assert kept is not None
    assert (kept["answer"], kept["what"], kept["severity"], kept["text"]) == ("a_lot", ["pain", "dizzy"], 7, "[b]it[/b] hurt")


def test_a_session_that_broke_off_goes_on_at_its_broken_phase(evening: Evening, tmp_path: Path) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "2"})
    evening.answer(practice, **CALM)
    evening.guide(practice, until=37.0)  # three seconds into the first out-breath
    practice.close()  # as a kill does, but for the writing
    evening.clock.move_to(60.0)
    evening.services.close()
    again = Evening(Services(tmp_path / "home", clock=evening.clock), evening.clock)
    assert [left.open for left in again.services.unfinished()] == [True]
    resumed = again.services.resume(practice.session_id)
    view = resumed.view(60.0)
    assert view.phase is not None
    assert (view.phase.kind, view.phase.at, view.elapsed) == ("exhale", {"cycle": 1}, 0.0)
    again.guide(resumed)
    again.answer(resumed, **CALM)
    record = again.services.log(practice.session_id)
    assert (record.status, record.active_s, record.phases_done) == ("completed", 80.0, 6)
    assert again.services.store.verify() == []
    again.services.close()


def test_after_half_an_hour_a_broken_session_is_closed_as_interrupted_with_all_it_had(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46")
    evening.answer(practice, **CALM)
    evening.guide(practice, until=100.0)
    practice.close()
    evening.clock.move_to(100.0 + 30 * 60 + 1)
    with pytest.raises(Refused, match="more than 30 minutes ago"):
        evening.services.resume(practice.session_id)
    record = evening.services.log(practice.session_id)
    assert (record.status, record.before["pain"]["value"], record.phases_done) == ("interrupted", 6, 15)
    assert record.after == {}
    assert record.ended_at == "2026-05-01T20:01:40.000+00:00"


def test_a_question_left_open_by_a_crash_says_interrupted(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    evening.answer(practice)
    evening.guide(practice)
    practice.close()
    evening.services.close_unfinished()
    assert evening.services.log(practice.session_id).after["pain"]["declined"] == "interrupted"


def test_a_new_session_closes_the_one_that_broke_off(evening: Evening) -> None:
    first = evening.begin("breathing.coherent_46")
    evening.answer(first)
    first.close()
    second = evening.begin("breathing.coherent_46")
    assert evening.services.log(first.session_id).status == "interrupted"
    assert evening.services.log(second.session_id).status is None
    second.close()


def test_a_new_session_leaves_one_alone_that_goes_on_in_another_window(evening: Evening, tmp_path: Path) -> None:
    first = evening.begin("breathing.coherent_46")
    evening.answer(first)
    with Evening.at(tmp_path / "home") as other:
        second = other.begin("breathing.coherent_55")
        assert [row.session_id for row in other.services.store.unsealed() if row.status] == []
        evening.guide(first, until=50.0)
        first.close()
        second.close()


def test_a_session_is_live_in_one_window_only(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46")
    evening.answer(practice)
    practice.close()
    with claim(evening.services.home, practice.session_id), pytest.raises(StoreProblem, match="another window"):
        evening.services.resume(practice.session_id)


def test_an_activity_is_known_once_it_was_practised_in_this_version(evening: Evening, tmp_path: Path) -> None:
    yaml = head("Known") + "steps:\n  - say: Hello there.\n"
    plugin(tmp_path, "known", yaml)
    evening.services.refresh()
    assert not evening.services.knows("known.known")
    evening.begin("known.known").close()
    assert evening.services.knows("known.known")
    plugin(tmp_path, "known", yaml.replace("version: 1.0.0", "version: 1.1.0"))
    assert not evening.services.knows("known.known")


def test_the_sore_today_swap_keeps_the_first_line_and_offers_three_ways(evening: Evening) -> None:
    evening.services.set_profile({"sore": "low_back"})
    page = evening.services.read("body_scan.scan", {"minutes": "10"})
    section = [phase for phase in page["phases"] if phase["at"]["region"] == "pelvis + low back"]
    says = [phase for phase in section if phase["kind"] == "say"]
    assert [phase["text"] for phase in says] == [
        "Now the pelvis and the lower back, for many people a busy place.",
        "If there is pain, you have choices. You may rest at its edge, where it begins to fade.",
        "You may ask with curiosity: is it steady, or does it shift? Or you may go back to the breath or sounds.",
        "Every one of those is doing the practice.",
    ]
    # 50 s less 7 + 9 + 11 + 4 s of speech leave 19 s: pauses of 4, 4, 4 and, with what is left over, 7
    assert [round(p["end_s"] - p["start_s"]) for p in section] == [7, 4, 9, 4, 11, 4, 4, 7]
    assert (section[0]["start_s"], section[-1]["end_s"], page["total_s"]) == (215.0, 265.0, 600.0)


def test_a_shoulder_named_without_its_side_means_both(evening: Evening) -> None:
    evening.services.set_profile({"sore": "shoulder"})
    assert evening.services.profile().sore == {"shoulder_left", "shoulder_right"}


def test_box_is_closed_for_a_lung_flag_and_leaves_no_record(evening: Evening) -> None:
    evening.services.set_profile({"flag.lung": "yes"})
    for held in ("breathing.box_4444", "breathing.four78"):
        with pytest.raises(Refused, match="rests for now"):
            evening.begin(held)
    assert evening.services.history() == []
    evening.services.set_profile({"agreed.lung": "Dr. Field, 2026-04-30"})
    evening.begin("breathing.four78").close()


def test_four_seven_eight_gives_four_cycles_on_day_ten_and_five_from_day_twenty_nine(evening: Evening) -> None:
    def cycles() -> int:
        practice = evening.begin("breathing.four78", {"cycles": "5"})
        evening.answer(practice)
        evening.guide(practice)
        evening.answer(practice)
        return sum(event.value["kind"] == "hold" for event in evening.services.log(practice.session_id).events if event.kind == "phase")

    assert cycles() == 4
    evening.clock.began = EVENING + timedelta(days=9)
    assert cycles() == 4
    evening.clock.began = EVENING + timedelta(days=28)
    assert cycles() == 5


def test_the_session_delivers_what_read_shows(evening: Evening) -> None:
    evening.services.set_profile({"sore": "knee_left,neck"})
    page = evening.services.read("body_scan.scan", {"minutes": "10"})
    practice = evening.begin("body_scan.scan", {"minutes": "10"})
    evening.answer(practice)
    evening.guide(practice)
    events = evening.services.log(practice.session_id).events
    assert [event.t for event in events if event.kind == "phase"] == [phase["end_s"] for phase in page["phases"]]
    practice.close()


def test_a_script_that_raises_half_way_is_failed_with_everything_kept(evening: Evening, tmp_path: Path) -> None:
    plugin(
        tmp_path,
        "halfway",
        head("Halfway", code=True),
        "from dtx import Ask, Say, hookimpl\n\ndef script(ctx):\n    yield Ask('What?', save='what')\n    yield Say('So.', 5)\n"
        "    raise ValueError('words')\n\n@hookimpl\ndef dtx_activities(plugin):\n    yield plugin.activity(script)\n",
    )
    trust(evening, "halfway")
    practice = evening.begin("halfway.halfway")
    evening.answer(practice, before__pain=5, what="a cold wind")
    evening.guide(practice)
    evening.answer(practice, **CALM)
    record = evening.services.log(practice.session_id)
    assert (record.status, record.saved, record.after["pain"]["value"]) == ("failed", {"what": "a cold wind"}, 4)


def test_reading_and_running_take_the_same_turns_of_chance(evening: Evening, tmp_path: Path) -> None:
    code = "from dtx import Silence, hookimpl\n\ndef script(ctx):\n    yield Silence(ctx.random.randint(1, 500))\n\n"
    plugin(tmp_path, "chance", head("Chance", code=True), code + OFFER)
    trust(evening, "chance")
    totals = {evening.services.read("chance.chance", {})["total_s"] for _ in range(2)}
    practice = evening.begin("chance.chance")
    evening.answer(practice)
    evening.guide(practice)
    evening.answer(practice)
    log = evening.services.log(practice.session_id)
    assert {log.planned_s, log.active_s} == totals


def test_a_faulty_plugin_that_broke_off_hinders_no_other_session(evening: Evening, tmp_path: Path) -> None:
    good = "from dtx import Ask, Say, hookimpl\n\ndef script(ctx):\n    yield Ask('What?', save='what')\n    yield Say('Rest.', 5)\n\n"
    here = plugin(tmp_path, "faulty", head("Faulty", code=True), good + OFFER)
    trust(evening, "faulty")
    first = evening.begin("faulty.faulty")
    first.answer(5, 0.0)
    first.close()
    (here / "plugin.py").write_text("raise SystemExit(7)\n")
    trust(evening, "faulty")
    evening.begin("breathing.coherent_46").close()
    assert evening.services.log(first.session_id).status == "interrupted"


@pytest.mark.parametrize("body", ["while True: pass\n    yield", "while True: yield Say('On and on.', 5)"])
def test_an_endless_script_is_met_before_the_patient_meets_it(
    body: str, evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dtx.sessions.apart.REHEARSAL_S", 2)
    code = f"from dtx import Say, hookimpl\n\ndef script(ctx):\n    {body}\n\n{OFFER}"
    plugin(tmp_path, "endless", head("Endless", code=True), code)
    trust(evening, "endless")
    for use in (lambda: evening.begin("endless.endless"), lambda: evening.services.read("endless.endless", {})):
        with pytest.raises(ScriptProblem):
            use()
    assert evening.services.history() == []


def test_a_session_reads_the_same_after_its_plugin_is_gone(evening: Evening, tmp_path: Path) -> None:
    here = plugin(tmp_path, "gone", head("Soon gone") + "steps:\n  - say: Hello there.\n  - ask: What now?\n    save: now\n")
    evening.services.refresh()
    practice = evening.begin("gone.gone")
    evening.answer(practice, before__pain=5)
    evening.guide(practice)
    practice.close()
    (here / "plugin.yaml").unlink()
    here.rmdir()
    evening.services.refresh()
    evening.services.close_unfinished()
    record = evening.services.log(practice.session_id)
    assert (record.activity_title, record.status, record.before["pain"]["value"]) == ("Soon gone", "interrupted", 5)


def test_a_script_that_changed_closes_the_broken_session_instead_of_guessing(evening: Evening, tmp_path: Path) -> None:
    yaml = head("Changing") + "steps:\n  - ask: What now?\n    save: now\n  - say: Rest a while.\n"
    plugin(tmp_path, "changing", yaml)
    evening.services.refresh()
    practice = evening.begin("changing.changing")
    practice.answer(5, 0.0)
    practice.decline(0.0)
    practice.answer("tea", 0.0)
    practice.close()
    plugin(tmp_path, "changing", yaml.replace("What now?", "What would you like?"))
    with pytest.raises(Refused, match="has changed since"):
        evening.services.resume(practice.session_id)
    record = evening.services.log(practice.session_id)
    assert (record.status, record.saved) == ("interrupted", {"now": "tea"})


@pytest.mark.parametrize(
    ("activity", "given", "sentence"),
    [
        ("breathing.coherent_64", {}, "coherent_64"),
        ("breathing.coherent_46", {"minuts": "5"}, "minuts"),
        ("breathing.coherent_46", {"minutes": "99"}, "3 to 20"),
        ("breathing.coherent_46", {"minutes": "5", "cycles": "3"}, "cannot both be given"),
        ("breathing.coherent_46", {"minutes": "five"}, "minutes is five"),
    ],
)
def test_what_nobody_knows_is_one_sentence_and_leaves_no_record(
    activity: str, given: dict[str, str], sentence: str, evening: Evening
) -> None:
    with pytest.raises(Unknown, match=sentence) as caught:
        evening.begin(activity, given)
    assert caught.value.exit_code == 2
    assert evening.services.history() == []


def test_a_condition_suggests_an_easy_start_and_never_sets_it(evening: Evening) -> None:
    assert evening.services.easy_start("relaxation.pmr") == {}
    evening.services.set_profile({"conditions": "arthritis"})
    assert evening.services.easy_start("relaxation.pmr") == {"form": "gentle"}
    assert evening.services.read("relaxation.pmr", {})["total_s"] == 900.0


def test_after_a_coping_card_one_is_told_how_to_print_it(dtx_home: Path) -> None:
    """Clinical 4.5: it exports as one page."""
    with Evening.at(dtx_home) as evening:
        evening.services.refresh()
        kept = []
        for answers in ({"when": "my back flares up"}, {}):
            practice = evening.begin("thought_record.coping_card")
            evening.answer(practice, **answers)
            kept.append((practice.session_id[:8], " ".join(evening.services.afterwards(evening.services.log(practice.session_id)))))
        (first, told), (_, nothing) = kept
        assert f"`dtx show {first} --html card.html`" in told and "--html" not in nothing
