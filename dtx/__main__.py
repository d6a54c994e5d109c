"""The entry point: every problem becomes one line and an exit code."""

import os
import sys
from contextlib import closing, suppress
from typing import NoReturn, TextIO

NOBODY_READS = 141
"""128 + SIGPIPE: the reader of a pipe has gone."""

PATIENCE_S = 2.0
"""So long is waited at the end for threads that are still at work. Ours are joined by then; a plugin's may never end."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0 done, 1 could not be done, 2 unknown word, 128+n ended by a signal."""
    from dtx.language import speak, wanted
    from dtx.paths import home

    speak(wanted(home()))  # before anything that holds a sentence
    words = list(sys.argv[1:] if arguments is None else arguments)
    settle_streams()
    try:
        obey(words) if words else open_alone()
        sys.stdout.flush()
    except BaseException as error:
        if "--debug" in words and not isinstance(error, SystemExit):
            import traceback

            traceback.print_exc()
        sentence, code = verdict(error)
        if sentence:
            complain(sentence)
        for stream in (sys.stdout, sys.stderr):
            give_up(stream)
        return code
    return 0


def obey(words: list[str]) -> None:
    """Do what was typed behind `dtx`."""
    from dtx.cli.commands import dtx

    with dtx.make_context("dtx", list(words)) as context:
        dtx.invoke(context)


def open_alone() -> None:
    """`dtx` with nothing behind it: there are no words to read, so that nothing that reads them is loaded before the first frame."""
    from dtx.cli.context import Context
    from dtx.cli.home import home
    from dtx.cli.passphrase import Passphrase

    with closing(Context(False, [], Passphrase())) as context:
        home(context.services)


def run() -> NoReturn:
    """Run the command this program was started with, and end, whatever threads a plugin has left behind."""
    code = main()
    import threading  # what is needed at the end alone is not loaded before the first frame
    import time

    left = [one for one in threading.enumerate() if not one.daemon and one is not threading.main_thread()]
    end = time.monotonic() + PATIENCE_S
    for one in left:
        one.join(max(0.0, end - time.monotonic()))
    if any(one.is_alive() for one in left):
        for stream in (sys.stdout, sys.stderr):
            give_up(stream)
        os._exit(code)
    sys.exit(code)


def verdict(error: BaseException) -> tuple[str, int]:
    """What to say about it, if anything, and the exit code."""
    import click

    from dtx.errors import DtxError
    from dtx.language import _
    from dtx.paths import reason

    match error:
        case DtxError():
            return str(error), error.exit_code
        case click.exceptions.Exit():
            return "", error.exit_code
        case click.exceptions.Abort():
            return _("Nothing was done."), 1
        case click.UsageError():
            where = error.ctx.command_path if error.ctx else "dtx"
            said = error.format_message().strip()
            shows = _("`{command} --help` shows what there is.").format(command=where)
            return f"{said}{'' if said.endswith(('.', '?')) else '.'} {shows}", 2
        case click.ClickException():
            return error.format_message(), error.exit_code
        case SystemExit():
            return "", error.code if isinstance(error.code, int) else int(error.code is not None)
        case BrokenPipeError():
            return "", NOBODY_READS
        case KeyboardInterrupt():
            return _("Ended. What was saved is safe."), 130
        case OSError():
            sentence = _("The system did not let dtx go on ({why}). What was saved is safe; `dtx doctor` looks at everything dtx needs.")
            return sentence.format(why=reason(error)), 1
        case _:  # the error's own words may hold the person's
            sentence = _("Something went wrong ({what}). What was saved is safe; `dtx --debug …` shows where.")
            return sentence.format(what=type(error).__name__), 1


def complain(sentence: str) -> None:
    from dtx.engine.words import clean

    with suppress(OSError, ValueError):
        print(f"dtx: {' '.join(clean(sentence).split())}", file=sys.stderr, flush=True)


def settle_streams() -> None:
    """Standard streams that are there, and take every letter."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started this
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def give_up(stream: TextIO) -> None:
    """Let what cannot be written go to nowhere, or the interpreter would complain about it at its end."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


if __name__ == "__main__":
    run()
