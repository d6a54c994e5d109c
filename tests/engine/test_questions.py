"""An answer is taken as it was meant."""

from dtx.engine.questions import Ask, Several


def test_what_is_typed_is_kept_in_whole_characters() -> None:
    """A keyboard of Windows may hand an emoji over in two halves; half a one is in no file and no sheet."""
    assert Ask("What happened?").check(" tea \ud83e\uded6, caf\udce9 ") == "tea 🫖, caf�"
    assert Several("What is it like?", ("dull",), own=True).check(["dull", "\ud83d\ude00"]) == ("dull", "😀")
