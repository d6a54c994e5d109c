"""Two themes in which all text has a contrast of 7:1 or more, and a third that leaves colours to the terminal."""

from collections.abc import Mapping

from textual.theme import Theme

TERMINAL = "ansi_default"
DARK, LIGHT, PLAIN = "hc-dark", "hc-light", "no-colour"


def _variables(text: str, quiet: str, chosen: tuple[str, str], block: str, line: str) -> dict[str, str]:
    """Textual derives faint greys from a theme; each one that carries words is set here instead."""
    ink, fill = chosen
    return {
        "text": text,
        "text-muted": quiet,
        "text-disabled": quiet,
        "foreground-muted": quiet,
        "foreground-disabled": quiet,
        "block": block,
        "line": line,
        "block-cursor-foreground": ink,
        "block-cursor-background": fill,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": text,
        "block-cursor-blurred-background": block,
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": block,
        "border": fill,
        "border-blurred": line,
        "button-foreground": text,
        "button-color-foreground": ink,
        "button-focus-text-style": "bold",
        "input-cursor-background": text,
        "input-cursor-foreground": ink,
        "input-cursor-text-style": "none",
        "input-selection-background": fill,
        "input-selection-foreground": ink,
        "scrollbar": line,
        "scrollbar-hover": fill,
        "scrollbar-active": fill,
        "scrollbar-background": block,
        "scrollbar-background-hover": block,
        "scrollbar-background-active": block,
        "scrollbar-corner-color": block,
    }


THEMES = (
    Theme(
        DARK,
        primary="#7cc7ff",
        secondary="#7cc7ff",
        accent="#ffd166",
        warning="#ffd166",
        error="#ffb3a7",
        success="#7fe0b5",
        foreground="#f4f1ea",
        background="#101418",
        surface="#101418",
        panel="#232b33",
        boost="#232b33",
        dark=True,
        text_alpha=1.0,
        variables=_variables("#f4f1ea", "#c3cad1", ("#101418", "#ffd166"), "#232b33", "#5c6873"),
    ),
    Theme(
        LIGHT,
        primary="#004a80",
        secondary="#004a80",
        accent="#004a80",
        warning="#5e3c00",
        error="#7d1d10",
        success="#0a4d35",
        foreground="#16191c",
        background="#fbfaf5",
        surface="#fbfaf5",
        panel="#e6e8e6",
        boost="#e6e8e6",
        dark=False,
        text_alpha=1.0,
        variables=_variables("#16191c", "#3a4248", ("#ffffff", "#004a80"), "#e6e8e6", "#8a949c"),
    ),
    Theme(
        PLAIN,
        ansi=True,
        primary=TERMINAL,
        secondary=TERMINAL,
        accent=TERMINAL,
        warning=TERMINAL,
        error=TERMINAL,
        success=TERMINAL,
        foreground=TERMINAL,
        background=TERMINAL,
        surface=TERMINAL,
        panel=TERMINAL,
        boost=TERMINAL,
        variables=_variables(TERMINAL, TERMINAL, (TERMINAL, TERMINAL), TERMINAL, TERMINAL)
        | {"ansi-background": TERMINAL, "ansi-foreground": TERMINAL}
        | {"block-cursor-text-style": "bold reverse", "button-focus-text-style": "bold reverse", "input-cursor-text-style": "reverse"},
    ),
)


def first_theme(environ: Mapping[str, str], chosen: str | None = None) -> str:
    """The theme to begin with: the one that was chosen, none under NO_COLOR, else the dark one."""
    if chosen in (DARK, LIGHT, PLAIN):
        return chosen
    return PLAIN if "NO_COLOR" in environ else DARK


def other_theme(name: str) -> str:
    """What the theme key changes to. Where there are no colours there is nothing to change."""
    return PLAIN if name == PLAIN else LIGHT if name == DARK else DARK


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast of two sRGB colours, 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
