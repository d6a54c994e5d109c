"""Measures whose items are others' words: exact, attributed, and only where their licence lets us show them (clinical 7.2)."""
