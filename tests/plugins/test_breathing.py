"""Guided breathing keeps to the numbers of clinical 1.2-1.4 and to the golden cases G1-G3."""

import importlib.util
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx import Context, Previous
from dtx.engine.phase import Phase, placed
from dtx.host.manifest import Declared, read_manifest
from dtx.host.options import settle

FOLDER = Path(__file__).parents[2] / "plugins" / "breathing"
TODAY = date(2025, 3, 10)


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("breathing_under_test", FOLDER / "plugin.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


plugin = load()
Timeline = list[tuple[Phase, float, float]]


def timeline(name: str, previous: Previous = Previous(), **options: Any) -> Timeline:  # noqa: B008 - frozen
    """The phases of one practice with their start and end in seconds, and the proof that they are contiguous from 0."""
    ctx = Context(options, seed=1, today=TODAY, previous=previous)
    phases = list(placed(tuple(phase for step in plugin.script_of(name)(ctx) for phase in step.phases())))
    assert phases[0][1] == 0
    assert all(a[2] == b[1] for a, b in pairwise(phases))
    assert all(phase.seconds > 0 for phase, _, _ in phases)
    assert [phases[0][0].kind, phases[-1][0].kind] == ["settle", "end"]
    return phases


def spans(phases: Timeline, kind: str) -> list[tuple[float, float]]:
    return [(start, end) for phase, start, end in phases if phase.kind == kind]


def breaths(phases: Timeline) -> int:
    return len({phase.at["cycle"] for phase, _, _ in phases if "cycle" in phase.at})


def knew_since(day: int) -> Previous:
    """Today is that day of use, when the first session was on day 1."""
    return Previous(count=day, first_day=TODAY - timedelta(days=day - 1), last_day=TODAY)


def test_g1_even_breath_for_five_minutes() -> None:
    """50 phases: settle, 24 breaths of 4 in and 6 out, end."""
    phases = timeline("coherent_46", minutes=5)
    assert len(phases) == 50
    assert spans(phases, "settle") == [(0, 30)]
    assert spans(phases, "inhale") == [(30 + 10 * k, 34 + 10 * k) for k in range(24)]
    assert spans(phases, "exhale") == [(34 + 10 * k, 40 + 10 * k) for k in range(24)]
    assert spans(phases, "end") == [(270, 300)]
    assert {phase.kind for phase, _, _ in phases} == {"settle", "inhale", "exhale", "end"}


def test_g2_the_ramp_slows_down_in_three_stages_inside_the_same_five_minutes() -> None:
    phases = timeline("coherent_46", minutes=5, ramp=True)
    assert (len(phases), breaths(phases), phases[-1][2]) == (54, 26, 300)
    inhales, exhales = spans(phases, "inhale"), spans(phases, "exhale")
    assert (inhales[0], exhales[0]) == ((30, 33), (33, 37))
    assert (inhales[4], exhales[4]) == ((58, 61.5), (61.5, 66))
    assert (inhales[8], exhales[11]) == ((90, 93.5), (120.5, 126))
    assert inhales[12:] == [(126 + 10 * k, 130 + 10 * k) for k in range(14)]
    assert spans(phases, "end") == [(266, 300)]


def test_g3_four_seven_eight_takes_four_breaths() -> None:
    phases = timeline("four78", cycles=4)
    assert (len(phases), phases[-1][2]) == (14, 136)
    assert [spans(phases, kind)[0] for kind in ("inhale", "hold", "exhale")] == [(30, 34), (34, 41), (41, 49)]
    assert [spans(phases, kind)[3] for kind in ("inhale", "hold", "exhale")] == [(87, 91), (91, 98), (98, 106)]
    assert spans(phases, "end") == [(106, 136)]


@pytest.mark.parametrize(("day", "asked", "given"), [(1, 5, 4), (10, 5, 4), (10, 3, 3), (28, 8, 4), (29, 5, 5), (29, 8, 8)])
def test_four_seven_eight_stays_at_four_breaths_until_day_29(day: int, asked: int, given: int) -> None:
    phases = timeline("four78", knew_since(day), cycles=asked)
    assert breaths(phases) == given
    assert ("first four weeks" in phases[0][0].text) is (given < asked)


def test_four_seven_eight_stays_at_four_breaths_where_there_was_no_session_before() -> None:
    assert breaths(timeline("four78", cycles=8)) == 4


def test_eight_breaths_of_four_seven_eight_take_212_seconds() -> None:
    assert timeline("four78", knew_since(40), cycles=8)[-1][2] == 212


PHASES = {
    "coherent_46": ("inhale 4", "exhale 6"),
    "coherent_55": ("inhale 5", "exhale 5"),
    "extended_48": ("inhale 4", "exhale 8"),
    "box_4444": ("inhale 4", "hold 4", "exhale 4", "rest_empty 4"),
    "four78": ("inhale 4", "hold 7", "exhale 8"),
    "sigh": ("inhale 3", "inhale_top 1", "exhale 8"),
    "belly": ("inhale 3", "exhale 4", "rest_empty 1"),
    "pursed_24": ("inhale 2", "exhale 4"),
}
STARTERS = {
    "coherent_55": ("inhale 4", "exhale 4"),
    "extended_48": ("inhale 3", "exhale 6"),
    "box_4444": ("inhale 3", "hold 3", "exhale 3", "rest_empty 3"),
    "four78": ("inhale 2", "hold 3.5", "exhale 4"),
    "sigh": ("inhale 2", "inhale_top 1", "exhale 6"),
}


def one_breath(phases: Timeline) -> tuple[str, ...]:
    return tuple(f"{phase.kind} {phase.seconds:g}" for phase, _, _ in phases if phase.at.get("cycle") == 1)


@pytest.mark.parametrize("name", PHASES)
def test_each_pattern_has_one_phase_for_each_part_of_the_breath(name: str) -> None:
    assert one_breath(timeline(name, cycles=3)) == PHASES[name]


@pytest.mark.parametrize("name", STARTERS)
def test_each_starter_form_is_a_shorter_breath(name: str) -> None:
    assert one_breath(timeline(name, cycles=3, form="starter")) == STARTERS[name]


@pytest.mark.parametrize("name", ["belly", "pursed_24"])
def test_a_starter_without_a_pace_is_settle_one_timed_phase_and_end(name: str) -> None:
    phases = timeline(name, minutes=3, form="starter")
    assert [(phase.kind, start, end) for phase, start, end in phases] == [("settle", 0, 30), ("timed", 30, 150), ("end", 150, 180)]
    assert timeline(name, minutes=2, form="starter")[-1][2] == 120


@pytest.mark.parametrize("name", ["belly", "pursed_24"])
def test_where_there_is_no_guide_nobody_is_asked_to_follow_it_or_to_let_it_go(name: str) -> None:
    told = [line.text for phase, _, _ in timeline(name, minutes=2, form="starter") for line in phase.lines]
    assert len(told) == 6 and not [text for text in told if "the guide" in text]
    full = [line.text for phase, _, _ in timeline(name, minutes=2) for line in phase.lines]
    assert len([text for text in full if "the guide" in text]) == 2


@pytest.mark.parametrize(("name", "total"), [("belly", 30 + 10 * 8 + 30), ("pursed_24", 30 + 10 * 6 + 30)])
def test_without_a_pace_breaths_are_counted_by_the_length_of_the_full_form(name: str, total: float) -> None:
    assert timeline(name, cycles=10, form="starter")[-1][2] == total


@pytest.mark.parametrize(
    ("name", "options", "cycle_s", "count", "end_s"),
    [
        ("coherent_46", {}, 10, 24, 30),
        ("coherent_55", {}, 10, 24, 30),
        ("box_4444", {}, 16, 15, 30),
        ("extended_48", {}, 12, 20, 30),
        ("sigh", {}, 12, 20, 30),
        ("extended_48", {"form": "starter"}, 9, 26, 36),
        ("sigh", {"form": "starter"}, 9, 26, 36),
        ("coherent_46", {"pace": "mine", "level": "L1"}, 7, 34, 32),
        ("belly", {}, 8, 30, 30),
        ("coherent_55", {"form": "starter"}, 8, 30, 30),
        ("pursed_24", {}, 6, 40, 30),
        ("coherent_46", {"pace": "mine", "level": "L5"}, 11, 21, 39),
        ("box_4444", {"form": "starter"}, 12, 20, 30),
    ],
)
def test_five_minutes_hold_as_many_whole_breaths_as_fit_and_the_rest_goes_to_the_end(
    name: str, options: dict[str, Any], cycle_s: float, count: int, end_s: float
) -> None:
    phases = timeline(name, minutes=5, **options)
    (start, end), (first, _) = spans(phases, "end")[0], spans(phases, "inhale")[0]
    assert (breaths(phases), end - start, first, start) == (count, end_s, 30, 30 + count * cycle_s)
    assert end == 300


@pytest.mark.parametrize(
    ("level", "inhale", "exhale"),
    [("L0", 2, 4), ("L1", 3, 4), ("L2", 3, 5), ("L3", 4, 5), ("L4", 4, 6), ("L5", 4.5, 6.5), ("L6", 5, 7)],
)
def test_ones_own_pace_is_the_level_chosen(level: str, inhale: float, exhale: float) -> None:
    assert one_breath(timeline("coherent_46", cycles=3, pace="mine", level=level)) == (f"inhale {inhale:g}", f"exhale {exhale:g}")


def test_ones_own_pace_begins_at_l1_and_then_is_the_one_kept_from_last_time() -> None:
    assert one_breath(timeline("coherent_46", minutes=5, pace="mine")) == ("inhale 3", "exhale 4")
    kept = Previous(count=3, saved={"level": "L3"})
    assert one_breath(timeline("coherent_46", kept, minutes=5, pace="mine")) == ("inhale 4", "exhale 5")
    assert one_breath(timeline("coherent_46", kept, minutes=5, pace="mine", level="L0")) == ("inhale 2", "exhale 4")
    assert one_breath(timeline("coherent_46", kept, minutes=5)) == ("inhale 4", "exhale 6")


def test_the_ramp_has_only_stages_that_are_quicker_than_the_pace_it_leads_to() -> None:
    def lengths(level: str) -> list[float]:
        phases = timeline("coherent_46", minutes=5, ramp=True, pace="mine", level=level)
        return sorted({sum(p.seconds for p, _, _ in phases if p.at.get("cycle") == k) for k in range(1, breaths(phases) + 1)})

    assert (lengths("L1"), lengths("L2"), lengths("L3")) == ([7], [7, 8], [7, 8, 9])
    assert lengths("L6") == [7, 8, 9, 12]


@pytest.mark.parametrize(("cycles", "total"), [(26, 30 + 96 + 14 * 10 + 30), (12, 30 + 96 + 30), (6, 30 + 28 + 2 * 8 + 30)])
def test_the_ramp_counts_as_breaths(cycles: int, total: float) -> None:
    phases = timeline("coherent_46", cycles=cycles, ramp=True)
    assert (breaths(phases), phases[-1][2]) == (cycles, total)


def test_a_slow_pace_stays_within_twenty_minutes_and_says_so() -> None:
    phases = timeline("coherent_46", cycles=114, pace="mine", level="L6")
    assert (breaths(phases), phases[-1][2]) == (95, 1200)
    assert "95 breaths" in phases[0][0].text


def test_the_words_to_settle_and_to_end_come_in_three_groups_ten_seconds_apart() -> None:
    phases = timeline("coherent_46", minutes=5)
    settle, end = phases[0][0], phases[-1][0]
    assert [(line.at_s, line.text) for line in settle.lines] == [
        (0, "Sit or lie so your back is supported. Let the shoulders and belly be soft."),
        (10, "Breathe in through the nose if you can. Smaller is better than bigger."),
        (20, "Follow the guide only as far as it is easy. You can drop out and rejoin at any breath."),
    ]
    assert [(line.at_s, line.text) for line in end.lines] == [
        (0, "Let the guide go and breathe any way you like."),
        (10, "Notice three things you can hear or see."),
        (20, "Move slowly; stand up only when you feel steady."),
    ]
    assert settle.text == "\n".join(line.text for line in settle.lines)


def test_belly_breath_says_where_the_hands_go_and_leaves_time_to_say_it() -> None:
    """Each group gets room for its number of words at 120 words a minute, and none begins before the last is over."""
    cue = "One hand on the belly, one on the chest. Let the lower hand do most of the moving."
    settle = timeline("belly", minutes=5)[0][0]
    assert [line.text for line in settle.lines][1] == cue
    starts = [line.at_s for line in settle.lines]
    rates = [len(line.text.split()) / (end - line.at_s) for line, end in zip(settle.lines, [*starts[1:], settle.seconds], strict=True)]
    assert max(rates) <= 2.0
    assert timeline("belly", minutes=5, form="starter")[1][0].text.startswith(cue)


def test_every_in_breath_and_out_breath_has_its_word_and_its_own_sound() -> None:
    cues = {(phase.kind, phase.text, phase.cue) for phase, _, _ in timeline("box_4444", cycles=1) if "cycle" in phase.at}
    assert cues == {
        ("inhale", "In", "breath_in"),
        ("hold", "Hold", "breath_hold"),
        ("exhale", "Out", "breath_out"),
        ("rest_empty", "Rest", "breath_rest"),
    }


def test_only_box_and_four_seven_eight_hold_the_breath() -> None:
    holding = {name for name, breath in plugin.BREATHS.items() if breath.full.holds or (breath.starter and breath.starter.holds)}
    assert holding == {"box_4444", "four78"}


EVEN = {"ramp": st.booleans(), "pace": st.sampled_from(["fixed", "mine"]), "level": st.sampled_from(list(plugin.LEVELS))}
FORM = {"form": st.sampled_from(["full", "starter"])}


@given(st.sampled_from([name for name, breath in plugin.BREATHS.items() if breath.most_minutes]), st.data())
def test_any_length_on_offer_is_kept_to_the_second(name: str, data: st.DataObject) -> None:
    """Whatever the pattern leaves over is less than one more breath."""
    minutes = data.draw(st.integers(3 if name.startswith("coherent") else 2, plugin.BREATHS[name].most_minutes))
    options = data.draw(st.fixed_dictionaries({}, optional=EVEN if name == "coherent_46" else FORM))
    phases = timeline(name, minutes=minutes, **options)
    start, end = spans(phases, "end")[0]
    last = [phase.seconds for phase, _, _ in phases if phase.at.get("cycle") == breaths(phases)]
    assert end == minutes * 60
    assert 30 <= end - start < 30 + (sum(last) or 1)


MANIFEST = read_manifest(FOLDER)
MINUTES = {
    "coherent_46": (3, 20),
    "coherent_55": (3, 20),
    "extended_48": (2, 10),
    "box_4444": (2, 5),
    "sigh": (2, 5),
    "belly": (2, 10),
    "pursed_24": (2, 5),
}


def test_the_options_are_those_of_the_contract() -> None:
    assert [one.id for one in MANIFEST.activities] == list(plugin.BREATHS)
    for one in MANIFEST.activities:
        if one.id == "four78":
            assert list(one.options) == ["cycles", "form"]
            assert (one.options["cycles"].low, one.options["cycles"].high, one.options["cycles"].default) == (1, 8, 4)
            continue
        minutes = one.options["minutes"]
        assert (minutes.low, minutes.high, minutes.default) == (*MINUTES[one.id], 5)
        assert one.options["cycles"].instead_of == "minutes"
        more = ["ramp", "pace", "level"] if one.id == "coherent_46" else ["form"]
        assert list(one.options) == ["minutes", "cycles", *more]
    even = MANIFEST.activities[0].options
    assert (even["ramp"].default, even["pace"].choices, even["pace"].default) == (False, ("fixed", "mine"), "fixed")
    assert (even["level"].choices, even["level"].default) == (tuple(plugin.LEVELS), None)
    assert {(one.options["form"].choices, one.options["form"].default) for one in MANIFEST.activities[1:]} == {
        (("full", "starter"), "full")
    }


@pytest.mark.parametrize("one", MANIFEST.activities, ids=lambda one: one.id)
def test_left_as_it_is_each_takes_the_length_it_announces(one: Declared) -> None:
    total = timeline(one.id, **settle(one.options, {}))[-1][2]
    assert total == (136 if one.id == "four78" else 300)
    assert one.minutes == round(total / 60, 1)


@pytest.mark.parametrize("one", MANIFEST.activities, ids=lambda one: one.id)
def test_the_most_breaths_on_offer_fill_the_longest_practice(one: Declared) -> None:
    most = one.options["cycles"].high
    phases = timeline(one.id, knew_since(60), **settle(one.options, {"cycles": int(most or 0)}))
    assert breaths(phases) == most
    assert one.id == "four78" or MINUTES[one.id][1] * 60 - 16 < phases[-1][2] <= MINUTES[one.id][1] * 60


def test_every_sentence_is_short_and_nobody_is_told_that_they_must() -> None:
    """At most 20 words a sentence (clinical 0.5); invitational (0.4)."""
    said = [*MANIFEST.cautions, *MANIFEST.stop_rules, *MANIFEST.easier, MANIFEST.summary, *plugin.SETTLE, *plugin.END, plugin.LIPS]
    said += [text for one in MANIFEST.activities for text in (one.summary, *one.cautions)]
    said += [text for texts in plugin.OWN_PACE.values() for text in texts]
    sentences = [sentence for text in said for sentence in re.split(r"(?<=[.?!]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
    assert [sentence for sentence in sentences if re.search(r"\b(?:must|should|never)\b|\b(?:treat|reliev)", sentence.casefold())] == []


@pytest.mark.parametrize("name", ["box_4444", "four78", "sigh"])
def test_those_that_could_make_one_light_headed_ask_one_to_sit_or_lie(name: str) -> None:
    """Clinical 1.5, the last row."""
    (one,) = (one for one in MANIFEST.activities if one.id == name)
    assert "Sit or lie down for this one." in one.cautions


def test_a_level_alone_sets_the_pace() -> None:
    """A level that somebody gives is never silently left aside."""
    assert one_breath(timeline("coherent_46", minutes=5, pace="fixed", level="L0")) == ("inhale 2", "exhale 4")
