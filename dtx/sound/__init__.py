"""Sound: what will be heard, and the clock that goes with it."""
