"""The thought record with seven columns, and with five (clinical 4.1). Every field may be left blank."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import NamedTuple

from dtx import Answer, Ask, Choose, Context, Ready, Script, Several, Step

from .bank import drawn
from .emotions import BODY, EMOTIONS, PLEASANT
from .examples import RECORD as EXAMPLES
from .traps import SIMPLY_TRUE, TRAPS
from .wording import pain, percent, under

MOST_WORDS = 500  # characters, for the situation (4.1); the same for a thought, so that it can stay in sight
MOST_THOUGHTS = 7  # as many as there are choices on one screen at most (8.7 item 5)
MOST_RATED = 30
HELP_FROM = 80  # 4.1: hopeless, and a belief of so much

AGAIN = "Read it again: how much now?"
LOUD = "Some thoughts stay loud. That is useful to know, and a good one to take to your therapist."
HELP = "Feeling hopeless is a lot to carry. You do not have to carry it alone. Help is on every screen: press ?."
AS_MANY = "Choose as many as fit, or none. You can add one in your own words."


class Thought(NamedTuple):
    """A thought in the person's own words, never changed."""

    text: str
    belief: int | None


def record(ctx: Context, *, short: bool) -> Script:
    """The whole form; `short` is the one with five columns: 1, 2, 3, 6 and 7."""
    for_it, against_it = drawn(ctx.random)
    yield Ask("What was happening? Where, when, with whom?", "situation", MOST_WORDS, EXAMPLES["situation"])
    names, before = yield from emotions()
    if not short:
        yield Several(
            under(None, "What did your body do? Pain right now?", "The body first. Choose what fits, or add words of your own."),
            BODY,
            "body",
            example=EXAMPLES["body"],
            own=True,
        )
        yield pain("Pain right now?", "pain_now", EXAMPLES["pain_now"])

    thoughts = yield from gathered()
    hot = (yield from starred(thoughts)) if thoughts else None
    words = hot.text if hot else None
    if "hopeless" in names and any(thought.belief is not None and thought.belief >= HELP_FROM for thought in thoughts):
        yield Ready(HELP)
    if not short:
        yield Several(
            under(words, "Does one of these patterns fit? (optional)", f"{AS_MANY} {SIMPLY_TRUE}"),
            tuple(trap.shown for trap in TRAPS),
            "traps",
            tuple(trap.id for trap in TRAPS),
            EXAMPLES["traps"],
            own=True,
        )
        seems = under(words, "What makes that thought seem true? Facts a camera would show.", for_it)
        yield Ask(seems, "facts_for", example=EXAMPLES["facts_for"])
        left_out = under(words, "What does not fit it, or what is left out?", against_it)
        yield Ask(left_out, "facts_against", example=EXAMPLES["facts_against"])

    fairer = under(words, "Putting both together, what is a fairer way to say it?", *((against_it,) if short else ()))
    balanced = yield Ask(fairer, "balanced.text", example=EXAMPLES["balanced"])
    if balanced is not None:
        yield percent(
            under(words, f"A fairer way: “{balanced}”", "How much do you believe the fairer way?"), "balanced.belief", EXAMPLES["belief"]
        )
    belief = yield percent(under(words, AGAIN), "belief_after", EXAMPLES["belief_after"])
    after = yield from felt(names, "after", "How strong is it now: {}?", words)
    if not short:
        yield from action(words)

    changes = [Change("the thought", hot.belief if hot else None, belief)]
    changes += [Change(*one) for one in zip(names, before, after, strict=True)]
    if told := list(in_words(changes)):
        yield Ready("\n".join(told))


def emotions() -> Generator[Step, Answer, tuple[tuple[str, ...], list[Answer]]]:
    """The feelings, and how strong each was."""
    asked = under(None, "Which feelings showed up, and how strong?", "Choose those that fit, or add a word of your own. One is enough.")
    answer = yield Several(asked, EMOTIONS, "emotions[].name", example=EXAMPLES["emotions"], own=True)
    names = answer[:MOST_RATED] if isinstance(answer, tuple) else ()
    return names, (yield from felt(names, "before", "How strong was it then: {}?"))


def felt(names: tuple[str, ...], when: str, text: str, words: str | None = None) -> Generator[Step, Answer, list[Answer]]:
    """How strong each feeling was, or is, in the order in which they were named."""
    strengths: list[Answer] = []
    for index, name in enumerate(names):
        asked = under(words, text.format(name))
        strengths.append((yield percent(asked, f"emotions[{index}].{when}", EXAMPLES[when], "not there", "as strong as it can be")))
    return strengths


def gathered() -> Generator[Step, Answer, list[Thought]]:
    """The thoughts, one at a time, until one is left empty."""
    first = under(
        None,
        "What went through your mind? Star the one that hurts most.",
        "One thought for now, in your own words. There is room for more, and the star comes after them.",
    )
    thoughts: list[Thought] = []
    while len(thoughts) < MOST_THOUGHTS:
        place = f"thoughts[{len(thoughts)}]"
        asked = "Was there another thought? If that was all, leave it empty." if thoughts else first
        text = yield Ask(asked, f"{place}.text", MOST_WORDS, EXAMPLES["another" if thoughts else "thoughts"])
        if not isinstance(text, str):
            break
        belief = yield percent(under(text, "How much did you believe it then?"), f"{place}.belief_before", EXAMPLES["belief_before"])
        thoughts.append(Thought(text, belief if isinstance(belief, int) else None))
    return thoughts


def starred(thoughts: list[Thought]) -> Generator[Step, Answer, Thought]:
    """The one hot thought. An only one is told, not asked for; so is the first, where no star was given."""
    told = Ready(under(thoughts[0].text, "The next questions are about this thought."), "thoughts[].hot")
    if len(thoughts) > 1:
        place = yield Choose(
            "Star the one that hurts most. The next questions are about that one.",
            tuple(thought.text for thought in thoughts),
            "thoughts[].hot",
            tuple(map(str, range(len(thoughts)))),
            EXAMPLES["hot"],
        )
        if isinstance(place, str):
            return thoughts[int(place)]
        told = replace(told, save="thoughts[0].hot")
    yield told
    return thoughts[0]


def action(words: str | None) -> Script:
    """One small thing to do next, in five small questions; the first may be left out, and with it the others."""
    next_thing = under(words, "One small thing you will do next", "If it suits you, say what it is. You can leave this out.")
    if (yield Ask(next_thing, "action.what", example=EXAMPLES["what"])) is None:
        return
    yield Ask(under(words, "When might you do it?"), "action.when", example=EXAMPLES["when"])
    yield Ask(under(words, "Where will you be?"), "action.where", example=EXAMPLES["where"])
    yield Ask(under(words, "How small can it be, so that it can be done on a hard day?"), "action.size", example=EXAMPLES["size"])
    yield Ask(under(words, "What might get in the way, and what then?"), "action.obstacle", example=EXAMPLES["obstacle"])


class Change(NamedTuple):
    """A number before and after; either may not have been given."""

    name: str
    before: Answer
    after: Answer


def in_words(changes: list[Change]) -> Iterator[str]:
    """`afraid 80 -> 55`, never a grade; and a sentence where something has stayed as loud as it was."""
    loud = False
    for name, before, after in changes:
        if isinstance(before, int) and isinstance(after, int):
            yield f"{name} {before} -> {after}"
            loud = loud or (after >= before and name not in PLEASANT)
    if loud:
        yield f"\n{LOUD}"
