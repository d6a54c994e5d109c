"""What a person chose for this computer: the colours, and how loud. One small file, which may be deleted at any time."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from dtx.errors import Unknown
from dtx.language import _, languages
from dtx.paths import make_private, refusal

BEDS = ("brown", "rain", "ocean", "pink", "none")
"""Beds of sound that ship with dtx, the first unless another was chosen."""

LOUDEST = 100
COVER_MIN, LONGEST_MIN = 10, 24 * 60
"""Minutes without a key after which the app covers itself: usually, and at most."""
FARTHEST_MS = 500
"""Headphones without a cable are up to 300 ms late; more than this is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How one device sounds, in percent; `muted` says nothing is to be heard. `late_ms` is how much later it is heard than played.

    The whole begins at 60 %, 9 dB under full, so that nobody is startled.
    """

    all: int = 60
    voice: int = 100
    cues: int = 100
    bed: int = 100
    late_ms: int = 0
    muted: bool = False

    @classmethod
    def of(cls, kept: Any) -> Self:
        """From a file: what is not a sensible number is as it was at first."""
        found = kept if isinstance(kept, dict) else {}
        usual = asdict(cls())
        most = dict.fromkeys(usual, LOUDEST) | {"late_ms": FARTHEST_MS}
        sane = {
            name: value for name, value in found.items() if name in usual and type(value) is type(usual[name]) and 0 <= value <= most[name]
        }
        return cls(**sane)


ASK, NEVER = "ask", "never"


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme` and `language` are a name or None; `bed` is what sounds under everything, one of BEDS.

    `sounds` is how each device sounds, by its name.
    `code` is `ask` or `never`: whether code that did not come with dtx may run once somebody has approved it. `recipients` are those for
    whom files are locked: by the name the person gave them, the public key. Where the records are locked, the app covers itself after
    `cover_after_min` minutes without a key; 0 says never.
    """

    theme: str | None = None
    language: str | None = None
    bed: str = BEDS[0]
    code: str = ASK
    sounds: Mapping[str, Sound] = field(default_factory=dict)
    recipients: Mapping[str, str] = field(default_factory=dict)
    cover_after_min: int = COVER_MIN
    reminders: Mapping[str, Any] = field(default_factory=dict)
    """The calendar file that was asked for; `dtx.reminders` reads it."""

    @classmethod
    def read(cls, home: Path) -> Self:
        """What was kept. A file that is missing or cannot be understood is no hindrance: all is as at first."""
        try:
            kept = json.loads(file(home).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(kept, dict):
            return cls()
        names = ("theme", "language", "bed", "sounds", "recipients")
        theme, language, bed, sounds, recipients = (kept.get(name) for name in names)
        return cls(
            theme if isinstance(theme, str) else None,
            language if isinstance(language, str) else None,
            bed if bed in BEDS else BEDS[0],
            NEVER if kept.get("code") == NEVER else ASK,
            {name: Sound.of(sound) for name, sound in sounds.items()} if isinstance(sounds, dict) else {},
            {name: key for name, key in recipients.items() if isinstance(key, str)} if isinstance(recipients, dict) else {},
            cover if type(cover := kept.get("cover_after_min")) is int and 0 <= cover <= LONGEST_MIN else COVER_MIN,
            kept["reminders"] if isinstance(kept.get("reminders"), dict) else {},
        )

    def sound(self, device: str) -> Sound:
        return self.sounds.get(device, Sound())

    def with_sound(self, device: str, sound: Sound) -> Self:
        return replace(self, sounds={**self.sounds, device: sound})

    def keep(self, home: Path, *, quietly: bool = True) -> None:
        """Write it whole or not at all. Raises StoreProblem where the folder cannot be written.

        `quietly` says nothing where only the file cannot be: a choice that is not kept is asked for again, and disturbs nothing now.
        """
        make_private(home)
        whole = {one.name: getattr(self, one.name) for one in fields(self)}
        whole["recipients"] = dict(self.recipients)
        whole["reminders"] = dict(self.reminders)
        whole["sounds"] = {name: asdict(sound) for name, sound in self.sounds.items()}
        beside = file(home).with_suffix(".new")
        try:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(whole, indent=1), encoding="utf-8")
            beside.replace(file(home))
        except OSError as error:
            if not quietly:
                raise refusal(error, file(home)) from error


def read_language(typed: str) -> str | None:
    """A language as it was typed; nothing leaves it to the computer. Raises `Unknown` where it cannot be spoken."""
    code = typed.strip().lower() or None
    if code is not None and code not in languages():
        remedy = _("It speaks: {codes}. An empty value leaves it to the computer.").format(codes=", ".join(languages()))
        raise Unknown(_("dtx does not speak {code!r}.").format(code=code), remedy)
    return code


def keep_language(home: Path, code: str | None) -> None:
    """Speak this one from the next start on; None leaves it to the computer. Raises StoreProblem."""
    replace(Settings.read(home), language=code).keep(home, quietly=False)


def file(home: Path) -> Path:
    return home / "settings.json"
