"""Questions that help to look at a thought from another side (clinical 4.1). Two or three are shown, never all."""

from random import Random

BANK = (
    "What exactly would you have to see for this to be true?",
    "Has it ever gone another way, even once?",
    "What would you say to a friend with the same pain?",
    "Which part is fact, which part is forecast?",
    "If it did happen, what would help you through the first hour?",
    "How will this look next month?",
    "What did you manage in spite of it?",
    'Is there a middle between "all" and "none"?',
    "What does believing it make you do, and does that help?",
    "What could you test in ten minutes?",
    "Who could you ask?",
    "If it is true, what is the kindest next step?",
)


def drawn(chance: Random) -> tuple[str, str]:
    """Two of them and three others, each as lines to stand below a question."""
    five = chance.sample(BANK, 5)
    return lines(five[:2]), lines(five[2:])


def lines(questions: list[str]) -> str:
    return "\n".join(("If it helps, ask yourself:", *(f"– {question}" for question in questions)))
