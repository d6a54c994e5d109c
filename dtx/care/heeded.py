"""Questions whose answers are heeded: after words that sound too heavy, where help is comes first (clinical 4.6)."""

from collections.abc import Generator
from dataclasses import replace

from dtx.care import words_of_harm
from dtx.care.helplines import for_country
from dtx.engine.activity import Script
from dtx.engine.questions import Answer, Ask, Ready, Several
from dtx.engine.steps import Step

SHOWN = "help_shown"
"""All that is kept of it."""


def heeded(script: Script, country: str | None) -> Generator[Step, Answer, None]:
    """The same script, whoever wrote it. `country` is for the help lines."""
    try:
        step = next(script)
        while True:
            answer = yield step
            if sounds_heavy(step, answer):
                yield replace(help_words(country), save=SHOWN)
            step = script.send(answer)
    except StopIteration:
        return


def sounds_heavy(step: Step, answer: Answer) -> bool:
    """Whether an answer has words of the person's own that sound too heavy."""
    return any(map(words_of_harm.hints, written(step, answer)))


def help_words(country: str | None, first: str = words_of_harm.WRITTEN) -> Ready:
    """The message, with the numbers once more on lines of their own: they are what one looks for."""
    help = for_country(country)
    *numbers, go_on = words_of_harm.actions(help)
    return Ready("\n\n".join((words_of_harm.message(help, first), "\n".join(numbers))), button=go_on)


def written(step: Step, answer: Answer) -> tuple[str, ...]:
    """The words of the person's own in an answer."""
    if isinstance(step, Ask) and isinstance(answer, str):
        return (answer,)
    if isinstance(step, Several) and step.own and isinstance(answer, tuple):
        return tuple(one for one in answer if one not in (step.values or step.options))
    return ()
