"""The page for those who read our FHIR names every code and every system there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dtx.care.bracket import STOP_REASONS
from dtx.care.felt_worse import DID, FELT_WORSE, LASTED, ONSET, WHAT
from dtx.sharing.fhir import names
from dtx.sharing.fhir.codes import ANSWERS, DETAILS, ENDINGS, MOMENTS, OBSERVATIONS
from dtx.sharing.fhir.forms import fitted
from dtx.sharing.fhir.questionnaires import PEG_CODES, ours
from tests.plugins.thought_records import CARD, EXPERIMENT, SEVEN, walk

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "fhir.md").read_text(encoding="utf-8")
PLAIN = " ".join(PAGE.split())


def test_every_code_of_ours_is_explained() -> None:
    details = {code.partition(".")[0] for code in ANSWERS if not code.startswith("answer.")}
    answers = {code for code in ANSWERS if code.startswith("answer.")}
    coded = {*MOMENTS, *OBSERVATIONS, *ENDINGS, *details, *answers, *(code for code, _ in PEG_CODES.values())}
    assert [code for code in sorted(coded) if f"`{code}`" not in PAGE] == []
    for code, display in MOMENTS.items():
        assert f"| `{code}` | {display} |" in PAGE


def test_every_answer_that_can_be_given_has_its_code() -> None:
    asked = {"answer": FELT_WORSE, "what": WHAT, "onset": ONSET, "lasted": LASTED, "did": DID}
    assert {key: set(displays) for key, displays in DETAILS.items()} == {key: set(question.values) for key, question in asked.items()}
    assert set(ENDINGS) == {*STOP_REASONS, "interrupted", "failed"}


def test_every_system_is_explained_and_no_other() -> None:
    ours_all = {value for name, value in vars(names).items() if name.isupper() and isinstance(value, str) and value.startswith(names.ROOT)}
    numbers = {value.removeprefix(f"{names.ROOT}.") for value in ours_all - {names.ROOT}}
    assert set(re.findall(r"`ROOT\.(\d+)`", PAGE)) == numbers
    assert f"`{names.ROOT}`" in PAGE


def test_the_notice_of_loinc_is_there_word_for_word() -> None:
    assert names.LOINC_NOTICE in PLAIN


def test_each_questionnaire_asks_what_the_thought_tools_ask_and_keeps_every_answer() -> None:
    written = {"seven": SEVEN, "five": SEVEN, "experiment": EXPERIMENT, "coping_card": CARD}
    for name, answers in written.items():
        saved = walk(name, answers).saved
        found = fitted(saved, ours()[f"thought_record.{name}"]["item"])
        assert found is not None, name
        assert sum(len(item.get("answer", [])) for item in every(found)) == answers_in(saved), name


def every(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in found:
        yield item
        yield from every(item.get("item", []))


def answers_in(saved: Any) -> int:
    if isinstance(saved, dict):
        return sum(map(answers_in, saved.values()))
    return sum(map(answers_in, saved)) if isinstance(saved, list) else saved is not None
