"""The order, the removal and the renaming of sections (clinical 2.2 and 2.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.regions import REGIONS
from dtx.care.scan import BREATH, FEET_FIRST, HEAD_FIRST, LATER, OPENINGS, ORDERS, OWN_WORD, STAY, arranged, rearranged, wishes
from dtx.care.sore import OFFERS
from dtx.engine.activity import Script
from dtx.engine.phase import Line
from dtx.engine.questions import Ask
from dtx.engine.reel import MOST_STEPS
from dtx.engine.rehearsal import rehearse
from dtx.engine.steps import Say, Section, Silence, Step

BREATHING = Section(BREATH, 30, (Line(0, "Notice the breath."), Line(15, "Or the sounds.")))
FEET = Section("feet", 30, ("Now the feet.",), ("foot_left", "foot_right"))
BELLY = Section("belly", 40, ("Now the belly.",), ("belly",))
BACK = Section("back", 60, ("Now the whole back.",), ("low_back", "upper_back"))
HEAD = Section("head", 20, ("Now the head.",), ("head",))
RETURN = Section("return", 20, ("Come back in your own time.",))
RUN = (BREATHING, FEET, BELLY, BACK, HEAD, RETURN)

regions = st.lists(st.sampled_from(REGIONS), max_size=5, unique=True).map(tuple)
section = st.builds(
    Section,
    st.sampled_from(["here", "there", BREATH, "return"]),
    st.integers(8, 200),
    st.lists(st.sampled_from(["Now here.", "You might stay, or go on."]), min_size=1, max_size=2).map(tuple),
    regions,
)
sections = st.lists(section, max_size=12)
some = st.frozensets(st.sampled_from(REGIONS))
names = st.dictionaries(st.sampled_from(REGIONS), st.sampled_from(["your own word", "a word " * 40]), max_size=4)


def told(*steps: Step) -> Script:
    for step in steps:
        yield step


def length(run: list[Section]) -> float:
    return sum(phase.seconds for one in run for phase in one.phases())


# --- laws


@given(run=sections, skip=some, order=st.sampled_from(ORDERS), words=names)
def test_the_total_never_changes_and_phases_touch(run: list[Section], skip: frozenset[str], order: str, words: dict[str, str]) -> None:
    walk = rehearse(lambda: arranged(told(*run), skip, order, words))
    assert walk.failure is None
    assert walk.total_s == length(run)
    ends = [0.0, *(end for _, _, end in walk.phases)]
    assert [start for _, start, _ in walk.phases] == ends[:-1]


@given(run=sections, skip=some, order=st.sampled_from(ORDERS), words=names)
def test_no_section_visits_what_is_left_out_and_none_is_made_up_but_the_breath(
    run: list[Section], skip: frozenset[str], order: str, words: dict[str, str]
) -> None:
    kept = rearranged(run, skip, order, words)
    assert all(skip.isdisjoint(one.regions) for one in kept)
    gone = [one for one in run if one.regions and skip.issuperset(one.regions)]
    made_up = [one for one in kept if one.lines == (Line(0, STAY),)]
    assert len(kept) - len(made_up) == len(run) - len(gone)
    assert len(made_up) <= min(1, len(gone))


@given(run=sections)
def test_turned_round_twice_is_as_it_was(run: list[Section]) -> None:
    assert rearranged(rearranged(run, frozenset(), HEAD_FIRST, {}), frozenset(), HEAD_FIRST, {}) == run


@given(run=sections, order=st.sampled_from(ORDERS))
def test_what_visits_no_region_keeps_its_place(run: list[Section], order: str) -> None:
    turned = rearranged(run, frozenset(), order, {})
    assert [(at, one) for at, one in enumerate(turned) if not one.regions] == [(at, one) for at, one in enumerate(run) if not one.regions]


@given(run=sections)
def test_with_nothing_asked_for_nothing_changes(run: list[Section]) -> None:
    assert list(arranged(told(*run))) == run
    assert rearranged(run, frozenset(), FEET_FIRST, {}) == run


@given(run=sections)
def test_with_every_region_left_out_only_the_frame_is_left(run: list[Section]) -> None:
    kept = rearranged(run, frozenset(REGIONS), FEET_FIRST, {})
    assert not any(one.regions for one in kept)
    assert length(kept) == length(run)


# --- left out


def test_the_breath_gets_the_time_and_its_lines_keep_their_places() -> None:
    breath, feet, *_ = kept = rearranged(RUN, frozenset({"belly", "head"}), FEET_FIRST, {})
    assert [one.region for one in kept] == [BREATH, "feet", "back", "return"]
    assert (breath.seconds, breath.lines, feet) == (30 + 40 + 20, BREATHING.lines, FEET)


def test_plain_lines_of_the_breath_keep_their_places_too() -> None:
    plain = Section(BREATH, 30, ("Notice the breath.", "Or the sounds."))
    breath, *_ = rearranged((plain, BELLY), frozenset({"belly"}), FEET_FIRST, {})
    assert breath.placed() == plain.placed()


def test_a_scan_without_a_section_about_the_breath_gets_one_in_place_of_the_first_that_left() -> None:
    kept = rearranged((FEET, BELLY, HEAD, RETURN), frozenset({"belly", "head"}), FEET_FIRST, {})
    assert kept == [FEET, Section(BREATH, 60, (Line(0, STAY),)), RETURN]


def test_a_section_of_several_regions_goes_only_with_all_of_them_and_names_those_that_stay() -> None:
    one = rearranged(RUN, frozenset({"upper_back"}), FEET_FIRST, {})[3]
    assert (one.region, one.seconds, one.regions) == ("lower back", 60, ("low_back",))
    assert [line.text for line in one.placed()] == [OPENINGS[0].format("the lower back"), *OFFERS]
    assert BACK not in rearranged(RUN, frozenset({"low_back", "upper_back"}), FEET_FIRST, {})


def test_words_for_what_stays_pair_both_sides_and_join_with_and() -> None:
    legs = Section("legs", 60, ("Now the legs.",), ("foot_left", "foot_right", "calf_left", "calf_right", "knee_left", "knee_right"))
    [one, _] = rearranged((legs, RETURN), frozenset({"calf_left"}), FEET_FIRST, {})
    assert one.region == "both feet, right lower leg, both knees"
    assert [line.text for line in one.placed()] == [OPENINGS[0].format("both feet, the right lower leg and both knees"), LATER[0]]


# --- the person's own word


def test_a_part_with_a_word_of_the_persons_own_is_called_by_it_and_the_section_does_not_carry_it_as_its_name() -> None:
    one = rearranged(RUN, frozenset(), FEET_FIRST, {"foot_left": "your new foot"})[1]
    assert (one.region, one.seconds, one.regions) == (OWN_WORD, 30, FEET.regions)
    assert one.placed()[0].text == OPENINGS[0].format("your new foot and the right foot")
    assert "or nothing at all" in one.placed()[0].text


def test_one_word_for_several_parts_is_said_once() -> None:
    one = rearranged(RUN, frozenset(), FEET_FIRST, dict.fromkeys(FEET.regions, "your feet of carbon"))[1]
    assert one.placed()[0].text == OPENINGS[0].format("your feet of carbon")


def test_braces_in_a_persons_word_are_only_braces() -> None:
    one = rearranged(RUN, frozenset(), FEET_FIRST, {"belly": "{the} {0}"})[2]
    assert "{the} {0}" in one.placed()[0].text


def test_our_words_are_short_and_always_leave_a_choice() -> None:
    assert all("or nothing at all" in opening and "{}" in opening for opening in OPENINGS)
    assert all(len(line.split()) <= 20 for line in (*OPENINGS, *LATER, STAY))
    assert all(any(word in f" {line} " for word in (" or ", " may ", " might ", " could ", " can ", " so ")) for line in LATER)


# --- around a script


def test_a_run_ends_at_any_other_step_and_answers_reach_the_script() -> None:
    heard: list[object] = []

    def script() -> Script:
        yield FEET
        yield HEAD
        heard.append((yield Ask("What?")))
        yield BELLY
        yield Silence(5)
        yield BACK

    walk = arranged(script(), order=HEAD_FIRST)
    steps: list[Step] = [next(walk)]
    steps += [walk.send(None), walk.send(None), walk.send("warm"), walk.send(None), walk.send(None)]
    with pytest.raises(StopIteration):
        walk.send(None)
    assert steps == [HEAD, FEET, Ask("What?"), BELLY, Silence(5), BACK]
    assert heard == ["warm"]


def test_what_came_before_a_fault_in_the_script_is_still_given() -> None:
    def script() -> Script:
        yield FEET
        yield HEAD
        raise ValueError("words")

    walk = arranged(script(), order=HEAD_FIRST)
    assert [next(walk), walk.send(None)] == [HEAD, FEET]
    with pytest.raises(ValueError, match="words"):
        walk.send(None)
    assert rehearse(lambda: arranged(script(), order=HEAD_FIRST)).total_s == 50


def test_a_script_of_endless_sections_is_found_out_and_not_gathered_for_ever() -> None:
    def script() -> Script:
        while True:
            yield FEET

    walk = rehearse(lambda: arranged(script(), order=HEAD_FIRST))
    assert walk.failure == f"it has more than {MOST_STEPS} steps"


def test_a_kind_of_section_that_a_plugin_made_up_is_handed_on_untouched() -> None:
    """Its methods would be plugin code that runs here; the engine says that it is no step."""

    class Own(Section):
        def placed(self) -> tuple[Line, ...]:
            raise AssertionError

    own = Own(BREATH, 10, ("Words.",))
    assert list(arranged(told(own, BELLY), frozenset({"belly"}))) == [own, Section(BREATH, 40, (Line(0, STAY),))]


def test_a_region_without_its_side_means_both_and_what_is_no_region_nothing() -> None:
    assert list(arranged(told(FEET, RETURN), {"foot"})) == [Section(BREATH, 30, (Line(0, STAY),)), RETURN]
    assert list(arranged(told(FEET, RETURN), {"feet"})) == [FEET, RETURN]


def test_a_script_without_sections_stays_as_it_is() -> None:
    steps: list[Step] = [Say("Hello."), Silence(3), Say("Goodbye.")]
    assert list(arranged(told(*steps), frozenset({"belly"}), HEAD_FIRST, {"head": "my head"})) == steps


# --- what the options say


def test_skip_and_order_are_read_from_the_options_of_that_name() -> None:
    assert wishes({"skip": ("chest", "foot"), "order": HEAD_FIRST}) == (frozenset({"chest", "foot"}), HEAD_FIRST)
    assert wishes({"skip": ["knee_left"]}) == (frozenset({"knee_left"}), FEET_FIRST), "as the journal keeps it"
    assert wishes({}) == (frozenset(), FEET_FIRST)


@pytest.mark.parametrize(
    "other", [{"skip": True}, {"skip": "chest"}, {"skip": ("intro",)}, {"skip": None, "order": "random"}, {"order": 3}]
)
def test_options_of_that_name_that_mean_something_else_say_nothing(other: dict[str, object]) -> None:
    assert wishes(other) == (frozenset(), FEET_FIRST)
