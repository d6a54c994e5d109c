"""Did anything feel worse? Asked after every session (clinical 8.5)."""

from dtx.engine.activity import Script
from dtx.engine.questions import Answer, Ask, Choose, Rate, Ready, Several
from dtx.language import _

FELT_WORSE = Choose(
    _("Did anything feel worse during the session, or does it now?"),
    (_("No"), _("A little"), _("A lot"), _("Not sure")),
    "felt_worse",
    ("no", "a_little", "a_lot", "not_sure"),
)
WHAT = Several(
    _("What felt worse? Choose as many as fit."),
    (_("Pain"), _("Dizzy"), _("Breath"), _("Panic"), _("Low mood"), _("Memories"), _("Cramp"), _("Skin"), _("A fall"), _("Something else")),
    "felt_worse.what",
    ("pain", "dizzy", "breath", "panic", "low_mood", "memories", "cramp", "skin", "fall", "other"),
)
SEVERITY = Rate(_("How bad was it at its worst?"), 0, 10, _("not bad at all"), _("as bad as can be"), "felt_worse.severity")
ONSET = Choose(
    _("When did it begin?"), (_("During"), _("Within an hour"), _("Later")), "felt_worse.onset", ("during", "within_1h", "later")
)
LASTED = Choose(
    _("How long did it last?"),
    (_("Under 10 minutes"), _("Under an hour"), _("Under a day"), _("Longer than a day")),
    "felt_worse.lasted",
    ("<10min", "<1h", "<24h", "longer"),
)
DID = Choose(
    _("What did you do?"),
    (_("Nothing"), _("Rested"), _("Stopped"), _("Took medicine"), _("Called someone")),
    "felt_worse.did",
    ("nothing", "rested", "stopped", "medicine", "called"),
)
BETTER = Choose(_("Is it better now?"), (_("Yes"), _("No")), "felt_worse.better_now", ("yes", "no"))
WORDS = Ask(_("Anything you would like to add?"), "felt_worse.text")
QUESTIONS = (FELT_WORSE, WHAT, SEVERITY, ONSET, LASTED, DID, BETTER, WORDS)
ADVICE = Ready(
    _(
        "Thank you for saying so. It would be good to tell your care team about this soon. "
        "If it gets worse quickly, or frightens you, get help now."
    )
)


def felt_worse(first: Choose = FELT_WORSE) -> Script:
    """The `first` question, and what belongs to it when the answer is not `no`. Every part may be left out."""
    answer = yield first
    if answer in (None, "no"):
        return
    what = yield WHAT
    yield SEVERITY
    yield ONSET
    lasted = yield LASTED
    yield DID
    yield BETTER
    yield WORDS
    if calls_for_advice(answer, what, lasted):
        yield ADVICE


def calls_for_advice(answer: Answer, what: Answer, lasted: Answer) -> bool:
    """`a_lot`, a fall, the skin, or longer than 24 hours: advice to contact the team (clinical 8.5)."""
    return answer == "a_lot" or lasted == "longer" or bool({"fall", "skin"} & set(what if isinstance(what, tuple) else ()))
