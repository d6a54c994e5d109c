"""What the host does with the body scan: the sore-today swap of clinical 2.4, and removal, order and own words of 2.2 and 2.3."""

from itertools import pairwise

import pytest

from dtx.care.regions import REGIONS
from dtx.care.scan import HEAD_FIRST, OWN_WORD, arranged, wishes
from dtx.care.sore import OFFERS, SHORT_OFFER, softened
from dtx.engine.activity import Activity
from dtx.engine.phase import say_seconds
from dtx.engine.rehearsal import Rehearsal, rehearse
from dtx.engine.steps import Section
from tests.plugins.body_scans import DWELL, FORMS, begins, context, lasts, said, sections, texts, the_scan, walked

FRAME = ("arrive", "breath", "resting spot", "whole body", "whole-body breathing", "open rest", "return")


@pytest.fixture(scope="module")
def scan() -> Activity:
    return the_scan()


def asked(activity: Activity, minutes: str, names: dict[str, str] | None = None, **given: str) -> Rehearsal:
    """The scan as the host gives it for these options and the person's own words."""
    world = context(activity, minutes, **given)
    skip, order = wishes(world.options)
    return rehearse(lambda: arranged(activity.script(world), skip, order, names))


# --- sore today (2.4)


@pytest.mark.parametrize("minutes", FORMS)
@pytest.mark.parametrize("sore", REGIONS)
def test_every_sore_region_has_a_section_that_keeps_its_length_and_first_line_and_then_offers_three_ways(
    scan: Activity, minutes: str, sore: str
) -> None:
    """From 40 s on these are lines 17 to 19, below that the one short line; the pauses are equal, with what is left over in the last."""
    about = [step for step in scan.script(context(scan, minutes)) if isinstance(step, Section) and sore in step.regions]
    assert about
    for section in about:
        lines = softened(section).placed()
        offers = OFFERS if section.seconds >= 40 else (SHORT_OFFER,)
        assert [line.text for line in lines] == [section.placed()[0].text, *offers]
        ends = [*(line.at_s for line in lines[1:]), section.seconds]
        quiet = [end - line.at_s - say_seconds(line.text) for line, end in zip(lines, ends, strict=True)]
        assert lines[0].at_s == 0 and min(quiet) >= 1
        assert all(pause == int(pause) for pause in quiet)
        assert len(set(quiet[:-1])) == 1 and 0 <= quiet[-1] - quiet[0] < len(quiet)


def test_a_sore_low_back_of_ten_minutes_is_as_it_was_written(scan: Activity) -> None:
    """Only the quiet is shared anew: 50 s less 31 s of speech are 4 s each, and what is left goes to the last."""
    [section] = [step for step in scan.script(context(scan, "10")) if isinstance(step, Section) and "low_back" in step.regions]
    soft = softened(section)
    assert [line.text for line in soft.placed()] == [line.text for line in section.placed()]
    assert [phase.seconds for phase in soft.phases() if phase.kind == "silence"] == [4, 4, 4, 7]


# --- left out (2.2)


@pytest.mark.parametrize("minutes", ["20", "45"])
@pytest.mark.parametrize("region", ["chest", "pelvis", "belly", "foot_left", "head"])
def test_what_is_left_out_gives_its_time_to_the_breath_and_moves_nothing_else(scan: Activity, minutes: str, region: str) -> None:
    plain, without = walked(scan, minutes), asked(scan, minutes, skip=region)
    alone = {step.region for step in scan.script(context(scan, minutes)) if isinstance(step, Section) and step.regions == (region,)}
    freed = sum(DWELL[minutes][one] for one in alone)
    expected = {one: seconds for one, seconds in DWELL[minutes].items() if one not in alone}
    kept = {one: seconds for one, seconds in lasts(without).items() if one in expected}
    assert without.total_s == plain.total_s
    assert kept | {"breath": 0} == {one: expected[one] for one in kept} | {"breath": 0}
    assert lasts(without)["breath"] == DWELL[minutes]["breath"] + freed
    before, after = sections(plain)["breath"], sections(without)["breath"]
    assert before[:-1] == after[:-1]
    assert after[-1][0].kind == "silence"


def test_without_the_pelvis_ten_minutes_name_the_low_back_alone_and_keep_its_three_ways(scan: Activity) -> None:
    """A section of several parts stays as long as one of them does, in words that name no other."""
    walk = asked(scan, "10", skip="pelvis")
    assert "pelvis" not in " ".join(texts(said(walk)))
    assert begins(walk)["lower back"] == 215
    assert texts(sections(walk)["lower back"])[1:] == list(OFFERS)
    assert lasts(walk) == {("lower back" if one == "pelvis + low back" else one): seconds for one, seconds in DWELL["10"].items()}


@pytest.mark.parametrize("minutes", FORMS)
def test_with_everything_left_out_there_is_arriving_breath_and_the_way_back(scan: Activity, minutes: str) -> None:
    walk = asked(scan, minutes, skip=",".join(REGIONS))
    frame = [one for one in DWELL[minutes] if one in FRAME]
    assert list(lasts(walk)) == frame
    assert walk.total_s == int(minutes) * 60
    assert lasts(walk)["breath"] == walk.total_s - sum(DWELL[minutes][one] for one in frame if one != "breath")


@pytest.mark.parametrize("minutes", FORMS)
@pytest.mark.parametrize("region", REGIONS)
def test_a_part_that_is_left_out_is_visited_by_no_section(scan: Activity, minutes: str, region: str) -> None:
    world = context(scan, minutes, skip=region)
    skip, order = wishes(world.options)
    told = [step for step in arranged(scan.script(world), skip, order) if isinstance(step, Section)]
    assert not any(region in step.regions for step in told)
    assert sum(step.seconds for step in told) == int(minutes) * 60


# --- the other order (2.2)


@pytest.mark.parametrize("minutes", FORMS)
def test_head_first_turns_the_way_round_between_the_breath_and_the_whole_body(scan: Activity, minutes: str) -> None:
    names = list(DWELL[minutes])
    way = [one for one in names if one not in FRAME]
    walk = asked(scan, minutes, order=HEAD_FIRST)
    assert list(lasts(walk)) == [*names[:2], *reversed(way), *names[2 + len(way) :]]
    assert lasts(walk) == DWELL[minutes]
    ends = [0.0, *(end for _, _, end in walk.phases)]
    assert [start for _, start, _ in walk.phases] == ends[:-1]


@pytest.mark.parametrize("minutes", ["5", "20", "45"])
def test_from_the_head_down_every_word_is_the_same(scan: Activity, minutes: str) -> None:
    """No line of ours leans on the one before it. In the ten minutes, three lines of the table do."""
    assert sorted(texts(said(asked(scan, minutes, order=HEAD_FIRST)))) == sorted(texts(said(walked(scan, minutes))))


# --- the person's own word (2.3)

ABSENT = {f"{part}_left": "the place below your left hip" for part in ("foot", "calf", "knee", "thigh")}


@pytest.mark.parametrize("minutes", FORMS)
def test_an_absent_leg_is_called_as_the_person_calls_it(scan: Activity, minutes: str) -> None:
    plain, own = walked(scan, minutes), asked(scan, minutes, ABSENT)
    about = [step.region for step in scan.script(context(scan, minutes)) if isinstance(step, Section) and set(ABSENT) & set(step.regions)]
    told = sections(own)[OWN_WORD]
    words = " ".join(texts(told))
    assert words.count("the place below your left hip") == len(about)
    assert words.count("or nothing at all") == len(about)
    assert not any(word in words for word in ("left foot", "left knee", "left thigh", "left lower leg", "both feet", "toes", "shin"))
    assert sum(end - start for _, start, end in told) == sum(DWELL[minutes][one] for one in about)
    assert {one: at for one, at in begins(own).items() if one != OWN_WORD} == {
        one: at for one, at in begins(plain).items() if one not in about
    }


def test_a_line_comes_every_40_seconds_at_the_latest_where_a_word_is_the_persons_own(scan: Activity) -> None:
    starts = [start for _, start, _ in said(asked(scan, "45", dict.fromkeys(REGIONS, "this part")))]
    assert all(later - sooner <= 40 for sooner, later in pairwise(starts))
