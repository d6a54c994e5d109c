"""Every sentence for people is in the catalogues, and each catalogue is whole, fits its place and is what the program reads."""

import ast
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from dtx.cli.commands import helps
from dtx.language import CATALOGUES, FIRST, languages, speak, wanted

ROOT = Path(__file__).parent.parent
UPDATE = "run .ci/catalogue, and translate what is new in dtx/locale/*/LC_MESSAGES/dtx.po"
KEYWORDS = {"_": None, "_n": (1, 2), "N_": None}
OTHERS = [code for code in languages() if code != FIRST]

LONGER, SHORT = 1.6, 16
"""A translation is at most so many times as long as the sentence; one under so many letters may have that many more."""


def catalogue(code: str) -> Catalog:
    with (CATALOGUES / code / "LC_MESSAGES" / "dtx.po").open("rb") as file:
        return read_po(file, locale=code, domain="dtx")


def in_the_code() -> set[object]:
    found = extract_from_dir(ROOT / "dtx", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {*(message for _, _, message, _, _ in found), *helps()}


def pairs(code: str) -> Iterator[tuple[str, str]]:
    """Each sentence and its translation; of one that goes with a number, the last forms of both."""
    for message in catalogue(code):
        if message.id:
            both = (message.id, message.string)
            yield tuple(part if isinstance(part, str) else part[-1] for part in both)  # type: ignore[misc]


def forms(of: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for message in of:
        if message.id:
            given, made = ((part,) if isinstance(part, str) else tuple(part) for part in (message.id, message.string))
            yield given, made


def places(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


NAMES_OF_ITS_OWN = {"AUTO_FOCUS", "DEFAULT_CSS", "BINDINGS"}


def test_what_names_parts_of_a_page_is_no_sentence() -> None:
    """A selector in another language finds nothing: the passphrase could not be typed in Spanish."""
    translated = []
    for path in sorted((ROOT / "dtx" / "tui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and target.id in NAMES_OF_ITS_OWN and node.value is not None:  # type: ignore[attr-defined]
                calls = [one.func for one in ast.walk(node.value) if isinstance(one, ast.Call)]  # type: ignore[attr-defined]
                translated += [f"{path.name}: {target.id}" for func in calls if isinstance(func, ast.Name) and func.id in ("_", "N_", "_n")]
    assert translated == []


def test_there_is_a_second_language() -> None:
    assert OTHERS == ["es"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="there babel does not look into f-strings")
@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_sentence_and_no_other(code: str) -> None:
    written = {tuple(message.id) if isinstance(message.id, list) else message.id for message in catalogue(code) if message.id}
    assert written == in_the_code(), UPDATE


@pytest.mark.parametrize("code", OTHERS)
def test_the_help_of_commands_is_the_same_sentence_on_every_python(code: str) -> None:
    """Python 3.13 takes the indents of docstrings away."""
    assert {*helps()} <= {message.id for message in catalogue(code)}


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_left_untranslated(code: str) -> None:
    assert [sentence for sentence, translation in pairs(code) if not translation.strip()] == [], UPDATE


@pytest.mark.parametrize("code", OTHERS)
def test_each_translation_says_whether_a_native_speaker_has_read_it(code: str) -> None:
    marks = {mark for message in catalogue(code) if message.id for mark in message.user_comments or [""]}
    assert [mark for mark in marks if mark != "unread" and not re.fullmatch(r"read by .+, \d{4}-\d\d-\d\d", mark)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_same_places_for_values(code: str) -> None:
    assert [pair for pair in pairs(code) if places(pair[0]) != places(pair[1])] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_begins_and_ends_like_its_sentence(code: str) -> None:
    """Blanks and line breaks belong to the page, and a label has no full stop."""
    wrong = [
        (one, other)
        for one, other in pairs(code)
        if (one[:1].isspace(), one[-1:].isspace(), one.count("\n")) != (other[:1].isspace(), other[-1:].isspace(), other.count("\n"))
        or one.endswith(".") != other.endswith(".")
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_too_long_for_its_place(code: str) -> None:
    most = [(one, other, len(other), max(len(one) * LONGER, len(one) + SHORT)) for one, other in pairs(code)]
    assert [one for one in most if one[2] > one[3]] == []


CONTROLS = ("Stop", "Leave", "Close", "Pause", "Go on", "Later", "Back", "Home", "Help", "Done", "Record", "Save", "Space", "Enter")
ONE_OF_FOUR, A_LINE = 9, 38
"""Columns that a control and a line have where the screen has 40."""

SHORT_LINES = (
    "i note  h past  x share  p you  y data",
    "c charts w helps l back u ask x away",
    "1 pain 2 times 3 PEG 4 notes r span",
    "m compare two  g begin it  x suggest",
    "n since I began  u ask my team",
    "left right change  m off  Enter hear",
    "Taken away. z brings it back.",
    "n next  b back  w text  q leave",
)


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_on_a_screen_of_40_columns_fits_there(code: str) -> None:
    known = dict(pairs(code))
    assert [(one, known[one]) for one in CONTROLS if len(known[one]) > ONE_OF_FOUR] == []
    assert [(one, known[one]) for one in SHORT_LINES if len(known[one]) > A_LINE] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_hint_of_the_home_page_fits_80_columns(code: str) -> None:
    from dtx.tui.homepage import HINT, WIDE

    assert len(dict(pairs(code))[HINT]) <= WIDE - 2


@pytest.mark.parametrize("code", OTHERS)
def test_the_program_reads_what_stands_in_the_catalogue(code: str) -> None:
    made = read_mo(io.BytesIO((CATALOGUES / code / "LC_MESSAGES" / "dtx.mo").read_bytes()))
    assert dict(forms(made)) == dict(forms(catalogue(code))), UPDATE


@pytest.mark.parametrize(
    ("environment", "kept", "spoken"),
    [
        ({}, None, "en"),
        ({"LANG": "es_MX.UTF-8"}, None, "es"),
        ({"LANG": "es_ES.UTF-8", "LC_ALL": "C"}, None, "c"),
        ({"LANG": "es_ES.UTF-8"}, "en", "en"),
        ({"DTX_LANGUAGE": "es", "LANG": "de_DE"}, "en", "es"),
        ({"LANG": ""}, None, "en"),
    ],
)
def test_what_was_chosen_comes_before_what_the_computer_speaks(
    environment: dict[str, str], kept: str | None, spoken: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": kept}))
    assert wanted(tmp_path, environment) == spoken


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"language": 3}', "[" * 100_000])
def test_a_spoilt_file_of_settings_is_no_hindrance(spoilt: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(spoilt)
    assert wanted(tmp_path, {}) == FIRST


def test_a_language_without_a_catalogue_leaves_everything_as_it_is_written() -> None:
    from dtx.language import _, language

    speak("xx")
    assert language() == FIRST and _("Text {number}") == "Text {number}"


def test_a_command_speaks_the_language_that_was_asked_for(dtx_home: Path) -> None:
    code = "import sys; from dtx.__main__ import main; main(['--version']); from dtx.care.help import get_help; print(get_help('ES'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "DTX_LANGUAGE": "es"}, capture_output=True, text=True)
    assert "Pide ayuda ahora" in done.stdout and "112" in done.stdout


PROMISES = {
    "es": r"\b(alivi\w+|cura\w*|sanar?|elimina\w*|(?:quit|redu)\w+ (?:el|tu) dolor|clínicamente|garantiz\w+"
    r"|debes|deberías|tienes que)\b"
}
"""What would promise an effect, or order somebody about (clinical 0.4 and 8.6)."""


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_promises_or_orders(code: str) -> None:
    beside = [one.read_text(encoding="utf-8") for one in (ROOT / "plugins").glob(f"*/words.{code}.yaml")]
    assert len(beside) >= 2
    said = [*(other for _, other in pairs(code)), *"\n".join(beside).splitlines()]
    assert [one for one in said if re.search(PROMISES[code], one, re.IGNORECASE)] == []


IN_ENGLISH = (
    *("authors/authoring.py", "care/hrv.py", "care/instruments.py", "care/measures/licence.py"),
    *("sharing/parquet.py", "sharing/redcap.py"),
)
"""What is not spoken: what only therapists read, what only programs do, and the names that REDCap has for its columns."""

FOR_SYSTEMS = ("codes", "forms", "names", "observations", "people", "provenance", "questionnaires", "ratings", "rows")
"""What goes into FHIR has the words of its vocabularies, which are English."""

FOLDERS = ("authors", "care", "cli", "engine", "giving", "page", "plain", "records", "served", "sessions", "sharing", "sound", "tui")

ALONE = (
    *("__main__.py", "bringing.py", "doctor.py", "paths.py", "sending.py", "services.py"),
    *("host/packing.py", "host/placing.py", "host/signer.py", "host/trust.py"),
)

SPEAKING = sorted(
    {one.relative_to(ROOT / "dtx").as_posix() for folder in FOLDERS for one in (ROOT / "dtx" / folder).rglob("*.py")}
    - set(IN_ENGLISH)
    - {f"sharing/fhir/{name}.py" for name in FOR_SYSTEMS}
    | set(ALONE)
)
"""The modules in which every sentence is looked up in the catalogue."""


@pytest.mark.parametrize("module", SPEAKING)
def test_no_sentence_goes_past_the_catalogue(module: str) -> None:
    assert list(bare(ast.parse((ROOT / "dtx" / module).read_text(encoding="utf-8")))) == []


def bare(tree: ast.Module) -> Iterator[str]:
    """Texts that look like words for people, outside of docstrings and of calls that look them up."""
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            passed |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed and for_people(node.value):
            yield node.value


SQL = {"ATTACH", "SELECT", "DELETE", "DETACH", "INSERT", "PRAGMA", "UPDATE", "WHERE"}

NOT_SAID = {
    *("Out of range: ", "SQLCipher 4, raw key", "Could not decode", "No module", "No matching keys", "PortAudio library not found"),
    *("M4A or AAC", "Libertinus Serif, Georgia, serif"),
}
"""What only files, other code and tests read."""


def for_people(text: str) -> bool:
    """A capital, and then words in small letters: an id, a key, a list of codes, a style, a type or SQL is none of this."""
    if text in NOT_SAID or SQL.intersection(text.split()[:1]) or any(sign in text for sign in ("{ ", " | ", "[str, ", "[tuple[")):
        return False
    return len(text.split()) > 1 and text[0].isupper() and any(letter.islower() for letter in text)


@pytest.mark.parametrize("code", OTHERS)
def test_no_questionnaire_is_asked_in_words_that_its_owner_has_not_seen(code: str) -> None:
    """Clinical 7.2: PEG and its like need a wording of their own in each language; until one is on file they are left out."""
    from dtx.care.checkin import peg
    from dtx.care.measures.measure import load

    assert all(load(name).spoken for name in ("peg", "phq4", "pgic")) and list(peg(ask_first=False))
    speak(code)
    try:
        assert not any(load(name).spoken for name in ("peg", "phq4", "pgic")) and list(peg(ask_first=False)) == [] == list(peg())
    finally:
        speak(FIRST)


@pytest.mark.parametrize("code", OTHERS)
def test_days_and_numbers_are_written_as_people_there_write_them(code: str) -> None:
    from datetime import date

    from dtx.language import number, on_day, plain, signed

    day = date(2026, 2, 3)
    assert (on_day(day), number(4.25), signed(-1.5, 1), plain(4.5)) == ("2026-02-03", "4.2", "-1.5", "4.5")
    speak(code)
    try:
        assert (on_day(day), number(4.25), signed(-1.5, 1), plain(4.5)) == ("3 feb 2026", "4,2", "-1,5", "4,5")
    finally:
        speak(FIRST)


@pytest.mark.parametrize("code", OTHERS)
def test_what_was_written_down_is_read_as_people_write_days_and_hours(code: str) -> None:
    from dtx.language import at_time, day_of

    stamps = ("2026-02-03T08:05:59+01:00", "2026-02-03 20:05", "2026-02-03", "", "yesterday", "2026-13-45T00:00")
    plainly = ["2026-02-03 08:05", "2026-02-03 20:05", "2026-02-03", "", "yesterday", "2026-13-45T00:00 00:00"]
    assert [at_time(one) for one in stamps] == plainly and day_of(None) == ""
    speak(code)
    try:
        assert [at_time(one) for one in stamps[:3]] == ["3 feb 2026 08:05", "3 feb 2026 20:05", "3 feb 2026"]
        assert day_of(stamps[0]) == "3 feb 2026" and day_of("yesterday") == "yesterday"
    finally:
        speak(FIRST)


@pytest.mark.parametrize("code", OTHERS)
def test_a_full_or_closed_disk_is_told_in_the_language_that_is_spoken(code: str) -> None:
    """Its sentences stand in a module that is loaded before the language is known."""
    from errno import EACCES, ENOSPC

    from dtx.paths import refusal

    english = [str(refusal(OSError(number, "why"), Path("here"))) for number in (EACCES, ENOSPC)]
    speak(code)
    try:
        other = [refusal(OSError(number, "why"), Path("here")) for number in (EACCES, ENOSPC)]
        known = dict(pairs(code))
        assert [one.remedy for one in other] == [
            known["Choose another folder with DTX_HOME, or make this one writable."],
            known["Free some space and go on; what was saved before is safe."],
        ]
        assert all("here" in str(one) and str(one) not in english for one in other)
    finally:
        speak(FIRST)


@pytest.mark.parametrize("code", [FIRST, *OTHERS])
def test_damage_to_a_list_alone_is_told_from_other_damage_in_every_language(code: str) -> None:
    from dtx.language import _
    from dtx.records.audit import LOST_CHECK_IN, LOST_SESSION, UNFIT_CHECK_IN, UNFIT_SESSION, of_a_list

    speak(code)
    try:
        assert all(of_a_list(_(one).format(name="0198")) for one in (LOST_CHECK_IN, LOST_SESSION, UNFIT_CHECK_IN, UNFIT_SESSION))
        other = _("{what} {name}: {one} {number} is not what was written.")
        assert not of_a_list(other.format(what=_("Session"), name="0198", one=_("event"), number=3))
    finally:
        speak(FIRST)
