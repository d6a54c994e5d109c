"""Help that is there on every screen (clinical 4.6 and 8.4)."""

from dtx.care.help import DISCLAIMER, EMERGENCY, GET_HELP, disclaimer, emergency, get_help, help_now

SPECIFIED = (
    "This app offers relaxation, movement and note-keeping ideas for people living with long-term pain. It does not examine, diagnose or "
    "treat, does not watch over you, and nobody may be reading your entries now. In an emergency call {emergency}. Keep your treatment and "
    "medicines as agreed with your team."
)


def test_the_disclaimer_is_that_of_the_specification_with_the_number_of_the_country() -> None:
    assert disclaimer("US") == SPECIFIED.format(emergency="911")
    assert SPECIFIED.format(emergency=EMERGENCY) == disclaimer() == DISCLAIMER


def test_every_line_of_help_names_the_number_of_the_country() -> None:
    for country in (None, "US", "GB", "DE"):
        assert emergency(country) in get_help(country)
        assert emergency(country) in help_now(country)
    assert get_help() == GET_HELP
