"""What a therapist's file says is only words in the app, whatever signs it holds."""

from tests.test_hostile_yaml import acted_on, nasty
from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, pass_time, press


async def test_in_the_app_it_is_only_words(home: Home) -> None:
    nasty(home.folder)
    home.bundled("desk")
    async with opened(home) as (app, pilot):
        texts = [screen_text(app)]
        await press(pilot, "enter")
        texts.append(screen_text(app))
        await press(pilot, "enter", "r", "r")
        for _ in range(40):
            texts.append(screen_text(app))
            if home.kinds[-1:] == ["completed"]:
                break
            asked = app.screen.query("Asking")
            if asked:
                await press(pilot, *(("enter",) if "Button" in texts[-1] else ("r",)))
            else:
                await pass_time(pilot, home, 12)
        assert acted_on("".join(texts)) == []
        assert "[@click=app.quit()]" in "".join(texts), "brackets are words like others"
        assert app.is_running
