"""Words that have broken terminals and Textual before."""

BRACKETS = (
    "[/]",
    "[/b]",
    "[link=https://x]y[/link]",
    "[@click=app.quit]tap[/]",
    "[red]x[/red]",
    "[a=b]",
    "\\[",
    "8/10 [8/10] [0]",
    "Pain [[ and ]]",
)

ESCAPES = (
    ("\x1b]52;c;c2VjcmV0\x07after", "after"),
    ("\x1b]52;c;c2VjcmV0\x1b\\after", "after"),
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x9b31mred", "red"),
    ("\x1b[2J\x1b[Hhome", "home"),
    ("bell\x07 back\x08space", "bell backspace"),
    ("right\u202eleft", "rightleft"),
    ("\x1bPq#0\x1b\\sixel", "sixel"),
)

NASTY = (*BRACKETS[:4], " ".join(BRACKETS[4:]), " ".join(text for text, _ in ESCAPES))
"""For whole pages: each that crashed Textual alone, the others together."""
