"""The entry point: every problem becomes one line and an exit code."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command. 0 done, 1 could not be done, 2 unknown word, 128+n ended by a signal."""
    import click

    from dtx.cli import dtx
    from dtx.errors import DtxError

    words = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        dtx.main(words, prog_name="dtx", standalone_mode=False)
    except click.exceptions.Abort:
        return complain("Nothing was done.", 1)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        return complain(f"{error.format_message()} `dtx --help` lists what there is.", error.exit_code)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads any more, and the interpreter would complain about that at its end
        return 141
    except KeyboardInterrupt:
        return complain("Ended. What was saved is safe.", 130)
    except DtxError as problem:
        if "--debug" in words:
            raise
        return complain(str(problem), problem.exit_code)
    except Exception as error:
        if "--debug" in words:
            raise
        # the error's own words may hold the person's
        return complain(f"Something went wrong ({type(error).__name__}). What was saved is safe; --debug shows where.", 1)
    return 0


def complain(sentence: str, code: int) -> int:
    print(f"dtx: {' '.join(sentence.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
