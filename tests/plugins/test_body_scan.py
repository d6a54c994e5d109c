"""The body scan keeps to the clinical specification to the second: the four forms of 2.2, table 2.4 and golden case G5."""

import pytest

from dtx.care.regions import REGIONS, SIDED
from dtx.engine.activity import Activity
from dtx.engine.rehearsal import WAYS, rehearse
from dtx.engine.steps import Section
from dtx.errors import Unknown
from dtx.host.manifest import Manifest
from tests.plugins.body_scans import (
    DWELL,
    FORMS,
    STARTS,
    begins,
    context,
    lasts,
    said,
    sections,
    sentences,
    texts,
    the_manifest,
    the_scan,
    walked,
)

# Clinical specification, table 2.4: start, region, text, seconds of speech, seconds of quiet.
TABLE = (
    (0, "arrive", "Welcome. You can sit, lie down or stand; any position your body likes is the right one.", 9, 3),
    (12, "arrive", "Eyes can close, or rest softly on one spot. You can move, stretch or stop whenever you want.", 9, 4),
    (25, "arrive", "There is nothing to get right here, and no need to feel relaxed. We are only going to notice.", 10, 10),
    (45, "breath", "If it feels fine, notice that you are breathing. Perhaps at the nose, the ribs or the belly.", 9, 6),
    (60, "breath", "Let the breath come and go at its own pace. You do not have to deepen it.", 9, 6),
    (75, "breath", "If watching the breath is unpleasant, listen to the sounds around you instead. That can be your resting place.", 10, 5),
    (90, "left foot + lower leg", "When you are ready, let your attention travel down to the left foot: toes, sole, heel.", 8, 8),
    (
        106,
        "left foot + lower leg",
        "Maybe there is warmth, coolness, pressure, tingling, or nothing much at all. All of these count.",
        8,
        5,
    ),
    (119, "left foot + lower leg", "Now include the ankle, shin and calf.", 4, 7),
    (130, "right foot + lower leg", "Gently letting the left side go, and arriving at the right foot.", 6, 10),
    (146, "right foot + lower leg", "It does not need to match the left. What is here, just now?", 7, 7),
    (160, "right foot + lower leg", "Widen out to the right ankle, shin and calf.", 5, 5),
    (170, "knees, thighs, hips", "Moving up to both knees, and then the thighs, front and back.", 6, 8),
    (184, "knees, thighs, hips", "Notice where the chair, bed or floor is holding you up.", 6, 8),
    (198, "knees, thighs, hips", "Then the hips. If a joint speaks up, you can say hello from a little distance.", 8, 9),
    (215, "pelvis + low back", "Now the pelvis and the lower back, for many people a busy place.", 7, 5),
    (227, "pelvis + low back", "If there is pain, you have choices. You may rest at its edge, where it begins to fade.", 9, 6),
    (
        242,
        "pelvis + low back",
        "You may ask with curiosity: is it steady, or does it shift? Or you may go back to the breath or sounds.",
        11,
        5,
    ),
    (258, "pelvis + low back", "Every one of those is doing the practice.", 4, 3),
    (265, "belly", "Let attention drift round to the belly.", 4, 6),
    (275, "belly", "Perhaps it rises and falls by itself. If it is tight, it is allowed to be tight.", 9, 7),
    (291, "belly", "No forcing, no fixing.", 2, 7),
    (300, "chest + upper back", "Now the ribs, the chest, and the space between the shoulder blades.", 6, 8),
    (314, "chest + upper back", "You might feel breath moving here, or the touch of clothing.", 6, 8),
    (328, "chest + upper back", "If the mind has wandered, that is what minds do. Simply begin again from here.", 8, 4),
    (340, "hands + arms", "Bringing attention to both hands: fingertips, palms, backs of the hands.", 6, 10),
    (356, "hands + arms", "Hands are often full of small sensations. See if any of them is neutral, or even pleasant.", 9, 8),
    (373, "hands + arms", "Then wrists, forearms, elbows and upper arms, all at once.", 5, 12),
    (390, "shoulders + neck", "Arriving at the shoulders and the neck, which carry a lot.", 6, 8),
    (404, "shoulders + neck", "If you notice bracing, you could let it soften by one small degree, only if it wants to.", 9, 9),
    (422, "shoulders + neck", "And if it stays as it is, that is fine. You are noticing, not correcting.", 8, 10),
    (440, "face + head", "Now the jaw, lips and tongue. The cheeks, the eyes, the forehead.", 6, 9),
    (455, "face + head", "The back of the head, the top of the head, the whole head resting on the neck.", 9, 9),
    (473, "face + head", "Just as it is.", 2, 5),
    (480, "resting spot", "Somewhere in the body there may be a spot that feels all right, or at least not difficult.", 9, 5),
    (494, "resting spot", "It could be an earlobe, a thumb, the tip of the nose. Let attention rest there.", 8, 9),
    (511, "resting spot", "You can return to this spot any time today.", 5, 4),
    (520, "whole body", "Now let the attention grow wide enough to hold the whole body, from feet to head.", 8, 8),
    (536, "whole body", "Comfortable parts and sore parts together, in one wide space.", 5, 10),
    (551, "whole body", "A body breathing, being carried, doing its best.", 4, 10),
    (565, "return", "It is nearly time to finish. Let sounds and light come back a little.", 7, 4),
    (576, "return", "Wiggle fingers or toes, and move in whatever way is kind to you.", 7, 5),
    (588, "return", "Take your time getting up. Whatever you noticed, thank you for practising.", 6, 6),
)


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return the_manifest()


@pytest.fixture(scope="module")
def scan() -> Activity:
    return the_scan()


def steps(activity: Activity, minutes: str, **given: str) -> list[Section]:
    found = list(activity.script(context(activity, minutes, **given)))
    assert all(type(step) is Section for step in found)
    return [step for step in found if isinstance(step, Section)]


def test_it_is_called_as_the_contract_says_and_takes_5_10_20_or_45_minutes(scan: Activity) -> None:
    assert scan.id == "body_scan.scan"
    assert scan.options["minutes"].choices == (5, 10, 20, 45)
    assert context(scan).options == {"minutes": 5, "skip": (), "order": "feet_first"}
    with pytest.raises(Unknown, match=r"minutes is 7, but can be 5, 10, 20 or 45\."):
        context(scan, "7")
    with pytest.raises(Unknown, match=r"order is sideways, but can be feet_first or head_first\."):
        context(scan, order="sideways")


def test_every_region_of_the_contract_can_be_left_out_by_its_name_or_for_both_sides(scan: Activity) -> None:
    assert set(scan.options["skip"].choices) == {*REGIONS, *SIDED}
    assert context(scan, skip="chest, foot").options["skip"] == ("chest", "foot")


def test_the_content_contract_is_kept(manifest: Manifest) -> None:
    """Clinical 0.6, and the flags of the scan's column in 8.2."""
    assert (manifest.author, manifest.reviewer, manifest.licence) == ("The dtx project", "none yet", "CC-BY-4.0")
    in_the_table = {"new_pain", "red_flag", "lung", "epilepsy", "falls", "trauma", "eating", "drowsy"}
    assert set(manifest.flags) == in_the_table | {"under_18", "limited"}
    assert manifest.cautions and manifest.stop_rules and manifest.easier
    for text in (*manifest.cautions, *manifest.stop_rules, *manifest.easier):
        assert all(len(sentence.split()) <= 20 for sentence in sentences(text))


# --- the four forms of 2.2


@pytest.mark.parametrize(("minutes", "total"), [("5", 300), ("10", 600), ("20", 1200), ("45", 2700)])
def test_every_section_has_its_seconds_and_begins_where_they_add_up(scan: Activity, minutes: str, total: int) -> None:
    walk = walked(scan, minutes)
    assert lasts(walk) == DWELL[minutes]
    assert list(begins(walk)) == list(DWELL[minutes])
    assert list(begins(walk).values()) == STARTS[minutes]
    assert (walk.total_s, walk.failure) == (total, None)


@pytest.mark.parametrize("minutes", FORMS)
def test_phases_touch_and_each_carries_its_region(scan: Activity, minutes: str) -> None:
    walk = walked(scan, minutes)
    ends = [0.0, *(end for _, _, end in walk.phases)]
    assert [start for _, start, _ in walk.phases] == ends[:-1]
    assert all(set(phase.at) == {"region"} for phase, _, _ in walk.phases)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("minutes", FORMS)
def test_it_asks_nothing_and_takes_the_same_time_whatever_is_answered(scan: Activity, minutes: str, way: str) -> None:
    walk = rehearse(lambda: scan.script(context(scan, minutes)), way)  # type: ignore[arg-type]
    assert (walk.total_s, walk.asks, walk.failure) == (int(minutes) * 60, (), None)


@pytest.mark.parametrize("minutes", FORMS)
def test_every_section_on_the_way_names_its_regions_and_the_frame_has_none(scan: Activity, minutes: str) -> None:
    frame = {"arrive", "breath", "resting spot", "whole body", "whole-body breathing", "open rest", "return"}
    for step in steps(scan, minutes):
        assert set(step.regions) <= set(REGIONS)
        assert bool(step.regions) != (step.region in frame)
    assert {region for step in steps(scan, minutes) for region in step.regions} == set(REGIONS)


@pytest.mark.parametrize("minutes", ["20", "45"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_section_about_one_side_visits_that_side_alone(scan: Activity, minutes: str, side: str) -> None:
    named = [step for step in steps(scan, minutes) if step.region.startswith(side)]
    assert named
    assert all(region.endswith(f"_{side}") for step in named for region in step.regions)


# --- ten minutes: G5


def test_ten_minutes_have_43_lines_and_578_words(scan: Activity) -> None:
    lines = said(walked(scan, "10"))
    assert len(lines) == 43
    assert sum(len(phase.text.split()) for phase, _, _ in lines) == 578


def test_every_line_has_its_second_its_words_and_its_quiet(scan: Activity) -> None:
    walk = walked(scan, "10")
    expected = []
    for start, region, text, say, pause in TABLE:
        expected.append(("say", float(start), float(start + say), text, region))
        expected.append(("silence", float(start + say), float(start + say + pause), text, region))
    assert [(phase.kind, start, end, phase.text, phase.at["region"]) for phase, start, end in walk.phases] == expected


def test_the_first_line_is_said_until_9_and_the_last_begins_at_588(scan: Activity) -> None:
    phases = [(phase.kind, start, end) for phase, start, end in walked(scan, "10").phases]
    assert phases[:2] == [("say", 0, 9), ("silence", 9, 12)]
    assert phases[-2:] == [("say", 588, 594), ("silence", 594, 600)]


def test_the_low_back_section_holds_lines_16_to_19(scan: Activity) -> None:
    assert texts(sections(walked(scan, "10"))["pelvis + low back"]) == [text for _, _, text, _, _ in TABLE[15:19]]


@pytest.mark.parametrize("given", [{"order": "head_first"}, {"skip": "foot_left,calf_left"}, {"skip": "foot_left", "order": "head_first"}])
def test_from_the_other_end_or_without_a_left_foot_no_word_leans_on_it(scan: Activity, given: dict[str, str]) -> None:
    """Three lines of the table rely on the way from the left foot upwards."""
    words = " ".join(texts(said(walked(scan, "10", **given))))
    assert "letting the left side go" not in words and "match the left" not in words
    assert ("Moving up to both knees" in words) == ("order" not in given)
    assert lasts(walked(scan, "10", **given)) == DWELL["10"]


def test_every_caution_of_the_specification_is_given(manifest: Manifest) -> None:
    """Clinical 2.1 and 8.2: what can come up, longer than 20 minutes alone, open eyes, sounds, sitting, the care team."""
    words = " ".join(manifest.cautions)
    for said_of in (
        "driving",
        "unease",
        "Longer scans alone",
        "eyes open",
        "harming yourself",
        "lung",
        "fall",
        "epilepsy",
        "eating disorder",
    ):
        assert said_of in words
