"""`dtx open`: the care team's side of locked exports, one file or a month's folder of them."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json
from dtx.errors import DtxError, Unknown
from dtx.language import _, all_of

if TYPE_CHECKING:
    from dtx.sharing.known import Known
    from dtx.sharing.received import Letter

MOST_BYTES = 1_000_000
"""Of a list of names."""


@click.command()
@click.argument("path", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--key", "key_file", type=click.Path(path_type=Path), metavar="FILE", help=_("The key to open with; else this computer's own.")
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help=_("Write here, .csv or .xlsx for a folder; else to standard output.")
)
@click.option("--expect", type=click.Path(path_type=Path), metavar="FILE", help=_("Who should have sent something: one pseudonym a line."))
@click.option("--forget", multiple=True, metavar="LETTERS", help=_("A store that is used no more, by its sixteen letters."))
@as_json
@click.pass_obj
def open(
    context: Context, path: Path, key_file: Path | None, out: Path | None, expect: Path | None, forget: tuple[str, ...], as_json: bool
) -> None:
    """Open what patients locked for you, and lay it into one sheet."""
    from dtx.sharing.known import Known
    from dtx.sharing.received import is_locked, read_letters
    from dtx.sharing.team_key import own

    services = context.services
    expected = pseudonyms(expect)
    paths = found(path, is_locked)
    secret = own(services.home, key_file)
    known = Known.read(services.home)
    if forget:
        for fingerprint in forget:
            known = known.without(fingerprint)
        known.keep(services.home)
    letters = read_letters(paths, secret, known)
    if path.is_dir():
        gathered(letters, known, expected, out, services.home, as_json)
    else:
        single(letters[0], out, services.home, as_json)
    heard = known
    for letter in letters:
        if letter.signed is not None:
            heard = heard.heard(letter.signed, services.now().date())
    if heard != known:
        heard.keep(services.home)
    if refused := [letter for letter in letters if letter.problem]:
        raise DtxError(
            _("{refused} of {letters} files could not be opened.").format(refused=len(refused), letters=len(letters)),
            _("What was in them is in no sheet; the lines above say why."),
        )


def found(path: Path, is_locked: Callable[[Path], bool]) -> list[Path]:
    """The file, or all locked files of a folder by name. Raises `Unknown` where there is nothing."""
    if path.is_dir():
        inside = sorted(one for one in path.iterdir() if one.is_file())
        locked = [one for one in inside if is_locked(one)]
        if len(inside) > len(locked):
            note(_("{inside} other files in the folder were left alone: they are not locked.").format(inside=len(inside) - len(locked)))
        return locked
    if not path.exists():
        raise Unknown(_("There is no {path}.").format(path=path), _("Give a file that a patient handed over, or a folder of them."))
    return [path]


def pseudonyms(path: Path | None) -> list[str]:
    """One to a line. Raises `Unknown` where the file cannot be read."""
    if path is None:
        return []
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Unknown(_("{path} is too big for a list of names.").format(path=path), _("Give a text file with one pseudonym a line."))
        return [line.strip() for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError):
        raise Unknown(
            _("The names in {path} cannot be read.").format(path=path), _("Give a text file with one pseudonym a line.")
        ) from None


def single(letter: "Letter", out: Path | None, home: Path, as_json: bool) -> None:
    """One file: who sent it on standard error, and its content. Raises DtxError for one that is refused."""
    if letter.signed is None:
        if as_json:
            show_json(letter.to_json())
        raise DtxError(in_line(letter.refusal), letter.remedy)
    tell(letter)
    if as_json:
        return show_json(letter.to_json())
    from dtx.sharing.sealed import STEM
    from dtx.sharing.signed import NAME
    from dtx.sharing.whole import companions, write_whole

    files = {name.removeprefix(STEM): content for name, content in letter.files.items() if name != NAME}
    main = next(iter(files))
    if out is not None:
        places = {out: files.pop(main)} | companions(out, files)
        write_whole(places, home)
        return note(_("Written to {files}.").format(files=all_of(places)))
    if not is_text(files[main]):
        raise Unknown(_("It holds a {main} file, which is no text.").format(main=main), _("Say where it goes with --out FILE."))
    written(files[main])
    return None


def is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except ValueError:
        return False


def tell(letter: "Letter") -> None:
    """Who sent it, what it is, and whether the store is known."""
    from dtx.sharing.told import LONGEST, cut

    assert letter.signed is not None
    told = letter.signed.statement
    span = _(", {first_day} to {last_day}").format(first_day=told.first_day, last_day=told.last_day) if told.first_day else ""
    said = _("{file}: {form} of {patient_ref}, {count} sessions{span}. {says}").format(
        file=letter.file,
        form=cut(told.form, LONGEST),
        patient_ref=cut(told.patient_ref, LONGEST),
        count=told.count,
        span=span,
        says=letter.says,
    )
    note(in_line(said))


def in_line(words: str) -> str:
    """What others called their files, or themselves, makes no line of its own."""
    return " ".join(words.split())


def gathered(letters: "Sequence[Letter]", known: "Known", expected: Iterable[str], out: Path | None, home: Path, as_json: bool) -> None:
    """All files of a folder as one sheet, felt-worse first."""
    from dtx.engine.export import pieces
    from dtx.sharing.cells import written as table
    from dtx.sharing.received import ONE_SHEET, one_sheet
    from dtx.sharing.told import LONGEST, cut
    from dtx.sharing.whole import write_whole

    heard = [letter.signed for letter in letters if letter.signed is not None]
    quiet = known.silent((letter.sender for letter in letters if letter.sender is not None), expected)
    sheet = one_sheet(letters)
    if as_json:
        return show_json(
            {
                "files": [letter.to_json() for letter in letters],
                "sessions": len(sheet.rows),
                "repeats": sheet.repeats,
                "clashes": list(sheet.clashes),
                "silent": quiet,
            }
        )
    for letter in letters:
        if letter.problem:
            note(in_line(f"{letter.refusal} {letter.remedy}"))
        elif letter.state != "same" or not letter.rows:
            tell(letter)
    for clash in sheet.clashes:
        note(clash)
    same = sum(signed.store in known.senders for signed in heard)
    note(
        _("{letters} files, {same} from the same stores as last time; {rows} sessions, {repeats} repeats dropped.").format(
            letters=len(letters), same=same, rows=len(sheet.rows), repeats=sheet.repeats
        )
    )
    names = ", ".join(cut(one, 2 * LONGEST) for one in quiet)
    note(_("Sent nothing: {quiet}.").format(quiet=names) if quiet else _("Nobody who is known sent nothing."))
    columns = [column.name for column in ONE_SHEET]
    if out is not None and out.suffix.lower() == ".xlsx":
        from dtx.sharing.columns import OFFSET
        from dtx.sharing.workbook import MOST_ROWS, of_rows

        if len(sheet.rows) > MOST_ROWS:
            raise DtxError(
                _("A workbook has no room for {rows} sessions.").format(rows=len(sheet.rows)),
                _("Write a table: give a name that ends in .csv."),
            )
        content: Any = of_rows((*ONE_SHEET, OFFSET), sheet.rows)
    else:
        content = table(columns, ([*map(row.get, columns)] for row in sheet.rows))
    if out is not None:
        write_whole({out: content}, home)
        return note(_("Written to {out}.").format(out=out))
    written(b"".join(pieces(content)))
    return None


def written(content: bytes) -> None:
    """What others made is shown to a terminal without anything it would act on; a file or a pipe gets it byte for byte."""
    if sys.stdout.isatty():
        say(content.decode("utf-8-sig", "replace"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
