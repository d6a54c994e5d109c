"""Words to patients: short sentences, invitational, no blame, no promise (clinical 0.4, 0.5 and 8.6)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dtx.care import checkin, conditions, first_use, gate_words, hrv, pace, pacing, progress, red_flags, stop_rules, words_of_harm, zones
from dtx.care.flags import FLAGS
from dtx.care.gate import COLUMNS, verdict
from dtx.care.help import get_help, help_now
from dtx.care.helplines import HELPLINES, for_country
from dtx.care.measures import phq4

LONGEST = 20
NEVER = re.compile(
    r"\b(must|good|bad|fail(ed|ure)?|imaginary|treats|therapy for|relieves?|reduces?|prescribes?|detects?)\b"
    r"|clinically proven|digital therapeutic"
)


def gate_texts() -> Iterator[str]:
    for flag in FLAGS:
        for answer in ("yes", "unsure", None):
            for where in ("driving", "in_bed", "medicine", None):
                for column in COLUMNS:
                    said = verdict({column}, {flag: answer}, (), {"drowsy": where})
                    yield from (sentence for _, sentence in said.blocked)
                    yield from said.cautions
                    yield said.instead


def check_in_texts() -> Iterator[str]:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    own = [question for name, question in checkin.every_question(now) if not name.startswith(("peg.", "phq4.", "pgic."))]
    for question in (*own, checkin.ANOTHER_MEDICINE, checkin.ANOTHER_TREATMENT):
        yield from question.text.split("\n\n")
        yield from getattr(question, "options", ())
    yield from (checkin.PHQ4_INTRO, checkin.CALL)


def every_text() -> Iterator[str]:
    yield from gate_texts()
    yield from check_in_texts()
    yield from (first_use.INTRO, gate_words.NOTHING_OPEN, gate_words.LIST_FIRST)
    for question in (*first_use.QUESTIONS.values(), *first_use.FOLLOW_UPS.values(), red_flags.CHECKED):
        yield question.text
        yield from question.options
    for country in (None, *HELPLINES):
        yield from (get_help(country), help_now(country))
        yield from red_flags.lines(for_country(country))
        yield from (words_of_harm.message(for_country(country), first) for first in (words_of_harm.WRITTEN, words_of_harm.SAID))
    yield from (*zones.WORDS.values(), zones.TOO_SORE_WORDS, red_flags.LOCK, stop_rules.SUGGESTION, *stop_rules.STOP_WHEN)
    yield from (pace.COMFORT.text, progress.EFFORT.text, pacing.FALLBACK, hrv.NOT_FOR, phq4.MESSAGE)
    for condition in conditions.CONDITIONS:
        yield from condition.cautions.values()


TEXTS = sorted(set(every_text()) - {""})
QUOTED = ("If you might act on these thoughts", "Could you be near someone")
"""The sentences of clinical 4.6, which are given word for word."""


@pytest.mark.parametrize("text", TEXTS)
def test_no_sentence_has_more_than_twenty_words(text: str) -> None:
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        assert len(sentence.split()) <= LONGEST or sentence.startswith(QUOTED), sentence


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_orders_judges_or_promises(text: str) -> None:
    assert not NEVER.search(text.casefold()), text


def test_every_blocking_and_cautioning_cell_has_words_of_its_own() -> None:
    for flag, words in gate_words.CAUTIONS.items():
        assert flag in FLAGS
        assert words.get(""), flag
    assert set(gate_words.ABOUT) == set(FLAGS)
