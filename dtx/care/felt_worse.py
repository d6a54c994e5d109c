"""Did anything feel worse? Asked after every session (clinical 8.5)."""

from dtx.engine.activity import Script
from dtx.engine.questions import Answer, Ask, Choose, Rate, Ready, Several

FELT_WORSE = Choose(
    "Did anything feel worse during the session, or does it now?",
    ("No", "A little", "A lot", "Not sure"),
    "felt_worse",
    ("no", "a_little", "a_lot", "not_sure"),
)
WHAT = Several(
    "What felt worse? Choose as many as fit.",
    ("Pain", "Dizzy", "Breath", "Panic", "Low mood", "Memories", "Cramp", "Skin", "A fall", "Something else"),
    "felt_worse.what",
    ("pain", "dizzy", "breath", "panic", "low_mood", "memories", "cramp", "skin", "fall", "other"),
)
SEVERITY = Rate("How bad was it at its worst?", 0, 10, "not bad at all", "as bad as can be", "felt_worse.severity")
ONSET = Choose("When did it begin?", ("During", "Within an hour", "Later"), "felt_worse.onset", ("during", "within_1h", "later"))
LASTED = Choose(
    "How long did it last?",
    ("Under 10 minutes", "Under an hour", "Under a day", "Longer than a day"),
    "felt_worse.lasted",
    ("<10min", "<1h", "<24h", "longer"),
)
DID = Choose(
    "What did you do?",
    ("Nothing", "Rested", "Stopped", "Took medicine", "Called someone"),
    "felt_worse.did",
    ("nothing", "rested", "stopped", "medicine", "called"),
)
BETTER = Choose("Is it better now?", ("Yes", "No"), "felt_worse.better_now", ("yes", "no"))
WORDS = Ask("Anything you would like to add?", "felt_worse.text")
QUESTIONS = (FELT_WORSE, WHAT, SEVERITY, ONSET, LASTED, DID, BETTER, WORDS)
ADVICE = Ready(
    "Thank you for saying so. It would be good to tell your care team about this soon. "
    "If it gets worse quickly, or frightens you, get help now."
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
