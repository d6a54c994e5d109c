"""The flags of the first-use questions (clinical 8.1), in their order, and what each closes (clinical 8.2)."""

from datetime import timedelta

FLAGS = (
    *("new_pain", "red_flag", "under_18", "limited", "heart", "lung", "epilepsy", "pregnancy"),
    *("surgery", "numb", "cancer", "falls", "trauma", "eating", "self_harm", "drowsy"),
)
ANSWERS = ("yes", "no", "unsure")
EVEN_IF_UNSURE = ("new_pain", "red_flag", "drowsy")
"""Flags that block on `unsure` as they do on `yes` (clinical 8.2)."""

EVERY_SESSION = ("red_flag", "self_harm", "drowsy")
"""Flags that are asked each session, once in 12 hours; the rest at first use and after 90 days (clinical 8.1)."""
EVERY_12_H = timedelta(hours=12)
AGAIN_DAYS = 90
"""After so many days a flag is asked again, and so is a statement that the care team agreed."""
