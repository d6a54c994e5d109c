"""The world of a session: everything a script may know, frozen in the journal's first line (law 8)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import blake2s
from typing import Any

from dtx import __version__, paths
from dtx.care.adapted import adapted
from dtx.care.dosed import dosed
from dtx.care.plan import Ceiling, Item
from dtx.care.scan import arranged, wishes
from dtx.engine.activity import Context, Previous, Script
from dtx.engine.record import SCHEMA
from dtx.host.aside import hushed
from dtx.host.reading import declared
from dtx.host.shelf import Opened
from dtx.host.watched import watched
from dtx.sessions.person import Person


@dataclass(frozen=True, slots=True)
class Prepared:
    """An activity with its options settled and its world frozen, ready to be run or read."""

    opened: Opened
    world: Mapping[str, Any]

    def own(self) -> Script:
        """The plugin's own script in this world, as its author meant it."""
        start = partial(self.opened.activity.script, context_of(self.world))
        if not self.opened.manifest.code:
            return start()
        return watched(partial(hushed, start)) if self.foreign else hushed(start)

    @property
    def foreign(self) -> bool:
        """Whether the script is code that did not come with dtx."""
        manifest = self.opened.manifest
        return bool(manifest.code) and manifest.folder.parent != paths.bundled("plugins")

    def script(self) -> Script:
        """A fresh generator in the same world, with the host's care for this person around it."""
        world = self.world
        skip, order = wishes(world["options"])
        script = arranged(self._dosed(), skip | frozenset(world["skip"]), order, world["names"])
        careful = frozenset((*world["flags"], *world.get("unsure", ())))
        return adapted(script, frozenset(world["sore"]), world["forms"], careful, world["closed"])

    def _dosed(self) -> Script:
        """The script with the exercises in this person's dose. Code sees to what was agreed itself; a plan's limits hold for all."""
        limits = self.world.get("limits")
        told = declared(self.opened.manifest, self.opened.activity.id).steps is not None
        if not (told or limits):
            return self.own()
        saved = self.world["previous"]["saved"] if told else None
        return dosed(self.own(), saved, Ceiling.of(limits) if limits else Ceiling())


def frozen_world(
    opened: Opened,
    options: Mapping[str, Any],
    at: datetime,
    person: Person,
    forms: Collection[str],
    ref: str,
    previous: Previous,
    item: Item | None = None,
    ceiling: Ceiling | None = None,
) -> dict[str, Any]:
    """The first line of a journal, as plain JSON. `forms` are the gate's, `ref` is the pseudonym.

    `item` is that of the plan to which the session belongs, and `ceiling` what the plan holds its exercises to.

    Chance is drawn from everything else in it: reading and running the same thing in the same world show the same.
    """
    profile = person.profile
    world = {
        "schema": SCHEMA,
        "app_version": __version__,
        "patient_ref": ref,
        "activity_id": opened.activity.id,
        "activity_title": opened.activity.title,
        "plugin_id": opened.manifest.id,
        "plugin_version": opened.manifest.version,
        "content_sha256": opened.sha256,
        "plan_item": item.id if item is not None else None,
        "limits": ceiling.to_json() if ceiling else None,
        "helper": "self",
        "options": {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()},
        "today": at.date().isoformat(),
        "utc_offset_s": int((at.utcoffset() or timedelta()).total_seconds()),
        "sore": sorted(profile.sore),
        "skip": sorted(profile.skip),
        "names": dict(profile.names),
        "side": profile.side,
        "country": profile.country,
        "conditions": list(profile.conditions),
        "flags": sorted(person.flags),
        "unsure": sorted(person.unsure),
        "forms": sorted({*person.forms, *forms}),
        "closed": sorted(person.closed),
        "previous": previous_json(previous),
    }
    drawn = blake2s(json.dumps(world, sort_keys=True).encode(), digest_size=4)
    return world | {"seed": int.from_bytes(drawn.digest(), "big")}


def context_of(world: Mapping[str, Any]) -> Context:
    """The frozen world as a script sees it, from the journal's first line."""
    was = world["previous"]
    previous = Previous(
        count=was["count"],
        first_day=date.fromisoformat(was["first_day"]) if was["first_day"] else None,
        last_day=date.fromisoformat(was["last_day"]) if was["last_day"] else None,
        comforts=tuple(was["comforts"]),
        efforts=tuple(was["efforts"]),
        felt_worse=tuple(was["felt_worse"]),
        zones={exercise: tuple(zones) for exercise, zones in was["zones"].items()},
        saved=was["saved"],
    )
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in world["options"].items()}
    return Context(
        options,
        world["seed"],
        date.fromisoformat(world["today"]),
        frozenset(world["sore"]),
        world["side"],
        previous,
        frozenset(world["flags"]),
        tuple(world["conditions"]),
        frozenset(world["forms"]),
    )


def previous_json(previous: Previous) -> dict[str, Any]:
    days = {key: day.isoformat() if day else None for key, day in (("first_day", previous.first_day), ("last_day", previous.last_day))}
    return {**asdict(previous), **days}
