"""The four forms of the body scan, walked; and the tables of the clinical specification they are held against."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from dtx.engine.activity import Activity, Context
from dtx.engine.phase import Phase
from dtx.engine.rehearsal import Rehearsal, rehearse
from dtx.host.manifest import Manifest, read_manifest
from dtx.host.options import settle

FOLDER = Path(__file__).parents[2] / "plugins" / "body_scan"
FORMS = ("5", "10", "20", "45")

LEG = {"toes": 70, "sole, heel, top": 80, "ankle": 50, "lower leg": 75, "knee": 60, "thigh": 75, "hip": 60}

DWELL: Mapping[str, Mapping[str, int]] = {
    "5": {
        "arrive": 30,
        "breath": 30,
        "feet + lower legs": 30,
        "knees, thighs, hips": 30,
        "back, belly, chest": 40,
        "hands, arms, shoulders": 40,
        "neck, face, head": 30,
        "whole body": 40,
        "return": 30,
    },
    "10": {
        "arrive": 45,
        "breath": 45,
        "left foot + lower leg": 40,
        "right foot + lower leg": 40,
        "knees, thighs, hips": 45,
        "pelvis + low back": 50,
        "belly": 35,
        "chest + upper back": 40,
        "hands + arms": 50,
        "shoulders + neck": 50,
        "face + head": 40,
        "resting spot": 40,
        "whole body": 45,
        "return": 35,
    },
    "20": {
        "arrive": 75,
        "breath": 90,
        "left toes + foot": 55,
        "left lower leg": 45,
        "left knee, thigh, hip": 60,
        "right toes + foot": 55,
        "right lower leg": 45,
        "right knee, thigh, hip": 60,
        "pelvis + low back": 85,
        "upper back": 55,
        "belly": 55,
        "chest": 55,
        "left hand + arm": 60,
        "right hand + arm": 60,
        "shoulders": 60,
        "neck + throat": 55,
        "face": 65,
        "scalp + head": 40,
        "whole body": 75,
        "return": 50,
    },
    "45": {
        "arrive": 120,
        "breath": 180,
        **{f"left {part}": seconds for part, seconds in LEG.items()},
        **{f"right {part}": seconds for part, seconds in LEG.items()},
        "pelvis, buttocks": 90,
        "low back": 110,
        "upper back, shoulder blades": 90,
        "belly": 90,
        "chest, ribs": 90,
        "hands, fingers": 90,
        "wrists, forearms": 70,
        "elbows, upper arms": 70,
        "shoulders": 90,
        "neck, throat": 90,
        "jaw, mouth": 70,
        "nose, eyes, cheeks, ears": 90,
        "forehead, scalp": 60,
        "whole-body breathing": 180,
        "open rest": 60,
        "return": 120,
    },
}
"""Clinical specification 2.2: the sections in their order, in seconds."""

STARTS: Mapping[str, list[int]] = {
    "5": [0, 30, 60, 90, 120, 160, 200, 230, 270],
    "10": [0, 45, 90, 130, 170, 215, 265, 300, 340, 390, 440, 480, 520, 565],
    "20": [0, 75, 165, 220, 265, 325, 380, 425, 485, 570, 625, 680, 735, 795, 855, 915, 970, 1035, 1075, 1150],
    "45": [
        *(0, 120),
        *(300, 370, 450, 500, 575, 635, 710),
        *(770, 840, 920, 970, 1045, 1105, 1180),
        *(1240, 1330, 1440, 1530, 1620, 1710, 1800, 1870, 1940, 2030, 2120, 2190, 2280, 2340, 2520, 2580),
    ],
}
"""What the seconds of 2.2 add up to: where each section begins."""

Placed = tuple[Phase, float, float]


def the_manifest() -> Manifest:
    return read_manifest(FOLDER)


def the_scan() -> Activity:
    [activity] = the_manifest().activities_from_yaml()
    return activity


def context(activity: Activity, minutes: str | None = None, **given: str) -> Context:
    return Context(settle(activity.options, {"minutes": minutes, **given}), 1, date(2025, 11, 3))


def walked(activity: Activity, minutes: str | None = None, **given: str) -> Rehearsal:
    """The script alone, without the host's care."""
    return rehearse(lambda: activity.script(context(activity, minutes, **given)))


def said(walk: Rehearsal) -> list[Placed]:
    return [placed for placed in walk.phases if placed[0].kind == "say"]


def sections(walk: Rehearsal) -> dict[str, list[Placed]]:
    """The phases by region, in the order of the walk."""
    found: dict[str, list[Placed]] = {}
    for placed in walk.phases:
        found.setdefault(str(placed[0].at["region"]), []).append(placed)
    return found


def texts(placed: Iterable[Placed]) -> list[str]:
    return [phase.text for phase, _, _ in placed if phase.kind == "say"]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) ", text)


def begins(walk: Rehearsal) -> dict[str, float]:
    return {region: placed[0][1] for region, placed in sections(walk).items()}


def lasts(walk: Rehearsal) -> dict[str, float]:
    return {region: placed[-1][2] - placed[0][1] for region, placed in sections(walk).items()}
