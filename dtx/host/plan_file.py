"""Reading `plan.yaml`: what a therapist asks for, checked as a whole, with every mistake at its line."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from dtx.care.plan import Bound, Ceiling, Item, Plan
from dtx.care.profile import PSEUDONYM
from dtx.care.progress import Limits
from dtx.host.explain import Findings, ManifestProblems, Wrong, clean, quoted
from dtx.host.packing import PLAN
from dtx.host.shape import NAME, Name, Shape, Text, Whole, YesNo, schema_of, shaped, text, texts, yes_no
from dtx.host.yaml_reader import Node, decoded, read_yaml

API = 1
MOST_ITEMS = 40
MOST_TIMES = 35
"""A week: five times a day."""

LONGEST_NOTE = 2_000
RANGE = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)\s*(?:-|–|to)\s*([0-9]{1,9}(?:\.[0-9]{1,6})?)")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
ID = re.compile(r"[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}")
OF_EXERCISES = ("reps", "sets", "harder", "exercises")
REMEDIES = {
    "api": f"Add a line 'api: {API}'.",
    "plan": "Add a short name for it, such as 'plan: Back to walking'.",
    "patient_ref": "Add the pseudonym you know this patient by, such as 'patient_ref: p-0123'; never a name.",
    "author": "Add who wrote it and their profession, such as 'author: A. Therapist, physiotherapy'.",
    "version": "Add a line such as 'version: 1.0.0', and count it up with each change.",
    "items": "List what you ask for, each beginning with '- activity: …'.",
    "activity": "Add a line such as 'activity: breathing.coherent_46'; `dtx activities` lists them.",
    "times_a_week": "Add how often, such as 'times_a_week: 5'.",
}


def pseudonym(value: Any) -> str:
    word = text(value)
    if not PSEUDONYM.fullmatch(word):
        raise Wrong("is a pseudonym, never a name.", "Use up to 40 letters, digits, '.', '_' and '-', without blanks.")
    return word


def a_day(value: Any) -> date:
    word = text(value)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Wrong(f"is no day: {quoted(word)}.", "Write it like 2026-03-01.") from None


def activity_id(value: Any) -> str:
    word = text(value)
    if not ID.fullmatch(word):
        raise Wrong(f"cannot be {quoted(word)}.", "Write its id as `dtx activities` lists it, such as breathing.coherent_46.")
    return word


def row_of_numbers(value: Any) -> str:
    word = text(value)
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", word):
        raise Wrong(f"cannot be {quoted(word)}.", "Write it in numbers, such as 1.0.0.")
    return word


def note_lines(value: Any) -> tuple[str, ...]:
    lines = texts(value)
    if (long := sum(map(len, lines))) > LONGEST_NOTE:
        raise Wrong(f"has {long} characters; {LONGEST_NOTE} is the most.", "Keep it to what the patient needs from day to day.")
    return lines


Day = Annotated[date, BeforeValidator(a_day), schema_of("string", format="date")]


class ExerciseShape(Shape):
    """What one exercise is held to."""

    reps: Annotated[int, Whole(1, 50)] | None = None
    sets: Annotated[int, Whole(1, 10)] | None = None
    harder: YesNo = True

    @property
    def limits(self) -> Limits:
        return Limits(self.reps, self.sets, self.harder)


class ItemShape(Shape):
    """One thing that is asked for."""

    id: Name | None = None
    activity: Annotated[str, BeforeValidator(activity_id), schema_of("string")]
    options: Any = None
    times_a_week: Annotated[int, Whole(1, MOST_TIMES)]
    limits: Any = None
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None

    def faults(self) -> Iterator[Wrong]:
        if self.from_ is not None and self.until is not None and self.from_ > self.until:
            yield Wrong("'until' comes before 'from'.", "Let 'until' be the later day.", ("until",))


class PlanShape(Shape):
    """The whole file."""

    api: Annotated[int, Whole(1, API)]
    plan: Text
    patient_ref: Annotated[str, BeforeValidator(pseudonym), schema_of("string")]
    author: Text
    version: Annotated[str, BeforeValidator(row_of_numbers), schema_of("string")]
    review_on: Day | None = None
    note: Annotated[tuple[str, ...], BeforeValidator(note_lines), schema_of(["string", "array"])] = ()
    items: Any


def read_plan(path: Path, data: bytes) -> Plan:
    """The plan in a file's bytes. Raises `ManifestProblems` with everything that is wrong in it."""
    findings = Findings("plan", path.name)
    words = decoded(data, findings)
    root = read_yaml(words, findings) if words is not None else None
    if root is not None and not isinstance(root.value, dict):
        findings.add(root.line, "this file has no keys.", "Begin with 'api: 1'; `dtx plan new` writes an example.")
    if root is None or not isinstance(root.value, dict):
        raise ManifestProblems("plan", findings.found)
    shape = shaped(PlanShape, root, findings, "this plan", REMEDIES)
    items = tuple(read_items(root.get("items"), findings))
    findings.stop_if_any()
    assert shape is not None
    return Plan(shape.plan, shape.patient_ref, shape.author, shape.version, items, shape.review_on, shape.note, sha256(data).hexdigest())


def read_items(node: Node | None, findings: Findings) -> Iterator[Item]:
    if node is None:
        return
    if not node.items():
        findings.add(node.line, "'items' has to be a list, with at least one item.", REMEDIES["items"])
    if len(node.items()) > MOST_ITEMS:
        findings.add(node.line, f"this plan has {len(node.items())} items; {MOST_ITEMS} is the most.", "Ask for less at a time.")
    seen: dict[str, int] = {}
    for one in node.items():
        if not isinstance(one.value, dict):
            findings.add(one.line, "this item has no keys.", "Write '- activity: …', and under it 'times_a_week: …'.")
            continue
        shape = shaped(ItemShape, one, findings, "this item", REMEDIES)
        options = read_asked(one.get("options"), findings)
        bounds, ceiling = read_limits(one.get("limits"), findings)
        if shape is None:
            continue
        name = shape.id or fresh_name(shape.activity, seen)
        if name in seen:
            sentence = f"there are two items with the id {quoted(name)}; the first is on line {seen[name]}."
            findings.add(one.line_of(("id",)), sentence, "Give one of them another id.")
        seen.setdefault(name, one.line)
        yield Item(name, shape.activity, shape.times_a_week, options, bounds, ceiling, shape.from_, shape.until)


def fresh_name(activity: str, seen: Mapping[str, int]) -> str:
    """An id for an item that has none: that of its activity, with a number behind it if that is taken."""
    name = activity.partition(".")[2]
    number = 2
    while (candidate := name if number == 2 and name not in seen else f"{name[:36]}_{number}") in seen:
        number += 1
    return candidate


def read_asked(node: Node | None, findings: Findings) -> dict[str, str]:
    """The options an item asks for, as `--set` takes them."""
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        findings.add(node.line, "'options' has to be names with values.", "Write 'minutes: 5' under it.")
        return {}
    asked = {}
    for name, one in node.value.items():
        try:
            asked[name] = ",".join(texts(one.plain())) if one.value != () else ""
        except Wrong as wrong:
            findings.add(node.lines[name], f"{quoted(name)} {wrong.sentence}", wrong.remedy)
    return asked


def read_limits(node: Node | None, findings: Findings) -> tuple[dict[str, Bound], Ceiling]:
    """The limits of an item: of its options by their names, and of exercises by `reps`, `sets`, `harder` and `exercises`."""
    if node is None:
        return {}, Ceiling()
    if not isinstance(node.value, dict):
        findings.add(node.line, "'limits' has to be names with what they are held to.", "Write 'minutes: 3-10' under it.")
        return {}, Ceiling()
    bounds = {}
    for name, one in node.value.items():
        if name in OF_EXERCISES:
            continue
        if not NAME.fullmatch(name):
            findings.add(node.lines[name], f"no option is called {quoted(name)}.", "Write the name of an option, or reps, sets or harder.")
            continue
        try:
            bounds[name] = bound(one.plain())
        except Wrong as wrong:
            findings.add(node.lines[name], f"the limit of {quoted(name)} {wrong.sentence}", wrong.remedy)
    own = {name: one for name, one in node.value.items() if name in OF_EXERCISES and name != "exercises"}
    lines = {name: line for name, line in node.lines.items() if name in own}
    all_of_them = shaped(ExerciseShape, Node(node.line, own, lines), findings, "'limits'")
    each = read_each(node.get("exercises"), findings)
    return bounds, Ceiling(all_of_them.limits if all_of_them is not None else Limits(), each)


def read_each(node: Node | None, findings: Findings) -> dict[str, Limits]:
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        findings.add(node.line, "'exercises' has to be ids with their limits.", "Write 'bridge:' and under it 'reps: 6'.")
        return {}
    each = {}
    for name, one in node.value.items():
        if not isinstance(one.value, dict):
            findings.add(node.lines[name], f"{quoted(name)} has no limits.", "Write 'reps: 6', 'sets: 1' or 'harder: no' under it.")
        elif (shape := shaped(ExerciseShape, one, findings, f"{quoted(name)}")) is not None:
            each[clean(name)] = shape.limits
    return each


def bound(value: Any) -> Bound:
    """`3-10` is a range, `10` the most, anything else what may be chosen; several in a list."""
    if isinstance(value, dict):
        raise Wrong("has keys.", "Write a range such as 3-10, the most such as 10, or a list of what may be chosen.")
    if isinstance(value, list):
        return Bound(choices=tuple(texts(value)) if value else ())
    word = text(value)
    if found := RANGE.fullmatch(word):
        low, high = float(found[1]), float(found[2])
        if low > high:
            raise Wrong(f"goes from {low:g} to {high:g}.", "Write the smaller number first.")
        return Bound(low, high)
    if NUMBER.fullmatch(word):
        return Bound(high=float(word))
    if word.casefold() in ("yes", "no"):
        return Bound(choices=("yes" if yes_no(word) else "no",))
    return Bound(choices=() if word.casefold() in ("none", "nothing") else (word,))


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of `plan.yaml`, for editors."""
    item, limits = ItemShape.model_json_schema(by_alias=True), ExerciseShape.model_json_schema()
    anything = {"type": ["string", "number", "boolean", "array"]}
    limits["properties"]["exercises"] = {"type": "object", "additionalProperties": ExerciseShape.model_json_schema()}
    item["properties"]["options"] = {"type": "object", "additionalProperties": anything}
    item["properties"]["limits"] = {**limits, "additionalProperties": anything}
    schema = PlanShape.model_json_schema()
    schema["properties"]["items"] = {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_ITEMS}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": PLAN, **schema}
