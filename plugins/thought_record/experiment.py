"""The behavioural experiment: a belief is put to a small, safe test (clinical 4.4). It may stay open until the test is done."""

from dtx import Answer, Ask, Choose, Context, Rate, Ready, Script

from .examples import EXPERIMENT as EXAMPLES
from .wording import pain, percent, under

ONCE_MORE = 2  # how often "how would you know?" is asked again

HOW_WOULD_YOU_KNOW = (
    "How would you know? Name something that you, or a camera, could see.",
    "This one is what makes it a test. What would somebody else see if the belief is right? A few words are enough.",
    "One last time, in case it helps: what would you count, see or hear, and by when?",
)
NOT_FINISHED = (
    "Without something one can see, this cannot be tested yet. That is all right. "
    "It is kept as it is, and not finished. You can begin again whenever you like, perhaps with your therapist."
)

SIZES = ("one minute", "two minutes", "five minutes", "ten minutes", "once", "half of what I do on a usual day")
TEST = "Small, safe and easy to stop. Leave out what your care team asked you not to do, and anything that set off a warning sign before."
SIZE = (
    "With pain of up to 2 out of 10 you might go on. "
    "From a start of up to 3, stop if it goes above 5. From a higher start, stop if it goes up by 3."
)
PROPS = "Keep what your care team gave you, such as a stick or a brace. This is about habits, such as clenching your teeth."
PLAN = "That is the plan. You can leave this open, try it on your day, and come back for the last questions."
NOT_TODAY = "Pain is high just now. Breathing or your coping card may suit today better. The test can wait for another day."
HALF = "Pain went up more than it needs to. Next time, half of it may be enough."

START_BELOW = 8  # 5.4: from here on, breathing and the coping card are offered instead


def experiment(ctx: Context) -> Script:
    belief = yield Ask("Which belief would you like to test?", "belief", 500, EXAMPLES["belief"])
    words = belief if isinstance(belief, str) else None
    yield percent(under(words, "How much do you believe it now?"), "belief_before", EXAMPLES["belief_before"])
    yield Ask(under(words, "If it is right, what will happen?"), "prediction.what", example=EXAMPLES["what"])
    bad = under(words, "How bad would it be?")
    yield Rate(bad, 0, 10, "no trouble at all", "the worst you can think of", "prediction.how_bad", example=EXAMPLES["how_bad"])
    yield Ask(under(words, "By when would it happen?"), "prediction.by_when", example=EXAMPLES["by_when"])
    for text in HOW_WOULD_YOU_KNOW[: 1 + ONCE_MORE]:
        known = yield Ask(under(words, text), "prediction.how_would_you_know", example=EXAMPLES["how_would_you_know"])
        if known is not None:
            break
    else:
        yield Ready(NOT_FINISHED)
        return

    yield Ask(under(words, "What else might happen instead?"), "alternative", example=EXAMPLES["alternative"])
    yield Ask(under(words, "What could you try?", TEST), "test", example=EXAMPLES["test"])
    yield Choose(under(words, "How much of it, for a start?", SIZE), SIZES, "size", example=EXAMPLES["size"])
    habits = under(words, "Is there something you do to feel safe that you might leave out?", PROPS)
    yield Ask(habits, "safety_props", example=EXAMPLES["safety_props"])
    yield Ask(under(words, "Which day and time would suit you?"), "date", example=EXAMPLES["date"])
    yield Ready(under(words, PLAN))

    before = yield pain(under(words, "Just before you try it: how strong is your pain?"), "pain_now", EXAMPLES["pain_now"])
    if isinstance(before, int) and before >= START_BELOW:
        yield Ready(NOT_TODAY)
    yield Ask(under(words, "What happened?"), "result.what", example=EXAMPLES["result"])
    during = yield pain("How strong was your pain while you did it, at its highest?", "result.pain_during", EXAMPLES["pain_during"])
    morning = yield pain("And the next morning?", "result.pain_next_morning", EXAMPLES["pain_next_morning"])
    yield percent(under(words, "How much do you believe it now?"), "belief_after", EXAMPLES["belief_after"])
    yield Ask(under(words, "What did you learn?"), "learned", example=EXAMPLES["learned"])
    smaller = (HALF,) if too_much(before, during, morning) else ()
    yield Ask(under(words, "What might you try next?", *smaller), "next", example=EXAMPLES["next"])


def too_much(before: Answer, during: Answer, morning: Answer) -> bool:
    """Whether pain went into the red zone, or had not settled by the next morning (clinical 5.4)."""
    if not isinstance(before, int):
        return False
    red = isinstance(during, int) and during > 2 and (during > 5 if before <= 3 else during - before >= 3)
    return red or (isinstance(morning, int) and morning > before + 1)
