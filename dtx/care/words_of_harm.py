"""Words that hint at self-harm, looked for only to show where help is: no score, no report (clinical 4.6; NICE NG225)."""

import re

from dtx.care.helplines import Helpline

PHRASES = (
    *("kill myself", "killing myself", "end my life", "end it all", "suicide", "suicidal", "want to die"),
    *("wish i was dead", "wish i were dead", "better off dead", "better off without me", "no reason to live"),
    *("don't want to be here anymore", "don't want to live", "can't go on", "hurt myself", "harm myself"),
    *("self harm", "self-harm", "cut myself", "overdose", "all my pills", "never wake up"),
)
"""No negation is looked at: a false alarm is acceptable, and silence is no proof of safety."""

STRAIGHT = str.maketrans({**dict.fromkeys("‘’‛ʼ′´`＇", "'"), **dict.fromkeys("“”„‟″＂", '"'), **dict.fromkeys("‐‑", "-")})
PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, PHRASES))})(?!\w)")


def normal(text: str) -> str:
    """Lower case, straight quotes and hyphens, single spaces."""
    return " ".join(text.lower().translate(STRAIGHT).split())


def hints(text: str) -> bool:
    """Whether to show where help is. Linear in the length of the text, and it never raises."""
    return PATTERN.search(normal(text)) is not None


WRITTEN = "Some of your words sound like things may feel too heavy right now."
SAID = "Thank you for telling us. Things may feel too heavy right now."
MESSAGE = (
    "{first} You are not in trouble, and nothing has been sent to anyone. "
    "If you might act on these thoughts or are not safe, call {emergency} now. If you want to talk to someone: {line}. "
    "Could you be near someone, or put distance between you and anything you might use?"
)
GO_ON = "I'm safe, go on"


def message(help: Helpline, first: str = WRITTEN) -> str:
    """What is shown. `first` is `SAID` after a yes to the question, `WRITTEN` after words in a free text."""
    return MESSAGE.format(first=first, emergency=help.emergency, line=help.line)


def actions(help: Helpline) -> tuple[str, ...]:
    """What one can do from there: the number to call, the one to text where there is one, and to go on."""
    return (f"Call {help.emergency}", *((f"Text {help.text}",) if help.text else ()), GO_ON)
