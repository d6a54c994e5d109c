"""Is there anything here that could make a sound? Asked in a child process, which may hang or crash without harm."""

import subprocess
import sys

LIMIT_S = 5.0
ASK = "import sounddevice; print(sounddevice.query_devices(kind='output')['name'])"

NO_PORTAUDIO = "There is no sound here (PortAudio is missing), so words and the picture guide you."
NO_DEVICE = "There is no sound device here, so words and the picture guide you."
NO_ANSWER = "The sound device does not answer, so words and the picture guide you."
NOT_YET = "This version guides by words and the picture; sound is not part of it yet."


def why_silent() -> str:
    """One quiet sentence about why nothing is heard."""
    try:
        asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=LIMIT_S, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return NO_ANSWER
    if asked.returncode == 0:
        return NOT_YET
    return NO_DEVICE if "PortAudioError" in asked.stderr else NO_PORTAUDIO
