"""The sound page by its keys, at every size and in both themes."""

import pytest

from dtx.settings import Settings, Sound
from dtx.sound.status import NO_DEVICE
from dtx.sound.trial import LINE
from dtx.tui.homepage import HomePage
from dtx.tui.hop import Hop
from dtx.tui.latepage import AS_IT_SAYS, LatePage
from dtx.tui.rows import Rows
from dtx.tui.soundpage import LATE, TEST, WHICH, SoundPage
from dtx.tui.soundwords import NOT_WANTED
from dtx.tui.theme import DARK, LIGHT
from tests.told import Told
from tests.tui.rooms import Home, screen_text
from tests.tui.test_pages import SIZES, Seen
from tests.tui.tour import Walk, opened, press, settle


@pytest.fixture
def person(home: Home) -> Home:
    home.write("easy", "Easy breath")
    return home


def told(home: Home, device: str = "Speakers") -> Told:
    return Told(home.evening.clock, device)


async def enter(home: Home, pilot: Walk, player: Told) -> SoundPage:
    page = SoundPage(home.services, player)
    pilot.app.push_screen(page)
    await settle(pilot)
    return page


async def go_to(page: SoundPage, pilot: Walk, place: int) -> None:
    page.query_one(Rows).highlighted = place
    await settle(pilot)


async def test_a_key_of_the_first_page_leads_there_and_back(person: Home) -> None:
    async with opened(person) as (app, pilot):
        assert "o Sound" in screen_text(app)
        await press(pilot, "o")
        assert isinstance(app.screen, SoundPage)
        assert NOT_WANTED in " ".join(screen_text(app).split())
        await press(pilot, "right", "left", "m", "5", "enter", "b")
        assert isinstance(app.screen, HomePage)
        assert not (person.path / "settings.json").exists()


async def test_all_keys_do_what_the_page_says(person: Home) -> None:
    async with opened(person) as (app, pilot):
        player = told(person)
        page = await enter(person, pilot, player)
        await press(pilot, "right", "right", "left")
        assert player.levels["all"] == 0.65
        await press(pilot, "4")
        assert player.levels["all"] == 0.4
        await press(pilot, "down", "0", "down", "9", "down", "right", "left", "left")
        assert player.levels == {"all": 0.4, "voice": 0.0, "cues": 0.9, "bed": 0.9}
        await press(pilot, "m")
        assert player.muted and "no sound" in screen_text(app)
        await press(pilot, "plus")
        assert not player.muted and player.levels["all"] == 0.45
        await go_to(page, pilot, WHICH)
        await press(pilot, "right", "3")
        assert Settings.read(person.path) == Settings(bed="rain", sounds={"Speakers": Sound(45, 0, 90, 90)})
        await go_to(page, pilot, TEST)
        player.plays.clear()
        await press(pilot, "enter")
        assert player.plays == [(LINE,)]
        assert LINE in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, HomePage)
        assert player.closed


async def test_ear_and_eye_are_brought_together_in_steps_of_10_ms(person: Home) -> None:
    """Sound page, section 7: a tick each second, left and right move the flash in steps of 10 ms, kept per device name."""
    async with opened(person) as (app, pilot):
        player = told(person, "AirPods")
        clock = person.evening.clock
        page = await enter(person, pilot, player)
        assert "Sound late?" in screen_text(app)
        await go_to(page, pilot, LATE)
        await press(pilot, "enter")
        late = app.screen
        assert isinstance(late, LatePage)
        assert AS_IT_SAYS in screen_text(app)
        tone, first, second, *_ = player.score
        assert (tone.name, first.at - tone.at, second.at - first.at) == ("breath_in", 4.0, 1.0)
        await press(pilot, *["right"] * 20, "left")
        assert "190 ms" in screen_text(app)
        assert player.late_s == 0.0  # here the picture moves, not the sound
        hop = late.query_one(Hop)
        places = []
        for at in (first.at + 0.185, first.at + 0.195, second.at + 0.185, second.at + 0.195, second.at + 1.195):
            clock.move_to(at)
            late.look()
            late._turn()
            places.append(hop.place)
        assert places == [None, 1, 1, 0, 1]
        clock.move_to(first.at + 45)
        late.look()
        assert player.score[-1].at - clock.now > 30
        await press(pilot, "enter")
        assert app.screen is page
        assert player.late_s == 0.19
        assert Settings.read(person.path).sound("AirPods").late_ms == 190
        assert "190 ms later" in screen_text(app)
        player.device = "Speakers"
        page.look()
        assert player.late_s == 0.0


async def test_words_guide_where_nothing_can_be_heard(person: Home) -> None:
    async with opened(person) as (app, pilot):
        player = told(person)
        player.state, player.says = "silent", NO_DEVICE
        page = await enter(person, pilot, player)
        await go_to(page, pilot, LATE)
        await press(pilot, "enter")
        assert app.screen is page
        assert screen_text(app).count("no sound device") == 2
        assert "Try the sound again" in screen_text(app)


@pytest.mark.parametrize(("size", "theme"), [(SIZES[0], DARK), (SIZES[0], LIGHT), (SIZES[2], LIGHT), (SIZES[3], DARK)])
async def test_it_can_be_read_in_both_themes_and_at_every_size(size: tuple[int, int], theme: str, person: Home) -> None:
    seen = Seen()
    async with opened(person, size, theme) as (app, pilot):
        player = told(person, "A pair of wireless headphones with a very long name indeed")
        page = await enter(person, pilot, player)
        seen.look(app, "sound")
        for words in (
            "Everything",
            "60 %",
            "Bells and breath tones",
            "Which background",
            "Play a test line",
            "Wireless headphones",
            "256 ms",
        ):
            assert words in screen_text(app)
        await go_to(page, pilot, LATE)
        seen.look(app, "sound, last line")
        await press(pilot, "enter")
        await press(pilot, *["right"] * 3)
        app.screen.query_one(Hop).show(0)
        await settle(pilot)
        seen.look(app, "together")
        for words in ("both come together", "30 ms", "Earlier", "Later", "Done"):
            assert words in " ".join(screen_text(app).split())
    seen.settled()
