"""Sound: what will be heard, and the clock that goes with it."""

RATE = 48_000
"""Samples a second, everywhere in here."""
