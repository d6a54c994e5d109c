"""Every message that the loader can give is reached by a broken file of the corpus; whatever no file reaches is listed here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import dtx.host
from tests.host.broken_files import kinds
from tests.host.test_broken_yaml import FILES, UNWRITABLE

HOST = Path(dtx.host.__file__).parent
LOADER = (
    *("yaml_reader", "contents", "declared_options", "options", "shape", "step_shape", "drawn", "licences", "flag_names"),
    *("script_reader", "vocabulary", "spoken_steps", "body_steps", "asking_steps", "lines", "names"),
)
"""The modules that read a `plugin.yaml`."""

REACHED_ELSEWHERE = {
    "yaml_reader": {
        r".* is not an ordinary file\.": "a pipe",
        r"Replace it with a text file\.": "a pipe",
        r"Write one; docs/therapists\.md has an example\.": "a folder without the file",
        r".* cannot be opened \(.*\)\.": "a file that may not be read",
        r"Check that you may read it\.": "a file that may not be read",
        r"this file is nested too deeply to be read\.": "a parser that gives up sooner than 16 levels",
        r"Use fewer levels\.": "a parser that gives up sooner than 16 levels",
    },
    "contents": {
        r"the folder's name .* cannot be an id\.": "a folder with a name that is no id",
        r"Rename the folder, to '.*' for example\.": "a folder with a name that is no id",
    },
    "options": {  # what `--set` is answered with
        r"There is no option .*\.": "--set with a name that nobody has",
        r"The options are .*\.": "--set with a name that nobody has",
        r"This activity has none; leave it out\.": "--set where there are no options",
        r".* and .* cannot both be given\.": "--set with two that exclude each other",
        r"Give a whole number, such as .*\.": "--set with a value that does not fit",
        r"Give a number, such as .*\.": "--set with a value that does not fit",
        r"Give a value, such as .*\.": "--set with a value that does not fit",
        r"Shorten it\.": "--set with a long text",
        r".* is .*, and nothing of it is open here\.": "--set with a choice that this person may not make",
        r"Leave it out\.": "--set with a choice that this person may not make",
    },
}
"""What depends on more than the text of the file, and is tested elsewhere."""


def messages(module: str) -> Iterator[str]:
    """Each sentence in the code of a module, as a pattern; what is filled in may be anything."""
    tree = ast.parse((HOST / f"{module}.py").read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inside | notes:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".*" for part in node.values]  # type: ignore[type-var]
            yield from filter(sentence_like, ["".join(map(str, parts))])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = filter(sentence_like, [re.escape(node.value)])
            yield from (re.sub(r"\\\{\w+\\\}", ".*", one) for one in found)  # a sentence of the catalogue has places in it


def sentence_like(pattern: str) -> bool:
    return re.search(r"[a-z]\\? .*(?:\\\.|\?)$|^[A-Z][a-z]+\\? [a-z]+\\\.$", pattern) is not None


def test_every_message_of_the_loader_is_reached_by_a_file_of_the_corpus() -> None:
    said = "\n".join(line for source in FILES for kind in kinds(source) for line in kind.said)
    said += "\n".join(line for _, lines in UNWRITABLE for line in lines)
    unreached = {module: {pattern.replace("\\ ", " ") for pattern in messages(module) if not re.search(pattern, said)} for module in LOADER}
    assert {module: patterns for module, patterns in unreached.items() if patterns} == {
        module: set(patterns) for module, patterns in REACHED_ELSEWHERE.items()
    }


def test_the_modules_looked_through_are_all_that_speak_to_authors() -> None:
    speaking = re.compile(r"\bWrong\(|findings\.add\(")
    speak = {path.stem for path in HOST.glob("*.py") if speaking.search(path.read_text(encoding="utf-8"))}
    assert speak - {"explain", "plan_file", "translation"} <= set(LOADER)  # these are other files
