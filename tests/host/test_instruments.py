"""Questionnaires by their names: their words need a licence, their totals do not."""

from pathlib import Path

import pytest

from dtx.care.instruments import named_in, same
from dtx.host.manifest import InstrumentLicence, ManifestProblems, read_manifest
from tests.host.texts import STEPS

ITEMS = "  - rate: First.\n    save: one\n  - rate: Second.\n    save: two\n"
TERMS = "  holder: Somebody\n  terms_url: https://example.org/terms\n  proof_on_file: yes\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your PSEQ today", ["PSEQ"]),
        ("The pain self efficacy questionnaire", ["PSEQ"]),
        ("the Pain Catastrophising Scale and the ISI", ["PCS", "ISI"]),
        ("PROMIS pain interference", ["PROMIS"]),
        ("We promise nothing. Two pcs of bread; ISIS; PEG, PHQ-4 and PGIC are free.", []),
    ],
)
def test_those_whose_words_are_not_free_are_known_by_both_names(text: str, found: list[str]) -> None:
    """Clinical 7.2."""
    assert [one.short for one in named_in([text])] == found


def test_both_names_mean_the_same() -> None:
    assert same("PSEQ", "Pain Self-Efficacy Questionnaire") and same("our scale", "Our Scale") and not same("PSEQ", "PCS")


def plugin(folder: Path, head: str, steps: str) -> Path:
    folder.mkdir()
    text = STEPS.replace("title: Desk stretches", "title: Your PSEQ").replace("flags:", f"{head}flags:") + steps
    (folder / "plugin.yaml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_licence_only_the_total_may_be_asked_for(tmp_path: Path) -> None:
    total = "  - rate: Your total, from the sheet of paper.\n    high: 60\n    save: total\n"
    assert read_manifest(plugin(tmp_path / "total", "", total)).instrument_licences == ()
    with pytest.raises(ManifestProblems, match="whose words are not free, and asks 2 questions"):
        read_manifest(plugin(tmp_path / "items", "", ITEMS))


@pytest.mark.parametrize("named", ["", "  instrument: PSEQ\n", "  instrument: Pain Self-Efficacy Questionnaire\n"])
def test_with_one_all_of_it_may_be_asked(named: str, tmp_path: Path) -> None:
    manifest = read_manifest(plugin(tmp_path / "desk", f"instrument_licence:\n{named}{TERMS}", ITEMS))
    instrument = named.partition(": ")[2].strip() or None
    assert manifest.instrument_licences == (InstrumentLicence(instrument, "Somebody", "https://example.org/terms", "yes"),)


def test_the_licence_of_another_one_does_not_help(tmp_path: Path) -> None:
    with pytest.raises(ManifestProblems, match="names PSEQ"):
        read_manifest(plugin(tmp_path / "desk", f"instrument_licence:\n  instrument: PCS\n{TERMS}", ITEMS))
