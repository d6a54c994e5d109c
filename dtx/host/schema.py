"""The JSON Schema of `plugin.yaml`, so that editors complete and check it while somebody writes."""

from typing import Any

from dtx.host.contents import ActivityShape, ContentsShape
from dtx.host.declared_options import OptionShape
from dtx.host.manifest import FILE
from dtx.host.options import TYPES
from dtx.host.vocabulary import VOCABULARY


def contents_schema() -> dict[str, Any]:
    """The JSON Schema of the file, with every step and every option described once."""
    defs: dict[str, Any] = {f"step_{verb}": shape.model_json_schema(by_alias=True) for verb, shape in VOCABULARY.items()}
    option = OptionShape.model_json_schema(by_alias=True)
    defs["option"] = {"anyOf": [{"type": "array"}, option | {"properties": option["properties"] | {"type": {"enum": list(TYPES)}}}]}
    defs["step"] = {"anyOf": [{"$ref": f"#/$defs/step_{verb}"} for verb in VOCABULARY]}
    defs["activity"] = with_parts(ActivityShape.model_json_schema(by_alias=True))
    defs["step_repeat"]["properties"]["steps"] = STEPS
    schema = with_parts(ContentsShape.model_json_schema(by_alias=True))
    schema["properties"]["activities"] = {"type": "array", "items": {"$ref": "#/$defs/activity"}}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FILE, **schema, "$defs": defs}


STEPS = {"type": "array", "items": {"$ref": "#/$defs/step"}}


def with_parts(schema: dict[str, Any]) -> dict[str, Any]:
    schema["properties"]["steps"] = STEPS
    schema["properties"]["options"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/option"}}
    return schema
