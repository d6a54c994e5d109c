"""Rules for words that people in pain will read or hear: short sentences, easy words, a tone that invites, and no promises."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dtx.engine.words import clean
from dtx.host.explain import quoted

LONGEST_SENTENCE = 20
"""Words in a sentence (clinical 0.5)."""

OLDEST_READER = 11
"""The reading age in years that a text may ask for (clinical 0.5)."""

ENOUGH_WORDS = 100
"""The formula was made on samples of this many words (Flesch 1948, J Appl Psychol 32:221); on fewer it only hints."""

LINE_YEARS = 3
"""One line alone is named when it asks for so many years more: on a few words the formula scatters."""

LINE_WORDS = 8
"""A shorter line is never named alone: one long word would decide."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with some words. `sentence` and `remedy` are whole sentences; a `warning` is for the author to weigh."""

    sentence: str
    remedy: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Ban:
    """Words that are never said, what they do, and what to do instead."""

    pattern: re.Pattern[str]
    does: str
    remedy: str
    warning: bool = False


def ban(pattern: str, does: str, remedy: str, warning: bool = False) -> Ban:
    return Ban(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), does, remedy, warning)


CLAIMS = ban(
    r"treat(?:s|ing)(?!(?: \w+){1,6} as (?:an?|if)\b)|therapy for"
    r"|reduc(?:es?|ing) (?:the |your )?pain|reliev(?:es?|ing)|prescrib(?:es?|ing)|clinically proven"
    r"|digital therapeutics?|replac(?:es?|ing)|monitor(?:s|ing)? your condition|detects|cures?|heals?",
    "promises an effect",
    "Say what the person does, such as relax, practise, learn or keep track.",
)
"""Words that would make dtx a medical device (clinical 8.6)."""

TONE = (
    ban("must|you should|you need to relax", "orders", "Invite: 'you might', 'if it suits you'."),
    ban(
        r"breathe (?:the |your )?pain (?:away|out)|breathe into (?:the|your) pain|(?:take|make|wash|send)s? (?:the|your) pain (?:go )?away"
        r"|you will (?:feel|be|become) (?:\w+ )?(?:better|calm|calmer|relaxed|pain-free|free of pain)|pain-free|melts? (?:the|your) pain",
        "promises that pain will give way",
        "Say what the person might do or notice, and leave open what comes of it.",
    ),
    ban(
        r"you(?: have|'ve)? failed|your(?: own)? fault|try harder|push through (?:it|(?:the |your )?pain)"
        r"|no pain,? no gain|you gave up|don't be lazy",
        "blames or drives",
        "Say that stopping or doing less is a full answer, too.",
    ),
    ban(
        r"(?:good|great|bad) (?:job|work|girl|boy|patient|posture|form|technique|effort|habits?)|well done"
        r"|(?:that|this) (?:was|is) (?:bad|wrong)|do(?:ing)? it (?:wrong|badly)",
        "judges",
        "Say what was done, or what may be noticed, without a mark for it.",
    ),
    ban("good|bad", "may judge", "Leave it if nobody is judged by it; else name what is meant.", warning=True),
    ban(
        r"pain is (?:imaginary|imagined|not real|unreal|only in)|all in (?:your|the) (?:head|mind)"
        r"|hurt(?:s|ing)? (?:does not|doesn't|never|is not|isn't|do not|don't)[^.]{0,20} harm",
        "doubts the pain, or says that hurting never means harm",
        "Leave it out; pain is real, and what it means is for the care team to say.",
    ),
    ban(
        r"(?<!not )(?<!never )(?<!n't )(?<!without )hold(?:ing)? (?:your|the) breath",
        "asks for a held breath, of which the gate does not know,",
        "Use a 'breathe' step, so that those who had better not hold it are kept from it.",
        warning=True,
    ),
)
"""Never said to a patient (clinical 0.4, 1.5 and 2.3)."""

# Somebody's thought in quotation marks is quoted, not said to the reader: thinking traps are made of 'must' and 'fault'.
QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|‘(?:[^’]|(?<=\\w)’(?=\\w))*’(?!\\w)|(?<!\\w)'(?:[^']|(?<=\\w)'(?=\\w))*'(?!\\w)")

DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
TELEPHONE = re.compile(
    r"\b(?:112|911|999|988|116[ -]?123)\b|\+?\d(?:[ ().-]{0,2}\d){6,}|\b(?:call|phone|ring|text|dial)\s+\+?\d[\d -]+", re.IGNORECASE
)
"""A number to call. Such numbers change, so each has to be verified and dated, and they stand in one place (clinical 4.6)."""

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
LETTERS = re.compile(r"[^\W_]")


def sentences(text: str) -> list[str]:
    """The sentences of a text: each line is one at least; a colon or semicolon ends none."""
    return [part for part in SENTENCE_END.split(text) if words(part)]


def words(text: str) -> list[str]:
    """The words of a text: what stands between blanks and holds a letter or digit."""
    return [word for word in text.split() if LETTERS.search(word)]


def faults(text: str) -> Iterator[Fault]:
    """Everything the rules have against one text."""
    if clean(text) != text:
        yield Fault("it holds characters that a terminal would act on.", "Write plain words.")
        text = clean(text)
    for sentence in sentences(text):
        if (count := len(words(sentence))) > LONGEST_SENTENCE:
            yield Fault(f"{quoted(sentence)} has {count} words; {LONGEST_SENTENCE} is the most.", "Make two sentences of it.")
    yield from unsaid(text)
    if (number := TELEPHONE.search(DATE.sub("", text))) is not None:
        sentence = f"it gives a telephone number, {quoted(number[0].strip())}, which nobody has verified with a date."
        yield Fault(sentence, "Point to 'Help' instead: dtx keeps the numbers there, each with the day it was verified.")
    if len(words(text)) >= LINE_WORDS and (age := reading_age(text)) > OLDEST_READER + LINE_YEARS:
        yield Fault(f"{quoted(text)} asks for a reading age of about {age:.0f}.", "Shorter words may do.", warning=True)


def unsaid(text: str) -> Iterator[Fault]:
    """Claims and tones that are never used. A thought in quotation marks is held to the claims only."""
    own = QUOTED.sub("…", text)
    for ban, where in ((CLAIMS, text), *((one, own) for one in TONE)):
        if (found := ban.pattern.search(where)) is not None:
            yield Fault(f"it {ban.does} with {quoted(found[0])}: {quoted(text)}.", ban.remedy, ban.warning)
            own = ban.pattern.sub("…", own)


def whole(texts: Iterable[str]) -> Iterator[Fault]:
    """What the rules have against many texts together: the reading age."""
    together = "\n".join(text for text in texts if len(words(text)) > 3)  # labels and cues are no sentences
    count = len(words(together))
    if count and (age := reading_age(together)) > OLDEST_READER:
        sentence = f"its {count} words ask for a reading age of {age:.1f} years; {OLDEST_READER} is the most."
        remedy = f"Use shorter words and sentences; {quoted(hardest(together))} is the hardest."
        yield Fault(sentence, remedy, warning=count < ENOUGH_WORDS)


def reading_age(text: str) -> float:
    """The age in years at which a text is read easily: the grade of Kincaid, Fishburne, Rogers & Chissom 1975, and five.

    `grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59` (Research Branch Report 8-75, Naval Technical
    Training, Memphis); a pupil of grade 1 is six. A text without words is read at any age: 0.
    """
    found = words(text)
    if not found:
        return 0.0
    grade = 0.39 * len(found) / len(sentences(text)) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
    return grade + 5


def hardest(text: str) -> str:
    """The sentence that asks for the most years."""
    return max(sentences(text), key=reading_age)


SILENT = re.compile(
    r"(?<=[^aeiouy])(?:(?<![sxzcg])(?<!ch)(?<!sh)(?<![^aeiouy]l)es|(?<![td])ed|(?<![^aeiouy]l)e)$"
    r"|(?<=[aeiouy][^aeiouy])e(?=(?:ful|less|ly|ment|ness|thing|times?|where)(?:ly|s)?$)"
)
PARTING = re.compile(
    r"(?<![ctx])(?<!ss)i(?=o[^n]|o$|a|u)|(?<![ct])i(?=et|en[ct])|(?<=u)[ai](?=[lnt])|u(?=en[ct])"
    r"|eo(?!p)|creat|[eouy]ing$|(?<=[aeiou][a-z])ea(?=s?$)|uou"
)
GROUPS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """The syllables of an English word, by rule: groups of vowels, without silent endings, and with vowels that part.

    A rule of thumb: out by one in about one word of twenty. A number counts as one.
    """
    letters = re.sub(r"[^a-z]", "", word.casefold().replace("’", "'").partition("'")[0])
    voiced = SILENT.sub("", letters) or letters
    return max(1, len(GROUPS.findall(voiced)) + len(PARTING.findall(voiced)))
