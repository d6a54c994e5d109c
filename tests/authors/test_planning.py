"""A plan from its therapist to its patient: it fills `plan_item`, says what is due, and binds options and progression."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dtx.care.plan import Ceiling
from dtx.care.progress import Limits
from tests.commands import Commands
from tests.evenings import EVENING, Evening, plugin

PLAN = """\
api: 1
plan: Back to walking
patient_ref: p-0123
author: A. Therapist, physiotherapy
version: {version}
review_on: 2126-06-01
note: You might begin with the breathing.
items:
  - activity: breathing.coherent_46
    options: {{minutes: 4}}
    times_a_week: 3
    limits: {{minutes: 3-{most}}}
  - activity: exercises.gentle_back
    id: back
    times_a_week: 2
    limits: {{reps: 4, sets: 1, harder: no}}
"""


def write(folder: Path, text: str = PLAN, version: str = "1.0", most: int = 10, name: str = "plan.yaml") -> str:
    (folder / name).write_text(text.format(version=version, most=most), encoding="utf-8")
    return str(folder / name)


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nothing_to_mention: None) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def planned(dtx: Commands, tmp_path: Path) -> Commands:
    """Somebody whose plan counts."""
    assert dtx("plan", "install", write(tmp_path), "--yes").code == 0
    return dtx


# -- from therapist to patient


def test_a_new_plan_has_nothing_to_put_right_and_can_be_handed_over(dtx: Commands, tmp_path: Path) -> None:
    assert dtx("plan", "new").out == "plan.yaml is there. Change it, then: dtx plan check plan.yaml\n"
    assert dtx("plan", "check", "plan.yaml").out == "plan.yaml: nothing to put right.\n"
    assert "There is a file plan.yaml already." in dtx("plan", "new").sentence
    assert dtx("plan", "new", "two.yaml", "--activity", "exercises.knees", "--activity", "body_scan.scan").code == 0
    assert dtx("plan", "check", "two.yaml").code == 0
    assert dtx("plan", "new", "x.yaml", "--activity", "exercises.nees").code == 2
    packed = dtx("pack", "plan.yaml", "--json").json
    assert (packed["path"], packed["id"]) == ("plan-p-0001-1.0.0.dtx", "plan")
    for command in (("install",), ("plan", "install")):
        done = dtx(*command, packed["path"], "--yes")
        assert done.code == 0 and packed["sha256"] in done.err
    assert dtx("plan", "show", "--json").json["title"] == "My plan"


@pytest.mark.parametrize("activity", ["breathing.coherent_46", "body_scan.scan", "quiet.pause", "relaxation.pmr", "thought_record.five"])
def test_a_new_plan_names_what_can_be_set_and_it_holds_as_it_stands_there(activity: str, dtx: Commands, tmp_path: Path) -> None:
    assert dtx("plan", "new", "--activity", activity).code == 0
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    (declared,) = (one["options"]["properties"] for one in dtx("activities", "--json").json if one["id"] == activity)
    lines = [line for line in text.splitlines() if "# options: {" in line or ("# limits: {" in line and "{reps" not in line)]
    assert len(lines) == 2 * bool(declared)
    for line in lines:
        text = text.replace(line, line.replace("# ", "", 1))
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert dtx("plan", "check", "plan.yaml").out == "plan.yaml: nothing to put right.\n"


def test_it_is_shown_before_it_counts(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("plan", "install", write(tmp_path))
    assert (done.code, done.out) == (1, "")
    told = done.err.splitlines()
    assert told[:3] == [
        "Back to walking, version 1.0, for p-0123",
        "Written by A. Therapist, physiotherapy.",
        "You might begin with the breathing.",
    ]
    assert told[3:5] == [
        "- Even breath 4-6: 3 times a week, 4 minutes, within 3 to 10 minutes.",
        "- Gentle back: twice a week, within 4 repetitions, 1 set and no harder versions.",
    ]
    assert told[-1] == "dtx: This would make it your plan. Add --yes if you want that."
    assert dtx("plan", "show", "--json").json is None
    assert dtx("plan").out == dtx("plan", "show").out == "There is no plan here. `dtx plan install FILE` takes one in.\n"


def test_a_newer_plan_says_what_changes_and_an_older_one_is_refused(planned: Commands, tmp_path: Path) -> None:
    newer = write(tmp_path, PLAN.replace("times_a_week: 3", "times_a_week: 7"), "1.1", 5)
    told = planned("plan", "install", newer, "--yes").err.splitlines()
    begin = told.index("It takes the place of 'Back to walking', version 1.0, by A. Therapist, physiotherapy. What changes:")
    assert told[begin + 1 : begin + 3] == [
        "- Even breath 4-6: every day, 4 minutes, within 3 to 5 minutes. "
        "It was: Even breath 4-6: 3 times a week, 4 minutes, within 3 to 10 minutes.",
        "What you have done so far stays.",
    ]
    assert "This plan is version 1.0, and you have 1.1." in planned("plan", "install", write(tmp_path), "--yes").sentence
    assert planned("plan", "remove", "--yes").err == "'Back to walking' counts no longer.\n"
    assert planned("plan", "install", write(tmp_path), "--yes").code == 0


def test_another_patients_plan_is_refused(planned: Commands, tmp_path: Path) -> None:
    """A file that was mixed up must not bind the wrong person."""
    other = write(tmp_path, PLAN.replace("p-0123", "p-0999"), "2.0")
    done = planned("plan", "install", other, "--yes")
    assert (done.code, "This plan is for 'p-0999', and your records carry 'p-0123'." in done.sentence) == (1, True)
    assert planned("plan", "show", "--json").json["version"] == "1.0"


def test_the_exports_carry_the_plans_pseudonym(planned: Commands) -> None:
    assert planned.session("breathing.coherent_46").code == 0
    assert planned.sessions()[0]["patient_ref"] == "p-0123"
    assert "plan" not in planned("profile", "--json").json


WRONG = {
    "breathing.coherent_46": (
        "breathing.coherent_64",
        "there is no activity 'breathing.coherent_64'. Did you mean 'breathing.coherent_46'?",
    ),
    "minutes: 3-10": ("minutes: 1-10", "the limit of 'minutes' begins at 1, and the practice at 3. A limit may only be tighter."),
    "{minutes: 4}": ("{minutes: 12}", "it asks for minutes=12. minutes is 12, but goes from 3 to 10."),
    "limits: {minutes": ("limits: {pace: fast, minutes", "it holds pace to fast, but it can be fixed or mine."),
    "reps: 4,": ("speed: 4, reps: 4,", "it limits speed, and this practice has no such option."),
    "note: You might": ("note: You must", "plan.yaml: it orders with 'must': 'You must begin with the breathing.'."),
}


@pytest.mark.parametrize("right", WRONG)
def test_a_plan_that_does_not_fit_is_neither_handed_over_nor_taken_in(dtx: Commands, tmp_path: Path, right: str) -> None:
    wrong, sentence = WRONG[right]
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.format(version="1.0", most=10).replace(right, wrong), encoding="utf-8")
    found = dtx("plan", "check", "plan.yaml")
    assert found.code == 1
    assert sentence.casefold() in found.out.casefold()
    assert "cannot be handed over yet" in dtx("pack", "plan.yaml").sentence
    if right != "breathing.coherent_46":  # that may come later
        assert dtx("plan", "install", "plan.yaml", "--yes").code == 1
        assert dtx("plan", "show", "--json").json is None


def test_hints_do_not_keep_a_plan_from_being_handed_over(dtx: Commands, tmp_path: Path) -> None:
    text = PLAN.replace("review_on: 2126-06-01\n", "").replace("harder: no}}", "exercises: {{bridge: {{reps: 3}}, brige: {{reps: 3}}}}}}")
    write(tmp_path, text)
    found = dtx("plan", "check", "plan.yaml")
    assert found.code == 0
    assert "(a hint) it says no day for looking at it again." in found.out
    assert "(a hint) there is no exercise 'brige' in it as it comes. It has" in found.out


def test_what_the_plan_asks_for_may_be_installed_later(dtx: Commands, tmp_path: Path, dtx_home: Path) -> None:
    text = PLAN.replace("exercises.gentle_back", "rolls.rolls").replace(", harder: no", "")
    done = dtx("plan", "install", write(tmp_path, text), "--yes")
    assert done.code == 0
    assert "Not installed here, so they rest until they are: rolls.rolls." in done.err
    assert "rolls.rolls: 0 of " in dtx("plan", "show").out
    plugin(dtx_home / "plugins", "rolls", ROLLS)
    page = dtx("read", "rolls.rolls", "--json").json
    assert sum(phase["kind"] == "lift" for phase in page["phases"]) == 4


ROLLS = """\
api: 1
title: Rolls
summary: A few shoulder rolls.
author: A. Therapist, physiotherapy
reviewer: none yet
version: 1.0.0
licence: CC-BY-4.0
flags: [new_pain, red_flag, limited]
stop_rules: Stop whenever you want to.
easier: Do half of it.
minutes: 2
steps:
  - move: Rolls
    reps: 6
"""


# -- what it does


def test_a_session_knows_its_item_and_comes_with_what_the_plan_asks_for(planned: Commands) -> None:
    assert planned.session("breathing.coherent_46").code == 0
    assert planned.session("breathing.coherent_46", "--set", "minutes=3").code == 0
    assert planned.session("breathing.belly").code == 0
    records = planned.sessions()
    assert [(one["plan_item"], one["options"]["minutes"]) for one in records] == [(None, 5), ("coherent_46", 3), ("coherent_46", 4)]
    stands = planned("plan", "show", "--json").json["items"][0]
    assert (stands["this_week"]["practised"], stands["so_far"]["practised"]) == (2, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("minutes=12", "minutes is 12, but goes from 3 to 10. Give a whole number, such as minutes=4."),
        ("cycles=200", "Your plan leaves no choice of cycles. Leave it out, or talk to whoever wrote the plan."),
    ],
)
def test_its_limits_bind_every_way_of_choosing(planned: Commands, given: str, sentence: str) -> None:
    for command in ("read", "run", "render"):
        more = ("--out", "x.wav") if command == "render" else ("--plain",) if command == "run" else ()
        done = planned(command, "breathing.coherent_46", "--set", given, *more)
        assert (done.code, done.sentence) == (2, sentence)
    assert planned.sessions() == []
    schema = next(one for one in planned("activities", "--json").json if one["id"] == "breathing.coherent_46")["options"]
    assert (schema["properties"]["minutes"]["minimum"], schema["properties"]["minutes"]["maximum"]) == (3, 10)
    assert schema["properties"]["minutes"]["default"] == 4 and "cycles" not in schema["properties"]


def test_what_is_read_is_what_is_delivered_within_the_limits(planned: Commands) -> None:
    page = planned("read", "exercises.gentle_back", "--json").json
    reps: dict[str, int] = {}
    for phase in page["phases"]:
        if "rep" in phase["at"]:
            reps[phase["at"]["exercise"]] = max(reps.get(phase["at"]["exercise"], 0), phase["at"]["rep"])
        assert phase["at"].get("set", 1) == 1
    assert reps and max(reps.values()) == 4


def test_no_harder_version_is_neither_chosen_nor_kept_from_before(planned: Commands, dtx_home: Path) -> None:
    """Neither by the option that lists them, nor because somebody agreed to one before the plan came."""
    done = planned("read", "exercises.gentle_back", "--set", "harder=bridge")
    assert (done.code, done.sentence.partition(".")[0]) == (2, "harder is 'bridge', and nothing of it is open here")
    with Evening.at(dtx_home, EVENING) as evening:
        begun = evening.services.screen("exercises.gentle_back", {})
        begun.saved |= {"version.bridge": "bridge_hold", "version.heel_slide": "heel_slide_short"}
        practice = evening.services.begin("exercises.gentle_back", {}, begun)
        saved = evening.services.log(practice.session_id).events[0].value["previous"]["saved"]
        assert {name: value for name, value in saved.items() if name.startswith("version.")} == {"version.heel_slide": "heel_slide_short"}
        practice.close()


@pytest.fixture
def evening(planned: Commands, dtx_home: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home, EVENING) as evening:
        yield evening


def practised(evening: Evening, activity: str, **answers: Any) -> str:
    practice = evening.begin(activity)
    evening.answer(practice, **answers)
    while not practice.ended:
        evening.guide(practice)
        evening.answer(practice, **answers)
    return practice.session_id


def test_a_proposal_never_goes_past_the_therapists_limit(evening: Evening) -> None:
    """Clinical 5.4: three easy sessions lead to more; therapist-set limits always win."""
    easy = {"before__pain": 2, "after__pain": 2, "effort": 2, "felt_worse": "no"}
    easy |= {f"pain__{name}": 2 for name in ("bridge", "heel_slide", "arm_leg_reach", "pelvic_tilt", "knee_rocks", "belly_breath")}
    for _ in range(3):
        practised(evening, "exercises.gentle_back", **easy)
        evening.clock.move_to(evening.clock.now + timedelta(hours=22).total_seconds())
        morning = evening.services.morning()
        while morning.question is not None:
            morning.answer(2) if morning.name == "follow_up.pain" else morning.answer("no")
        evening.clock.move_to(evening.clock.now + timedelta(hours=2).total_seconds())
    screening = evening.services.screen("exercises.gentle_back", {})
    asked = []
    while screening.question is not None:
        asked.append(screening.name)
        screening.decline()
    assert [name for name in asked if name.startswith("progress.")] == []
    evening.services.store.set_profile({"plan": None}, evening.services.now().isoformat())
    screening = evening.services.screen("exercises.gentle_back", {})
    asked = []
    while screening.question is not None:
        asked.append(screening.name)
        screening.decline()
    assert [name for name in asked if name.startswith("progress.")]


def test_a_session_goes_on_after_the_plan_has_changed(evening: Evening) -> None:
    """What it began with is in its first line (law 8)."""
    practice = evening.begin("exercises.gentle_back")
    assert practice.view(evening.clock.now).stage == "opening"
    evening.answer(practice)
    evening.guide(practice, until=evening.clock.now + 30)
    practice.close()
    evening.services.store.set_profile({"plan": None}, evening.services.now().isoformat())
    again = evening.services.resume(practice.session_id)
    evening.answer(again)
    while not again.ended:
        evening.guide(again)
        evening.answer(again)
    log = evening.services.log(practice.session_id)
    assert (log.status, log.plan_item) == ("completed", "back")
    assert Ceiling.of(log.events[0].value["limits"]) == Ceiling(Limits(4, 1, False))


def test_what_was_agreed_for_an_exercise_in_a_yaml_file_is_done(dtx: Commands, dtx_home: Path) -> None:
    """A file of steps cannot see to it itself."""
    plugin(dtx_home / "plugins", "rolls", ROLLS)
    with Evening.at(dtx_home, EVENING) as evening:
        evening.services.refresh()
        screening = evening.services.screen("rolls.rolls", {})
        screening.saved |= {"reps.rolls": "8"}
        practice = evening.services.begin("rolls.rolls", {}, screening)
        evening.answer(practice)
        evening.guide(practice)
        evening.answer(practice)
        log = evening.services.log(practice.session_id)
        assert max(event.value["at"]["rep"] for event in log.events if event.kind == "phase") == 8
        page = evening.services.read("rolls.rolls", {})
        assert sum(phase["kind"] == "lift" for phase in page["phases"]) == 8
