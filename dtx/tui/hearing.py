"""The sound of a session, on its page: how loud it is, and what a person might do when it is lost."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dtx.errors import DtxError
from dtx.language import _
from dtx.sessions.loudness import Loudness
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.sessions.practice import Practice

LOOK_S = 1.0
SHOWN_S = 2.0
WAYS = _("Space goes on without sound. a tries the sound again.")


class Hearing(Text):
    """Words that are there only while the sound is lost."""

    DEFAULT_CSS = """
    Hearing { width: 100%; height: auto; padding: 0 2; color: $warning; text-align: center; display: none; }
    Hearing.-lost { display: block; }
    """

    def __init__(self, practice: Callable[[], "Practice"]) -> None:
        """`practice` gives what is practised just now: in a preview it is another one after every change."""
        super().__init__()
        self._now_practised = practice

    @property
    def practice(self) -> "Practice":
        return self._now_practised()

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self.look)

    def look(self) -> None:
        """Look whether the sound is still there; the session has paused where it is not."""
        if self.practice.ended:
            return
        now = self.practice.now()
        try:
            lost = self.practice.hear(now)
        except DtxError:  # the next thing the person does says so
            return
        paused = self.practice.view(now).paused is not None
        if lost is not None and paused:
            self.say(f"{lost} {WAYS}")
        elif lost is not None:
            self._tell(lost)
        self.set_class(paused and (lost is not None or self.lost), "-lost")

    @property
    def lost(self) -> bool:
        """Whether the person is just being asked how to go on."""
        return self.has_class("-lost")

    def change(self, how: Callable[[Loudness], None]) -> None:
        """Make it louder, softer or silent, and say how loud it is then."""
        loudness = self.practice.loudness
        try:
            how(loudness)
        except DtxError as problem:  # it is heard, and asked for again next time
            self._tell(f"{loudness.says} {problem.problem}")
        else:
            self._tell(loudness.says)

    def _tell(self, words: str) -> None:
        self.app.clear_notifications()
        self.app.notify(words, timeout=SHOWN_S, markup=False)
