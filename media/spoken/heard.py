"""What a speech recogniser makes of the clips: the share of words it gets wrong, and the clips it gets most wrong.

Several clips are played to it at a time, because it listens in stretches of thirty seconds. Short ones stand between two longer
clips of the same voice, since a word alone gives a recogniser nothing to go by.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from dtx import language as tongue
from dtx.sound.clips import key_of
from media.levels import Wave, read
from media.spoken.clips import FOLDER, OTHER, RATE, Clip, Clips, path_of
from media.spoken.phonemes import number, spoken

REPORT = FOLDER / f"heard{OTHER}.json"
BEFORE = "Near or far, loud or soft: let each sound come and go."
if tongue.language() != tongue.FIRST:
    BEFORE = tongue._("If there is pain, you have choices. You may rest at its edge, where it begins to fade.")
AFTER = tongue._("Every one of those is doing the practice.")
"""Clips of this very set that stand around a short one."""

MOST_ERRORS = 0.05
"""The share of words that may be heard as others."""

SHORT = 4
"""Clips with fewer words than this are heard between others."""
STRETCH_S, GAP_S = 27.0, 0.7
HEARD_RATE = 16_000

SAME = {
    "favour": "favor",
    "practising": "practicing",
    "towards": "toward",
    "alright": "all right",
    "ok": "okay",
    "grey": "gray",
    "metre": "meter",
    "cosy": "cozy",
}
"""Two spellings of one word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clip in a stretch. What is only there for the others does not count."""

    clip: Clip
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip: its words, how many of them were taken for others, left out or added, and what was made of it."""

    clip: Clip
    words: int
    errors: int
    as_heard: str


def stretches(clips: Mapping[str, Clip]) -> Iterator[list[Part]]:
    """The clips in stretches of under half a minute, each short one between two longer."""
    around = tuple(Part(clips[key_of(text)], counts=False) for text in (BEFORE, AFTER))
    stretch: list[Part] = []
    for clip in clips.values():
        parts = [Part(clip)] if len(words(spoken(clip.text))) >= SHORT else [around[0], Part(clip), around[1]]
        if stretch and seconds([*stretch, *parts]) > STRETCH_S:
            yield stretch
            stretch = []
        if len(parts) > 1 and stretch and stretch[-1] == parts[0]:
            parts = parts[1:]
        stretch += parts
    if stretch:
        yield stretch


def seconds(parts: Sequence[Part]) -> float:
    return sum(part.clip.seconds + GAP_S for part in parts)


def words(text: str) -> list[str]:
    """The words as they are compared: small letters, no marks, numbers in words, one spelling."""
    text = re.sub(r"\d+", lambda found: f" {number(int(found.group()) % 1000)} ", text.lower().replace("’", "'"))
    bare = re.sub(r"[^a-záéíóúüñ' ]+", " ", text)
    return " ".join(SAME.get(word, word) for word in bare.replace("'", "").split()).split()


def sound(parts: Sequence[Part]) -> Wave:
    """The stretch at 16 kHz, with a pause after each part."""
    gap = np.zeros(round(GAP_S * RATE), np.float32)
    return resampled(np.concatenate([one for part in parts for one in (read(path_of(part.clip.text))[0], gap)]))


def resampled(wave: Wave) -> Wave:
    """24 kHz to 16 kHz, in the frequency domain."""
    size = len(wave) // 6 * 6
    spectrum = np.fft.rfft(wave[:size])
    return np.asarray(np.fft.irfft(spectrum[: size // 3 + 1], size * 2 // 3) * (2 / 3), np.float32)


def compared(parts: Sequence[Part], transcript: str) -> Iterator[Heard]:
    """Each clip of a stretch against what was heard, by the alignment of all of its words with the fewest errors."""
    meant = [(word, place) for place, part in enumerate(parts) for word in words(spoken(part.clip.text))]
    found = words(transcript)
    errors, heard = [0] * len(parts), [list[str]() for _ in parts]
    place = 0
    for one, two in aligned([word for word, _ in meant], found):
        place = meant[one][1] if one is not None else place
        if two is not None:
            heard[place].append(found[two])
        errors[place] += one is None or two is None or meant[one][0] != found[two]
    for place, part in enumerate(parts):
        if part.counts:
            yield Heard(part.clip, sum(at == place for _, at in meant), errors[place], " ".join(heard[place]))


def aligned(meant: Sequence[str], found: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pairs of places in both; None where a word is missing on that side."""
    cost = np.zeros((len(meant) + 1, len(found) + 1), int)
    cost[:, 0], cost[0, :] = np.arange(len(meant) + 1), np.arange(len(found) + 1)
    for one, word in enumerate(meant, 1):
        for two, other in enumerate(found, 1):
            cost[one, two] = min(cost[one - 1, two - 1] + (word != other), cost[one - 1, two] + 1, cost[one, two - 1] + 1)
    pairs: list[tuple[int | None, int | None]] = []
    one, two = len(meant), len(found)
    while one or two:
        if one and two and cost[one, two] == cost[one - 1, two - 1] + (meant[one - 1] != found[two - 1]):
            one, two = one - 1, two - 1
            pairs.append((one, two))
        elif one and cost[one, two] == cost[one - 1, two] + 1:
            one -= 1
            pairs.append((one, None))
        else:
            two -= 1
            pairs.append((None, two))
    return pairs[::-1]


def recogniser(model: Path, threads: int) -> Callable[[Sequence[Part]], Iterator[Heard]]:
    """A Whisper model in a folder, as faster-whisper reads it: what it makes of a stretch."""
    from faster_whisper import WhisperModel  # type: ignore[import-not-found, import-untyped, unused-ignore]

    whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=threads)

    def understood(parts: Sequence[Part]) -> Iterator[Heard]:
        segments, _ = whisper.transcribe(sound(parts), language=tongue.language(), beam_size=5, condition_on_previous_text=False)
        return compared(parts, " ".join(segment.text for segment in segments))

    return understood


def listen(clips: Mapping[str, Clip], model: Path, threads: int = 1) -> Iterator[Heard]:
    """Play every clip to a Whisper model."""
    understood = recogniser(model, threads)
    for parts in stretches(clips):
        yield from understood(parts)


def heard_alone(model: Path, threads: int) -> Callable[[Clip], Heard]:
    """One clip between two longer ones, whatever its length."""
    understood, clips = recogniser(model, threads), Clips.read().clips
    before, after = (Part(clips[key_of(text)], counts=False) for text in (BEFORE, AFTER))
    return lambda clip: next(understood((before, Part(clip), after)))


def report(heard: Iterable[Heard], model: Path) -> dict[str, Any]:
    """What is kept of a hearing: the totals, and for each clip its file and its errors, so that a new clip shows as not yet heard."""
    return summed({key_of(one.clip.text): told(one) for one in heard}, sha256((model / "model.bin").read_bytes()).hexdigest())


def summed(clips: Mapping[str, Mapping[str, Any]], model_sha256: str) -> dict[str, Any]:
    total, wrong = sum(one["words"] for one in clips.values()), sum(one["errors"] for one in clips.values())
    return {
        "recogniser": "whisper-base (faster-whisper, int8)",
        "model_sha256": model_sha256,
        "words": total,
        "errors": wrong,
        "word_error_rate": round(wrong / total, 4),
        "clips": {name: clips[name] for name in sorted(clips)},
    }


def told(one: Heard) -> dict[str, Any]:
    """The words that were heard are kept only where they are other ones."""
    said = {"sha256": one.clip.sha256, "words": one.words, "errors": one.errors}
    return said | ({"heard": one.as_heard} if one.errors else {})


def worst(heard: Iterable[Heard], count: int = 10) -> list[Heard]:
    """The clips with the greatest share of wrong words, and among those the most."""
    return sorted((one for one in heard if one.errors), key=lambda one: (-one.errors / max(one.words, 1), -one.errors))[:count]


def least_understood(count: int) -> list[Heard]:
    """By the report: the clips with the greatest share of wrong words."""
    clips, told = Clips.read().clips, kept_report()["clips"]
    return worst((Heard(clips[name], one["words"], one["errors"], one.get("heard", "")) for name, one in told.items()), count)


def note(one: Heard) -> None:
    """Put a clip that was heard again into the report."""
    kept = kept_report()
    _write(summed({**kept["clips"], key_of(one.clip.text): told(one)}, kept["model_sha256"]))


def kept_report() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8"))
    return kept


def listen_to_what_is_new(model: Path, threads: int = 1) -> Iterator[Heard]:
    """Hear each clip that the report does not know as it is now, write it down, and forget those that are gone."""
    clips, kept = Clips.read().clips, kept_report()
    _write(summed({name: one for name, one in kept["clips"].items() if name in clips}, kept["model_sha256"]))
    listening = heard_alone(model, threads)
    for name, clip in clips.items():
        if kept["clips"].get(name, {}).get("sha256") != clip.sha256:
            note(one := listening(clip))
            yield one


def write(heard: Sequence[Heard], model: Path) -> dict[str, Any]:
    made = report(heard, model)
    _write(made)
    return made


def _write(made: Mapping[str, Any]) -> None:
    REPORT.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
