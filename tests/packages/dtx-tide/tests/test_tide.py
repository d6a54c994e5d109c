"""Run with pytest; `rehearse` comes with dtx."""

import pytest


@pytest.mark.parametrize("sea", ["calm", "rough"])
def test_the_words_in_the_middle_follow_the_answer(rehearse, sea):
    done = rehearse("tide", [sea])
    assert done.status == "completed"
    assert done.saved["sea"] == sea
    assert ("You might let the next one be smaller." in done.said) == (sea == "rough")


def test_it_has_as_many_waves_as_were_asked_for_whatever_is_answered(rehearse):
    for waves in (2, 5, 12):
        done = rehearse("tide", [None], options={"waves": waves})
        assert [phase.kind for phase in done.phases].count("inhale") == waves
