"""A muscle group is tightened and let go by the seconds of clinical 3.3, or only let go, and never tightened on after a cramp."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.phase import Line, Phase, say_seconds
from dtx.engine.reel import laid_out
from dtx.engine.steps import CRAMP, RELEASE_ONLY, Tense

FACE = Tense(
    "face",
    "Now the face. Gather it lightly together.",
    release_lines=(Line(0, "And let go."), Line(6, "Smooth brow."), Line(20, "All fine.")),
    regions=("face", "jaw"),
    name="the face",
)

groups = st.builds(
    Tense,
    st.sampled_from(["face", "neck_throat"]),
    st.just("Now this one."),
    trials=st.integers(1, 5),
    cue_s=st.sampled_from([8, 10, 15]),
    tense_s=st.sampled_from([0, 3, 6, 10]),
    release_s=st.sampled_from([5, 30, 35]),
    release_lines=st.just(FACE.release_lines),
)


def seconds(step: Tense) -> list[tuple[str, float]]:
    return [(phase.kind, phase.seconds) for phase in step.phases()]


def said(phase: Phase) -> list[tuple[float, str]]:
    return [(line.at_s, line.text) for line in phase.lines]


def test_the_standard_form_takes_96_seconds() -> None:
    """Clinical 3.3: 10, 6, 35, 4, 6, 35."""
    assert seconds(FACE) == [("cue", 10), ("tense", 6), ("release", 35), ("cue", 4), ("tense", 6), ("release", 35)]
    assert [phase.at for phase in FACE.phases()] == [{"group": "face", "trial": 1}] * 3 + [{"group": "face", "trial": 2}] * 3


def test_the_gentle_form_is_one_short_trial_of_45_seconds() -> None:
    assert seconds(FACE.gentled()) == [("cue", 10), ("tense", 5), ("release", 30)]
    assert FACE.gentled().text == FACE.text


def test_made_gentle_it_says_how_lightly() -> None:
    """30 % effort (clinical 3.3), also where the script around it has said half."""
    tense = FACE.gentled().phases()[1]
    assert tense.text == "Only lightly, about a third. Keep breathing."
    assert say_seconds(tense.text) <= tense.seconds


def test_the_release_only_form_takes_45_seconds_and_has_its_own_cue() -> None:
    assert seconds(FACE.released()) == [("cue", 10), ("release", 35)]
    assert FACE.released().phases()[0].text == RELEASE_ONLY
    assert RELEASE_ONLY == "Bring attention to this area without tightening it. As you breathe out, let it be as loose as it likes."


def test_the_release_only_cue_says_the_area_first_and_lets_go_with_the_release() -> None:
    """With the eyes closed, 'this area' alone would not tell which one."""
    cue, release = FACE.released().phases()
    assert said(cue) == [(0, "The face."), (2, "Bring attention to this area without tightening it.")]
    assert said(release) == [(0, "As you breathe out, let it be as loose as it likes."), (6, "Smooth brow."), (20, "All fine.")]
    assert (cue.cue, release.cue) == (None, "release")  # its lines are what is spoken: the whole cue would be heard twice


def test_a_group_without_a_name_is_called_by_its_id() -> None:
    assert Tense("neck_throat", "Now the neck.").released().phases()[0].lines[0].text == "Neck throat."


def test_another_cue_may_stand_in_for_the_release_only_one() -> None:
    cue, release = Tense("hand", "Make a fist.", release_text="Let the hand lie.").released().phases()
    assert [line.text for line in cue.lines] == ["Hand.", "Let the hand lie."]
    assert release.text == "Let it be as loose as it likes."


def test_every_line_of_the_release_only_form_fits_its_slot() -> None:
    for phase in FACE.released().phases():
        ends = [*(line.at_s for line in phase.lines[1:]), phase.seconds]
        assert all(line.at_s + say_seconds(line.text) <= end for line, end in zip(phase.lines, ends, strict=True))


def test_an_authors_own_words_stay_where_nothing_was_to_be_tightened() -> None:
    """A step written with a hold of 0 s is release-only already, in its author's words."""
    cue, release = Tense("shoulders", "Notice the shoulders.", tense_s=0).phases()
    assert (cue.text, cue.cue) == ("Notice the shoulders.", "voice")
    assert release.text == "Let it be as loose as it likes."


def test_lines_later_than_a_shorter_release_are_not_said_into_what_follows() -> None:
    late = Tense("face", "Now the face.", release_lines=(Line(0, "And let go."), Line(32, "Nearly over.")))
    assert [line.at_s for line in late.gentled().phases()[-1].lines] == [0]
    assert [line.at_s for line in late.phases()[2].lines] == [0, 32]


@given(groups)
def test_releasing_and_making_gentle_twice_is_the_same_as_once(group: Tense) -> None:
    assert group.released().released() == group.released()
    assert group.gentled().gentled() == group.gentled()
    assert group.released().gentled() == group.released()
    assert group.gentled().released().phases() == group.released().phases()


@given(groups)
def test_nothing_is_tightened_for_longer_in_the_gentle_form(group: Tense) -> None:
    tensed = [phase.seconds for phase in group.gentled().phases() if phase.kind == "tense"]
    assert len(tensed) == (1 if group.tense_s else 0)
    assert max(tensed, default=0) <= min(5, group.tense_s)


@given(groups, st.data())
def test_after_a_cramp_no_tensing_follows_and_what_was_stays(group: Tense, data: st.DataObject) -> None:
    before = group.phases()
    index = data.draw(st.integers(0, len(before) - 1))
    after = group.eased(before, index)
    assert after is not None
    assert after[: index + 1] == before[: index + 1]
    [instead] = after[index + 1 :]
    assert (instead.kind, instead.seconds, instead.at) == ("release", group.release_s, before[index].at)


@pytest.mark.parametrize("index", range(6))
def test_a_cramp_gets_words_once(index: int) -> None:
    """Clinical 3.4: stop, stretch gently; 8.3: a cramp that does not ease in 30 s is a reason to stop."""
    after = FACE.eased(FACE.phases(), index)
    assert after is not None
    assert after[-1].lines == CRAMP
    assert [FACE.eased(after, later) for later in range(len(after))] == [None] * len(after)
    assert "stretch it gently" in CRAMP[0].text and "half a minute" in CRAMP[1].text


@given(groups)
def test_each_form_can_be_laid_out_by_the_engine(group: Tense) -> None:
    for form in (group, group.released(), group.gentled()):
        assert laid_out(form, guest=True).phases == form.phases()
