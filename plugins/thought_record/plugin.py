"""Thought tools: thought record, experiment and coping card, with the fields and words of the clinical specification, section 4."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from dtx import Activity, hookimpl

from .card import coping_card
from .experiment import experiment
from .record import record


@hookimpl
def dtx_activities(plugin: Any) -> Iterator[Activity]:
    yield plugin.activity(partial(record, short=False), "seven")
    yield plugin.activity(partial(record, short=True), "five")
    yield plugin.activity(experiment, "experiment")
    yield plugin.activity(coping_card, "coping_card")
