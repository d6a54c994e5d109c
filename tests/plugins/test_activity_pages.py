"""Every activity that ships has its page: what it is, where its numbers come from, its limits, and who has reviewed it."""

import re
from pathlib import Path

import pytest

from dtx import paths
from dtx.host.manifest import read_manifest

DOCS = Path(__file__).parents[2] / "docs"
FOLDERS = sorted(folder.parent for folder in paths.bundled("plugins").glob("*/plugin.yaml"))
PROMISES = re.compile(r"\b(clinically proven|relieves|cures|heals|treats|prescribes|you must|you failed)\b", re.IGNORECASE)
ADDRESS = re.compile(r"https?://|www\.|\bdoi\b", re.IGNORECASE)


def page(folder: Path) -> str:
    return (DOCS / "activities" / f"{folder.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_says_what_it_is_where_its_numbers_come_from_and_where_it_ends(folder: Path) -> None:
    headings = re.findall(r"^##+ (.*)$", page(folder), re.MULTILINE)
    for wanted in ("what (it is|they are)|the practices", "where (its|the) numbers come from", "limits"):
        assert any(re.search(wanted, heading, re.IGNORECASE) for heading in headings), f"{folder.name}: no section on {wanted}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_names_every_activity_and_the_reviewer_of_the_manifest(folder: Path) -> None:
    manifest, text = read_manifest(folder), page(folder)
    ids = [f"{manifest.id}.{one.id}" for one in manifest.activities]
    assert [name for name in ids if f"`{name}`" not in text and f"`.{name.partition('.')[2]}`" not in text] == []
    assert set(re.findall(r"Reviewer: ([^.\n]+)", text)) == {manifest.reviewer}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_source_has_its_author_year_and_place_and_no_address(folder: Path) -> None:
    section = re.split(r"^## Where (?:its|the) numbers come from$", page(folder), flags=re.MULTILINE | re.IGNORECASE)[1]
    assert len(re.findall(r"\b(?:19|20)\d\d\b", section.partition("\n## ")[0])) >= 2
    assert ADDRESS.findall(page(folder)) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_page_promises_nothing(folder: Path) -> None:
    assert PROMISES.findall(page(folder)) == []


def test_the_index_leads_to_every_page() -> None:
    index = (DOCS / "activities.md").read_text(encoding="utf-8")
    assert [folder.name for folder in FOLDERS if f"(activities/{folder.name}.md)" not in index] == []
