"""The cover: hides the app at one key, and by itself when nobody has pressed a key for a while and the records are locked."""

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.app import App

from dtx.errors import DtxError
from dtx.language import _
from dtx.settings import Settings
from dtx.tui.blank import Blank
from dtx.tui.page import Page
from dtx.tui.secretpage import SecretPage

if TYPE_CHECKING:
    from dtx.services import Services

LOOK_S = 5.0
TITLE = _("Locked")
OPENING = _("Your records are locked. Your passphrase opens them, and so does the recovery key.")
COVERED = _("Nobody pressed a key for a while, so this is covered. Your passphrase goes on where you were, and so does the recovery key.")
ASKED = _("Your passphrase:")


class UnlockPage(SecretPage):
    """Stands before everything until the passphrase has been typed."""

    def __init__(self, services: "Services", words: str, then: Callable[[], None]) -> None:
        super().__init__(TITLE, words, (ASKED,), self._opened, button=_("Open"), closes=True)
        self.services, self.then = services, then

    def _opened(self, typed: Sequence[str]) -> None:
        self.services.strongbox.open_with(typed[0])

    def follow(self, page: Page | None) -> None:
        self.then()


class Cover:
    """Looks after one app. `now` gives seconds that go on whatever the computer's clock does."""

    def __init__(self, app: App[Any], services: "Services", now: Callable[[], float] = monotonic) -> None:
        self.app, self.services, self.now = app, services, now
        self._touched = now()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.now()

    def look(self) -> None:
        """Cover what is shown when it is time. A practice that guides somebody is left alone: eyes may be closed for long."""
        if not self._due() or isinstance(self.app.screen, UnlockPage) or self._guides():
            return
        file = self.services.strongbox.key_file
        if file is None or not file.asks:  # what the system's keyring opens by itself is only put out of sight
            self.hide()
            return
        self._rest()
        if not self._at_work():
            self.services.cover()
        unlock = UnlockPage(self.services, COVERED, self._uncover)
        if isinstance(self.app.screen, Blank):
            self.app.switch_screen(unlock)
        else:
            self.app.push_screen(unlock)

    def hide(self) -> None:
        """Put everything out of sight at once."""
        if isinstance(self.app.screen, Blank | UnlockPage):
            return
        self._rest()
        self.app.push_screen(Blank())

    def toggle(self) -> None:
        """The key that hides, and brings back."""
        if isinstance(self.app.screen, Blank):
            self.app.pop_screen()
        else:
            self.hide()

    def _uncover(self) -> None:
        self.touch()
        self.app.pop_screen()

    def _due(self) -> bool:
        minutes = Settings.read(self.services.home).cover_after_min
        try:
            return minutes > 0 and self.now() - self._touched > minutes * 60 and self.services.strongbox.is_on
        except DtxError:
            return False

    def _rest(self) -> None:
        if isinstance(self.app.screen, Page):
            self.app.screen.rest()

    def _guides(self) -> bool:
        return any(isinstance(page, Page) and page.guides for page in self.app.screen_stack)

    def _at_work(self) -> bool:
        """Whether a page below is writing into the records, so that they have to stay open."""
        return any(isinstance(page, Page) and page.writes_records for page in self.app.screen_stack)
