"""How often the flags are asked about (clinical 8.1)."""

from datetime import timedelta

from dtx.care.flags import AGAIN_DAYS, EVEN_IF_UNSURE, EVERY_12_H, EVERY_SESSION, FLAGS


def test_flags_two_fifteen_and_sixteen_are_asked_each_session() -> None:
    assert (FLAGS[1], FLAGS[14], FLAGS[15]) == EVERY_SESSION
    assert timedelta(hours=12) == EVERY_12_H
    assert AGAIN_DAYS == 90


def test_flags_one_two_and_sixteen_stay_closed_when_unsure() -> None:
    assert (FLAGS[0], FLAGS[1], FLAGS[15]) == EVEN_IF_UNSURE
