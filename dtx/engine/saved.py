"""Saved answers as a structure: a saved name may be a path into lists and fields, such as `emotions[0].before`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Parts = tuple[tuple[str, int | str | None], ...]
"""A name in its parts: (field, where in a list). The second is an index, `EVERY`, or None where the field is no list."""

EVERY = "every"
PART = re.compile(r"([A-Za-z0-9_-]+)(?:\[(0|[1-9][0-9]?|)\])?")
POSITION = re.compile(r"0|[1-9][0-9]?")
INDEX = re.compile(r"\[[0-9]+\]")


def structured(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Saved answers by name as nested JSON, in the order in which they were first mentioned.

    - `balanced.text` is a field of an object; `emotions[0].before` is a field of an item of a list. Items between are `{}`.
    - `emotions[].name` with a list of answers gives each item in turn one of them.
    - `thoughts[].hot` with a position ("0", "1", …), or with True for the first, is a mark: true for that item and false for all others.
      Declined, it is false for all; but an only item needs no mark, and is the one.
    - A declined answer (None) makes no item: a list of which nothing is known is null.
    - Where names ask for two kinds at one place (`a` and `a.b`; `a.b` and `a[0].c`), the path gives way, in the second case the later
      one: it is kept beside, under its whole name. So is a name that is no path.
    - A name that comes twice, and two names for one place (`a[].b` and `a[0].b`), hold what came last.
    """
    saved = dict(pairs)
    found: dict[str, Any] = {}
    for name, value in saved.items():
        path = path_of(name)
        if path is None or any(head in saved for head in heads(name)) or not put(found, path, value):
            found[name] = value
    return found


def looked_up(answers: Mapping[str, Any], name: str) -> Any:
    """The answer to a question of this name in a structure, or None: `structured` the other way round.

    A key that is the whole name comes first. For a mark such as `thoughts[].hot` it is the position of the item that is true; a tuple
    of positions, which no question takes for an answer, where there are more than one.
    """
    if name in answers:
        return answers[name]
    here: Any = answers
    path = path_of(name) or ()
    for depth, (field, where) in enumerate(path):
        here = here.get(field) if isinstance(here, Mapping) else None
        if where == EVERY:
            return gathered(here, path[depth + 1][0])
        if isinstance(where, int):
            here = here[where] if isinstance(here, list) and where < len(here) else None
    return here if path else None


def leaves(saved: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every answer in a structure with its path, in order; a list that holds no objects is one answer."""
    for key, value in saved.items():
        yield from _leaves(key, value)


def any_item(name: str) -> str:
    """The name with every index taken out: the same for all items of a list."""
    return INDEX.sub("[]", name)


def holds(answers: Mapping[str, Any], name: str) -> bool:
    """Whether the answers have an object or a list where the path of this name begins."""
    path = path_of(name) or ()
    return len(path) > 1 and isinstance(answers.get(path[0][0]), Mapping | list)


def path_of(name: str) -> Parts | None:
    """The parts of a saved name, or None where it is no path: the last part is a field, and `[]` stands just before it at most."""
    found = [PART.fullmatch(part) for part in name.split(".")]
    parts = [(part[1], part[2]) for part in found if part is not None]
    if len(parts) < len(found) or parts[-1][1] is not None or any(where == "" for _, where in parts[:-2]):
        return None
    return tuple((field, EVERY if where == "" else None if where is None else int(where)) for field, where in parts)


def heads(name: str) -> Iterator[str]:
    """The names of the places that a path leads through: `a[0].b.c` through `a` and `a[0].b`."""
    parts = name.split(".")
    for end in range(1, len(parts)):
        yield ".".join((*parts[: end - 1], parts[end - 1].partition("[")[0]))


def put(here: dict[str, Any], path: Parts, value: Any) -> bool:
    """Set the value at the end of the path. False, and nothing is changed, where something of another kind is in the way."""
    (field, where), rest = path[0], path[1:]
    if not rest:
        here[field] = value
        return True
    there = here.get(field)
    if there is not None and not isinstance(there, dict if where is None else list):
        return False
    if where is None:
        here[field] = inside = there if isinstance(there, dict) else {}
        return put(inside, rest, value)
    if where == EVERY and not spreads(value, rest[0][0], there or ()):
        return False
    if value is None and not there:
        here.setdefault(field, there)
        return True
    items: list[dict[str, Any]] = there if isinstance(there, list) else []
    here[field] = items
    if where == EVERY:
        spread(items, rest[0][0], value)
        return True
    assert isinstance(where, int)
    return (value is None and where >= len(items)) or put(item(items, where), rest, value)


def spreads(value: Any, field: str, items: Iterable[dict[str, Any]]) -> bool:
    """Whether the value is one that goes to every item, and nothing that a longer path has made stands there."""
    if any(isinstance(one.get(field), dict | list) for one in items):
        return False
    return value is None or isinstance(value, list | tuple) or is_mark(value)


def is_mark(value: Any) -> bool:
    """Whether the value marks one item of a list: its position, or True for the first."""
    return value is True or (isinstance(value, str) and POSITION.fullmatch(value) is not None)


def spread(items: list[dict[str, Any]], field: str, value: Any) -> None:
    """One value for each item in turn; or true for the one that is marked, and false for the others."""
    if isinstance(value, list | tuple):
        for index, one in enumerate(value):
            item(items, index)[field] = one
        return
    only = 0 if len(items) == 1 else None
    place = only if value is None else 0 if value is True else int(value)
    marked = None if place is None else item(items, place)
    for one in items:
        one[field] = one is marked


def gathered(items: Any, field: str) -> Any:
    """What `spread` was given."""
    if not isinstance(items, list):
        return None
    values = [one.get(field) if isinstance(one, Mapping) else None for one in items]
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, bool) for value in given):
        marked = tuple(str(index) for index, value in enumerate(values) if value)
        return marked if len(marked) > 1 else next(iter(marked), None)
    return given if given or not items else None


def item(items: list[dict[str, Any]], index: int) -> dict[str, Any]:
    """The item at that place, with empty ones before it where there are none."""
    items.extend({} for _ in range(index + 1 - len(items)))
    return items[index]


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, inside in value.items():
            yield from _leaves(f"{name}.{key}", inside)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for index, one in enumerate(value):
            yield from _leaves(f"{name}[{index}]", one)
    else:
        yield name, value
