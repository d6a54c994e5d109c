"""A check-in, line by line; or its answers from a file, held against every question before anything is written."""

from typing import TYPE_CHECKING, TextIO

from dtx.care.checkin import MOST, SECTIONS, Wanted, every_question
from dtx.engine.words import clean
from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.plain.answers import Answers
from dtx.plain.given import Given
from dtx.plain.screened import screen
from dtx.plain.signals import Signals

if TYPE_CHECKING:
    from datetime import datetime

    from dtx.checkin import CheckIn

KEYS = _("Enter alone leaves a question out, b and Enter goes back to the one before, s and Enter leaves. What you noted stays.")
KEPT = _("It is written down. `dtx diary` shows it.")
NOTHING_NOTED = _("Nothing was noted, so nothing was written down. That is fine.")


def wanted_by(given: Given, now: "datetime") -> Wanted:
    """What these answers are about. Raises `Unknown` for an answer that does not fit, and for what nobody asks."""
    questions = list(every_question(now))
    given.check(questions)
    for sentence in given.unknown(questions):
        raise Unknown(sentence, _("The questions of a check-in are in docs/patients.md."))
    answered = [name for name, question in questions if given.has(name, question) and name != "also"]
    if not answered:
        raise DtxError(_("There is no answer in that file."), _("Nothing was written; give at least one."))
    heads = {name.partition(".")[0].partition("[")[0] for name in answered}
    also = tuple(section for section in SECTIONS if section in heads)
    counted = {section: items(given, section, field, answered) for section, field in (("medicine", "name"), ("treatment", "what"))}
    return Wanted(also, counted["medicine"], counted["treatment"], "peg" in heads, "pgic" in heads)


def items(given: Given, section: str, field: str, answered: list[str]) -> int:
    """How many medicines or treatments there are, each with its name."""
    named = {name.partition(".")[0] for name in answered if name.startswith(f"{section}[")}
    if given.has_more(section, MOST):
        raise Unknown(
            _("There is room for {most} of {section} in one check-in.").format(most=MOST, section=section),
            _("Write another check-in for the others."),
        )
    for number in range(len(named)):
        if f"{section}[{number}].{field}" not in answered:
            raise Unknown(
                _("{section}[{number}] has no {field}.").format(section=section, number=number, field=field),
                _("Give each {section} its {field}.").format(section=section, field=field),
            )
    return len(named)


def note(check_in: "CheckIn", answers: Answers, signals: Signals, out: TextIO) -> bool:
    """Ask all of it, or until the person leaves. Returns whether something was noted.

    Raises StoreProblem where an answer cannot be kept; what was kept before stays.
    """
    if answers.personal:
        out.write(f"{KEYS}\n")
        out.flush()
    with check_in:
        screen(check_in, answers, signals, out)
    out.write(clean(KEPT if check_in.begun else NOTHING_NOTED) + "\n")
    out.flush()
    return check_in.begun
