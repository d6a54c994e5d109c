"""The moving picture fills its place exactly, grows with the breath, and has four steps where motion is not wanted."""

from hypothesis import given
from hypothesis import strategies as st

from dtx.tui.shape import RIM, STEPS, Row, bar, disc

sizes = st.tuples(st.integers(1, 160), st.integers(0, 60), st.floats(-0.5, 1.5))


def filled(rows: tuple[Row, ...]) -> int:
    return sum(times for row in rows for character, times in row if character == "█")


@given(sizes)
def test_every_row_has_the_width_it_was_given(size: tuple[int, int, float]) -> None:
    width, height, swell = size
    for picture in (disc, bar):
        rows = picture(width, height, swell)
        assert len(rows) == height
        assert all(sum(times for _, times in row) == width and all(times >= 0 for _, times in row) for row in rows)


@given(st.integers(16, 120), st.integers(5, 40), st.floats(0, 1), st.floats(0, 1))
def test_a_fuller_breath_is_never_a_smaller_disc(width: int, height: int, one: float, other: float) -> None:
    assert filled(disc(width, height, min(one, other))) <= filled(disc(width, height, max(one, other)))


@given(st.integers(10, 120), st.integers(5, 40), st.floats(0, 1))
def test_the_disc_is_the_same_left_and_right_and_up_and_down(width: int, height: int, swell: float) -> None:
    lines = ["".join(character * times for character, times in row) for row in disc(width, height, swell)]
    assert lines == lines[::-1]
    assert all(line == line[::-1] for line in lines)


def test_the_bar_shows_four_steps_and_nothing_between() -> None:
    """Clinical 8.7 item 9: with reduced motion the shape becomes a bar of four steps."""
    pictures = {bar(40, 3, swell / 100) for swell in range(101)}
    assert len(pictures) == STEPS + 1
    assert [filled(bar(40, 3, quarter / 4)) // 24 for quarter in range(5)] == [0, 1, 2, 3, 4]


def test_only_full_blocks_shades_and_dots_are_used() -> None:
    """Terminal.app misdraws half blocks."""
    used = {character for swell in range(11) for row in disc(60, 20, swell / 10) for character, _ in row}
    assert used <= set("░▒▓█ " + RIM)
