"""What may stand under each key: text that becomes words, numbers, durations and names. Loaded only when a plugin is read."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, ValidationError, WithJsonSchema
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function

from dtx.care.regions import REGIONS, SIDED, both_sides
from dtx.host.durations import NotADuration, duration
from dtx.host.explain import Findings, Wrong, clean, did_you_mean, listed, quoted, suggestion
from dtx.host.yaml_reader import QUOTES, Node

NONE_YET = "none yet"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
SAVED = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
HOSTS_OWN = ("gate", "before", "after", "comfort", "effort", "felt_worse", "stop_reason", "note", "follow_up")
SOUNDS = (".wav", ".ogg", ".flac", ".mp3")


class Shape(BaseModel):
    """A mapping that knows its keys. `faults` says what no single key shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def faults(self) -> Iterator[Wrong]:
        yield from ()


S = TypeVar("S", bound=Shape)


def text(value: Any) -> str:
    """One line of cleaned text."""
    if isinstance(value, dict):
        raise Wrong("has to be text, but a ': ' or a '{' in it makes it something else.", QUOTES)
    if not isinstance(value, str):
        raise Wrong("has to be one text, not a list.", "Write it on one line, without '- '.")
    if not clean(value):
        raise Wrong("has nothing after it.", "Write something there, or leave the line out.")
    return clean(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    if isinstance(value, dict):
        raise Wrong("has to be a list of texts, but a ': ' or a '{' in it makes it something else.", QUOTES)
    return tuple(text_at(at, one) for at, one in enumerate(value)) if isinstance(value, list) else (text(value),)


def text_at(index: int, value: Any) -> str:
    try:
        return text(value)
    except Wrong as wrong:
        raise Wrong(wrong.sentence, wrong.remedy, (index,)) from None


def name(value: Any) -> str:
    word = text(value)
    if not NAME.fullmatch(word):
        raise Wrong(f"cannot be {quoted(word)}.", "Use small letters, digits and '_', beginning with a letter, at most 40.")
    return word


def saved_name(value: Any) -> str:
    word = text(value)
    if not SAVED.fullmatch(word) or len(word) > 40:
        raise Wrong(f"cannot be {quoted(word)}.", "Use small letters, digits and '_', beginning with a letter, at most 40.")
    if word.partition(".")[0] in HOSTS_OWN:
        raise Wrong(f"cannot be {quoted(word)}: dtx asks that itself.", "Choose another name.")
    return word


class Whole:
    """Marks an int that was written as a whole number in a range."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, value: Any) -> int:
        word = text(value)
        if not re.fullmatch(r"-?[0-9]{1,9}", word) or not self.low <= int(word) <= self.high:
            if self.low == self.high:
                raise Wrong(f"has to be {self.low}, not {quoted(word)}.", f"Write {self.low}.")
            sentence = f"has to be a whole number from {self.low} to {self.high}, not {quoted(word)}."
            raise Wrong(sentence, f"Write it in digits, such as {min(max(self.low, 6), self.high)}.")
        return int(word)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


def number(value: Any) -> float:
    word = text(value)
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", word):
        remedy = "Write a point in it, as in 2.5." if re.fullmatch(r"[0-9]+,[0-9]+", word) else "Write it in digits, such as 5 or 2.5."
        raise Wrong(f"has to be a number, not {quoted(word)}.", remedy)
    return float(word)


def seconds(value: Any) -> float:
    """A duration, 0 allowed."""
    word = text(value)
    try:
        return duration(word)
    except NotADuration:
        comma = re.search(r"[0-9],[0-9]", word)
        remedy = "Write a point in it, as in 1.5 min." if comma else "Write it like 4, 90s, 1:30 or 2 min; the longest is 4 hours."
        raise Wrong(f"has to be a length of time, not {quoted(word)}.", remedy) from None


def some_seconds(value: Any) -> float:
    if not (length := seconds(value)):
        raise Wrong("cannot be 0.", "Give it some seconds, or leave the step out.")
    return length


def yes_no(value: Any) -> bool:
    word = text(value).casefold()
    if word not in ("yes", "no"):
        raise Wrong(f"can be yes or no, not {quoted(word)}.", "Write yes or no.")
    return word == "yes"


def media(value: Any) -> str:
    """The name of a sound in the plugin's own folder or in dtx's media: it may not lead out of them."""
    word = text(value)
    path = PurePosixPath(word)
    if path.is_absolute() or ".." in path.parts or "\\" in word or ":" in word:
        raise Wrong(f"leads out of the plugin's folder: {quoted(word)}.", "Put the file into the folder, and write its name alone.")
    if path.suffix.lower() not in SOUNDS:
        raise Wrong(f"is no sound file: {quoted(word)}.", f"Use a file that ends in {listed(SOUNDS, 'or')}.")
    return word


ALSO_REGIONS = {
    **dict.fromkeys(("tummy", "stomach", "abdomen", "gut"), "belly"),
    **dict.fromkeys(("toes", "toe", "ankle", "ankles", "heel", "sole"), "foot"),
    **dict.fromkeys(("finger", "fingers", "wrist", "wrists", "thumb"), "hand"),
    **dict.fromkeys(("elbow", "elbows", "forearm"), "arm"),
    **dict.fromkeys(("shin", "shins", "lower_leg", "lower leg"), "calf"),
    **dict.fromkeys(("leg", "legs", "upper_leg", "upper leg"), "thigh"),
    **dict.fromkeys(("bottom", "buttock", "buttocks", "groin"), "hip"),
    **dict.fromkeys(("forehead", "eyes", "cheeks", "mouth"), "face"),
    **dict.fromkeys(("ribs", "heart", "breast"), "chest"),
    **dict.fromkeys(("back", "spine", "lower back", "lower_back"), "low_back"),
}
"""What people write when they mean one of the regions."""


def known_regions(value: Any) -> tuple[str, ...]:
    """Parts of the body, by the names of the contract; a name without a side becomes both."""
    words = texts(value) if value != [] else ()
    for word in words:
        if word not in (*REGIONS, *SIDED):
            sideless = [region for region in REGIONS if not region.endswith(("_left", "_right"))]
            remedy = suggestion(word, (*REGIONS, *SIDED), f"The regions are {listed((*sideless, *SIDED))}.", ALSO_REGIONS)
            raise Wrong(f"has no region {quoted(word)}.", remedy)
    return tuple(region for word in words for region in sorted(both_sides([word])))


def schema_of(kind: str | list[str], **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


TEXT_OR_NUMBER = ["string", "number"]
Text = Annotated[str, BeforeValidator(text), schema_of(["string", "number", "boolean"])]
Texts = Annotated[tuple[str, ...], BeforeValidator(texts), schema_of(["string", "array"], items={"type": TEXT_OR_NUMBER})]
Name = Annotated[str, BeforeValidator(name), schema_of("string", pattern=f"^{NAME.pattern}$")]
SaveName = Annotated[str, BeforeValidator(saved_name), schema_of("string", pattern=f"^{SAVED.pattern}$")]
Number = Annotated[float, BeforeValidator(number), schema_of("number")]
Seconds = Annotated[float, BeforeValidator(some_seconds), schema_of(TEXT_OR_NUMBER)]
NoneOrMoreSeconds = Annotated[float, BeforeValidator(seconds), schema_of(TEXT_OR_NUMBER)]
YesNo = Annotated[bool, BeforeValidator(yes_no), schema_of(["boolean", "string"])]
Media = Annotated[str, BeforeValidator(media), schema_of("string")]
Regions = Annotated[tuple[str, ...], BeforeValidator(known_regions), schema_of(["string", "array"], items={"type": "string"})]


def shaped(
    shape: type[S],
    node: Node,
    findings: Findings,
    owner: str,
    remedies: Mapping[str, str] | None = None,
    also: Mapping[str, str] | None = None,
) -> S | None:
    """The node as `shape`, or None with every reason in `findings`. `owner` begins the sentence about an unknown key.

    `remedies` say what to do about a missing key, `also` which key is meant by other words for it.
    """
    try:
        found = shape.model_validate(node.plain())
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        missing = {error["loc"][-1] for error in errors if error["type"] == "missing"}
        for error in errors:
            meant = explain(error, shape, node, findings, owner, missing, also or {})
            missing.discard(meant)  # it stands there under a name of its own
        for error in errors:
            if error["type"] == "missing" and error["loc"][-1] in missing:
                key = str(error["loc"][-1])
                remedy = (remedies or {}).get(key, f"Add a line '{key}: …'.")
                findings.add(node.line_of(error["loc"][:-1]), f"{owner_at(error['loc'], owner)} has no '{key}'.", remedy)
        return None
    faults = list(found.faults())
    for wrong in faults:
        findings.add(node.line_of(wrong.path or ()), wrong.sentence, wrong.remedy)
    return None if faults else found


def explain(
    error: Any, shape: type[Shape], node: Node, findings: Findings, owner: str, missing: set[Any], also: Mapping[str, str]
) -> str | None:
    """One pydantic error as a sentence with its line, but for what is missing. Gives back the key that was meant by another one."""
    path = error["loc"]
    line = node.line_of(path)
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    wrong = error.get("ctx", {}).get("error")
    if isinstance(wrong, Wrong):
        findings.add(node.line_of((*path, *(wrong.path or ()))), f"'{key}' {wrong.sentence}", wrong.remedy)
    elif error["type"] == "extra_forbidden":
        keys = keys_of(shape_at(shape, path))
        keys.sort(key=LAST.__contains__)  # a step's own words first
        lacking = [word for word in keys if word in missing]
        meant = (
            None if findings.crowded else did_you_mean(key, lacking, naming(lacking, also)) or did_you_mean(key, keys, naming(keys, also))
        )
        remedy = f"Did you mean '{meant}'?" if meant else f"It knows {listed(keys)}."
        findings.add(line, f"{owner_at(path, owner)} has no use for {quoted(key)}.", remedy)
        return meant
    elif error["type"] != "missing":
        what = f"'{key}'" if key else owner
        findings.add(line, f"{what} has to be keys, each with what belongs to it.", "Write one 'key: value' a line under it.")
    return None


LAST = ("picture", "alt", "instrument", "when")


def naming(keys: list[str], also: Mapping[str, str]) -> dict[str, str]:
    """The other words for these keys."""
    return {word: name for word, name in also.items() if name in keys}


def owner_at(path: tuple[int | str, ...], owner: str) -> str:
    """Who has or lacks the key at the end of the path: the thing itself, or what stands inside it."""
    inside = [part for part in path[:-1] if isinstance(part, str)]
    return f"'{inside[-1]}'" if inside else owner


def keys_of(shape: type[BaseModel]) -> list[str]:
    """The keys of a mapping as they are written."""
    return [field.alias or name for name, field in shape.model_fields.items()]


def shape_at(shape: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel]:
    """The shape that holds the key at the end of the path."""
    for part in path[:-1]:
        field = next((field for name, field in shape.model_fields.items() if part in (name, field.alias)), None)
        kinds = (field.annotation, *get_args(field.annotation)) if field is not None else ()
        shape = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), shape)
    return shape
