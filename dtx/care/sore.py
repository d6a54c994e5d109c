"""The sore-today swap: a section about a region that hurts keeps its first line, then offers three ways to be with it (clinical 2.4)."""

from contextlib import suppress
from dataclasses import replace

from dtx.engine.steps import Section, share_quiet
from dtx.language import _

OFFERS = (
    _("If there is pain, you have choices. You may rest at its edge, where it begins to fade."),
    _("You may ask with curiosity: is it steady, or does it shift? Or you may go back to the breath or sounds."),
    _("Every one of those is doing the practice."),
)
SHORT_OFFER = _("If it is sore, rest at its edge, look with curiosity, or go back to the breath.")
SHORT_S = 40
"""Sections under this have room for one line only."""


def softened(section: Section) -> Section:
    """The section with the offers in place of its other lines; its length stays, and the pauses share the quiet equally.

    A section too short even for the one-line offer stays as it is.
    """
    first = section.placed()[:1]
    for offers in (OFFERS, (SHORT_OFFER,)):
        with suppress(ValueError):
            if section.seconds >= SHORT_S or offers != OFFERS:
                lines = share_quiet((*(line.text for line in first), *offers), section.seconds)
                spoken = tuple(replace(line, recording=kept.recording) for line, kept in zip(lines, first, strict=False))
                return replace(section, lines=(*spoken, *lines[len(spoken) :]))
    return section
