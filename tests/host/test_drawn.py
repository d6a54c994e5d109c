"""Pictures drawn with characters: of one size, seen alike on every terminal, and never an order to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.host.drawn import TALLEST, WIDEST, drawn, figure_of
from dtx.host.explain import Wrong, clean


def test_pictures_of_several_sizes_are_filled_up_to_one() -> None:
    figure = figure_of(("one.txt", "two.txt"), "Somebody stands up.", {"one.txt": "o\n\n\n", "two.txt": " o  \n/|\\\n"})
    assert figure.frames == ("o  \n   ", " o \n/|\\")
    assert figure.alt == "Somebody stands up."


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\x9b2J", "\u202e", "\u200b", "\x07", "\t", "e\u0301", "字", "🙂", "\u05d0", "\ufeffx", "\ue000"]
)
def test_what_is_not_one_column_everywhere_is_refused(sign: str) -> None:
    with pytest.raises(Wrong, match="not one column wide everywhere"):
        figure_of(("one.txt",), "x", {"one.txt": f" o{sign}x\n"})


def test_a_largest_picture_fits_and_a_larger_one_does_not() -> None:
    full = "\n".join(["x" * WIDEST] * TALLEST)
    assert figure_of(("one.txt",), "x", {"one.txt": full}).frames == (full,)
    for larger in (full + "x", full + "\nx"):
        with pytest.raises(Wrong, match="30 and 12 are the most"):
            figure_of(("one.txt",), "x", {"one.txt": larger})


def test_files_of_other_systems_and_editors_are_read_and_what_is_no_text_is_left_out() -> None:
    found = drawn({"windows.txt": b"\xef\xbb\xbf o\r\n/|\\\r\n", "latin.txt": b"caf\xe9", "plain.txt": b"o\n"})
    assert found == {"windows.txt": " o\n/|\\\n", "plain.txt": "o\n"}


@given(st.text(max_size=400))
def test_any_text_is_a_picture_or_a_sentence(text: str) -> None:
    try:
        figure = figure_of(("one.txt",), "x", {"one.txt": text})
    except Wrong as wrong:
        assert wrong.sentence.endswith(".") and wrong.remedy and clean(wrong.sentence) == wrong.sentence
    else:
        rows = figure.frames[0].split("\n")
        assert len({len(row) for row in rows}) == 1 and len(rows) <= TALLEST and len(rows[0]) <= WIDEST
