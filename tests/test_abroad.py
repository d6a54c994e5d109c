"""dtx in Spanish outside of the app: commands and their help, what bad input is told, plain mode, and what goes to the care team.

Everything runs in two processes of its own, because a language is chosen before anything is loaded that holds a sentence.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.abroad import ROOT, Allowed, leaves, left
from tests.commands import ANSWERS
from tests.commands import child as dtx
from tests.people import well

CODE = "es"

RUN = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from dtx.__main__ import main
done = []
for words, typed in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.StringIO(typed)
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    done.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(done))
"""

HELP = """
import json
from dtx.language import speak
speak("es")
import click
from dtx.cli.commands import COMMANDS, dtx
def told(command, context):
    yield command.get_help(context)
    for name, inner in getattr(command, "commands", {}).items():
        yield from told(inner, click.Context(inner, context, name))
root = click.Context(dtx, info_name="dtx")
pages = [dtx.get_help(root)]
for name in COMMANDS:
    command = dtx.get_command(root, name)
    pages += told(command, click.Context(command, root, name))
print(json.dumps(pages))
"""

NO_SENTENCE = re.compile(r"`[^`]*`|--?[\w-]+|'[^']*'|\b[A-Z][A-Z|_=0-9]+\b|^  [a-z]+  |\S+[/.@]\w+|\{[^}]*\}", re.MULTILINE)
"""Commands and options, places for values, files, ids and columns are the same in every language."""

VALUES_TO_CHOOSE = re.compile(r"[\w-]+(?:\|\s*[\w-]+)+", re.MULTILINE)
VALUES = re.compile(
    r"\b(?:csv|jsonl|xlsx|redcap|parquet|fhir(?:-\w+)*|pdf|html|notes|thoughts|diary|physiotherapist|psychologist|physician"
    r"|json|ogg|wav|flac|age|patient_ref|minutes|pip|ok|self|carer)\b"
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def child(script: str, home: Path, given: str = "") -> Any:
    environment = {**os.environ, "DTX_HOME": str(home), "DTX_LANGUAGE": CODE}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, input=given, capture_output=True, encoding="utf-8", timeout=170
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@cache
def titles() -> Allowed:
    """Of practices that nobody has put into Spanish yet the titles, which say so, and the summaries are met."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "plugins").glob("*/plugin.yaml")]
    practices = [one for file in files for one in (file, *file.get("activities", ()))]
    return Allowed([text for one in practices for text in leaves([one.get("title"), one.get("summary")])])


def english(text: str) -> list[str]:
    return left(CODE, VALUES.sub(" ", NO_SENTENCE.sub(" ", text)), titles())


BAD = (
    *(["hurry"], ["activites"], ["--hurry"], ["run"], ["run", "nothing.here"], ["run", "breathing.coherent_46", "--set", "minutes"]),
    *(["read", "breathing.coherent_46", "--set", "minutes=90"], ["read", "breathing.coherent_46", "--set", "hurry=1"], ["read", "a", "b"]),
    *(
        ["export", "--to", "paper"],
        ["export", "--to"],
        ["export", "--hurry"],
        ["sessions", "--since", "tomorrow"],
        ["sessions", "--json=1"],
    ),
    *(["show", "0000"], ["profile", "--set", "country=Atlantis"], ["profile", "--set", "sore=wings"], ["resume"], ["trust", "nobody"]),
    *(
        ["plan", "check", "nowhere.yaml"],
        ["restore", "nowhere.zip"],
        ["import", "nowhere.csv"],
        ["hide", "0000"],
        ["recipients", "remove", "x"],
    ),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What each command of a person's day answers, by its name; bad input by itself."""
    place = tmp_path_factory.mktemp("abroad")
    home = place / "home"
    well(home)
    answers, scan, checked, moved = (place / f"{name}.json" for name in ("answers", "scan", "checkin", "moved"))
    answers.write_text(
        json.dumps(ANSWERS | {"after.pain": 5, "felt_worse": "a_lot", "felt_worse.what": ["pain"], "felt_worse.severity": 6})
    )
    scan.write_text(json.dumps(ANSWERS))
    checked.write_text(json.dumps({"pain.worst": 7, "pain.average": 5, "pain.least": 2, "sleep": 4, "note": "no puedo más"}))
    moved.write_text(json.dumps(ANSWERS | {"effort": 4}))
    broken = place / "theirs" / "evening"
    broken.mkdir(parents=True)
    (broken / "plugin.yaml").write_text("api: 1\ntitle: Evening\nsteps:\n  - pase: 4 s\n", encoding="utf-8")
    newer = place / "theirs" / "morning"
    newer.mkdir()
    (newer / "plugin.yaml").write_text("api: 9\n", encoding="utf-8")
    heavy = place / "heavy.json"
    heavy.write_text(json.dumps(ANSWERS | {"when": "de noche", "tell_myself": "no quiero vivir"}))
    fast = ["--plain", "--pace", "fast", "--answers"]
    day: dict[str, tuple[list[str], str]] = {
        "breath": (["run", "breathing.coherent_46", *fast, str(answers), "--at", "2026-05-01T20:00:00+02:00"], ""),
        "scan": (["run", "body_scan.scan", *fast, str(scan), "--at", "2026-05-01T21:00:00+02:00"], ""),
        "half": (["run", "breathing.box_4444", *fast, str(scan), "--set", "form=starter", "--at", "2026-05-02T20:00:00+02:00"], ""),
        "moves": (["run", "exercises.chair_stretch", *fast, str(moved), "--at", "2026-05-02T21:00:00+02:00"], ""),
        "quiet": (["run", "quiet.pause", *fast, str(scan), "--set", "minutes=5", "--at", "2026-05-01T22:00:00+02:00"], ""),
        "word": (["run", "relaxation.cue", *fast, str(scan), "--set", "minutes=4", "--at", "2026-05-01T22:10:00+02:00"], ""),
        "needed": (
            ["run", "relaxation.differential", *fast, str(scan), "--set", "position=walking", "--at", "2026-05-01T22:20:00+02:00"],
            "",
        ),
        "dot": (["run", "relaxation.rapid", *fast, str(scan), "--at", "2026-05-01T22:30:00+02:00"], ""),
        "heavy": (["run", "thought_record.coping_card", *fast, str(heavy), "--at", "2026-05-01T23:00:00+02:00"], ""),
        "check-in": (["checkin", "--answers", str(checked)], ""),
        "diary": (["diary"], ""),
        "sessions": (["sessions"], ""),
        "history": (["history"], ""),
        "weeks": (["history", "--by", "week"], ""),
        "insight": (["insight"], ""),
        "questions": (["questions"], ""),
        "profile": (["profile"], ""),
        "page": (["read", "breathing.four78", "--set", "form=starter"], ""),
        "preview": (["export", "--to", "csv", "--preview"], ""),
        "table": (["export", "--to", "csv", "--include", "diary", "--yes", "--out", str(place / "practice.csv")], ""),
        "summary": (["export", "--to", "html", "--include", "diary,notes", "--yes", "--out", str(place / "practice.html")], ""),
        "form": (["export", "--to", "redcap", "--out", str(place / "form.csv")], ""),
        "shared": (["shared"], ""),
        "calendar": (["calendar", str(place / "due.ics"), "--at", "09:30", "--on", "mon,thu"], ""),
        "list": (["--plugins", str(place / "theirs"), "activities"], ""),
        "doctor": (["doctor", "--mute"], ""),
    }
    given = [*day.values(), *((words, "") for words in BAD)]
    done = [Said(*one) for one in child(RUN, home, json.dumps(given))]
    files = {
        path.name: Said(0, path.read_text(encoding="utf-8-sig"), "")
        for path in place.iterdir()
        if path.is_file() and path.suffix != ".json"
    }
    typed = "?\nw\nv\n2\n\n\nh\ne\np\n\nx\ns\n77\nl\n\n"
    menu = dtx("--plain", input=typed, env={"DTX_HOME": str(home), "DTX_LANGUAGE": CODE, "ACCESSIBLE": "1"})
    files["menu"] = Said(menu.returncode, menu.stdout, menu.stderr)
    return dict(zip([*day, *map(" ".join, BAD)], done, strict=True)) | files


IN_SPANISH = (
    *(
        "breath",
        "scan",
        "half",
        "quiet",
        "word",
        "needed",
        "dot",
        "check-in",
        "diary",
        "history",
        "weeks",
        "questions",
        "preview",
        "table",
        "summary",
    ),
    *("form", "shared", "calendar", "doctor", "insight", "sessions"),
)


@pytest.mark.parametrize("name", IN_SPANISH)
def test_a_command_of_the_day_answers_in_spanish(name: str, said: dict[str, Said]) -> None:
    one = said[name]
    assert one.code == 0, one.err
    assert english(one.out) + english(one.err) == [], one.out + one.err


@pytest.mark.parametrize("words", [" ".join(words) for words in BAD])
def test_bad_input_is_told_in_spanish_in_one_line(words: str, said: dict[str, Said]) -> None:
    one = said[words]
    assert one.code in (1, 2) and one.out == "" and len(one.err.splitlines()) == 1, one
    assert english(one.err.partition("Las zonas son:")[0]) == [], one.err


def test_the_help_of_every_command_is_in_spanish(dtx_home: Path) -> None:
    pages = child(HELP, dtx_home)
    assert len(pages) > 50
    found = {page.split("\n", 1)[0]: english(VALUES_TO_CHOOSE.sub(" ", page.split("\n", 1)[1])) for page in pages}
    assert {line: words for line, words in found.items() if words} == {}
    assert all(page.startswith("Uso: ") and "Mostrar esta ayuda y salir." in page for page in pages)


def test_a_breath_in_plain_mode_is_told_from_the_question_to_the_end(said: dict[str, Said]) -> None:
    told = said["breath"].out
    for words in ("¿Cómo de fuerte es tu dolor ahora mismo?", "Inhala 4", "Exhala 6", "Sería bueno contárselo pronto a tu equipo."):
        assert words in told
    assert "Deja que vuelvan la luz y los sonidos." in said["scan"].out and said["sessions"].out.count("terminada") == 9


def test_heavy_words_lead_to_where_help_is_in_plain_mode_too(said: dict[str, Said]) -> None:
    """Clinical 4.6, in a practice that itself is in English."""
    told = said["heavy"].out
    assert "Algunas de tus palabras suenan a que todo puede pesar demasiado ahora." in told
    assert "llama ahora al 112, 911 o 999" in told and "Estoy a salvo, seguir" in told


def test_numbers_have_their_comma_and_days_are_written_as_people_write_them(said: dict[str, Said]) -> None:
    """A starter box takes 3 seconds a side; 4-7-8 in its easier form holds for 3.5."""
    assert "3,5 s" in said["page"].out and not re.search(r"\d\.\d", said["page"].out)
    for name in ("diary", "sessions", "history", "preview", "shared"):
        assert not re.search(r"\d\.\d|\d{4}-\d\d-\d\d", said[name].out + said[name].err), said[name]
    assert "1 may 2026" in said["sessions"].out + said["preview"].err


def test_how_hard_it_was_reads_in_rising_order(said: dict[str, Said]) -> None:
    line = next(line for line in said["moves"].out.splitlines() if "sin esfuerzo" in line or "ningún esfuerzo" in line)
    assert re.findall(r"\b(?:0|2|4|6|8|10)\b", line.partition(". ")[2]) == ["0", "2", "4", "6", "8", "10"], line


def test_a_whole_visit_in_plain_mode_is_in_spanish(said: dict[str, Said]) -> None:
    told = said["menu"].out
    assert (
        said["menu"].code == 0
        and "Pide ayuda ahora" in told
        and "Días de práctica de los últimos 7: " in told
        and "No se entregó nada." in told
    )
    assert english(told) == []
    assert not re.search(r"\d\.\d|\d{4}-\d\d-\d\d", told)


def test_the_columns_keep_their_names_and_values_and_are_explained_in_spanish(said: dict[str, Said]) -> None:
    head = said["practice.csv"].out.splitlines()[0].split(",")
    assert head[:4] == ["patient_ref", "session_id", "activity_id", "activity_title"] and "felt_worse_severity" in head
    rows = list(csv.DictReader(io.StringIO(said["practice.csv"].out)))
    assert rows[0]["felt_worse"] == "a_lot" and rows[0]["status"] == "completed"
    meanings = list(csv.DictReader(io.StringIO(said["practice.dictionary.csv"].out)))
    assert [one["column"] for one in meanings][: len(head)] == head
    for one in meanings:
        assert english(" · ".join((one["meaning"], one["unit"], one["empty"], re.sub(r"(^|; )\w+:", r"\1", one["values"])))) == [], one


def test_the_summary_for_the_team_is_in_spanish(said: dict[str, Said]) -> None:
    page = re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", said["practice.html"].out)
    assert "1 may 2026" in page and not re.search(r"\d{4}-\d\d-\d\d", page)
    assert not re.search(r"\d\.\d", re.sub(r"\d+\.\d+\.\d+", "", page))
    assert english(page) == []


def test_of_a_file_that_has_to_be_put_right_a_patient_hears_in_spanish_whose_task_it_is(said: dict[str, Said]) -> None:
    """What has to be put right is told in English alone, to authors (docs/decisions.md); what a patient can do, in Spanish."""
    evening, morning = (next(line for line in said["list"].out.splitlines() if line.startswith(one)) for one in ("evening", "morning"))
    before, theirs = evening.split("En inglés:")
    assert "Quien la escribió tiene que corregir algo." in before and "this file has no 'summary'. Say in one plain sentence" in theirs
    assert "necesita un dtx más nuevo" in morning and "Actualiza dtx." in morning


def test_the_calendar_names_its_entries_in_spanish(said: dict[str, Said]) -> None:
    entries = [line.partition(":")[2] for line in said["due.ics"].out.splitlines() if line.startswith("SUMMARY:")]
    assert entries and set(entries) == {"Un rato para ti"}
