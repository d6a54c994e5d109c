"""What the documents say is true: their commands run, and every column, field and activity stands in them."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from docs.printable import printable
from dtx.sharing import diary_sheet
from dtx.sharing.columns import NOTE, SHEET, Column
from tests.commands import Commands

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

NOT_HERE = {
    "README.md": [
        "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/dtx",
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest",
    ],
    "contributors.md": [
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'",
        ".venv/bin/pytest tests/engine",
        ".venv/bin/ruff check . && .venv/bin/ruff format . && .venv/bin/mypy",
        ".ci/run",
        ".venv/bin/python -m benchmarks",
        ".venv/bin/python -m benchmarks imports append",
        ".venv/bin/python -m dtx.tui.picture breathing.coherent_46 docs/picture.svg 52.4",
        ".venv/bin/python -m dtx.tui.picture exercises.gentle_back docs/exercise.svg 90",
        ".venv/bin/python -m tests.tui.pictures pictures",
        ".venv/bin/python -m docs.printable docs/patients.md docs/patients.html",
        ".venv/bin/python -m docs.printable docs/first_evening.md docs/first_evening.html",
    ],
    "walks.md": [".venv/bin/python -m tests.walks", ".venv/bin/python -m tests.walks docs/walks"],
    "fhir.md": ["dtx send --fhir https://fhir.example/r4"],
    "patients.md": [
        "dtx shortcut",
        "dtx run breathing.coherent_46",
        "dtx run body_scan.scan --set minutes=5",
        "dtx run breathing.belly --plain",
        "dtx serve",
        "dtx serve --letters 28",
        "dtx checkin",
        "dtx checkin --answers evening.json",
        "dtx install desk_stretches-1.0.0.dtx",
        "dtx resume",
        "dtx import diary.csv",
        "dtx import other_computer.backup",
        "dtx lock",
        "dtx unlock",
        "dtx hide SESSION --undo",
        "dtx erase SESSION",
        "dtx erase --since 2026-01-01 --until 2026-01-31",
        "dtx erase --all",
    ],
    "cookbook.md": ["dtx record FOLDER", "dtx voice FOLDER"],
    "therapists.md": [
        "dtx preview desk_stretches",
        "dtx record desk_stretches",
        "dtx run desk_stretches.desk_stretches",
        "dtx record evening_rest",
        "dtx voice evening_rest",
    ],
    "trust.md": ["dtx trust tide", "dtx distrust tide", "minisign -S -s my.key -m hash.txt -x tide/SIGNATURE.minisig"],
}
"""Commands in `sh` blocks: they fetch from the network (`.ci/run` runs those of the README) or take a person's time.

Each that runs a session is rehearsed and run at full speed below instead.
"""

SESSION_FIELDS = (
    "session_id schema app_version patient_ref activity_id activity_title plugin_id plugin_version content_sha256 plan_item helper "
    "started_at ended_at status stop_reason planned_s active_s paused_s phases_done phases_total underruns before after comfort effort "
    "felt_worse follow_up options skipped flags saved note events"
).split()
COLUMNS = (
    "patient_ref session_id activity_id activity_title plugin_id plugin_version content_sha256 started_at ended_at status stop_reason "
    "planned_s active_s paused_s pain_before pain_after pain_change relax_before relax_after felt_worse felt_worse_what "
    "felt_worse_severity next_morning_pain helper schema app_version note"
).split()
PROMISES = re.compile(
    r"\b(clinically proven|digital therapeutic|relieves?|cures?|heals?|reduces? pain|treats|prescribes?|you must|you failed|good job)\b",
    re.IGNORECASE,
)


def blocks(page: Path, language: str) -> Iterator[str]:
    for found, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if found == language:
            yield body


def console(page: Path) -> list[str]:
    """The commands of a page that are run here, one after the other: lines that begin with `$ `."""
    return [line[2:] for body in blocks(page, "console") for line in body.splitlines() if line.startswith("$ ")]


def shell(page: Path) -> list[str]:
    return [line for body in blocks(page, "sh") for line in body.splitlines() if line]


class Workplace:
    """A folder to run commands in, with one session in the records and the therapist's first plugin in its place."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def __call__(self, *arguments: str) -> str:
        done = self._commands(*arguments)
        assert done.code == 0, f"{shlex.join(arguments)} ended with {done.code}: {done.err or done.out}"
        assert "Traceback" not in done.err
        return done.out

    def sessions(self) -> list[dict[str, Any]]:
        return self._commands.sessions()

    def answers(self) -> Path:
        """A file of answers, with everything rated."""
        return Path(self._commands.file({"before.pain": 6, "after.pain": 4, "felt_worse": "a_little"}))

    def key(self) -> str:
        """The care team's public key, on the same computer for once."""
        return self("key").strip()


@pytest.fixture
def dtx(tmp_path: Path, dtx_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workplace:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "may").mkdir()
    folder = dtx_home / "plugins" / "desk_stretches"
    folder.mkdir(parents=True)
    (folder / "plugin.yaml").write_text(next(blocks(ROOT / "docs" / "therapists.md", "yaml")), encoding="utf-8")
    dtx = Workplace(Commands(capsys, monkeypatch, tmp_path))
    dtx("run", "breathing.coherent_46", "--plain", "--pace", "fast", "--mute")
    return dtx


@pytest.mark.parametrize("name", ["patients", "first_evening"])
def test_what_can_be_printed_says_what_the_page_says(name: str) -> None:
    assert (ROOT / "docs" / f"{name}.html").read_text("utf-8") == printable((ROOT / "docs" / f"{name}.md").read_text("utf-8"))


@pytest.mark.parametrize("page", [page for page in PAGES if console(page)], ids=lambda page: page.name)
def test_every_command_in_the_documents_runs(page: Path, dtx: Workplace) -> None:
    if page.name == "therapists.md":  # there it is written, packed and installed as it goes along
        assert dtx("remove", "desk_stretches", "--yes") == ""
    for command in console(page):
        name, *arguments = shlex.split(command)
        assert name == "dtx", f"{command}: only dtx's own commands stand behind a $"
        arguments = [argument.replace("KEY", dtx.key()) if argument.endswith("=KEY") else argument for argument in arguments]
        if "SESSION" in arguments:
            arguments = [dtx.sessions()[0]["session_id"] if argument == "SESSION" else argument for argument in arguments]
        assert dtx(*arguments) or {"--out", "--preview", "--set", "--yes", "--html"}.intersection(arguments), command
        if command == "dtx new desk_stretches":
            Path("desk_stretches/plugin.yaml").write_text(next(blocks(page, "yaml")), encoding="utf-8")


def test_commands_that_are_not_run_here_are_few_and_known() -> None:
    found = {page.name: lines for page in PAGES if (lines := shell(page))}
    assert found == NOT_HERE


def test_the_sessions_that_documents_open_run_to_their_end(dtx: Workplace) -> None:
    """The same sessions, line by line and on a clock that does not wait."""
    runs = [line for line in chain(*NOT_HERE.values()) if line.startswith("dtx run ")]
    for line in runs:
        arguments = [argument for argument in shlex.split(line)[1:] if argument != "--plain"]
        assert dtx(*arguments, "--plain", "--pace", "fast", "--mute")
    sessions = dtx.sessions()
    assert len(sessions) == 1 + len(runs)
    assert {session["status"] for session in sessions} == {"completed"}


def test_the_answers_that_documents_show_are_taken(dtx: Workplace, tmp_path: Path) -> None:
    (tmp_path / "evening.json").write_text(next(blocks(ROOT / "docs" / "patients.md", "json")), encoding="utf-8")
    dtx("checkin", "--answers", "evening.json")
    (entry,) = json.loads(dtx("diary", "--json"))
    assert entry["answers"]["medicine"][0]["name"] == "vitamin D"
    page = (ROOT / "docs" / "care_teams.md").read_text(encoding="utf-8").split("## Check-ins")[1]
    assert [name for name in (*entry, *entry["answers"]) if f"`{name}`" not in page] == []


def test_every_command_has_its_place_in_the_documents(dtx: Workplace) -> None:
    """`dtx --help` lists what there is; the documents show each of them."""
    listed = re.findall(r"^  ([a-z]+)  ", dtx("--help"), re.MULTILINE)
    assert "activities" in listed
    words = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in listed if f"dtx {name}" not in words] == []


def test_every_activity_that_ships_is_described(dtx: Workplace) -> None:
    listed = json.loads(dtx("--safe", "activities", "--json"))
    listed = listed if isinstance(listed, list) else listed["activities"]
    page = (ROOT / "docs" / "patients.md").read_text(encoding="utf-8")
    assert [one["id"] for one in listed if f"`{one['id']}`" not in page] == []
    assert len(listed) == 23


def test_every_column_and_field_is_explained_to_the_care_team() -> None:
    page = (ROOT / "docs" / "care_teams.md").read_text(encoding="utf-8")
    table, fields = page.split("## The fields of a record")
    assert [name for name in COLUMNS if f"| `{name}` |" not in table] == []
    assert [name for name in SESSION_FIELDS if f"`{name}`" not in fields] == []


@pytest.mark.parametrize("column", [*SHEET, NOTE, *diary_sheet.columns(("notes",))], ids=lambda column: column.name)
def test_each_column_is_explained_with_its_unit_what_empty_means_and_its_code(column: Column) -> None:
    page = (ROOT / "docs" / "care_teams.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith(f"| `{column.name}` |")]
    assert any(line.endswith(f"| {column.unit} | {column.empty} | {column.code} |") for line in lines), lines


@pytest.mark.slow
def test_the_ways_of_loading_an_export_work_as_they_are_written(dtx: Workplace, tmp_path: Path) -> None:
    """R, pandas, DuckDB and plain Python, over a month in which something felt worse."""
    import duckdb

    quick = ("--plain", "--pace", "fast", "--answers", str(dtx.answers()))
    for day in range(1, 9):
        dtx("run", "breathing.four78", *quick, "--at", f"2026-05-{day:02}T09:00:00+02:00")
    for form in ("csv", "jsonl", "parquet"):
        dtx("export", "--to", form, "--out", f"sessions.{form}")
    page = ROOT / "docs" / "care_teams.md"
    (in_r,), in_python, in_sql = (list(blocks(page, language)) for language in ("r", "python", "sql"))
    (tmp_path / "load.R").write_text(in_r, encoding="utf-8")
    said = subprocess.run(["Rscript", "--vanilla", "load.R"], capture_output=True, text=True, cwd=tmp_path)
    assert said.returncode == 0 and "4-7-8" in said.stdout, said.stderr
    outputs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path) for code in in_python]
    assert [done.returncode for done in outputs] == [0, 0], [done.stderr for done in outputs]
    assert "6.0" in outputs[0].stdout and "4-7-8" in outputs[1].stdout
    for sql in in_sql:
        duckdb.execute(sql)
    archived = sorted(path.name for path in (tmp_path / "archive").iterdir())
    assert len(in_sql) == 2 and all(name.startswith("month=") for name in archived) and "month=2026-05" in archived
    assert duckdb.sql("SELECT count(*) FROM 'sessions.parquet'").fetchall() == [(9,)]


def test_the_explained_columns_and_fields_are_those_that_are_written(dtx: Workplace) -> None:
    header = dtx("export", "--to", "csv", "--include", "notes", "--yes").lstrip("\ufeff").splitlines()[0]
    assert header.split(",") == COLUMNS
    assert set(json.loads(dtx("show", dtx.sessions()[0]["session_id"], "--json"))) == set(SESSION_FIELDS)


def test_every_part_of_the_code_is_in_the_contributors_table() -> None:
    page = (ROOT / "docs" / "contributors.md").read_text(encoding="utf-8")
    parts = {path.name for path in (ROOT / "dtx").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(name for name in parts - {"__main__.py"} if name not in page) == []


def test_every_step_of_a_script_is_in_the_therapists_table() -> None:
    from dtx.host.vocabulary import VOCABULARY

    page = (ROOT / "docs" / "therapists.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(VOCABULARY)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_documents_promise_nothing(page: Path) -> None:
    assert PROMISES.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_was_left_half_merged(page: Path) -> None:
    assert re.findall(r"^(?:<{7}|={7}|>{7})(?: |$)", page.read_text(encoding="utf-8"), re.MULTILINE) == []
