"""For pytest: the fixture `rehearse`, which goes through a practice that lies beside the test."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dtx.testing import Rehearsed


@pytest.fixture
def rehearse(request: pytest.FixtureRequest) -> "Callable[..., Rehearsed]":
    """Go through a practice with these answers; see `dtx.testing.rehearse`, of which this is the same."""
    from dtx.testing import rehearse

    return partial(rehearse, near=request.path.parent)
