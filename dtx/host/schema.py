"""The JSON Schema of `plugin.yaml`, so that editors complete and check it while somebody writes."""

from collections.abc import Mapping
from typing import Any

from dtx.host.body_steps import MoveForm
from dtx.host.contents import ActivityShape, ContentsShape
from dtx.host.declared_options import OptionShape
from dtx.host.keywords import FILE_KEYS, LICENCE_KEYS, OPTION_KEYS, STEP_KEYS
from dtx.host.keywords import STEPS as WORDS_OF_STEPS
from dtx.host.licences import InstrumentShape
from dtx.host.manifest import FILE
from dtx.host.options import TYPES
from dtx.host.shape import Shape
from dtx.host.vocabulary import VOCABULARY

STEPS = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}}
ANY = {"type": ["string", "number", "boolean", "array"]}


def contents_schema() -> dict[str, Any]:
    """The JSON Schema of the file, with every step and every option described once."""
    defs: dict[str, Any] = {f"step_{verb}": step_schema(verb, shape) for verb, shape in VOCABULARY.items()}
    option = keyed(OptionShape, OPTION_KEYS)
    option["properties"]["type"] |= {"enum": list(TYPES)}
    option["properties"]["default"] = ANY | {"description": OPTION_KEYS["default"]}
    defs["option"] = {"anyOf": [option, {"type": "array"}]}
    defs["form"] = keyed(MoveForm, STEP_KEYS | WORDS_OF_STEPS)
    defs["step"] = {"anyOf": [{"$ref": f"#/$defs/step_{verb}"} for verb in VOCABULARY]}
    defs["activity"] = with_parts(keyed(ActivityShape, FILE_KEYS))
    schema = with_parts(keyed(ContentsShape, FILE_KEYS))
    schema["properties"]["activities"] |= {"type": "array", "items": {"$ref": "#/$defs/activity"}}
    licence = keyed(InstrumentShape, LICENCE_KEYS)
    schema["properties"]["instrument_licence"] |= {"anyOf": [licence, {"type": "array", "items": licence}]}
    schema["properties"]["flags"] = {"anyOf": [schema["properties"]["flags"], {"enum": ["none"]}], "description": FILE_KEYS["flags"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FILE, **schema, "$defs": defs}


def with_parts(schema: dict[str, Any]) -> dict[str, Any]:
    schema["properties"]["steps"] |= STEPS
    schema["properties"]["options"] |= {"type": "object", "additionalProperties": {"$ref": "#/$defs/option"}}
    return schema


def step_schema(verb: str, shape: type[Shape]) -> dict[str, Any]:
    """One step; editors tell it from the others by its verb, which is required."""
    schema = {"description": WORDS_OF_STEPS.get(verb, ""), **keyed(shape, STEP_KEYS | WORDS_OF_STEPS)}
    if "steps" in schema["properties"]:
        schema["properties"]["steps"] |= STEPS
    for key in FORMS & schema["properties"].keys():
        schema["properties"][key] = {"$ref": "#/$defs/form", "description": STEP_KEYS[key]}
    return schema


FORMS = {"easier", "instead"}
"""The keys of an exercise under which another form of it stands."""


def keyed(shape: type[Shape], words: Mapping[str, str]) -> dict[str, Any]:
    """The keys of a shape, each with what it is for. What may be left out is not null in YAML, but not there."""
    made = shape.model_json_schema(by_alias=True)
    properties = {key: described(value, words.get(key, "")) for key, value in made["properties"].items()}
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": made.get("required", [])}


def described(value: dict[str, Any], words: str) -> dict[str, Any]:
    found = next((one for one in value.get("anyOf", ()) if one != {"type": "null"}), value)
    kept = {key: one for key, one in found.items() if key not in ("title", "default", "description")}
    return {**kept, "description": words} if words else kept
