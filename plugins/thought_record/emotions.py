"""Feelings to choose from (clinical 4.1). Words of one's own may be added."""

EMOTIONS = (
    *("afraid", "anxious", "panicky", "sad", "hopeless", "lonely", "grieving", "angry", "irritated", "frustrated", "guilty"),
    *("ashamed", "embarrassed", "jealous", "disappointed", "overwhelmed", "numb", "tired-out", "calm", "hopeful", "grateful", "proud"),
)

PLEASANT = ("calm", "hopeful", "grateful", "proud")
"""Feelings of which nobody says that they stay loud."""

BODY = ("tense muscles", "fast heart", "short breath", "shaky", "hot or cold", "upset stomach", "heavy and tired")
"""What a body may do; seven, as the clinical specification asks for in 8.7 item 5."""
