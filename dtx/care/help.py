"""Help that is there on every screen, offline, and what dtx says of itself (clinical 4.6, 8.4)."""

EMERGENCY = "112, 911 or 999 (use your local number)"
"""For a build with no configured country (clinical 4.6)."""

DISCLAIMER = (
    "This app offers relaxation, movement and note-keeping ideas for people living with long-term pain. It does not examine, "
    "diagnose or treat, does not watch over you, and nobody may be reading your entries now. "
    f"In an emergency call {EMERGENCY}. Keep your treatment and medicines as agreed with your team."
)

GET_HELP = f"Get help now: in an emergency call {EMERGENCY}."

AFTERWARDS = "One session cannot tell us why. Over 10 or more we can look for a pattern."
"""Said with every before and after (clinical 7.4)."""
