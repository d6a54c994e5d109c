"""People as the gate knows them: what they said at first use."""

from benchmarks.practice import well

__all__ = ["well"]
