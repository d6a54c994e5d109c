"""Muscle relaxation keeps to the seconds of clinical 3.2-3.3 and to the golden case G4."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.adapted import adapted
from dtx.care.regions import REGIONS
from dtx.engine.activity import Activity, Context
from dtx.engine.phase import Phase
from dtx.engine.reel import Reel
from dtx.engine.rehearsal import rehearse
from dtx.engine.steps import Tense
from dtx.host.loader import load
from dtx.host.manifest import read_manifest
from dtx.host.options import settle
from dtx.host.trust import read_tree

FOLDER = Path(__file__).parents[2] / "plugins" / "relaxation"
MANIFEST = read_manifest(FOLDER)
ACTIVITIES = {one.id: one for one in MANIFEST.activities_from_yaml()} | dict(load(MANIFEST, read_tree(FOLDER)).activities)
TODAY = date(2025, 3, 10)
FORMS = ("standard", "gentle", "release_only")

Timeline = tuple[tuple[Phase, float, float], ...]


def timeline(name: str, *, sore: Iterable[str] = (), side: str = "right", forms: Iterable[str] = (), **given: Any) -> Timeline:
    """The phases as the person gets them, with start and end in seconds, and the proof that they are contiguous from 0."""
    activity: Activity = ACTIVITIES[f"relaxation.{name}"]
    ctx = Context(settle(activity.options, given), 1, TODAY, frozenset(sore), side, forms=frozenset(forms))
    rehearsal = rehearse(lambda: adapted(activity.script(ctx), ctx.sore))
    assert rehearsal.failure is None
    phases = rehearsal.phases
    assert phases[0][1] == 0
    assert all(a[2] == b[1] for a, b in pairwise(phases))
    return phases


def tenses(side: str = "right", **given: Any) -> list[Tense]:
    """The muscle groups as steps."""
    activity: Activity = ACTIVITIES["relaxation.pmr"]
    ctx = Context(settle(activity.options, given), 1, TODAY, side=side)
    return [step for step in activity.script(ctx) if isinstance(step, Tense)]


def spans(phases: Timeline) -> list[tuple[str, float, float]]:
    return [(phase.kind, start, end) for phase, start, end in phases]


def test_g4_seven_groups_in_the_standard_form() -> None:
    """Golden case G4, to the second."""
    found = spans(timeline("pmr"))
    assert (len(found), found[-1][2]) == (45, 900)
    assert found[0] == ("settle", 0, 60)
    for g in range(1, 8):
        s = 60 + 96 * (g - 1)
        assert found[6 * g - 5 : 6 * g + 1] == [
            ("cue", s, s + 10),
            ("tense", s + 10, s + 16),
            ("release", s + 16, s + 51),
            ("cue", s + 51, s + 55),
            ("tense", s + 55, s + 61),
            ("release", s + 61, s + 96),
        ]
    assert found[-2:] == [("rest", 732, 852), ("return", 852, 900)]


def test_g4_the_face_and_the_last_group() -> None:
    face = [(phase.kind, start, end) for phase, start, end in timeline("pmr") if phase.at.get("group") == "face"]
    assert (face[0][1], face[-1][2]) == (252, 348)
    assert [span for span in face if span[0] == "tense"] == [("tense", 262, 268), ("tense", 307, 313)]
    last = [(start, end) for phase, start, end in timeline("pmr") if phase.at.get("group") == "leg_left"]
    assert (last[0][0], last[-1][1]) == (636, 732)


def test_g4_a_sore_neck_is_only_let_go() -> None:
    phases = timeline("pmr", sore=["neck"])
    assert (len(phases), phases[-1][2]) == (41, 849)
    neck = [(phase.kind, start, end) for phase, start, end in phases if phase.at.get("group") == "neck_throat"]
    assert neck == [("cue", 348, 358), ("release", 358, 393)]
    assert next(start for phase, start, _ in phases if phase.at.get("group") == "trunk") == 393


@pytest.mark.parametrize(
    ("form", "groups", "total", "phases"),
    [
        ("standard", 16, 1764, 99),
        ("standard", 7, 900, 45),
        ("standard", 4, 612, 27),
        ("gentle", 16, 45 + 16 * 45 + 60 + 30, 51),
        ("gentle", 7, 450, 24),
        ("gentle", 4, 45 + 4 * 45 + 60 + 30, 15),
        ("release_only", 16, 60 + 16 * 45 + 120 + 48, 35),
        ("release_only", 7, 543, 17),
        ("release_only", 4, 60 + 4 * 45 + 120 + 48, 11),
    ],
)
def test_every_form_takes_its_total(form: str, groups: int, total: float, phases: int) -> None:
    """Clinical 3.3; for 16 and 4 groups the gentle and the release-only form follow from the same seconds."""
    found = timeline("pmr", form=form, groups=groups)
    assert (found[-1][2], len(found)) == (total, phases)


def test_the_totals_that_no_source_gives() -> None:
    assert [timeline("pmr", form="gentle", groups=n)[-1][2] for n in (16, 4)] == [855, 315]
    assert [timeline("pmr", form="release_only", groups=n)[-1][2] for n in (16, 4)] == [948, 408]


def test_the_second_stage_takes_five_to_seven_minutes_with_four_groups() -> None:
    """Clinical 3.6: release-only, 5-7 min."""
    assert 300 <= timeline("pmr", form="release_only", groups=4)[-1][2] <= 420


@pytest.mark.parametrize("groups", [16, 7, 4])
@pytest.mark.parametrize("form", FORMS)
def test_each_group_has_its_seconds(form: str, groups: int) -> None:
    lengths = {
        "standard": [("cue", 10), ("tense", 6), ("release", 35), ("cue", 4), ("tense", 6), ("release", 35)],
        "gentle": [("cue", 10), ("tense", 5), ("release", 30)],
        "release_only": [("cue", 10), ("release", 35)],
    }[form]
    blocks = [[(phase.kind, phase.seconds) for phase in group.phases()] for group in tenses(form=form, groups=groups)]
    assert blocks == [lengths] * groups


SIXTEEN = (
    "hand_right upper_arm_right hand_left upper_arm_left forehead cheeks_nose jaw neck_throat chest_shoulders_back belly "
    "thigh_right calf_right foot_right thigh_left calf_left foot_left"
).split()
SEVEN = "arm_right arm_left face neck_throat trunk leg_right leg_left".split()
FOUR = "arms face_neck trunk legs".split()


@pytest.mark.parametrize(("groups", "names"), [(16, SIXTEEN), (7, SEVEN), (4, FOUR)])
def test_the_groups_come_in_their_order_and_the_stronger_side_first(groups: int, names: list[str]) -> None:
    """Clinical 3.2."""
    assert [group.group for group in tenses(groups=groups)] == names
    swapped = [name.replace("right", "x").replace("left", "right").replace("x", "left") for name in names]
    assert [group.group for group in tenses("left", groups=groups)] == swapped


@pytest.mark.parametrize("groups", [16, 7, 4])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_regions_are_those_of_the_real_side_and_leave_none_out(side: str, groups: int) -> None:
    found = tenses(side, groups=groups)
    assert frozenset[str]().union(*(group.regions for group in found)) == set(REGIONS)
    other = {"left": "right", "right": "left"}
    for group in found:
        if (named := group.group.rpartition("_")[2]) in other:
            assert [region for region in group.regions if region.endswith(other[named])] == []
    if groups != 4:
        assert found[0].regions[:2] == (f"hand_{side}", f"arm_{side}")


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_words_stay_neutral_about_the_side(side: str) -> None:
    said = [phase.text for groups in (16, 7, 4) for group in tenses(side, groups=groups) for phase in group.phases()]
    assert [text for text in said if "left" in text or "right" in text] == []
    assert said == [phase.text for groups in (16, 7, 4) for group in tenses(groups=groups) for phase in group.phases()]


@given(st.sampled_from(REGIONS), st.sampled_from([16, 7, 4]), st.sampled_from(["left", "right"]))
def test_a_sore_region_is_never_tightened(region: str, groups: int, side: str) -> None:
    """Each group that is only let go takes 51 seconds less (clinical 3.3)."""
    touched = [group.group for group in tenses(side, groups=groups) if region in group.regions]
    phases = timeline("pmr", sore=[region], side=side, groups=groups)
    assert touched
    assert [phase for phase, _, _ in phases if phase.kind == "tense" and phase.at["group"] in touched] == []
    assert phases[-1][2] == {16: 1764, 7: 900, 4: 612}[groups] - 51 * len(touched)


@pytest.mark.parametrize(
    ("region", "touched"),
    [
        ("knee_left", ["leg_left"]),
        ("jaw", ["face"]),
        ("low_back", ["trunk"]),
        ("shoulder_right", ["arm_right", "trunk"]),  # frozen shoulder; shoulder surgery (clinical 3.4)
    ],
)
def test_soreness_reaches_the_groups_that_would_press_on_it(region: str, touched: list[str]) -> None:
    assert [group.group for group in tenses() if region in group.regions] == touched


def test_who_needs_the_gentle_form_gets_all_of_it() -> None:
    """Clinical 8.2: F gentle."""
    phases = timeline("pmr", forms=["gentle"])
    assert phases[-1][2] == 450
    assert "about a third" in phases[0][0].text
    assert timeline("pmr", forms=["gentle"], form="release_only")[-1][2] == 543  # gentler still


def test_who_falls_easily_is_asked_to_sit() -> None:
    """Clinical 8.2: F seated."""
    assert "sitting or lying" in timeline("pmr")[0][0].text
    assert "Get comfortable, sitting, head" in timeline("pmr", forms=["seated"])[0][0].text
    walking = timeline("differential", position="walking", forms=["seated"])
    assert walking == timeline("differential", position="sitting")


@given(st.sampled_from(FORMS), st.sampled_from([16, 7, 4]), st.data())
def test_after_a_cramp_the_group_is_left_alone_and_the_next_one_follows(form: str, groups: int, data: st.DataObject) -> None:
    """Clinical 3.4, walked by the engine itself."""
    activity = ACTIVITIES["relaxation.pmr"]
    ctx = Context(settle(activity.options, {"form": form, "groups": groups}), 1, TODAY)
    reel = Reel(lambda: activity.script(ctx), guest=True)
    for _ in range(data.draw(st.integers(1, groups))):
        reel.advance(None)
    before = reel.current.phases
    index = data.draw(st.integers(0, len(before) - 1))
    reel.ease(index)
    after = reel.current.phases
    assert after[: index + 1] == before[: index + 1]
    assert [phase.kind for phase in after[index + 1 :]] == ["release"]
    assert "stretch" in after[-1].text
    reel.advance(None)
    assert reel.current.phases[0].at != after[-1].at


@pytest.mark.parametrize(("minutes", "word_s"), [(2, 40), (3, 100), (4, 160)])
def test_the_third_stage_takes_two_to_four_minutes(minutes: int, word_s: float) -> None:
    """Clinical 3.6; the time goes to the word on the out-breath."""
    found = spans(timeline("cue", minutes=minutes))
    assert found == [
        ("settle", 0, 30),
        ("cue", 30, 50),
        ("release", 50, 50 + word_s),
        ("return", 50 + word_s, minutes * 60),
    ]


@pytest.mark.parametrize("position", ["sitting", "standing", "walking"])
def test_the_fourth_stage_takes_90_seconds_in_each_position(position: str) -> None:
    """Clinical 3.6: 60-90 s."""
    phases = timeline("differential", position=position)
    assert spans(phases) == [("settle", 0, 20), ("cue", 20, 40), ("release", 40, 70), ("return", 70, 90)]
    verb = {"sitting": "Sit ", "standing": "Stand ", "walking": "Walk "}[position]
    assert phases[0][0].text.startswith(verb)


def test_the_fifth_stage_takes_half_a_minute() -> None:
    """Clinical 3.6: one breath, the cue word, one scan, 20-30 s."""
    assert spans(timeline("rapid")) == [("cue", 0, 6), ("release", 6, 11), ("rest", 11, 20), ("return", 20, 30)]


def test_all_of_it_falls_under_muscle_relaxation_at_the_gate() -> None:
    """Clinical 8.2, the column PMR; no phase is of a kind that would make it breathing or imagery."""
    from dtx.care.gate import columns

    for name in ACTIVITIES:
        short = name.partition(".")[2]
        rehearsed = [{"kind": phase.kind, "at": phase.at, "start_s": start, "end_s": end} for phase, start, end in timeline(short)]
        assert columns(rehearsed) == {"pmr"}


def test_only_the_kinds_of_the_contract_are_used() -> None:
    kinds = {phase.kind for name in ACTIVITIES for phase, _, _ in timeline(name.partition(".")[2])}
    assert kinds == {"settle", "cue", "tense", "release", "rest", "return"}


def test_the_options_and_lengths_are_those_of_the_contract() -> None:
    declared = {one.id: one for one in MANIFEST.activities}
    assert list(declared) == ["pmr", "cue", "differential", "rapid"]
    pmr = declared["pmr"].options
    assert (pmr["groups"].choices, pmr["groups"].default) == ((7, 16, 4), 7)
    assert (pmr["form"].choices, pmr["form"].default) == (FORMS, "standard")
    minutes = declared["cue"].options["minutes"]
    assert (minutes.low, minutes.high, minutes.default) == (2, 4, 3)
    assert declared["differential"].options["position"].choices == ("sitting", "standing", "walking")
    assert declared["rapid"].options == {}
    for name, one in declared.items():
        assert one.minutes == timeline(name)[-1][2] / 60


def test_the_flags_are_those_of_the_gates_column() -> None:
    from dtx.care.gate import TABLE

    assert set(MANIFEST.flags) == {flag for flag, marks in TABLE.items() if "pmr" in marks}
