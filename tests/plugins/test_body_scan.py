"""The body scan keeps to the clinical specification to the second and to the word: golden case G5, and the rules of 2.2 to 2.4."""

import re
from datetime import date
from pathlib import Path

import pytest

from dtx.care.regions import REGIONS
from dtx.care.sore import adapted
from dtx.engine.activity import Activity, Context
from dtx.engine.phase import Phase
from dtx.engine.rehearsal import WAYS, Rehearsal, rehearse
from dtx.errors import Unknown
from dtx.host.manifest import Manifest, read_manifest
from dtx.host.options import settle

FOLDER = Path(__file__).parents[2] / "plugins" / "body_scan"

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
STARTS = [0, 45, 90, 130, 170, 215, 265, 300, 340, 390, 440, 480, 520, 565]

# Clinical specification 2.2, the five-minute form.
FIVE = {
    "arrive": 30,
    "breath": 30,
    "feet + lower legs": 30,
    "knees, thighs, hips": 30,
    "back, belly, chest": 40,
    "hands, arms, shoulders": 40,
    "neck, face, head": 30,
    "whole body": 40,
    "return": 30,
}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(FOLDER)


@pytest.fixture(scope="module")
def scan(manifest: Manifest) -> Activity:
    [activity] = manifest.activities_from_yaml()
    return activity


def walked(activity: Activity, minutes: str | None = None) -> Rehearsal:
    options = settle(activity.options, {"minutes": minutes})
    return rehearse(lambda: activity.script(Context(options, 1, date(2025, 11, 3))))


def said(walk: Rehearsal) -> list[tuple[Phase, float, float]]:
    return [placed for placed in walk.phases if placed[0].kind == "say"]


def sections(walk: Rehearsal) -> dict[object, list[tuple[Phase, float, float]]]:
    found: dict[object, list[tuple[Phase, float, float]]] = {}
    for placed in walk.phases:
        found.setdefault(placed[0].at["region"], []).append(placed)
    return found


def test_it_is_called_as_the_contract_says_and_takes_five_or_ten_minutes(scan: Activity) -> None:
    assert scan.id == "body_scan.scan"
    assert scan.options["minutes"].choices == (5, 10)
    assert settle(scan.options, {}) == {"minutes": 5}
    with pytest.raises(Unknown, match=r"minutes is 7, but can be 5 or 10\."):
        settle(scan.options, {"minutes": "7"})


def test_the_content_contract_is_kept(manifest: Manifest) -> None:
    assert (manifest.author, manifest.reviewer, manifest.licence) == ("The dtx project", "none yet", "CC-BY-4.0")
    assert {"trauma", "drowsy", "lung", "falls"} <= set(manifest.flags)
    assert manifest.cautions and manifest.stop_rules and manifest.easier
    sentences = [
        sentence for text in (*manifest.cautions, *manifest.stop_rules, *manifest.easier) for sentence in re.split(r"[.;:] ", text)
    ]
    assert all(len(sentence.split()) <= 20 for sentence in sentences)


# --- ten minutes: G5


def test_ten_minutes_have_43_lines_and_578_words(scan: Activity) -> None:
    lines = said(walked(scan, "10"))
    assert len(lines) == 43
    assert sum(len(phase.text.split()) for phase, _, _ in lines) == 578


def test_the_sections_begin_where_the_specification_says_and_end_at_600(scan: Activity) -> None:
    walk = walked(scan, "10")
    assert [placed[0][1] for placed in sections(walk).values()] == STARTS
    assert walk.total_s == 600
    assert list(sections(walk)) == list(dict.fromkeys(region for _, region, _, _, _ in TABLE))


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
    spoken = [phase.text for phase, _, _ in sections(walked(scan, "10"))["pelvis + low back"] if phase.kind == "say"]
    assert spoken == [text for _, _, text, _, _ in TABLE[15:19]]


# --- five minutes: original words, by the rules


def test_five_minutes_is_the_default_and_has_the_seconds_of_the_specification(scan: Activity) -> None:
    walk = walked(scan)
    assert {region: placed[-1][2] - placed[0][1] for region, placed in sections(walk).items()} == FIVE
    assert walk.total_s == 300


def test_five_minutes_have_one_short_line_in_20_to_40_seconds(scan: Activity) -> None:
    walk = walked(scan)
    starts = [start for _, start, _ in said(walk)]
    assert all(len(phase.text.split()) <= 20 for phase, _, _ in said(walk))
    assert all(20 <= later - sooner <= 40 for sooner, later in zip(starts, [*starts[1:], 300.0], strict=True))


def test_at_least_half_of_five_minutes_is_quiet(scan: Activity) -> None:
    assert sum(end - start for phase, start, end in walked(scan).phases if phase.kind == "silence") >= 150


def test_every_section_of_the_five_minutes_offers_a_choice(scan: Activity) -> None:
    for placed in sections(walked(scan)).values():
        assert re.search(r"\b(or|if|may|could|might|whichever|perhaps)\b", " ".join(phase.text for phase, _, _ in placed).lower())


def test_nothing_at_all_is_a_valid_answer_for_leg_trunk_arm_and_head(scan: Activity) -> None:
    found = sections(walked(scan))
    for region in ("feet + lower legs", "back, belly, chest", "hands, arms, shoulders", "neck, face, head"):
        assert any("or nothing at all" in phase.text for phase, _, _ in found[region])


def test_pain_has_three_options_at_the_back_belly_and_chest(scan: Activity) -> None:
    words = " ".join(phase.text for phase, _, _ in sections(walked(scan))["back, belly, chest"])
    assert all(option in words for option in ("rest at its edge", "explore it with curiosity", "return to breath or sounds"))


def test_the_words_leave_eyes_open_and_orders_out(scan: Activity) -> None:
    words = " ".join(phase.text for phase, _, _ in walked(scan).phases)
    assert "Eyes may stay open." in words
    assert not re.search(r"\b(must|should|relieve|release|heal|into the pain)\b", words)


# --- both


@pytest.mark.parametrize("minutes", ["5", "10"])
def test_phases_touch_and_each_carries_its_region(scan: Activity, minutes: str) -> None:
    walk = walked(scan, minutes)
    ends = [0.0, *(end for _, _, end in walk.phases)]
    assert [start for _, start, _ in walk.phases] == ends[:-1]
    assert all(set(phase.at) == {"region"} for phase, _, _ in walk.phases)


@pytest.mark.parametrize("way", WAYS)
def test_it_asks_nothing_and_takes_the_same_time_whatever_is_answered(scan: Activity, way: str) -> None:
    walk = rehearse(lambda: scan.script(Context(settle(scan.options, {}), 1, date(2025, 11, 3))), way)  # type: ignore[arg-type]
    assert (walk.total_s, walk.asks, walk.failure) == (300, (), None)


# --- the sore-today swap (2.4)


@pytest.mark.parametrize("minutes", ["5", "10"])
@pytest.mark.parametrize("sore", REGIONS)
def test_every_sore_region_softens_a_section_and_moves_nothing(scan: Activity, minutes: str, sore: str) -> None:
    plain = walked(scan, minutes)
    context = Context(settle(scan.options, {"minutes": minutes}), 1, date(2025, 11, 3))
    soft = rehearse(lambda: adapted(scan.script(context), frozenset({sore})))
    before, after = sections(plain), sections(soft)
    assert [placed[0][1] for placed in after.values()] == [placed[0][1] for placed in before.values()]
    assert soft.total_s == plain.total_s
    changed = [region for region in before if before[region] != after[region]]
    assert changed
    for region in changed:
        words = " ".join(phase.text for phase, _, _ in after[region])
        assert "rest at its edge" in words
        assert after[region][0][0].text == before[region][0][0].text


def test_a_sore_low_back_of_ten_minutes_is_as_it_was_written(scan: Activity) -> None:
    """Only the quiet is shared anew: 50 s less 31 s of speech are 4 s each, and what is left goes to the last."""
    context = Context(settle(scan.options, {"minutes": "10"}), 1, date(2025, 11, 3))
    soft = sections(rehearse(lambda: adapted(scan.script(context), frozenset({"low_back"}))))["pelvis + low back"]
    assert [phase.text for phase, _, _ in soft if phase.kind == "say"] == [text for _, _, text, _, _ in TABLE[15:19]]
    assert [end - start for phase, start, end in soft if phase.kind == "silence"] == [4, 4, 4, 7]
