"""Conditions a person may name: the cautions they add, and the form to suggest first. Never a treatment.

After clinical 1.5, 3.4, 5.2 and 8.2.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dtx.language import _


@dataclass(frozen=True, slots=True)
class Start:
    """An activity to suggest first, with the options that make it an easy start."""

    activity: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """`cautions` are by column of the gate. `first` is in the order to offer; the person is free to choose anything."""

    id: str
    name: str
    cautions: Mapping[str, str]
    first: tuple[Start, ...]


GENTLE = Start("relaxation.pmr", {"form": "gentle"})
RELEASE_ONLY = Start("relaxation.pmr", {"form": "release_only"})
SHORT_SCAN = Start("body_scan.scan", {"minutes": 5})
EASY_BREATH = Start("breathing.belly", {"form": "starter"})

CONDITIONS = (
    Condition(
        "back",
        _("Back pain"),
        {
            "pmr": _("Keep the low back resting on its support. In a spasm, you might only let the trunk go."),
            "exercise": _("You might keep every movement small, and bend only as far as is easy."),
        },
        (Start("exercises.gentle_back"), EASY_BREATH),
    ),
    Condition(
        "arthritis",
        _("Arthritis"),
        {
            "pmr": _("With sore hands, you might press the fingertips together, or only let go. The neck is best only let go."),
            "exercise": _("You might leave a hot or swollen joint in peace today. With a rheumatoid neck, leave out ear to shoulder."),
        },
        (Start("exercises.knees"), GENTLE),
    ),
    Condition(
        "neuropathic",
        _("Nerve pain"),
        {
            "pmr": _("Where feeling is less, you might tighten only a little. Feet and calves cramp easily."),
            "exercise": _("Where feeling is less, you might wear shoes and hold on to something."),
            "heat": _("Warmth and cold wait until your care team agrees."),
            "scan": _("Feeling nothing at all somewhere is a fine answer too."),
        },
        (SHORT_SCAN, GENTLE),
    ),
    Condition(
        "fibromyalgia",
        _("Fibromyalgia"),
        {
            "pmr": _("The gentle form asks for less. You might leave out what is sore."),
            "exercise": _("You might begin with less than you could do, and see how the next morning is."),
        },
        (Start("exercises.slow_flow"), GENTLE),
    ),
    Condition(
        "migraine",
        _("Migraine"),
        {
            "pmr": _("During a migraine, you might leave the forehead and eyes loose, without any squeezing."),
            "exercise": _("During a migraine, you might rest, and turn the head only as far as is easy."),
        },
        (EASY_BREATH, RELEASE_ONLY),
    ),
    Condition(
        "crps",
        _("Complex regional pain syndrome (CRPS)"),
        {
            "pmr": _("You might mark the limb as sore. It is then only let go."),
            "scan": _("You might leave the limb out, or rest at its edge."),
            "exercise": _("You might mark the limb as sore, and ask your therapist before moving it more."),
        },
        (SHORT_SCAN, RELEASE_ONLY),
    ),
    Condition(
        "post_surgical",
        _("Pain after surgery"),
        {
            "pmr": _("You might mark the operated area as sore. It is then only let go."),
            "exercise": _("In the first 12 weeks, movement waits until your care team agrees."),
            "heat": _("Warmth and cold near the operated area wait until your care team agrees."),
        },
        (EASY_BREATH, RELEASE_ONLY),
    ),
    Condition(
        "cancer",
        _("Cancer pain"),
        {
            "holds": _("You might ask your care team before holding the breath."),
            "pmr": _("You might tighten only a little, and leave sore or treated areas out."),
            "exercise": _("Movement waits until your care team agrees."),
            "heat": _("Warmth and cold wait until your care team agrees."),
        },
        (EASY_BREATH, SHORT_SCAN),
    ),
)
BY_ID: Mapping[str, Condition] = {condition.id: condition for condition in CONDITIONS}


def cautions(conditions: Collection[str], columns: Collection[str]) -> Iterator[str]:
    """What to say before an activity of these columns to a person with these conditions."""
    for condition in CONDITIONS:
        if condition.id in conditions:
            yield from (words for column, words in condition.cautions.items() if column in columns)


def first(conditions: Collection[str]) -> tuple[Start, ...]:
    """What to suggest first, without repeating an activity; of two forms of one, the one named first."""
    starts: dict[str, Start] = {}
    for condition in CONDITIONS:
        for start in condition.first if condition.id in conditions else ():
            starts.setdefault(start.activity, start)
    return tuple(starts.values())
