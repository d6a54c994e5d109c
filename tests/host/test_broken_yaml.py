"""Broken `plugin.yaml` files: an author meets everything that is wrong with one at once, with its line and what to do."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from dtx.authors.checking import check
from dtx.host import yaml_reader
from dtx.host.contents import built
from dtx.host.manifest import ManifestProblems, read_manifest
from dtx.host.shelf import Shelf
from tests.host.broken_files import kinds
from tests.host.texts import STEPS

# What no legible file of the corpus can hold, and all that is said about it, word for word after "plugin.yaml, ".
UNWRITABLE: list[tuple[str | bytes, list[str]]] = [
    ("", ["this file is empty. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("# later\n", ["this file is empty. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("hello\n", ["line 1: this file has no keys. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    ("- a\n- b\n", ["line 1: this file has no keys. Begin with 'api: 1' and a title; docs/therapists.md has an example."]),
    (STEPS + "  - say: " + "a " * 2100 + "\n", ["line 13: this line is longer than 4096 characters. Break it into several lines."]),
    (STEPS + "  - silence: 4\n" * 5000, ["this file is larger than 64 KiB. Split it into several plugins, or use 'code:'."]),
    (
        STEPS + "  - say: Ring \x07 now.\n",
        ["line 13: there is a character in it that cannot be shown. Delete it and type the text again."],
    ),
    (STEPS.encode() + b"  - say: caf\xe9\n", ["line 13: this is not UTF-8 text. Save the file with the encoding UTF-8."]),
    (STEPS.encode("utf-16"), ["line 1: this is not UTF-8 text. Save the file with the encoding UTF-8."]),
]
FILES = ("from_the_docs.txt", "from_the_loader.txt")
TODAY = date(2026, 3, 2)


def sentences(folder: Path, text: str | bytes) -> list[str]:
    folder.mkdir(exist_ok=True)
    (folder / "plugin.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    return [str(problem).removeprefix("plugin.yaml").lstrip(",: ") for problem in raised.value.problems]


def said_of(folder: Path, *, checked: bool) -> tuple[list[str], list[str]]:
    """What the loader says of a plugin, and what `dtx check` says of one that loads, if it is `checked`, too."""
    try:
        read_manifest(folder)
    except ManifestProblems as problems:
        return [str(problem).removeprefix("plugin.yaml").lstrip(",: ") for problem in problems.problems], []
    if not checked:
        return [], []
    found = [str(finding).removeprefix("plugin.yaml").lstrip(",: ") for finding in check(folder, Shelf(folder.parent / "home"), TODAY)]
    return [] if found else ["nothing"], found


def test_there_are_at_least_150_kinds_of_mistake_and_40_of_somebody_who_saw_only_the_docs() -> None:
    mistakes = [kind for source in FILES for kind in kinds(source) if kind.said != ["nothing"]]
    assert len({tuple(kind.text.splitlines()) for kind in mistakes}) >= 150
    assert sum(kind.source == "from_the_docs.txt" and bool(kind.said) for kind in mistakes) >= 40


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize("source", FILES)
def test_every_mistake_has_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str, source: str) -> None:
    """The same words whether PyYAML has its C parser or not."""
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML was built without its C parser")
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader))
    # nothing is gone through in a process of its own
    monkeypatch.setattr("dtx.authors.authored.came_with_dtx", lambda folder: True)
    built.cache_clear()
    wrong = []
    for kind in kinds(source):
        once = loader == "CBaseLoader"  # what a check says depends on no loader
        said, found = said_of(kind.write(tmp_path / str(kind.number) / kind.base), checked=once)
        loads = bool(kind.checked) or kind.said == ["nothing"]
        expected = (kind.said, kind.checked) if once or not loads else ([], [])
        if (said, found) != expected:
            wrong.append(f"{kind.place}\n  is told  {said + found}\n  and not  {kind.said + kind.checked}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
def test_what_no_text_file_can_hold_has_its_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    monkeypatch.setattr(yaml_reader, "LOADER", getattr(yaml, loader, yaml.BaseLoader))
    built.cache_clear()
    for number, (text, said) in enumerate(UNWRITABLE):
        assert sentences(tmp_path / f"desk{number}", text) == said


def test_all_mistakes_of_a_file_come_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = STEPS + "  - pase: 4\n  - say: Hello.\n    fro: 4\n  - breathe: 4-2-6\n    times: many\n"
    assert [said.split(":")[0] for said in sentences(tmp_path / "desk", text)] == ["line 13", "line 15", "line 17"]


def test_the_one_line_form_names_the_first_problem_and_counts_the_rest(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.yaml").write_text(STEPS + "  - pase: 4\n  - zzz: 4\n  - yyy: 4\n")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    assert raised.value.plugin == "desk"
    assert raised.value.problem == "plugin.yaml, line 13: no such step 'pase'."
    assert raised.value.remedy == "Did you mean 'silence'? There are 2 more problems."


def test_a_file_for_a_later_dtx_is_too_new_and_not_broken(tmp_path: Path) -> None:
    (folder := tmp_path / "desk").mkdir()
    (folder / "plugin.yaml").write_text("api: 7\nsomething: else\n")
    with pytest.raises(ManifestProblems) as raised:
        read_manifest(folder)
    assert raised.value.too_new


def test_a_missing_file_folder_or_a_folder_in_its_place_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "desk" / "plugin.yaml").mkdir(parents=True)
    for folder in (tmp_path / "nothing", tmp_path / "desk"):
        with pytest.raises(ManifestProblems) as raised:
            read_manifest(folder)
        assert raised.value.remedy


def test_a_pipe_in_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    (folder := tmp_path / "desk").mkdir()
    os.mkfifo(folder / "plugin.yaml")
    with pytest.raises(ManifestProblems, match="not an ordinary file"):
        read_manifest(folder)


def test_a_folder_whose_name_cannot_be_an_id_is_told_a_better_one(tmp_path: Path) -> None:
    said = sentences(tmp_path / "Desk Stretches", STEPS + "  - silence: 4\n")
    assert said == ["the folder's name 'Desk Stretches' cannot be an id. Rename the folder, to 'desk_stretches' for example."]
