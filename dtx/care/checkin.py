"""The check-in: a few numbers, and whatever else the person would like to note (clinical 6, `diary` and `med_log`).

Medicines and supplements are a log and nothing more: no dose, no interaction, no schedule, no advice.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dtx.care import words_of_harm
from dtx.care.heeded import SHOWN, help_words
from dtx.care.help import emergency
from dtx.care.helplines import for_country
from dtx.care.measures import phq4
from dtx.care.measures.measure import Measure, load
from dtx.care.moments import Day, TimeOfDay
from dtx.care.sites import WHERE
from dtx.engine.questions import Answer, Ask, Choose, Question, Rate, Ready, Several
from dtx.language import _

Questions = Generator[Question, Answer, None]
"""A script of questions alone."""

CHECK_IN, REVIEW = "checkin", "review"
KINDS = (CHECK_IN, REVIEW)

PAIN = tuple(
    Rate(
        which,
        0,
        10,
        _("no pain"),
        _("the worst pain you can imagine"),
        save,
    )
    for which, save in (
        (_("Since your last check-in, or today: how strong was your pain at its worst?"), "pain.worst"),
        (_("Since your last check-in, or today: how strong was your pain on average?"), "pain.average"),
        (_("Since your last check-in, or today: how strong was your pain at its least?"), "pain.least"),
    )
)
FEELS = Several(
    _("What does it feel like? Choose as many as fit, or add your own words."),
    (
        *(
            _("Aching"),
            _("Burning"),
            _("Stabbing"),
            _("Shooting"),
            _("Throbbing"),
            _("Sharp"),
            _("Dull"),
            _("Cramping"),
            _("Pressing"),
            _("Heavy"),
            _("Tender"),
        ),
        *(_("Tingling"), _("Numb"), _("Electric"), _("Itching"), _("Cold")),
    ),
    "words",
    (
        *("aching", "burning", "stabbing", "shooting", "throbbing", "sharp", "dull", "cramping", "pressing", "heavy", "tender"),
        *("tingling", "numb", "electric", "itching", "cold"),
    ),
    own=True,
)
TRIGGERS = Several(
    _("Was anything different today that may go together with the pain? Choose as many as fit, or add your own."),
    (
        *(
            _("Stress"),
            _("A short or broken night"),
            _("The weather"),
            _("Something I ate or drank"),
            _("My cycle"),
            _("Sitting for long"),
            _("Standing for long"),
        ),
        *(
            _("Lifting or carrying"),
            _("More activity than usual"),
            _("Less activity than usual"),
            _("Travel"),
            _("Noise or light"),
            _("An argument"),
        ),
    ),
    "triggers",
    (
        *("stress", "short_night", "weather", "food", "cycle"),
        *("sitting", "standing", "lifting", "more_activity", "less_activity", "travel", "noise_light", "argument"),
    ),
    own=True,
)
SLEEP = Rate(_("How did you sleep last night?"), 0, 10, _("very badly"), _("very well"), "sleep")
MOOD = Rate(_("How is your mood?"), 0, 10, _("very low"), _("very good"), "mood")
ACTIVITY = Rate(_("How much of what you wanted to do today could you do?"), 0, 10, _("nothing"), _("all of it"), "activity")
HELPED = Several(
    _("Did anything help today? Choose as many as fit, or add your own."),
    (
        _("Rest"),
        _("Warmth"),
        _("Cold"),
        _("Moving"),
        _("Breathing or relaxing"),
        _("Company"),
        _("Something that took my mind off it"),
        _("Medicine"),
        _("Sleep"),
    ),
    "helped",
    ("rest", "warmth", "cold", "moving", "relaxing", "company", "distraction", "medicine", "sleep"),
    own=True,
)
NOTE = Ask(_("What would you like to note? Write as little as you like."), "note")

FIXED_LINE = _("Do not stop or change medicines because of this app; ask your prescriber or pharmacist.")
"""Said with every log of a medicine (clinical 6, `med_log`), word for word."""
MEDICINE = Ask(f"{FIXED_LINE}\n\n{_('What is the medicine or supplement called?')}", "name", limit=200)
TAKEN = Choose(_("Was it taken?"), (_("Taken as agreed"), _("Missed"), _("Taken as an extra")), "status", ("taken", "missed", "extra"))
REASON = Ask(_("If you took it as needed: what for?"), "reason", limit=500)
SIDE_EFFECT = Ask(_("Did you notice a side effect?"), "side_effect", limit=500)
MEDICINE_HELPED = Rate(_("How much did it help?"), 0, 10, _("not at all"), _("very much"), "helped")
UNWELL = _("I have trouble breathing, or I am very drowsy")
ANOTHER_MEDICINE = Choose(_("Would you like to note another one?"), (_("Yes"), _("No"), UNWELL), "another", ("yes", "no", "unwell"))
CALL = _("Please call {emergency} now, or ask somebody near you to call. Say which medicine it was, and when.")

TREATMENT = Ask(_("What was the treatment? For example acupuncture, massage or physiotherapy."), "what", limit=200)
TREATMENT_HELPED = replace(MEDICINE_HELPED)
ANOTHER_TREATMENT = Choose(_("Would you like to note another one?"), (_("Yes"), _("No")), "another", ("yes", "no"))

PHQ4_INTRO = _("Four questions about worry and low mood follow: the PHQ-4. They are no diagnosis, and nothing is sent to anyone.")

ALL_SECTIONS: Mapping[str, str] = {
    "sites": _("Where it hurts"),
    "words": _("What it feels like"),
    "triggers": _("What was different today"),
    "sleep": _("Sleep"),
    "mood": _("Mood"),
    "activity": _("What I could do"),
    "helped": _("What helped"),
    "medicine": _("Medicines or supplements"),
    "treatment": _("Treatments elsewhere, such as massage"),
    "phq4": _("Worry and low mood: four questions"),
    "note": _("A note in my own words"),
}
SECTIONS = {name: words for name, words in ALL_SECTIONS.items() if name != "phq4" or load("phq4").spoken}
"""A questionnaire without a wording in the language that is spoken is not offered."""
ALSO = Several(_("Anything else for today? Choose as many as you like, or none."), tuple(SECTIONS.values()), "also", tuple(SECTIONS))
ONE = {question.save: question for question in (WHERE, FEELS, TRIGGERS, SLEEP, MOOD, ACTIVITY, HELPED, NOTE)}
"""Sections that are one question."""

PEG_OFFER = "peg.offer"
PEG_EVERY_DAYS = 7
MOST = 20
"""So many medicines, or treatments, fit into one check-in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What answers that were written beforehand are about: sections, how many of what may come up again, and the weekly questions."""

    also: tuple[str, ...] = ()
    medicines: int = 0
    treatments: int = 0
    peg: bool = False
    pgic: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a check-in needs to know: when it is, where the help lines are, and whether the weekly questions are due.

    `wanted` is None where a person is asked what else they would like to note.
    """

    now: datetime
    country: str | None = None
    peg_due: bool = False
    wanted: Wanted | None = None


def check_in(occasion: Occasion) -> Questions:
    """The questions of a check-in. Every one may be declined."""
    for question in PAIN:
        yield question
    wanted = occasion.wanted
    also = wanted.also if wanted is not None else (yield ALSO)
    for section in SECTIONS:
        if isinstance(also, tuple) and section in also:
            yield from about(section, occasion)
    if wanted.peg if wanted is not None else occasion.peg_due:
        yield from peg(ask_first=wanted is None)
    if wanted is not None and wanted.pgic:
        yield from pgic()


def about(section: str, occasion: Occasion) -> Questions:
    if section == "medicine":
        yield from medicines(occasion)
    elif section == "treatment":
        yield from treatments(occasion)
    elif section == "phq4":
        yield from worry_and_mood(occasion.country)
    else:
        yield from minded(ONE[section], occasion.country)


def minded(question: Question, country: str | None) -> Generator[Question, Answer, Answer]:
    """A question; words of one's own that sound too heavy show where help is (clinical 4.6)."""
    answer = yield question
    if sounds_heavy(question, answer):
        yield replace(help_words(country), save=SHOWN)
    return answer


def sounds_heavy(question: Question, answer: Answer) -> bool:
    if isinstance(question, Ask) and isinstance(answer, str):
        return words_of_harm.hints(answer)
    if isinstance(question, Several) and question.own and isinstance(answer, tuple):
        return any(words_of_harm.hints(words) for words in answer)
    return False


def medicines(occasion: Occasion) -> Questions:
    wanted = occasion.wanted
    for number in range(MOST):
        for question in (MEDICINE, when(occasion.now), TAKEN, REASON, SIDE_EFFECT, MEDICINE_HELPED):
            answer = yield from minded(placed(question, "medicine", number), occasion.country)
            if question is MEDICINE and answer is None:
                return
        if wanted is not None:
            if number + 1 >= wanted.medicines:
                return
            continue
        another = yield placed(ANOTHER_MEDICINE, "medicine", number)
        if another == "unwell":
            yield Ready(CALL.format(emergency=emergency(occasion.country)), "help_shown")
        if another != "yes":
            return


def treatments(occasion: Occasion) -> Questions:
    wanted = occasion.wanted
    for number in range(MOST):
        for question in (TREATMENT, day(occasion.now), TREATMENT_HELPED):
            answer = yield from minded(placed(question, "treatment", number), occasion.country)
            if question is TREATMENT and answer is None:
                return
        if wanted is not None:
            if number + 1 >= wanted.treatments:
                return
        elif (yield placed(ANOTHER_TREATMENT, "treatment", number)) != "yes":
            return


def when(now: datetime) -> TimeOfDay:
    return TimeOfDay(_("When was that? For example 8:30, or now."), "time", now=f"{now:%H:%M}")


def day(now: datetime) -> Day:
    return Day(_("On which day? For example today, yesterday or 2026-02-03."), "date", today=now.date())


def placed(question: Question, section: str, number: int) -> Question:
    """The same question about the next medicine or treatment."""
    return replace(question, save=f"{section}[{number}].{question.save}")


def peg(ask_first: bool = True) -> Questions:
    """The three weekly questions, word for word, with who wrote them. “Not today” is a full answer.

    Nothing is asked in a language in which no wording is on file.
    """
    measure = load("peg")
    if not measure.spoken:
        return
    if ask_first:
        text = f"{_('Would you like to answer three questions about the past week? They are the PEG.')}\n\n{measure.source}"
        if (yield Choose(text, (_("Yes"), _("Not today")), PEG_OFFER, ("yes", "not_today"))) != "yes":
            return
    for item in measure.items:
        yield item


def worry_and_mood(country: str | None) -> Questions:
    """The PHQ-4. It is no diagnosis, and nothing is sent (clinical 7.2)."""
    measure = load("phq4")
    yield Ready(f"{PHQ4_INTRO}\n\n{measure.source}")
    answers = yield from items(measure, _("In the past 2 weeks, how often did this bother you?"))
    scores = phq4.score([int(one) if isinstance(one, str) else None for one in answers])
    if scores.worth_a_talk:
        talk = _("Nothing was sent to anyone. To talk to someone: {line}.").format(line=for_country(country).line)
        yield Ready(f"{phq4.MESSAGE} {talk}", "help_shown")


def review(occasion: Occasion) -> Questions:
    """What a look back asks: the weekly questions where they are due, and how things are since the beginning (Guy 1976)."""
    if occasion.wanted.peg if occasion.wanted is not None else occasion.peg_due:
        yield from peg(ask_first=occasion.wanted is None)
    yield from pgic()


def pgic() -> Questions:
    """The impression of change, where it has a wording in the language that is spoken."""
    measure = load("pgic")
    for item in measure.items if measure.spoken else ():
        yield item


SCRIPTS = {CHECK_IN: check_in, REVIEW: review}


def items(measure: Measure, lead: str) -> Generator[Question, Answer, list[Answer]]:
    answers: list[Answer] = []
    for item in measure.items:
        answers.append((yield replace(item, text=f"{lead}\n\n{item.text}")))
    return answers


def every_question(now: datetime) -> Iterator[tuple[str, Question]]:
    """Every question a check-in can ask, with its id, for those who hold answers against them beforehand."""
    for question in (*PAIN, ALSO, *ONE.values()):
        yield str(question.save), question
    repeated: tuple[tuple[str, tuple[Question, ...]], ...] = (
        ("medicine", (MEDICINE, when(now), TAKEN, REASON, SIDE_EFFECT, MEDICINE_HELPED)),
        ("treatment", (TREATMENT, day(now), TREATMENT_HELPED)),
    )
    for section, questions in repeated:
        for number in range(MOST):
            for one in questions:
                yield f"{section}[{number}].{one.save}", placed(one, section, number)
    for measure in map(load, ("peg", "phq4", "pgic")):
        for item in measure.items if measure.spoken else ():
            yield str(item.save), item
