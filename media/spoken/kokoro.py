"""Rendering: each fixed line spoken by Kokoro-82M and written as a clip. Needs kokoro-onnx, the model and the style vectors."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-not-found, import-untyped, unused-ignore]
from kokoro_onnx.config import DEFAULT_VOCAB  # type: ignore[import-not-found, unused-ignore]
from kokoro_onnx.tokenizer import Tokenizer  # type: ignore[import-not-found, unused-ignore]

from dtx.language import FIRST, language
from dtx.sound.clips import key_of
from media.levels import Wave, dbtp, lufs, read, write_vorbis
from media.spoken.clips import FASTEST, MODEL, QUALITY, RATE, SPEED, STYLE_SHA256, Clip, Clips, digest, path_of
from media.spoken.mastering import CEILING_DBTP, TAIL_S, mastered
from media.spoken.phonemes import in_voice, spelt, spoken

SPEEDS = (SPEED, 0.9, 0.95, FASTEST)
TAILS_S = (TAIL_S, 0.12)
"""A clip that is too long even at the fastest speed gives up some of the silence at its end."""
CEILINGS_DBTP = (CEILING_DBTP - 0.5, CEILING_DBTP - 1.3)
QUALITIES = (QUALITY, 0.5, 0.4, 0.3)
"""Vorbis adds to peaks: mostly little, so a lower ceiling helps; now and then much, and then only a finer quality does."""
STYLE_SIZE = 256
MOST_TOKENS = 510


class Pronouncer:
    """Espeak's reading of a line, in the alphabet of the voice."""

    def __init__(self) -> None:
        self._espeak = Tokenizer()

    def phonemes(self, text: str) -> str:
        """Raises ValueError where a word of two readings does not come out as it was chosen."""
        line, chosen = spelt(spoken(text))
        found = in_voice(self._espeak.phonemize(line, "en-us" if language() == FIRST else language()))
        for reading in chosen:
            if reading.sounds.replace("ˈ", "") not in found.replace("ˈ", "").replace("ˌ", ""):
                raise ValueError(f"{text!r} should have {reading.sounds!r} for {reading.word!r}, and has {found!r}.")
        return found


class Voice:
    """The model with one voice. `threads` is how many processors it may keep busy."""

    def __init__(self, model: Path, style: Path, threads: int = 1) -> None:
        for file, expected in ((model, MODEL["sha256"]), (style, STYLE_SHA256)):
            if sha256(file.read_bytes()).hexdigest() != expected:
                raise ValueError(f"{file.name} is not the file that the clips were made with.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._style = np.fromfile(style, np.float32).reshape(-1, 1, STYLE_SIZE)

    def say(self, phonemes: str, speed: float) -> Wave:
        """Mono samples at 24 kHz."""
        tokens = [DEFAULT_VOCAB[one] for one in phonemes if one in DEFAULT_VOCAB]
        if not 0 < len(tokens) <= MOST_TOKENS:
            raise ValueError(f"{len(tokens)} sounds are none, or too many for one line.")
        asked = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._style[len(tokens) - 1],
            "speed": np.array([speed], np.float32),
        }
        return np.asarray(self._session.run(None, asked)[0]).ravel()


def render(voice: Voice, text: str, phonemes: str, limit_s: float) -> Clip:
    """Speak a line, as slowly as its slot allows, and write its clip."""
    for speed, tail_s in (*((speed, TAIL_S) for speed in SPEEDS), (FASTEST, TAILS_S[1])):
        if speed != SPEED or tail_s == TAIL_S:
            wave = voice.say(phonemes, speed)
        clip = written(text, phonemes, wave, speed, tail_s)
        if clip.seconds <= limit_s:
            break
    return clip


def written(text: str, phonemes: str, wave: Wave, speed: float, tail_s: float) -> Clip:
    """Master and write a clip; what counts is the file as it is decoded again."""
    path = path_of(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality, ceiling_db in product(QUALITIES, CEILINGS_DBTP):
        write_vorbis(path, mastered(wave, RATE, ceiling_db, tail_s), RATE, quality)
        heard, _ = read(path)
        if dbtp(heard) < CEILING_DBTP:
            break
    measured = round(lufs(heard, RATE), 2), round(dbtp(heard), 2)
    return Clip(text, phonemes, round(len(heard) / RATE, 4), *measured, digest(path), speed)


def render_all(voice: Voice, texts: Mapping[str, str], limits: Mapping[str, float]) -> Iterator[tuple[str, Clip]]:
    """Render what is missing or has changed; the rest is kept. The manifest is written after every few clips."""
    pronouncer, clips = Pronouncer(), Clips.read()
    clips.drop(texts)
    todo = {text: pronouncer.phonemes(text) for text in texts.values()}
    for number, (text, phonemes) in enumerate(todo.items()):
        known = clips.clips.get(key_of(text))
        limit_s = limits.get(text, np.inf)
        kept = known is not None and known.phonemes == phonemes and path_of(text).is_file() and digest(path_of(text)) == known.sha256
        if known is not None and kept and (known.seconds <= limit_s or known.speed == FASTEST):
            continue
        clips.clips[key_of(text)] = clip = render(voice, text, phonemes, limit_s)
        yield key_of(text), clip
        if number % 10 == 0:
            clips.write()
    clips.write()
