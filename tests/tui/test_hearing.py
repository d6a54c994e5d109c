"""Loudness is a key away in a session, and a sound that is lost stops nobody."""

from dtx.sound.player import Silent
from dtx.sound.status import LOST, Status
from dtx.tui.hearing import WAYS, Hearing
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import begun, opened, practice_of, press, settle


class Headphones(Silent):
    """A player that is heard until they are pulled out."""

    out = False
    tried = 0

    def status(self) -> Status:
        return Status("lost", LOST) if self.out else Status("playing", device="headphones")

    def again(self) -> None:
        self.tried, self.out = self.tried + 1, False


async def test_loudness_is_changed_by_plus_minus_and_m_and_said(home: Home) -> None:
    """It begins at 60 % (sound page, section 7)."""
    home.write("breath", "Even breath")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        practice = practice_of(pilot)
        practice.player = Headphones(home.evening.clock)
        for key, sentence in [("plus", "at 65 percent"), ("minus", "at 60 percent"), ("m", "No sound."), ("m", "at 60 percent")]:
            await press(pilot, key)
            assert sentence in " ".join(note.message for note in app._notifications)
        assert practice.view(practice.now()).paused is None


async def test_a_sound_that_is_lost_pauses_and_either_way_of_going_on_is_one_key(home: Home) -> None:
    home.write("breath", "Even breath")
    async with opened(home) as (app, pilot):
        await begun(pilot)
        practice = practice_of(pilot)
        practice.player = player = Headphones(home.evening.clock)
        hearing = app.screen.query_one(Hearing)
        for key, tried in (("space", 0), ("a", 1)):
            hearing.look()
            assert not hearing.lost
            player.out = True
            hearing.look()
            await settle(pilot)
            assert practice.view(practice.now()).paused is not None
            assert " ".join(WAYS.split()[:4]) in " ".join(screen_text(app).split())
            await press(pilot, key)
            assert practice.view(practice.now()).paused is None and player.tried == tried
            hearing.look()
            assert not hearing.lost
            player.out = False
