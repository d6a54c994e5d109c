"""The words of muscle relaxation are those of clinical 3.5, at their seconds, short and without pressure."""

import re
from collections.abc import Iterator

import pytest

from dtx.engine.phase import Phase, say_seconds
from dtx.engine.steps import RELEASE_ONLY
from tests.plugins.test_relaxation import FORMS, MANIFEST, timeline

CUES = {
    "arm_right": "Your stronger arm first. Make a loose fist, bend the elbow a little and press it softly down.",
    "arm_left": "Now the other arm, the same way: loose fist, elbow bent, pressing softly down.",
    "face": "Now the face. Gather it lightly together: brows, eyes, nose, lips. Keep the teeth apart.",
    "neck_throat": "Now the neck. Press the back of your head very softly into its support, chin level.",
    "trunk": "Now the trunk. Draw the shoulder blades slightly together and firm the belly. Keep breathing.",
    "leg_right": "Now your stronger leg. Press the heel down and lift the toes slightly towards you.",
    "leg_left": "And the other leg: heel down, toes lifting slightly, thigh gently firm.",
}
LOOSENED = {
    "arm_right": "Notice what changes from shoulder to fingertips.",
    "arm_left": "Notice what changes from shoulder to fingertips.",
    "face": "Smooth brow, soft eyes, loose jaw.",
    "neck_throat": "Let the support carry the head.",
    "trunk": "Let the breath move by itself.",
    "leg_right": "Let the floor or bed take the weight.",
    "leg_left": "Let the floor or bed take the weight.",
}
SETTLE = (
    "Get comfortable, sitting or lying, head supported if you like. Loosen anything tight. Breathe however is easy.",
    "For each area we tighten gently, about half of what you could do, hold, then let go.",
    "If an area is sore, injured or crampy, skip the tightening. Just notice it and let go.",
)
REST = (
    "All areas together now, resting.",
    "If somewhere is still holding on, it can take its time.",
    "As you breathe out, you might think one quiet word, such as easy.",
)
RETURN = (
    "Start to come back. Move fingers and toes.",
    "Stretch if that would feel kind.",
    "Sit up slowly, and notice the room.",
)


def lines(phase: Phase) -> list[tuple[float, str]]:
    return [(line.at_s, line.text) for line in phase.lines]


def at(starts: tuple[float, ...], texts: tuple[str, ...]) -> list[tuple[float, str]]:
    return list(zip(starts, texts, strict=True))


def every_phase() -> Iterator[Phase]:
    """Each phase of each practice in each form."""
    for form in FORMS:
        for groups in (16, 7, 4):
            yield from (phase for phase, _, _ in timeline("pmr", form=form, groups=groups))
    yield from (phase for phase, _, _ in timeline("pmr", forms=["seated"]))
    for minutes in (2, 3, 4):
        yield from (phase for phase, _, _ in timeline("cue", minutes=minutes))
    for position in ("sitting", "standing", "walking"):
        yield from (phase for phase, _, _ in timeline("differential", position=position))
    yield from (phase for phase, _, _ in timeline("rapid"))


def test_the_words_around_the_seven_groups_are_those_of_the_script() -> None:
    phases = [phase for phase, _, _ in timeline("pmr")]
    assert lines(phases[0]) == at((0, 20, 40), SETTLE)
    assert lines(phases[-2]) == at((0, 40, 80), REST)
    assert lines(phases[-1]) == at((0, 20, 34), RETURN)
    assert phases[0].text == "\n".join(SETTLE)


def test_the_words_of_the_seven_groups_are_those_of_the_script() -> None:
    phases = [phase for phase, _, _ in timeline("pmr")]
    for number, (group, cue) in enumerate(CUES.items()):
        first, tense, release, again, tense_2, release_2 = phases[1 + 6 * number : 7 + 6 * number]
        assert {phase.at["group"] for phase in (first, release_2)} == {group}
        assert (first.text, again.text) == (cue, "Once more, even softer.")
        assert tense.text == tense_2.text == "Tighten, steady, keep breathing."
        fine = "Warm, heavy, tingly, or no different: all fine."
        assert lines(release) == [(0, "And let go."), (6, LOOSENED[group]), (20, fine)]
        assert lines(release_2) == [(0, "Let go again."), (12, "A little more, only if it wants to.")]


def test_the_gentle_form_says_a_third_and_its_lines_come_sooner() -> None:
    """Clinical 3.3: settle 0/15/30, rest 0/30, return 0/12/22."""
    phases = [phase for phase, _, _ in timeline("pmr", form="gentle")]
    third = SETTLE[1].replace("half", "a third")
    assert third == "For each area we tighten gently, about a third of what you could do, hold, then let go."
    assert lines(phases[0]) == at((0, 15, 30), (SETTLE[0], third, SETTLE[2]))
    assert lines(phases[-2]) == at((0, 30), REST[:2])
    assert lines(phases[-1]) == at((0, 12, 22), RETURN)
    assert [phase.text for phase in phases if phase.kind == "cue"] == list(CUES.values())
    assert {phase.text for phase in phases if phase.kind == "tense"} == {"Tighten, steady, keep breathing."}


def test_the_release_only_form_has_its_own_cue_and_speaks_of_no_tightening() -> None:
    phases = [phase for phase, _, _ in timeline("pmr", form="release_only")]
    assert {phase.text for phase in phases if phase.kind == "cue"} == {RELEASE_ONLY}
    assert [line.at_s for line in phases[0].lines] == [0, 20, 40]
    assert "Nothing is tightened this time." in phases[0].text and "we tighten" not in phases[0].text
    called = [phase.lines[0].text for phase in phases if phase.kind == "cue"]
    assert called[:4] == ["Your stronger arm.", "The other arm.", "The face.", "The neck."]


def test_a_sore_area_is_called_by_its_name_before_it_is_let_go() -> None:
    cue = next(phase for phase, _, _ in timeline("pmr", sore=["neck"]) if phase.at.get("group") == "neck_throat")
    assert (cue.text, cue.lines[0].text) == (RELEASE_ONLY, "The neck.")


@pytest.mark.parametrize("groups", [16, 7, 4])
@pytest.mark.parametrize("form", FORMS)
def test_no_first_cue_has_more_than_twenty_words(form: str, groups: int) -> None:
    """Clinical 3.5."""
    cues = [phase.text for phase, _, _ in timeline("pmr", form=form, groups=groups) if phase.kind == "cue" and phase.at["trial"] == 1]
    assert len(cues) == groups
    assert [cue for cue in cues if len(cue.split()) > 20] == []


def test_every_line_can_be_spoken_before_the_next_one_or_the_end() -> None:
    """Clinical 0.2: a line takes ceil(words / 2) seconds."""
    for phase in every_phase():
        starts = [0.0] if not phase.lines else [line.at_s for line in phase.lines]
        texts = [phase.text] if not phase.lines else [line.text for line in phase.lines]
        ends = [*starts[1:], phase.seconds]
        slow = [text for start, text, end in zip(starts, texts, ends, strict=True) if say_seconds(text) > end - start]
        assert slow == []


def test_half_a_minute_tells_of_the_dot_and_of_the_first_sign_of_tension() -> None:
    """Clinical 3.6: 10-15 times a day, linked to a printed dot, never to a notification; stage 6."""
    (*_, (end, _, _)) = timeline("rapid")
    assert lines(end) == [(0, "A printed dot can remind you, ten to fifteen times a day."), (6, "So can the first sign of tension.")]
    (rapid,) = (one for one in MANIFEST.activities if one.id == "rapid")
    assert "dtx sends no reminder" in rapid.summary


def test_toes_are_curled_for_less_than_five_seconds() -> None:
    """Clinical 3.4: curl toes lightly, <= 5 s."""
    cues = [phase.text for phase, _, _ in timeline("pmr", groups=16) if phase.kind == "cue" and "foot" in str(phase.at["group"])]
    assert len(cues) == 4
    assert all("count of four" in cue for cue in cues[::2])


CAUTIONS = (
    "press the fingertips together",
    "frozen shoulder",
    "no squeezing",
    "keep the teeth apart",
    "mark the neck as sore",
    "never rolled",
    "broken rib",
    "never arch the back",
    "hernia",
    "last three months",
    "lift the toes, and do not point them",
    "hot, swollen, painful calf is a warning sign",
    "five seconds at most",
    "stretch gently",
    "up by two points",
    "never all you have",
    "The breath is never held",
)


@pytest.mark.parametrize("words", CAUTIONS)
def test_the_cautions_name_what_the_specification_names(words: str) -> None:
    """Clinical 3.4."""
    (pmr,) = (one for one in MANIFEST.activities if one.id == "pmr")
    assert any(words in caution for caution in (*MANIFEST.cautions, *pmr.cautions))


def test_every_sentence_is_short_and_nobody_is_told_that_they_must() -> None:
    """At most 20 words a sentence (clinical 0.5); invitational (0.4); no claim (8.6)."""
    said = {text for phase in every_phase() for text in (phase.text, *(line.text for line in phase.lines))}
    said |= {*MANIFEST.cautions, *MANIFEST.stop_rules, *MANIFEST.easier, MANIFEST.summary}
    said |= {text for one in MANIFEST.activities for text in (one.title, one.summary, *one.cautions)}
    said |= {option.words for one in MANIFEST.activities for option in one.options.values()}
    sentences = [sentence for text in said for sentence in re.split(r"(?<=[.?!])\s", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
    pressing = re.compile(r"\b(?:must|should|have to|good|bad|fail\w*|well done)\b|\b(?:treat|reliev|cure|heal)", re.IGNORECASE)
    assert [sentence for sentence in sentences if pressing.search(sentence)] == []
