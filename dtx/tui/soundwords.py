"""What the sound page says: who is heard on what, how late, and how loud each thing is."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from dtx.language import _
from dtx.sessions.loudness import BUSES
from dtx.settings import Sound
from dtx.sound.status import Status
from dtx.sound.trial import LINE, Kind
from dtx.tui.listpage import cut

NAMES: Mapping[str, str] = MappingProxyType(
    {"all": _("Everything"), "voice": _("Voice"), "cues": _("Bells and breath tones"), "bed": _("Background sound")}
)
BED_NAMES: Mapping[str, str] = MappingProxyType(
    {"brown": _("low hush"), "rain": _("rain"), "ocean": _("sea"), "pink": _("hush"), "none": _("none")}
)
WHICH, TEST, AGAIN, LATE = _("Which background"), _("Play a test line"), _("Try the sound again"), _("Wireless headphones")

HEARD: Mapping[Kind, str] = MappingProxyType(
    {
        "line": LINE,
        "tones": _("A breath tone, and then a bell."),
        "bed": _("The background: {bed}."),
        "swell": _("The swell of one breath. There is no background."),
    }
)
NOT_WANTED = _("dtx was started without sound, so words and the picture guide you.")
ON = _("The sound comes through “{device}”, by way of {backend}.")
COMES = _("It is heard {ms} ms after it is made, and the picture waits for it.")
SET = _("You set {ms} ms more.")
SHORT = _("“{device}”, {backend}, {ms} ms late.")
WIRELESS = _("Sound late? The last line may help. It is for headphones without a cable.")
UNKNOWN = "–"
NO_SOUND = _("no sound")

TITLE_WIDTH, NARROW_TITLE, BAR, DEVICE_WIDTH = 26, 22, 20, 30

HEADSET = re.compile(r"blue(tooth|z)|\bbuds|earbud|airpod|head(set|phone)|wireless|hands-?free|a2dp|\bw[hf]-", re.IGNORECASE)
"""What is in the names of devices that may be late without saying so."""


def looks_wireless(device: str | None) -> bool:
    return device is not None and HEADSET.search(device) is not None


def where(status: Status, late_ms: int, *, wanted: bool, short: bool) -> str:
    """On what one hears, and how late; or the one sentence on why nothing is heard."""
    if not wanted:
        return NOT_WANTED
    if status.state != "playing" or status.device is None or status.latency_s is None:
        return status.says
    device, ms = cut(status.device, DEVICE_WIDTH), round(status.latency_s * 1000)
    if short:
        return SHORT.format(device=cut(status.device, 20), backend=status.backend, ms=ms + late_ms)
    parts = [ON.format(device=device, backend=status.backend), COMES.format(ms=ms)]
    return " ".join([*parts, SET.format(ms=late_ms)] if late_ms else parts)


def lines(sound: Sound | None, bed: str, width: int, *, lost: bool) -> list[str]:
    """One line for each of the volumes, and three more. `sound` is None as long as no device is known."""
    wide = width >= TITLE_WIDTH + BAR + 12
    rows = [_row(NAMES[bus], _level(sound, bus, wide), wide) for bus in BUSES]
    late = UNKNOWN if sound is None else _("{late_ms} ms later").format(late_ms=sound.late_ms) if sound.late_ms else _("not set")
    return [*rows, _row(WHICH, f"‹ {BED_NAMES[bed]} ›", wide), AGAIN if lost else TEST, _row(LATE, late, wide)]


def _row(title: str, value: str, wide: bool) -> str:
    return f"{title:<{TITLE_WIDTH if wide else NARROW_TITLE}} {value}"


def _level(sound: Sound | None, bus: str, wide: bool) -> str:
    if sound is None:
        return UNKNOWN
    if bus == "all" and sound.muted:
        return NO_SOUND
    level: int = getattr(sound, bus)
    full = round(level / 100 * BAR)
    bar = f"{'━' * full}{'─' * (BAR - full)}  " if wide else ""
    return f"{bar}{level:>3} %"
