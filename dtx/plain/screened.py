"""What is asked before a session, line by line."""

from typing import TextIO

from dtx.care.first_use import INTRO
from dtx.engine.questions import NotAnAnswer
from dtx.engine.words import clean
from dtx.plain.answers import Answers
from dtx.plain.signals import Signals
from dtx.plain.wording import AT_THE_BEGINNING, asked
from dtx.screening import Screening

KEYS = "b and Enter goes back to the question before, s and Enter leaves."
LEAVE, DECLINE, BACK = "s", "n", "b"


def screen(screening: Screening, answers: Answers, signals: Signals, out: TextIO) -> bool:
    """Ask all of it. False when the person would rather not begin; what was answered so far is kept.

    Raises `Unknown` for an answer from a file that does not fit, and StoreProblem where an answer cannot be kept.
    """
    introduced = False
    while (question := screening.question) is not None:
        introduces = not introduced and screening.name.startswith("gate.")
        keys = [KEYS] if introduces and answers.personal else []
        for line in ([INTRO, *keys] if introduces else []) + list(asked(question)):
            out.write(clean(line) + "\n")
        out.flush()
        introduced |= introduces
        while screening.question is question:
            with signals.waiting():
                given = answers.ask(screening.name, question)
            if answers.personal and given == LEAVE:
                return False
            if answers.personal and given == BACK:
                if screening.can_go_back:
                    screening.back()
                else:
                    out.write(f"{AT_THE_BEGINNING}\n")
                    out.flush()
                continue
            try:
                screening.decline() if given is None or (answers.personal and given == DECLINE) else screening.answer(given)
            except NotAnAnswer as sentence:
                out.write(f"{sentence}\n")
                out.flush()
    return True
