"""The scales we ask in our own words (clinical 7.1). A plain 0-10 rating is free to use (Jensen & Karoly 2001)."""

from dataclasses import replace

from dtx.engine.questions import Rate
from dtx.language import _

PAIN = Rate(_("How strong is your pain right now?"), 0, 10, _("no pain"), _("the worst pain you can imagine"), save="before.pain")
RELAX = Rate(_("How relaxed are you right now?"), 0, 10, _("not at all relaxed"), _("fully relaxed"), save="before.relax")

BEFORE = (PAIN, RELAX)
AFTER = (replace(PAIN, save="after.pain"), replace(RELAX, save="after.relax"))
