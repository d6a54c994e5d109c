"""`dtx record`: the lines of a practice in one's own voice, one after the other."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dtx.cli.context import Context
from dtx.cli.desk import mine
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, typed
from dtx.errors import DtxError
from dtx.language import _, _n

if TYPE_CHECKING:
    from dtx.authors.booth import Attempt, Booth
    from dtx.authors.spoken import Spoken

WHO = {"yours": _("your recording"), "dtx": _("the voice of dtx"), "engine": _("a computer's voice"), "none": _("nobody yet")}
HELP = (
    _("Enter records. Wait for “Speak now”, and press Enter again when you are done."),
    _("h hears what there is. k keeps the last take as it is. t lists the takes, t 2 takes the second."),
    _("f FILE brings in a sound file. d deletes the recording, its takes stay. n goes on, b goes back, q leaves."),
)
FILES_DO = _("Until then, f FILE brings in what you recorded elsewhere.")
SPEAK = _("Speak now. Enter when you are done.")
SAVED = _("Kept. Enter goes on, h hears it, r records it again.")


@click.command()
@click.argument("path", metavar="PATH", type=typed)
@mine
@as_json
@click.pass_obj
def record(context: Context, path: str, mine: bool, as_json: bool) -> None:
    """Record the lines of a practice in your own voice, one after the other. --json lists them."""
    from dtx.authors.authored import authored, folder_of
    from dtx.authors.booth import Booth
    from dtx.authors.checking import lines_of

    services = context.services
    folder = folder_of(path, services.shelf)
    lines = lines_of(authored(folder, services.shelf, mine=mine), services.now().date())
    booth = Booth(services.home, folder, lines)
    try:
        if as_json:
            return show_json([described(line, booth) for line in (*booth.lines, *booth.varying)])
        if not booth.lines:
            raise DtxError(_("Nothing is said in it that could be recorded."), _("Lines with what a person answers in them stay captions."))
        from dtx.cli.screen import wants_plain

        if wants_plain(False):
            by_line(booth)
        else:
            from dtx.tui.app import run
            from dtx.tui.recordpage import RecordPage

            if code := run(services, page=RecordPage(services, booth)):
                raise SystemExit(code)
    finally:
        booth.close()
    return None


def by_line(booth: "Booth") -> None:
    """Line by line in plain mode. Raises DtxError where there is no microphone and nothing was brought in either."""
    problem = unheard(booth)
    if problem is not None:
        note(f"{problem} {FILES_DO}")
    kept = Walk(booth).through()
    if problem is not None and not kept:
        raise problem


def unheard(booth: "Booth") -> DtxError | None:
    """Why the microphone cannot be used. Whoever has recorded elsewhere does without it."""
    try:
        booth.open()
    except DtxError as problem:
        return problem
    return None


def described(line: "Spoken", booth: "Booth") -> dict[str, Any]:
    voice, file = booth.heard(line) if not line.varies else ("none", None)
    return {
        "text": line.text,
        "place": line.place,
        "room_s": line.room_s,
        "varies": line.varies,
        "voice": voice,
        "file": str(file) if file is not None else None,
        "takes": len(booth.takes.of(line.text)),
    }


class Walk:
    """From line to line, with words typed for what to do."""

    def __init__(self, booth: "Booth") -> None:
        from dtx.plain import Typed

        self._booth, self._typed = booth, Typed(sys.stdin)
        self._place = self._kept = 0
        self._last: Attempt | None = None

    def through(self) -> int:
        """From the first line to the last, or as far as one likes; how many were kept."""
        lines, booth = self._booth.lines, self._booth
        _player = booth.player  # it takes two seconds to come up
        device = " " + _("The microphone is {device}.").format(device=booth.device) if booth.device else ""
        say(_("{lines} lines. {missing} of them nobody has recorded.").format(lines=len(lines), missing=len(booth.missing())) + device)
        for line in HELP:
            say(line)
        while 0 <= self._place < len(lines):
            self._show(lines[self._place])
            if not self._obey(lines[self._place]):
                break
        say(_("{kept} recorded. {missing} nobody says yet.").format(kept=counted(self._kept), missing=counted(len(booth.missing()))))
        return self._kept

    def _show(self, line: "Spoken") -> None:
        from dtx.host.durations import written

        who, _file = self._booth.heard(line)
        say("")
        say(
            _("{place} of {lines}. {voice}. It may take {room}.").format(
                place=self._place + 1, lines=len(self._booth.lines), voice=WHO[who].capitalize(), room=written(line.room_s)
            )
        )
        say(line.text)

    def _obey(self, line: "Spoken") -> bool:
        """Do what is typed until it leads to another line; False to leave."""
        self._last = None
        while True:
            typed = self._typed.line()
            if typed is None:
                return False
            command, _blank, rest = typed.strip().partition(" ")
            if command in ("q", "quit"):
                return False
            if command == "" and self._last is not None and self._last.good:
                command = "n"
            if command in ("n", "b"):
                self._place += 1 if command == "n" else -1 if self._place else 0
                return True
            try:
                self._do(command, rest.strip(), line)
            except DtxError as problem:
                say(problem)

    def _do(self, command: str, rest: str, line: "Spoken") -> None:
        orders: dict[str, Callable[[], None]] = {
            "": lambda: self._record(line),
            "r": lambda: self._record(line),
            "h": lambda: self._hear(line),
            "k": lambda: self._keep_last(),
            "t": lambda: self._takes(line, rest),
            "f": lambda: self._judge(self._booth.bring_in(line, Path(rest).expanduser())),
            "d": lambda: say(_("Deleted; its takes stay.") if self._booth.remove(line) else _("There is no recording of it.")),
        }
        if command in orders:
            orders[command]()
        else:
            for one in HELP:
                say(one)

    def _record(self, line: "Spoken") -> None:
        self._booth.begin(line)
        say(SPEAK)
        if self._typed.line() is None:
            self._booth.drop()
            return
        self._judge(self._booth.end())

    def _judge(self, attempt: "Attempt") -> None:
        """Keep a good one at once; of another say what is against it, and leave the choice."""
        self._last = attempt
        if attempt.good:
            self._keep(attempt)
            say(f"{attempt.says()} {SAVED}")
            return
        for sentence, remedy in attempt.faults:
            say(f"{sentence} {remedy}")
        say(_("Enter records it again, h hears it, k keeps it as it is.") if attempt.seconds is not None else _("Enter records it again."))

    def _keep(self, attempt: "Attempt") -> None:
        self._booth.keep(attempt.line, attempt.take)
        self._kept += 1

    def _keep_last(self) -> None:
        if self._last is None or self._last.seconds is None:
            say(_("There is no take to keep."))
            return
        self._keep(self._last)
        say(SAVED)

    def _hear(self, line: "Spoken") -> None:
        _who, file = self._booth.heard(line)
        path = self._last.take.clip if self._last is not None and self._last.seconds is not None else file
        if path is None:
            say(_("There is nothing to hear yet."))
        else:
            self._booth.hear(path)

    def _takes(self, line: "Spoken", number: str) -> None:
        takes = {str(take.number): take for take in self._booth.takes.of(line.text)}
        if number in takes:
            self._booth.keep(line, takes[number])
            self._kept += 1
            say(SAVED)
            return
        say(_("The takes are {takes}; t 1 takes the first.").format(takes=", ".join(takes)) if takes else _("There is no take of it yet."))


def counted(number: int) -> str:
    return _n("{n} line", "{n} lines", number).format(n=number)
