"""The options of an activity: one declaration gives the form, the `--set` parser and the JSON Schema."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dtx.errors import Unknown
from dtx.host.explain import clean, offered, quoted
from dtx.language import _, all_of, any_of

TYPES = ("whole", "number", "choice", "several", "yes_no", "text")
YES, NO = ("yes", "true", "on"), ("no", "false", "off")
MOST_CHARACTERS = 200

WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a person may set before a session. `instead_of` names the option that is off when this one is given.

    Values are int (whole), float (number), str or int (choice), tuple of them (several), bool (yes_no) and str (text).
    A yes_no has no choices unless a plan has left only one of them.
    """

    name: str
    type: str
    words: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str | int, ...] = ()
    default: Any = None
    instead_of: str | None = None

    def parse(self, text: str) -> Any:
        """The value that `text` stands for. Raises `Unknown` with the option, what it takes and what it was given."""
        text = clean(text)
        match self.type:
            case "whole":
                return self._ranged(text, int(text) if WHOLE.fullmatch(text) else None)
            case "number":
                return self._ranged(text, float(text) if NUMBER.fullmatch(text) else None)
            case "choice":
                return self._choice(text)
            case "several":
                return tuple(dict.fromkeys(self._choice(part) for part in map(str.strip, text.split(",")) if part))
            case "yes_no" if text.casefold() in YES + NO:
                chosen = text.casefold() in YES
                if not self.choices or (YES[0] if chosen else NO[0]) in self.choices:
                    return chosen
            case "text" if len(text) <= MOST_CHARACTERS:
                return text
        raise self._unknown(text)

    def written(self, value: Any) -> str:
        """A value as `--set` takes it: `parse` reads the same value back."""
        if isinstance(value, bool):
            return YES[0] if value else NO[0]
        if isinstance(value, tuple | list):
            return ",".join(map(str, value))
        return plain(value) if isinstance(value, float) else str(value)

    def takes(self) -> str:
        """What may be given, in words: "goes from 3 to 20"."""
        match self.type:
            case "whole" | "number" if self.low is not None and self.high is not None:
                return _("goes from {low} to {high}").format(low=plain(self.low), high=plain(self.high))
            case "whole" | "number" if self.low is not None:
                return _("starts at {number}").format(number=plain(self.low))
            case "whole" | "number" if self.high is not None:
                return _("ends at {number}").format(number=plain(self.high))
            case "whole":
                return _("has to be a whole number")
            case "number":
                return _("has to be a number")
            case "choice":
                return _("can be {choices}").format(choices=any_of(self.choices))
            case "several":
                return _("takes any of {choices}").format(choices=all_of(self.choices))
            case "yes_no":
                return _("can be {choices}").format(choices=any_of(self.choices or (YES[0], NO[0])))
        return _("has to be text of at most {most} characters").format(most=MOST_CHARACTERS)

    def json_schema(self) -> dict[str, Any]:
        """This option as a JSON Schema of its value."""
        schema: dict[str, Any] = {"title": self.words or self.name}
        match self.type:
            case "whole" | "number":
                schema["type"] = "integer" if self.type == "whole" else "number"
                bounds = {"minimum": self.low, "maximum": self.high}
                schema |= {key: int(bound) if self.type == "whole" else bound for key, bound in bounds.items() if bound is not None}
            case "choice":
                schema["enum"] = list(self.choices)
            case "several" if not self.choices:
                schema |= {"type": "array", "maxItems": 0}
            case "several":
                schema |= {"type": "array", "items": {"enum": list(self.choices)}, "uniqueItems": True}
            case "yes_no":
                schema["type"] = "boolean"
            case _:
                schema |= {"type": "string", "maxLength": MOST_CHARACTERS}
        if self.default is not None:
            schema["default"] = list(self.default) if isinstance(self.default, tuple) else self.default
        return schema

    def _ranged(self, text: str, value: float | None) -> float:
        if value is None or (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise self._unknown(text)
        return value

    def _choice(self, text: str) -> str | int:
        for choice in self.choices:
            if str(choice).casefold() == text.casefold():
                return choice
        raise self._unknown(text)

    def _unknown(self, text: str) -> Unknown:
        if self.type == "several" and not self.choices:  # a plan has left nothing of it
            problem = _("{name} is {value}, and nothing of it is open here.").format(name=self.name, value=quoted(text))
            return Unknown(problem, _("Leave it out."))
        shown = text if re.fullmatch(r"[\w.+-]{1,20}", text) else quoted(text)
        give = {"whole": _("Give a whole number, such as {example}."), "number": _("Give a number, such as {example}.")}
        example = self.written(self.default) if self.default not in (None, (), "") else str(next(iter(self.choices), plain(self.low or 1)))
        if self.type == "text":
            problem = _("{name} is {length} characters long, but {takes}.")
            return Unknown(problem.format(name=self.name, length=len(text), takes=self.takes()), _("Shorten it."))
        remedy = give.get(self.type) or _("Give a value, such as {example}.")
        problem = _("{name} is {value}, but {takes}.").format(name=self.name, value=shown, takes=self.takes())
        return Unknown(problem, remedy.format(example=f"{self.name}={example}"))


def plain(number: float) -> str:
    """A number without an exponent, and without zeros nobody needs."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


Options = Mapping[str, Option]


def settle(options: Options, given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every option: what was given, as text or as a value, else the default.

    Of two options that exclude each other the one that does not apply is None. Raises `Unknown`.
    """
    given = {name: value for name, value in given.items() if value is not None}
    for name in given:
        if name not in options:
            known = _("The options are {options}.").format(options=all_of(options)) if options else ""
            remedy = offered(name, options, known or _("This activity has none; leave it out."))
            raise Unknown(_("There is no option {name}.").format(name=quoted(name)), remedy)
    values = {}
    for name, option in options.items():
        values[name] = option.parse(as_text(option, given[name])) if name in given else option.default
    for name, option in options.items():
        other = option.instead_of
        if other is None:
            continue
        if name in given and other in given:
            raise Unknown(
                _("{name} and {other} cannot both be given.").format(name=name, other=other),
                _("Give {name} or {other}.").format(name=name, other=other),
            )
        values[other if name in given else name] = None
    return values


def as_text(option: Option, value: Any) -> str:
    return value if isinstance(value, str) else option.written(value)


def json_schema(options: Options) -> dict[str, Any]:
    """All options of an activity as one JSON Schema, for forms and for `dtx activities --json`."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: option.json_schema() for name, option in options.items()},
        "additionalProperties": False,
    }
    if pairs := [[name, option.instead_of] for name, option in options.items() if option.instead_of]:
        schema["allOf"] = [{"not": {"required": pair}} for pair in pairs]
    return schema
