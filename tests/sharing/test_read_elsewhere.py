"""What we write, read by the programs of those who get it: LibreOffice, a PDF/UA checker, poppler, DuckDB, Polars, and age."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dtx.engine.export import Export, pieces
from dtx.engine.record import SessionLog
from dtx.sharing import pdf
from dtx.sharing.columns import SHEET
from dtx.sharing.formats import ours
from dtx.sharing.sealed import new_key, sealed
from dtx.sharing.select import select
from dtx.sharing.summary import summary
from tests.sharing.hostile import hostile
from tests.sharing.logs import FULL, LOG
from tests.sharing.spans import evening, evenings, shared
from tests.sharing.test_diary_sheet import TAKEN, noted, peg, with_diary
from tests.sharing.test_pdf import MUCH

pytestmark = pytest.mark.slow

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
UNCAREFUL = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
"""As spreadsheets open a CSV that is double-clicked: numbers are looked for, and what begins with = is run."""
REAL = list(evenings([(6, 4), (0, 10), (None, 3), (7, None)]))
DIARY = with_diary([noted(2, pain={"worst": 7}, peg=peg(7, 6, 8), medicine=[TAKEN])])


def made(form: str, export: Export, folder: Path) -> Path:
    path = folder / f"{form}{ours()[form].suffix}"
    path.write_bytes(b"".join(pieces(ours()[form].write(export))))
    return path


def ran(*words: str | Path, **how: Any) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, **how)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


# -- LibreOffice


def in_office(path: Path, *how: str) -> list[list[ElementTree.Element]]:
    """The cells of the first sheet as LibreOffice understands them, a row each."""
    folder = path.parent / "office"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    ran("soffice", profile, "--headless", *how, "--convert-to", "fods", "--outdir", folder, path)
    (sheet, *_) = ElementTree.parse(folder / f"{path.stem}.fods").iter(f"{TABLE}table")
    rows = [list(spread(row)) for row in sheet.iter(f"{TABLE}table-row")]
    return [row for row in rows if any(kind(cell) for cell in row)]


def spread(row: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for cell in row.iter(f"{TABLE}table-cell"):
        for _ in range(min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 60)):
            yield cell


def kind(cell: ElementTree.Element) -> str | None:
    return cell.get(f"{OFFICE}value-type")


def by_column(rows: list[list[ElementTree.Element]], place: int) -> dict[str, ElementTree.Element]:
    names = ["".join(cell.itertext()).strip().removeprefix("ï»¿") for cell in rows[0]]  # told no letters, it shows the BOM as these
    return {name: cell for name, cell in zip(names, rows[place], strict=False) if name}


@pytest.mark.parametrize("how", [(), (f"--infilter={UNCAREFUL}",)], ids=["as it is", "uncareful"])
def test_libreoffice_finds_numbers_in_the_columns_of_numbers_and_text_in_the_others(how: tuple[str, ...], tmp_path: Path) -> None:
    rows = in_office(made("csv", select(REAL), tmp_path), *how)
    assert len(rows) >= 5
    for place in range(1, 5):
        for name, cell in by_column(rows, place).items():
            column = next(one for one in SHEET if one.name == name)
            wanted = "float" if column.kind in ("integer", "number") else "string"
            assert kind(cell) in (wanted, None), (name, kind(cell))
    first = by_column(rows, 1)
    assert first["pain_before"].get(f"{OFFICE}value") == "6" and first["pain_change"].get(f"{OFFICE}value") == "-2"
    assert kind(by_column(rows, 3)["pain_before"]) is None, "what is missing is an empty cell, not zero"


@pytest.mark.parametrize("form", ["csv", "redcap", "xlsx"])
def test_no_cell_of_the_hostile_corpus_becomes_a_formula_in_libreoffice(form: str, tmp_path: Path) -> None:
    how = () if form == "xlsx" else (f"--infilter={UNCAREFUL}",)
    rows = in_office(made(form, select(hostile(), ("notes",)), tmp_path), *how)
    cells = [cell for row in rows for cell in row]
    assert len(rows) > len(hostile())
    assert [cell.attrib for cell in cells if cell.get(f"{TABLE}formula")] == []


def test_the_same_filter_runs_a_formula_that_is_not_defused(tmp_path: Path) -> None:
    """The check above can fail: without the guard LibreOffice runs what stands there."""
    path = tmp_path / "raw.csv"
    path.write_text("note\r\n=1+1\r\n", encoding="utf-8")
    assert any(cell.get(f"{TABLE}formula") for row in in_office(path, f"--infilter={UNCAREFUL}") for cell in row)


def test_libreoffice_finds_times_and_numbers_in_the_workbook(tmp_path: Path) -> None:
    first = by_column(in_office(made("xlsx", select(REAL), tmp_path)), 1)
    assert kind(first["started_at"]) == "date" and first["started_at"].get(f"{OFFICE}date-value", "").startswith("2026-03-02T20:00:00")
    assert kind(first["pain_before"]) == "float" and kind(first["status"]) == "string" and kind(first["utc_offset"]) == "string"


# -- PDF


def findings(path: Path) -> dict[str, Any]:
    """What `outloud` says: 13 of the 31 checkpoints of the Matterhorn Protocol can fail on a page like ours, 3 need a person."""
    report = path.with_suffix(".json")
    ran(sys.executable, "-m", "outloud.cli", path, "--json", report, "--fail-on", "never")
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def errors(path: Path) -> list[str]:
    return [one["rule"] for one in all_of(findings(path)) if one.get("severity") in ("error", "warning")]


def all_of(report: Any) -> Iterator[dict[str, Any]]:
    """Every finding, wherever the report keeps it."""
    if isinstance(report, dict):
        if "severity" in report and "rule" in report:
            yield report
        for value in report.values():
            yield from all_of(value)
    elif isinstance(report, list):
        for value in report:
            yield from all_of(value)


PAPERS: dict[str, Export] = {
    "none": shared([]),
    "one": shared([evening(0)]),
    "many": shared(list(evenings([(6, 4), (None, 3), (7, None)] * 40))),
    "much": shared(MUCH, ("notes",)),
    "hostile": shared(hostile(), ("notes", "thoughts")),
    "diary": DIARY,
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_summary_passes_a_check_of_pdf_ua(name: str, tmp_path: Path) -> None:
    path = made("pdf", PAPERS[name], tmp_path)
    assert errors(path) == []
    told = ran("pdfinfo", path)
    assert re.search(r"Tagged: +yes", told) and re.search(r"Pages: +[12]\n", told)
    assert "Title:           Summary of practice at home" in told


@pytest.mark.parametrize(("spoilt", "by"), [("tags", {"pdf_tags": False}), ("language", {}), ("picture", {})])
def test_the_check_of_pdf_ua_fails_where_something_is_missing(spoilt: str, by: dict[str, Any], tmp_path: Path) -> None:
    import typst

    given = pdf.inputs(pdf.readable(summary(PAPERS["one"]).to_json()))
    if spoilt == "language":
        given["main"] = given["main"].replace(b'lang: "en", ', b'lang: "zxx", ')
    if spoilt == "picture":
        given["main"] = given["main"].replace(b", alt: section.picture.alt", b"")
    compiler: Any = typst
    content = compiler.compile(given, format="pdf", ignore_system_fonts=True, **by)
    path = tmp_path / "spoilt.pdf"
    path.write_bytes(content)
    assert errors(path) != []


@pytest.mark.parametrize("name", PAPERS)
def test_the_web_page_prints_on_one_page_or_two(name: str, tmp_path: Path) -> None:
    page, printed = made("html", PAPERS[name], tmp_path), tmp_path / "printed.pdf"
    alone = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    ran("chromium", *alone, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    assert re.search(r"Pages: +[12]\n", ran("pdfinfo", printed))


def test_it_is_read_aloud_in_the_order_it_is_meant(tmp_path: Path) -> None:
    said = ran("pdftotext", made("pdf", DIARY, tmp_path), "-")
    places = [said.index(words) for words in ("What felt worse", "What was practised", "Pain before and after", "PEG", "Journal head")]
    assert places == sorted(places)


def test_its_pages_are_clear_in_grey(tmp_path: Path) -> None:
    """Turned to pictures there is ink on every page, and not one coloured point."""
    ran("pdftoppm", "-r", "120", made("pdf", PAPERS["many"], tmp_path), tmp_path / "page")
    pages = sorted(tmp_path.glob("page*.ppm"))
    assert len(pages) in (1, 2)
    for page in pages:
        _, _, _, points = page.read_bytes().split(b"\n", 3)
        assert points[0::3] == points[1::3] == points[2::3]
        assert sum(point < 128 for point in points[0::3]) > 500


# -- Parquet


@pytest.mark.parametrize("logs", [[], [LOG], [LOG, FULL, *hostile()]], ids=["none", "one", "many"])
def test_duckdb_and_polars_read_the_same_rows_with_the_same_schema(logs: list[SessionLog], tmp_path: Path) -> None:
    import duckdb
    import polars

    path = made("parquet", select(logs, ("notes",)), tmp_path)
    kinds = {"VARCHAR": "String", "BIGINT": "Int64", "DOUBLE": "Float64"}
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    frame = polars.read_parquet(path)
    assert [(name, kinds[kind]) for name, kind, *_ in described] == [(name, str(kind)) for name, kind in frame.schema.items()]
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == frame.rows()
    assert len(frame) == len(logs)


def test_files_of_many_patients_are_parted_by_month_and_bucket_and_read_as_one(tmp_path: Path) -> None:
    import duckdb
    import polars

    for patient in range(5):
        logs = [evening(day, patient_ref=f"p-{patient}", session_id=f"{patient}-{day}") for day in (0, 40, 80)]
        made("parquet", select(logs), tmp_path).rename(tmp_path / f"{patient}.parquet")
    made("parquet", select([]), tmp_path).rename(tmp_path / "nobody.parquet")
    duckdb.sql(f"COPY (SELECT * FROM '{tmp_path}/*.parquet') TO '{tmp_path}/lake' (FORMAT parquet, PARTITION_BY (month, bucket))")
    archive = f"read_parquet('{tmp_path}/lake/**/*.parquet', hive_partitioning=true)"
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT month) FROM {archive}").fetchall() == [(15, 3)]
    lake = polars.scan_parquet(f"{tmp_path}/lake/**/*.parquet", hive_partitioning=True).collect()
    assert (len(lake), lake["month"].n_unique()) == (15, 3)
    assert len(polars.read_parquet(f"{tmp_path}/[0-9n]*.parquet")) == 15


# -- age


def test_age_itself_opens_what_was_locked_and_any_zip_program_the_rest(tmp_path: Path) -> None:
    public, secret = new_key()
    (tmp_path / "team.key").write_text(f"{secret}\n")
    (tmp_path / "x.age").write_bytes(sealed(select([LOG, FULL]), ours()["csv"], [public], b"\x01" * 32))
    ran("age", "-d", "-i", tmp_path / "team.key", "-o", tmp_path / "x.zip", tmp_path / "x.age")
    with zipfile.ZipFile(tmp_path / "x.zip") as folder:
        assert folder.testzip() is None
        rows = list(csv.DictReader(io.StringIO(folder.read("sessions.csv").decode("utf-8-sig"), newline="")))
    assert [row["session_id"] for row in rows] == ["0b1c", "0b1d"]


def test_what_age_locked_by_itself_is_no_export_and_is_refused(tmp_path: Path) -> None:
    from dtx.errors import DtxError
    from dtx.sharing.sealed import opened

    public, secret = new_key()
    (tmp_path / "letter.txt").write_text("Dear team")
    ran("age", "-r", public, "-o", tmp_path / "x.age", tmp_path / "letter.txt")
    with pytest.raises(DtxError, match="no export of dtx"):
        opened((tmp_path / "x.age").read_bytes(), secret)
