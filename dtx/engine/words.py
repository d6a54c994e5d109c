"""Words from people, files and plugins: whole characters, and nothing that a terminal would act on."""

import re

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|.)?|\x9b[0-?]*[ -/]*[@-~]", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: object) -> str:
    """The words alone: a terminal shows them and does nothing else. Line ends become newlines, tabs four blanks."""
    words = whole(str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _ESCAPES.sub("", words)).replace("\t", "    ")


def whole(text: str) -> str:
    """Two halves of a character, as a terminal may hand them over, are put together; one alone becomes �, since no file can hold it."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
