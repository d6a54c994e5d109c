"""The head of a plugin's file, for tests that are about what follows it."""


def head(title: str = "Look up", *, flags: str = "none", code: bool = False, **more: object) -> str:
    """All that a plugin has to say of itself. `more` takes the place of a line, or is one more; None leaves it out."""
    lines: dict[str, object] = {
        "api": 1,
        "title": title,
        "summary": "A short practice for tests.",
        "author": "A. Therapist, physiotherapy",
        "reviewer": "none yet",
        "version": "1.0.0",
        "licence": "CC-BY-4.0",
        "flags": flags,
        "cautions": "Keep it small.",
        "stop_rules": "Stop whenever you want to.",
        "easier": "Do half of it.",
        "minutes": 1,
        **more,
    }
    if code:
        lines["code"] = "plugin.py"
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)
