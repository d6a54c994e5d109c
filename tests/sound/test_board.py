"""The board: what one process writes, another reads whole, or as it was before."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dtx.sound.board import Beat, Board
from tests.test_layers import ROOT

numbers = st.floats(allow_nan=False)
WRITER = """
import sys, time
from pathlib import Path
from dtx.sound.board import Beat, Board
board, until, number = Board(Path(sys.argv[1])), time.monotonic() + 1.0, 0
while time.monotonic() < until:
    number += 1
    board.beat(Beat(number, -number, number / 2, number % 2 == 0, number))
board.say(count=number)
"""


@given(numbers, numbers, numbers, st.booleans(), st.integers(0, 2**62))
def test_what_is_written_is_read(at: float, audible: float, latency: float, steady: bool, underruns: int) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        ours = Board.make(Path(folder) / "board")
        theirs = Board(Path(folder) / "board")
        assert theirs.last() is None and theirs.said() == {}
        ours.beat(Beat(at, audible, latency, steady, underruns))
        ours.say(device="Lautsprecher – hinten")
        ours.say(active=True)
        assert theirs.last() == Beat(at, audible, latency, steady, underruns)
        assert theirs.said() == {"device": "Lautsprecher – hinten", "active": True}
        ours.close()
        theirs.close()


def test_no_beat_is_ever_read_half_written(tmp_path: Path) -> None:
    """A process writes as fast as it can, another reads as fast as it can: every beat holds together, and none is older than the last."""
    board = Board.make(tmp_path / "board")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "board")], cwd=ROOT)
    seen, latest = 0, 0.0
    while writer.poll() is None:
        beat = board.last()
        if beat is None:
            continue
        assert beat == Beat(beat.at, -beat.at, beat.at / 2, beat.at % 2 == 0, int(beat.at))
        assert beat.at >= latest
        latest, seen = beat.at, seen + 1
    assert writer.returncode == 0
    assert seen > 1000
    assert board.said() == {"count": int(board.last().at)}  # type: ignore[union-attr]
    board.close()


def test_words_cut_in_half_leave_what_was_said_before(tmp_path: Path) -> None:
    board = Board.make(tmp_path / "board")
    board.say(device="One")
    reader = Board(tmp_path / "board")
    assert reader.said() == {"device": "One"}
    with (tmp_path / "board").open("r+b") as file:
        file.seek(74)
        file.write(b"???")
    assert reader.said() == {"device": "One"}
    board.close()
    reader.close()
