"""Places of the body, front and back, by the names that every other part of dtx uses for its regions."""

from dataclasses import dataclass
from typing import ClassVar

from dtx.care.regions import SIDED
from dtx.engine.kept_words import PLACES
from dtx.engine.questions import Answer, NotAnAnswer, Several
from dtx.language import _

FRONT, BACK = "front", "back"
SIDES = (FRONT, BACK)
WORDS = {
    "front.face": _("face"),
    "front.jaw": _("jaw"),
    "front.throat": _("throat"),
    "front.chest": _("chest"),
    "front.belly": _("belly"),
    "front.pelvis": _("pelvis"),
    "back.head": _("back of the head"),
    "back.neck": _("neck"),
    "back.upper_back": _("upper back"),
    "back.low_back": _("low back"),
    "back.pelvis": _("buttocks"),
    "front.calf_left": _("left shin"),
    "front.calf_right": _("right shin"),
}
"""What a place is called, where that is not its region, side and view."""

MIDDLE = {
    FRONT: ("face", "jaw", "throat", "chest", "belly", "pelvis"),
    BACK: ("head", "neck", "upper_back", "low_back", "pelvis"),
}
SITES = tuple(
    f"{view}.{region}" for view in SIDES for region in (*MIDDLE[view], *(f"{name}_{side}" for name in SIDED for side in ("left", "right")))
)
"""Every place on the two drawings, the front first, from the head down and then the sides."""


def region_of(site: str) -> str:
    """The region, as the profile and the activities call it."""
    return site.partition(".")[2]


def said(site: str) -> str:
    """A place in words: “left knee, front”."""
    if site in WORDS:
        return WORDS[site]
    place = PLACES[region_of(site)]
    return _("{place}, front").format(place=place) if site.startswith(FRONT) else _("{place}, back").format(place=place)


@dataclass(frozen=True, slots=True)
class WhereItHurts(Several):
    """Places on the body: drawn where there is room for a drawing, a list of words elsewhere.

    A region without a view, such as `knee_left`, means both views of it.
    """

    verb: ClassVar[str] = "several"

    def check(self, value: object) -> Answer:
        chosen = [value] if isinstance(value, str) else value
        if not isinstance(chosen, list | tuple):
            raise NotAnAnswer(_("Please choose from the list."))
        both = [site for one in chosen for site in (views_of(one) or (one,))]
        return Several(self.text, self.options, self.save, self.values).check(both)


def views_of(region: object) -> tuple[str, ...]:
    """The places of a region that was named without a view."""
    return tuple(site for site in SITES if region_of(site) == region) if isinstance(region, str) else ()


WHERE = WhereItHurts(
    _("Where does it hurt? Choose as many places as fit."), tuple(said(site).capitalize() for site in SITES), "sites", SITES
)
