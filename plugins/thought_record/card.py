"""The coping card: six lines at most, in the person's own words (clinical 4.5). It names no illness and no medicine."""

from dtx import Ask, Context, Ready, Script

from .examples import CARD as EXAMPLES
from .wording import under

LONGEST = 120  # characters: a line that a telephone can show

BLANK = "___"
LINES = {
    "when": f"When {BLANK}",
    "notice": f"I notice {BLANK}",
    "tell_myself": f"I can tell myself: {BLANK}",
    "do": f"I can do (2 min): {BLANK}",
    "contact": f"I can contact {BLANK}",
    "got_me_through": f"What got me through before: {BLANK}",
}
"""The six lines, by the name under which the words for the blank are kept."""

HINTS = {
    "when": "When could you use this card?",
    "notice": "What do you notice first: in the body, in your thoughts, in what you do?",
    "tell_myself": "What could you tell yourself then? Something that is true and kind.",
    "do": "What could you do in two minutes?",
    "contact": "Whom could you ring, write to or sit with?",
    "got_me_through": "What got you through before?",
}
OPEN = "Others may see a card, so leave out names of illnesses and medicines."


def coping_card(ctx: Context) -> Script:
    kept: list[str] = []
    for name, line in LINES.items():
        last = ctx.previous.saved.get(name)
        asked = [HINTS[name], *([OPEN] if name == "when" else []), *([f"Last time: {last}"] if isinstance(last, str) else [])]
        answer = yield Ask(under(None, line, *asked), name, LONGEST, EXAMPLES[name])
        if isinstance(answer, str):
            kept.append(line.replace(BLANK, " ".join(answer.split())))
    if kept:
        yield Ready("\n".join(("Your card:", "", *kept)))
