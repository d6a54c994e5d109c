"""A scan as the person asked for it: parts left out, the other order, and their own words for a part (clinical 2.2 and 2.3)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, islice
from math import ceil
from typing import Any

from dtx.care.regions import REGIONS, SIDED, both_sides
from dtx.care.sore import softened
from dtx.engine.activity import Script
from dtx.engine.phase import Line
from dtx.engine.questions import Answer
from dtx.engine.reel import MOST_STEPS
from dtx.engine.steps import Section, share_quiet
from dtx.language import N_, _, all_of

FEET_FIRST, HEAD_FIRST = ORDERS = ("feet_first", "head_first")

BREATH = "breath"
"""The section that gets the time of what is left out (clinical 2.2)."""
STAY = _("You might rest with the breath for a while, or with the sounds around you.")
"""Said in the time of what is left out, where a scan has no such section."""

OPENINGS = (
    _("You might visit {}. There may be something to notice, or nothing at all."),
    _("If it suits you, now {}. Perhaps there is a feeling, or nothing at all."),
    _("Here is a moment for {}. You could find a lot, a little, or nothing at all."),
    _("You could keep {} company. Something may show itself, or nothing at all."),
    _("Attention might rest with {}. What is there can be clear, faint, or nothing at all."),
)
LATER = (
    _("You may stay close, or look from far away, whichever is kinder."),
    _("You could rest with the breath or the sounds, and come back if you like."),
    _("Whatever is here, or is not here, needs no name and no answer."),
    _("If the mind has wandered, that is what minds do. You might begin again from here."),
    _("It may change, or stay the same. You need not help it either way."),
    _("You can move, stretch or wait, as suits you."),
    _("A little attention is plenty, and so is none, if you prefer."),
    _("There is no hurry. You could simply wait and see."),
)
"""The words of a section that the person did not want as it was written. Original to this project."""
PAIN_IS_NAMED = ("low_back", "pelvis")
"""Where the three ways to be with pain always belong (clinical 2.4)."""

LINE_EVERY_S = 30
"""The middle of the 20 to 40 s from one line to the next (clinical 2.4)."""

OWN_WORD = "your own place"
"""The name of a section with a person's own word in it, so that no phase in the record carries the word itself."""

THE: Mapping[str, str] = {
    "head": N_("the head"),
    "face": N_("the face"),
    "jaw": N_("the jaw"),
    "neck": N_("the neck"),
    "throat": N_("the throat"),
    "chest": N_("the chest"),
    "upper_back": N_("the upper back"),
    "low_back": N_("the lower back"),
    "belly": N_("the belly"),
    "pelvis": N_("the pelvis"),
    "shoulder_left": N_("the left shoulder"),
    "shoulder_right": N_("the right shoulder"),
    "arm_left": N_("the left arm"),
    "arm_right": N_("the right arm"),
    "hand_left": N_("the left hand"),
    "hand_right": N_("the right hand"),
    "hip_left": N_("the left hip"),
    "hip_right": N_("the right hip"),
    "thigh_left": N_("the left thigh"),
    "thigh_right": N_("the right thigh"),
    "knee_left": N_("the left knee"),
    "knee_right": N_("the right knee"),
    "calf_left": N_("the left lower leg"),
    "calf_right": N_("the right lower leg"),
    "foot_left": N_("the left foot"),
    "foot_right": N_("the right foot"),
}
BOTH: Mapping[str, str] = {
    "shoulder": N_("both shoulders"),
    "arm": N_("both arms"),
    "hand": N_("both hands"),
    "hip": N_("both hips"),
    "thigh": N_("both thighs"),
    "knee": N_("both knees"),
    "calf": N_("both lower legs"),
    "foot": N_("both feet"),
}
"""How a region, or both of a pair, is spoken of inside a sentence."""


def wishes(options: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """The regions to leave out and the order, from an activity's options `skip` and `order`.

    Options of these names that hold no regions and no order say nothing.
    """
    skip, order = options.get("skip"), options.get("order")
    regions = [one for one in skip if one in (*REGIONS, *SIDED)] if isinstance(skip, tuple | list) else []
    return frozenset(regions), order if order in ORDERS else FEET_FIRST


def arranged(script: Script, skip: Collection[str] = (), order: str = FEET_FIRST, names: Mapping[str, str] | None = None) -> Script:
    """The same script with its sections as the person asked. The plugin neither knows nor can prevent it.

    `skip` holds regions; a name without a side means both. `names` holds a person's own word for a region (clinical 2.3: numb,
    absent or amputated parts). Sections that follow one another are gathered before the first is told, which a script cannot
    notice: a timed step always sends back None. Any other step ends the run.
    """
    if not skip and not names and order != HEAD_FIRST:
        yield from script
        return
    left_out = both_sides(one for one in skip if one in (*REGIONS, *SIDED))
    run: list[Section] = []
    answer: Answer = None
    ended: Exception | None = None
    while ended is None:
        step: Any = None
        try:
            step = script.send(answer)
        except Exception as end:  # what came before it is still the person's (law 10)
            ended = end
        answer = None
        if type(step) is Section and len(run) < MOST_STEPS:  # a subclass would be plugin code that runs here
            run.append(step)
            continue
        for section in rearranged(run, left_out, order, names or {}):
            yield section
        run = []
        if ended is None:
            answer = yield step
    if not isinstance(ended, StopIteration):
        raise ended


def rearranged(run: Sequence[Section], skip: frozenset[str], order: str, names: Mapping[str, str]) -> list[Section]:
    """The sections of one run, in the same total time.

    A section goes when all its regions are left out; its time becomes quiet at the end of the breath section. One that visits
    a region that is left out or has a name of the person's own is told in the host's words. `head_first` turns round those
    that visit regions; the others keep their places.
    """
    openings, later = cycle(OPENINGS), cycle(LATER)
    kept: list[Section] = []
    freed, gap = 0.0, 0
    for section in run:
        left = tuple(region for region in section.regions if region not in skip)
        if section.regions and not left:
            gap = gap if freed else len(kept)
            freed += section.seconds
        elif left != section.regions or not names.keys().isdisjoint(left):
            kept.append(retold(replace(section, regions=left), names, next(openings), later))
        else:
            kept.append(section)
    if freed:
        give(kept, freed, gap)
    if order == HEAD_FIRST:
        places = [place for place, section in enumerate(kept) if section.regions]
        for place, section in zip(places, [kept[place] for place in reversed(places)], strict=True):
            kept[place] = section
    return kept


def give(sections: list[Section], seconds: float, gap: int) -> None:
    """Lengthen the breath section; its lines keep their places. Without one, a new one stands at `gap`, where the first one left."""
    for place, section in enumerate(sections):
        if section.region == BREATH:
            lines = section.lines
            with suppress(ValueError):
                lines = section.placed()
            sections[place] = replace(section, seconds=section.seconds + seconds, lines=lines)
            return
    sections.insert(gap, Section(BREATH, seconds, (Line(0, STAY),)))


def retold(section: Section, names: Mapping[str, str], opening: str, later: Iterator[str]) -> Section:
    """The section in the host's words, about its regions alone. Its length and place stay; there are two lines or more.

    At the pelvis and the low back the three ways to be with pain follow. Words too long for the section leave the later lines out.
    """
    called = list(dict.fromkeys(called_in(section.regions, names)))
    first = opening.format(all_of(said for _kept, said in called))
    own = any(region in names for region in section.regions)
    name = OWN_WORD if own else ", ".join(kept.removeprefix("the ") for kept, _said in called)
    told = replace(section, region=name, lines=(Line(0, first),), figure=None)  # a picture may show what is not there
    if set(PAIN_IS_NAMED).intersection(section.regions):
        return softened(told)
    with suppress(ValueError):
        more = max(1, ceil(section.seconds / LINE_EVERY_S) - 1)
        return replace(told, lines=share_quiet((first, *islice(later, more)), section.seconds))
    return told


def called_in(regions: Sequence[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What each region is called in the record and aloud: the person's word, "the left hand", or "both hands"."""
    for region in regions:
        part = region.rpartition("_")[0]
        pair = {f"{part}_left", f"{part}_right"}
        if region in names:
            yield names[region], names[region]
            continue
        both = part in SIDED and pair <= set(regions) and pair.isdisjoint(names)
        words = BOTH[part] if both else THE[region]
        yield words, _(words)
