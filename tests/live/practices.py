"""Two short practices with words that occur once, so that every line a person sees says where the session is."""

from pathlib import Path

from tests.heads import head

NUMBERS = "one two three four five six seven eight nine ten".split()


def timed(number: str) -> str:
    return f"  - {{timed: Stretch {number}., for: 0.4 s}}\n"


ASKS = """  - {ask: What is on your mind?, save: mind}
"""
CHOICE = """  - choose: Where are you?
    from: [Inside, Outside]
    save: where
"""
RATING = """  - {rate: How warm is it?, save: warm}
"""


def write_practices(folder: Path) -> Path:
    """`spoken.spoken` is nothing but time, `asking.asking` has questions between. Returns the folder for `--plugins`."""
    spoken = "".join(timed(number) for number in NUMBERS)
    middle = [ASKS, timed("one"), timed("two"), CHOICE, timed("three"), RATING, timed("four"), timed("five")]
    for name, steps in (("spoken", spoken), ("asking", "".join(middle))):
        (folder / name).mkdir(parents=True)
        (folder / name / "plugin.yaml").write_text(head(name.capitalize()) + "steps:\n" + steps, encoding="utf-8")
    return folder
