"""What plugins print goes aside, whichever threads they run in and in whatever order these come and go."""

import gc
import io
import sys
from threading import Event, Thread

import pytest

from dtx.host.aside import aside


def test_a_plugin_is_heard_on_standard_error_without_codes_and_dtx_where_it_always_is(capsys: pytest.CaptureFixture[str]) -> None:
    with aside():
        print("a \x1b[31mred\x1b[0m word")
        print("and another", file=sys.stderr)
    print("dtx")
    said = capsys.readouterr()
    assert said.out == "dtx\n"
    assert "\x1b" not in said.err and "red" in said.err and "and another" in said.err


def test_threads_that_leave_in_another_order_than_they_came_leave_the_streams_as_they_were() -> None:
    """A plugin that is told of a session's end may take longer than the next script's first step."""
    before = sys.stdout, sys.stderr
    inside, over = Event(), Event()

    def slow() -> None:
        with aside():
            inside.set()
            over.wait(10)

    thread = Thread(target=slow)
    thread.start()
    assert inside.wait(10)
    with aside():
        over.set()
        thread.join(10)
    assert (sys.stdout, sys.stderr) == before


def test_one_that_never_leaves_takes_nobody_elses_words(capsys: pytest.CaptureFixture[str]) -> None:
    inside, over = Event(), Event()

    def stuck() -> None:
        with aside():
            inside.set()
            over.wait(10)
            print("at last")

    thread = Thread(target=stuck)
    thread.start()
    assert inside.wait(10)
    print("heard as ever")
    assert capsys.readouterr().out == "heard as ever\n"
    over.set()
    thread.join(10)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "at last\n")


def test_bytes_of_an_export_go_out_while_a_plugin_does_not_leave(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    inside, over = Event(), Event()

    def stuck() -> None:
        with aside():
            inside.set()
            over.wait(10)

    thread = Thread(target=stuck)
    thread.start()
    assert inside.wait(10)
    sys.stdout.buffer.write(b"one,row\r\n")
    sys.stdout.buffer.flush()
    assert capfdbinary.readouterr().out == b"one,row\r\n"
    with aside(), pytest.raises(AttributeError):
        sys.stdout.buffer.write(b"\x1b[2J")
    over.set()
    thread.join(10)


def test_a_stream_that_was_closed_meanwhile_is_let_go_without_a_word() -> None:
    stream = io.StringIO()
    kept, sys.stdout = sys.stdout, stream
    try:
        with aside():
            before = sys.stdout
    finally:
        sys.stdout = kept
    stream.close()
    del before
    gc.collect()  # what is raised while something is collected fails the test, too
