"""What is asked before a session, line by line."""

from typing import TextIO

from dtx.care.first_use import INTRO
from dtx.engine.questions import NotAnAnswer, Question
from dtx.engine.words import clean
from dtx.language import _
from dtx.plain.answers import Answers
from dtx.plain.helping import helping, warnings
from dtx.plain.signals import Signals
from dtx.plain.wording import AT_THE_BEGINNING, asked, begins_with_n
from dtx.sessions.screening import Screening

KEYS = _("b and Enter goes back to the question before, s and Enter leaves. A question mark and Enter says where help is.")
LEAVE, DECLINE, BACK, HELP, WARNINGS = "s", "n", "b", "?", "w"


def screen(screening: Screening, answers: Answers, signals: Signals, out: TextIO) -> bool:
    """Ask all of it. False when the person would rather not begin; what was answered so far is kept.

    Raises `Unknown` for an answer from a file that does not fit, and StoreProblem where an answer cannot be kept.
    """
    introduced, country = False, screening.country
    while (question := screening.question) is not None:
        introduces = not introduced and screening.name.startswith("gate.")
        keys = [KEYS] if introduces and answers.personal else []
        say(out, *([INTRO, *keys] if introduces else []), *asked(question))
        introduced |= introduces
        while screening.question is question:
            with signals.waiting():
                given = answers.ask(screening.name, question)
            if answers.personal and given == LEAVE:
                return False
            if answers.personal and given in (HELP, WARNINGS):
                say(out, *(helping(country, (KEYS,)) if given == HELP else warnings(country)), question.text)
            elif answers.personal and given == BACK and not screening.can_go_back:
                say(out, AT_THE_BEGINNING)
            elif answers.personal and given == BACK:
                screening.back()
            else:
                answer(screening, question, given, answers, out)
    return True


def answer(screening: Screening, question: Question, given: object, answers: Answers, out: TextIO) -> None:
    """Hand it on. An `n` may have been meant as No, where there is one."""
    try:
        if given is None or (answers.personal and given == DECLINE and not begins_with_n(question)):
            screening.decline()
        else:
            screening.answer(given)
    except NotAnAnswer as sentence:
        say(out, str(sentence))


def say(out: TextIO, *lines: str) -> None:
    for line in lines:
        out.write(clean(line) + "\n")
    out.flush()
